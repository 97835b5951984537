package compile_test

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/net/html"
)

// mirrors.html names every address, the key, and settings for a host; other pages name none of them to readers.
func TestMirrorsPage(t *testing.T) {
	site := inventedSite(t, mainAddress)
	for name, root := range map[string]string{"mirrors.html": "", "fa/mirrors.html": "fa/"} {
		p := site.pages[name]
		var at []string
		for _, a := range p.find("a", "") {
			if has(a, "data-at") {
				at = append(at, attr(a, "data-at"))
				if attr(a, "href") != attr(a, "data-at")+"index.html" {
					t.Errorf("%s: without script the link leads to %s", name, attr(a, "href"))
				}
			}
		}
		if want := []string{mainAddress + root, "https://mirror.example.net/x/" + root, "http://invented.onion/" + root}; !slices.Equal(at, want) {
			t.Errorf("%s lists %q", name, at)
		}
		text := html.UnescapeString(site.files[name])
		for _, want := range []string{"minisign -V -P " + publicKey, "vigil mirror verify --key " + publicKey, "sha256sum -c", "cloud",
			"verify.ps1", "hosts/nginx.conf",
			"sh verify.sh FOLDER " + publicKey + " '" + mainAddress + "'", `datetime="2026-11-21"`} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q", name, want)
			}
		}
	}
	for name, p := range site.pages {
		onion := ""
		for _, n := range p.find("meta", "") {
			if attr(n, "http-equiv") == "onion-location" {
				onion = attr(n, "content")
			}
		}
		own := "http://invented.onion/" + name
		if moved := strings.Contains(site.files[name], `http-equiv="refresh"`); onion != own && name != "404.html" && !moved {
			t.Errorf("%s gives its onion address as %q", name, onion)
		}
		for n := range p.root.Descendants() {
			if n.Type == html.ElementNode && strings.Contains(attr(n, "href"), ".onion") && path.Base(name) != "mirrors.html" {
				t.Errorf("%s links to %s", name, attr(n, "href"))
			}
		}
		if name != "404.html" && len(p.find("p", "made")) != 1 && !strings.Contains(site.files[name], `http-equiv="refresh"`) {
			t.Errorf("%s does not say of which day the copy is", name)
		}
	}
	if style := site.files["static/style.css"]; !strings.Contains(style, `:root{--as-of:20778}.made::after{content:" 2026-11-21"}`) {
		t.Errorf("the style sheet ends with %q", style[len(style)-300:])
	}
}

// Settings for a host hold the addresses of site.yaml, whatever signs stand in them.
func TestSettingsForHosts(t *testing.T) {
	f := files{"content/profiles/by/anna.md": person("Anna A", "status: died")}
	made := func(settings, base string) *built {
		o := options(f.with("content/site.yaml", settings).write(t, quick(t)), quick(t)+"/public")
		o.BaseURL = &base
		makeSite(t, o)
		return read(t, o.Out)
	}
	site := made("title: X\nmirrors: [{url: \"http://invented.onion/a\"}, {url: \"https://m.example/${x};{y}\"}]\n", "https://vigil.example/")
	for name, wants := range map[string][]string{
		"nginx.conf": {`"http://invented.onion/a/$vigil_page"`,
			`"<https://vigil.example/$vigil_page>; rel=\"alternate\""`, `"<https://m.example/%24%7Bx%7D%3B%7By%7D/$vigil_page>`,
			"add_header Onion-Location $vigil_onion;", "access_log off;"},
		"Caddyfile": {`Onion-Location "http://invented.onion/a{uri}"`, "+Link `<https://vigil.example{uri}>; rel=\"alternate\"`", "<https://m.example/%24%7Bx%7D%3B%7By%7D{uri}>"},
		"_headers":  {"Onion-Location: http://invented.onion/a/", `Link: <https://vigil.example/>; rel="alternate"`},
		"torrc":     {"HiddenServicePort 80 127.0.0.1:8088"},
	} {
		for _, want := range wants {
			if text := site.files["hosts/"+name]; !strings.Contains(text, want) {
				t.Errorf("hosts/%s lacks %s:\n%s", name, want, text)
			}
		}
	}
	// A site without other addresses says so, and has settings without them.
	site = made("title: X\n", "")
	page := site.files["mirrors.html"]
	if !strings.Contains(page, "This copy knows of no other address") || !strings.Contains(page, "This site is not signed") || strings.Contains(page, "--key") ||
		strings.Contains(page, "minisign") || strings.Contains(page, "data-at") {
		t.Errorf("mirrors.html of a site with one address and no key:\n%s", page)
	}
	mention := regexp.MustCompile(`(?i)onion-location|add_header Link|\+Link|  Link:|<https?:`)
	for name, text := range site.files {
		if found := mention.FindString(text); found != "" {
			t.Errorf("%s holds %q", name, found)
		}
	}
}

// mirror.json is as its published schema says, and the schema finds what is not.
func TestMirrorJSONHasASchema(t *testing.T) {
	site := inventedSite(t, mainAddress)
	parsed := func(text string) any {
		t.Helper()
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("mirror.json", parsed(site.files["data/schema/mirror.json"])); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("mirror.json")
	if err != nil {
		t.Fatal(err)
	}
	good := site.files["mirror.json"]
	for _, text := range []string{good, inventedSite(t, "").files["mirror.json"]} {
		if err := schema.Validate(parsed(text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for was, is := range map[string]string{`"format": 1`: `"format": 2`, `"2026-11-21"`: `"2026-13-21"`, publicKey: "RW", `"generator": "vigil"`: `"generator": ""`,
		`"url": "http://invented.onion/"`: `"url": "javascript:x"`, `"mirrors": [`: `"others": [`, `"base_url": "` + mainAddress: `"base_url": "x`} {
		bad := strings.Replace(good, was, is, 1)
		if bad == good || schema.Validate(parsed(bad)) == nil {
			t.Errorf("%s instead of %s is not found", is, was)
		}
	}
}

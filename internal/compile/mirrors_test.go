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
		if dated := len(p.find("p", "made")) == 1; name == "404.html" {
			if !strings.Contains(site.files[name], `This copy is dated <time datetime="2026-11-21">`) {
				t.Errorf("%s does not say of which day the copy is", name)
			}
		} else if !dated || !strings.Contains(site.files[name], "style.css") {
			t.Errorf("%s does not say of which day the copy is", name)
		}
	}
	if style := site.files["static/style.css"]; !strings.Contains(style, `:root{--as-of:20778}.made::after{content:" 2026-11-21"}`) {
		t.Errorf("the style sheet ends with %q", style[len(style)-300:])
	}
}

// What was found at the addresses, by vigil mirror status --save, stands beside each with the day; a build asks nobody.
func TestMirrorsPageSaysWhatWasFound(t *testing.T) {
	const addresses = `title: X
base_url: https://vigil.example/
languages: [en, be]
mirrors: [{url: "https://old.example/"}, {url: "https://changed.example"}, {url: "https://forged.example/"}, {url: "https://unsigned.example/"},
  {url: "http://gone.onion/"}, {url: "https://never.example/"}, {url: "https://new.example/"}]
`
	const found = `looked: 2026-11-20
copies:
  - {url: "https://vigil.example/", seen: 2026-11-20, as_of: 2026-11-19, whole: "yes", genuine: "yes", fresh: "yes"}
  - {url: "https://old.example/", seen: 2026-11-20, as_of: 2026-10-01, whole: "yes", genuine: "yes", fresh: "no"}
  - {url: "https://changed.example", seen: 2026-11-20, as_of: 2026-11-20, whole: "no", genuine: "yes", fresh: "yes"}
  - {url: "https://forged.example/", seen: 2026-11-20, as_of: 2026-11-20, whole: "yes", genuine: "no", fresh: "yes"}
  - {url: "https://unsigned.example/", seen: 2026-11-20, as_of: 2026-11-18, whole: "yes", genuine: "not checked", fresh: "yes"}
  - {url: "http://gone.onion/", seen: 2026-11-11, as_of: 2026-11-10, whole: "yes", genuine: "yes", fresh: "yes"}
  - {url: "https://never.example/"}
  - {url: "https://left-the-list.example/", seen: 2026-11-20}
`
	f := files{"content/profiles/by/anna.md": person("Anna A", "status: died"), "content/site.yaml": addresses, "content/mirrors.yaml": found}
	made := func(f files, day string) *built {
		o := on(options(f.write(t, quick(t)), quick(t)+"/public"), day)
		makeSite(t, o)
		return read(t, o.Out)
	}
	site := made(f, "2026-11-21")
	for name, want := range map[string][]string{
		"mirrors.html": {"complete and genuine, dated 19 November 2026", "out of date: the copy is dated 1 October 2026", "incomplete or altered",
			"not shown to be genuine: do not rely on this copy", "complete, dated 18 November 2026", "did not answer; last seen on 11 November 2026",
			"did not answer", "did not answer"},
		"be/mirrors.html": {"копія поўная і сапраўдная, ад 19 лістапада 2026 г.", "копія састарэла: яна ад 1 кастрычніка 2026 г.",
			"копія няпоўная або змененая", "сапраўднасць не пацвердзілася: не давярайце гэтай копіі", "копія поўная, ад 18 лістапада 2026 г.",
			"адрас не адказаў; апошні раз адкрываўся 11 лістапада 2026 г.", "адрас не адказаў", "адрас не адказаў"},
	} {
		var got []string
		for _, li := range site.pages[name].find("li", "") {
			if has(li.FirstChild, "data-at") {
				got = append(got, strings.TrimSpace(textOf(li.LastChild)))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s says\n%s", name, strings.Join(got, "\n"))
		}
	}
	text := site.files["mirrors.html"]
	if !strings.Contains(text, `last checked on <time datetime="2026-11-20">20 November 2026</time>`) || strings.Contains(text, "left-the-list") {
		t.Errorf("mirrors.html:\n%s", text)
	}
	for _, want := range []string{`"looked": "2026-11-20"`, `"seen": "2026-11-11"`, `"genuine": "not checked"`} {
		if text := site.files["mirror.json"]; !strings.Contains(text, want) || strings.Contains(text, "left-the-list") {
			t.Errorf("mirror.json lacks %s:\n%s", want, text)
		}
	}
	if err := mirrorSchema(t, site).Validate(parsed(t, site.files["mirror.json"])); err != nil {
		t.Error(err)
	}
	// Nobody has looked, or had looked on the day that the site shows: not a word of it.
	unseen := made(f.without("content/mirrors.yaml"), "2026-11-21")
	for why, site := range map[string]*built{"without the file": unseen, "on an earlier day": made(f, "2026-11-19")} {
		if text := site.files["mirrors.html"] + site.files["mirror.json"]; strings.Contains(text, "last checked") || strings.Contains(text, "did not answer") ||
			strings.Contains(text, "looked") || !strings.Contains(text, "never.example") {
			t.Errorf("%s: %s", why, text)
		}
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
		"Caddyfile": {`Onion-Location "http://invented.onion/a{uri}"`, "+Link `<https://vigil.example{uri}>; rel=\"alternate\"`",
			"<https://m.example/%24%7Bx%7D%3B%7By%7D{uri}>"},
		"_headers": {"Onion-Location: http://invented.onion/a/", `Link: <https://vigil.example/>; rel="alternate"`},
		"torrc":    {"HiddenServicePort 80 127.0.0.1:8088"},
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
	schema := mirrorSchema(t, site)
	good := site.files["mirror.json"]
	for _, text := range []string{good, inventedSite(t, "").files["mirror.json"]} {
		if err := schema.Validate(parsed(t, text)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	for was, is := range map[string]string{`"format": 1`: `"format": 2`, `"2026-11-21"`: `"2026-13-21"`, publicKey: "RW",
		`"generator": "vigil"`:            `"generator": ""`,
		`"url": "http://invented.onion/"`: `"url": "javascript:x"`, `"mirrors": [`: `"others": [`, `"base_url": "` + mainAddress: `"base_url": "x`} {
		bad := strings.Replace(good, was, is, 1)
		if bad == good || schema.Validate(parsed(t, bad)) == nil {
			t.Errorf("%s instead of %s is not found", is, was)
		}
	}
}

func parsed(t *testing.T, text string) any {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// mirrorSchema is the one of mirror.json that a site publishes.
func mirrorSchema(t *testing.T, site *built) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("mirror.json", parsed(t, site.files["data/schema/mirror.json"])); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("mirror.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

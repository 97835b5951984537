package compile_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"vigil/internal/compile"
	"vigil/internal/content"
	"vigil/internal/markdown"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// page is a built HTML page taken apart.
type page struct {
	root  *html.Node
	ids   map[string]int
	links []string // every address in it that a browser would follow or load
}

func parsePage(t testing.TB, text string) *page {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{root: root, ids: map[string]int{}}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id":
				p.ids[a.Val]++
			case a.Key == "href", a.Key == "src", a.Key == "action":
				p.links = append(p.links, a.Val)
			case a.Key == "srcset":
				for candidate := range strings.SplitSeq(a.Val, ",") {
					p.links = append(p.links, strings.Fields(candidate)[0])
				}
			case a.Key == "content" && attr(n, "http-equiv") == "refresh":
				_, to, _ := strings.Cut(a.Val, "url=")
				p.links = append(p.links, to)
			}
		}
	}
	return p
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// find gives the elements of a name and, if given, a class.
func (p *page) find(name, class string) (out []*html.Node) {
	for n := range p.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == name && (class == "" || slices.Contains(strings.Fields(attr(n, "class")), class)) {
			out = append(out, n)
		}
	}
	return out
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// built is a site on disk, with its pages parsed.
type built struct {
	files map[string]string
	pages map[string]*page
}

func read(t testing.TB, dir string) *built {
	t.Helper()
	b := &built{tree(t, dir), map[string]*page{}}
	for name, text := range b.files {
		if strings.HasSuffix(name, ".html") {
			b.pages[name] = parsePage(t, text)
		}
	}
	if len(b.pages) == 0 {
		t.Fatal("the site has no pages")
	}
	return b
}

// target is the file that a relative link leads to.
func target(from, link string) (file, fragment string, ok bool) {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(link, "/") || u.RawQuery != "" {
		return "", "", false
	}
	if u.Path == "" {
		return from, u.Fragment, u.Fragment != ""
	}
	if strings.HasSuffix(u.Path, "/") || strings.HasSuffix(u.Path, ".") {
		return "", "", false // a folder
	}
	file = path.Join(path.Dir(from), u.Path)
	// Too many ../ are forgiven at the root of a host and fail in a folder.
	return file, u.Fragment, strings.Count(path.Join(u.Path), "../") <= strings.Count(from, "/")
}

// external tells whether a link goes to another site.
func external(link string) bool {
	return (strings.HasPrefix(link, "https://") || strings.HasPrefix(link, "http://") || strings.HasPrefix(link, "mailto:")) &&
		!strings.HasPrefix(link, mainAddress)
}

func TestEveryLinkLeadsToAFile(t *testing.T) {
	for _, base := range []string{"", mainAddress} {
		site := inventedSite(t, base)
		wantLinks(t, site, base)
		wantCanonical(t, site, base)
	}
}

// ownSite is the site of the repository's own content as it is now, for the tests that only look.
func ownSite(t *testing.T) *built {
	t.Helper()
	return siteOnce(t, "own", func() compile.Options {
		o := options("../..", quick(t)+"/public")
		none, today := "", profile.DayOf(time.Now()) // the content grows
		o.BaseURL, o.When = &none, profile.When{Today: today, AsOf: today}
		return o
	})
}

// The repository's own content, too: every link leads somewhere, and every fact to a source with an address.
func TestOurOwnSite(t *testing.T) {
	wantLinks(t, ownSite(t), "")
	wantNoGap(t, ownSite(t))
}

// A text may link to whatever is in the site, in the tree of its own language too.
func TestEveryFileCanBeLinkedTo(t *testing.T) {
	in, _, err := compile.Load(context.Background(), options(invented().write(t, quick(t)), ""))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Source.Close()
	from := []content.Links{{Path: "content/countries/by.md", Shown: 1}, {Path: "content/countries/by.fa.md", Shown: 2}}
	byLetters := regexp.MustCompile(`^(fa/)?people/([^p]|p[^a])`) // a page that gives way to others one day
	for name := range inventedSite(t, "").files {
		forScripts := strings.HasPrefix(name, "find/") || strings.HasPrefix(name, "narrow/")
		if name != ".nojekyll" && !forScripts && (!byLetters.MatchString(name) || strings.HasSuffix(name, "/index.html")) {
			from[0].To = append(from[0].To, markdown.Link{To: "../../" + name})
			from[1].To = append(from[1].To, markdown.Link{To: "../../../" + name})
		}
	}
	static, err := compile.StaticNames(in.Static)
	if err != nil {
		t.Fatal(err)
	}
	in.Library.Links = from
	for _, p := range site.DeadLinks(in.Library, static, func() *site.Site { return site.Collect(in.Library, in.Site.AsOf) }) {
		t.Error(p)
	}
}

func wantLinks(t *testing.T, site *built, base string) {
	t.Helper()
	for name, p := range site.pages {
		for _, link := range p.links {
			absolute := base != "" && strings.HasPrefix(link, base)
			if path.Base(name) == "mirrors.html" && absolute {
				continue // the one place that names the main address to readers
			}
			upwards := strings.HasPrefix(link, "../") || link == "./index.html" // from wherever a host shows it
			if name == "404.html" && (link == "/" || link == base || upwards) || external(link) || absolute && isMeta(p, link) {
				continue
			}
			if root, err := url.Parse(base); err == nil && name == "404.html" { // a host shows it at any depth
				link = cmp.Or(strings.TrimPrefix(link, cmp.Or(root.Path, "/")), "index.html")
			}
			file, fragment, ok := target(name, link)
			switch _, there := site.files[file]; {
			case !ok:
				t.Errorf("base %q: %s has the link %q", base, name, link)
			case !there:
				t.Errorf("base %q: %s links to %q, but there is no %s", base, name, link, file)
			case fragment != "" && site.pages[file].ids[fragment] == 0:
				t.Errorf("base %q: %s links to %q, but %s has no such id", base, name, link, file)
			}
		}
	}
}

// isMeta tells whether an absolute address stands only where a format demands one.
func isMeta(p *page, link string) bool {
	return slices.ContainsFunc(p.find("link", ""), func(n *html.Node) bool {
		return attr(n, "href") == link && (attr(n, "rel") == "canonical" || attr(n, "rel") == "alternate" && has(n, "hreflang"))
	})
}

// wantCanonical checks the absolute addresses of pages: none without a base address, else its own, with what ogp.me requires.
func wantCanonical(t *testing.T, site *built, base string) {
	t.Helper()
	for name, p := range site.pages {
		var graph []string
		for _, n := range p.find("meta", "") {
			if property := attr(n, "property"); attr(n, "content") != "" {
				graph = append(graph, property)
			}
		}
		for _, required := range []string{"og:title", "og:type", "og:image"} {
			if slices.Contains(graph, "og:url") && !slices.Contains(graph, required) {
				t.Errorf("base %q: %s has no %s", base, name, required)
			}
		}
		for _, n := range slices.Concat(p.find("link", ""), p.find("meta", "")) {
			link := attr(n, "href")
			switch {
			case attr(n, "rel") == "canonical", has(n, "hreflang"):
			case attr(n, "property") == "og:url":
				link = attr(n, "content")
			default:
				continue
			}
			rest, ok := strings.CutPrefix(link, base)
			if rest == "" || strings.HasSuffix(rest, "/") {
				rest += "index.html"
			}
			if _, there := site.files[rest]; base == "" || !ok || !there {
				t.Errorf("base %q: %s names %q as its address", base, name, link)
			}
			if attr(n, "rel") == "canonical" && rest != name && len(p.find("meta", "")) > 0 && !strings.Contains(site.files[name], "http-equiv=\"refresh\"") {
				t.Errorf("%s says that it is %s", name, rest)
			}
		}
	}
}

// Wherever a number of people is printed, following its link and the pages after it shows exactly that
// many, each once.
func TestEveryNumberIsAList(t *testing.T) {
	f := invented().without("content/profiles/by/many-1", "content/profiles/by/many-2")
	f["content/site.yaml"] += "recognition: presumed\n"
	o := options(f.write(t, quick(t)), quick(t)+"/public")
	makeSite(t, o)
	for i, site := range []*built{inventedSite(t, ""), read(t, o.Out)} {
		lengths := map[string]int{}
		numbers := 0
		for name, p := range site.pages {
			for n := range p.root.Descendants() {
				if n.Type != html.ElementNode || !has(n, "data-count") {
					continue
				}
				numbers++
				want, err := strconv.Atoi(attr(n, "data-count"))
				file, _, ok := target(name, attr(n, "href"))
				if err != nil || !ok {
					t.Fatalf("%s: data-count=%q leads to %q", name, attr(n, "data-count"), attr(n, "href"))
				}
				if _, done := lengths[file]; !done {
					lengths[file] = site.listed(t, file)
				}
				if lengths[file] != want {
					t.Errorf("%s says %d, but %s lists %d people", name, want, file, lengths[file])
				}
				if shown := strings.Map(digits, textOf(n)); !strings.Contains(shown, strconv.Itoa(want)) {
					t.Errorf("%s shows %q for %d", name, textOf(n), want)
				}
			}
		}
		if numbers < 100 || len(lengths) < 50 {
			t.Errorf("%d numbers of %d lists were looked at: the fixture is too small", numbers, len(lengths))
		}
		if i == 0 && lengths["status/held.html"] <= 200 {
			t.Errorf("%d people held: no list has three pages", lengths["status/held.html"])
		}
	}
}

// digits leaves digits, those of Arabic and Persian as Western ones.
func digits(r rune) rune {
	switch {
	case r >= '0' && r <= '9':
		return r
	case r >= '۰' && r <= '۹':
		return '0' + r - '۰'
	case r >= '٠' && r <= '٩':
		return '0' + r - '٠'
	}
	return -1
}

// listed counts the people of a list over all its pages.
func (b *built) listed(t *testing.T, file string) (n int) {
	t.Helper()
	seen := map[string]bool{}
	for pages := 1; file != ""; pages++ {
		p := b.pages[file]
		if p == nil {
			t.Fatalf("page %d of a list is %s, which is not there", pages, file)
		}
		onPage := 0
		for _, ul := range p.find("ul", "people") {
			for li := range ul.ChildNodes() {
				if li.Type != html.ElementNode {
					continue
				}
				n++
				onPage++
				who := ""
				for a := range li.Descendants() {
					if a.Data == "a" {
						who, _, _ = target(file, attr(a, "href"))
						break
					}
				}
				if named := !strings.Contains(attr(li, "class"), "withheld"); named == (who == "") || seen[who] && named {
					t.Errorf("%s: %q is listed twice, or badly", file, textOf(li))
				}
				seen[who] = true
			}
		}
		if onPage > 100 {
			t.Errorf("%s lists %d people", file, onPage)
		}
		next := ""
		for _, a := range p.find("a", "") {
			if attr(a, "rel") == "next" {
				next, _, _ = target(file, attr(a, "href"))
			}
		}
		file = next
	}
	return n
}

// What html/template, fmt and lang write in place of something that is missing or unsafe.
var accidents = []string{"⟦", "#ZgotmplZ", "<no value>", "&lt;no value&gt;", "%!", "map[", "0xc000"}

func wantNoAccidents(t *testing.T, site *built) {
	t.Helper()
	for name, text := range site.files {
		for _, bad := range accidents {
			if strings.Contains(text, bad) && path.Ext(name) != ".jpg" {
				t.Errorf("%s holds %q", name, bad)
			}
		}
	}
}

func TestEveryPageIsWhole(t *testing.T) {
	site := inventedSite(t, mainAddress)
	wantNoAccidents(t, site)
	for name, p := range site.pages {
		for _, element := range []string{"h1", "main", "title"} {
			found := slices.DeleteFunc(p.find(element, ""), func(n *html.Node) bool { return n.Namespace != "" }) // a drawing's title
			if len(found) != 1 || textOf(found[0]) == "" {
				t.Errorf("%s has %d <%s>, or an empty one", name, len(found), element)
			}
		}
		root := p.find("html", "")[0]
		wantLang, wantDir := "en", ""
		if lang, _, ok := strings.Cut(name, "/"); ok && len(lang) == 2 {
			wantLang, wantDir = lang, map[string]string{"fa": "rtl"}[lang]
		}
		if attr(root, "lang") != wantLang || attr(root, "dir") != wantDir {
			t.Errorf("%s: lang=%q dir=%q", name, attr(root, "lang"), attr(root, "dir"))
		}
		for id, n := range p.ids {
			if n > 1 || id == "" {
				t.Errorf("%s: id %q stands %d times", name, id, n)
			}
		}
		for n := range p.root.Descendants() {
			for _, key := range []string{"aria-labelledby", "aria-describedby", "for"} {
				if id := attr(n, key); n.Type == html.ElementNode && id != "" && p.ids[id] == 0 {
					t.Errorf("%s: %s=%q leads nowhere", name, key, id)
				}
			}
		}
		wantScripts(t, name, p)
	}
}

// wantScripts checks that JSON-LD is JSON, and that no other script stands in a page.
func wantScripts(t *testing.T, name string, p *page) {
	t.Helper()
	for _, n := range p.find("script", "") {
		if attr(n, "type") != "application/ld+json" {
			if n.FirstChild != nil || !strings.HasPrefix(path.Base(path.Dir(attr(n, "src"))), "static") {
				t.Errorf("%s: a script that is not ours: %q", name, textOf(n))
			}
			continue
		}
		var v struct {
			Context string `json:"@context"`
			Type    string `json:"@type"`
		}
		d := json.NewDecoder(bytes.NewReader([]byte(n.FirstChild.Data)))
		if err := d.Decode(&v); err != nil || d.More() || v.Context != "https://schema.org" || v.Type == "" {
			t.Errorf("%s: JSON-LD %q: %v", name, n.FirstChild.Data, err)
		}
	}
}

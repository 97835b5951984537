package render

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/schema"
)

// chrome is what all pages of a folder have in common: the menu above and the foot below. It is rendered
// once for each folder and language; page by page it would take a fifth of the time.
type chrome struct {
	SiteTitle, Home string
	Menu, Footer    []Link
	Licence         *Link
}

type chromeKey struct {
	language     int
	dir, current string // folder of the page, and its path if it stands in the menu
}

// rendered is the chrome as bytes.
type rendered struct{ menu, foot []byte }

func (r *Renderer) chrome(c *context) (rendered, error) {
	key := chromeKey{c.page.Lang, path.Dir(c.file), ""}
	if slices.Contains(r.inMenu, c.page.Path) {
		key.current = c.page.Path
	}
	if done, ok := r.chromes.Load(key); ok {
		return done.(rendered), nil
	}
	view := chrome{SiteTitle: c.r.title(c.lang.Tag()), Home: c.link("index.html"), Menu: c.menu(), Footer: c.footer()}
	if c.site.Site.Licence != "" {
		view.Licence = licence(c.site.Site.Licence)
	}
	var menu, foot bytes.Buffer
	t := r.pages[c.page.Lang][c.page.Kind]
	if err := t.Execute(&menu, "menu", view); err != nil {
		return rendered{}, err
	}
	if err := t.Execute(&foot, "foot", view); err != nil {
		return rendered{}, err
	}
	done := rendered{menu.Bytes(), foot.Bytes()}
	r.chromes.Store(key, done)
	return done, nil
}

// menuPaths are the pages in the menu.
func menuPaths(l *content.Library) []string {
	out := []string{"people/index.html", "countries/index.html"}
	for _, e := range menuPages(l) {
		out = append(out, e.Key+".html")
	}
	return out
}

func (c *context) menu() []Link {
	add := func(key, path string) Link {
		return Link{Text: c.lang.T(key), Href: c.link(path), Current: c.page.Path == path}
	}
	out := []Link{add("nav.people", "people/index.html"), add("nav.countries", "countries/index.html")}
	for _, e := range menuPages(c.site.Library) {
		l := linked(c.in(e.Text(c.lang.Tag(), c.site.Site.Main(), pageTitle)), c.link(e.Key+".html"))
		l.Current = c.page.Path == e.Key+".html"
		out = append(out, l)
	}
	return out
}

// menuPages are the text pages that stand in the menu, in their order.
func menuPages(l *content.Library) (out []*content.Entry[content.Page]) {
	for _, slug := range sortedKeys(l.Pages) {
		if e := l.Pages[slug]; e.Head.Menu > 0 {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b *content.Entry[content.Page]) int { return cmp.Compare(a.Head.Menu, b.Head.Menu) })
	return out
}

func (c *context) footer() (out []Link) {
	s := c.site
	for _, x := range []struct {
		key, path string
		there     bool
	}{
		{"footer.method", "methodology.html", s.Library.Pages["methodology"] != nil}, {"nav.numbers", "numbers.html", true},
		{"nav.news", "news/index.html", len(s.News) > 0}, {"nav.organisations", "organisations/index.html", len(s.Organisations) > 0},
		{"nav.officials", "officials/index.html", len(s.Officials) > 0},
	} {
		if x.there {
			out = append(out, Link{Text: c.lang.T(x.key), Href: c.link(x.path)})
		}
	}
	out = append(out, Link{Text: c.lang.T("footer.data"), Href: relative(c.file, "data/datapackage.json")},
		Link{Text: c.lang.T("footer.feed"), Href: c.link("feed.xml")})
	if s.Site.Repository != "" {
		out = append(out, Link{Text: c.lang.T("footer.repository"), Href: s.Site.Repository, Outside: true})
	}
	return out
}

// licence takes the address out of "CC BY-SA 4.0 (https://…)".
func licence(s string) *Link {
	name, rest, _ := strings.Cut(s, "(")
	url, _, _ := strings.Cut(rest, ")")
	if schema.URL(url) != nil {
		return &Link{Text: s}
	}
	return &Link{Text: strings.TrimSpace(name), Href: url}
}

package render

import (
	"bytes"
	"cmp"
	"math"
	"path"
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/schema"
	"vigil/internal/tmpl"
)

// chrome is what all pages of a folder have in common: the menu above and the foot below. It is rendered
// once for each folder and language; page by page it would take a fifth of the time.
type chrome struct {
	SiteTitle, Home string
	Mirrors         string
	Menu            []Link
	Footer          []footGroup
	Licence         *Link
	Contact         *Link
}

// footGroup is a group of links in the foot: to understand, to take data away, to help.
type footGroup struct {
	Heading string
	Links   []Link
}

type chromeKey struct {
	templates    *tmpl.Set // of the language
	dir, current string    // folder of the page, and its path if it stands in the menu
}

// rendered is the chrome as bytes.
type rendered struct{ menu, foot []byte }

func (r *Renderer) chrome(c *composer, t *tmpl.Set) (rendered, error) {
	key := chromeKey{t, path.Dir(c.file), ""}
	if slices.ContainsFunc(mainMenu, func(m menuEntry) bool { return m.path == c.page.Path }) {
		key.current = c.page.Path
	}
	if done, ok := r.chromes.Load(key); ok {
		return done.(rendered), nil
	}
	view := chrome{SiteTitle: c.r.title(c.lang.Tag()), Home: c.link("index.html"), Mirrors: c.link("mirrors.html"), Menu: c.menu(), Footer: c.footer()}
	if c.site.Site.Licence != "" {
		view.Licence = licence(c.site.Site.Licence)
	}
	if w := c.words(c.site.Site.Contact); w.Text != "" {
		view.Contact = &Link{Text: w.Text, Lang: w.Lang, Dir: w.Dir}
		if schema.URL(w.Text) == nil {
			view.Contact.Href = w.Text
		}
	}
	var menu, foot bytes.Buffer
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

type menuEntry struct{ key, path string }

// mainMenu is what readers come for, in one row on a phone. All else stands in the foot.
var mainMenu = []menuEntry{
	{"nav.find", "search.html"}, {"nav.write", "letters.html"}, {"nav.countries", "countries/index.html"}, {"nav.numbers", "numbers.html"},
}

func (c *composer) menu() (out []Link) {
	for _, entry := range mainMenu {
		out = append(out, Link{Text: c.lang.T(entry.key), Href: c.link(entry.path), Current: c.page.Path == entry.path})
	}
	return out
}

// helpPages are the text pages for those who want to do something.
var helpPages = []string{"how-to-help", "add-information"}

// textPages are the other text pages: those with a place in the menu in its order, then the rest.
func textPages(l *content.Library) (out []*content.Entry[content.Page]) {
	for _, slug := range sortedKeys(l.Pages) {
		if !slices.Contains(helpPages, slug) {
			out = append(out, l.Pages[slug])
		}
	}
	place := func(e *content.Entry[content.Page]) int {
		if e.Head.Menu > 0 {
			return e.Head.Menu
		}
		return math.MaxInt
	}
	slices.SortStableFunc(out, func(a, b *content.Entry[content.Page]) int { return cmp.Compare(place(a), place(b)) })
	return out
}

func (c *composer) pageLink(e *content.Entry[content.Page]) Link {
	return linked(c.in(e.Text(c.lang.Tag(), c.site.Site.Main(), pageTitle)), c.link(e.Key+".html"))
}

func (c *composer) footer() []footGroup {
	s, t := c.site, c.lang.T
	own := func(key, path string) Link { return Link{Text: t(key), Href: c.link(path)} }
	understand := footGroup{Heading: t("foot.understand")}
	for _, e := range textPages(s.Library) {
		understand.Links = append(understand.Links, c.pageLink(e))
	}
	for _, x := range []struct {
		key, path string
		there     bool
	}{
		{"nav.news", "news/index.html", len(s.News) > 0}, {"nav.organisations", "organisations/index.html", len(s.Organisations) > 0},
		{"nav.officials", "officials/index.html", len(s.Officials) > 0},
	} {
		if x.there {
			understand.Links = append(understand.Links, own(x.key, x.path))
		}
	}
	data := footGroup{t("foot.data"), []Link{own("nav.numbers", "numbers.html"), own("footer.data", "data.html"), own("footer.feed", "feed.xml")}}
	help := footGroup{Heading: t("foot.help")}
	for _, slug := range helpPages {
		if e := s.Library.Pages[slug]; e != nil {
			help.Links = append(help.Links, c.pageLink(e))
		}
	}
	help.Links = append(help.Links, own("needs.title", "needs.html"))
	if s.Site.Repository != "" {
		help.Links = append(help.Links, Link{Text: t("footer.repository"), Href: s.Site.Repository, Outside: true})
	}
	return slices.DeleteFunc([]footGroup{understand, data, help}, func(g footGroup) bool { return len(g.Links) == 0 })
}

// licence takes the address out of "CC BY-SA 4.0 (https://…)", or of "https://…" alone.
func licence(s string) *Link {
	name, rest, words := strings.Cut(s, "(")
	url, _, _ := strings.Cut(rest, ")")
	if !words {
		url = s
	}
	if schema.URL(url) != nil {
		return &Link{Text: s}
	}
	return &Link{Text: cmp.Or(strings.TrimSpace(name), url), Href: url}
}

package render

import (
	"maps"
	"net/url"
	"slices"

	"vigil/internal/content"
	"vigil/internal/schema"
	"vigil/internal/site"
)

type textView struct {
	Frame
	prose
	Policies []counted // on the page of methods: both ways of counting
}

func text(c *composer, doc Document) (any, error) {
	e := c.site.Library.Pages[c.page.Key]
	title, in := e.Text(c.lang.Tag(), c.site.Site.Main(), pageTitle)
	v := textView{Frame: c.frame(title, false), prose: c.prose(doc.Body, e.Head.Sources, e.Head.Verified)}
	v.Description, v.TitleIn = title, c.in(title, in)
	if c.page.Key == "methodology" {
		n := &c.site.Counts
		v.Policies = []counted{
			{Number: Number{N: n.Recognised}, Label: c.lang.T("recognition-rule.required")},
			{Number: Number{N: n.Presumed}, Label: c.lang.T("recognition-rule.presumed")},
		}
		used := 0
		if c.site.Site.Presumed() {
			used = 1
		}
		v.Policies[used].Href = c.link("status/political-prisoners.html")
		v.Policies[used].Main = true
		v.AsOf = c.time(c.site.AsOf.Date())
	}
	return v, nil
}

type movedView struct {
	Frame
	Target Link
}

func moved(c *composer, _ Document) (any, error) {
	p := &c.site.People[c.page.Person]
	v := movedView{Frame: c.frame(p.Name(c.page.Lang), false)}
	v.Target = Link{Text: v.Title, Href: c.link(site.PersonPath(p))}
	v.Canonical, v.NoIndex = c.absolute(c.site.Root(c.page.Lang)+site.PersonPath(p)), true
	return v, nil
}

// notFoundView is the page that a host shows for an address that leads nowhere, at any depth: it knows only the path at
// which the site stands on its main host, and mirrors that keep the path.
type notFoundView struct {
	Frame
	Root    string // "/" or "/vigil/"
	Menu    []Link
	Branded bool // the style sheet has colours or a mark of the site's own
}

func notFound(c *composer, _ Document) (any, error) {
	v := notFoundView{Frame: c.frame(c.lang.T("notfound.title"), false), Root: "/", Branded: c.site.Site.Brand != (content.Brand{})}
	v.NoIndex, v.Canonical, v.AsOf = true, "", c.time(c.site.AsOf.Date()) // in words: a style sheet that holds the date could not be found
	if u, err := url.Parse(c.site.BaseURL); err == nil && u.Path != "" {
		v.Root = u.EscapedPath()
	}
	for _, entry := range mainMenu {
		v.Menu = append(v.Menu, Link{Text: c.lang.T(entry.key), Href: v.Root + entry.path})
	}
	return v, nil
}

func (c *composer) news(key string) Link {
	title := c.in(c.site.News[key].Text(c.lang.Tag(), c.site.Site.Main(), func(n *content.News) schema.Text { return n.Title }))
	return linked(title, c.link("news/"+key+".html"))
}

func sortedKeys[V any](m map[string]V) []string {
	keys := slices.AppendSeq(make([]string, 0, len(m)), maps.Keys(m))
	slices.Sort(keys)
	return keys
}

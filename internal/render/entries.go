package render

import (
	"cmp"
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/schema"
	"vigil/internal/site"
)

// Organisations, officials and news: a directory of each kind, and a page for each file.

// directoryView lists the files of a kind in groups.
type directoryView struct {
	Frame
	Lead   string
	Note   string
	Groups []directoryGroup
}

type directoryGroup struct {
	ID, Heading string
	Items       []item
}

// item is a link with a few words about where it leads.
type item struct {
	Link Link
	Note Words
	Date Time
}

// entryView is the page of one file: a few facts, its text, its sources.
type entryView struct {
	Frame
	prose
	Names []Words
	Lead  Words
	Date  Time
	Facts []fact
	Note  string
}

// fact is a label with links or words; a link without an address is just words.
type fact struct {
	Label  string
	Values []Link
}

func (v *entryView) fact(label string, values ...Link) {
	if len(values) > 0 && values[0].Text != "" {
		v.Facts = append(v.Facts, fact{label, values})
	}
}

// named gives the name of an organisation or official in the page's language, and the other names.
func (c *composer) named(main string, names map[string]string, translated string) (name Words, others []Words) {
	name = Words{Text: cmp.Or(translated, names[c.lang.Tag()])}
	if name.Text == "" {
		name = c.in(main, c.site.Site.Main())
	}
	seen := map[string]bool{name.Text: true}
	add := func(text, tag string) {
		if text != "" && !seen[text] {
			seen[text] = true
			others = append(others, c.in(text, tag))
		}
	}
	add(main, c.site.Site.Main())
	for _, tag := range sortedKeys(names) {
		add(names[tag], tag)
	}
	return name, others
}

func (c *composer) organisation(slug string) (Link, []Words) {
	e := c.site.Organisations[slug]
	if e == nil {
		return linked(c.in(slug, c.site.Site.Main()), ""), nil
	}
	name, others := c.named(e.Head.Name, e.Head.Names, e.In[c.lang.Tag()].Name)
	return linked(name, c.link("organisations/"+slug+".html")), others
}

// author is who said something: an organisation with a page here, or somebody else in words.
func (c *composer) author(by schema.Text) Link {
	if schema.IsSlug(by.Main) {
		o, _ := c.organisation(by.Main)
		return o
	}
	return linked(c.words(by), "")
}

func (c *composer) official(ref string) (Link, []Words) {
	e := c.site.Officials[ref]
	if e == nil {
		return linked(c.in(ref, c.site.Site.Main()), ""), nil
	}
	name, others := c.named(e.Head.Name, e.Head.Names, e.In[c.lang.Tag()].Name)
	return linked(name, c.link("officials/"+ref+".html")), others
}

// roles of organisations, in the order of the directory.
var roles = []string{"recognises", "helps", "coalition", "signatory"}

func organisations(c *composer, _ Document) (any, error) {
	v := directoryView{Frame: c.frame(c.lang.T("nav.organisations"), false), Lead: c.lang.T("organisations.lead")}
	v.Description = v.Lead
	for _, role := range append(slices.Clone(roles), "") {
		g := directoryGroup{ID: "role-" + cmp.Or(role, "other"), Heading: c.lang.T("organisations.role." + cmp.Or(role, "other"))}
		for _, slug := range sortedKeys(c.site.Organisations) {
			e := c.site.Organisations[slug]
			if role != "" && !slices.Contains(e.Head.Role, role) || role == "" && len(e.Head.Role) > 0 {
				continue
			}
			link, others := c.organisation(slug)
			it := item{Link: link}
			if len(others) > 0 {
				it.Note = others[0]
			}
			g.Items = append(g.Items, it)
		}
		c.sortItems(g.Items)
		if len(g.Items) > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	return v, nil
}

func (c *composer) sortItems(items []item) {
	slices.SortStableFunc(items, func(a, b item) int { return c.lang.Compare(a.Link.Text, b.Link.Text) })
}

func organisation(c *composer, doc Document) (any, error) {
	e := c.site.Organisations[c.page.Key]
	link, others := c.organisation(c.page.Key)
	v := entryView{Frame: c.frame(link.Text, false), Names: others}
	v.TitleIn = link.words()
	v.Crumbs = []Link{{Text: c.lang.T("nav.organisations"), Href: c.link("organisations/index.html")}}
	v.Description = v.Title
	if e.Head.Country != "" {
		v.fact(c.lang.T("column.country"), c.countryLink(e.Head.Country))
	}
	var does, of, members []Link
	for _, slug := range e.Head.MemberOf {
		l, _ := c.organisation(slug)
		of = append(of, l)
	}
	for _, slug := range sortedKeys(c.site.Organisations) {
		if slices.Contains(c.site.Organisations[slug].Head.MemberOf, c.page.Key) {
			l, _ := c.organisation(slug)
			members = append(members, l)
		}
	}
	for _, role := range e.Head.Role {
		if role != "coalition" || len(members) == 0 { // who has members is one, and not in one
			does = append(does, Link{Text: c.lang.T("organisations.does." + role)})
		}
	}
	v.fact(c.lang.T("organisations.roles"), does...)
	v.fact(c.lang.T("organisations.member_of"), of...)
	v.fact(c.lang.T("organisations.members"), members...)
	if e.Head.URL != "" {
		v.fact(c.lang.T("organisations.site"), Link{Text: e.Head.URL, Href: e.Head.URL})
	}
	v.prose = c.prose(doc.Body, e.Head.Sources, e.Head.Verified)
	return &v, nil
}

func officials(c *composer, _ Document) (any, error) {
	v := directoryView{Frame: c.frame(c.lang.T("nav.officials"), false), Lead: c.lang.T("officials.lead"), Note: c.lang.T("officials.note")}
	v.Description = v.Lead
	byCountry := map[string][]item{}
	for _, ref := range sortedKeys(c.site.Officials) {
		e := c.site.Officials[ref]
		cc, _, _ := strings.Cut(ref, "/")
		link, _ := c.official(ref)
		office := c.in(e.Text(c.lang.Tag(), c.site.Site.Main(), func(o *content.Official) schema.Text { return o.Office }))
		byCountry[cc] = append(byCountry[cc], item{Link: link, Note: office})
	}
	for _, cc := range sortedKeys(byCountry) {
		c.sortItems(byCountry[cc])
		v.Groups = append(v.Groups, directoryGroup{ID: "country-" + cc, Heading: c.countryName(cc), Items: byCountry[cc]})
	}
	return v, nil
}

func official(c *composer, doc Document) (any, error) {
	e := c.site.Officials[c.page.Key]
	cc, _, _ := strings.Cut(c.page.Key, "/")
	link, others := c.official(c.page.Key)
	v := entryView{Frame: c.frame(link.Text, false), Names: others, Note: c.lang.T("officials.note")}
	v.TitleIn = link.words()
	v.Crumbs = []Link{{Text: c.lang.T("nav.officials"), Href: c.link("officials/index.html")}}
	v.Lead = c.in(e.Text(c.lang.Tag(), c.site.Site.Main(), func(o *content.Official) schema.Text { return o.Office }))
	v.Description = v.Title + ". " + v.Lead.Text
	v.fact(c.lang.T("column.country"), c.countryLink(cc))
	v.fact(c.lang.T("fact.born"), Link{Text: c.time(e.Head.Born).Text})
	text := c.in(e.Text(c.lang.Tag(), c.site.Site.Main(), func(o *content.Official) schema.Text { return o.ResponsibleFor }))
	v.fact(c.lang.T("officials.responsible_for"), linked(text, ""))
	for _, s := range e.Head.Sanctions {
		v.fact(c.lang.T("officials.sanctions"), Link{Text: c.comma(s.By, c.time(s.Date).Text), Href: s.URL})
	}
	v.prose = c.prose(doc.Body, e.Head.Sources, e.Head.Verified)
	return &v, nil
}

func newsDate(key string) profile.Date {
	d, _ := profile.ParseDate(key[:10]) // the file's name was checked
	return d
}

func newsList(c *composer, _ Document) (any, error) {
	v := directoryView{Frame: c.frame(c.lang.T("nav.news"), false), Lead: c.lang.T("news.lead")}
	v.Description = v.Lead
	g := directoryGroup{}
	for _, key := range slices.Backward(sortedKeys(c.site.News)) {
		g.Items = append(g.Items, item{Link: c.news(key), Date: c.time(newsDate(key))})
	}
	v.Groups = []directoryGroup{g}
	return v, nil
}

func news(c *composer, doc Document) (any, error) {
	e := c.site.News[c.page.Key]
	title := c.news(c.page.Key)
	v := entryView{Frame: c.frame(title.Text, false), Date: c.time(newsDate(c.page.Key))}
	v.TitleIn = title.words()
	v.Crumbs, v.Description = []Link{{Text: c.lang.T("nav.news"), Href: c.link("news/index.html")}}, v.Title
	v.fact(c.lang.T("news.by"), c.author(e.Head.By))
	var people []Link
	for _, ref := range e.Head.People {
		i := c.site.Find(ref)
		if i < 0 {
			continue // of somebody of whom nothing was known on an earlier as-of day
		}
		p := &c.site.People[i]
		people = append(people, Link{Text: p.Name(c.page.Lang), Href: c.link(site.PersonPath(p))})
	}
	v.fact(c.lang.T("news.people"), people...)
	v.prose = c.prose(doc.Body, e.Head.Sources, e.Head.Verified)
	return &v, nil
}

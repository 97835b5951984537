package render

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"vigil/internal/content"
	"vigil/internal/markdown"
	"vigil/internal/profile"
	"vigil/internal/schema"
	"vigil/internal/site"
)

// homeView is the first page.
type homeView struct {
	Frame
	Counters  []counted
	Days      []*Counter
	DaysHref  string
	Detained  []dateRow
	Freed     []dateRow
	Birthdays []dateRow
	Countries []countryRow
	HowTo     string
}

// counted is a number of people with what they have in common.
type counted struct {
	Number
	Label string
	Main  bool
	Share string // of the largest in a chart, as a percentage: "27.9%"
}

// dateRow is a person with a day.
type dateRow struct {
	Row
	Date  Time
	Turns int
}

type countryRow struct {
	Country Link
	Held    Number
	Cells   []Number // held, political prisoners, persecuted, former, disappeared, died, all
}

func home(c *context, _ Document) (any, error) {
	s := c.site
	v := homeView{Frame: c.frame(c.lang.T("home.heading"), true), Counters: c.counters("", &s.Counts)}
	v.Description = c.lang.T("home.lead")
	v.Manifest = relative(c.file, "site.webmanifest")
	v.DaysHref = v.Method
	v.Days = c.total(s.Counts.Days)
	for _, at := range s.Recent.Detained {
		v.Detained = append(v.Detained, c.dateRow(at, s.People[at].Since))
	}
	for _, at := range s.Recent.Freed {
		v.Freed = append(v.Freed, c.dateRow(at, s.People[at].Until))
	}
	for _, at := range s.Recent.Birthdays {
		day := s.Birthday(s.People[at].Born)
		row := c.dateRow(at, day.Date())
		_, row.Turns = profile.Age(s.People[at].Born, day)
		v.Birthdays = append(v.Birthdays, row)
	}
	v.Countries = c.countryRows()
	if _, ok := s.Library.Pages["how-to-help"]; ok {
		v.HowTo = c.link("how-to-help.html")
	}
	if s.BaseURL != "" {
		v.JSONLD = dataset(c, v.SiteTitle)
	}
	return v, nil
}

func (c *context) dateRow(at int32, d profile.Date) dateRow {
	p := &c.site.People[at]
	return dateRow{Row: c.row(p, true, false), Date: c.time(d)}
}

// counters are the big numbers of the site or of a country.
func (c *context) counters(country string, n *site.Counts) []counted {
	class := func(k profile.Class) Number { return c.number(c.site.List(site.OfClass, country, k.String())) }
	rule := "counter.political_prisoners"
	if c.site.Site.Presumed() {
		rule += "_presumed"
	}
	out := []counted{
		{Number: class(profile.Held), Label: c.lang.T("counter.held"), Main: true},
		{Number: c.number(c.site.List(site.PoliticalPrisoners, country, "")), Label: c.lang.T(rule)},
	}
	for _, k := range profile.Classes[1:] {
		if x := class(k); x.N > 0 {
			out = append(out, counted{Number: x, Label: c.lang.T("counter." + k.String())})
		}
	}
	all := c.number(c.site.List(site.Everybody, "", ""))
	if country != "" {
		all = Number{N: n.Total, Href: "#people"}
	}
	return append(out, counted{Number: all, Label: c.lang.T("counter.total")})
}

// total puts the sums of days into words. They run by as many people as are held behind bars, or with
// restricted liberty, since a known day.
func (c *context) total(d site.Days) (out []*Counter) {
	bars, restricted := 0, 0
	for i := range c.site.People {
		if p := &c.site.People[i]; p.Status.Class() == profile.Held && c.runs(p) {
			if p.Status.BehindBars() {
				bars++
			} else {
				restricted++
			}
		}
	}
	add := func(n int64, run int, key, atLeast string) {
		if n == 0 {
			return
		}
		if d.AtLeast {
			key = atLeast
		}
		out = append(out, c.counter(key, int(n), run))
	}
	add(d.BehindBars, bars, "days.behind_bars", "days.at_least_behind_bars")
	add(d.Restricted, restricted, "days.restricted", "days.at_least_restricted")
	return out
}

func (c *context) countryRows() []countryRow {
	var out []countryRow
	for i := range c.site.Countries {
		x := &c.site.Countries[i]
		row := countryRow{Country: c.countryLink(x.Code)}
		for _, k := range profile.Classes {
			row.Cells = append(row.Cells, c.number(c.site.List(site.OfClass, x.Code, k.String())))
		}
		row.Held = row.Cells[0]
		row.Cells = slices.Insert(row.Cells, 1, c.number(c.site.List(site.PoliticalPrisoners, x.Code, "")))
		row.Cells = append(row.Cells, c.number(x.People))
		out = append(out, row)
	}
	slices.SortStableFunc(out, func(a, b countryRow) int { return c.lang.Compare(a.Country.Text, b.Country.Text) })
	return out
}

type countriesView struct {
	Frame
	Heads     []string
	Countries []countryRow
	Total     []Number
}

func countries(c *context, _ Document) (any, error) {
	v := countriesView{Frame: c.frame(c.lang.T("nav.countries"), false), Countries: c.countryRows()}
	v.Crumbs = c.crumbs()
	v.Description = c.lang.T("countries.description")
	for _, key := range []string{"held", "political_prisoners", "persecuted", "former", "disappeared", "died", "total"} {
		v.Heads = append(v.Heads, c.lang.T("column."+key))
	}
	for _, k := range profile.Classes {
		v.Total = append(v.Total, c.number(c.site.List(site.OfClass, "", k.String())))
	}
	v.Total = slices.Insert(v.Total, 1, c.number(c.site.List(site.PoliticalPrisoners, "", "")))
	v.Total = append(v.Total, c.number(c.site.List(site.Everybody, "", "")))
	return v, nil
}

// namedList is a number of people with what the content calls it.
type namedList struct {
	Number
	Name Words
}

type countryView struct {
	Frame
	First        bool // the first page, which has more than people
	Counters     []counted
	Statuses     []counted
	Body         any
	BodyIn       Words
	Untranslated string
	Total        int
	Rows         []Row
	Paging       *Paging
	Prisons      []namedList
	Articles     []namedList
	Sources      []source
	Verified     Time
}

func country(c *context, doc Document) (any, error) {
	l := c.page.List
	x := c.site.CountryOf(l.Country)
	v := countryView{Frame: c.frame(c.countryName(l.Country), true), First: c.page.Number == 1, Total: len(l.Members), Paging: c.paging(l)}
	v.Crumbs = c.crumbs(Link{Text: c.lang.T("nav.countries"), Href: c.link("countries/index.html")})
	v.Description = c.lang.T("country.description", "country", v.Title)
	v.Feed = c.link("countries/" + l.Country + "/feed.xml")
	v.numbered(c)
	v.Rows = c.rows(c.onPage(l), false, true)
	if !v.First {
		return v, nil
	}
	v.Counters = c.counters(l.Country, &x.Counts)
	for _, s := range profile.Statuses() {
		if of := c.site.List(site.OfStatus, l.Country, s.String()); of != nil && len(of.Members) > 0 {
			v.Statuses = append(v.Statuses, counted{Number: c.number(of), Label: c.status(s, 0)})
		}
	}
	shares(v.Statuses)
	var err error
	if v.Body, err = markdown.HTML(doc.Body.Text); err != nil {
		return nil, err
	}
	v.BodyIn, v.Untranslated = c.in("-", doc.Body.Lang), c.untranslated(doc.Body.Lang)
	for _, of := range c.site.In(site.OfPrison, l.Country) {
		v.Prisons = append(v.Prisons, namedList{c.number(of), c.place(of.Country + "/" + of.Key).Name})
	}
	for _, of := range c.site.In(site.OfArticle, l.Country) {
		v.Articles = append(v.Articles, namedList{c.number(of), c.article(of.Key)})
	}
	if e := c.site.Library.Countries[l.Country]; e != nil {
		v.Sources, v.Verified = c.sources(e.Head.Sources), c.time(e.Head.Verified)
	}
	return v, nil
}

// shares scales the bars of a chart to its largest number.
func shares(cs []counted) {
	most := 1
	for _, x := range cs {
		most = max(most, x.N)
	}
	for i := range cs {
		cs[i].Share = percent(cs[i].N, most)
	}
}

// percent is n of most, never so small that the bar is not seen.
func percent(n, most int) string {
	return strconv.FormatFloat(max(float64(n)*100/float64(most), 0.5), 'f', 1, 64) + "%"
}

// article is the number and the title of an article. Where the title is in another language of the site,
// so is the rest, since half a heading cannot be marked.
func (c *context) article(code string) Words {
	title := c.words(c.site.Articles[code].Title)
	l := c.lang
	for _, other := range c.site.Languages {
		if other.Tag() == title.Lang {
			l = other
		}
	}
	title.Text = l.T("article.name", "code", articleName(code), "title", title.Text)
	return title
}

type listView struct {
	Frame
	Lead         string
	Rule         string
	Address      []Words
	Rules        Words
	Text         *Link // the law's text
	Body         any
	BodyIn       Words
	Untranslated string
	Total        int
	Empty        bool
	Rows         []Row
	Paging       *Paging
	Sources      []source
	Verified     Time
}

func list(c *context, doc Document) (any, error) {
	l := c.page.List
	v := listView{Total: len(l.Members), Empty: len(l.Members) == 0, Paging: c.paging(l)}
	w, lead := c.titled(l)
	title := w.Text
	crumbs := []Link{}
	several := l.Country == "" || l.Kind == site.OfArticle
	if c.site.CountryOf(l.Country) != nil { // a law or a prison alone makes no page of its country
		crumbs = append(crumbs, c.countryLink(l.Country))
	}
	v.Frame = c.frame(title, l.Counted() && len(l.Members) > 0)
	v.TitleIn = w
	v.Crumbs, v.Lead, v.Description = c.crumbs(crumbs...), lead, cmp.Or(lead, title)
	v.numbered(c)
	v.Rows = c.rows(c.onPage(l), several, l.Counted())
	if c.page.Number > 1 {
		return v, nil
	}
	switch l.Kind {
	case site.PoliticalPrisoners:
		v.Rule = c.lang.T("recognition-rule." + c.site.Site.Recognition)
	case site.OfArticle:
		if url := c.site.Articles[l.Key].URL; url != "" {
			v.Text = &Link{Text: c.lang.T("article.text"), Href: url}
		}
	case site.OfPrison:
		e := c.site.Prisons[l.Country+"/"+l.Key]
		for _, text := range []string{e.Head.Address.Native, e.Head.Address.Latin} {
			if text != "" {
				v.Address = append(v.Address, Words{Text: text})
			}
		}
		v.Rules, v.Sources, v.Verified = c.words(e.Head.Letters.Rules), c.sources(e.Head.Sources), c.time(e.Head.Checked)
	}
	var err error
	if v.Body, err = markdown.HTML(doc.Body.Text); err != nil {
		return nil, err
	}
	v.BodyIn, v.Untranslated = c.in("-", doc.Body.Lang), c.untranslated(doc.Body.Lang)
	return v, nil
}

// titled gives a list's title and what it is a list of.
func (c *context) titled(l *site.List) (named Words, lead string) {
	t, title := c.lang.T, ""
	switch l.Kind {
	case site.OfClass:
		title, lead = t("class."+l.Key), t("class-help."+l.Key)
	case site.OfStatus:
		title, lead = t("status."+l.Key), t("status-help."+l.Key)
	case site.PoliticalPrisoners:
		title, lead = t("class.political-prisoners"), t("class-help.political-prisoners")
	case site.OfArticle:
		named, lead = c.article(l.Key), t("list.article")
	case site.OfPrison:
		named, lead = c.place(l.Country+"/"+l.Key).Name, t("list.prison")
	case site.OfGroup:
		named = c.words(c.site.Site.Groups[l.Key])
	case site.OfCriterion:
		title, lead = t("list.criterion", "letter", l.Key, "criterion", t("criterion."+l.Key)), t("criterion-help."+l.Key)
	case site.OfYear:
		year, _ := strconv.Atoi(l.Key)
		title = t("list.year", "year", c.lang.Year(year))
	}
	title = c.lang.Capital(cmp.Or(named.Text, title))
	if l.Country != "" && (l.Kind == site.OfClass || l.Kind == site.OfStatus || l.Kind == site.PoliticalPrisoners) {
		title = t("list.in_country", "title", title, "country", c.countryName(l.Country))
	}
	named.Text = title
	return named, lead
}

type textView struct {
	Frame
	Body         any
	BodyIn       Words
	Untranslated string
	Policies     []counted // on the page of methods: both ways of counting
	Used         string
	Sources      []source
	Verified     Time
}

func text(c *context, doc Document) (any, error) {
	e := c.site.Library.Pages[c.page.Key]
	title, in := e.Text(c.lang.Tag(), c.site.Site.Main(), pageTitle)
	v := textView{Frame: c.frame(title, false), BodyIn: c.in("-", cmp.Or(doc.Body.Lang, in)), Untranslated: c.untranslated(doc.Body.Lang)}
	v.Crumbs, v.Description, v.TitleIn = c.crumbs(), title, c.in(title, in)
	var err error
	if v.Body, err = markdown.HTML(doc.Body.Text); err != nil {
		return nil, err
	}
	v.Sources, v.Verified = c.sources(e.Head.Sources), c.time(e.Head.Verified)
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

func moved(c *context, _ Document) (any, error) {
	p := &c.site.People[c.page.Person]
	v := movedView{Frame: c.frame(p.Name(c.page.Lang), false)}
	v.Target = Link{Text: v.Title, Href: c.link(site.PersonPath(p))}
	v.Canonical, v.NoIndex = c.absolute(c.site.Root(c.page.Lang)+site.PersonPath(p)), true
	return v, nil
}

func notFound(c *context, _ Document) (any, error) {
	v := movedView{Frame: c.frame(c.lang.T("notfound.title"), false)}
	v.NoIndex, v.Canonical = true, ""
	v.Target = Link{Text: c.lang.T("notfound.home"), Href: cmp.Or(c.site.BaseURL, "/")}
	return v, nil
}

func (c *context) news(key string) Link {
	title := c.in(c.site.News[key].Text(c.lang.Tag(), c.site.Site.Main(), func(n *content.News) schema.Text { return n.Title }))
	return linked(title, c.link("news/"+key+".html"))
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

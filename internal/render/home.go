package render

import (
	"slices"

	"vigil/internal/profile"
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
	Date    Time
	Country string
	Turns   int
}

type countryRow struct {
	Country Link
	All     Number
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
	return dateRow{Row: c.row(p, true, false), Date: c.time(d), Country: c.countryName(p.Country.Value())}
}

// counters are the big numbers of the site or of a country.
func (c *context) counters(country string, n *site.Counts) []counted {
	class := func(k profile.Class) Number { return c.number(c.site.List(site.OfClass, country, k.String())) }
	rule := "counter.political_prisoners"
	if c.site.Site.Presumed() {
		rule += "_presumed"
	}
	all := c.number(c.site.List(site.Everybody, "", ""))
	if country != "" {
		all = Number{N: n.Total, Href: "#people"}
	}
	total := counted{Number: all, Label: c.lang.N("counter.total", all.N)}
	held := counted{Number: class(profile.Held), Label: c.lang.T("counter.held"), Main: true}
	out := []counted{held, {Number: c.number(c.site.List(site.PoliticalPrisoners, country, "")), Label: c.lang.T(rule)}}
	if held.N == 0 && total.N > 0 { // a large 0 would say that nobody is held, which nobody knows
		total.Main = true
		out = []counted{total}
	}
	for _, k := range profile.Classes[1:] {
		if x := class(k); x.N > 0 {
			out = append(out, counted{Number: x, Label: c.lang.T("counter." + k.String())})
		}
	}
	if !total.Main {
		out = append(out, total)
	}
	return out
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
		row.Cells = slices.Insert(row.Cells, 1, c.number(c.site.List(site.PoliticalPrisoners, x.Code, "")))
		row.All = c.number(x.People)
		row.Cells = append(row.Cells, row.All)
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

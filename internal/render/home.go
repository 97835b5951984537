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
	Sums      []sum
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
	Of    []counted // parts of the number, each a list
	Share string    // of the largest in a chart, as a percentage: "27.9%"
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
	Cells   []Number // held, of whom political prisoners, persecuted, former, disappeared, died, unknown, all
}

func home(c *context, _ Document) (any, error) {
	s := c.site
	v := homeView{Frame: c.frame(c.heading(&s.Counts), true), Counters: c.counters("", &s.Counts)}
	v.Description = c.lang.T("home.lead")
	v.Manifest = relative(c.file, "site.webmanifest")
	v.Sums = c.sums(&s.Counts)
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
	if n.Held > 0 && n.HeldConfirmed == 0 {
		held.Label = c.lang.T("counter.held_unconfirmed_all")
	}
	for _, x := range []struct {
		kind  site.ListKind
		label string
	}{{site.PoliticalPrisoners, rule}, {site.HeldConfirmed, "counter.held_confirmed"}, {site.HeldUnconfirmed, "counter.held_unconfirmed"}, {site.ReleaseDue, "counter.release_due"}} {
		if part := c.number(c.site.List(x.kind, country, "")); part.N > 0 || x.kind == site.PoliticalPrisoners {
			held.Of = append(held.Of, counted{Number: part, Label: c.lang.T(x.label)})
		}
	}
	out := []counted{held}
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

// heading says of how many people the site speaks, and never more than is known of them.
func (c *context) heading(n *site.Counts) string {
	switch {
	case n.Held == 0:
		return c.lang.N("home.heading_documented", n.Total)
	case n.HeldConfirmed == 0:
		return c.lang.N("home.heading_last_known", n.Held)
	case n.HeldUnconfirmed > 0:
		return c.lang.N("home.heading_both", n.Held)
	}
	return c.lang.N("home.heading_held", n.Held)
}

// sum is a sum of days: whose they are, and how many there are.
type sum struct {
	Of      string // "Days of those held now"
	Days    []*Counter
	IfHeld  []*Counter // where they are more
	People  Number     // whose days these are
	Undated Number     // of whom no day is known
}

// sums are the days of those held now, and of everybody. The running ones run by as many people as are held
// behind bars, or with restricted liberty, since a known day, and stay confirmed while a copy counts on.
func (c *context) sums(n *site.Counts) (out []sum) {
	var run, ifHeld [2]int
	for i := range c.site.People {
		p := &c.site.People[i]
		if p.Status.Class() != profile.Held {
			continue
		}
		figure := one(!p.Status.BehindBars())
		run[figure] += one(c.runs(p))
		ifHeld[figure] += one(c.begun(p))
	}
	for _, x := range []struct {
		of   string
		days site.Days
	}{{"sum.held", n.DaysHeld}, {"sum.all", n.Days}} {
		s := sum{Of: c.lang.T(x.of), People: Number{N: x.days.People}, Undated: Number{N: x.days.Undated}}
		for i, f := range []struct {
			figure      string
			sure, ifAll int64
		}{{"behind_bars", x.days.BehindBars, x.days.BehindBarsIfHeld}, {"restricted", x.days.Restricted, x.days.RestrictedIfHeld}} {
			key := "days." + f.figure
			if x.days.AtLeast {
				key = "days.at_least_" + f.figure
			}
			if f.sure > 0 {
				s.Days = append(s.Days, c.counter(key, int(f.sure), run[i]))
			}
			if f.ifAll > f.sure {
				s.IfHeld = append(s.IfHeld, c.counter("days.if_held_"+f.figure, int(f.ifAll), ifHeld[i]))
			}
		}
		if len(s.Days)+len(s.IfHeld) > 0 {
			out = append(out, s)
		}
	}
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
	for _, key := range []string{"held", "political_prisoners", "persecuted", "former", "disappeared", "died", "unknown", "total"} {
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

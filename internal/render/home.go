package render

import (
	"cmp"
	"slices"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// homeView is the first page.
type homeView struct {
	Frame
	Headline headline
	Block    block
	Today    *nameToday
	Held     []heldRow // everybody held, if they are few; else Crowd and Longest
	Names    string    // head of Held
	Axis     lines
	Crowd    *lines
	Caption  string // of the drawing
	Longest  []Row

	LongestHead string
	AllHeld     Link
	Others      []counted
	Sums        []sum
	Reports     []homeReport
	Detained    []dateRow
	Freed       []dateRow
	Birthdays   []dateRow
	Countries   []countryRow
	Letters     string
}

// headline is a sentence around a number of people, which is a link.
type headline struct {
	Before, After string
	Number
	Text string // "Four people"
}

// nameToday is the name for the day.
type nameToday struct {
	Row
	Why    Words
	Button string
}

// heldRow is somebody held with the line to today.
type heldRow struct {
	Row
	Why  Words
	Line *lines
}

// homeReport is the newest number that organisations published for a country.
type homeReport struct {
	Label   string
	Country string
	What    Words
	Date    Time
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

func home(c *context, doc Document) (any, error) {
	s := c.site
	held := s.List(site.OfClass, "", profile.Held.String())
	head := c.headline(held, s.Counts.Total)
	v := homeView{Frame: c.frame(head.Before+head.Text+head.After, true), Headline: head}
	v.Description = c.lang.T("home.lead")
	v.Manifest = relative(c.file, "site.webmanifest")
	v.Block = c.block(held, c.heldText(held, "class-help.held", "class-help.held-unconfirmed"))
	v.Names = c.heldText(held, "home.names", "home.names_last_known")
	v.LongestHead = c.heldText(held, "home.longest", "home.names_last_known")
	v.Block.Parts = c.partsOfHeld("")
	v.Today = c.nameToday(doc)
	v.people(c, doc, held)
	for _, k := range profile.Classes[1:] {
		if of := s.List(site.OfClass, "", k.String()); len(of.Members) > 0 {
			v.Others = append(v.Others, counted{Number: c.number(of), Label: c.lang.T("counter." + k.String())})
		}
	}
	v.Sums = c.sums(&s.Counts)
	v.Reports = c.newestReports()
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
	v.Countries = c.mostHeld()
	v.Letters = c.link("letters.html")
	if s.BaseURL != "" {
		v.JSONLD = dataset(c, v.SiteTitle)
	}
	return v, nil
}

// headline says in a sentence how many people a list of held people has; of all is how many the site or country has.
func (c *context) headline(held *site.List, all int) headline {
	key, number := "headline.documented", c.number(c.site.List(site.Everybody, "", ""))
	if held.Country != "" {
		number = Number{N: all, Href: "#people"}
	}
	if n := c.number(held); n.N > 0 {
		key, number = "headline.held", n
		if c.nobodyConfirmed(held) {
			key = "headline.last_known"
		}
	}
	if number.N == 0 {
		return headline{After: c.lang.T("headline.nobody")}
	}
	country := held.Country
	if key != "headline.documented" && country == "" {
		country = c.onlyCountry(held)
	}
	people := c.lang.N("count.people", number.N, "n", c.lang.Words(number.N))
	args := []any{}
	if country != "" {
		key += "_in"
		args = []any{"country", c.countryName(country)}
	}
	g := c.lang.Around(c.lang.N(key, number.N, args...), "people")
	if g.Before == "" {
		people = c.lang.Capital(people)
	}
	return headline{Before: g.Before, After: g.After, Number: number, Text: people}
}

// nobodyConfirmed tells whether some people of a list are held, and none of them is confirmed to be.
func (c *context) nobodyConfirmed(l *site.List) bool {
	if l == nil {
		return false
	}
	held := 0
	for _, at := range l.Members {
		switch p := &c.site.People[at]; {
		case p.Has(profile.Confirmed):
			return false
		case p.Unconfirmed():
			held++
		}
	}
	return held > 0
}

// heldText gives one of two texts about the people of a list: that they are held, or that they were when somebody last
// looked, where nobody of them is confirmed.
func (c *context) heldText(l *site.List, held, lastKnown string) string {
	if c.nobodyConfirmed(l) {
		return c.lang.T(lastKnown)
	}
	return c.lang.T(held)
}

// heldIn are the people held by a country, "" for all; nil where nobody is.
func (c *context) heldIn(country string) *site.List {
	return c.site.List(site.OfClass, country, profile.Held.String())
}

// onlyCountry is the country that everybody of a list is held by, or "".
func (c *context) onlyCountry(l *site.List) (country string) {
	for i := range c.site.Countries {
		if of := c.site.List(l.Kind, c.site.Countries[i].Code, l.Key); of != nil && len(of.Members) > 0 {
			if country != "" {
				return ""
			}
			country = c.site.Countries[i].Code
		}
	}
	return country
}

// nameToday is the name for the day, with why the person is held.
func (c *context) nameToday(doc Document) *nameToday {
	at := c.site.NameOfDay
	if at < 0 {
		return nil
	}
	r := &c.site.People[at]
	v := &nameToday{Row: c.row(r, true, false), Why: c.whyLine(doc.People[at])}
	v.Button = c.lang.G("home.story", genderName(r.Gender))
	if c.site.CanWrite(r) {
		v.Button = c.lang.G("write.heading", genderName(r.Gender))
	}
	return v
}

// genderName is a gender as texts know it.
func genderName(g byte) string {
	return map[byte]string{'f': "female", 'm': "male"}[g]
}

// whyLine is why somebody is held, in one line.
func (c *context) whyLine(p *content.Person) Words {
	if p == nil {
		return Words{}
	}
	if summary := c.summary(p); summary.Text != "" {
		return summary
	}
	if why := c.why(&p.Header); len(why) > 0 {
		return why[0]
	}
	return Words{}
}

// people puts the held people on the page: few with a line each, many as lines that stand for some, and with the
// names of those held longest.
func (v *homeView) people(c *context, doc Document, held *site.List) {
	order := c.site.ByDays(held)
	v.AllHeld = Link{Text: c.lang.N("home.all_names", len(order)), Href: c.link(held.Path)}
	if len(order) <= site.FewPeople {
		drawn, axis := c.rowLines(order)
		for i, at := range order {
			v.Held = append(v.Held, heldRow{c.row(&c.site.People[at], true, false), c.whyLine(doc.People[at]), drawn[i]})
		}
		v.Axis = axis
		return
	}
	v.Crowd, v.Caption = c.crowd(order)
	for _, at := range order {
		if p := &c.site.People[at]; len(v.Longest) < site.LongestHeld && !p.Has(profile.Unnamed) && !p.Since.IsZero() {
			v.Longest = append(v.Longest, c.row(p, true, false))
		}
	}
}

// newestReports are the newest published numbers, one for each country; of one day the first.
func (c *context) newestReports() (out []homeReport) {
	const most = 3
	newest := map[string]*content.Reported{}
	for i := range c.site.Reported {
		r := &c.site.Reported[i]
		if n := newest[r.Country]; n == nil || r.Date != n.Date {
			newest[r.Country] = r
		}
	}
	for i := len(c.site.Reported) - 1; i >= 0 && len(out) < most; i-- {
		r := &c.site.Reported[i]
		if newest[r.Country] != r {
			continue
		}
		x := homeReport{Label: c.lang.Number(r.Number), Country: c.lang.T("numbers.world"), What: c.words(r.Definition), Date: c.time(r.Date)}
		if r.AtLeast {
			x.Label = c.lang.T("numbers.at_least", "number", x.Label)
		}
		if r.Country != "" {
			x.Country = c.countryName(r.Country)
		}
		out = append(out, x)
	}
	return out
}

// mostHeld are the countries with most people held, and then with most people.
func (c *context) mostHeld() []countryRow {
	const most = 12
	out := c.countryRows()
	slices.SortStableFunc(out, func(a, b countryRow) int {
		return cmp.Or(cmp.Compare(b.Cells[0].N, a.Cells[0].N), cmp.Compare(b.All.N, a.All.N))
	})
	return out[:min(len(out), most)]
}

func (c *context) dateRow(at int32, d profile.Date) dateRow {
	p := &c.site.People[at]
	return dateRow{Row: c.row(&c.site.People[at], true, false), Date: c.time(d), Country: c.countryName(p.Country.Value())}
}

// counters are the big numbers of the site or of a country.
func (c *context) counters(country string, n *site.Counts) []counted {
	class := func(k profile.Class) Number { return c.number(c.site.List(site.OfClass, country, k.String())) }
	all := c.number(c.site.List(site.Everybody, "", ""))
	if country != "" {
		all = Number{N: n.Total, Href: "#people"}
	}
	total := counted{Number: all, Label: c.lang.N("counter.total", all.N)}
	held := counted{Number: class(profile.Held), Label: c.heldText(c.heldIn(country), "counter.held", "counter.held_unconfirmed_all"), Main: true}
	held.Of = c.partsOfHeld(country)
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

// partsOfHeld are the people held of whom more is known, or less: each is a list.
func (c *context) partsOfHeld(country string) (out []counted) {
	rule := "counter.political_prisoners"
	if c.site.Site.Presumed() {
		rule += "_presumed"
	}
	for _, x := range []struct {
		kind  site.ListKind
		label func(n int) string
	}{
		{site.PoliticalPrisoners, func(n int) string { return c.lang.N(rule, n) }},
		{site.HeldConfirmed, func(int) string { return c.lang.T("counter.held_confirmed") }},
		{site.HeldUnconfirmed, func(int) string { return c.lang.T("counter.held_unconfirmed") }},
		{site.ReleaseDue, func(int) string { return c.lang.T("counter.release_due") }},
	} {
		if part := c.number(c.site.List(x.kind, country, "")); part.N > 0 || x.kind == site.PoliticalPrisoners {
			out = append(out, counted{Number: part, Label: x.label(part.N)})
		}
	}
	return out
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
	for _, x := range []struct {
		of   string
		days site.Days
	}{{c.heldText(c.heldIn(""), "sum.held", "sum.last_known"), n.DaysHeld}, {c.lang.T("sum.all"), n.Days}} {
		s := sum{Of: x.of, People: Number{N: x.days.People}, Undated: Number{N: x.days.Undated}}
		for i, f := range []struct {
			figure      string
			sure, ifAll int64
		}{{"behind_bars", x.days.BehindBars, x.days.BehindBarsIfHeld}, {"restricted", x.days.Restricted, x.days.RestrictedIfHeld}} {
			key := "days." + f.figure
			if x.days.AtLeast {
				key = "days.at_least_" + f.figure
			}
			if f.sure > 0 {
				s.Days = append(s.Days, c.counter(key, int(f.sure), x.days.Run[i]))
			}
			if f.ifAll > f.sure {
				s.IfHeld = append(s.IfHeld, c.counter("days.if_held_"+f.figure, int(f.ifAll), x.days.RunIfHeld[i]))
			}
		}
		if len(s.Days)+len(s.IfHeld) > 0 {
			out = append(out, s)
		}
	}
	return out
}

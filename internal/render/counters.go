package render

import (
	"strings"

	"vigil/internal/profile"
	"vigil/internal/site"
)

// Numbers of people and of days, with the words around them.

// headline is a sentence around a number of people, which is a link.
type headline struct {
	Before, After string
	Number
	Text string // "Four people"
}

// counted is a number of people with what they have in common.
type counted struct {
	Number
	Label string
	Main  bool
	Of    []counted // parts of the number, each a list
	Share string    // of the largest in a chart, as a percentage: "27.9%"
}

// headline says in a sentence how many people a list of held people has; of all is how many the site or country has.
func (c *composer) headline(held *site.List, all int) headline {
	key, number := "headline.documented", c.number(c.site.List(site.Everybody, "", ""))
	if held.Country != "" {
		number = Number{N: all, Href: "#people"}
	}
	if n := c.number(held); n.N > 0 {
		key, number = "headline.held", n
		if held.NobodyConfirmed() {
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
		name := c.countryWithin(country)
		if key == "headline.documented" { // the name stands before the sentence
			name = c.countryName(country)
		}
		key, args = key+"_in", []any{"country", name}
	}
	g := c.lang.Around(c.lang.N(key, number.N, args...), "people")
	if g.Before == "" {
		people = c.lang.Capital(people)
	}
	return headline{Before: g.Before, After: g.After, Number: number, Text: people}
}

// heldText gives one of two texts about the people of a list: that they are held, or that they were when somebody last
// looked, where nobody of them is confirmed.
func (c *composer) heldText(l *site.List, held, lastKnown string) string {
	if l.NobodyConfirmed() {
		return c.lang.T(lastKnown)
	}
	return c.lang.T(held)
}

// heldIn are the people held by a country, "" for all; nil where nobody is.
func (c *composer) heldIn(country string) *site.List {
	return c.site.List(site.OfClass, country, profile.Held.String())
}

// onlyCountry is the country that everybody of a list is held by, or "".
func (c *composer) onlyCountry(l *site.List) (country string) {
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

// counters are the big numbers of the site.
func (c *composer) counters() []counted {
	all := c.number(c.site.List(site.Everybody, "", ""))
	total := counted{Number: all, Label: c.lang.N("counter.total", all.N)}
	held := counted{Number: c.number(c.heldIn("")), Label: c.heldText(c.heldIn(""), "counter.held", "counter.held_unconfirmed_all"), Main: true}
	held.Of = c.partsOfHeld("")
	out := []counted{held}
	if held.N == 0 && total.N > 0 { // a large 0 would say that nobody is held, which nobody knows
		total.Main = true
		out = []counted{total}
	}
	out = append(out, c.notHeld()...)
	if !total.Main {
		out = append(out, total)
	}
	return out
}

// notHeld are the people of the site of each other class, where there are any.
func (c *composer) notHeld() (out []counted) {
	for _, k := range profile.Classes[1:] {
		if x := c.number(c.site.List(site.OfClass, "", k.String())); x.N > 0 {
			out = append(out, counted{Number: x, Label: c.lang.N("counter."+k.String(), x.N)})
		}
	}
	return out
}

// partsOfHeld are the people held of whom more is known, or less: each is a list. Where a part is all of them, or only one
// person is held, it is not said to be "of them"; that nobody is confirmed is said by the words for all of them (heldText).
func (c *composer) partsOfHeld(country string) (out []counted) {
	rule := "political_prisoners"
	if c.site.Site.Presumed() {
		rule += "_presumed"
	}
	held := c.number(c.heldIn(country)).N
	for _, x := range []struct {
		kind site.ListKind
		key  string
	}{{site.PoliticalPrisoners, rule}, {site.HeldConfirmed, "held_confirmed"}, {site.HeldUnconfirmed, "held_unconfirmed"}, {site.ReleaseDue, "release_due"}} {
		part := c.number(c.site.List(x.kind, country, ""))
		if part.N == 0 && x.kind != site.PoliticalPrisoners || part.N == held && x.kind == site.HeldUnconfirmed {
			continue
		}
		key := "counter." + x.key
		if part.N == held || held == 1 {
			key = "counter.everybody." + x.key
		}
		out = append(out, counted{Number: part, Label: c.lang.N(key, part.N)})
	}
	return out
}

// sum is a sum of days: whose they are, and how many there are.
type sum struct {
	Of      string // "Total for those held now"
	Days    []*Counter
	IfHeld  []*Counter // where they are more
	People  Number     // whose days these are
	Undated Number     // of whom no day is known
}

// sums are the days of those held now, and of everybody. The running ones run by as many people as are held
// behind bars, or with restricted liberty, since a known day, and stay confirmed while a copy counts on.
func (c *composer) sums(n *site.Counts) (out []sum) {
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

// Counter is a number of days with the sentence around it. Run is how many people's days it moves by
// each day; 0: it is frozen.
type Counter struct {
	Before, After string
	N             int
	Text          string // N in the page's language
	Run           int
	Forms         string // of After, for days.js
}

// counter puts a number of days into its sentence.
func (c *composer) counter(key string, n, run int) *Counter {
	g := c.lang.AroundN(key, n)
	out := &Counter{Before: strings.TrimSpace(g.Before), After: strings.TrimSpace(g.After), N: n, Text: c.lang.Number(n), Run: run}
	if run > 0 && key != "span.days" { // the page itself has those
		out.Forms = known(&c.terms.forms, key, func() string { return forms(c.lang, key, behindNumber) })
	}
	return out
}

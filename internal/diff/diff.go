// Package diff says what a change of the content does: to people, to texts, and to every counter.
//
// In: the same site twice, as it was and as it is, both read for one day. Out: who is new, moved, set free, corrected,
// field by field, which texts, articles and reported numbers are others, and for each counter that differs by whom. Only
// what both sites publish is compared, so that nothing withheld is in it, and nobody who is no longer shown is named. It
// writes nothing but the old revision, where told.
//
//	revision ─Extract─> folder ─compile.Load─> Before ┐
//	                    source ─compile.Load─> After  ┴─Compare─> Report ─Write─> text, Markdown, JSON
package diff

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vigil/internal/compile"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// Change is the most that happened to a person, or to people without a name.
type Change int

const (
	Added     Change = iota // new on the site
	Freed                   // free again, in whatever way
	Died                    // or executed
	Detained                // held, and was not
	Situation               // another status
	Moved                   // to another place or country, held as before
	Corrected               // other facts
	Confirmed               // checked again, and nothing else
	Recounted               // nothing about them changed but a rule by which they are counted
	Unnamed                 // people without a name, of a country, came or went
	Withdrawn               // no longer shown
	changes
)

// headings are how a report calls the changes: in JSON, and in words that fit one and many.
var headings = [changes]struct{ key, words string }{
	Added: {"new", "new"}, Freed: {"freed", "free again"}, Died: {"died", "died"}, Detained: {"detained", "detained"},
	Situation: {"status", "in another situation"}, Moved: {"moved", "moved"}, Corrected: {"corrected", "corrected"},
	Confirmed: {"confirmed", "checked again"}, Recounted: {"recounted", "counted by another rule"},
	Unnamed: {"unnamed", "without a name"}, Withdrawn: {"withdrawn", "no longer shown"},
}

// MarshalText names the change in JSON.
func (c Change) MarshalText() ([]byte, error) { return []byte(headings[c].key), nil }

// Report is what a change does. Its JSON is a contract: names in small letters with _, as in data/counts.json.
type Report struct {
	AsOf     profile.Date `json:"as_of"`
	People   []Person     `json:"people"` // by change, then by country and name
	Texts    []Text       `json:"texts"`
	Counters []Counter    `json:"counters"`
}

// Person is somebody about whom something changed. Nothing tells who a withdrawn one is.
type Person struct {
	Change   Change                      `json:"change"`
	Country  string                      `json:"country"`
	From     string                      `json:"from,omitempty"` // the country where their file was before, if it was another
	Slug     string                      `json:"slug,omitempty"`
	Name     string                      `json:"name,omitempty"`
	Says     string                      `json:"says,omitempty"` // status, place or date, before and after
	Pages    []string                    `json:"pages,omitempty"`
	Fields   []Field                     `json:"fields,omitempty"`
	Counters map[string]int64            `json:"counters"`             // what this does to each counter of the site
	Shares   map[string]map[string]int64 `json:"by_country,omitempty"` // … and to those of each country, where they are others
}

// Text is a file of another kind, an article of a law or a reported number.
type Text struct {
	Kind   string `json:"kind"`
	Key    string `json:"key"`
	Name   string `json:"name,omitempty"`
	Change Change `json:"change"`         // Added, Corrected or Withdrawn
	Says   string `json:"says,omitempty"` // what can be said in a few words: a number, before and after
	URL    string `json:"url,omitempty"`
}

// comparison is a report while it is made.
type comparison struct {
	before, after *compile.Input
	Report
	sums map[string]map[string]*Counter // by country and counter
}

// Compare compares two sites, which must have kept what Person gives back (compile.Options.Keep) and be of one day.
// What the named changes add up to is the difference of every counter: else the error says which one is not explained.
func Compare(before, after compile.Input) (*Report, error) {
	c := &comparison{before: &before, after: &after, sums: map[string]map[string]*Counter{},
		Report: Report{AsOf: after.Site.AsOf.Date(), People: []Person{}, Texts: []Text{}, Counters: []Counter{}}}
	if err := c.people(); err != nil {
		return nil, err
	}
	c.unnamed()
	if err := c.texts(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(c.People, func(a, b Person) int {
		return cmp.Or(cmp.Compare(a.Change, b.Change), strings.Compare(a.Country, b.Country), strings.Compare(a.Slug, b.Slug))
	})
	return &c.Report, c.count()
}

// people finds out who of those with a name left, came and stayed.
func (c *comparison) people() error {
	was, is := c.before.Library, c.after.Library
	renamed, old := c.renamed()
	for i := range was.People {
		if r := &was.People[i]; !r.Has(profile.Unnamed) && !old[i] && is.Find(ref(r)) < 0 {
			c.withdrawn(i)
		}
	}
	for j := range is.People {
		r := &is.People[j]
		if r.Has(profile.Unnamed) {
			continue
		}
		i, known := renamed[j]
		if !known {
			i = was.Find(ref(r))
		}
		if i < 0 {
			c.added(j)
		} else if err := c.both(i, j); err != nil {
			return err
		}
	}
	return nil
}

// ref names a person: by/alena-prykladava.
func ref(r *profile.Record) string { return r.Country.String() + "/" + r.Slug }

func (c *comparison) withdrawn(i int) {
	r := &c.before.Library.People[i]
	c.add(Person{Change: Withdrawn, Country: r.Country.String(), Says: r.Status.String()}, effects(c.before.Site.Of(int32(i)), site.Counts{}))
}

func (c *comparison) added(j int) {
	r := &c.after.Library.People[j]
	p := c.person(r)
	p.Change, p.Says = Added, situation(r)
	c.add(p, effects(site.Counts{}, c.after.Site.Of(int32(j))))
}

// person is somebody on the site now.
func (c *comparison) person(r *profile.Record) Person {
	p := Person{Country: r.Country.String(), Slug: r.Slug, Name: r.Name(0)}
	for language := range c.after.Site.Languages {
		p.Pages = append(p.Pages, c.url(c.after.Site.Root(language)+site.PersonPath(r)))
	}
	return p
}

// url is an address under the site's own, or from its root where it has none.
func (c *comparison) url(file string) string { return c.after.Site.BaseURL + file }

// both compares somebody who is on both sites.
func (c *comparison) both(i, j int) error {
	was, is := &c.before.Library.People[i], &c.after.Library.People[j]
	a, err := c.before.Source.Person(was)
	if err != nil {
		return err
	}
	b, err := c.after.Source.Person(is)
	if err != nil {
		return err
	}
	p := c.person(is)
	p.Fields = fields(a, b, c.before.Site.PhotoOf(was).Same(c.after.Site.PhotoOf(is)))
	counted, counts := c.before.Site.Of(int32(i)), c.after.Site.Of(int32(j))
	if address := (Field{Name: "address", Was: was.Slug, Is: is.Slug}); was.Country != is.Country {
		p.From = was.Country.String()
		p.Shares = map[string]map[string]int64{p.From: effects(counted, site.Counts{}), p.Country: effects(site.Counts{}, counts)}
		address.Was, address.Is = p.From+"/"+was.Slug, p.Country+"/"+is.Slug
		p.Fields = append([]Field{address}, p.Fields...)
	} else if was.Slug != is.Slug {
		p.Fields = append([]Field{address}, p.Fields...)
	}
	by := effects(counted, counts)
	if len(p.Fields) == 0 && len(by) == 0 {
		return nil
	}
	p.Change, p.Says = c.judge(was, is, p.Fields)
	c.add(p, by)
	return nil
}

// judge finds the most that happened to somebody, and says it.
func (c *comparison) judge(was, is *profile.Record, fs []Field) (Change, string) {
	from, to := was.Status, is.Status
	says := from.String() + " → " + situation(is)
	switch {
	case len(fs) == 0:
		return Recounted, ""
	case to.Class() == profile.Died && from.Class() != profile.Died:
		return Died, says
	case to.Class() == profile.Former && from.Class() != profile.Former:
		return Freed, says
	case to.Class() == profile.Held && from.Class() != profile.Held:
		return Detained, says
	case from != to:
		return Situation, says
	case was.Country != is.Country:
		return Moved, "now among the people of " + strings.ToUpper(is.Country.String())
	case to.Class() == profile.Held && was.Place() != is.Place() && is.Place() != "":
		return Moved, strings.TrimPrefix(prison(c.before, was)+" → ", " → ") + prison(c.after, is)
	}
	for _, f := range fs {
		if f.Name != "verified" && f.Name != "sources" {
			return Corrected, ""
		}
	}
	if fs[len(fs)-1].Name == "verified" {
		return Confirmed, fs[len(fs)-1].Is
	}
	return Corrected, ""
}

// prison is the name of where somebody is held, as far as there is a file about it.
func prison(in *compile.Input, r *profile.Record) string {
	e := in.Library.Prisons[r.Place()]
	if e == nil {
		return r.Place()
	}
	name, _ := e.Head.Name.For(in.Library.Site.Main(), in.Library.Site.Main())
	return name
}

// situation is a status with the day since when, or until when somebody was held.
func situation(r *profile.Record) string {
	says := r.Status.String()
	switch {
	case r.Status.Class() == profile.Held && !r.Since.IsZero():
		says += ", held since " + r.Since.String()
	case r.Status.Class() != profile.Held && !r.Until.IsZero():
		says += ", " + r.Until.String()
	}
	return says
}

// unnamed compares how many people without a name each country has, as they are counted.
func (c *comparison) unnamed() {
	of := func(in *compile.Input) map[string]site.Counts {
		places := map[string][]int32{}
		for i := range in.Library.People {
			if r := &in.Library.People[i]; r.Has(profile.Unnamed) {
				places[r.Country.String()] = append(places[r.Country.String()], int32(i))
			}
		}
		out := map[string]site.Counts{}
		for cc, people := range places {
			out[cc] = in.Site.Of(people...)
		}
		return out
	}
	was, is := of(c.before), of(c.after)
	for _, cc := range sortedKeys(was, is) {
		if by := effects(was[cc], is[cc]); len(by) > 0 {
			c.add(Person{Change: Unnamed, Country: cc, Says: fmt.Sprintf("%d → %d", was[cc].Total, is[cc].Total)}, by)
		}
	}
}

package diff

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"vigil/internal/profile"
	"vigil/internal/site"
)

// Counter is a counter that differs, and by which changes.
type Counter struct {
	Country string           `json:"country,omitempty"` // "": the whole site
	Name    string           `json:"name"`              // as in data/counts.json, with a point before what lies within: by_status.pretrial
	Was     int64            `json:"was"`
	Is      int64            `json:"is"`
	By      map[Change]int64 `json:"by"`
}

// figure is a counter of some people.
type figure struct {
	name string
	of   func(*site.Counts) int64
}

// figures are all counters, in the order of data/counts.json.
var figures = func() []figure {
	people := func(name string, of func(*site.Counts) int) figure {
		return figure{name, func(c *site.Counts) int64 { return int64(of(c)) }}
	}
	out := []figure{
		people("total", func(c *site.Counts) int { return c.Total }),
		people("held", func(c *site.Counts) int { return c.Held }),
		people("held_confirmed", func(c *site.Counts) int { return c.HeldConfirmed }),
		people("held_unconfirmed", func(c *site.Counts) int { return c.HeldUnconfirmed }),
		people("release_due", func(c *site.Counts) int { return c.ReleaseDue }),
		people("political_prisoners", func(c *site.Counts) int { return c.PoliticalPrisoners }),
		people("political_prisoners_confirmed", func(c *site.Counts) int { return c.PoliticalPrisonersConfirmed }),
	}
	for _, class := range profile.Classes[1:] {
		out = append(out, people(class.String(), func(c *site.Counts) int { return c.InClass(class) }))
	}
	for _, s := range profile.Statuses() {
		out = append(out, people("by_status."+s.String(), func(c *site.Counts) int { return c.ByStatus[s] }))
	}
	for _, of := range []struct {
		name string
		days func(*site.Counts) *site.Days
	}{{"days", func(c *site.Counts) *site.Days { return &c.Days }}, {"days_held", func(c *site.Counts) *site.Days { return &c.DaysHeld }}} {
		out = append(out,
			figure{of.name + ".behind_bars", func(c *site.Counts) int64 { return of.days(c).BehindBars }},
			figure{of.name + ".behind_bars_if_held", func(c *site.Counts) int64 { return of.days(c).BehindBarsIfHeld }},
			figure{of.name + ".restricted", func(c *site.Counts) int64 { return of.days(c).Restricted }},
			figure{of.name + ".restricted_if_held", func(c *site.Counts) int64 { return of.days(c).RestrictedIfHeld }})
	}
	return out
}()

// effects is what a change from one set of counts to another does to each counter that it moves.
func effects(was, is site.Counts) map[string]int64 {
	out := map[string]int64{}
	for _, f := range figures {
		if d := f.of(&is) - f.of(&was); d != 0 {
			out[f.name] = d
		}
	}
	return out
}

// add takes in a change, and what it does to the counters of the site and of its country, or of both.
func (c *comparison) add(p Person, by map[string]int64) {
	p.Counters = by
	c.People = append(c.People, p)
	shares := map[string]map[string]int64{p.Country: by}
	if p.Shares != nil {
		shares = maps.Clone(p.Shares)
	}
	shares[""] = by
	for country, share := range shares {
		for name, d := range share {
			if c.sums[country] == nil {
				c.sums[country] = map[string]*Counter{}
			}
			if c.sums[country][name] == nil {
				c.sums[country][name] = &Counter{Country: country, Name: name, By: map[Change]int64{}}
			}
			c.sums[country][name].By[p.Change] += d
		}
	}
}

// count holds what the changes add up to against the counters themselves.
func (c *comparison) count() error {
	countries := map[string]bool{"": true}
	for _, in := range []*site.Site{c.before.Site, c.after.Site} {
		for i := range in.Countries {
			countries[in.Countries[i].Code] = true
		}
	}
	of := func(s *site.Site, country string) site.Counts {
		if country == "" {
			return s.Counts
		}
		if x := s.CountryOf(country); x != nil {
			return x.Counts
		}
		return site.Counts{}
	}
	for _, country := range sortedKeys(countries) {
		was, is := of(c.before.Site, country), of(c.after.Site, country)
		for _, f := range figures {
			n := c.sums[country][f.name]
			if n == nil {
				n = &Counter{Country: country, Name: f.name}
			}
			n.Was, n.Is = f.of(&was), f.of(&is)
			sum := n.Was
			for _, d := range n.By {
				sum += d
			}
			if sum != n.Is {
				return fmt.Errorf("the changes do not add up: %s of %q was %d and is %d, and what changed makes it %d", f.name, country, n.Was, n.Is, sum)
			}
			maps.DeleteFunc(n.By, func(_ Change, d int64) bool { return d == 0 })
			if n.Was != n.Is {
				c.Counters = append(c.Counters, *n)
			}
		}
	}
	return nil
}

// sortedKeys are those of all the maps, each once.
func sortedKeys[K cmp.Ordered, V any](all ...map[K]V) (keys []K) {
	for _, m := range all {
		keys = slices.AppendSeq(keys, maps.Keys(m))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

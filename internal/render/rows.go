package render

import (
	"strings"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/schema"
	"vigil/internal/site"
)

// Row is a person in a list. Everybody stands in about ten lists, so the words are put together here: an
// action of a template takes as long as all of that.
type Row struct {
	ID       string // where a letter or a year begins
	Unnamed  bool
	Name     string
	Href     string
	Other    Words  // see otherName
	Standing string // status, where the person is held, and the country in lists of several countries
	Place    *Words // between Standing and Rest, where it is not in the page's language
	Rest     string
	Why      Words  // why somebody is held, on the pages of countries; elsewhere the articles
	Born     string // the year, where two people of the page have one name
	When     *dated // since when, until when, or for the dead when custody ended
	Days     *Counter
	Earlier  string // "12 earlier": days of other detentions
}

// rows makes the people of one page of a list. withCountry adds where each is held.
func (c *composer) rows(people []int32, withCountry, days bool) []Row {
	out := make([]Row, len(people))
	for i, at := range people {
		out[i] = c.row(&c.site.People[at], withCountry, days)
		out[i].Why = c.articles(&c.site.People[at])
	}
	return out
}

// articles are those that somebody is charged under, as far as they fit a row.
func (c *composer) articles(p *profile.Record) Words {
	if c.page.List != nil && c.page.List.Kind == site.OfArticle {
		return Words{}
	}
	names := make([]string, 0, mostArticles)
	for code := range p.Articles() {
		if len(names) == mostArticles {
			break
		}
		names = append(names, articleName(c.lang, code))
	}
	if len(names) == 0 {
		return Words{}
	}
	around := c.terms.articles[len(names)]
	return Words{Text: around.Before + c.comma(names...) + around.After}
}

// tell adds the year of birth to the rows of people who have one name.
func (c *composer) tell(people []int32, rows []Row) {
	first := make(map[string]int, len(rows))
	for i := range rows {
		name := rows[i].Name
		if name == "" {
			continue
		}
		if j, twice := first[name]; twice {
			rows[i].Born, rows[j].Born = c.bornIn(people[i]), c.bornIn(people[j])
		} else {
			first[name] = i
		}
	}
}

func (c *composer) bornIn(at int32) string {
	if born := c.site.People[at].Born; !born.IsZero() {
		return c.lang.Year(int(born.Year))
	}
	return ""
}

func (c *composer) row(p *profile.Record, withCountry, days bool) Row {
	r := Row{Unnamed: p.Has(profile.Unnamed)}
	status, country := c.standing(p), ""
	if l := c.page.List; l != nil && l.Kind == site.OfStatus { // the heading says it
		status = ""
	}
	if withCountry {
		country = c.countryName(p.Country.String())
	}
	if r.Unnamed {
		r.Standing = c.comma(status, country)
		return r
	}
	r.Name, r.Href = p.Name(c.page.Lang), c.link(site.PersonPath(p))
	r.Other = c.otherName(p)
	place := c.placeName(p.Place())
	if l := c.page.List; l != nil && l.Kind == site.OfPrison {
		place = Words{}
	}
	if place.Lang == "" {
		r.Standing = c.comma(status, place.Text, country)
	} else {
		r.Place = &place
		if status != "" {
			r.Standing = status + c.terms.comma
		}
		if country != "" {
			r.Rest = c.terms.comma + country
		}
	}
	r.When = c.when(p)
	if t := p.Days.BehindBars; days && p.Status.Class() == profile.Held && t.Lower+p.Days.Restricted.Lower > 0 {
		key := "span.days"
		if p.Days.AtLeast() {
			key = "days.at_least"
		}
		total := int(t.Lower + p.Days.Restricted.Lower)
		if now := int(c.site.AsOf - p.Since.Latest()); p.Has(profile.Confirmed) && !p.Since.IsZero() && now > 0 && now < total { // since then, and before
			r.Earlier = c.lang.N("days.earlier", total-now)
			total = now
		}
		r.Days = c.counter(key, total, one(c.site.Runs(p, c.day)))
		if p.Unconfirmed() && r.When != nil { // no sentence with the days, as "since" is
			r.When.Before = "· " + r.When.Before
		}
	}
	return r
}

// when says since or until when somebody was held. It is put into words here, since in long lists a call
// from the template for each person takes longer than all else about them.
func (c *composer) when(p *profile.Record) *dated {
	switch {
	case p.Unconfirmed() && !p.Confirmed.IsZero():
		return c.dated("confirmed.row", p.Confirmed)
	case !p.Since.IsZero():
		return c.dated("days.since", p.Since)
	case !p.Until.IsZero() && p.Status.Class() == profile.Died: // not "until"
		return &dated{Date: c.time(p.Until)}
	}
	return c.dated("days.held_until", p.Until)
}

// otherName is the name in the country's own language, whether the site has that or not, else the one in the main
// language, where it differs from the page's.
func (c *composer) otherName(p *profile.Record) Words {
	name := p.Name(c.page.Lang)
	if text, tag := p.Native(len(c.site.Languages)); text != "" && text != name {
		return c.in(text, tag)
	}
	other := c.r.native[p.Country.String()].home
	if p.Name(other) == name {
		other = 0
	}
	if text := p.Name(other); text != name {
		return c.in(text, c.site.Languages[other].Tag())
	}
	return Words{}
}

// place names a prison by its reference, or gives a text as it is, with the address of its page.
func (c *composer) place(ref string) Place {
	if c.site.Prisons[ref] == nil {
		return Place{Name: c.placeName(ref)}
	}
	cc, slug, _ := strings.Cut(ref, "/")
	return Place{c.placeName(ref), c.link(c.site.List(site.OfPrison, cc, slug).Path)}
}

func (c *composer) placeName(ref string) Words {
	if place, ok := c.terms.places[ref]; ok {
		return place
	}
	return c.in(ref, c.site.Site.Main())
}

func prisonName(p *content.Prison) schema.Text { return p.Name }

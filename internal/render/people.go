package render

import (
	"slices"
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

// Counter is a number of days with the sentence around it. Run is how many people's days it moves by
// each day; 0: it is frozen.
type Counter struct {
	Before, After string
	N             int
	Text          string // N in the page's language
	Run           int
	Forms         string // of After, for days.js
}

// Paging is the navigation between the pages of a list.
type Paging struct {
	Number, Of     int
	Previous, Next string
	Pages          []Link // first, last and those around; an entry without Href is a gap
}

// rows makes the people of one page of a list. withCountry adds where each is held.
func (c *context) rows(people []int32, withCountry, days bool) []Row {
	out := make([]Row, len(people))
	for i, at := range people {
		out[i] = c.row(&c.site.People[at], withCountry, days)
		out[i].Why = c.articles(&c.site.People[at])
	}
	return out
}

// articles are those that somebody is charged under, as far as they fit a row.
func (c *context) articles(p *profile.Record) Words {
	const most = 4
	if len(p.Articles) == 0 || c.page.List != nil && c.page.List.Kind == site.OfArticle {
		return Words{}
	}
	var names []string
	for _, code := range p.Articles[:min(len(p.Articles), most)] {
		names = append(names, articleName(code.Value()))
	}
	return Words{Text: c.lang.N("articles.codes", len(names), "codes", c.comma(names...))}
}

// tell adds the year of birth to the rows of people who have one name.
func (c *context) tell(people []int32, rows []Row) {
	first := map[string]int{}
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

func (c *context) bornIn(at int32) string {
	if born := c.site.People[at].Born; !born.IsZero() {
		return c.lang.Year(int(born.Year))
	}
	return ""
}

func (c *context) row(p *profile.Record, withCountry, days bool) Row {
	r := Row{Unnamed: p.Has(profile.Unnamed)}
	status, country := c.standing(p), ""
	if l := c.page.List; l != nil && l.Kind == site.OfStatus { // the heading says it
		status = ""
	}
	if withCountry {
		country = c.countryName(p.Country.Value())
	}
	if r.Unnamed {
		r.Standing = c.comma(status, country)
		return r
	}
	r.Name, r.Href = p.Name(c.page.Lang), c.link(site.PersonPath(p))
	r.Other = c.otherName(p)
	place := c.placeName(p.Place.Value())
	if l := c.page.List; l != nil && l.Kind == site.OfPrison {
		place = Words{}
	}
	if place.Lang == "" {
		r.Standing = c.comma(status, place.Text, country)
	} else {
		comma := c.lang.T("join.comma") + " "
		r.Place = &place
		if status != "" {
			r.Standing = status + comma
		}
		if country != "" {
			r.Rest = comma + country
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
	}
	return r
}

// when says since or until when somebody was held. It is put into words here, since in long lists a call
// from the template for each person takes longer than all else about them.
func (c *context) when(p *profile.Record) *dated {
	switch {
	case p.Unconfirmed() && !p.Confirmed.IsZero():
		d := date(c.lang, "confirmed.row", c.time(p.Confirmed))
		return &d
	case !p.Since.IsZero():
		d := date(c.lang, "days.since", c.time(p.Since))
		return &d
	case p.Until.IsZero():
		return nil
	case p.Status.Class() == profile.Died: // not "until"
		return &dated{Date: c.time(p.Until)}
	}
	d := date(c.lang, "days.held_until", c.time(p.Until))
	return &d
}

// otherName is the name in the country's own language, whether the site has that or not, else the one in the main
// language, where it differs from the page's.
func (c *context) otherName(p *profile.Record) Words {
	name := p.Name(c.page.Lang)
	if text, tag := p.Native(len(c.site.Languages)); text != "" && text != name {
		return c.in(text, tag)
	}
	other := c.r.native[p.Country.Value()].home
	if p.Name(other) == name {
		other = 0
	}
	if text := p.Name(other); text != name {
		return c.in(text, c.site.Languages[other].Tag())
	}
	return Words{}
}

// counter puts a number of days into its sentence.
func (c *context) counter(key string, n, run int) *Counter {
	g := c.lang.AroundN(key, n)
	out := &Counter{Before: strings.TrimSpace(g.Before), After: strings.TrimSpace(g.After), N: n, Text: c.lang.Number(n), Run: run}
	if run > 0 && key != "span.days" { // the page itself has those
		out.Forms = unitForms(c, key)
	}
	return out
}

// unitForms are the words after the number in each plural form.
func unitForms(c *context, key string) string {
	var parts []string
	for _, f := range c.lang.Forms(key) {
		_, after, _ := strings.Cut(f.Text, "{n}")
		parts = append(parts, f.Name+"="+strings.TrimSpace(after))
	}
	return strings.Join(parts, ";")
}

// place names a prison by its reference, or gives a text as it is, with the address of its page.
func (c *context) place(ref string) Place {
	if c.site.Prisons[ref] == nil {
		return Place{Name: c.placeName(ref)}
	}
	cc, slug, _ := strings.Cut(ref, "/")
	return Place{c.placeName(ref), c.link(c.site.List(site.OfPrison, cc, slug).Path)}
}

func (c *context) placeName(ref string) Words {
	e := c.site.Prisons[ref]
	if e == nil {
		return c.in(ref, c.site.Site.Main())
	}
	return c.in(e.Text(c.lang.Tag(), c.site.Site.Main(), prisonName))
}

func prisonName(p *content.Prison) schema.Text { return p.Name }

// around is how many page numbers are shown on each side of the present one.
const around = 2

func (c *context) paging(l *site.List) *Paging {
	of, path := l.Pages(), l.PagePath
	if c.page.ByDays {
		of, path = l.DaysPages(), l.DaysPath
	}
	if of == 1 {
		return nil
	}
	p := &Paging{Number: c.page.Number, Of: of}
	if p.Number > 1 {
		p.Previous = c.link(path(p.Number - 1))
	}
	if p.Number < of {
		p.Next = c.link(path(p.Number + 1))
	}
	last := 0
	for n := 1; n <= of; n++ {
		if n != 1 && n != of && (n < p.Number-around || n > p.Number+around) {
			continue
		}
		if n > last+1 {
			p.Pages = append(p.Pages, Link{Text: "…"})
		}
		p.Pages = append(p.Pages, Link{Text: c.lang.Number(n), Href: c.link(path(n)), Current: n == p.Number})
		last = n
	}
	return p
}

// peopleView is everybody, A–Z.
type peopleView struct {
	Frame
	Total   Number
	Letters []Link
	Groups  []letterGroup
	Paging  *Paging
}

type letterGroup struct {
	Letter, ID string
	People     []Row
}

func people(c *context, _ Document) (any, error) {
	l := c.page.List
	v := peopleView{Frame: c.frame(c.lang.T("people.title"), false), Total: Number{N: len(l.Members)}, Paging: c.paging(l)}
	v.Crumbs = c.crumbs()
	v.Description = c.lang.T("people.description")
	v.numbered(c)
	for i, in := range c.site.Initials(c.page.Lang) {
		href := c.link(l.PagePath(in.Page)) + "#" + letterID(i)
		if in.Page == c.page.Number {
			href = "#" + letterID(i)
		}
		v.Letters = append(v.Letters, Link{Text: in.Letter, Href: href})
	}
	ids := c.site.Initials(c.page.Lang)
	for _, at := range c.site.OnPage(c.page) {
		p := &c.site.People[at]
		letter := ""
		if !p.Has(profile.Unnamed) {
			letter = c.lang.Initial(p.SortName(c.page.Lang))
		}
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Letter != letter {
			i := slices.IndexFunc(ids, func(in site.Initial) bool { return in.Letter == letter })
			v.Groups = append(v.Groups, letterGroup{Letter: letter, ID: letterID(i)})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.People = append(g.People, c.row(p, true, false))
	}
	return v, nil
}

func letterID(i int) string {
	if i < 0 {
		return "unnamed"
	}
	return "letter-" + string(rune('a'+i%26)) + strings.Repeat("x", i/26)
}

// numbered adds the page's number to the title of a further page, so that titles differ.
func (f *Frame) numbered(c *context) {
	of := 0
	if c.page.List != nil {
		of = c.page.List.Pages()
	}
	if c.page.ByDays {
		of = c.page.List.DaysPages()
		f.Title += " · " + c.lang.T("list.by_days")
	}
	if c.page.Number > 1 {
		f.Title += " · " + c.lang.T("pages.position", "page", c.page.Number, "pages", of)
	}
}

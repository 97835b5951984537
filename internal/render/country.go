package render

import (
	"strconv"

	"vigil/internal/profile"
	"vigil/internal/site"
)

type countryView struct {
	Frame
	prose
	First    bool // the first page, which has more than people
	Counters []counted
	Statuses []counted
	Total    int
	Rows     []Row
	Paging   *Paging
	Prisons  []namedList
	Articles []namedList
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
	for _, of := range c.site.In(site.OfPrison, l.Country) {
		v.Prisons = append(v.Prisons, namedList{c.number(of), c.place(of.Country + "/" + of.Key).Name})
	}
	for _, of := range c.site.In(site.OfArticle, l.Country) {
		v.Articles = append(v.Articles, namedList{c.number(of), c.article(of.Key)})
	}
	if e := c.site.Library.Countries[l.Country]; e != nil {
		v.prose = c.prose(doc.Body, e.Head.Sources, e.Head.Verified)
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

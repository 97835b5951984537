package render

import (
	"html/template"
	"strconv"
	"strings"

	"vigil/internal/profile"
	"vigil/internal/site"
)

type countryView struct {
	Frame
	prose         // the rest of the text
	First    bool // the first page, which has more than people
	Headline headline
	Block    block
	Classes  []counted
	Crowd    *lines
	Caption  string
	Opening  template.HTML // the first paragraph of the country's text
	Narrow   string        // address of the words with which a script narrows the list
	Jump     *jump
	Parts    []countryPart
	Paging   *Paging
	Statuses []counted
	Prisons  []namedList
	Articles []namedList
}

// countryPart is the people of a class on this page: those held come first.
type countryPart struct {
	ID, Heading string
	Rows        []Row
}

func country(c *composer, doc Document) (any, error) {
	l := c.page.List
	v := countryView{Frame: c.frame(c.countryName(l.Country), true), First: c.page.Number == 1, Paging: c.paging(l)}
	v.Crumbs = []Link{{Text: c.lang.T("nav.countries"), Href: c.link("countries/index.html")}}
	v.Description = c.lang.T("country.description", "country", c.countryWithin(l.Country))
	v.Feed = c.link("countries/" + l.Country + "/feed.xml")
	v.numbered(c)
	v.people(c, doc)
	if c.site.CountryOf(l.Country).CanNarrow() {
		v.Narrow, v.Script, v.Styles = c.link(site.NarrowPath(l.Country)), "narrow.js", append(v.Styles, "narrow.css")
	}
	if !v.First {
		return v, nil
	}
	held := c.heldIn(l.Country)
	if held == nil {
		held = &site.List{Kind: site.OfClass, Country: l.Country, Key: profile.Held.String(), Path: l.Path}
	}
	v.Headline = c.headline(held, len(l.Members))
	v.Block = c.block(held, c.heldText(held, "class-help.held", "class-help.held-unconfirmed"))
	if len(held.Members) > 0 {
		v.Block.Parts = c.partsOfHeld(l.Country)
	} else { // the number is of everybody on this page
		v.Block = c.block(l, "")
		v.Block.List = ""
	}
	for _, k := range site.ByCountry {
		if of := c.site.List(site.OfClass, l.Country, k.String()); of != nil && len(of.Members) > 0 {
			label := c.lang.N("counter."+k.String(), len(of.Members))
			if k == profile.Held {
				label = c.heldText(of, "counter.held", "counter.held_unconfirmed_all")
			}
			v.Classes = append(v.Classes, counted{Number: c.number(of), Label: label})
		}
	}
	if len(held.Members) > 1 {
		v.Crowd, v.Caption = c.crowd(c.site.ByDays(held))
	}
	for _, s := range profile.Statuses() {
		if of := c.site.List(site.OfStatus, l.Country, s.String()); of != nil && len(of.Members) > 0 {
			label := c.terms.statuses[standing{s, 0, of.NobodyConfirmed()}]
			v.Statuses = append(v.Statuses, counted{Number: c.number(of), Label: label})
		}
	}
	scale(v.Statuses)
	for _, of := range c.site.In(site.OfPrison, l.Country) {
		v.Prisons = append(v.Prisons, namedList{c.number(of), c.place(of.Country + "/" + of.Key).Name})
	}
	for _, of := range c.site.In(site.OfArticle, l.Country) {
		v.Articles = append(v.Articles, namedList{c.number(of), c.article(of.Key)})
	}
	if e := c.site.Library.Countries[l.Country]; e != nil {
		v.prose = c.prose(doc.Body, e.Head.Sources, e.Head.Verified)
		v.Opening, v.Body = opening(v.Body)
	}
	return v, nil
}

// people puts the people of the page into parts, by class.
func (v *countryView) people(c *composer, doc Document) {
	on := c.site.OnPage(c.page)
	rows := c.rows(on, false, true)
	for i, at := range on {
		if why := c.whyLine(&c.site.People[at], doc.People[at]); why.Text != "" {
			rows[i].Why = why
		}
	}
	c.tell(on, rows)
	v.Jump = c.jump(c.page.List, on, rows)
	last := profile.Class(0)
	for i, at := range on {
		if class := c.site.People[at].Status.Class(); class != last {
			last = class
			heading := c.lang.T("class." + class.String())
			if class == profile.Held {
				heading = c.heldText(c.heldIn(c.page.List.Country), "class.held", "class.held-unconfirmed")
			}
			v.Parts = append(v.Parts, countryPart{ID: class.String(), Heading: c.lang.Capital(heading), Rows: rows[i:i]})
		}
		part := &v.Parts[len(v.Parts)-1]
		if rows[i].Standing == part.Heading { // the heading says it
			rows[i].Standing = ""
		}
		part.Rows = part.Rows[:len(part.Rows)+1]
	}
}

// opening cuts the first paragraph off a text, if it begins with one.
func opening(text template.HTML) (first, rest template.HTML) {
	if strings.HasPrefix(string(text), "<p>") {
		if end := strings.Index(string(text), "</p>"); end > 0 {
			end += len("</p>")
			return text[:end], text[end:]
		}
	}
	return "", text
}

// scale gives the bars of a chart their lengths: shares of the largest number.
func scale(cs []counted) {
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
func (c *composer) article(code string) Words {
	title := c.words(c.site.Articles[code].Title)
	l := c.lang
	for _, other := range c.site.Languages {
		if other.Tag() == title.Lang {
			l = other
		}
	}
	title.Text = l.T("article.name", "code", articleName(l, code), "title", title.Text)
	return title
}

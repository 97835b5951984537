package render

import (
	"vigil/internal/card"
	"vigil/internal/content"
	"vigil/internal/site"
)

// SharePicture is the picture for those who come upon a link to a person's page, a PNG; nil where the site has none for
// this page. It says what the page says first, but no number of days, so that it changes as seldom as the facts.
func (r *Renderer) SharePicture(p site.Page, doc Document) ([]byte, error) {
	c := r.composer(p)
	if !c.shares(doc.Person) {
		return nil, nil
	}
	v, err := person(c, doc)
	if err != nil {
		return nil, err
	}
	return card.Draw(v.(*personView).card(c, doc.Person))
}

// shares tells whether a person's pages have pictures: if the site wants them and can name their addresses, and never
// of somebody who asked to be left alone.
func (c *composer) shares(p *content.Person) bool {
	return c.site.Site.SharePictures && c.site.BaseURL != "" && !p.Header.Letters.LeftAlone()
}

// card is what the picture says.
func (v *personView) card(c *composer, person *content.Person) card.Card {
	out := card.Card{Name: v.Name, Site: v.SiteTitle, Flame: c.site.Site.Brand.Flame, Mirror: v.Dir == "rtl"}
	p := &c.site.People[c.page.Person]
	if native, _ := c.recipient(person.Quote(), p); native.Text != v.Name {
		out.Native = native.Text
	}
	since := ""
	switch {
	case v.Years != "":
		since = v.Years
	case v.Until.Text != "":
		since = v.Since.Text + " – " + v.Until.Text
	case v.Since.Text != "":
		since = c.lang.T("days.since", "date", v.Since.Text, "date_of", v.Since.Of)
	}
	out.Lines = []string{c.comma(v.StatusLine, v.StatusDate.Text, v.Recognised), c.comma(c.countryName(p.Country.String()), since)}
	if v.Confirmed.Text != "" {
		out.Lines = append(out.Lines, c.lang.T("confirmed.row", "date", v.Confirmed.Text, "date_of", v.Confirmed.Of))
	}
	return out
}

// share puts the picture into the head of a person's page: the drawn one, else the photo. Somebody who asked to be left
// alone is shared with the site's own.
func (v *personView) share(c *composer, p *content.Person) {
	switch {
	case v.Image == "" || p.Header.Letters.LeftAlone():
	case c.shares(p) && card.Fits(v.card(c, p)):
		v.Image = c.absolute(c.site.SharePath(&c.site.People[c.page.Person], c.page.Lang))
	case v.Portrait != nil:
		v.Image = v.Portrait.Absolute
	}
}

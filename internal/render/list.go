package render

import (
	"cmp"
	"strconv"

	"vigil/internal/site"
)

type listView struct {
	Frame
	prose
	Lead      string
	Rule      string
	Address   []Words
	Rules     Words
	LastKnown bool
	Text      *Link // the law's text
	Total     int
	Empty     string // what a list of nobody says
	Jump      *jump
	Block     block
	Rows      []Row
	Paging    *Paging
}

func list(c *composer, doc Document) (any, error) {
	l := c.page.List
	v := listView{Total: len(l.Members), Paging: c.paging(l)}
	w, lead := c.titled(l)
	title := w.Text
	several := l.Country == "" || l.Kind == site.OfArticle
	v.Frame = c.frame(title, l.Counted() && len(l.Members) > 0)
	if c.site.CountryOf(l.Country) != nil { // a law or a prison alone makes no page of its country
		v.Crumbs = []Link{c.countryLink(l.Country)}
	}
	v.TitleIn, v.Lead, v.Description = w, lead, cmp.Or(lead, title)
	v.numbered(c)
	on := c.site.OnPage(c.page)
	v.Rows = c.rows(on, several, l.Counted())
	c.tell(on, v.Rows)
	v.Jump = c.jump(l, on, v.Rows)
	v.Block = c.block(l, lead)
	v.Block.List = ""
	if v.AsOf.ISO == "" {
		v.Block.AsOf = Time{}
	}
	if v.Total == 0 {
		v.Empty = c.lang.T("list.nobody")
		if l.Kind == site.OfCriterion {
			v.Empty = c.lang.T("list.no_criterion")
		}
	}
	v.LastKnown = l.Kind != site.OfClass && l.Kind != site.HeldUnconfirmed && l.Kind != site.ReleaseDue && l.NobodyConfirmed()
	if c.page.Number > 1 || c.page.ByDays {
		return v, nil
	}
	switch l.Kind {
	case site.PoliticalPrisoners:
		v.Rule = c.lang.T("recognition-rule." + c.site.Site.Recognition)
	case site.OfArticle:
		if url := c.site.Articles[l.Key].URL; url != "" {
			v.Text = &Link{Text: c.lang.T("article.text"), Href: url}
		}
	case site.OfPrison:
		e := c.site.Prisons[l.Country+"/"+l.Key]
		for _, text := range []string{e.Head.Address.Native, e.Head.Address.Latin} {
			if text != "" {
				v.Address = append(v.Address, Words{Text: text})
			}
		}
		v.Rules, v.prose = c.words(e.Head.Letters.Rules), c.prose(doc.Body, e.Head.Sources, e.Head.Checked)
	}
	return v, nil
}

// titled gives a list's title and what it is a list of.
func (c *composer) titled(l *site.List) (named Words, lead string) {
	t, title := c.lang.T, ""
	switch l.Kind {
	case site.OfClass:
		title, lead = t("class-people."+l.Key), t("class-help."+l.Key)
		if l.NobodyConfirmed() {
			title, lead = t("class-people.held-unconfirmed"), t("class-help.held-unconfirmed")
		}
	case site.OfStatus:
		title, lead = t("status-people."+l.Key), t("status-help."+l.Key)
		if l.NobodyConfirmed() {
			title = t("list.last_known", "people", title)
		}
	case site.PoliticalPrisoners:
		title, lead = t("class.political-prisoners"), t("class-help.political-prisoners")
	case site.HeldConfirmed:
		title, lead = t("class.held-confirmed"), t("class-help.held-confirmed")
	case site.HeldUnconfirmed:
		title, lead = t("class.held-unconfirmed"), t("class-help.held-unconfirmed")
	case site.ReleaseDue:
		title, lead = t("class.release-due"), t("class-help.release-due")
	case site.OfArticle:
		named, lead = c.article(l.Key), t("list.article")
	case site.OfPrison:
		named, lead = c.place(l.Country+"/"+l.Key).Name, t("list.prison")
	case site.OfGroup:
		named = c.words(c.site.Site.Groups[l.Key])
	case site.OfCriterion:
		title, lead = t("list.criterion", "letter", l.Key, "criterion", t("criterion."+l.Key)), t("criterion-help."+l.Key)
	case site.OfYear:
		title = t("list.year", "year", c.yearWords(l.Key).Text)
	}
	title = c.lang.Capital(cmp.Or(named.Text, title))
	if l.Country != "" && l.Kind >= site.OfClass && l.Kind <= site.ReleaseDue {
		title = t("list.in_country", "title", title, "country", c.countryName(l.Country))
	}
	named.Text = title
	return named, lead
}

// yearWords is a year of a list in the digits of the language.
func (c *composer) yearWords(key string) Words {
	year, _ := strconv.Atoi(key)
	return Words{Text: c.lang.Year(year)}
}

package render

import "vigil/internal/site"

// block is what stands beside a number, the same everywhere: what it counts, of which day, and the way to the list,
// the data, the rule, and how to cite it.
type block struct {
	Said  string
	AsOf  Time
	List  string
	CSV   string // the country's, or everybody's; where that would be too large, the files of all countries
	Only  string // the column of it to go by
	Rule  string
	Cite  string
	Parts []counted // of the number; each is a list
}

// block makes the block of the number of people in a list.
func (c *composer) block(l *site.List, said string) block {
	b := block{Said: said, AsOf: c.time(c.site.AsOf.Date()), List: c.link(l.Path), Cite: c.link("data.html") + "#cite", Rule: c.textPage("methodology")}
	switch {
	case l.Country != "" && c.site.CountryOf(l.Country) != nil && len(c.site.CountryOf(l.Country).People.Members) > 0:
		b.CSV = relative(c.file, "data/people/"+l.Country+".csv")
	case len(c.site.People) <= site.MostInOneFile:
		b.CSV = relative(c.file, "data/people.csv")
	default:
		b.CSV = c.link("data.html") + "#countries"
	}
	switch l.Kind {
	case site.OfClass, site.OfStatus:
		b.Only = "status"
	case site.PoliticalPrisoners:
		if b.Only = "recognised"; c.site.Site.Presumed() {
			b.Only = "status"
		}
	case site.HeldConfirmed, site.HeldUnconfirmed:
		b.Only = "confirmed"
	case site.ReleaseDue:
		b.Only = "expected_release"
	case site.OfArticle:
		b.Only = "charges"
	case site.OfGroup:
		b.Only = "groups"
	case site.OfPrison:
		b.Only = "places"
	case site.OfCriterion:
		b.Only = "criteria"
	case site.OfYear:
		b.Only = "detentions"
	}
	return b
}

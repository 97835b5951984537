package render

import (
	"sync"

	"vigil/internal/lang"
	"vigil/internal/profile"
)

// terms are words of one language that stand in the rows of every list: they are put together once.
type terms struct {
	statuses  map[profile.Status]map[byte]string // labels by gender: 'f', 'm' or 0
	countries map[string]string
	places    map[string]Words           // of prisons
	comma     string                     // between what stands in a row
	articles  [mostArticles + 1]lang.Gap // around so many
	forms     sync.Map                   // see unitForms
}

// mostArticles is how many articles fit a row.
const mostArticles = 4

// terms puts together those of a language.
func (r *Renderer) termsOf(language int) *terms {
	c := &composer{r: r, site: r.site, lang: r.site.Languages[language]}
	l, main := c.lang, r.site.Site.Main()
	t := &terms{statuses: map[profile.Status]map[byte]string{}, countries: map[string]string{}, places: map[string]Words{}, comma: l.T("join.comma") + " "}
	for _, s := range profile.Statuses() {
		t.statuses[s] = map[byte]string{}
		for _, g := range []byte{'f', 'm', 0} {
			t.statuses[s][g] = l.Capital(l.G("status."+s.String(), gender(g)))
		}
	}
	for code, e := range r.site.Library.Countries {
		if name, in := e.Text(l.Tag(), main, countryNamed); name != "" && in == l.Tag() {
			t.countries[code] = name
		}
	}
	for ref, e := range r.site.Prisons {
		t.places[ref] = c.in(e.Text(l.Tag(), main, prisonName))
	}
	for n := range t.articles {
		t.articles[n] = l.Around(l.N("articles.codes", n), "codes")
	}
	return t
}

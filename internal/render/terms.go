package render

import (
	"sync"

	"vigil/internal/lang"
	"vigil/internal/profile"
)

// terms are words of one language that stand in the rows of every list: they are put together once.
type terms struct {
	statuses  map[standing]string
	countries map[string]string
	places    map[string]Words           // of prisons
	comma     string                     // between what stands in a row
	articles  [mostArticles + 1]lang.Gap // around so many
	forms     sync.Map                   // key of a counter -> its plural forms
	languages sync.Map                   // language tag -> its name
}

// known is what is remembered under a key; made makes it the first time.
func known[K comparable, V any](all *sync.Map, key K, made func() V) V {
	v, ok := all.Load(key)
	if !ok {
		v, _ = all.LoadOrStore(key, made())
	}
	return v.(V)
}

// standing is a status as it is said of somebody: by gender ('f', 'm' or 0), and whether it is the last known one.
type standing struct {
	profile.Status
	gender    byte
	lastKnown bool
}

// mostArticles is how many articles fit a row.
const mostArticles = 4

// termsOf puts together those of a language.
func (r *Renderer) termsOf(language int) *terms {
	c := &composer{r: r, site: r.site, lang: r.site.Languages[language]}
	l, main := c.lang, r.site.Site.Main()
	t := &terms{statuses: map[standing]string{}, countries: map[string]string{}, places: map[string]Words{}, comma: l.T("join.comma") + " "}
	for _, s := range profile.Statuses() {
		for _, g := range []byte{'f', 'm', 0} {
			label := l.G("status."+s.String(), gender(g))
			t.statuses[standing{s, g, false}] = l.Capital(label)
			t.statuses[standing{s, g, true}] = l.Capital(l.T("status.last_known", "status", label))
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

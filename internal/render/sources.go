package render

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/schema"
	"vigil/internal/site"
)

// sourcesColumns are the columns of data/sources.csv. A row is a source of a page with the facts of the page that
// rest on it; of people these are columns of the people files, and text is what the page says in sentences. A fact
// that has a source of its own (an event, a recognition, a sanction) stands in no other row. What has no source has
// a row without one, so that a gap can be seen.
var sourcesColumns = []field{
	{"kind", "string"}, {"page", "string"}, {"name", "string"}, {"facts", "string"}, {"source", "integer"},
	{"title", "string"}, {"host", "string"}, {"date", "string"}, {"url", "string"}, {"archived", "string"},
}

// SourcesHead is the first line of data/sources.csv.
func SourcesHead() []byte { return heading(sourcesColumns) }

// sourced is a page of the site with what it states and where that comes from.
type sourced struct {
	kind, page, name string
	facts            []string // that rest on all sources together
	sources          []profile.Source
	own              []ownSource // of single facts
}

// ownSource is where a single fact comes from: a number of the page's sources, from 1, or an address.
type ownSource struct {
	fact, by, url string
	date          profile.Date
	number        int
}

// write puts the rows of a page at the end.
func (s *sourced) write(to *bytes.Buffer, main string) {
	var apart []ownSource
	by := make([][]string, len(s.sources))
	for i := range by {
		by[i] = slices.Clip(s.facts)
	}
	for _, o := range s.own {
		n := o.number - 1
		if n < 0 {
			n = slices.IndexFunc(s.sources, func(x profile.Source) bool { return x.URL == o.url && o.url != "" })
		}
		switch {
		case n < 0:
			apart = append(apart, o)
		case !slices.Contains(by[n], o.fact):
			by[n] = append(by[n], o.fact)
		}
	}
	source := func(facts []string, number string, x profile.Source) {
		row(to, s.kind, s.page, s.name, strings.Join(facts, "|"), number, x.Title.In(main), hostOf(x.URL), x.Date.String(), x.URL, x.Archived)
	}
	for i, x := range s.sources {
		source(by[i], strconv.Itoa(i+1), x)
	}
	for _, o := range apart {
		source([]string{o.fact}, "", profile.Source{Title: schema.Text{Main: o.by}, Date: o.date, URL: o.url})
	}
	if len(s.sources) == 0 && len(s.facts) > 0 {
		source(s.facts, "", profile.Source{})
	}
}

// hostOf names who publishes at a web address.
func hostOf(address string) string {
	_, behind, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(behind, "/")
	if strings.ContainsAny(host, "?#%:[") { // there is more to it
		if u, err := url.Parse(address); err == nil {
			host = u.Hostname()
		}
	}
	return strings.TrimPrefix(host, "www.")
}

// notFacts are columns of people that say where somebody is found here, or what is reckoned from other columns.
var notFacts = map[string]bool{"country": true, "slug": true, "unnamed": true, "days_behind_bars": true, "days_behind_bars_if_held": true,
	"days_restricted": true, "days_restricted_if_held": true, "days_at_least": true, "verified": true, "confirmed": true, "sources": true, "url": true}

// personSources writes the rows of a person; cells are those of the people file.
func personSources(to *bytes.Buffer, p *content.Person, d *dataPerson, cells []string, main string) {
	s := sourced{kind: "person", page: d.URL, name: d.Name, sources: p.Header.Sources}
	for _, e := range p.Header.Events {
		if e.Source > 0 {
			s.own = append(s.own, ownSource{fact: "events", number: e.Source})
		}
	}
	for _, r := range p.Header.Recognised {
		if r.URL != "" {
			s.own = append(s.own, ownSource{fact: "recognised", by: r.By, url: r.URL})
		}
	}
	alone := func(fact string, all int) bool {
		n := 0
		for _, o := range s.own {
			if o.fact == fact {
				n++
			}
		}
		return n == all
	}
	for i, c := range columns {
		if notFacts[c.name] || detailsOf[c.name] != "" || cells[i] == "" ||
			c.name == "events" && alone(c.name, len(d.Events)) || c.name == "recognised" && alone(c.name, len(d.Recognised)) {
			continue
		}
		s.facts = append(s.facts, c.name)
	}
	if len(p.Bodies) > 0 {
		s.facts = append(s.facts, "text")
	}
	s.write(to, main)
}

// EntrySources are the rows of data/sources.csv that are not about people one by one.
func (r *Renderer) EntrySources() []byte {
	var out bytes.Buffer
	l, main := r.site.Library, r.site.Site.Main()
	add := func(s sourced) { s.write(&out, main) }
	for _, x := range r.site.Reported {
		add(sourced{kind: "reported", page: "numbers.html", name: strings.TrimSpace(x.Date.String() + " " + x.Country + " " + strconv.Itoa(x.Number)),
			facts: []string{"number", "definition"}, sources: []profile.Source{x.Source}})
	}
	for _, code := range sortedKeys(l.Articles) {
		// An article without an address is called what the profiles with this charge say; one under which nobody is charged has no page.
		if a, of := l.Articles[code], r.site.List(site.OfArticle, strings.ToLower(code[:2]), code); a.URL != "" && of != nil {
			add(sourced{kind: "law", page: of.Path, name: a.Title.In(main), facts: []string{"title"},
				sources: []profile.Source{{URL: a.URL, Title: a.Title}}})
		}
	}
	for _, key := range sortedKeys(l.Countries) {
		e := l.Countries[key]
		add(sourced{kind: "country", page: site.PageOf(e.Path()), name: key, sources: e.Head.Sources,
			facts: filled(has{"letters", e.Head.Letters.Main != ""}, has{"text", true})})
	}
	for _, key := range sortedKeys(l.Prisons) {
		e, h := l.Prisons[key], &l.Prisons[key].Head
		add(sourced{kind: "prison", page: site.PageOf(e.Path()), name: h.Name.In(main), sources: h.Sources, facts: filled(
			has{"name", true}, has{"address", h.Address != content.Address{}}, has{"region", h.Region.Main != ""}, has{"kind", h.Kind.Main != ""},
			has{"letters", h.Letters.Rules.Main != "" || h.Letters.URL != "" || len(h.Letters.Languages) > 0}, has{"coordinates", len(h.Coordinates) > 0})})
	}
	for _, key := range sortedKeys(l.Officials) {
		e, h := l.Officials[key], &l.Officials[key].Head
		s := sourced{kind: "official", page: site.PageOf(e.Path()), name: h.Name, sources: h.Sources, facts: filled(
			has{"name", true}, has{"office", true}, has{"born", !h.Born.IsZero()}, has{"responsible_for", h.ResponsibleFor.Main != ""}, has{"text", true})}
		for _, x := range h.Sanctions {
			s.own = append(s.own, ownSource{fact: "sanctions", by: x.By, url: x.URL, date: x.Date})
		}
		add(s)
	}
	for _, key := range sortedKeys(l.Organisations) {
		e, h := l.Organisations[key], &l.Organisations[key].Head
		add(sourced{kind: "organisation", page: site.PageOf(e.Path()), name: h.Name, sources: h.Sources, facts: filled(
			has{"name", true}, has{"url", h.URL != ""}, has{"country", h.Country != ""}, has{"role", len(h.Role) > 0}, has{"member_of", len(h.MemberOf) > 0},
			has{"text", true})})
	}
	for _, key := range sortedKeys(l.Pages) {
		e := l.Pages[key]
		add(sourced{kind: "page", page: site.PageOf(e.Path()), name: e.Head.Title.In(main), sources: e.Head.Sources, facts: []string{"text"}})
	}
	for _, key := range sortedKeys(l.News) {
		e := l.News[key]
		add(sourced{kind: "news", page: site.PageOf(e.Path()), name: e.Head.Title.In(main), sources: e.Head.Sources,
			facts: filled(has{"people", len(e.Head.People) > 0}, has{"by", !e.Head.By.IsZero()}, has{"text", true})})
	}
	return out.Bytes()
}

// has says whether a page states a fact.
type has struct {
	fact string
	any  bool
}

func filled(facts ...has) (out []string) {
	for _, f := range facts {
		if f.any {
			out = append(out, f.fact)
		}
	}
	return out
}

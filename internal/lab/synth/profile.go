package synth

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// author writes profiles, one after the other, with its own dice and buffers.
type author struct {
	dir     string // content/profiles
	o       Options
	asOf    int
	d       dice
	b       []byte
	scratch []byte
	turn    int // which English sentence was the last
}

func newAuthor(dir string, o Options) *author {
	return &author{dir: dir, o: o, asOf: o.day()}
}

// person is what the fields of a header are drawn from.
type person struct {
	name        name
	land        territory
	status      status
	spans       []span
	first, last int // days of the first and of the latest change
	sources     int
}

// translated is how many of 1000 profiles are there in a further language.
const translated = 300

// write makes person i and the translations.
func (a *author) write(land territory, i int) error {
	a.d = newDice(a.o.Seed, uint64(i))
	p := a.person(land, uint64(i))
	a.b = append(a.b[:0], "---\n"...)
	a.identity(p)
	a.detentions(p)
	a.justice(p)
	a.contact(p)
	a.evidence(p)
	a.privacy()
	a.printf("---\n\n")
	a.body(a.o.Languages[0], p.name)
	path := filepath.Join(a.dir, land.code, p.name.slug())
	if err := os.WriteFile(path+".md", a.b, 0o644); err != nil {
		return err
	}
	for _, lang := range a.o.Languages[1:] {
		if !a.d.chance(translated) {
			continue
		}
		a.b = append(a.b[:0], "---\n"...)
		a.printf("occupation: [%s]\n---\n\n", a.phrase(lang, occupations))
		a.body(lang, p.name)
		if err := os.WriteFile(path+"."+lang+".md", a.b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func (a *author) person(land territory, i uint64) person {
	p := person{name: nameOf(a.o.Seed, i), land: land, status: a.d.status(), sources: a.d.between(1, 3)}
	p.spans = a.d.history(p.status, a.asOf)
	if len(p.spans) == 0 {
		p.first = a.asOf - a.d.between(30, 2500)
		p.last = p.first
		return p
	}
	end := p.spans[len(p.spans)-1]
	p.first, p.last = p.spans[0].from.day, end.from.day
	if end.to.known != none {
		p.last = end.to.day
	}
	return p
}

func (a *author) identity(p person) {
	main := scriptOf(a.o.Languages[0])
	a.printf("name: %s\n", p.name.in(main))
	if a.d.chance(50) {
		a.printf("sort: %s\n", p.name.surname(main))
	}
	if a.d.chance(400) {
		a.names(p)
	}
	if a.d.chance(500) {
		a.printf("aliases: [%s %s, %s. %s]\n", p.name.surname(latin), p.name.given(latin), p.name.given(latin)[:1], lookalike.Replace(p.name.surname(latin)))
	}
	if a.d.chance(5) {
		a.printf("former_slugs: [%s]\n", p.name.oldSlug())
	}
	if a.d.chance(900) {
		gender := "male"
		if p.name.female() {
			gender = "female"
		}
		a.printf("gender: %s\n", gender)
	}
	if a.d.chance(800) {
		known := pick(&a.d, []precision{full, full, full, full, full, full, full, month, year, year})
		a.field("born", date{p.first - a.d.between(18*365, 75*365), known})
	}
	if n := len(p.spans); n > 0 && (p.status.name == "died" || p.status.name == "executed") {
		a.field("died", p.spans[n-1].to)
	}
	if a.d.chance(30) {
		a.printf("citizenship: [%s]\n", pick(&a.d, countries).code)
	}
}

// names writes the name in the site's languages that have another script than
// the main one, and then in further scripts: four in all at most, unless the
// site itself has more languages.
func (a *author) names(p person) {
	used := []script{scriptOf(a.o.Languages[0])}
	var tags []string
	for _, tag := range a.o.Languages[1:] {
		if s := scriptOf(tag); s != used[0] {
			tags, used = append(tags, tag), append(used, s)
		}
	}
	others := []string{"en", "ru", "ar", "zh"}
	for i := range others {
		j := i + a.d.upTo(len(others)-i)
		others[i], others[j] = others[j], others[i]
	}
	if p.land.native != "" {
		others = append([]string{p.land.native}, others...)
	}
	want := a.d.between(1, 3)
	for _, tag := range others {
		if s := scriptOf(tag); len(tags) < want && !slices.Contains(used, s) {
			tags, used = append(tags, tag), append(used, s)
		}
	}
	for i, tag := range tags {
		tags[i] = tag + ": " + p.name.in(scriptOf(tag))
	}
	a.printf("names: {%s}\n", strings.Join(tags, ", "))
}

func (a *author) detentions(p person) {
	a.printf("status: %s\n", p.status.name)
	main := a.o.Languages[0]
	switch a.d.upTo(10) {
	case 0:
	case 1, 2:
		a.printf("occupation: [%s, %s]\n", a.phrase(main, occupations[:10]), a.phrase(main, occupations[10:]))
	default:
		a.printf("occupation: [%s]\n", a.phrase(main, occupations))
	}
	if a.d.chance(800) {
		i := a.d.upTo(len(groups))
		a.printf("groups: [%s", groups[i].key)
		if i > 0 && a.d.chance(300) {
			a.printf(", %s", groups[a.d.upTo(i)].key)
		}
		a.printf(", %s]\n", unknownGroup)
	}
	if len(p.spans) == 0 {
		return
	}
	a.printf("detentions:\n")
	for _, s := range p.spans {
		a.printf("  - {kind: %s", s.kind)
		a.pair("from", s.from)
		a.pair("to", s.to)
		a.place(p.land, s.kind)
		if s.end != "" {
			a.printf(", end: %s", s.end)
		}
		a.printf("}\n")
	}
}

// place names a prison, a place in plain text, or none. The product of two
// throws fills the first prisons more than the last.
func (a *author) place(land territory, kind string) {
	switch kind {
	case "pretrial", "imprisoned", "psychiatric", "open-facility", "administrative-arrest":
	default:
		return
	}
	n := land.prisons()
	switch i := a.d.upTo(n) * a.d.upTo(n) / n; {
	case a.d.chance(800):
		a.printf(", place: %s/%s", land.code, prisonSlug(i))
	case a.d.chance(300):
		a.printf(", place: Invented town of %s", a.babble("en", 1))
	}
}

func (a *author) justice(p person) {
	stage := "charged"
	convicted := false
	var verdict date
	for _, s := range p.spans {
		if s.kind == "imprisoned" || s.kind == "open-facility" || s.kind == "suspended" {
			convicted, verdict = true, s.from
		}
	}
	switch {
	case p.status.name == "case-closed" || p.status.name == "acquitted":
		stage, convicted = "dropped", false
	case convicted:
		stage = "convicted"
	}
	a.printf("charges:\n")
	from := a.d.upTo(articles)
	for i := range pick(&a.d, []int{1, 1, 1, 2, 2, 3}) {
		a.printf("  - {article: %s, stage: %s", articleCode(p.land.code, (from+i*5)%articles), stage)
		if a.d.chance(300) {
			a.printf(", text: %s", a.phrase(a.o.Languages[0], facts))
		}
		a.printf("}\n")
	}
	if a.d.chance(900) {
		a.printf("  - {article: %s, stage: %s}\n", unknownArticle(p.land.code), stage)
	}
	if !convicted {
		return
	}
	if a.d.chance(900) {
		a.printf("sentence: {years: %d, regime: %s}\n", a.d.between(1, 15), pick(&a.d, []string{"general", "reinforced", "strict"}))
	}
	if verdict.known != none && a.d.chance(800) {
		court := a.babble("en", 1)
		a.printf("proceedings:\n  - {type: verdict")
		a.pair("date", verdict)
		a.printf(", court: Invented court of %s, judge: %s, result: guilty}\n", court, nameOf(a.o.Seed, a.d.next()%shortNames).in(latin))
	}
}

func (a *author) contact(p person) {
	if a.d.chance(500) {
		org := organisations[a.d.upTo(recognise)]
		as := pick(&a.d, []string{"political-prisoner", "political-prisoner", "political-prisoner", "prisoner-of-conscience", "arbitrary-detention"})
		since := min(p.first+a.d.between(3, 200), a.asOf-1)
		a.printf("recognised: [{by: %s, as: %s", org.slug, as)
		a.pair("since", date{since, full})
		a.printf(", url: https://example.org/%s/%s}]\n", org.slug, p.name.slug())
		if a.d.chance(500) {
			a.printf("criteria: [%s]\n", pick(&a.d, []string{"a", "b", "c", "d", "e", "a, b", "a, c, d"}))
		}
	}
	if p.status.held && a.d.chance(600) {
		a.printf("letters: {state: %s", pick(&a.d, []string{"open", "open", "open", "open", "relatives-only", "e-letters", "no", "unknown", "asked-privacy"}))
		if a.d.chance(400) {
			a.printf(", languages: [%s]", strings.Join(a.o.Languages, ", "))
		}
		a.printf("}\n")
	}
	if a.d.chance(50) {
		on := date{a.d.between(p.first, a.asOf-1), full}
		a.printf("events: [{date: %s, type: award, text: Invented prize of the %s, source: 1}]\n", on.append(nil), organisations[a.d.upTo(len(organisations))].name)
	}
}

func (a *author) evidence(p person) {
	a.printf("sources:\n")
	for i := range p.sources {
		a.printf("  - {url: https://example.org/news/%s-%d, title: Synthetic report %d", p.name.slug(), i+1, a.d.between(1, 9999))
		a.pair("date", date{a.d.between(p.first, a.asOf-1), full})
		a.printf("}\n")
	}
	oldest := max(p.last, a.asOf-50)
	if a.d.chance(10) { // stale, if nothing happened since
		oldest = max(p.last, a.asOf-400)
	}
	a.field("verified", date{a.d.between(min(oldest, a.asOf-1), a.asOf-1), full})
}

func (a *author) privacy() {
	if a.d.chance(2) {
		a.printf("publish: false\n")
	}
	if a.d.chance(5) {
		a.printf("unnamed: true\n")
	}
	if a.d.chance(5) {
		a.printf("withhold: [%s]\n", pick(&a.d, []string{"born", "occupation", "letters", "born, charges"}))
	}
}

// field writes a date on a line of its own, pair inside a row; none if it is
// not known.
func (a *author) field(key string, d date) {
	if d.known != none {
		a.printf("%s: %s\n", key, d.append(nil))
	}
}

func (a *author) pair(key string, d date) {
	if d.known != none {
		a.printf(", %s: %s", key, d.append(nil))
	}
}

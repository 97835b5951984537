package content

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"vigil/internal/diag"
	"vigil/internal/profile"
)

// Person is everything public about one person: what a page shows.
type Person struct {
	_             struct{} `cbor:",toarray"`
	Country, Slug string
	Header        profile.Header
	In            map[string]profile.Header // text fields of translations, by language
	Bodies        []Body
	Photo         string // ending of the photo beside the profile, or "" where it is not published
}

// Named is the person's name in a language: from the translation, else from names, else the main one.
func (p *Person) Named(lang string) profile.Named {
	t := p.In[lang]
	if name := cmp.Or(t.Name, p.Header.Names[lang]); name != "" {
		return profile.Named{Name: name, Sort: t.Sort}
	}
	return profile.Named{Name: p.Header.Name, Sort: p.Header.Sort}
}

// Body is the person's text in a language, or failing that in the main one, or in any.
func (p *Person) Body(lang string) Body {
	if len(p.Bodies) == 0 {
		return Body{}
	}
	return p.Bodies[bodyIn(p.Bodies, lang)]
}

// Person gives one person again for the second pass, as KeepIn has kept them.
func (s *Source) Person(r *profile.Record) (*Person, error) {
	p, err := restore[*Person](s, r.Scratch, usualEntry)
	if err != nil {
		return nil, fmt.Errorf("profile of %s/%s: %w", r.Country.String(), r.Slug, err)
	}
	return p, nil
}

// reading is a profile in the first pass.
type reading struct {
	Person
	kept
	files  []seen
	broken bool // it could not be understood
}

// readProfile reads a profile with its translations, checks it, and takes out what must not be published.
func (s *Source) readProfile(g group, l *Library) (*reading, error) {
	p := &reading{Person: Person{Country: g.country(), Slug: g.name, Photo: g.photo, Header: profile.NewHeader()}}
	d, err := read(s, g.path(""), &p.Header, profile.Fields)
	if err != nil {
		return nil, err
	}
	defer d.Free()
	p.broken = diag.Errors(d.wrong)+diag.Errors(d.Problems) > 0
	if !d.unreadable {
		p.Header.Check(d.Doc, s.when)
		l.refer(&p.Header, d.Doc)
		described(&p.Header, d.Doc, g.photo != "")
		p.used = uses(&p.Header)
		for i, old := range p.Header.FormerSlugs {
			p.former = append(p.former, former{p.Country + "/" + old, g.ref(), d.Problem(formerSlug, "", "", "former_slugs", i)})
		}
	}
	held := withheldFrom(&p.Header)
	held.search(d, p.Header.Summary)
	p.add(d, s.site.Main())
	for _, lang := range s.order(g.langs) {
		if err := s.translation(p, d, g, lang, held); err != nil {
			return nil, err
		}
	}
	if !p.broken {
		p.claims, p.born = claims(&p.Header), p.Header.Born
		p.publish(s.when)
	}
	return p, nil
}

// add takes a file's problems and text.
func (p *reading) add(d *document, lang string) {
	p.problems = append(append(p.problems, d.wrong...), d.Problems...)
	p.files = append(p.files, d.seen...)
	if !d.blank() {
		p.Bodies = append(p.Bodies, d.in(lang))
	}
}

// order puts languages as site.yaml has them: that order chooses among texts where the main one is missing. Those
// that it lacks, and the main one, which has no translation, come last.
func (s *Source) order(langs []string) []string {
	place := func(lang string) int {
		if i := slices.Index(s.site.Languages, lang); i > 0 {
			return i
		}
		return maxLanguages
	}
	return slices.SortedStableFunc(slices.Values(langs), func(a, b string) int { return place(a) - place(b) })
}

// translation reads the person's file in a language; only a language of the site goes into the person.
func (s *Source) translation(p *reading, original *document, g group, lang string, held withheld) error {
	var t profile.Header
	d, err := read(s, g.path(lang), &t, profile.TranslationFields)
	if err != nil {
		return err
	}
	defer d.Free()
	held.search(d, t.Summary)
	p.problems = append(p.problems, s.wrongLanguage(lang, g.path(lang))...)
	if slices.Index(s.site.Languages, lang) < 1 {
		p.problems = append(p.problems, d.problems()...)
		return nil
	}
	if p.In == nil {
		p.In = map[string]profile.Header{}
	}
	p.In[lang] = t
	p.add(d, lang)
	if d.outdated(original) {
		p.outdated = append(p.outdated, lang)
	}
	return nil
}

// publish leaves what may be shown on the day: in the header, its translations and the texts.
func (p *reading) publish(on profile.When) {
	h := &p.Header
	// News may name somebody of whom nothing was known yet on the as-of day, but nobody who is never shown.
	p.nameable = h.Publish && !h.Unnamed && (h.PublishAfter.IsZero() || h.PublishAfter.Latest() <= max(on.Today, on.AsOf))
	withheld := h.Withhold
	p.public = h.Public(on)
	if slices.Contains(withheld, "former_slugs") {
		p.former = nil
	}
	if p.nameable && !p.public {
		p.absent = append(p.absent, p.Country+"/"+p.Slug)
		for _, f := range p.former {
			p.absent = append(p.absent, f.old)
		}
	}
	if !p.public || p.Header.Unnamed {
		p.Slug, p.In, p.Bodies, p.Photo, p.former, p.outdated = "", nil, nil, "", nil, nil
		return
	}
	if slices.Contains(withheld, "photo") {
		p.Photo = ""
	}
	for lang, t := range p.In {
		profile.TranslationFields.Clear(&t, withheld)
		if slices.Contains(withheld, "names") {
			t.Name, t.Sort = "", ""
		}
		p.In[lang] = t
	}
}

// native is the name as people of the country write it, and its language, where the site's languages do not have it: in
// the first of the country's own languages in which there is one.
func (s *Source) native(p *Person, country *Entry[Country]) (n profile.Named) {
	if len(p.Header.Names) == 0 {
		return n
	}
	var own []string
	if country != nil {
		own = country.Head.Native
	}
	if base, sure := language.Make("und-" + p.Country).Base(); len(own) == 0 && sure != language.No {
		own = []string{base.String()}
	}
	for _, tag := range own {
		name := p.Header.Names[tag]
		if site := slices.Index(s.site.Languages, tag); site == 0 || site > 0 && (name != "" || p.In[tag].Name != "") {
			break // lists show that one
		}
		if name != "" && name != p.Header.Name {
			return profile.Named{Name: name, Sort: tag}
		}
	}
	return n
}

// record keeps of a published person what pages of others need.
func (s *Source) record(p *Person, g group, country *Entry[Country]) profile.Record {
	named := make([]profile.Named, len(s.site.Languages))
	for i, lang := range s.site.Languages {
		named[i] = p.Named(lang)
	}
	if n := s.native(p, country); n.Name != "" {
		named = append(named, n)
	}
	r := profile.NewRecord(&p.Header, p.Country, p.Slug, named, s.site.Recognisers)
	if p.Header.Unnamed {
		return r
	}
	if len(p.Bodies) > 0 {
		r.Told(&p.Header)
	}
	for i, lang := range s.site.Languages {
		if i > 0 && slices.Contains(g.langs, lang) {
			r.Translations |= 1 << i
		}
	}
	if p.Photo != "" {
		r.Photo = uint8(slices.Index(photoEndings, p.Photo) + 1)
	}
	return r
}

// country and ref are those of a group of a profile.
func (g group) country() string { return strings.TrimPrefix(g.dir, "profiles/") }
func (g group) ref() string     { return g.country() + "/" + g.name }

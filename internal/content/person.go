package content

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Person is everything public about one person: what a page shows.
type Person struct {
	Country, Slug string
	Header        profile.Header
	In            map[string]profile.Header // text fields of translations, by language
	Bodies        []Body
	Photo         string // ending of the photo beside the profile, or "" where it is not published

	digest uint64
	former []former
	absent []string // see kept
	public bool     // on the site on the as-of day
	shown  bool     // neither a draft nor unnamed
}

// ErrChanged says that a file was edited between the two passes.
var ErrChanged = errors.New("changed while the site was being built; build again")

// record keeps of a published person what the first pass needs.
func (s *Source) record(p *Person, g group) profile.Record {
	named := make([]profile.Named, len(s.site.Languages))
	for i, lang := range s.site.Languages {
		named[i] = p.Named(lang)
	}
	r := profile.NewRecord(&p.Header, p.Country, p.Slug, named, s.site.Recognisers)
	if p.Header.Unnamed {
		return r
	}
	r.Key = p.digest
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

// Person gives one person again for the second pass: from what KeepIn keeps, or read anew. A file that is
// then no longer what the first pass saw gives ErrChanged.
func (s *Source) Person(r *profile.Record) (*Person, error) {
	if s.spool != nil {
		p := &Person{Country: r.Country.Value(), Slug: r.Slug, public: true, shown: true}
		if r.Photo > 0 {
			p.Photo = photoEndings[r.Photo-1]
		}
		return p, s.spool.get(r.Key, p)
	}
	g := group{dir: "profiles/" + r.Country.Value(), name: r.Slug, main: true}
	for i, lang := range s.site.Languages {
		if r.Translations&(1<<i) != 0 {
			g.langs = append(g.langs, lang)
		}
	}
	if r.Photo > 0 {
		g.photo = photoEndings[r.Photo-1]
	}
	p, _, err := s.read(g, nil)
	if err != nil {
		return nil, err
	}
	if p == nil || !p.public || p.digest != r.Key {
		return nil, fmt.Errorf("%s: %w", sourcePath(g.path("")), ErrChanged)
	}
	return p, nil
}

// read reads a profile with its translations and takes out what must not be published. With a library
// (the first pass) everything is checked too. Nil means that a file could not be understood.
func (s *Source) read(g group, l *Library) (*Person, []diag.Problem, error) {
	p := &Person{Country: g.dir[len("profiles/"):], Slug: g.name, Photo: g.photo, Header: profile.NewHeader()}
	main, doc, err := readProfile(s, g.path(""), &p.Header, profile.Fields, l != nil)
	if err != nil {
		return nil, nil, err
	}
	understood := diag.Errors(main.problems)+diag.Errors(doc.Problems) == 0
	if l != nil && !main.unreadable {
		p.Header.Check(doc, s.when)
		l.refer(&p.Header, doc)
		credit(&p.Header, doc, g.photo != "")
		for i, old := range p.Header.FormerSlugs {
			p.former = append(p.former, former{p.Country + "/" + old, p.Country + "/" + p.Slug, doc.Problem(formerSlug, "", "", "former_slugs", i)})
		}
	}
	problems := slices.Concat(main.problems, doc.Problems)
	p.digest = main.digest
	p.addBody(s.site.Main(), main)
	for _, lang := range s.order(g.langs) {
		ps, err := s.translation(p, g, lang, l != nil)
		if err != nil {
			return nil, nil, err
		}
		problems = append(problems, ps...)
	}
	if !understood {
		return nil, problems, nil
	}
	p.publish(s.when)
	return p, problems, nil
}

// order puts languages as site.yaml has them, so that both passes read alike; those that it lacks, and
// the main one, which has no translation, come last.
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
func (s *Source) translation(p *Person, g group, lang string, check bool) ([]diag.Problem, error) {
	var t profile.Header
	f, doc, err := readProfile(s, g.path(lang), &t, profile.TranslationFields, check)
	if err != nil {
		return nil, err
	}
	w := walker{s: s}
	w.language(lang, g.path(lang))
	problems := slices.Concat(w.problems, f.problems, doc.Problems)
	if slices.Index(s.site.Languages, lang) < 1 {
		return problems, nil
	}
	if p.In == nil {
		p.In = map[string]profile.Header{}
	}
	p.In[lang] = t
	p.digest = p.digest*31 + f.digest
	p.addBody(lang, f)
	return problems, nil
}

func (p *Person) addBody(lang string, f *file) {
	if !f.blank() {
		p.Bodies = append(p.Bodies, f.in(lang))
	}
}

// publish leaves what may be shown on the day: in the header, its translations and the texts.
func (p *Person) publish(on profile.When) {
	h := &p.Header
	// News may name somebody of whom nothing was known yet on the as-of day, but nobody who is never shown.
	p.shown = h.Publish && !h.Unnamed && (h.PublishAfter.IsZero() || h.PublishAfter.Latest() <= max(on.Today, on.AsOf))
	withheld := h.Withhold
	p.public = h.Public(on)
	if slices.Contains(withheld, "former_slugs") {
		p.former = nil
	}
	if p.shown && !p.public {
		p.absent = append(p.absent, p.Country+"/"+p.Slug)
		for _, f := range p.former {
			p.absent = append(p.absent, f.old)
		}
	}
	if !p.public || p.Header.Unnamed {
		p.Slug, p.In, p.Bodies, p.Photo, p.former = "", nil, nil, "", nil
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

// readProfile reads one file of a person; check asks for the problems of its text too.
func readProfile(s *Source, at string, into *profile.Header, table schema.Table[profile.Header], check bool) (*file, *schema.Doc, error) {
	f, err := s.readMarkdown(at)
	if err != nil {
		return nil, nil, err
	}
	f.path = sourcePath(at)
	for i := range f.problems {
		f.problems[i].Path = f.path
	}
	if f.unreadable {
		return f, &schema.Doc{Path: f.path}, nil
	}
	doc := schema.Parse(f.path, f.header, f.headerLine)
	decode(doc, into, table)
	if check {
		f.problems = append(f.problems, f.checkBody()...)
	}
	return f, doc, nil
}

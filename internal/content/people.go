package content

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"vigil/internal/diag"
	"vigil/internal/markdown"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Person is everything public about one person: what a page shows.
type Person struct {
	Country, Slug string
	Header        profile.Header
	In            map[string]profile.Header // text fields of translations, by language
	Bodies        []Body
	Photo         string // ending of the photo beside the profile, or ""

	digest uint64
	former []string
	public bool
}

// ErrChanged says that a file was edited between the two passes.
var ErrChanged = errors.New("changed while the site was being built; build again")

// chunk is how many profiles a worker takes at a time.
const chunk = 64

// Load reads the whole content: the first pass. Problems come sorted; when one is an error the library
// must not be built. progress, if given, is told how many profiles have been read.
func (s *Source) Load(ctx context.Context, workers int, progress func(done int)) (*Library, []diag.Problem, error) {
	l, problems, err := s.Small()
	if err != nil {
		return nil, nil, err
	}
	var mu sync.Mutex
	done := 0
	tasks := make(chan []group)
	g, ctx := errgroup.WithContext(ctx)
	w := &walker{s: s}
	g.Go(func() error {
		defer close(tasks)
		return w.profiles(func(gs []group) error {
			select {
			case tasks <- gs:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	for range max(1, workers) {
		g.Go(func() error {
			for gs := range tasks {
				rs, ps, former, err := s.records(l, gs)
				if err != nil {
					return err
				}
				mu.Lock()
				l.People = append(l.People, rs...)
				problems = append(problems, ps...)
				for _, f := range former {
					problems = append(problems, l.addFormer(f[0], f[1])...)
				}
				done += len(gs)
				if progress != nil {
					progress(done)
				}
				mu.Unlock()
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return nil, nil, err
	}
	problems = append(problems, w.problems...)
	l.sort()
	problems = append(problems, s.crossChecks(l)...)
	return l, once(diag.Sort(problems)), nil
}

// profiles walks the profiles, country by country, and hands them on in chunks.
func (w *walker) profiles(hand func([]group) error) error {
	ccs, err := w.folders("profiles")
	if err != nil {
		return err
	}
	for _, cc := range ccs {
		groups, err := w.groups("profiles/"+cc, schema.Slug, true)
		if err != nil {
			return err
		}
		for gs := range slices.Chunk(groups, chunk) {
			if err := hand(gs); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Source) records(l *Library, gs []group) (rs []profile.Record, ps []diag.Problem, former [][2]string, err error) {
	for _, g := range gs {
		p, problems, err := s.read(g, l)
		ps = append(ps, problems...)
		if err != nil {
			return nil, nil, nil, err
		}
		if p != nil && p.public {
			rs = append(rs, s.record(p, g))
			for _, old := range p.former {
				former = append(former, [2]string{p.Country + "/" + old, p.Country + "/" + p.Slug})
			}
		}
	}
	return rs, ps, former, nil
}

func (s *Source) record(p *Person, g group) profile.Record {
	named := make([]profile.Named, len(s.site.Languages))
	for i, lang := range s.site.Languages {
		named[i] = p.Named(lang)
	}
	r := profile.NewRecord(&p.Header, p.Country, p.Slug, named, s.site.Recognisers)
	if p.Header.Unnamed {
		return r
	}
	r.Digest = p.digest
	for i, lang := range s.site.Languages {
		if slices.Contains(g.langs, lang) {
			r.Translations |= 1 << i
		}
	}
	if g.photo != "" {
		r.Photo = uint8(slices.Index(photoEndings, g.photo) + 1)
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
	for _, b := range p.Bodies {
		if b.Lang == lang {
			return b
		}
	}
	if len(p.Bodies) > 0 {
		return p.Bodies[0]
	}
	return Body{}
}

// Person reads one person again for the second pass. A file that is no longer what the first pass saw
// gives ErrChanged.
func (s *Source) Person(r *profile.Record) (*Person, error) {
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
	if p == nil || !p.public || p.digest != r.Digest {
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
	problems := slices.Concat(main.problems, doc.Problems)
	understood := len(problems) == 0
	if l != nil && doc.Problems == nil && !main.unreadable {
		p.Header.Check(doc, s.when)
		l.refer(&p.Header, doc)
		problems = append(problems, doc.Problems...)
	}
	p.digest = main.digest
	p.addBody(s.site.Main(), main.body)
	for _, lang := range g.langs {
		if !slices.Contains(s.site.Languages, lang) {
			w := walker{s: s}
			w.language(lang, g.path(lang))
			problems = append(problems, w.problems...)
		}
		var t profile.Header
		f, doc, err := readProfile(s, g.path(lang), &t, profile.TranslationFields, l != nil)
		if err != nil {
			return nil, nil, err
		}
		problems = slices.Concat(problems, f.problems, doc.Problems)
		if p.In == nil {
			p.In = map[string]profile.Header{}
		}
		p.In[lang] = t
		p.digest = p.digest*31 + f.digest
		p.addBody(lang, f.body)
	}
	if !understood {
		return nil, problems, nil
	}
	p.former = p.Header.FormerSlugs
	p.publish(s.when.AsOf)
	return p, problems, nil
}

func (p *Person) addBody(lang string, text []byte) {
	if len(strings.TrimSpace(string(text))) > 0 {
		p.Bodies = append(p.Bodies, Body{lang, text})
	}
}

// publish leaves what may be shown on the day: in the header, its translations and the texts.
func (p *Person) publish(asOf profile.Day) {
	withheld := p.Header.Withhold
	p.public = p.Header.Public(asOf)
	if !p.public || p.Header.Unnamed {
		p.Slug, p.In, p.Bodies, p.Photo, p.former = "", nil, nil, "", nil
		return
	}
	if slices.Contains(withheld, "photo") {
		p.Photo = ""
	}
	if slices.Contains(withheld, "former_slugs") {
		p.former = nil
	}
	for lang, t := range p.In {
		profile.TranslationFields.Clear(&t, withheld)
		if slices.Contains(withheld, "names") {
			t.Name = ""
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
	decode(doc, f, into, table)
	if check {
		f.problems = append(f.problems, markdown.Check(f.path, f.body, f.bodyLine)...)
	}
	return f, doc, nil
}

// sort puts people in the order that everything later relies on.
func (l *Library) sort() {
	slices.SortFunc(l.People, func(a, b profile.Record) int {
		return cmp.Or(strings.Compare(a.Country.Value(), b.Country.Value()), strings.Compare(a.Slug, b.Slug), cmp.Compare(a.Status, b.Status))
	})
}

// Find is the place of a named person in People, by country and slug; -1 if there is none.
func (l *Library) Find(ref string) int {
	cc, slug, _ := strings.Cut(ref, "/")
	i, ok := slices.BinarySearchFunc(l.People, struct{}{}, func(r profile.Record, _ struct{}) int {
		return cmp.Or(strings.Compare(r.Country.Value(), cc), strings.Compare(r.Slug, slug))
	})
	if !ok || slug == "" {
		return -1
	}
	return i
}

func (l *Library) addFormer(old, now string) []diag.Problem {
	if other, ok := l.Former[old]; ok && other != now {
		return []diag.Problem{{Path: sourcePath("profiles", max(now, other)+".md"), Line: 1, Col: 1, Rule: formerSlug,
			Text: fmt.Sprintf("former_slugs: %s is a former name of two profiles", old), Hint: "keep it in one: " + min(now, other) + " has it too"}}
	}
	l.Former[old] = now
	return nil
}

// crossChecks looks at what can be known only when everybody has been read.
func (s *Source) crossChecks(l *Library) (ps []diag.Problem) {
	for _, old := range sortedKeys(l.Former) {
		if l.Find(old) >= 0 {
			ps = append(ps, diag.Problem{Path: sourcePath("profiles", l.Former[old]+".md"), Line: 1, Col: 1, Rule: formerSlug,
				Text: fmt.Sprintf("former_slugs: %s is the name of another profile", old), Hint: "take it out"})
		}
	}
	for _, key := range sortedKeys(l.News) {
		for _, ref := range l.News[key].Head.People {
			if l.Find(ref) < 0 {
				ps = append(ps, diag.Problem{Path: l.News[key].Path(), Line: 1, Col: 1, Rule: unknownRef,
					Text: fmt.Sprintf("people: no published profile %q", ref), Hint: "write cc/slug of a profile, or leave it out"})
			}
		}
	}
	for i, lang := range s.site.Languages[1:] {
		n, named := 0, 0
		for _, r := range l.People {
			if !r.Has(profile.Unnamed) {
				named++
				if r.Translations&(1<<(i+1)) != 0 {
					n++
				}
			}
		}
		if n < named {
			ps = append(ps, diag.Problem{Path: "content/profiles", Rule: noText,
				Text: fmt.Sprintf("%d of %d profiles have no text in %s; they show the one in %s", named-n, named, lang, s.site.Main()), Hint: "add <name>." + lang + ".md beside a profile"})
		}
	}
	return ps
}

// once keeps the first of the problems that concern a missing entry elsewhere: an unknown article is
// mended in one place, however many profiles name it.
func once(ps []diag.Problem) []diag.Problem {
	seen := map[string]bool{}
	return slices.DeleteFunc(ps, func(p diag.Problem) bool {
		if p.Rule != unknownCode && p.Rule != unknownKey {
			return false
		}
		again := seen[p.Text]
		seen[p.Text] = true
		return again
	})
}

package content

import (
	"context"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/photo"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Reader reads the content again and again: it keeps what the first pass made of every file, so that
// after an edit only what was edited is read. What it gives is what Open and Load would give. It is for
// one goroutine; what it has given out never changes.
type Reader struct {
	dir    string
	when   profile.When
	photos *photo.Maker
	room   func() (Scratch, error)
	most   int // see mostKept

	source    *Source
	entries   *Library     // without people
	problems  [3]diag.List // in site.yaml, in entries, in profiles/ itself
	countries map[string]*shelf
	rest      diag.List // of profiles whose problems are not kept
	claims    int       // how many there were the last time
}

// shelf is the folder of a country's profiles.
type shelf struct {
	groups   []group // by name
	problems diag.List
	kept     map[string]kept // by the name of the group
}

// mostKept is how many problems of profiles are kept from one reading to the next: two or three for each of a hundred thousand,
// which takes some 70 MB. Profiles with those beyond are read again each time, until enough are mended.
const mostKept = 250_000

// NewReader gives a reader of a source folder that has read nothing yet.
func NewReader(dir string, when profile.When) *Reader {
	return &Reader{dir: dir, when: when, photos: photo.NewMaker(""), most: mostKept}
}

// UseCache keeps in a folder what is made of photos; "" is none. To be called before anything is read.
func (r *Reader) UseCache(dir string) { r.photos = photo.NewMaker(dir) }

// KeepIn gives the reader room for what Source.KeepIn keeps, anew each time that everything is read. To be called
// before anything is read.
func (r *Reader) KeepIn(room func() (Scratch, error)) { r.room = room }

// Read reads what changed and gives the whole. changed are slash paths below content/, where a folder
// stands for all that is in it; none, or the first time, is everything. Every profile is read again too
// when site.yaml changed, or when a prison, official, organisation or article came or went, since the
// references must be checked. progress, if given, is told how many profiles have been read.
//
// The error is for I/O; the next call then needs the same paths again. Sources are not to be closed:
// pages may still be made from an old one, and like an os.File it is closed when nobody holds it.
func (r *Reader) Read(ctx context.Context, workers int, progress func(done int), changed ...string) (*Source, *Library, []diag.Problem, error) {
	next, err := r.common(changed)
	if err != nil {
		return nil, nil, nil, err
	}
	todo, err := next.list(changed)
	if err != nil {
		return nil, nil, nil, err
	}
	room := r.most
	for _, s := range next.countries {
		for _, k := range s.kept {
			room -= len(k.problems)
		}
	}
	next.rest = diag.List{}
	err = next.source.readProfiles(ctx, workers, progress, next.entries, these(todo), func(g group, k kept) {
		if room -= len(k.problems); room < 0 {
			next.rest.Add(k.problems...)
			k.problems, k.reread = nil, true
		}
		next.countries[g.country()].kept[g.name] = k
	})
	if err == nil {
		err = next.source.scratch.flush()
	}
	if err != nil {
		return nil, nil, nil, err
	}
	*r = *next
	l, problems := r.library()
	return r.source, l, problems, nil
}

// common reads what profiles depend on, if it changed. It gives a new reader, so that an error leaves the
// old one as it was.
func (r *Reader) common(changed []string) (next *Reader, err error) {
	n := *r
	all := r.source == nil || len(changed) == 0 || slices.Contains(changed, "site.yaml")
	if all {
		n.countries = nil
		var ps []diag.Problem
		if n.source, ps, err = Open(r.dir, r.when); err != nil {
			return nil, err
		}
		n.problems[0] = diag.List{}
		n.problems[0].Add(ps...)
		n.source.photos, n.source.edited, n.source.alike = r.photos, true, map[string]*likeness{}
		if r.room != nil {
			f, err := r.room()
			if err != nil {
				return nil, err
			}
			n.source.KeepIn(f)
		}
	}
	if all || slices.ContainsFunc(changed, func(p string) bool { return p != "profiles" && !strings.HasPrefix(p, "profiles/") }) {
		if n.entries, n.problems[1], err = n.source.entries(); err != nil {
			return nil, err
		}
		if !all && !sameNames(r.entries, n.entries) {
			n.countries = nil
		}
	}
	return &n, nil
}

// sameNames tells whether references lead to something in both libraries or in neither, and whether people of each
// country write their names in the same languages.
func sameNames(a, b *Library) bool {
	names := func(l *Library) []any {
		native := map[string][]string{}
		for cc, e := range l.Countries {
			native[cc] = e.Head.Native
		}
		return []any{sortedKeys(l.Prisons), sortedKeys(l.Officials), sortedKeys(l.Organisations), sortedKeys(l.Articles), native}
	}
	return reflect.DeepEqual(names(a), names(b))
}

// list looks into the folders of profiles that changed; it gives the profiles that must be read.
func (r *Reader) list(changed []string) (todo []group, err error) {
	touched := map[string]bool{} // folders of countries, and names of groups in them
	for _, p := range changed {
		name, _, _ := strings.Cut(path.Base(p), ".")
		touched[path.Join(path.Dir(p), name)] = true
		touched["in "+path.Dir(p)] = true
	}
	w := &walker{s: r.source}
	ccs, err := w.folders("profiles")
	if err != nil {
		return nil, err
	}
	before := r.countries
	r.countries, r.problems[2] = make(map[string]*shelf, len(ccs)), w.problems
	for _, cc := range ccs {
		dir := "profiles/" + cc
		old := before[cc]
		whole := old == nil || touched["profiles"] || touched[dir]
		if !whole && !touched["in "+dir] && !old.reread() {
			r.countries[cc] = old
			continue
		}
		w := &walker{s: r.source}
		groups, err := w.groups(dir, schema.Slug, true)
		if err != nil {
			return nil, err
		}
		s := &shelf{groups: groups, problems: w.problems, kept: make(map[string]kept, len(groups))}
		for _, g := range groups {
			if !whole && !touched[dir+"/"+g.name] {
				if k, ok := old.kept[g.name]; ok && !k.reread {
					s.kept[g.name] = k
					continue
				}
			}
			delete(r.source.alike, g.path(""))
			todo = append(todo, g)
		}
		r.countries[cc] = s
	}
	return todo, nil
}

// reread tells whether something in the folder must be read each time.
func (s *shelf) reread() bool {
	for _, k := range s.kept {
		if k.reread {
			return true
		}
	}
	return false
}

// library puts together what is kept.
func (r *Reader) library() (*Library, []diag.Problem) {
	l := *r.entries
	l.Links = slices.Clone(l.Links)
	var problems diag.List
	for i := range r.problems {
		problems.Join(&r.problems[i])
	}
	problems.Join(&r.rest)
	c, people := collect(&l, problems), 0
	for _, s := range r.countries {
		people += len(s.kept)
	}
	c.People, c.claims = make([]profile.Record, 0, people), make([]claim, 0, r.claims)
	for _, cc := range slices.Sorted(maps.Keys(r.countries)) {
		s := r.countries[cc]
		c.problems.Join(&s.problems)
		for _, g := range s.groups {
			c.add(g, s.kept[g.name])
		}
	}
	r.claims = len(c.claims)
	return c.finish(r.source)
}

package content

import (
	"context"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

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

	source    *Source
	small     *Library          // without people
	problems  [3][]diag.Problem // in site.yaml, in the small kinds, in profiles/ itself
	countries map[string]*shelf
}

// shelf is the folder of a country's profiles.
type shelf struct {
	groups   []group // by name
	problems []diag.Problem
	kept     map[string]kept // by the name of the group
}

// kept is what the first pass keeps of one profile.
type kept struct {
	record   profile.Record
	public   bool     // on the site: there is a record
	nameable bool     // a text may name the person
	later    bool     // there are facts after the as-of day
	absent   []string // addresses, cc/slug, that a text may name though nothing stands there on the day
	former   []former
	links    []Links
	photo    *Photo
	problems []diag.Problem
}

// NewReader gives a reader of a source folder that has read nothing yet.
func NewReader(dir string, when profile.When) *Reader {
	return &Reader{dir: dir, when: when, photos: photo.NewMaker("")}
}

// UseCache keeps in a folder what is made of photos; "" is none. To be called before anything is read.
func (r *Reader) UseCache(dir string) { r.photos = photo.NewMaker(dir) }

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
	if err := next.profiles(ctx, workers, progress, todo); err != nil {
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
		if n.source, n.problems[0], err = Open(r.dir, r.when); err != nil {
			return nil, err
		}
		n.source.photos = r.photos
	}
	if all || slices.ContainsFunc(changed, func(p string) bool { return p != "profiles" && !strings.HasPrefix(p, "profiles/") }) {
		if n.small, n.problems[1], err = n.source.Small(); err != nil {
			return nil, err
		}
		if !all && !sameNames(r.small, n.small) {
			n.countries = nil
		}
	}
	return &n, nil
}

// sameNames tells whether references lead to something in both libraries or in neither.
func sameNames(a, b *Library) bool {
	names := func(l *Library) []any {
		return []any{sortedKeys(l.Prisons), sortedKeys(l.Officials), sortedKeys(l.Organisations), sortedKeys(l.Articles)}
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
		if !whole && !touched["in "+dir] {
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
				if k, ok := old.kept[g.name]; ok {
					s.kept[g.name] = k
					continue
				}
			}
			todo = append(todo, g)
		}
		r.countries[cc] = s
	}
	return todo, nil
}

// profiles reads profiles and puts what is kept of them on their shelves.
func (r *Reader) profiles(ctx context.Context, workers int, progress func(done int), todo []group) error {
	out := make([]kept, len(todo))
	var next atomic.Int64
	var mu sync.Mutex
	g, ctx := errgroup.WithContext(ctx)
	for range max(1, workers) {
		g.Go(func() (err error) {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(todo) || ctx.Err() != nil {
					return ctx.Err()
				}
				if out[i], err = r.source.keep(todo[i], r.small); err != nil {
					return err
				}
				if progress != nil && (i+1)%chunk == 0 {
					mu.Lock()
					progress(i + 1)
					mu.Unlock()
				}
			}
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i, g := range todo {
		r.countries[strings.TrimPrefix(g.dir, "profiles/")].kept[g.name] = out[i]
	}
	return nil
}

// keep reads and checks a profile for the first pass.
func (s *Source) keep(g group, l *Library) (k kept, err error) {
	p, problems, err := s.read(g, l)
	k.problems = problems
	if err == nil && g.photo != "" {
		var ps []diag.Problem
		k.photo, ps, err = s.photo(g, p != nil && p.Photo != "")
		k.problems = append(k.problems, ps...)
	}
	if p == nil || err != nil {
		k.nameable, k.absent = true, []string{strings.TrimPrefix(g.dir, "profiles/") + "/" + g.name} // what is wrong with it has been said
		return k, err
	}
	k.nameable, k.public, k.absent = p.shown, p.public, p.absent
	k.later = p.Header.Publish && p.Header.Later()
	if p.public {
		k.record, k.former, k.links = s.record(p, g), p.former, s.site.links(p.Bodies)
		if s.spool != nil && !p.Header.Unnamed {
			if k.record.Key, err = s.spool.put(p); err != nil {
				return k, err
			}
		}
	}
	return k, nil
}

// library puts together what is kept.
func (r *Reader) library() (*Library, []diag.Problem) {
	l := *r.small
	l.Former, l.Absent, l.Links, l.Photos = map[string]string{}, map[string]bool{}, slices.Clone(l.Links), map[string]*Photo{}
	var all []former
	problems := slices.Concat(r.problems[:]...)
	for _, cc := range slices.Sorted(maps.Keys(r.countries)) {
		s := r.countries[cc]
		problems = append(problems, s.problems...)
		for _, g := range s.groups {
			k := s.kept[g.name]
			problems = append(problems, k.problems...)
			all = append(all, k.former...)
			l.Links = append(l.Links, k.links...)
			l.Past = l.Past || k.later
			for _, ref := range k.absent {
				l.Absent[ref] = true
			}
			if k.photo != nil {
				l.Photos[cc+"/"+g.name] = k.photo
			}
			if k.public {
				l.People = append(l.People, k.record)
			}
		}
	}
	l.sort()
	found := map[string]bool{}
	for _, m := range l.mentions {
		cc, name, _ := strings.Cut(m.name, "/")
		if s := r.countries[cc]; s != nil {
			found[m.name] = s.kept[name].nameable
		}
	}
	problems = slices.Concat(problems, l.formerNames(all), l.inTheNews(found), r.source.untranslated(&l))
	return &l, once(diag.Sort(problems))
}

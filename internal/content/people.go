package content

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// chunk is how many profiles a worker takes at a time.
const chunk = 64

// Load reads the whole content: the first pass. Problems come sorted; when one is an error the library
// must not be built. progress, if given, is told how many profiles have been read.
func (s *Source) Load(ctx context.Context, workers int, progress func(done int)) (*Library, []diag.Problem, error) {
	s.steady = true
	l, problems, err := s.Small()
	if err != nil {
		return nil, nil, err
	}
	var mu sync.Mutex
	done := 0
	all := newBatch()
	tasks := make(chan []group)
	g, ctx := errgroup.WithContext(ctx)
	w := &walker{s: s}
	g.Go(func() error {
		defer close(tasks)
		return w.profiles(func(gs []group) error {
			if ctx.Err() != nil { // select would choose between the two by chance
				return ctx.Err()
			}
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
				b, err := s.records(l, gs)
				if err != nil {
					return err
				}
				mu.Lock()
				all.add(b)
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
	if s.spool != nil {
		if err := s.spool.flush(); err != nil {
			return nil, nil, err
		}
	}
	l.People, l.Past, l.Absent, l.Links = all.people, l.Past || all.past, all.absent, append(l.Links, all.links...)
	l.Photos = all.photos
	l.sort()
	problems = slices.Concat(problems, w.problems, all.problems, l.formerNames(all.former), l.inTheNews(all.found), s.untranslated(l))
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

// batch is what a worker makes of a chunk.
type batch struct {
	people   []profile.Record
	problems []diag.Problem
	former   []former
	found    map[string]bool // profiles that the news may name
	absent   map[string]bool
	links    []Links
	photos   map[string]*Photo
	past     bool
}

func newBatch() batch {
	return batch{found: map[string]bool{}, absent: map[string]bool{}, photos: map[string]*Photo{}}
}

func (b *batch) add(c batch) {
	b.people = append(b.people, c.people...)
	b.problems = append(b.problems, c.problems...)
	b.former = append(b.former, c.former...)
	b.links = append(b.links, c.links...)
	maps.Copy(b.found, c.found)
	maps.Copy(b.absent, c.absent)
	maps.Copy(b.photos, c.photos)
	b.past = b.past || c.past
}

func (s *Source) records(l *Library, gs []group) (batch, error) {
	b := newBatch()
	for _, g := range gs {
		k, err := s.keep(g, l)
		if err != nil {
			return b, err
		}
		b.problems = append(b.problems, k.problems...)
		b.former = append(b.former, k.former...)
		b.links = append(b.links, k.links...)
		b.past = b.past || k.later
		ref := strings.TrimPrefix(g.dir, "profiles/") + "/" + g.name
		if k.nameable && slices.ContainsFunc(l.mentions, func(m mention) bool { return m.name == ref }) {
			b.found[ref] = true
		}
		for _, ref := range k.absent {
			b.absent[ref] = true
		}
		if k.photo != nil {
			b.photos[ref] = k.photo
		}
		if k.public {
			b.people = append(b.people, k.record)
		}
	}
	return b, nil
}

// sort puts people, and links, in the order that everything later relies on.
func (l *Library) sort() {
	slices.SortFunc(l.People, func(a, b profile.Record) int {
		return cmp.Or(strings.Compare(a.Country.Value(), b.Country.Value()), strings.Compare(a.Slug, b.Slug), cmp.Compare(a.Status, b.Status))
	})
	slices.SortFunc(l.Links, func(a, b Links) int { return strings.Compare(a.Path, b.Path) })
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

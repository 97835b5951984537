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

// Load reads the whole content: the first pass. Problems come sorted; when one is an error the library
// must not be built. progress, if given, is told how many profiles have been read.
func (s *Source) Load(ctx context.Context, workers int, progress func(done int)) (*Library, []diag.Problem, error) {
	l, problems, err := s.entries()
	if err != nil {
		return nil, nil, err
	}
	c, w := collect(l, problems), &walker{s: s}
	if err := s.readProfiles(ctx, workers, progress, l, w.profiles, c.add); err != nil {
		return nil, nil, err
	}
	c.problems.Join(&w.problems)
	l, ps := c.finish(s)
	return l, ps, s.scratch.flush()
}

// chunk is how many profiles a worker takes at a time.
const chunk = 64

// walk hands on groups of files, chunk by chunk, until there are no more or it is told an error.
type walk func(hand func([]group) error) error

// profiles walks the profiles, country by country.
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
		if err := these(groups)(hand); err != nil {
			return err
		}
	}
	return nil
}

// these walks groups that are known already.
func these(groups []group) walk {
	return func(hand func([]group) error) error {
		for gs := range slices.Chunk(groups, chunk) {
			if err := hand(gs); err != nil {
				return err
			}
		}
		return nil
	}
}

// readProfiles reads profiles, many at once. take is given what is kept of each, in any order and one at a time.
func (s *Source) readProfiles(ctx context.Context, workers int, progress func(done int), l *Library, walk walk, take func(group, kept)) error {
	return inParallel(ctx, workers, progress, walk, func(g group) (kept, error) { return s.profile(g, l) }, take)
}

// inParallel makes something of each group, many at once, and gives it to take, in any order and one at a time.
func inParallel[T any](ctx context.Context, workers int, progress func(done int), walk walk, do func(group) (T, error), take func(group, T)) error {
	var mu sync.Mutex
	done := 0
	tasks := make(chan []group)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		defer close(tasks)
		return walk(func(gs []group) error {
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
				made := make([]T, len(gs))
				for i := range gs {
					var err error
					if made[i], err = do(gs[i]); err != nil {
						return err
					}
				}
				mu.Lock()
				for i := range gs {
					take(gs[i], made[i])
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
	return g.Wait()
}

// kept is what the first pass keeps of one profile.
type kept struct {
	record   profile.Record
	public   bool     // on the site on the as-of day: there is a record
	nameable bool     // a text may name the person
	later    bool     // there are facts after the as-of day
	absent   []string // addresses, cc/slug, that a text may name though nothing stands there: a mistake has been reported, or nothing was known yet
	former   []former
	claims   []uint32
	born     profile.Date // also one that is withheld
	used     []string     // prisons, organisations and articles that it names
	links    []Links
	photo    *Photo
	outdated []string // languages, see Library
	problems []diag.Problem
	reread   bool // the problems are not kept, since there were too many: the next reading reads the profile again
}

// profile reads and checks a profile, and puts into the scratch file what only the person's own page needs.
func (s *Source) profile(g group, l *Library) (k kept, err error) {
	p, err := s.readProfile(g, l)
	if err != nil {
		return k, err
	}
	if g.photo != "" {
		var ps []diag.Problem
		if p.photo, ps, err = s.photo(g, !p.broken && p.Person.Photo != ""); err != nil {
			return k, err
		}
		p.problems = append(p.problems, ps...)
	}
	k = p.kept
	if p.broken { // what is wrong with it has been said
		return kept{problems: k.problems, used: k.used, photo: k.photo, nameable: true, absent: []string{g.ref()}}, nil
	}
	k.later = p.Header.Publish && p.Header.Found.Later
	if !k.public {
		return k, nil
	}
	k.record, k.links = s.record(&p.Person, g, l.Countries[g.country()]), s.site.links(p.Bodies)
	if !p.Header.Unnamed {
		quote := p.Quote()
		k.record.Flags |= quote.more(s.site.Languages, p.Header.Name)
		if k.record.Scratch, err = save(s, &p.Person, p.files); err == nil {
			k.record.Quote, err = save(s, quote, p.files)
		}
	}
	return k, err
}

// collection puts together what the first pass keeps.
type collection struct {
	*Library
	problems diag.List
	former   []former
	claims   []claim
	births   []profile.Date  // of People
	named    map[string]bool // profiles that the news name, and whether they may
	used     map[string]bool // prisons, organisations and articles that somebody's profile names
}

// collect begins with what the entries give.
func collect(l *Library, problems diag.List) *collection {
	l.Former, l.Absent, l.Photos = map[string]string{}, map[string]bool{}, map[string]*Photo{}
	l.Outdated = maps.Clone(l.Outdated) // what is in there is of entries, which may be read less often
	c := &collection{Library: l, problems: problems, named: map[string]bool{}, used: map[string]bool{}}
	for _, m := range l.mentions {
		c.named[m.name] = false
	}
	return c
}

// add takes in a profile.
func (c *collection) add(g group, k kept) {
	c.problems.Add(k.problems...)
	c.former = append(c.former, k.former...)
	c.Links = append(c.Links, k.links...)
	c.Past = c.Past || k.later
	if len(c.named) > 0 {
		if _, named := c.named[g.ref()]; named {
			c.named[g.ref()] = k.nameable
		}
	}
	for _, name := range k.used {
		c.used[name] = true
	}
	for _, ref := range k.absent {
		c.Absent[ref] = true
	}
	if k.photo != nil {
		c.Photos[g.ref()] = k.photo
	}
	if len(k.outdated) > 0 {
		c.Outdated[sourcePath(g.path(""))] = k.outdated
	}
	if k.public {
		for _, hash := range k.claims {
			c.claims = append(c.claims, claimOf(hash, len(c.People)))
		}
		c.People, c.births = append(c.People, k.record), append(c.births, k.born)
	}
}

// ordered gives people by country and slug, in no more room than they need. people is used up.
func ordered(people []profile.Record) []profile.Record {
	isUnnamed := func(r profile.Record) bool { return r.Slug == "" }
	var unnamed []profile.Record
	for _, r := range people {
		if isUnnamed(r) {
			unnamed = append(unnamed, r)
		}
	}
	named := slices.DeleteFunc(people, isUnnamed)
	out := make([]profile.Record, 0, len(named)+len(unnamed))
	for _, part := range [][]profile.Record{unnamed, named} {
		if !slices.IsSortedFunc(part, inOrder) { // the named are, where folders are walked one by one
			slices.SortFunc(part, inOrder)
		}
	}
	for _, r := range named {
		for len(unnamed) > 0 && inOrder(unnamed[0], r) < 0 {
			out, unnamed = append(out, unnamed[0]), unnamed[1:]
		}
		out = append(out, r)
	}
	return append(out, unnamed...)
}

// inOrder leaves no two that differ to the order in which they were read: the unnamed differ by status and flags alone.
func inOrder(a, b profile.Record) int {
	if by := strings.Compare(a.Country.String(), b.Country.String()); by != 0 {
		return by
	}
	return cmp.Or(strings.Compare(a.Slug, b.Slug), cmp.Compare(a.Status, b.Status), cmp.Compare(a.Flags, b.Flags))
}

// finish puts people, and links, in the order that everything later relies on, and says what only the whole can
// have wrong.
func (c *collection) finish(s *Source) (*Library, []diag.Problem) {
	l := c.Library
	same := s.samePerson(c.claims, l.People, c.births) // before people change places
	l.People = ordered(l.People)
	slices.SortFunc(l.Links, func(a, b Links) int { return strings.Compare(a.Path, b.Path) })
	for _, ps := range [][]diag.Problem{l.formerNames(c.former), l.inTheNews(c.named), same, s.orphans(l, c.used), s.untranslated(l)} {
		c.problems.Add(ps...)
	}
	return l, c.problems.All()
}

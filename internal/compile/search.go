package compile

import (
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"hash/fnv"
	"io"
	"slices"
	"sync"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/render"
	"vigil/internal/site"
)

const (
	// maxShard is the most bytes of a file of search, as a host sends it.
	maxShard = 59_000
	// fewestFound is how many people and other things a file has beside others.
	fewestFound = 200
	// manyFound is up to how many it may take where their lines are so long that only packed they are light enough.
	manyFound = fewestFound * 5 / 4
	// jsonExtra is about what a line takes in JSON beside itself.
	jsonExtra = 8
)

// write makes the files of all shards, and the one that lists them.
func (s *shards) write(languages int, write func(name string, data []byte) error) error {
	var starts []string
	var ahead []placed // in order, and in no shard yet
	last := ""         // place in a shard
	var script bytes.Buffer
	var g errgroup.Group
	g.SetLimit(1) // one is written while the next is sought
	cut := func(n int) {
		start := "" // of the first
		if len(starts) > 0 {
			start = beginning(last, ahead[0].place)
		}
		starts, last = append(starts, start), ahead[n-1].place
		lines := distinct(ahead[:n])
		ahead = slices.Delete(ahead, 0, n)
		g.Go(func() error {
			script.Reset()
			render.Shard(&script, start, lines)
			return write(render.ShardFile(start), script.Bytes())
		})
	}
	size, wanted := 0, 3*maxShard
	for p, err := range s.sorted() {
		if err != nil {
			return errors.Join(err, g.Wait())
		}
		ahead = append(ahead, p)
		if size += len(p.line); size < wanted {
			continue
		}
		n := first(ahead, false)
		if n == 0 {
			wanted += size
			continue
		}
		for _, p := range ahead[:n] {
			size -= len(p.line)
		}
		wanted = 3 * maxShard
		cut(n)
	}
	for len(ahead) > 0 {
		cut(first(ahead, true))
	}
	if err := g.Wait(); err != nil {
		return err
	}
	script.Reset()
	render.ShardIndex(&script, starts, languages, s.han)
	return write(render.FindIndex, script.Bytes())
}

// first is how many of the places ahead make the next shard; 0 where it takes more of them to know, unless these are all.
//
// Of all cuts that make it neither too small nor too large it is the one between the two places that have the fewest
// letters in common. So cuts depend on what is near them, and some shards behind a change they are again where they were.
func first(ahead []placed, all bool) int {
	seen := make(map[int]bool, 2*fewestFound)
	bytes, at := 0, 0
	var fit, few, many int // the last cuts before maxShard, fewestFound and manyFound are exceeded
	for ; at < len(ahead); at++ {
		if p := ahead[at]; !seen[p.of] {
			seen[p.of] = true
			bytes += len(p.line) + jsonExtra
		}
		if bytes > maxShard && len(seen) > manyFound {
			break
		}
		if bytes <= maxShard {
			fit = at + 1
		}
		if len(seen) <= fewestFound {
			few = at + 1
		}
		if len(seen) <= manyFound {
			many = at + 1
		}
	}
	if at == len(ahead) && !all {
		return 0
	}
	if all && (fit == len(ahead) || len(distinct(ahead)) < 2*fewestFound && light(ahead)) {
		return len(ahead)
	}
	from, to := few, fit
	switch {
	case fit >= many:
	case many < len(ahead) && light(ahead[:many]):
		to = many
	case fit < few: // not even packed: size goes before number
		from, to = max(1, fit/2), max(1, fit)
	}
	if all {
		if behind := fewestAtEnd(ahead); behind >= from {
			to = min(to, behind)
		}
	}
	if from >= len(ahead) {
		return len(ahead) // one line alone is too large
	}
	best, common, tie := from, len(ahead[from].place)+1, uint32(0)
	for i := from; i <= to && i < len(ahead); i++ {
		same := len(shared(ahead[i-1].place, ahead[i].place))
		if same > common {
			continue
		}
		h := fnv.New32a()
		_, _ = h.Write([]byte(ahead[i].place))
		if same < common || h.Sum32() < tie {
			best, common, tie = i, same, h.Sum32()
		}
	}
	return best
}

// fewestAtEnd is the last cut that leaves fewestFound behind it.
func fewestAtEnd(ahead []placed) int {
	seen := map[int]bool{}
	for i := len(ahead) - 1; i >= 0; i-- {
		if seen[ahead[i].of] = true; len(seen) == fewestFound {
			return i
		}
	}
	return 0
}

// distinct gives the lines in the order of their first places.
func distinct(all []placed) []string {
	seen, lines := make(map[int]bool, len(all)), make([]string, 0, len(all))
	for _, p := range all {
		if !seen[p.of] {
			seen[p.of] = true
			lines = append(lines, p.line)
		}
	}
	return lines
}

// light tells whether a shard of these takes no more than maxShard when it is packed.
func light(all []placed) bool {
	var packed counter
	z, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		panic(err) // the level is one that there is
	}
	for _, line := range distinct(all) {
		if _, err := io.WriteString(z, line); err != nil {
			return false
		}
	}
	return z.Close() == nil && packed <= maxShard
}

// counter counts what is written.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// shared is how two places begin.
func shared(a, b string) string {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	for n < len(a) && !utf8.RuneStart(a[n]) { // not a part of a letter
		n--
	}
	return a[:n]
}

// beginning gives the first letters of a place, as few as put it behind another before it.
func beginning(before, place string) string {
	n := len(shared(before, place))
	_, size := utf8.DecodeRuneInString(place[n:])
	return place[:n+size]
}

// searched is false in a benchmark alone, which finds out what search takes.
var searched = true

// search writes the shards.
func (w *writer) search(context.Context) error {
	if !searched {
		return nil
	}
	return w.shards.finish(w.in.Site, w.render, w.tree.Write)
}

// finish adds what is nobody's, and writes everything.
func (s *shards) finish(index *site.Site, r *render.Renderer, write func(name string, data []byte) error) error {
	for _, f := range r.FoundLists() {
		if err := s.add(f); err != nil {
			return err
		}
	}
	return s.write(len(index.Languages), write)
}

// Search makes the files of search by themselves, as a build makes them while it renders everybody's page. They are write's
// only until it returns.
func (in *Input) Search(r *render.Renderer, write func(name string, data []byte) error) error {
	s := newShards(&memory{}, 0)
	for i := range in.Library.People {
		rec := &in.Library.People[i]
		if rec.Has(profile.Unnamed) {
			continue
		}
		p, err := in.Source.Person(rec)
		if err != nil {
			return err
		}
		if err := s.add(r.FoundPerson(rec, p)); err != nil {
			return err
		}
	}
	return s.finish(in.Site, r, write)
}

// measured knows how much of a scratch file is used.
type measured struct {
	content.Scratch
	mu  sync.Mutex
	end int64
}

func (m *measured) WriteAt(p []byte, at int64) (int, error) {
	n, err := m.Scratch.WriteAt(p, at)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.end = max(m.end, at+int64(n))
	return n, err
}

// memory is a scratch file for few.
type memory struct{ data []byte }

func (m *memory) WriteAt(p []byte, at int64) (int, error) {
	m.data = append(m.data[:at], p...)
	return len(p), nil
}

func (m *memory) ReadAt(p []byte, at int64) (int, error) { return copy(p, m.data[at:]), nil }

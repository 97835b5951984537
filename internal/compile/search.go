package compile

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/render"
)

// shards divides what search knows among files, so that a reader loads one or two small ones.
//
//	"lksnk alksntr" ┐                        ┌ find/n.js        from the beginning
//	"alksntr lksnk" ┴ places, sorted, cut ──┼ find/n-l.js      from "l" on
//	                                         └ find/n-m-r.js …  from "mr" on
//
// A range of places that is too heavy is halved, always in the middle of the same letters, until each part
// is light enough; a part that is too small joins its neighbour, unless both are heavy. So where a range is cut depends on nothing but
// what is in it, and somebody who comes or goes changes the shards with their own names, seldom a neighbour. Lines
// wait in the scratch file, in buckets by the first two letters, of which one at a time is in memory.
type shards struct {
	scratch content.Scratch
	end     int64 // of what is in it
	buckets map[string]*bucket
	behind  int // bytes of all buckets that are not in the file yet
}

const (
	// maxShard is the most bytes of a shard that could be divided, before gzip, which makes about a third of it.
	maxShard = 64 << 10
	// minShard is the fewest names of a shard beside others: at least 200, of which some stand twice. Between heavy neighbours there may be fewer.
	minShard = 400
	// bucketBuffer is how much of a bucket waits in memory.
	bucketBuffer = 16 << 10
	// allBuffers is how much of all of them together: names in Chinese begin with any two of twenty thousand letters.
	allBuffers = 32 << 20
)

// bucket is the lines of all places that begin with the same two letters.
type bucket struct {
	node
	behind []byte // not in the file yet
	chunks []chunk
}

type chunk struct {
	at   int64
	size int
}

// node is a place with a line, or a bucket of them.
type node struct {
	place, line  string
	bytes, names int
	once         int // bytes of the lines of the places that make the names
	bucket       *bucket
}

func newShards(f content.Scratch, end int64) *shards {
	return &shards{scratch: f, end: end, buckets: map[string]*bucket{}}
}

// add takes what search knows of somebody; not for many goroutines at once.
func (s *shards) add(f render.Found) error {
	word := ""
	for _, place := range f.Places {
		_, first := utf8.DecodeRuneInString(place)
		_, second := utf8.DecodeRuneInString(place[first:])
		key := place[:first+second]
		b := s.buckets[key]
		if b == nil {
			b = &bucket{}
			b.node = node{place: strings.Clone(key), bucket: b}
			s.buckets[b.place] = b
		}
		b.bytes += len(f.Line) + 1
		before, _, _ := strings.Cut(place, " ")
		fresh := uint64(0) // a word before several others is one place of the name
		if before != word {
			word, fresh = before, 1
		}
		b.names += int(fresh)
		b.once += int(fresh) * len(f.Line)
		had := len(b.behind)
		b.behind = binary.AppendUvarint(b.behind, fresh)
		for _, text := range []string{place, f.Line} {
			b.behind = binary.AppendUvarint(b.behind, uint64(len(text)))
			b.behind = append(b.behind, text...)
		}
		s.behind += len(b.behind) - had
		if len(b.behind) > bucketBuffer {
			if err := s.put(b); err != nil {
				return err
			}
		}
	}
	if s.behind > allBuffers {
		for _, b := range s.buckets { // in any order: what is in a bucket is sorted when it is read
			if err := s.put(b); err != nil {
				return err
			}
			b.behind = nil
		}
	}
	return nil
}

// put writes what of a bucket is not in the file yet.
func (s *shards) put(b *bucket) error {
	if len(b.behind) == 0 {
		return nil
	}
	n, err := s.scratch.WriteAt(b.behind, s.end)
	if err != nil {
		return fmt.Errorf("keep what search needs: %w", err)
	}
	b.chunks = append(b.chunks, chunk{s.end, n})
	s.end += int64(n)
	s.behind -= len(b.behind)
	b.behind = b.behind[:0]
	return nil
}

// nodes gives the places in a bucket, sorted.
func (s *shards) nodes(b *bucket) (out []node, err error) {
	var data []byte
	for _, c := range b.chunks {
		from := len(data)
		data = slices.Grow(data, c.size)[:from+c.size]
		if n, err := s.scratch.ReadAt(data[from:], c.at); n < c.size {
			return nil, fmt.Errorf("read again what search needs: %w", cmp.Or(err, io.ErrUnexpectedEOF))
		}
	}
	data = append(data, b.behind...)
	number := func() int {
		n, size := binary.Uvarint(data)
		data = data[size:]
		return int(n)
	}
	text := func() string {
		n := number()
		t := string(data[:n])
		data = data[n:]
		return t
	}
	for len(data) > 0 {
		n := node{names: number(), place: text(), line: text()}
		n.bytes, n.once = len(n.line)+1, n.names*len(n.line)
		out = append(out, n)
	}
	slices.SortFunc(out, func(a, b node) int {
		if c := strings.Compare(a.place, b.place); c != 0 {
			return c
		}
		return strings.Compare(a.line, b.line)
	})
	return out, nil
}

// shard is where a shard begins, and what it has.
type shard struct {
	start        string
	names, bytes int // of which a shard with two words of a person has one
}

// divide cuts sorted places, whose letters before depth are the same and whose letter there is from lo to hi.
func (s *shards) divide(nodes []node, depth int, lo, hi rune) ([]shard, error) {
	bytes, names, once := 0, 0, 0
	for _, n := range nodes {
		bytes, names, once = bytes+n.bytes, names+n.names, once+n.once
	}
	all := []shard{{letters(nodes[0].place, depth+1), names, once}}
	if bytes <= maxShard {
		return all, nil
	}
	if len(nodes) == 1 {
		if nodes[0].bucket == nil {
			return all, nil
		}
		inside, err := s.nodes(nodes[0].bucket)
		if err != nil {
			return nil, err
		}
		return s.divide(inside, depth, lo, hi)
	}
	if lo == hi {
		if lo == 0 { // all are one place
			return all, nil
		}
		return s.divide(nodes, depth+1, 0, utf8.MaxRune)
	}
	middle := lo + (hi-lo)/2
	at := slices.IndexFunc(nodes, func(n node) bool { return letter(n.place, depth) > middle })
	switch at {
	case -1:
		return s.divide(nodes, depth, lo, middle)
	case 0:
		return s.divide(nodes, depth, middle+1, hi)
	}
	left, err := s.divide(nodes[:at], depth, lo, middle)
	if err != nil {
		return nil, err
	}
	right, err := s.divide(nodes[at:], depth, middle+1, hi)
	if err != nil {
		return nil, err
	}
	l, r := left[len(left)-1], right[0]
	if (l.names < minShard || r.names < minShard) && l.bytes+r.bytes <= 2*maxShard {
		left[len(left)-1] = shard{l.start, l.names + r.names, l.bytes + r.bytes}
		right = right[1:]
	}
	return append(left, right...), nil
}

// letter is the letter of a place at a depth, 0 behind its end.
func letter(place string, depth int) rune {
	for _, r := range place {
		if depth == 0 {
			return r
		}
		depth--
	}
	return 0
}

// letters are the first n letters of a place.
func letters(place string, n int) string {
	for i := range place {
		if n == 0 {
			return place[:i]
		}
		n--
	}
	return place
}

// write makes the files of all shards, and the one that lists them.
func (s *shards) write(write func(name string, data []byte) error) error {
	var top []node
	for _, b := range s.buckets {
		top = append(top, b.node)
	}
	slices.SortFunc(top, func(a, b node) int { return strings.Compare(a.place, b.place) })
	var cuts []shard
	if len(top) > 0 {
		var err error
		if cuts, err = s.divide(top, 0, 0, utf8.MaxRune); err != nil {
			return err
		}
		cuts[0].start = "" // whatever stands before
	}
	starts := make([]string, len(cuts))
	for i, c := range cuts {
		starts[i] = c.start
	}
	at, lines := 0, []string(nil)
	flush := func() error {
		slices.Sort(lines)
		lines = slices.Compact(lines)
		err := write(render.ShardFile(starts[at]), render.Shard(starts[at], lines))
		at, lines = at+1, lines[:0]
		return err
	}
	for _, n := range top {
		inside, err := s.nodes(n.bucket)
		if err != nil {
			return err
		}
		for _, one := range inside {
			for at+1 < len(starts) && one.place >= starts[at+1] {
				if err := flush(); err != nil {
					return err
				}
			}
			lines = append(lines, one.line)
		}
	}
	for at < len(starts) {
		if err := flush(); err != nil {
			return err
		}
	}
	return write(render.FindIndex, render.ShardIndex(starts))
}

// search writes the shards.
func (w *writer) search(context.Context) error { return w.shards.finish(w.render, w.write) }

// finish adds what is nobody's, and writes everything.
func (s *shards) finish(r *render.Renderer, write func(name string, data []byte) error) error {
	for _, f := range r.FoundLists() {
		if err := s.add(f); err != nil {
			return err
		}
	}
	return s.write(write)
}

// Search makes the files of search by themselves, as a build makes them while it renders everybody's page.
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
	return s.finish(r, write)
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

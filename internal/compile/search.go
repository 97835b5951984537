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
	"vigil/internal/site"
)

// shards divides what search knows among files, so that a reader loads one or two small ones.
//
//	"lksnk alksntr" ┐                        ┌ find/n.js        from the beginning
//	"alksntr lksnk" ┴ places, sorted, cut ──┼ find/n-l.js      from "l" on
//	                                         └ find/n-m-r.js …  from "mr" on
//
// A range of places that is too heavy is halved, always in the middle of the same letters, until each part
// is light enough; a part that is too small joins its neighbour. So where a range is cut depends on nothing but
// what is in it, and somebody who comes or goes changes the shards with their own names, seldom a neighbour. Lines
// wait in the scratch file, in buckets by the first two letters, of which one at a time is in memory.
type shards struct {
	scratch content.Scratch
	end     int64 // of what is in it
	waiting int   // bytes of buckets that are not in it yet
	buckets map[string]*bucket
}

const (
	// maxShard is the most bytes of a shard that could be divided, before gzip, which makes about a third of it.
	maxShard = 64 << 10
	// maxJoined is the most bytes of one that a small part has joined.
	maxJoined = maxShard * 5 / 2
	// fewestFound is how many people and places a shard has beside others.
	fewestFound = 200
	// waitingRoom is how many bytes wait in memory, however many buckets there are.
	waitingRoom = 4 << 20
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
	place, line string
	bytes       int
	bucket      *bucket
}

func newShards(f content.Scratch, end int64) *shards {
	return &shards{scratch: f, end: end, buckets: map[string]*bucket{}}
}

// add takes what search knows of somebody; not for many goroutines at once.
func (s *shards) add(f render.Found) error {
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
		before := len(b.behind)
		for _, text := range []string{place, f.Line} {
			b.behind = binary.AppendUvarint(b.behind, uint64(len(text)))
			b.behind = append(b.behind, text...)
		}
		s.waiting += len(b.behind) - before
	}
	if s.waiting < waitingRoom {
		return nil
	}
	return s.store()
}

// store puts all that waits into the scratch file, in one piece.
func (s *shards) store() error {
	piece := make([]byte, 0, s.waiting)
	for _, b := range s.buckets {
		if n := len(b.behind); n > 0 {
			b.chunks = append(b.chunks, chunk{s.end + int64(len(piece)), n})
			piece = append(piece, b.behind...)
			b.behind = nil
		}
	}
	if _, err := s.scratch.WriteAt(piece, s.end); err != nil {
		return fmt.Errorf("keep what search needs: %w", err)
	}
	s.end, s.waiting = s.end+int64(len(piece)), 0
	return nil
}

// nodes gives the places in a bucket.
func (s *shards) nodes(b *bucket) (out []node, err error) {
	size := len(b.behind)
	for _, c := range b.chunks {
		size += c.size
	}
	var whole strings.Builder // in one piece: a bucket of a large site has tens of megabytes
	whole.Grow(size)
	for _, c := range b.chunks {
		if n, err := io.Copy(&whole, io.NewSectionReader(s.scratch, c.at, int64(c.size))); err != nil || n < int64(c.size) {
			return nil, fmt.Errorf("read again what search needs: %w", cmp.Or(err, io.ErrUnexpectedEOF))
		}
	}
	whole.Write(b.behind)
	data, at := whole.String(), 0 // of which each place and line is a part
	text := func() string {
		n, size := binary.Uvarint([]byte(data[at:min(at+binary.MaxVarintLen64, len(data))]))
		at += size + int(n)
		return data[at-int(n) : at]
	}
	for at < len(data) {
		n := node{place: text(), line: text()}
		n.bytes = len(n.line) + 1
		out = append(out, n)
	}
	return out, nil
}

// divide cuts sorted places, whose letters before depth are the same and whose letter there is from lo to hi, and
// gives each part where it begins.
func (s *shards) divide(nodes []node, depth int, lo, hi rune, each func(start string, part []node) error) error {
	bytes := 0
	for _, n := range nodes {
		bytes += n.bytes
	}
	switch {
	case bytes <= maxShard || len(nodes) == 1 && nodes[0].bucket == nil || lo == hi && lo == 0: // or all are one place
		return each(letters(nodes[0].place, depth+1), nodes)
	case len(nodes) == 1:
		inside, err := s.nodes(nodes[0].bucket)
		if err != nil {
			return err
		}
		slices.SortFunc(inside, func(a, b node) int { return strings.Compare(a.place, b.place) })
		return s.divide(inside, depth, lo, hi, each)
	case lo == hi:
		return s.divide(nodes, depth+1, 0, utf8.MaxRune, each)
	}
	middle := lo + (hi-lo)/2
	at := slices.IndexFunc(nodes, func(n node) bool { return letter(n.place, depth) > middle })
	switch at {
	case -1:
		return s.divide(nodes, depth, lo, middle, each)
	case 0:
		return s.divide(nodes, depth, middle+1, hi, each)
	}
	if err := s.divide(nodes[:at], depth, lo, middle, each); err != nil {
		return err
	}
	return s.divide(nodes[at:], depth, middle+1, hi, each)
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

// shard is a file of search before it is written.
type shard struct {
	start string
	lines []string // sorted, each once
	bytes int
}

// shardOf makes a shard of lines in any order.
func shardOf(start string, lines []string) (out shard) {
	slices.Sort(lines)
	out.start, out.lines = start, slices.Compact(lines)
	for _, l := range out.lines {
		out.bytes += len(l) + 1
	}
	return out
}

// write makes the files of all shards, and the one that lists them.
func (s *shards) write(languages int, write func(name string, data []byte) error) error {
	var starts []string
	last := shard{} // begins before everything
	flush := func() error {
		starts = append(starts, last.start)
		return write(render.ShardFile(last.start), render.Shard(last.start, last.lines))
	}
	each := func(start string, part []node) error {
		var lines []string
		for _, n := range part {
			if n.bucket == nil {
				lines = append(lines, n.line)
				continue
			}
			inside, err := s.nodes(n.bucket)
			if err != nil {
				return err
			}
			for _, one := range inside {
				lines = append(lines, one.line)
			}
		}
		next := shardOf(start, lines)
		few := len(last.lines) < fewestFound || len(next.lines) < fewestFound
		if len(last.lines) == 0 || few && last.bytes+next.bytes <= maxJoined {
			last = shardOf(last.start, append(last.lines, next.lines...))
			return nil
		}
		err := flush()
		last = next
		return err
	}
	var top []node
	for _, b := range s.buckets {
		top = append(top, b.node)
	}
	slices.SortFunc(top, func(a, b node) int { return strings.Compare(a.place, b.place) })
	if len(top) > 0 {
		if err := s.divide(top, 0, 0, utf8.MaxRune, each); err != nil {
			return err
		}
		if err := flush(); err != nil {
			return err
		}
	}
	return write(render.FindIndex, render.ShardIndex(starts, languages))
}

// searched is false in a benchmark alone, which finds out what search takes.
var searched = true

// search writes the shards.
func (w *writer) search(context.Context) error {
	if !searched {
		return nil
	}
	return w.shards.finish(w.in.Site, w.render, w.write)
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

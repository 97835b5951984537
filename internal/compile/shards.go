package compile

import (
	"bufio"
	"bytes"
	"container/heap"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"slices"
	"unicode"
	"unicode/utf8"

	"vigil/internal/content"
	"vigil/internal/render"
)

// shards divides what search knows among files, so that a reader loads one or two small ones.
//
//	"lksntr lksnk  aleksandr lukashenko by/…" ┐                ┌ find/n.js        from the beginning
//	"lksnk lksntr  lukashenko aleksandr by/…" ┴ sorted, cut ──┼ find/n-l.js      from "l" on
//	                                                           └ find/n-m-r.js …  from "mr" on
//
// No two places are the same, since the address is a part of each: whatever people are called, too many can be divided.
// A person stands in the file of each place. Places are sorted in runs, which wait in the scratch file with their
// lines and are merged when all are there: memory holds one run, however many people there are.
type shards struct {
	scratch content.Scratch
	end     int64 // of what is in it
	runs    []*io.SectionReader
	places  []byte // of the next run, one behind the other
	filed   []filed
	lines   []string
	before  int           // how many lines earlier runs have
	size    int           // bytes of the run in the scratch file, about
	run     []byte        // the last one as it was stored
	han     map[rune]bool // characters in names
}

// runSize is about how many bytes are sorted in memory.
const runSize = 8 << 20

// filed is a place among those of a run, with the number of its line.
type filed struct{ from, to, line int32 }

// placed is a line at a place. of is whose it is, a number.
type placed struct {
	place, line string
	of          int
}

func newShards(f content.Scratch, end int64) *shards {
	return &shards{scratch: f, end: end, han: map[rune]bool{}}
}

// add takes what search knows of somebody; not for many goroutines at once.
func (s *shards) add(f render.Found) error {
	for _, place := range f.Places {
		if r, _ := utf8.DecodeRuneInString(place); unicode.Is(unicode.Han, r) {
			s.han[r] = true
		}
		from := len(s.places)
		s.places = append(append(append(s.places, place...), ' '), f.Path...)
		s.filed = append(s.filed, filed{int32(from), int32(len(s.places)), int32(len(s.lines))})
		s.size += len(s.places) - from + len(f.Line)
	}
	s.lines = append(s.lines, f.Line)
	if s.size < runSize {
		return nil
	}
	return s.store()
}

// store sorts the places of a run and puts them into the scratch file, each with its line.
func (s *shards) store() error {
	slices.SortFunc(s.filed, func(a, b filed) int { return bytes.Compare(s.places[a.from:a.to], s.places[b.from:b.to]) })
	run := slices.Grow(s.run[:0], s.size+3*binary.MaxVarintLen32*len(s.filed))
	for _, f := range s.filed {
		run = binary.AppendUvarint(run, uint64(s.before+int(f.line)))
		run = binary.AppendUvarint(run, uint64(f.to-f.from))
		run = binary.AppendUvarint(run, uint64(len(s.lines[f.line])))
		run = append(append(run, s.places[f.from:f.to]...), s.lines[f.line]...)
	}
	if _, err := s.scratch.WriteAt(run, s.end); err != nil {
		return fmt.Errorf("keep what search needs: %w", err)
	}
	s.runs = append(s.runs, io.NewSectionReader(s.scratch, s.end, int64(len(run))))
	s.end += int64(len(run))
	s.before += len(s.lines)
	s.run, s.places, s.filed, s.lines, s.size = run, s.places[:0], s.filed[:0], s.lines[:0], 0
	return nil
}

// sorted gives all places in order.
func (s *shards) sorted() iter.Seq2[placed, error] {
	return func(yield func(placed, error) bool) {
		if err := s.store(); err != nil {
			yield(placed{}, err)
			return
		}
		s.run, s.places, s.filed, s.lines = nil, nil, nil, nil
		var m merge
		for _, run := range s.runs {
			m = append(m, &reading{from: bufio.NewReaderSize(run, 32<<10)})
			if err := m[len(m)-1].next(); err == io.EOF {
				m = m[:len(m)-1]
			} else if err != nil {
				yield(placed{}, err)
				return
			}
		}
		heap.Init(&m)
		for len(m) > 0 {
			if !yield(m[0].placed, nil) {
				return
			}
			switch err := m[0].next(); {
			case err == io.EOF:
				heap.Pop(&m)
			case err != nil:
				yield(placed{}, err)
				return
			default:
				heap.Fix(&m, 0)
			}
		}
	}
}

// reading is a run that is read again.
type reading struct {
	placed
	from *bufio.Reader
	both []byte // place and line
}

// next reads the next place; io.EOF where there is none.
func (r *reading) next() error {
	var n [3]uint64 // whose it is, bytes of place and line
	for i := range n {
		var err error
		if n[i], err = binary.ReadUvarint(r.from); err == io.EOF && i == 0 {
			return err
		} else if err != nil {
			return fmt.Errorf("read again what search needs: %w", err)
		}
	}
	r.both = slices.Grow(r.both[:0], int(n[1]+n[2]))[:n[1]+n[2]]
	if _, err := io.ReadFull(r.from, r.both); err != nil {
		return fmt.Errorf("read again what search needs: %w", err)
	}
	text := string(r.both)
	r.placed = placed{text[:n[1]], text[n[1]:], int(n[0])}
	return nil
}

// merge is a heap of runs by their next place.
type merge []*reading

func (m merge) Len() int           { return len(m) }
func (m merge) Less(i, j int) bool { return m[i].place < m[j].place }
func (m merge) Swap(i, j int)      { m[i], m[j] = m[j], m[i] }
func (m *merge) Push(x any)        { *m = append(*m, x.(*reading)) }
func (m *merge) Pop() any {
	last := (*m)[len(*m)-1]
	*m = (*m)[:len(*m)-1]
	return last
}

package content

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/fxamacker/cbor/v2"
)

// Scratch is a file that only this process knows.
type Scratch interface {
	io.ReaderAt
	io.WriterAt
}

// KeepIn keeps in a file what the first pass has read of people and texts, for the second one: what was parsed
// once is not parsed again, and in memory it would take gigabytes for a million people. What must not be
// published is not in it. To be called before anything is read; without it Person and Body have nothing to give.
func (s *Source) KeepIn(f Scratch) { s.scratch = &scratch{file: f} }

// entry is what the scratch file keeps of a person or of a text. As all types that go this way it is a list of its
// fields without their names, which would have to be looked up for each.
type entry[T any] struct {
	_     struct{} `cbor:",toarray"`
	Value T
	Files []seen // while the site is edited: the files that this was read from
}

// save puts something into the scratch file and says where.
func save[T any](s *Source, v T, files []seen) (at int64, err error) {
	return s.scratch.put(entry[T]{Value: v, Files: files})
}

// restore gives what was saved at a place, which usually takes no more than some bytes. A file that is no longer what
// the first pass saw gives ErrChanged.
func restore[T any](s *Source, at int64, usual int) (T, error) {
	var e entry[T]
	if err := s.scratch.get(at, usual, &e); err != nil {
		return e.Value, err
	}
	return e.Value, s.unchanged(e.Files)
}

// scratch is the file: entries behind one another, each with its length before it.
type scratch struct {
	file Scratch

	mu      sync.Mutex
	end     int64  // of what is in the file
	pending []byte // not in the file yet
}

const (
	scratchBuffer = 1 << 20  // bytes
	usualEntry    = 16 << 10 // bytes that are read at once: most people need no second call
	usualQuote    = 1 << 10
)

var scratchBuffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// put keeps a value and says where; without a file there is nothing to keep it in.
func (s *scratch) put(v any) (at int64, err error) {
	if s == nil {
		return 0, nil
	}
	made := scratchBuffers.Get().(*bytes.Buffer)
	defer scratchBuffers.Put(made)
	made.Reset()
	if err := cbor.MarshalToBuffer(v, made); err != nil {
		return 0, fmt.Errorf("keep what was read: %w", err)
	}
	data := made.Bytes()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pending)+len(data) > scratchBuffer {
		if err := s.write(); err != nil {
			return 0, err
		}
	}
	at = s.end + int64(len(s.pending))
	s.pending = binary.BigEndian.AppendUint32(s.pending, uint32(len(data)))
	s.pending = append(s.pending, data...)
	return at, nil
}

// flush brings everything into the file: before that nothing can be had back.
func (s *scratch) flush() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.write()
}

func (s *scratch) write() error {
	n, err := s.file.WriteAt(s.pending, s.end)
	s.end, s.pending = s.end+int64(n), s.pending[:0]
	if err != nil {
		return fmt.Errorf("keep what was read for the second pass: %w", err)
	}
	return nil
}

// decoding takes texts as they are: the first pass has seen that they are UTF-8.
var decoding = func() cbor.DecMode {
	m, err := cbor.DecOptions{UTF8: cbor.UTF8DecodeInvalid}.DecMode()
	if err != nil {
		panic(err) // the option is one that there is
	}
	return m
}()

// get fills v from what was put at a place.
func (s *scratch) get(at int64, usual int, v any) error {
	if s == nil {
		return errors.New("nothing was kept for the second pass")
	}
	room := scratchBuffers.Get().(*bytes.Buffer)
	defer scratchBuffers.Put(room)
	room.Reset()
	room.Grow(usual)
	b := room.AvailableBuffer()[:usual]
	n, err := s.file.ReadAt(b, at)
	if n < 4 {
		return fmt.Errorf("take what was kept: %w", err)
	}
	size := int(binary.BigEndian.Uint32(b))
	if b = b[4:n]; len(b) < size {
		b = make([]byte, size)
		_, err = s.file.ReadAt(b, at+4)
	} else {
		b, err = b[:size], nil
	}
	if err == nil {
		err = decoding.Unmarshal(b, v)
	}
	if err != nil {
		return fmt.Errorf("take what was kept: %w", err)
	}
	return nil
}

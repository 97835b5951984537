package content

import (
	"encoding/binary"
	"fmt"
	"io"
	"sync"

	"github.com/fxamacker/cbor/v2"

	"vigil/internal/profile"
)

// Scratch is a file that only this build knows.
type Scratch interface {
	io.ReaderAt
	io.WriterAt
}

// KeepIn keeps in a file what the first pass has read of people, for the second one. Reading their YAML again
// takes nine times as long as reading this; in memory it would take gigabytes for a million people. What
// must not be published is not in it. To be called before Load.
func (s *Source) KeepIn(f Scratch) { s.spool = &spool{file: f} }

// spool is the file: entries behind one another, each with its length before it.
type spool struct {
	file Scratch

	mu     sync.Mutex
	end    int64  // of what is in the file
	behind []byte // not in the file yet
}

// spooled is a person on the way from the first pass to the second. What a header does not export stays behind:
// only making the record needs it.
type spooled struct {
	_      struct{} `cbor:",toarray"`
	Header profile.Header
	In     map[string]profile.Header
	Bodies []Body
}

const (
	spoolBuffer = 1 << 20 // bytes
	usualEntry  = 4 << 10 // bytes that are read at once: most people need no second call
)

// put keeps a person and says where.
func (s *spool) put(p *Person) (at uint64, err error) {
	data, err := cbor.Marshal(spooled{Header: p.Header, In: p.In, Bodies: p.Bodies})
	if err != nil {
		return 0, fmt.Errorf("keep %s/%s: %w", p.Country, p.Slug, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.behind)+len(data) > spoolBuffer {
		if err := s.flush(); err != nil {
			return 0, err
		}
	}
	at = uint64(s.end) + uint64(len(s.behind))
	s.behind = binary.BigEndian.AppendUint32(s.behind, uint32(len(data)))
	s.behind = append(s.behind, data...)
	return at, nil
}

// flush brings everything into the file; s.mu is held, or nobody writes any more.
func (s *spool) flush() error {
	n, err := s.file.WriteAt(s.behind, s.end)
	s.end, s.behind = s.end+int64(n), s.behind[:0]
	if err != nil {
		return fmt.Errorf("keep what was read for the second pass: %w", err)
	}
	return nil
}

var spoolBuffers = sync.Pool{New: func() any { b := make([]byte, usualEntry); return &b }}

// get fills a person from what was put at a place.
func (s *spool) get(at uint64, p *Person) error {
	pooled := spoolBuffers.Get().(*[]byte)
	defer spoolBuffers.Put(pooled)
	b := *pooled
	n, err := s.file.ReadAt(b, int64(at))
	if n < 4 {
		return fmt.Errorf("read again what was kept of %s/%s: %w", p.Country, p.Slug, err)
	}
	size := int(binary.BigEndian.Uint32(b))
	if b = b[4:n]; len(b) < size {
		b = make([]byte, size)
		_, err = s.file.ReadAt(b, int64(at)+4)
	} else {
		b, err = b[:size], nil
	}
	var e spooled
	if err == nil {
		err = cbor.Unmarshal(b, &e)
	}
	if err != nil {
		return fmt.Errorf("read again what was kept of %s/%s: %w", p.Country, p.Slug, err)
	}
	p.Header, p.In, p.Bodies = e.Header, e.In, e.Bodies
	return nil
}

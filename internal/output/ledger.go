package output

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// Sum is the size in bytes and the SHA-256 of one file.
type Sum struct {
	Size   int64
	SHA256 [32]byte
}

type state uint8

const (
	claimed state = iota // named, not finished
	written              // stands in the staging folder
	kept                 // the old file has the same bytes; linked by Commit
)

// record is what is remembered of one file: 48 bytes. With some 35 bytes of name and 25 of index a
// file costs about 120 bytes, and nothing in it is for the collector to follow. A map from name to Sum takes 198 MB
// for a million instead of 127 (measured), of the 1 GiB that such a site may take.
type record struct {
	Sum
	start  uint32 // of the name, in the names of its block
	length uint16
	state  state
}

const blockSize = 4096 // records; blocks, so that growing never copies what is there

type block struct {
	records []record
	names   []byte
}

// ledger is the list of all files of a tree. Not safe for concurrent use.
type ledger struct {
	seed   maphash.Seed
	index  map[uint64]uint32 // hash of the lower-case name, or the next free number after it
	blocks []block
	count  int
}

func newLedger() *ledger {
	return &ledger{seed: maphash.MakeSeed(), index: map[uint64]uint32{}}
}

// find looks a name up without regard to case. If there is none, slot is where it belongs.
func (l *ledger) find(name string) (id uint32, slot uint64, ok bool) {
	for slot = maphash.String(l.seed, strings.ToLower(name)); ; slot++ {
		id, ok = l.index[slot]
		if !ok {
			return 0, slot, false
		}
		if have := l.name(id); string(have) == name || strings.EqualFold(string(have), name) {
			return id, slot, true
		}
	}
}

// has reports whether exactly this name is there.
func (l *ledger) has(name string) bool {
	id, _, ok := l.find(name)
	return ok && string(l.name(id)) == name
}

// add takes a name that is new in any case.
func (l *ledger) add(name string) (uint32, error) {
	id, slot, ok := l.find(name)
	if ok {
		return 0, clash(name, string(l.name(id)))
	}
	if l.count%blockSize == 0 {
		l.blocks = append(l.blocks, block{records: make([]record, 0, blockSize)})
	}
	b := &l.blocks[len(l.blocks)-1]
	b.records = append(b.records, record{start: uint32(len(b.names)), length: uint16(len(name))})
	b.names = append(b.names, name...)
	id = uint32(l.count)
	l.index[slot] = id
	l.count++
	return id, nil
}

func (l *ledger) at(id uint32) *record { return &l.blocks[id/blockSize].records[id%blockSize] }

func (l *ledger) name(id uint32) []byte {
	r := l.at(id)
	return l.blocks[id/blockSize].names[r.start : r.start+uint32(r.length)]
}

// sorted is every id, bytewise by name.
func (l *ledger) sorted() []uint32 {
	ids := make([]uint32, l.count)
	for i := range ids {
		ids[i] = uint32(i)
	}
	slices.SortFunc(ids, func(a, b uint32) int { return bytes.Compare(l.name(a), l.name(b)) })
	return ids
}

func clash(name, have string) error {
	if name == have {
		return errors.New("written twice")
	}
	return fmt.Errorf("differs only by case from %s: one would replace the other on Windows, macOS and USB sticks", have)
}

// nameLimit is the shortest longest path, in bytes, among the systems a mirror may run on (macOS).
const nameLimit = 1024

// CheckName holds the rule for names: relative slash paths of printable ASCII that every file system
// can store and that coreutils writes into a manifest unescaped.
func CheckName(name string) error {
	switch {
	case name == "." || !fs.ValidPath(name):
		return errors.New("not a clean relative path")
	case len(name) > nameLimit:
		return fmt.Errorf("longer than %d bytes", nameLimit)
	case strings.EqualFold(name, Manifest):
		return errors.New("is written when the site is finished")
	}
	for _, c := range name {
		if c < ' ' || c > '~' || strings.ContainsRune(`\:*?"<>|`, c) {
			return fmt.Errorf("the character %q is not allowed in a file name", c)
		}
	}
	for part := range strings.SplitSeq(name, "/") {
		stem, _, _ := strings.Cut(strings.ToLower(part), ".")
		if len(stem) <= len("com1") && device.MatchString(stem) || strings.TrimRight(part, ". ") != part {
			return fmt.Errorf("%q is no name of a file on Windows, nor on a USB stick that is opened there", part)
		}
	}
	return nil
}

// device is what Windows takes for one, whatever follows a dot.
var device = regexp.MustCompile(`^(con|prn|aux|nul|com[0-9]|lpt[0-9])$`)

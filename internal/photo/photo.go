// Package photo makes photos fit to be published.
//
// In: a file that a stranger sent. Out: the picture in two widths, upright, as JPEGs that hold nothing
// but the picture, or what is wrong with the file. The picture is decoded and encoded anew, so no
// metadata, trailer or second file within the file survives, whatever it is. Only one photo is in memory at a
// time. What was made is kept in a cache, so that a photo is decoded once. It never reads anything but
// the file it is given, and writes only to its cache.
package photo

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"vigil/internal/diag"
)

// Limits on what a stranger can send (.github/LIMITS.md); each is far above what a portrait needs.
const (
	MaxBytes  = 20_000_000
	MaxPixels = 40_000_000
	MaxSide   = 12_000 // pixels
	MinSide   = 64     // pixels; anything smaller shows nobody

	maxMemory  = 320_000_000 // bytes to decode: 40 megapixels of the most common kinds
	muchMemory = 64_000_000  // bytes to decode, that are given back at once: else the next photo's come on top
	maxChunks  = 20_000      // of a PNG; usual are 8 kB each, and each costs the decoder 4 kB
	maxScans   = 64          // of a JPEG; usual are ten in a progressive one
	maxWork    = 60_000_000  // steps to decode; one is what a pixel of an ordinary JPEG takes, some 25 ns
)

// Widths are the two widths that are published, in pixels. Heights are at most twice as much, and no
// picture is enlarged, so a small photo may come out narrower, and in one width only.
var Widths = [2]int{320, 640}

// The rules of this package.
var (
	kind = diag.Rule{ID: "photo-type", Help: "A photo is one still picture, a JPEG, PNG or WebP file, and its name ends as its type is.",
		Mend: "Save the picture as a JPEG or PNG, and name the file accordingly."}
	size = diag.Rule{ID: "photo-size", Help: "Photos have at most 20 MB, 40 megapixels and 12,000 pixels a side, and at least 64.",
		Mend: "Make the picture smaller; 1500 pixels a side are plenty."}
	broken = diag.Rule{ID: "photo-broken", Help: "A photo can be read to its end.",
		Mend: "Export the picture again from its original."}
	position = diag.Rule{ID: "photo-position", Help: "A photo does not tell where it was taken: it would stay in the history of the repository.",
		Mend: "Take the position out with exiftool, as CONTRIBUTING shows, before you commit the file."}
)

// Rules is this package's part of the table of check rules.
var Rules = []diag.Rule{kind, size, broken, position}

// Size is the size of a picture in pixels.
type Size struct{ Width, Height int }

// Image is a picture ready to be published.
type Image struct {
	Size
	JPEG []byte
}

// Sum is the SHA-256 of a photo's file.
type Sum = [sha256.Size]byte

// Maker makes photos, one at a time. It may be shared between goroutines.
type Maker struct {
	cache   *cache     // nil: none
	one     sync.Mutex // held while a photo is in memory
	decoded atomic.Int64
}

// NewMaker gives a maker with a cache in a folder, which is made when it is needed and which several makers may
// share; dir "" means none. A cache that cannot be used is as good as none.
func NewMaker(dir string) *Maker { return &Maker{cache: newCache(dir)} }

// Decoded tells how many photos were decoded, rather than found in the cache.
func (m *Maker) Decoded() int { return int(m.decoded.Load()) }

// Make gives the pictures of a photo, the smaller one first, and the sum of its file; or what is wrong
// with it. at is the path of the file, for its ending and for problems. The error is for I/O on r.
func (m *Maker) Make(at string, r io.ReadSeeker) ([]Image, Sum, []diag.Problem, error) {
	h := sha256.New()
	if _, err := io.Copy(h, io.LimitReader(r, MaxBytes+1)); err != nil {
		return nil, Sum{}, nil, fmt.Errorf("read photo: %w", err)
	}
	sum := Sum(h.Sum(nil))
	if made := m.cache.get(at, sum); made != nil {
		return made, sum, nil, nil
	}
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		return nil, sum, nil, fmt.Errorf("read photo: %w", err)
	}
	m.one.Lock()
	defer m.one.Unlock()
	f, err := inspect(at, r)
	if err != nil || len(f.problems) > 0 {
		return nil, sum, f.problems, err
	}
	sum = sha256.Sum256(f.data)
	m.decoded.Add(1)
	made := f.make()
	if made != nil {
		m.cache.put(at, sum, made)
	}
	if f.memory > muchMemory {
		debug.FreeOSMemory()
	}
	return made, sum, f.problems, nil
}

// Inspect checks a photo that is not to be published, without decoding it: it is in the repository all the
// same. The error is for I/O on r.
func (m *Maker) Inspect(at string, r io.Reader) ([]diag.Problem, error) {
	m.one.Lock()
	defer m.one.Unlock()
	f, err := inspect(at, r)
	return f.problems, err
}

// file is a photo's file while it is looked at.
type file struct {
	at          string
	data        []byte
	format      *format
	orientation int // of Exif, 1 to 8
	memory      int // bytes to decode, at most
	problems    []diag.Problem
}

func (f *file) say(rule diag.Rule, hint, text string, args ...any) {
	f.problems = append(f.problems, diag.Problem{Path: f.at, Rule: rule, Text: fmt.Sprintf(text, args...), Hint: hint})
}

const smaller = "make it smaller: 1500 pixels a side are plenty"

// inspect reads a file and finds whatever is wrong with it that can be told without decoding it.
func inspect(at string, r io.Reader) (*file, error) {
	f := &file{at: at, orientation: 1}
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return f, fmt.Errorf("read photo: %w", err)
	}
	f.data = data
	if len(data) > MaxBytes {
		f.say(size, smaller, "the photo is larger than 20 MB")
		return f, nil
	}
	if f.format = f.kind(); f.format == nil {
		return f, nil
	}
	var t traits
	f.format.scan(data, &t)
	f.orientation = t.orientation()
	if t.hasPosition(data) {
		f.say(position, fmt.Sprintf("take it out: exiftool -overwrite_original -all= -trailer:all= -tagsfromfile @ -orientation %s; then replace the commit, "+
			"or begin a new branch: a further commit leaves the place in the history", f.at), "the photo tells where it was taken")
	}
	if t.animated {
		f.say(kind, "save one frame of it", "the picture is animated")
	}
	f.measure(&t)
	return f, nil
}

// measure reads the size, before anything is decoded: 69 bytes can ask for 3.4 GB.
func (f *file) measure(t *traits) {
	c, err := f.format.config(bytes.NewReader(f.data))
	if err != nil {
		f.say(broken, "save it as a JPEG again", "the photo cannot be read: %v", err)
		return
	}
	f.memory = c.Width * c.Height * t.pixel // read only below the limits
	// One after the other, so that the product cannot overflow.
	switch w, h := c.Width, c.Height; {
	case w > MaxSide || h > MaxSide:
		f.say(size, smaller, "the photo has %d × %d pixels; a side has at most 12,000", w, h)
	case w*h > MaxPixels:
		f.say(size, smaller, "the photo has %d × %d pixels, more than 40 million", w, h)
	case w < MinSide || h < MinSide:
		f.say(size, "look for a larger one", "the photo has %d × %d pixels; a side has at least %d", w, h, MinSide)
	case w*h*t.pixel > maxMemory:
		f.say(size, smaller, "the photo needs %d MB of memory to be read, more than %d", w*h*t.pixel/1e6, int(maxMemory/1e6))
	case t.chunks > maxChunks:
		f.say(size, "save it as a JPEG", "the photo consists of more than %d pieces", maxChunks)
	case t.scans > maxScans:
		f.say(size, "save it as a JPEG again, not as a progressive one", "the photo comes in %d passes; at most %d are read", t.scans, maxScans)
	case w*h*t.steps+t.scanned > maxWork:
		f.say(size, "save it as an ordinary JPEG, or "+smaller, "the way this photo is saved makes it as long to read as one of %d megapixels; at most %d",
			(w*h*t.steps+t.scanned)/1e6, int(maxWork/1e6))
	}
}

// make decodes the photo; nil if that fails, which is then a problem.
func (f *file) make() []Image {
	img, err := f.format.decode(bytes.NewReader(f.data))
	if err != nil {
		f.say(broken, "it may be cut off: send it again, or save it as a JPEG anew", "the photo cannot be read: %v", err)
		return nil
	}
	made, err := shrink(img, f.orientation)
	if err != nil {
		f.say(broken, "save it as a JPEG again", "the photo cannot be made smaller: %v", err)
	}
	return made
}

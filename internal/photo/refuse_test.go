package photo

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"vigil/internal/diag"
	"vigil/internal/lab/trial"
)

// header is a PNG that says how large it is, and has next to nothing else.
func header(w, h uint32, depth, kind, interlace byte) []byte {
	b := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	return []byte("\x89PNG\r\n\x1a\n" + chunk("IHDR", string(append(b, depth, kind, 0, 0, interlace))) + chunk("IDAT", "\x78\x9c\x03\x00\x00\x00\x00\x01") +
		chunk("IEND", ""))
}

// frame is a JPEG that ends after it has said how large it is.
func frame(marker byte, w, h int, components string) []byte {
	return []byte("\xff\xd8" + segment(marker, string([]byte{8, byte(h >> 8), byte(h), byte(w >> 8), byte(w), byte(len(components) / 3)})+components) +
		segment(0xda, ""))
}

// scanned is a JPEG of three equal components that goes over all of them so many times, and ends.
func scanned(marker byte, w, h, scans int) []byte {
	start := frame(marker, w, h, "\x01\x11\x00\x02\x11\x00\x03\x11\x00")
	start = start[:len(start)-4] // the scan without components
	return append(start, strings.Repeat(segment(0xda, "\x03\x01\x00\x02\x00\x03\x00\x00\x3f\x00"), scans)...)
}

// riffs is a WebP of these chunks.
func riffs(chunks ...string) []byte {
	body := "WEBP" + strings.Join(chunks, "")
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body)
}

// lossless is how a lossless WebP says its size: 14 bits each, less one.
func lossless(w, h uint32) string {
	return string(binary.LittleEndian.AppendUint32(nil, w-1|(h-1)<<14))
}

func TestRefused(t *testing.T) {
	whole := asJPEG(drawn(96, 120))
	scan := string(whole[bytes.Index(whole, []byte{0xff, 0xda}):])
	scan = scan[:len(scan)-2]
	heavy := append(slices.Clone(whole), make([]byte, MaxBytes)...)
	for name, x := range map[string]struct {
		data []byte
		rule diag.Rule
		text string
	}{
		"empty.jpg":      {nil, kind, "no JPEG, PNG or WebP"},
		"text.jpg":       {[]byte("not a photo"), kind, "no JPEG, PNG or WebP"},
		"gif.jpg":        {[]byte("GIF89a\xff\xff\xff\xff\x80\x00\x00\x00\x00\x00\xff\xff\xff"), kind, "a GIF"},
		"tiff.jpg":       {[]byte("II*\x00\x08\x00\x00\x00"), kind, "a TIFF"},
		"tiff.png":       {[]byte("MM\x00*\x00\x00\x00\x08"), kind, "a TIFF"},
		"svg.png":        {[]byte("<?xml version=\"1.0\"?>\n<svg onload=\"alert(1)\"/>"), kind, "an SVG"},
		"html.jpg":       {[]byte("<!DOCTYPE html><script>alert(1)</script>"), kind, "a web page"},
		"heic.jpg":       {[]byte("\x00\x00\x00\x18ftypheic"), kind, "a HEIC"},
		"pdf.webp":       {[]byte("%PDF-1.7"), kind, "a PDF"},
		"jpeg.png":       {whole, kind, "is a JPEG, and its name says .png"},
		"png.webp":       {asPNG(drawn(96, 120)), kind, "is a PNG, and its name says .webp"},
		"webp.jpg":       {saved("lossy.webp"), kind, "is a WebP, and its name says .jpg"},
		"animated.png":   {withChunks(asPNG(drawn(96, 120)), chunk("acTL", "\x00\x00\x00\x02\x00\x00\x00\x00")), kind, "animated"},
		"animated.webp":  {saved("animated.webp"), kind, "animated"},
		"heavy.jpg":      {heavy, size, "larger than 20 MB"},
		"bomb.png":       {header(30000, 30000, 8, 6, 0)[:69], size, "30000 × 30000"},
		"overflow.png":   {header(1<<31-1, 1<<31-1, 8, 0, 0), broken, "overflow"},
		"side.png":       {header(12001, 64, 1, 0, 0), size, "a side has at most 12,000"},
		"side.jpg":       {frame(0xc0, 64, 12001, "\x01\x11\x00"), size, "a side has at most 12,000"},
		"pixels.png":     {header(8000, 5125, 8, 2, 0), size, "more than 40 million"},
		"pixels.jpg":     {frame(0xc0, 8000, 5125, "\x01\x11\x00"), size, "more than 40 million"},
		"small.png":      {asPNG(drawn(63, 64)), size, "at least 64"},
		"chunks.png":     {withChunks(asPNG(drawn(96, 120)), strings.Repeat(chunk("tEXt", "a\x00b"), maxChunks)), size, "more than 20000 pieces"},
		"memory.png":     {header(6500, 6000, 16, 6, 1), size, "624 MB of memory"},
		"memory.jpg":     {frame(0xc2, 6500, 6000, "\x01\x11\x00\x02\x11\x00\x03\x11\x00"), size, "585 MB of memory"},
		"work.jpg":       {scanned(0xc2, 4000, 2000, 24), size, "one of 65 megapixels; at most 60"},
		"again.jpg":      {scanned(0xc0, 6000, 4000, 3), size, "one of 72 megapixels"},
		"interlaced.png": {header(4600, 4500, 8, 6, 1), size, "one of 62 megapixels"},
		"deep.png":       {header(6200, 5000, 16, 2, 0), size, "one of 62 megapixels"},
		"both.png":       {header(3400, 3000, 16, 6, 1), size, "one of 61 megapixels"},
		"lossless.webp":  {riffs(riff("VP8L", "\x2f"+lossless(4000, 3100))), size, "one of 62 megapixels"},
		"alpha.webp": {riffs(riff("VP8X", "\x10\x00\x00\x00\x9f\x0f\x00\x1b\x0c\x00") + riff("ALPH", "\x01")), size,
			"one of 62 megapixels"},
		"lossy.webp":     {riffs(riff("VP8X", "\x00\x00\x00\x00\x3f\x1f\x00\x9f\x0f\x00")), size, "one of 64 megapixels"},
		"passes.jpg":     {slices.Concat(whole[:len(whole)-2], []byte(strings.Repeat(scan, 64)), whole[len(whole)-2:]), size, "65 passes"},
		"ink.jpg":        {bytes.ReplaceAll(saved("cmyk.jpg"), []byte("Adobe"), []byte("Other")), broken, "color model"},
		"arithmetic.jpg": {frame(0xc9, 640, 800, "\x01\x11\x00"), broken, ""},
	} {
		made, problems := make1(t, name, x.data)
		if len(problems) != 1 || problems[0].Rule != x.rule || !strings.Contains(problems[0].Text, x.text) || problems[0].Hint == "" || problems[0].Path != name {
			t.Errorf("%s: %v, %d pictures", name, problems, len(made))
		}
	}
}

// What is just within the limits is taken.
func TestWithinLimits(t *testing.T) {
	trial.Slow(t)
	trailer := make([]byte, MaxBytes)
	jpg := asJPEG(drawn(96, 120))
	for name, data := range map[string][]byte{
		"heavy.jpg": append(jpg, trailer[len(jpg):]...),
		"side.png":  asPNG(image.NewGray(image.Rect(0, 0, MaxSide, 64))),
		"large.png": asPNG(image.NewGray(image.Rect(0, 0, 8000, 5000))),
	} {
		if made, problems := make1(t, name, data); len(made) == 0 {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// The sizes that .github/LIMITS.md gives for the ways in which a photo can be saved: up to these nothing is said of the
// size, above them the photo is refused before anything is decoded.
func TestPixelsAsWritten(t *testing.T) {
	lossy := func(w, h int) []byte {
		return riffs(riff("VP8 ", "\x10\x02\x00\x9d\x01\x2a"+string(binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(nil, uint16(w)), uint16(h)))))
	}
	for name, x := range map[string]struct {
		megapixels int
		data       func(w, h int) []byte
	}{
		"a.jpg":                {40, func(w, h int) []byte { return scanned(0xc0, w, h, 1) }},
		"two passes.jpg":       {30, func(w, h int) []byte { return scanned(0xc0, w, h, 2) }},
		"progressive.jpg":      {20, func(w, h int) []byte { return scanned(0xc2, w, h, 6) }},
		"many passes.jpg":      {8, func(w, h int) []byte { return scanned(0xc2, w, h, 21) }},
		"a.png":                {40, func(w, h int) []byte { return header(uint32(w), uint32(h), 8, 6, 0) }},
		"interlaced.png":       {20, func(w, h int) []byte { return header(uint32(w), uint32(h), 8, 6, 1) }},
		"16 bits.png":          {30, func(w, h int) []byte { return header(uint32(w), uint32(h), 16, 6, 0) }},
		"interlaced 16bit.png": {10, func(w, h int) []byte { return header(uint32(w), uint32(h), 16, 6, 1) }},
		"lossy.webp":           {30, lossy},
		"lossless.webp":        {12, func(w, h int) []byte { return riffs(riff("VP8L", "\x2f"+lossless(uint32(w), uint32(h)))) }},
	} {
		h := 1000 * x.megapixels / 8
		for more, refused := range []bool{false, true} {
			h := h + more*h/9
			problems, err := NewMaker("").Inspect(name, bytes.NewReader(x.data(8000, h)))
			if err != nil || slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Rule != size }) || (len(problems) > 0) != refused {
				t.Errorf("%s with 8000 × %d pixels: %v %v", name, h, problems, err)
			}
		}
	}
}

// A photo that was cut off anywhere is never published.
func TestTruncated(t *testing.T) {
	for name, data := range map[string][]byte{
		"a.jpg": asJPEG(drawn(64, 80)), "progressive.jpg": saved("progressive.jpg"), "cmyk.jpg": saved("cmyk.jpg"),
		"a.png": asPNG(drawn(64, 80)), "lossy.webp": saved("lossy.webp"), "lossless.webp": saved("lossless.webp"), "alpha.webp": saved("alpha.webp"),
	} {
		whole, _ := make1(t, name, data)
		if whole == nil {
			t.Fatalf("%s: the whole one is refused", name)
		}
		for n := range data {
			made, problems := make1(t, name, data[:n])
			// A byte that only fills up to an even length may be missing: nothing of the picture is.
			if made != nil && !bytes.Equal(made[0].JPEG, whole[0].JPEG) || made != nil && n < len(data)-1 {
				t.Errorf("%s, cut after %d of %d bytes: %d pictures, %v", name, n, len(data), len(made), problems)
			}
		}
	}
}

// Files with a flaw anywhere are refused or shown, and never stop the program.
func TestFlaws(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	sources := map[string][]byte{
		"a.jpg": withSegments(asJPEG(drawn(64, 80)),
			segment(0xe1, exifMark+exif(binary.BigEndian, []entry{{tagOrientation, 6}, {tagExif, 8}}, []entry{{0, 1}}))),
		"progressive.jpg": saved("progressive.jpg"), "cmyk.jpg": saved("cmyk.jpg"),
		"a.png": withChunks(asPNG(drawn(64, 80)), chunk("eXIf", exif(binary.LittleEndian, []entry{{tagOrientation, 6}}, []entry{{0, 1}})),
			chunk("zTXt", "Raw profile type exif\x00\x00\x78\x9c\x00")),
		"lossy.webp": saved("lossy.webp"), "lossless.webp": saved("lossless.webp"), "alpha.webp": saved("alpha.webp"), "animated.webp": saved("animated.webp"),
	}
	for name, data := range sources {
		for range 60 {
			flawed := slices.Clone(data)
			for range 1 + dice.IntN(4) {
				flawed[dice.IntN(len(flawed))] = byte(dice.Uint32())
			}
			make1(t, name, flawed)
		}
	}
}

// A folder of Exif that leads back to itself, or has more entries than anybody reads, ends.
func TestExifEnds(t *testing.T) {
	loop := exif(binary.LittleEndian, []entry{{tagExif, 8}}, nil)
	loop = loop[:len(loop)-4] + "\x08\x00\x00\x00"
	many := strings.Repeat(exifMark+"II*\x00\x08\x00\x00\x00\xff\xff", 1<<17)
	for _, behind := range []string{exifMark + loop, many} {
		make1(t, "a.jpg", append(asJPEG(drawn(64, 64)), behind...))
	}
}

// Lists of captions within each other, and packed texts of which nothing comes, end too: before they were counted
// either took hours in a file of 20 MB.
func TestMetadataEnds(t *testing.T) {
	const caption = "8BIM\x04\x04\x00\x00\x00\x00\x00\x00"
	captions := caption + strings.Repeat("\x1c\x01\x01\x00\x0c"+caption, 1<<18)
	budget := mostEntries
	if captioned([]byte(captions), &budget); budget != 0 {
		t.Errorf("%d entries are left", budget)
	}
	make1(t, "a.jpg", append(asJPEG(drawn(64, 64)), captions...))
	var heads string // each begins a packed text that holds those behind it, and then empty blocks
	for behind := 35 * 7; behind > 0; behind -= 7 {
		heads += string([]byte{0x78, 1, 0, byte(behind - 7), 0, ^byte(behind - 7), 0xff})
	}
	var tr traits
	tr.text([]byte("x\x00" + heads + strings.Repeat("\x00\x00\x00\xff\xff", 1<<20)))
	if tr.tried == 0 || tr.tried > 3 || tr.unpacked > 2*mostText {
		t.Errorf("%d attempts, %d bytes", tr.tried, tr.unpacked)
	}
}

// Decoding takes the memory that was foreseen, and is refused where that is too much. What is allocated in all
// is more than what is needed at any time, so this bounds the peak.
func TestMemory(t *testing.T) {
	trial.Slow(t)
	const w, h = 4000, 3000
	r := image.Rect(0, 0, w, h)
	if !long {
		r = image.Rect(0, 0, w, h/4) // most of the time goes into the rest
	}
	for name, x := range map[string]struct {
		data   []byte
		pixel  int // bytes
		height int
	}{
		"large.jpg": {asJPEG(image.NewRGBA(r)), 2, r.Dy()}, "large.png": {asPNG(image.NewNRGBA(r)), 4, r.Dy()}, "deep.png": {asPNG(image.NewNRGBA64(r)), 8, r.Dy()},
		"progressive.jpg": {saved("large-progressive.jpg"), 15, h},
	} {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		if made, problems := make1(t, name, x.data); made == nil {
			t.Fatal(problems)
		}
		runtime.ReadMemStats(&after)
		around := uint64(30_000_000 + w*r.Dy()*5/2) // the filter, and pictures before it
		if got, most := after.TotalAlloc-before.TotalAlloc, uint64(w*x.height*x.pixel)+around; got > most {
			t.Errorf("%s: %d MB were allocated, of at most %d", name, got/1e6, most/1e6)
		}
	}
}

// What decoding a large photo took is given back, whatever the collector is set to: else a few of them, small
// files all, take as much as the process may.
func TestMemoryIsGivenBack(t *testing.T) {
	trial.Slow(t)
	data := asPNG(image.NewNRGBA64(image.Rect(0, 0, 4000, 2100)))
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if made, problems := make1(t, "deep.png", data); made == nil {
		t.Fatal(problems)
	}
	runtime.ReadMemStats(&after)
	if left := int64(after.HeapAlloc) - int64(before.HeapAlloc); left > 10_000_000 {
		t.Errorf("%d MB are left of it", left/1e6)
	}
}

func sumOf(made []Image) (s string) {
	for _, m := range made {
		s += fmt.Sprintf("%x ", sha256.Sum256(m.JPEG))
	}
	return strings.TrimSpace(s)
}

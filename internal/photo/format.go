package photo

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"path"
	"unicode"

	"golang.org/x/image/webp"
)

// format is a type of picture that can be a photo.
type format struct {
	name, ending string
	is           func(data []byte) bool
	config       func(io.Reader) (image.Config, error)
	decode       func(io.Reader) (image.Image, error)
	scan         func(data []byte, t *traits)
}

// formats is the table of what a photo can be.
var formats = []format{
	{"JPEG", ".jpg", starts("\xff\xd8\xff"), jpeg.DecodeConfig, jpeg.Decode, scanJPEG},
	{"PNG", ".png", starts("\x89PNG\r\n\x1a\n"), png.DecodeConfig, png.Decode, scanPNG},
	{"WebP", ".webp", func(b []byte) bool { return len(b) > 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" }, webp.DecodeConfig, webp.Decode,
		scanWebP},
}

func starts(with string) func([]byte) bool {
	return func(data []byte) bool { return bytes.HasPrefix(data, []byte(with)) }
}

// others are what people take for one of these, by a mark near the beginning.
var others = []struct{ mark, name string }{
	{"GIF8", "a GIF"}, {"II*\x00", "a TIFF"}, {"MM\x00*", "a TIFF"}, {"BM", "a BMP"}, {"ftypavif", "an AVIF"}, {"ftyp", "a HEIC"},
	{"%PDF", "a PDF"}, {"<svg", "an SVG"}, {"<!doctype html", "a web page"}, {"<html", "a web page"}, {"version https://git-lfs", "a Git LFS pointer"},
}

// kind finds the format by content and compares it with the ending; nil if it is none.
func (f *file) kind() *format {
	for i := range formats {
		x := &formats[i]
		if !x.is(f.data) {
			continue
		}
		if path.Ext(f.at) != x.ending {
			f.say(kind, "rename it so that it ends in "+x.ending, "the photo is a %s, and its name says %s", x.name, path.Ext(f.at))
		}
		return x
	}
	what := "no JPEG, PNG or WebP picture"
	start := bytes.ToLower(f.data[:min(len(f.data), 64)])
	for _, o := range others {
		if at := bytes.Index(start, bytes.ToLower([]byte(o.mark))); at == 0 || at > 0 && len(o.mark) > 3 {
			what = o.name + ", and " + what
			break
		}
	}
	f.say(kind, "open it in an image program and save it as a JPEG", "this file is %s", what)
	return nil
}

// traits are what a file tells about its picture beside the picture.
type traits struct {
	exif     [][]byte // TIFF structures, the first one for the orientation
	texts    [][]byte // unpacked
	unpacked int      // bytes that were unpacked, or of what came of it, whichever are more
	tried    int      // attempts to unpack
	animated bool
	frame    jpegFrame // of a JPEG
	scans    int       // of a JPEG
	scanned  int       // steps that these take
	steps    int       // to decode a pixel, beside that
	chunks   int       // of a PNG
	pixel    int       // bytes of memory that decoding takes for a pixel, at most
}

// cut are the beginnings of what JPEG cuts into segments of 64 kB, and how many bytes follow before the text goes on:
// an identifier, a size and an offset.
var cut = [...]struct {
	mark string
	more int
}{{"http://ns.adobe.com/xmp/extension/\x00", 32 + 4 + 4}, {"Photoshop 3.0\x00", 0}}

// scanJPEG walks the segments to the end of the picture.
func scanJPEG(data []byte, t *traits) {
	var whole [len(cut)][]byte
	defer func() { t.texts = append(t.texts, whole[:]...) }()
	for i := 2; i+4 <= len(data); {
		marker := data[i+1]
		switch {
		case data[i] != 0xff || marker == 0 || marker == 0xff || marker >= 0xd0 && marker <= 0xd7:
			next := bytes.IndexByte(data[i+1:], 0xff) // the picture itself, or padding
			if next < 0 {
				return
			}
			i += 1 + next
			continue
		case marker == 0xd9: // the end
			return
		}
		n := int(binary.BigEndian.Uint16(data[i+2:]))
		segment := data[i+4 : min(len(data), max(i+4, i+2+n))]
		switch marker {
		case 0xe1:
			if tiff, ok := bytes.CutPrefix(segment, []byte(exifMark)); ok {
				t.exif = append(t.exif, tiff)
			}
			fallthrough
		case 0xed:
			for i, c := range cut {
				if part, ok := bytes.CutPrefix(segment, []byte(c.mark)); ok {
					whole[i] = append(whole[i], part[min(c.more, len(part)):]...)
				}
			}
		case 0xda:
			t.scans++
			t.scanned += t.frame.scan(segment)
		case 0xc0, 0xc1, 0xc2:
			t.frame = readFrame(segment, marker == 0xc2)
			t.pixel = max(t.pixel, t.frame.pixel())
			if marker == 0xc2 {
				t.steps = 1 // at the end, after all scans
			}
		}
		i += 2 + max(n, 2)
	}
}

// jpegFrame is what a JPEG says of its components. All sizes are in samples.
type jpegFrame struct {
	progressive bool
	components  byte
	pixels      int
	samples     map[byte]int // of each component in a block of the largest one, by its name
	most, sum   int
}

func readFrame(sof []byte, progressive bool) jpegFrame {
	f := jpegFrame{progressive: progressive, samples: map[byte]int{}, most: 1}
	if len(sof) < 6 {
		return f // the decoder will say so
	}
	f.components = sof[5]
	f.pixels = int(binary.BigEndian.Uint16(sof[1:])) * int(binary.BigEndian.Uint16(sof[3:]))
	for c := sof[6:]; len(c) >= 3; c = c[3:] {
		hv := max(1, int(c[1]>>4)*int(c[1]&15))
		f.samples[c[0]] = hv
		f.most, f.sum = max(f.most, hv), f.sum+hv
	}
	return f
}

// pixel is what one takes in memory: a byte for each sample, and in a progressive JPEG four more, since all
// coefficients are kept until the end; with four components there is a second picture.
func (f jpegFrame) pixel() int {
	samples, more := f.sum, 0
	if f.progressive {
		samples *= 5
	}
	if f.components == 4 {
		more = 8
	}
	return (samples+f.most-1)/f.most + more
}

// scan tells how many steps a scan takes. In a progressive JPEG it only goes over the coefficients of its
// components, a tenth of a step for each; in another it decodes them.
func (f jpegFrame) scan(sos []byte) int {
	if len(sos) == 0 || f.pixels > MaxPixels { // refused anyway
		return 0
	}
	samples := 0
	for c := sos[1:min(len(sos), 1+2*int(sos[0]))]; len(c) >= 2; c = c[2:] {
		samples += f.samples[c[0]]
	}
	if f.progressive {
		return f.pixels * samples / f.most / 10
	}
	return f.pixels * samples / max(f.sum, 1)
}

// Texts of a PNG are unpacked up to so many bytes, packed or unpacked, after so many attempts.
const (
	mostText  = 4 << 20
	mostTried = 1000
)

// scanPNG walks the chunks.
func scanPNG(data []byte, t *traits) {
	for i := 8; i+8 <= len(data) && t.chunks <= maxChunks; {
		t.chunks++
		n := int(binary.BigEndian.Uint32(data[i:]))
		chunk := data[i+8 : i+8+min(n, len(data)-i-8)]
		switch string(data[i+4 : i+8]) {
		case "IHDR":
			t.pixel, t.steps = 4, 1
			if len(chunk) > 8 && chunk[8] == 16 {
				t.pixel, t.steps = 8, 2
			}
			if len(chunk) > 12 && chunk[12] != 0 { // interlaced: each pass is a picture before it is spread
				t.pixel, t.steps = 2*t.pixel, 3*t.steps
			}
		case "acTL":
			t.animated = true
		case "eXIf":
			t.exif = append(t.exif, bytes.TrimPrefix(chunk, []byte(exifMark)))
		case "tEXt", "zTXt", "iTXt":
			t.text(chunk)
		case "IEND":
			return
		}
		i += 12 + n
	}
}

// packed tells whether zlib's form may begin here (RFC 1950): the method, a window of up to 32 KiB, which
// libpng makes smaller for short texts, and a sum over both bytes.
func packed(b []byte) bool {
	return len(b) > 1 && b[0]&0xf == 8 && b[0]>>4 <= 7 && binary.BigEndian.Uint16(b)%31 == 0
}

// text keeps a chunk's text as it is, unpacked, and, where it is a profile in hexadecimal digits (as
// ImageMagick writes Exif), that.
func (t *traits) text(chunk []byte) {
	keyword, rest, _ := bytes.Cut(chunk, []byte{0})
	forms := [][]byte{rest}
	for i := 0; i < len(rest) && i < 256 && t.tried < mostTried && t.unpacked < mostText; i++ {
		if !packed(rest[i:]) { // before it stand flags and a language
			continue
		}
		t.tried++
		room := mostText - t.unpacked
		from := bytes.NewReader(rest[i:min(len(rest), i+room)]) // packed texts are shorter, but for empty blocks without end
		before := from.Len()
		if z, err := zlib.NewReader(from); err == nil {
			plain, _ := io.ReadAll(io.LimitReader(z, int64(room))) // of a broken one, what there is
			t.unpacked += max(len(plain), before-from.Len())
			forms = append(forms, plain)
		}
	}
	t.texts = append(t.texts, forms...)
	if !bytes.HasPrefix(keyword, []byte("Raw profile type")) {
		return
	}
	for _, form := range forms {
		lines := bytes.SplitN(form, []byte("\n"), 4) // an empty one, the name, the length
		digits := bytes.Map(func(r rune) rune {      // not Fields, which takes 24 bytes for each
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, lines[len(lines)-1])
		raw := make([]byte, hex.DecodedLen(len(digits)))
		n, _ := hex.Decode(raw, digits)
		t.texts = append(t.texts, raw[:n])
	}
}

// scanWebP walks the chunks.
func scanWebP(data []byte, t *traits) {
	t.pixel, t.steps = 8, 2 // with the alpha channel, or the stages of lossless decoding
	for i := 12; i+8 <= len(data); {
		n := int(binary.LittleEndian.Uint32(data[i+4:]))
		chunk := data[i+8 : i+8+min(n, len(data)-i-8)]
		switch string(data[i : i+4]) {
		case "VP8X":
			t.animated = t.animated || len(chunk) > 0 && chunk[0]&2 != 0
		case "VP8L", "ALPH": // also 3 kB for each of up to 65,536 groups of codes
			t.steps = 5
		case "ANIM", "ANMF":
			t.animated = true
		case "EXIF":
			t.exif = append(t.exif, bytes.TrimPrefix(chunk, []byte(exifMark)))
		}
		i += 8 + n + n&1
	}
}

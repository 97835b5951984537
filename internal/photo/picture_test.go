package photo

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"

	"vigil/internal/diag"
)

var (
	red  = color.NRGBA{0xc0, 0x30, 0x40, 0xff}
	blue = color.NRGBA{0x20, 0x40, 0xc0, 0xff}
)

// drawn is red with a blue quarter at the top left.
func drawn(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, red)
			if x < w/2 && y < h/2 {
				img.SetNRGBA(x, y, blue)
			}
		}
	}
	return img
}

func asJPEG(img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func asPNG(img image.Image) []byte {
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func saved(name string) []byte {
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		panic(err)
	}
	return data
}

// segment is a segment of a JPEG.
func segment(marker byte, data string) string {
	return string([]byte{0xff, marker, byte((len(data) + 2) >> 8), byte(len(data) + 2)}) + data
}

// withSegments puts segments where cameras put them.
func withSegments(jpg []byte, segments ...string) []byte {
	return slices.Concat(jpg[:2], []byte(strings.Join(segments, "")), jpg[2:])
}

// chunk is a chunk of a PNG.
func chunk(kind, data string) string {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return string(binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:])))
}

// withChunks puts chunks behind the header.
func withChunks(png []byte, chunks ...string) []byte {
	return slices.Concat(png[:33], []byte(strings.Join(chunks, "")), png[33:])
}

// riff is a chunk of a WebP.
func riff(kind, data string) string {
	return kind + string(binary.LittleEndian.AppendUint32(nil, uint32(len(data)))) + data + strings.Repeat("\x00", len(data)&1)
}

// withRIFF makes an extended WebP of a simple one, with chunks behind the picture.
func withRIFF(webp []byte, chunks ...string) []byte {
	body := "WEBP" + riff("VP8X", "\x0c\x00\x00\x00\x5f\x00\x00\x77\x00\x00") + string(webp[12:]) + strings.Join(chunks, "")
	return []byte("RIFF" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(body)))) + body)
}

// entry is an entry of an Exif folder, of which only the tag and the value matter here.
type entry struct {
	tag   uint16
	value uint32
}

// exif makes a TIFF structure; gps, if not nil, are the entries of its folder of positions.
func exif(order binary.AppendByteOrder, entries []entry, gps []entry) string {
	b := []byte("II*\x00")
	if order == binary.AppendByteOrder(binary.BigEndian) {
		b = []byte("MM\x00*")
	}
	folder := func(es []entry) {
		b = order.AppendUint16(b, uint16(len(es)))
		for _, e := range es {
			b = order.AppendUint16(b, e.tag)
			if e.tag == tagOrientation {
				b = order.AppendUint16(order.AppendUint16(order.AppendUint32(order.AppendUint16(b, 3), 1), uint16(e.value)), 0)
				continue
			}
			b = order.AppendUint32(order.AppendUint32(order.AppendUint16(b, 4), 1), e.value)
		}
		b = order.AppendUint32(b, 0)
	}
	b = order.AppendUint32(b, 8)
	if gps != nil {
		entries = append(slices.Clone(entries), entry{tagGPS, uint32(8 + 2 + 12*(len(entries)+1) + 4)})
	}
	folder(entries)
	if gps != nil {
		folder(gps)
	}
	return string(b)
}

// make1 makes a photo without a cache.
func make1(t *testing.T, at string, data []byte) ([]Image, []diag.Problem) {
	t.Helper()
	made, _, problems, err := NewMaker("").Make(at, bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if (len(made) == 0) != (len(problems) > 0) {
		t.Fatalf("%s: %d pictures and %d problems", at, len(made), len(problems))
	}
	return made, problems
}

// accepted makes a photo that must be one, and decodes the larger picture.
func accepted(t *testing.T, at string, data []byte) image.Image {
	t.Helper()
	made, problems := make1(t, at, data)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	img, err := jpeg.Decode(bytes.NewReader(made[len(made)-1].JPEG))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// near tells whether two colours are the same but for what encoding takes.
func near(a, b color.Color) bool {
	off := func(x, y uint32) bool { return max(x, y)-min(x, y) > 12<<8 }
	r1, g1, b1, _ := a.RGBA()
	r2, g2, b2, _ := b.RGBA()
	return !off(r1, r2) && !off(g1, g2) && !off(b1, b2)
}

// corners are the colours at the four corners, some pixels inside: top left, top right, bottom left, bottom right.
func corners(img image.Image) string {
	b := img.Bounds()
	var s strings.Builder
	for _, y := range []int{b.Dy() / 8, b.Dy() * 7 / 8} {
		for _, x := range []int{b.Dx() / 8, b.Dx() * 7 / 8} {
			switch c := img.At(x, y); {
			case near(c, red):
				s.WriteString("r")
			case near(c, blue):
				s.WriteString("b")
			default:
				s.WriteString(fmt.Sprint(c))
			}
		}
	}
	return s.String()
}

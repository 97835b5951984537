package photo

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"runtime"
	"slices"
	"strings"
	"testing"

	"compress/zlib"
)

// Every kind of picture that cameras and programs write comes out with its colours.
func TestKinds(t *testing.T) {
	base := drawn(96, 120)
	as := func(m interface {
		image.Image
		Set(x, y int, c color.Color)
	}) image.Image {
		for y := range 120 {
			for x := range 96 {
				m.Set(x, y, base.At(x, y))
			}
		}
		return m
	}
	r := base.Bounds()
	for name, data := range map[string][]byte{
		"plain.jpg": asJPEG(base), "cmyk.jpg": saved("cmyk.jpg"), "progressive.jpg": saved("progressive.jpg"), "plain.png": asPNG(base),
		"deep.png": asPNG(as(image.NewRGBA64(r))), "palette.png": asPNG(as(image.NewPaletted(r, color.Palette{red, blue}))),
		"lossy.webp": saved("lossy.webp"), "lossless.webp": saved("lossless.webp"),
	} {
		if got := corners(accepted(t, name, data)); got != "brrr" {
			t.Errorf("%s: the corners are %s", name, got)
		}
	}
	grey := accepted(t, "grey.png", asPNG(as(image.NewGray16(r))))
	if c := color.GrayModel.Convert(grey.At(80, 100)); !near(c, color.GrayModel.Convert(red)) {
		t.Errorf("grey came out as %v", c)
	}
}

// What is transparent shows the ground, in part or whole, and not black.
func TestAlpha(t *testing.T) {
	img := drawn(96, 120)
	for i := 3; i < len(img.Pix); i += 4 {
		img.Pix[i] = 0x80
	}
	img.SetNRGBA(0, 0, color.NRGBA{}) // so that it is not a palette
	half := func(c color.NRGBA) color.Color {
		mix := func(v uint8) uint8 { return uint8((int(v) + 0xd0) / 2) }
		return color.NRGBA{mix(c.R), mix(c.G), mix(c.B), 0xff}
	}
	for name, data := range map[string][]byte{"half.png": asPNG(img), "half.webp": saved("alpha.webp")} {
		out := accepted(t, name, data)
		if !near(out.At(80, 100), half(red)) || !near(out.At(20, 30), half(blue)) {
			t.Errorf("%s: %v and %v", name, out.At(80, 100), out.At(20, 30))
		}
	}
	if out := accepted(t, "clear.png", asPNG(image.NewNRGBA(img.Rect))); !near(out.At(40, 40), color.Gray{0xd0}) {
		t.Errorf("nothing at all came out as %v", out.At(40, 40))
	}
}

// The blue quarter ends where the camera says that the top left is, in every format.
func TestOrientation(t *testing.T) {
	want := []string{"", "brrr", "rbrr", "rrrb", "rrbr", "brrr", "rbrr", "rrrb", "rrbr"}
	for o := 0; o <= 9; o++ {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			x := exif(order, []entry{{tagOrientation, uint32(o)}}, nil)
			for name, data := range map[string][]byte{
				"a.jpg":  withSegments(asJPEG(drawn(96, 120)), segment(0xe0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"), segment(0xe1, exifMark+x)),
				"a.png":  withChunks(asPNG(drawn(96, 120)), chunk("eXIf", x)),
				"a.webp": withRIFF(saved("lossless.webp"), riff("EXIF", x)),
			} {
				img := accepted(t, name, data)
				expect, size := want[1], image.Pt(96, 120)
				if o >= 1 && o <= 8 {
					expect = want[o]
				}
				if o > 4 && o < 9 {
					size = image.Pt(120, 96)
				}
				if got := corners(img); got != expect || img.Bounds().Size() != size {
					t.Errorf("%s, orientation %d, %v: the corners are %s, not %s, the size is %v", name, o, order, got, expect, img.Bounds().Size())
				}
			}
		}
	}
	// The two that share their corners differ across the diagonal.
	wide := drawn(96, 120)
	for y := range 20 {
		for x := range 96 {
			wide.SetNRGBA(x, y, blue)
		}
	}
	for o, at := range map[int]image.Point{1: {90, 5}, 2: {5, 5}, 3: {5, 115}, 4: {90, 115}, 5: {5, 90}, 6: {115, 90}, 7: {115, 5}, 8: {5, 5}} {
		img := accepted(t, "a.png", withChunks(asPNG(wide), chunk("eXIf", exif(binary.LittleEndian, []entry{{tagOrientation, uint32(o)}}, nil))))
		if !near(img.At(at.X, at.Y), blue) {
			t.Errorf("orientation %d: the end of the upper edge is not at %v", o, at)
		}
	}
}

// Two widths, none of them enlarged, and the shape kept.
func TestSizes(t *testing.T) {
	for _, x := range []struct {
		in   image.Point
		want string
	}{
		{image.Pt(64, 64), "64x64"}, {image.Pt(320, 400), "320x400"}, {image.Pt(321, 400), "320x399 321x400"}, {image.Pt(500, 700), "320x448 500x700"},
		{image.Pt(640, 800), "320x400 640x800"}, {image.Pt(1279, 1600), "320x400 640x801"}, {image.Pt(1000, 1500), "320x480 640x960"},
		{image.Pt(4000, 64), "320x5 640x10"}, {image.Pt(64, 4000), "10x640 20x1280"},
	} {
		made, problems := make1(t, "a.png", asPNG(image.NewGray(image.Rectangle{Max: x.in})))
		var got []string
		for _, m := range made {
			c, err := jpeg.DecodeConfig(bytes.NewReader(m.JPEG))
			if err != nil || c.Width != m.Width || c.Height != m.Height {
				t.Errorf("%v: a picture of %v × %v says that it has %v, %v", x.in, c.Width, c.Height, m.Size, err)
			}
			got = append(got, fmt.Sprintf("%dx%d", m.Width, m.Height))
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%v became %s, not %s %v", x.in, s, x.want, problems)
		}
	}
}

// Whatever stands in a file beside the picture is not in what is published.
func TestNothingSurvives(t *testing.T) {
	mark := func(where string) string { return "zzmark-" + where }
	tiff := exif(binary.BigEndian, []entry{{tagOrientation, 1}}, nil) + mark("exif")
	packed := func(s string) string {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		z.Write([]byte(s))
		z.Close()
		return b.String()
	}
	for name, data := range map[string][]byte{
		"a.jpg": append(withSegments(asJPEG(drawn(330, 400)), segment(0xe0, "JFIF\x00"+mark("jfif")), segment(0xe1, exifMark+tiff),
			segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+mark("xmp")),
			segment(0xe2, "ICC_PROFILE\x00\x01\x01"+mark("icc")), segment(0xed, "Photoshop 3.0\x00"+mark("iptc")), segment(0xfe, mark("comment"))),
			"<script>"+mark("trailer")...),
		"a.png": append(withChunks(asPNG(drawn(330, 400)), chunk("eXIf", tiff), chunk("tEXt", "Comment\x00"+mark("text")),
			chunk("zTXt", "Comment\x00\x00"+packed(mark("packed"))),
			chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+mark("xmp")), chunk("iCCP", "p\x00\x00"+packed(mark("icc"))), chunk("prVt", mark("private"))),
			"PK\x03\x04"+mark("trailer")...),
		"a.webp": append(withRIFF(saved("lossless.webp"), riff("EXIF", tiff), riff("XMP ", mark("xmp")), riff("ICCP", mark("icc")), riff("JUNK", mark("junk"))),
			mark("trailer")...),
	} {
		if n := bytes.Count(data, []byte("zzmark-")); n < 5 {
			t.Fatalf("%s: only %d marks were planted", name, n)
		}
		made, problems := make1(t, name, data)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		for _, m := range made {
			if found := foreign(m.JPEG); found != "" {
				t.Errorf("%s: a published picture has %s", name, found)
			}
		}
	}
	// The look itself sees what it looks for.
	for _, bad := range [][]byte{
		withSegments(asJPEG(drawn(64, 64)), segment(0xfe, "x")), withSegments(asJPEG(drawn(64, 64)), segment(0xe1, exifMark)),
		append(asJPEG(drawn(64, 64)), 0), append(asJPEG(drawn(64, 64)), "zzmark-"...),
	} {
		if foreign(bad) == "" {
			t.Error("a bad picture was passed")
		}
	}
}

// foreign names what is in a JPEG beside the picture: anything but the segments that decoding needs.
func foreign(jpg []byte) string {
	if bytes.Contains(jpg, []byte("zzmark")) {
		return "a mark"
	}
	for i := 2; i+4 < len(jpg); {
		if jpg[i] != 0xff {
			return fmt.Sprintf("no segment at %d", i)
		}
		switch marker := jpg[i+1]; marker {
		case 0xdb, 0xc0, 0xc4:
			i += 2 + int(binary.BigEndian.Uint16(jpg[i+2:]))
		case 0xda:
			if end := bytes.Index(jpg[i:], []byte{0xff, 0xd9}); end < 0 || i+end+2 != len(jpg) {
				return "something behind its end"
			}
			return ""
		default:
			return fmt.Sprintf("a segment %x", marker)
		}
	}
	return "no picture"
}

// Every place where a file can tell a position, and beside each the same without it.
func TestPosition(t *testing.T) {
	at := []entry{{0, 2}, {1, 'N'}, {2, 0}, {3, 'E'}, {4, 0}}
	jpg, pngs, webp := asJPEG(drawn(96, 120)), asPNG(drawn(96, 120)), saved("lossless.webp")
	utf16 := func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }
	packed := func(s string) string {
		var b bytes.Buffer
		z := zlib.NewWriter(&b)
		z.Write([]byte(s))
		z.Close()
		return b.String()
	}
	// As libpng writes a short text: with a window as small as the text.
	small := func(s string) string { return "\x28\x15" + packed(s)[2:] }
	for _, told := range []bool{true, false} {
		gps, xmp, film := at, `<x exif:GPSLatitude="53,54N"/>`, "\xa9xyz\x00\x12\x15\xc7+53.9+27.5/"
		city := byte(90)
		if !told {
			gps, xmp, film = at[:1], `<x exif:Artist="53,54N"/>`, "\xa9nam\x00\x12\x15\xc7+53.9+27.5/"
			city = 80
		}
		little, big := exif(binary.LittleEndian, []entry{{tagOrientation, 1}}, gps), exif(binary.BigEndian, nil, gps)
		second := string(withSegments(jpg, segment(0xe1, exifMark+big)))
		digits := "\nexif\n" + fmt.Sprint(len(big)+6) + "\n" + hex.EncodeToString([]byte(exifMark+big)) + "\n"
		for name, data := range map[string][]byte{
			"exif.jpg": withSegments(jpg, segment(0xe1, exifMark+little)), "big.jpg": withSegments(jpg, segment(0xe1, exifMark+big)),
			"second-segment.jpg": withSegments(jpg, segment(0xe1, exifMark+exif(binary.BigEndian, nil, nil)), segment(0xe1, exifMark+big)),
			"xmp.jpg":            withSegments(jpg, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmp)),
			"utf16.jpg":          withSegments(jpg, segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+utf16(xmp))),
			"second-picture.jpg": append(slices.Clone(jpg), second...), "film.jpg": append(slices.Clone(jpg), "....ftypmp42...."+film...),
			"progressive.jpg": withSegments(saved("progressive.jpg"), segment(0xe1, exifMark+little)),
			"exif.png":        withChunks(pngs, chunk("eXIf", big)), "exif-last.png": slices.Concat(pngs[:len(pngs)-12], []byte(chunk("eXIf", little)),
				pngs[len(pngs)-12:]),
			"xmp.png":           withChunks(pngs, chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00x-default\x00\x00"+xmp)),
			"packed.png":        withChunks(pngs, chunk("iTXt", "XML:com.adobe.xmp\x00\x01\x00x-default\x00\x00"+packed(xmp))),
			"profile.png":       withChunks(pngs, chunk("zTXt", "Raw profile type exif\x00\x00"+packed(digits))),
			"profile-text.png":  withChunks(pngs, chunk("tEXt", "Raw profile type APP1\x00"+digits)),
			"small-window.png":  withChunks(pngs, chunk("iTXt", "XML:com.adobe.xmp\x00\x01\x00x-default\x00\x00"+small(xmp))),
			"small-profile.png": withChunks(pngs, chunk("zTXt", "Raw profile type exif\x00\x00"+small(digits))),
			"exif.webp":         withRIFF(webp, riff("EXIF", little)), "marked.webp": withRIFF(webp, riff("EXIF", exifMark+big)),
			"xmp.webp": withRIFF(webp, riff("XMP ", xmp)),
			"cut-caption.jpg": withSegments(jpg, segment(0xed, "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x06\x1c\x02"),
				segment(0xed, "Photoshop 3.0\x00"+string([]byte{city})+"\x00\x01x")),
			"cut-xmp.jpg": withSegments(jpg, segment(0xe1, "http://ns.adobe.com/xmp/extension/\x00"+strings.Repeat("0", 40)+xmp[:9]),
				segment(0xe1, "http://ns.adobe.com/xmp/extension/\x00"+strings.Repeat("0", 40)+xmp[9:])),
		} {
			made, problems := make1(t, name, data)
			switch {
			case !told && len(problems) > 0:
				t.Errorf("%s tells no position: %v", name, problems)
			case told && (len(problems) != 1 || problems[0].Rule != position || !strings.Contains(problems[0].Hint, name)):
				t.Errorf("%s tells a position: %v, %d pictures", name, problems, len(made))
			}
			// One that is not to be published is in the repository all the same.
			looked, err := NewMaker("").Inspect(name, bytes.NewReader(data))
			if err != nil || (len(looked) > 0) != told {
				t.Errorf("%s, not published: %v %v", name, looked, err)
			}
		}
	}
}

// The same file gives the same bytes, and other bytes mean that version must be raised.
func TestSameBytes(t *testing.T) {
	data := asPNG(drawn(1500, 1900))
	first, _ := make1(t, "a.png", data)
	again, _ := make1(t, "a.png", data)
	for i := range first {
		if !bytes.Equal(first[i].JPEG, again[i].JPEG) {
			t.Errorf("picture %d differs from run to run", i)
		}
	}
	if !strings.HasPrefix(runtime.Version(), "go1.26") {
		t.Skip("the sum is that of Go 1.26")
	}
	const want = "1 8727970656acee48e9f406f22e5481f903bf9225b46a047e5d71f84dd6847b61 24f74f26ad5a5635e62bfee14c36c391798c3cfcea715fa7ff001b907e47e32e"
	if got := version + " " + sumOf(first); got != want {
		t.Errorf("got %s, want %s: if other bytes are meant, raise version", got, want)
	}
}

// What tells a place in words, in the many ways of cameras and programs; and what looks like it and does not.
func TestPlaces(t *testing.T) {
	iptc := func(number byte, value string) string {
		sets := "\x1c\x02\x00\x00\x02\x00\x04\x1c\x02" + string(number) + "\x00" + string(rune(len(value))) + value
		return "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00" + string(rune(len(sets))) + sets
	}
	loci := func(zero string) string {
		return "\x00\x00\x00\x26loci" + zero + "\x55\xc4x\x00\x01\x00\x1b\x00\x00\x00\x35\x00\x00\x00\x00\x00\x00body\x00\x00"
	}
	for told, texts := range map[bool][]string{
		true: {
			`drone-dji:GpsLatitude="+53.9"`, `drone-dji:GpsLongtitude="+27.5"`, "com.apple.quicktime.location.ISO6709", `geo:lat="53.9"`, "<geo:long>27.5</geo:long>",
			loci("\x00\x00\x00\x00"),
			`photoshop:City="Inventsk"`, `photoshop:Country = 'x'`, "<photoshop:State>x</photoshop:State>", "<Iptc4xmpCore:Location>\n x",
			`<Iptc4xmpExt:City xml:lang="be">x</Iptc4xmpExt:City>`,
			"<Iptc4xmpExt:LocationName><rdf:Alt><rdf:li>x", `photoshop:City="" photoshop:City="x"`, strings.Join(strings.Split(`<x:xmpmeta photoshop:City="x"`, ""),
				"\x00") + "\x00",
			iptc(90, "Inventsk"), iptc(92, "x"), iptc(101, "x"), iptc(27, "x"),
		},
		false: {
			"loci of the debate", loci("\x00\x01\x00\x00"), `photoshop:City=""`, "<photoshop:City></photoshop:City>", "<photoshop:City/><x>y", "<photoshop:State />x",
			`photoshop:CityName`, "photoshop:City",
			iptc(90, ""), iptc(80, "An author"), "8BIM\x04\x04", "8BIM\x04\x04\xff\x00\x00\x00\x00\x00\x00\x00",
		},
	} {
		for _, text := range texts {
			for name, data := range map[string][]byte{
				"in.jpg": withSegments(asJPEG(drawn(96, 120)), segment(0xed, text)), "behind.jpg": append(asJPEG(drawn(96, 120)), text...),
				"in.png":  withChunks(asPNG(drawn(96, 120)), chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+text)),
				"in.webp": withRIFF(saved("lossless.webp"), riff("XMP ", text)),
			} {
				if _, problems := make1(t, name, data); (len(problems) > 0) != told {
					t.Errorf("%s with %q: %v", name, text, problems)
				}
			}
		}
	}
}

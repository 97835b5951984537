package compile_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"sync"
)

// picture is a drawing that shows nobody, encoded by the standard library: without any metadata.
var picture = map[string]func() []byte{
	"jpg": sync.OnceValue(func() []byte {
		var b bytes.Buffer
		_ = jpeg.Encode(&b, drawing(), nil) // a bytes.Buffer does not fail
		return b.Bytes()
	}),
	"png": sync.OnceValue(func() []byte {
		var b bytes.Buffer
		_ = png.Encode(&b, drawing())
		return b.Bytes()
	}),
}

func drawing() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 96, 128))
	for y := range 128 {
		for x := range 96 {
			m.Set(x, y, color.RGBA{uint8(2 * x), uint8(2 * y), 120, 255})
		}
	}
	return m
}

// photo is a valid picture that says a word wherever a camera or an editor writes what one does not see:
// Exif, XMP, comment, and behind the picture's end. It names no place on earth, which would be a problem.
func photo(ending, word string) []byte {
	data := picture[ending]()
	if word == "" {
		return data
	}
	xmp := `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ` +
		`xmlns:dc="http://purl.org/dc/elements/1.1/" dc:creator="` + word + `"/></rdf:RDF></x:xmpmeta>`
	var extra []byte
	if ending == "jpg" {
		segment := func(marker byte, text string) {
			extra = append(extra, 0xff, marker)
			extra = binary.BigEndian.AppendUint16(extra, uint16(len(text)+2))
			extra = append(extra, text...)
		}
		segment(0xe1, "Exif\x00\x00"+exif(word))
		segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmp)
		segment(0xfe, word)
		return bytes.Join([][]byte{data[:2], extra, data[2:], []byte(word)}, nil)
	}
	chunk := func(kind, text string) {
		extra = binary.BigEndian.AppendUint32(extra, uint32(len(text)))
		body := append([]byte(kind), text...)
		extra = append(extra, body...)
		extra = binary.BigEndian.AppendUint32(extra, crc32.ChecksumIEEE(body))
	}
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write([]byte(word))
	z.Close()
	chunk("eXIf", exif(word))
	chunk("tEXt", "Author\x00"+word)
	chunk("zTXt", "Comment\x00\x00"+packed.String())
	chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmp)
	const head = 8 + 25 // signature and IHDR
	return bytes.Join([][]byte{data[:head], extra, data[head:], []byte(word)}, nil)
}

// exif is a TIFF directory with one entry: ImageDescription.
func exif(word string) string {
	text := "about " + word + "\x00"
	b := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x0e\x01\x02\x00")
	b = binary.LittleEndian.AppendUint32(b, uint32(len(text)))
	b = binary.LittleEndian.AppendUint32(b, 26) // behind the directory
	return string(append(binary.LittleEndian.AppendUint32(b, 0), text...))
}

// picture adds a photo. A published one loses what the camera wrote into it; that is the same whatever is
// hidden, since a file may be named for its bytes.
func (v *inventor) picture(p *invention, withheld bool) {
	ending := pick(v.open, "jpg", "png", "")
	if ending == "" || withheld && v.hidden == 0 {
		return
	}
	v.files[strings.TrimSuffix(p.file, "md")+ending] = string(photo(ending, secretly.latin+v.id))
}

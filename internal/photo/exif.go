package photo

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"
)

// Libraries that read metadata (bep/imagemeta too) stop at the first block of each kind, or at the first oddity, and pass over
// what follows the picture. That is right for showing a caption, but not for finding out whether
// a file tells a place anywhere in it. So only two things are read here, from wherever they stand.

const exifMark = "Exif\x00\x00"

// positions are names of properties in XMP and whatever else is written as text.
var positions = []string{
	"GPSLatitude", "GPSLongitude", "GPSDestLatitude", "GPSDestLongitude", "GPSPosition", "GPSCoordinates",
	"GpsLatitude", "GpsLongitude", "GpsLongtitude", // drones of DJI, with and without the slip
	"location.ISO6709", // Apple's films
	"geo:lat", "geo:long", "georss:point",
}

// mostEntries is how many entries of Exif and of IPTC's older form are read of one file: lists can lead into each
// other, so that a megabyte of them would take hours.
const mostEntries = 1 << 20

// hasPosition looks for a place in the whole file, also in what follows the picture: phones hang a second
// picture or a film behind it.
func (t *traits) hasPosition(data []byte) bool {
	budget := mostEntries
	for _, x := range t.exif {
		if _, found := readTIFF(x, &budget); found {
			return true
		}
	}
	for _, b := range append(t.texts, data) {
		for _, name := range positions {
			if bytes.Contains(b, []byte(name)) || bytes.Contains(b, wide(name)) {
				return true
			}
		}
		for rest := range after(b, exifMark) {
			if _, found := readTIFF(rest, &budget); found {
				return true
			}
		}
		if filmed(b) || named(b) || captioned(b, &budget) {
			return true
		}
	}
	return false
}

// after gives what stands behind each place where a mark is.
func after(b []byte, mark string) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for {
			_, rest, found := bytes.Cut(b, []byte(mark))
			if !found || !yield(rest) {
				return
			}
			b = rest
		}
	}
}

// wide is a name in UTF-16; the first byte is left out, so that it is found in either order of bytes.
func wide(name string) []byte {
	var out []byte
	for i := range len(name) {
		out = append(out, 0, name[i])
	}
	return out[1:]
}

// filmed finds the place in a film: QuickTime's "©xyz" (length, language, then like +53.9+27.5), and the box
// "loci" of phones (version and flags, all zero; then a language).
func filmed(b []byte) bool {
	for rest := range after(b, "loci\x00\x00\x00\x00") {
		if len(rest) >= 17 { // language, name, role, three numbers
			return true
		}
	}
	for rest := range after(b, "\xa9xyz") {
		if len(rest) >= 6 && (rest[4] == '+' || rest[4] == '-') && rest[5] >= '0' && rest[5] <= '9' {
			return true
		}
	}
	return false
}

// places are properties of XMP that name a place. Their prefixes are free, but everybody uses these.
var places = []string{
	"photoshop:City", "photoshop:State", "photoshop:Country", "Iptc4xmpCore:Location", "Iptc4xmpCore:CountryCode",
	"Iptc4xmpExt:City", "Iptc4xmpExt:Sublocation", "Iptc4xmpExt:ProvinceState", "Iptc4xmpExt:CountryName", "Iptc4xmpExt:CountryCode",
	"Iptc4xmpExt:LocationName", "Iptc4xmpExt:WorldRegion",
}

// named finds the name of a place in XMP; programs also write such properties without a value.
func named(b []byte) bool {
	if bytes.Contains(b, wide("xmpmeta")) { // UTF-16
		b = bytes.ReplaceAll(b, []byte{0}, nil)
	}
	for _, name := range places {
		for rest := range after(b, name) {
			before := b[:len(b)-len(rest)-len(name)]
			if !bytes.HasSuffix(before, []byte("/")) && hasValue(rest) {
				return true
			}
		}
	}
	return false
}

// hasValue tells whether a value follows the name of a property: ="x" or >x or ><rdf:…
func hasValue(b []byte) bool {
	b = bytes.TrimLeft(b[:min(len(b), 500)], " \t\r\n")
	if attribute, ok := bytes.CutPrefix(b, []byte("=")); ok {
		attribute = bytes.TrimLeft(attribute, " \t\r\n")
		return len(attribute) > 1 && (attribute[0] == '"' || attribute[0] == '\'') && attribute[1] != attribute[0]
	}
	_, content, ok := bytes.Cut(b, []byte(">"))
	content = bytes.TrimLeft(content, " \t\r\n")
	tag := b[:len(b)-len(content)]
	return ok && len(content) > 0 && !bytes.Contains(tag, []byte("/>")) && !bytes.HasPrefix(content, []byte("</"))
}

// Datasets of IPTC's older form (IIM 4.2, record 2) that name a place.
var placeSets = []byte{26, 27, 90, 92, 95, 100, 101}

// captioned finds the name of a place in IPTC's older form, which Photoshop keeps as its resource 0x0404:
// a name of even length, the size, and then datasets of 0x1c, record, number, length. It takes what it reads from the
// budget of entries.
func captioned(b []byte, budget *int) bool {
	for rest := range after(b, "8BIM\x04\x04") {
		if len(rest) < 6 {
			return false
		}
		skip := (int(rest[0])+2)/2*2 + 4
		for set := rest[min(skip, len(rest)):]; len(set) >= 5 && set[0] == 0x1c && *budget > 0; {
			*budget--
			n := int(binary.BigEndian.Uint16(set[3:]))
			if set[1] == 2 && slices.Contains(placeSets, set[2]) && n > 0 {
				return true
			}
			set = set[min(5+n, len(set)):]
		}
	}
	return false
}

func (t *traits) orientation() int {
	if len(t.exif) > 0 {
		budget := 1 << 12
		if o, _ := readTIFF(t.exif[0], &budget); o >= 1 && o <= 8 {
			return o
		}
	}
	return 1
}

// Tags of Exif.
const (
	tagOrientation = 0x0112
	tagExif        = 0x8769
	tagGPS         = 0x8825
	gpsVersion     = 0x0000 // alone it tells no place; some cameras always write it
)

// folder is a list of entries in a TIFF structure, by the place where it begins.
type folder struct {
	at  uint32
	gps bool
}

// mostFolders is far more than cameras write; lists that lead to each other end here.
const mostFolders = 32

// readTIFF reads the orientation (0 if there is none) and tells whether there is a position. It takes
// what it reads from the budget of entries.
func readTIFF(b []byte, budget *int) (orientation int, found bool) {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(b, []byte("MM\x00*")):
		order = binary.BigEndian
	case !bytes.HasPrefix(b, []byte("II*\x00")):
		return 0, false
	}
	if len(b) < 8 {
		return 0, false
	}
	todo := []folder{{at: order.Uint32(b[4:])}}
	add := func(f folder) {
		if f.at != 0 && len(todo) < mostFolders && !slices.Contains(todo, f) {
			todo = append(todo, f)
		}
	}
	for i := 0; i < len(todo); i++ {
		f := todo[i]
		if uint64(f.at)+2 > uint64(len(b)) {
			continue
		}
		n, rest := int(order.Uint16(b[f.at:])), b[f.at+2:]
		for ; n > 0 && len(rest) >= 12 && *budget > 0; n, rest = n-1, rest[12:] {
			*budget--
			switch tag := order.Uint16(rest); {
			case f.gps:
				found = found || tag != gpsVersion
			case tag == tagOrientation && orientation == 0:
				orientation = int(order.Uint16(rest[8:])) // a short stands in the first two bytes
			case tag == tagExif, tag == tagGPS:
				add(folder{order.Uint32(rest[8:]), tag == tagGPS})
			}
		}
		if n == 0 && len(rest) >= 4 && !f.gps {
			add(folder{at: order.Uint32(rest)})
		}
	}
	return orientation, found
}

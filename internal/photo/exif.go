package photo

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// Libraries that read metadata stop at the first block of each kind, or at the first oddity, and pass over
// what follows the picture. That is right for showing a caption, but not for finding out whether
// a file tells a place anywhere in it. So only two things are read here, from wherever they stand.

const exifMark = "Exif\x00\x00"

// positions are names of properties in XMP and whatever else is written as text.
var positions = []string{"GPSLatitude", "GPSLongitude", "GPSDestLatitude", "GPSDestLongitude", "GPSPosition", "GPSCoordinates"}

// hasPosition looks for a place in the whole file, also in what follows the picture: phones hang a second
// picture or a film behind it.
func (t *traits) hasPosition(data []byte) bool {
	budget := 1 << 20 // entries, so that a file full of them ends
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
		for rest := b; ; {
			at := bytes.Index(rest, []byte(exifMark))
			if at < 0 {
				break
			}
			rest = rest[at+len(exifMark):]
			if _, found := readTIFF(rest, &budget); found {
				return true
			}
		}
		if filmed(b) {
			return true
		}
	}
	return false
}

// wide is a name in UTF-16; the first byte is left out, so that it is found in either order of bytes.
func wide(name string) []byte {
	var out []byte
	for i := range len(name) {
		out = append(out, 0, name[i])
	}
	return out[1:]
}

// filmed finds the place in a film (QuickTime's "©xyz": length, language, then like +53.9+27.5).
func filmed(b []byte) bool {
	for {
		at := bytes.Index(b, []byte("\xa9xyz"))
		if at < 0 || len(b) < at+10 {
			return false
		}
		b = b[at+8:]
		if (b[0] == '+' || b[0] == '-') && b[1] >= '0' && b[1] <= '9' {
			return true
		}
	}
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

package render

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"rsc.io/qr/coding"
)

// qrCode is an address as a QR code: one stroke 1 wide that goes through all rows, to the right and back, and is
// dashed where modules are dark: packed, three quarters of the bytes of a stroke for each run of modules.
type qrCode struct {
	Size   int    // modules on a side, with the quiet zone of 4 around
	Path   string // the stroke
	Dashes string // lengths of dark and light in turn
}

const quiet = 4

// version is what all codes of one size have in common, which is most of the work.
type version struct {
	plan    *coding.Plan
	path    string
	modules []coding.Pixel // of the plan, as the stroke goes through them, with a light one behind each row
}

// versions are made when the first code of a size is.
var versions = func() (all [coding.MaxVersion]func() version) {
	for i := range all {
		all[i] = sync.OnceValue(func() version {
			plan, err := coding.NewPlan(coding.MinVersion+coding.Version(i), coding.L, 0)
			if err != nil {
				panic(err) // there are forty
			}
			side := strconv.Itoa(len(plan.Pixel))
			rows := strings.Repeat("h"+side+"v1h-"+side+"v1", len(plan.Pixel)/2) + "h" + side // their number is odd
			v := version{plan: plan, path: "M4 4.5" + rows}
			for y, row := range plan.Pixel {
				if y%2 == 1 {
					slices.Reverse(row)
				}
				v.modules = append(append(v.modules, row...), 0)
			}
			return v
		})
	}
	return all
}()

// newQR draws an address; nil for one that is too long for a code. At the level that mends least the modules are
// fewer and larger: a poor printer is more to be feared than a stain, and the page is smaller.
func newQR(address string) *qrCode {
	text := coding.String(address)
	for i, made := range versions {
		if v := coding.MinVersion + coding.Version(i); text.Bits(v) <= v.DataBytes(coding.L)*8 {
			return made().draw(text)
		}
	}
	return nil
}

func (v version) draw(text coding.String) *qrCode {
	var bits coding.Bits
	text.Encode(&bits, v.plan.Version)
	bits.AddCheckBytes(v.plan.Version, v.plan.Level)
	data := bits.Bytes()
	dashes := make([]byte, 0, 2048)
	dark, length := coding.Black, 0 // the first module of every code is dark
	for _, module := range v.modules {
		colour := module & coding.Black
		if role := module.Role(); role == coding.Data || role == coding.Check {
			at := module.Offset()
			colour ^= coding.Pixel(data[at/8]>>(7-at%8)) & coding.Black
		}
		if colour != dark {
			if length >= 10 {
				dashes = strconv.AppendInt(dashes, int64(length/10), 10)
			}
			dashes = append(dashes, '0'+byte(length%10), ' ')
			dark, length = colour, 0
		}
		length++
	}
	dashes = strconv.AppendInt(dashes, int64(length), 10) // light
	return &qrCode{len(v.plan.Pixel) + 2*quiet, v.path, string(dashes)}
}

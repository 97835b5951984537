package render

import (
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
	plan *coding.Plan
	path string
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
			return version{plan, "M4 4.5" + rows}
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
	code, err := v.plan.Encode(text)
	if err != nil {
		panic(err) // newQR has seen that it has room
	}
	dashes := make([]byte, 0, 2048)
	dark, length := true, 0 // the first module of every code is dark
	step := func(next bool) {
		if next != dark {
			dashes = append(strconv.AppendInt(dashes, int64(length), 10), ' ')
			dark, length = next, 0
		}
		length++
	}
	for y := range code.Size {
		for i := range code.Size {
			x := i
			if y%2 == 1 {
				x = code.Size - 1 - i
			}
			step(code.Black(x, y))
		}
		step(false) // down to the next row, beside the code
	}
	dashes = strconv.AppendInt(dashes, int64(length), 10) // light
	return &qrCode{code.Size + 2*quiet, v.path, string(dashes)}
}

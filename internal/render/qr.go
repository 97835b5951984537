package render

import (
	"strconv"

	"rsc.io/qr"
)

// qrCode is an address as a QR code: rows of dark modules as strokes of a path.
type qrCode struct {
	Size int    // modules on a side, with the quiet zone of 4 around
	Path string // strokes 1 wide
}

const quiet = 4

// newQR draws an address; nil for one that is too long for a code.
func newQR(address string) *qrCode {
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return nil
	}
	out := make([]byte, 0, 4096)
	for y := range code.Size {
		out = append(out, 'M')
		out = strconv.AppendInt(out, quiet, 10)
		out = append(out, ' ')
		out = strconv.AppendInt(out, int64(quiet+y), 10)
		out = append(out, ".5"...)
		for x := 0; x < code.Size; {
			from, dark := x, code.Black(x, y)
			for x < code.Size && code.Black(x, y) == dark {
				x++
			}
			switch {
			case dark:
				out = append(out, 'h')
			case x < code.Size:
				out = append(out, 'm')
			default:
				continue
			}
			out = strconv.AppendInt(out, int64(x-from), 10)
			if !dark {
				out = append(out, " 0"...)
			}
		}
	}
	return &qrCode{code.Size + 2*quiet, string(out)}
}

package render

import (
	"strconv"
	"strings"
	"testing"

	"rsc.io/qr"
)

// The stroke is dark exactly where the code is.
func TestTheStrokeOfACodeIsTheCode(t *testing.T) {
	for _, address := range []string{"https://a.example/", "https://example.org/countries/aq/held-in-full.html", "https://example.org/" + strings.Repeat("long-",
		60)} {
		code, err := qr.Encode(address, qr.L)
		if err != nil {
			t.Fatal(err)
		}
		drawn := newQR(address)
		if drawn.Size != code.Size+8 {
			t.Fatalf("%s: %d on a side for %d modules", address, drawn.Size, code.Size)
		}
		var along []bool
		for i, word := range strings.Fields(drawn.Dashes) {
			n, err := strconv.Atoi(word)
			if err != nil || n < 1 {
				t.Fatalf("%s: dash %d is %q", address, i, word)
			}
			for range n {
				along = append(along, i%2 == 0)
			}
		}
		if want := code.Size * (code.Size + 1); len(along) != want {
			t.Fatalf("%s: the dashes are %d long, want %d", address, len(along), want)
		}
		side := strconv.Itoa(code.Size)
		if want := "M4 4.5h" + side + "v1h-" + side + "v1h"; !strings.HasPrefix(drawn.Path, want) || strings.Count(drawn.Path, "h") != code.Size {
			t.Fatalf("%s: the stroke is %s", address, drawn.Path)
		}
		for y := range code.Size {
			for x := range code.Size {
				at := y*(code.Size+1) + x
				if y%2 == 1 {
					at = y*(code.Size+1) + code.Size - 1 - x
				}
				if along[at] != code.Black(x, y) {
					t.Fatalf("%s: module %d, %d is drawn as %v", address, x, y, along[at])
				}
			}
			if along[y*(code.Size+1)+code.Size] {
				t.Fatalf("%s: the way down from row %d is dark", address, y)
			}
		}
	}
	if newQR(strings.Repeat("x", 5000)) != nil {
		t.Error("an address too long for a code is drawn")
	}
}

package content

import (
	"strings"
	"testing"
)

func TestBrandColours(t *testing.T) {
	for _, c := range []struct {
		check  func(string) error
		colour string
		want   string // in the error; "": none
	}{
		{inkColour, "#1d1a16", ""}, {inkColour, "#0B3D91", ""},
		{inkColour, "#777777", "#777777 on light paper (#fbfaf6) has a contrast of 4.2:1, less than 4.5:1"},
		{inkColour, "#ffffff", "1.0:1"},
		{flameColour, "#c96f10", ""},
		{flameColour, "#ffd700", "on light paper (#fbfaf6) has a contrast of 1.3:1, less than 3:1"},
		{flameColour, "#1d1a16", "on dark paper (#151311) has a contrast of 1.0:1, less than 3:1"},
		{inkColour, "red", "is not a colour"}, {inkColour, "#12345", "is not a colour"}, {inkColour, "#1234567", "is not a colour"},
		{inkColour, "#123456;}", "is not a colour"}, {flameColour, "", "is not a colour"},
		{markName, "mark.svg", ""}, {markName, "../mark.svg", "not the name"}, {markName, "mark.gif", "not the name"}, {markName, "Mark.png", "not the name"},
	} {
		err := c.check(c.colour)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%q: %v, want %q", c.colour, err, c.want)
		}
	}
	if r := contrast("#000000", "#ffffff"); r != 21 {
		t.Errorf("black on white: %v", r)
	}
}

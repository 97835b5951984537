package content

import (
	"fmt"
	"math"
	"regexp"
	"strconv"

	"vigil/internal/schema"
)

// Brand is what makes a site look like a group's own: a mark and two colours, written into style.css.
type Brand struct {
	Mark  string // a PNG or SVG in the folder static/
	Ink   string // of words on light paper
	Flame string // of the edge of the lines, of rules and marks, on light and on dark paper
}

var brandFields = schema.Table[Brand]{
	{Name: "mark", Help: "a PNG or SVG in static/, beside the site's name", Check: markName, In: func(b *Brand) any { return &b.Mark }},
	{Name: "ink", Help: "colour of words on light paper: #1d1a16", Check: inkColour, In: func(b *Brand) any { return &b.Ink }},
	{Name: "flame", Help: "colour of the edge of the lines: #c96f10", Check: flameColour, In: func(b *Brand) any { return &b.Flame }},
}

// The two papers of style.css.
const (
	lightPaper = "#fbfaf6"
	darkPaper  = "#151311"
)

var (
	markForm   = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*\.(png|svg)$`)
	colourForm = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)
)

func markName(s string) error {
	if markForm.MatchString(s) {
		return nil
	}
	return &schema.Fault{Text: fmt.Sprintf("%q is not the name of a PNG or SVG", s), Hint: "put the file into static/ and write its name: mark.svg"}
}

// WCAG 2.2 asks for 4.5:1 of text (1.4.3) and for 3:1 of what is not text (1.4.11).
func inkColour(s string) error { return contrasts(s, 4.5, lightPaper) }

func flameColour(s string) error {
	if err := contrasts(s, 3, lightPaper); err != nil {
		return err
	}
	return contrasts(s, 3, darkPaper)
}

func contrasts(colour string, least float64, paper string) error {
	if !colourForm.MatchString(colour) {
		return &schema.Fault{Text: fmt.Sprintf("%q is not a colour", colour), Hint: "write # and six digits from 0 to f, in quotes: \"#c96f10\""}
	}
	if ratio := contrast(colour, paper); ratio < least {
		kind, other := "light", "darker"
		if paper == darkPaper {
			kind, other = "dark", "lighter"
		}
		return &schema.Fault{
			Text: fmt.Sprintf("%s on %s paper (%s) has a contrast of %.1f:1, less than %g:1", colour, kind, paper, math.Floor(ratio*10)/10, least),
			Hint: "take a " + other + " one"}
	}
	return nil
}

// contrast is the ratio of WCAG 2.2 between two colours, from 1 to 21.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(colour string) (l float64) {
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8) // the form was checked
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		l += weight * c
	}
	return l
}

package content

import (
	"testing"

	"vigil/internal/profile"
)

// A date that is withheld is found in whatever way a text says it, and is not seen where it is not.
func TestWithheldDatesAreFoundHoweverTheyAreWritten(t *testing.T) {
	w := withheldFrom(&profile.Header{Withhold: []string{"born"}, Born: profile.Date{Year: 1984, Month: 9, Day: 5}})
	for text, at := range map[string]int{
		"born 5 September 1984":                   5,
		"on the 5th of September, 1984":           7,
		"September 5th, 1984":                     10,
		"05.09.1984г.":                            0,
		"5-го сентября 1984 года":                 0,
		"5&nbsp;верасня&nbsp;1984&#160;г.":        0,
		"۵ سپتامبر ۱۹۸۴":                          0,
		"۱۹۸۴/۰۹/۰۵":                              0,
		"5 de septiembre de 1984":                 0,
		"1984 m. rugsėjo 5 d.":                    0,
		"25 September 1984, 5 September 1985":     -1,
		"on 5 of the days that were left of 1984": -1,
		"article1984 of September 5":              -1,
	} {
		if got, found := w.said(text)["born"]; found != (at >= 0) || found && got != at {
			t.Errorf("%q: at %d %v, want %d", text, got, found, at)
		}
	}
}

package profile

import (
	"errors"
	"strings"
	"testing"

	"vigil/internal/schema"
)

// What is read is written back alike, and what is refused says what to write instead.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"1984", "1984-09", "1984-09-25", "2024-02-29", "2023-02-29", "25.09.1962", "2008/3/1", "9999-12-31", "0999", "1984-00",
		"1984-1-1", "", "life", "１９８４", "2016/17", "05/07/2013", "2013-05-00", "31/02/2013", "5 May 2013", "2008-03-xx", "99/99/2013", "2016/3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			fault, ok := errors.AsType[*schema.Fault](err)
			if !ok || fault.Hint == "" || !d.IsZero() {
				t.Fatalf("%q: %v %v", s, d, err)
			}
			for _, word := range strings.Fields(strings.ReplaceAll(fault.Hint, ",", " ")) { // what is proposed is taken
				if word[0] >= '0' && word[0] <= '9' && len(word) > 3 {
					if _, err := ParseDate(word); err != nil {
						t.Errorf("%q is answered with %q: %v", s, fault.Hint, err)
					}
				}
			}
			return
		}
		if d.String() != s || d.IsZero() || d.Earliest() > d.Latest() || d.Exact() != (d.Earliest() == d.Latest()) || d.Exact() && d.Earliest().Date() != d {
			t.Errorf("%q is %v, from %v to %v", s, d, d.Earliest(), d.Latest())
		}
	})
}

package profile

import (
	"errors"
	"testing"

	"vigil/internal/schema"
)

// What is read is written back alike, and what is refused says what to write instead.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"1984", "1984-09", "1984-09-25", "2024-02-29", "2023-02-29", "25.09.1962", "2008/3/1", "9999-12-31", "0999", "1984-00", "1984-1-1", "", "life", "１９８４"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			if fault, ok := errors.AsType[*schema.Fault](err); !ok || fault.Hint == "" || !d.IsZero() {
				t.Errorf("%q: %v %v", s, d, err)
			}
			return
		}
		if d.String() != s || d.IsZero() || d.Earliest() > d.Latest() || d.Exact() != (d.Earliest() == d.Latest()) || d.Exact() && d.Earliest().Date() != d {
			t.Errorf("%q is %v, from %v to %v", s, d, d.Earliest(), d.Latest())
		}
	})
}

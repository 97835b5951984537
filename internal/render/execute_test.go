package render

import (
	"testing"

	"vigil/internal/tmpl"
)

// Pages are executed by package tmpl. They must be what html/template makes of the same templates, whatever
// strangers write; and no template of ours may be one that is left to it, which takes ten times as long: say
// it in other words, or teach package tmpl.
func TestPagesAreThoseOfHTMLTemplate(t *testing.T) {
	e := newExample(t, "https://vigil.example/", hostile)
	sets := func(do func(*tmpl.Set)) {
		for _, kinds := range e.pages {
			for _, set := range kinds {
				if set != nil {
					do(set)
				}
			}
		}
	}
	quick := e.all(t)
	sets(func(s *tmpl.Set) {
		for name, why := range s.Left() {
			t.Errorf("template %s is left to html/template: %s", name, why)
		}
		s.Plain()
	})
	e.chromes.Clear()
	for name, want := range e.all(t) {
		if got := quick[name]; got != want {
			t.Errorf("%s:\n%s", name, firstDifference(got, want))
		}
	}
}

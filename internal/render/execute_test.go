package render

import "testing"

// Pages are executed by package tmpl. They must be what html/template makes of the same templates, whatever
// strangers write; and no template of ours may be one that is left to it, which takes ten times as long: say
// it in other words, or teach package tmpl.
func TestPagesAreThoseOfHTMLTemplate(t *testing.T) {
	e := newExample(t, "https://vigil.example/", hostile)
	quick := e.all(t)
	for _, sets := range e.sets {
		for _, set := range sets {
			for name, why := range set.Left() {
				t.Errorf("template %s is left to html/template: %s", name, why)
			}
			set.Plain()
		}
	}
	e.chromes.Clear()
	for name, want := range e.all(t) {
		if got := quick[name]; got != want {
			t.Errorf("%s:\n%s", name, firstDifference(got, want))
		}
	}
}

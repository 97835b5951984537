package schema

import (
	"strings"
	"testing"

	"vigil/internal/diag"
)

func TestMixedScripts(t *testing.T) {
	for _, c := range []struct{ text, word string }{
		{"Alena Prykladava", ""}, {"Алена (Alena)", ""}, {"Алена-Anna O’Нил", ""}, {"Ελένη Anna", ""}, {"Zoë Ångström", ""}, {"Zoe\u0308", ""},
		{"علی Ali", ""}, {"Tシャツ", ""}, {"", ""}, {"Прыклад 2а, ст. 342ч", ""}, {"Կարեն", ""},
		{"Alenа", "Alenа"}, {"Алена Prуkladava", "Prуkladava"}, {"aα", "aα"}, {"Ａа", "Ａа"}, {"Kаren\u0301", "Kаren\u0301"}, {"oօ", "oօ"}, {"Аlena-Anna", "Аlena"},
		{"Ꭺlena", "Ꭺlena"},
	} {
		if word, odd := mixed(c.text); word != c.word || (word == "") != (odd == 0) {
			t.Errorf("%q: %q %q, want %q", c.text, word, odd, c.word)
		}
	}
}

// A hundred warnings must not take the place of the error that comes after them.
func TestWarningsDoNotHideErrors(t *testing.T) {
	d := &Doc{}
	for range 3 * most {
		d.Report(Mixed, "a warning", "")
	}
	d.Report(Value, "an error", "")
	if len(d.Problems) != most+1 || diag.Errors(d.Problems) != 1 {
		t.Errorf("%d problems, %d errors", len(d.Problems), diag.Errors(d.Problems))
	}
}

// A list that is the whole file, as reported.yaml is, is bounded by the file's size only.
func TestWholeFileMayBeALongList(t *testing.T) {
	var rows []row
	d := Parse("x", []byte(strings.Repeat("- {a: x}\n", MaxItems+1)), 1)
	if d.Decode(Rows(&rows, rowFields)); len(rows) != MaxItems+1 || d.Problems != nil {
		t.Errorf("%d rows, %v", len(rows), d.Problems)
	}
}

func BenchmarkMixedASCII(b *testing.B) {
	for b.Loop() {
		mixed("Alena Prykladava of Somewhere")
	}
}

package render

import (
	"os"
	"strings"
	"testing"

	"vigil/internal/lang"
	"vigil/internal/profile"
)

// What each field means is said once in the table, which check and editors quote, and in the words of the site; each word
// that a field takes has a label where the site has one.
func TestFieldsInWords(t *testing.T) {
	languages, err := lang.LoadAll(os.DirFS("../../templates"), []string{"en", "ru", "be", "fa"})
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range languages {
		for _, f := range profile.Fields.Reference() {
			switch said := l.T("field." + f.Name); {
			case i == 0 && said != f.Help:
				t.Errorf("en.yaml says %q of %s, the table %q", said, f.Name, f.Help)
			case i > 0 && (said == "" || said == f.Help):
				t.Errorf("%s says %q of %s", l.Tag(), said, f.Name)
			}
			for _, key := range wordLabels[f.Name] {
				for _, word := range f.Values {
					if key := strings.ReplaceAll(key, "%", word); key != "" && (l.T(key) == "" || l.T(key) == key) {
						t.Errorf("%s has nothing for %s", l.Tag(), key)
					}
				}
			}
		}
	}
}

// A date is shown as it is written in a file, in whatever direction the words around it run.
func TestFormsKeepDatesWhole(t *testing.T) {
	for text, want := range map[string]string{
		"تاریخ: 1984، 1984-09 یا 1984-09-25، هر": "تاریخ: [1984]، [1984-09] یا [1984-09-25]، هر",
		"text": "text", "1984": "[1984]", "": "", "12345 or 84-09": "12345 or 84-09",
	} {
		got := ""
		for _, p := range formParts(text) {
			if p.Date {
				p.Text = "[" + p.Text + "]"
			}
			got += p.Text
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

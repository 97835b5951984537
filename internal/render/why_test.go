package render

import (
	"strings"
	"testing"
)

// The list of a country says why in the profile's words, else in those of the first article that still stands.
func TestWhyInARow(t *testing.T) {
	for _, row := range []struct{ charges, translation, want, wantFa string }{
		{"charges: [{article: AQ-1}, {article: AQ-2}]", "", "Title of one", "Title of one"},
		{"charges: [{article: AQ-3}, {article: AQ-2}]", "", "Title of two", "Title of two"},
		{"charges: [{article: AQ-1, stage: dropped}, {article: AQ-2}]", "", "Title of two", "Title of two"},
		{"charges: [{article: AQ-1, stage: reclassified}]", "", "Article 1", "مادهٔ"},
		{"charges: [{article: AQ-1, text: In other words}]", "", "In other words", "In other words"},
		{"summary: In a sentence.\ncharges: [{article: AQ-1, text: In other words}]", "", "In a sentence.", "In a sentence."},
		{"charges: [{article: AQ-1}]", "summary: Of the translation.", "Title of one", "Of the translation."},
	} {
		files := map[string]string{
			"site.yaml":            "languages: [en, fa]\n",
			"laws/aq.yaml":         "AQ-1: {title: Title of one}\nAQ-2: {title: Title of two}\n",
			"profiles/aq/anna.md":  "---\nname: Invented Anna\nstatus: unknown\nsources: [{title: Invented}]\n" + row.charges + "\n---\n",
			"countries/aq.md":      "---\nname: Invented country\n---\n",
			"profiles/aq/other.md": "---\nname: Invented Other\nstatus: unknown\nsources: [{title: Invented}]\n---\n",
		}
		if row.translation != "" {
			files["profiles/aq/anna.fa.md"] = "---\n" + row.translation + "\n---\n"
		}
		pages := newExample(t, "", files).all(t)
		for name, want := range map[string]string{"countries/aq/index.html": row.want, "fa/countries/aq/index.html": row.wantFa} {
			_, after, _ := strings.Cut(pages[name], `<span class="why">`)
			if why, _, _ := strings.Cut(after, "</span>"); !strings.Contains(why, want) {
				t.Errorf("%s: %s says %q, want %q", row.charges, name, why, want)
			}
		}
	}
}

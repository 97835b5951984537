package render

import (
	"strings"
	"testing"
)

// A script that moves dates takes the names of months from the page, and no more of them than it can come to.
func TestMonthsForScripts(t *testing.T) {
	made := map[string]map[string]string{} // pages, by the days
	for _, c := range []struct {
		fresh, name, months string
	}{
		{"14", "countries/aq/held.html", "November,December"},
		{"14", "be/countries/aq/held.html", "лістапада,снежня"},
		{"14", "be/index.html", "лістапада,снежня"},
		{"14", "be/about.html", ""},
		{"0", "index.html", "November"},
		{"9", "index.html", "November"},
		{"45", "index.html", "November,December,January"},
		{"9999", "index.html", "November,December,January,February,March,April,May,June,July,August,September,October"},
	} {
		if made[c.fresh] == nil {
			made[c.fresh] = newExample(t, "", map[string]string{
				"site.yaml":      "languages: [en, be]\nfresh_days: " + c.fresh + "\n",
				"pages/about.md": "---\ntitle: About\n---\nText.\n",
				"profiles/aq/held.md": "---\nname: Invented Held\nstatus: imprisoned\ndetentions: [{kind: imprisoned, from: 2024-01-02}]\n" +
					"sources: [{title: Invented}]\n---\n",
			}).all(t)
		}
		start, _, _ := strings.Cut(made[c.fresh][c.name], "<head>")
		_, rest, found := strings.Cut(start, `data-months="`)
		got, _, _ := strings.Cut(rest, `"`)
		if start == "" || got != c.months || found != strings.Contains(start, "data-asof=") {
			t.Errorf("%s: %s", c.name, start)
		}
	}
}

// A month in the midst of a sentence has another form than one that stands alone.
func TestMonthInSentence(t *testing.T) {
	e := newExample(t, "", map[string]string{
		"site.yaml":           "languages: [en, be]\n",
		"profiles/aq/held.md": "---\nname: Invented Held\nstatus: imprisoned\ndetentions: [{kind: imprisoned, from: 2003-06}]\nsources: [{title: Invented}]\n---\n",
	})
	page := e.all(t)["be/countries/aq/held.html"]
	for _, want := range []string{`Ад <time datetime="2003-06">чэрвеня 2003 г.<`, `, ад чэрвеня 2003 г.`} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}

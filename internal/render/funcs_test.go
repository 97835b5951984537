package render

import (
	"strings"
	"testing"
)

// Browsers that know nothing of a language take the names of months from pages whose dates a script moves.
func TestMonthsForScripts(t *testing.T) {
	e := newExample(t, "", map[string]string{
		"site.yaml":      "languages: [en, be]\n",
		"pages/about.md": "---\ntitle: About\n---\nText.\n",
		"profiles/aq/held.md": "---\nname: Invented Held\nstatus: imprisoned\ndetentions: [{kind: imprisoned, from: 2024-01-02}]\nsources: [{title: Invented}]\n" +
			"---\n",
	})
	pages := e.all(t)
	for _, c := range []struct{ name, months string }{
		{"countries/aq/held.html", "January,February,March,April,May,June,July,August,September,October,November,December"},
		{"be/countries/aq/held.html", "студзеня,лютага,сакавіка,красавіка,мая,чэрвеня,ліпеня,жніўня,верасня,кастрычніка,лістапада,снежня"},
		{"be/index.html", "студзеня,лютага,сакавіка,красавіка,мая,чэрвеня,ліпеня,жніўня,верасня,кастрычніка,лістапада,снежня"},
		{"be/about.html", ""},
	} {
		start, _, _ := strings.Cut(pages[c.name], "<head>")
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

package render

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// A page from right to left has its own digits and commas, marks what is in another language, and draws its
// charts from the right.
func TestRightToLeft(t *testing.T) {
	e := newExample(t, "", map[string]string{
		"site.yaml":         "languages: [en, fa]\ngroups: {g: Invented group}\n",
		"laws/aq.yaml":      "AQ-1: {title: Invented offence}\n",
		"prisons/aq/c-1.md": "---\nname: Invented colony\n---\n",
		"pages/about.md":    "---\ntitle: About us\nmenu: 1\n---\nText.\n",
		"countries/aq.md":   "---\nname: Invented land\n---\n",
		"profiles/aq/held.md": "---\nname: Invented Held\nstatus: imprisoned\nverified: 2026-11-01\ngroups: [g]\noccupation: [baker, cook]\n" +
			"charges: [{article: AQ-1}]\n" +
			"detentions: [{kind: imprisoned, from: 2024-01-02, place: aq/c-1}]\nevents: [{date: 2024-01-02, text: Invented, source: 1}]\n" +
			"sources: [{title: Invented}]\n---\n",
		"profiles/aq/dead.md": "---\nname: Invented Dead\nstatus: died\nborn: 1950\ndied: 2020\nsources: [{title: Invented}]\n---\n",
		"reported.yaml": "- {date: 2020, country: aq, number: 200, definition: everybody, by: Somebody, source: {title: Invented}}\n" +
			"- {date: 2021, country: aq, number: 50, definition: everybody, by: {en: A committee, fa: یک کمیته}, source: {title: Invented}}\n",
		"news/2026-05-01-a-letter.md": "---\ntitle: A letter\nby: {en: Many people, fa: بسیاری}\nsources: [{title: Invented}]\n---\n",
	})
	pages := e.all(t)
	for _, c := range []struct{ name, want string }{
		{"fa/people/index.html", `<span>در زندان، <span lang="en" dir="ltr">Invented colony</span>، جنوبگان</span>`},
		{"fa/countries/aq/held.html", `<span lang="en" dir="ltr">baker</span>، <span lang="en" dir="ltr">cook</span>`},
		{"fa/countries/aq/held.html", `lang="en" dir="ltr">Invented group</a>`},
		{"fa/countries/aq/held.html", `lang="en" dir="ltr">About us</a>`},
		{"fa/countries/aq/held.html", `>[۱]</a>`},
		{"fa/countries/aq/dead.html", `۱۹۵۰–۲۰۲۰`},
		{"fa/countries/aq/articles/aq-1.html", `<h1><span lang="en" dir="ltr">Article 1: Invented offence</span></h1>`},
		{"fa/about.html", `<h1><span lang="en" dir="ltr">About us</span></h1>`},
		{"fa/year/2024.html", `۲۰۲۴</h1>`},
		{"fa/numbers.html", `<text x="100%" y="60">۲۰۲۱: ۵۰</text><rect x="75.0%" width="25.0%"`},
		{"fa/numbers.html", `<bdi lang="en">Somebody</bdi>`},
		{"fa/numbers.html", `<bdi>یک کمیته</bdi>`},
		{"fa/news/2026-05-01-a-letter.html", `<bdi>بسیاری</bdi>`},
		{"numbers.html", `<text x="0" y="60">2021: 50</text><rect x="0" width="25.0%"`},
		{"people/index.html", `<span>In prison, Invented colony, Invented land</span>`},
	} {
		if !strings.Contains(pages[c.name], c.want) {
			t.Errorf("%s lacks %s\n%s", c.name, c.want, pages[c.name])
		}
	}
	if csv := string(e.ReportedCSV()); !strings.Contains(csv, ",everybody,A committee,") {
		t.Errorf("reported.csv lacks who published a number\n%s", csv)
	}
}

// A style sheet that says start and end needs no second one for right-to-left pages.
func TestStyleSheetHasNoSides(t *testing.T) {
	css, err := os.ReadFile("../../static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	sides := regexp.MustCompile(`(?:margin|padding|border)-(?:left|right)|(?:float|clear|text-align):\s*(?:left|right)|[;{\s](?:left|right):`)
	for _, hit := range sides.FindAllString(string(css), -1) {
		t.Errorf("style.css says %q", hit)
	}
}

package render

import (
	"regexp"
	"strings"
	"testing"
)

// A site without profiles says so, and shows no 0 of which somebody could read that nobody is held.
func TestASiteWithoutProfilesSaysSo(t *testing.T) {
	e := newExample(t, "", map[string]string{"site.yaml": "languages: [en, fa]\n", "profiles/.keep": ""})
	pages := e.all(t)
	for _, c := range []struct{ name, says string }{
		{"index.html", "There are no profiles here yet"}, {"countries/index.html", "There are no profiles here yet"},
		{"numbers.html", "There are no profiles here yet"},
		{"fa/numbers.html", "<p>"}, {"status/held.html", "<p>"},
	} {
		if !strings.Contains(pages[c.name], c.says) {
			t.Errorf("%s does not say %q", c.name, c.says)
		}
		if zero := regexp.MustCompile(`<b>[0۰]</b>|<td class="n[^>]*>(<a[^>]*>)?0<`).FindString(pages[c.name]); zero != "" {
			t.Errorf("%s shows %s", c.name, zero)
		}
	}
}

// The page for unknown addresses leads on at the path at which the site stands, and names no host.
func TestThePageForUnknownAddressesKnowsThePath(t *testing.T) {
	for base, root := range map[string]string{"": "/", "https://vigil.example/": "/", "https://vigil.example/a/b/": "/a/b/"} {
		page := newExample(t, base, map[string]string{"site.yaml": "languages: [en]\n", "profiles/.keep": ""}).all(t)["404.html"]
		for _, want := range []string{`class="brand" href="` + root + `"`, `href="` + root + `search.html"`, `href="` + root + `letters.html"`,
			`href="` + root + `static/favicon.svg"`, `href="../index.html"`} {
			if !strings.Contains(page, want) {
				t.Errorf("%q: the page has no %s", base, want)
			}
		}
		if strings.Contains(page, "vigil.example") {
			t.Errorf("%q: the page names the main host", base)
		}
	}
}

// Where some countries hold people of whom nobody is confirmed, the head of the table does not say that all are held.
func TestTheHeadOfAMixedTable(t *testing.T) {
	const held = "---\nname: Invented Held\nstatus: imprisoned\nverified: %s\ndetentions: [{kind: imprisoned, from: 2020-01-02}]\n" +
		"sources: [{title: Invented}]\n---\n"
	sure, old := strings.Replace(held, "%s", "2026-11-01", 1), strings.Replace(held, "%s", "2021-11-01", 1)
	for want, files := range map[string]map[string]string{
		">Held<":                      {"profiles/aq/a.md": sure, "profiles/bv/b.md": sure},
		">Held, or last known to be<": {"profiles/aq/a.md": sure, "profiles/bv/b.md": old},
		">Last known to be held<":     {"profiles/aq/a.md": old, "profiles/bv/b.md": old},
	} {
		if page := newExample(t, "", files).all(t)["countries/index.html"]; !strings.Contains(page, `<th scope="col" class="n"`+want) {
			t.Errorf("the table has no head %s", want)
		}
	}
}

// "Lawyers" says "lawyer" already; "workers and trade unionists" does not say "worker".
func TestAnOccupationIsNamedOnce(t *testing.T) {
	page := newExample(t, "", map[string]string{
		"site.yaml": "groups: {lawyers: {en: Lawyers}, workers: {en: Workers and trade unionists}}\n",
		"profiles/aq/a.md": "---\nname: Invented Held\nstatus: died\noccupation: [lawyer, worker, poet]\ngroups: [lawyers, workers]\n" +
			"sources: [{title: Invented}]\n---\n",
	}).all(t)["countries/aq/a.html"]
	if !strings.Contains(page, "<dd>worker, poet</dd>") || !strings.Contains(page, ">Lawyers<") {
		t.Errorf("%s", regexp.MustCompile(`(?s)<dl class="facts">.*?</dl>`).FindString(page))
	}
}

// A country has its article within a sentence only.
func TestCountryWithArticle(t *testing.T) {
	for status, want := range map[string]string{
		"status: imprisoned\nverified: 2026-11-01\ndetentions: [{kind: imprisoned, from: 2019-03-01}]\n": " is held in the Netherlands</h1>",
		"status: unknown\n": "<h1>Netherlands: ",
	} {
		page := newExample(t, "", map[string]string{
			"profiles/nl/anna.md": "---\nname: Invented Anna\nsources: [{title: Invented}]\n" + status + "---\n",
		}).all(t)["countries/nl/index.html"]
		if !strings.Contains(page, want) {
			_, h1, _ := strings.Cut(page, "<h1")
			t.Errorf("lacks %q: %.200s", want, h1)
		}
	}
}

// A language may file a letter within another that it does not know: everybody still stands under their own.
func TestALetterWithinAnother(t *testing.T) {
	files := map[string]string{"site.yaml": "languages: [en, be]\n"}
	for _, name := range []string{"Abel", "Aegir", "Ægir", "Anna", "Boris"} {
		slug := strings.ToLower(strings.ReplaceAll(name, "Æ", "x"))
		files["profiles/aq/"+slug+".md"] = "---\nname: " + name + "\nstatus: unknown\nsources: [{title: Invented}]\n---\n"
	}
	page := strings.ReplaceAll(newExample(t, "", files).all(t)["be/people/index.html"], ` lang="en"`, "")
	var got []string
	for _, m := range regexp.MustCompile(`(letter-.)"?>(\pL)|<bdi>(\pL+)</bdi>`).FindAllStringSubmatch(page, -1) {
		got = append(got, strings.Join(m[1:], ""))
	}
	want := "letter-aA letter-bÆ letter-dB letter-aA Abel Aegir letter-bÆ Ægir letter-cA Anna letter-dB Boris"
	if got := strings.Join(got, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

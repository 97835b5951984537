package compile_test

import (
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vigil/internal/compile"
	"vigil/internal/lang"
)

// english is a run of Latin words that is no name: four or more.
var english = regexp.MustCompile(`\p{Latin}+(?:[ ’'-]\p{Latin}+){3,}`)

// What no translation has reached yet is marked as English, so that a screen reader reads it and a browser
// breaks it as such.
func TestForeignTextIsMarked(t *testing.T) {
	site := ownSite(t)
	wantNoAccidents(t, site)
	pages := 0
	for name, p := range site.pages {
		tag, _, _ := strings.Cut(name, "/")
		if tag != "ru" && tag != "be" && tag != "fa" {
			continue
		}
		pages++
		for n := range p.root.Descendants() {
			if n.Type != html.TextNode || n.Parent.Data == "script" || !strings.ContainsFunc(n.Data, ascii) {
				continue
			}
			if found := english.FindString(n.Data); found != "" && languageOf(n) == tag && !inProse(n) {
				t.Errorf("%s: %q is not marked as English", name, found)
			}
		}
	}
	if pages < 300 {
		t.Errorf("only %d pages in other languages", pages)
	}
}

func ascii(r rune) bool { return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' }

// inProse tells whether a text is a translator's own, who may quote a title.
func inProse(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if attr(n, "class") == "prose" {
			return true
		}
	}
	return false
}

func languageOf(n *html.Node) string {
	for ; n != nil; n = n.Parent {
		if tag := attr(n, "lang"); tag != "" {
			return tag
		}
	}
	return ""
}

// Our own languages have every interface string.
func TestInterfaceIsTranslated(t *testing.T) {
	ls, err := lang.LoadAll(compile.Templates("../.."), []string{"en", "ru", "be", "fa"})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range ls {
		if missing := l.Missing(); len(missing) > 0 {
			t.Errorf("%s lacks %v", l.Tag(), missing)
		}
	}
}

// Lists are numbered with the digits of the page's language, as everything on it is.
func TestListsHaveTheDigitsOfTheLanguage(t *testing.T) {
	f := files{"content/site.yaml": "languages: [en, ar, fa]\n", "templates/i18n/ar.yaml": interfaceOf("البداية") +
		"span.years: {zero: n, one: n, two: n, few: n, many: n, other: n}\nspan.months: {zero: n, one: n, two: n, few: n, many: n, other: n}\n" +
		"span.days: {zero: n, one: n, two: n, few: n, many: n, other: n}\n", "content/profiles/by/ann.md": person("Invented Ann", "status: died")}
	o := options(f.write(t, quick(t)), quick(t)+"/public")
	makeSite(t, o)
	const want = ".sources:lang(ar),.prose ol:lang(ar){list-style-type:arabic-indic}.sources:lang(fa),.prose ol:lang(fa){list-style-type:persian}:root{--as-of"
	if css := tree(t, o.Out)["static/style.css"]; !strings.Contains(css, want) || strings.Contains(css, "lang(en)") {
		t.Errorf("the style sheet ends with %q", css[len(css)-300:])
	}
}

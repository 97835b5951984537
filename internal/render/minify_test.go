package render

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Templates are minified once, before they are filled. What a reader sees must be the same as without.
func TestMinifiedTemplatesSayTheSame(t *testing.T) {
	files := map[string]string{"reported.yaml": "- {date: 2021-10-22, country: by, number: 833, definition: political prisoners, by: Somebody, source: " +
		"{title: Invented}}\n",
		"news/2026-05-01-a-letter.md": "---\ntitle: A letter\npeople: [by/anna]\nsources: [{title: Invented}]\n---\n", "organisations/watch.md": "---\n" +
			"name: Watch\nrole: [helps]\n---\n",
		"profiles/ru/old.md": "---\nname: Old One\nformer_slugs: [older]\nstatus: died\nborn: 1950\ndied: 2020\nsources: [{title: Invented}]\n---\n"}
	for name, text := range hostile {
		files[name] = text
	}
	e := newExample(t, "https://vigil.example/", files)
	small := e.all(t)
	whole, errs := parseTemplates(templates, functions(e.site.Languages[0]), asWritten)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for i, l := range e.site.Languages {
		var err error
		if e.sets[i], err = setsOf(whole, functions(l)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range e.all(t) {
		if got, want := visible(t, small[name]), visible(t, text); got != want {
			t.Errorf("%s:\n%s", name, firstDifference(got, want))
		}
		if len(small[name]) > len(text) {
			t.Errorf("%s: %d bytes, unminified %d", name, len(small[name]), len(text))
		}
	}
}

// inline are the elements before and after which a space is one that a reader sees.
var inline = []string{"a", "abbr", "b", "bdi", "code", "data", "em", "i", "s", "small", "span", "strong", "time"}

var between = regexp.MustCompile(`\s*\x00\s*(\x00\s*)*`)

// visible is what a page says: its elements with their attributes, and its text with spaces folded; those
// beside blocks, which nobody sees, are left out.
func visible(t *testing.T, text string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var elements, words strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		block := n.Type == html.ElementNode && !slices.Contains(inline, n.Data)
		if n.Type == html.ElementNode {
			elements.WriteString("<" + n.Data)
			slices.SortFunc(n.Attr, func(x, y html.Attribute) int { return strings.Compare(x.Key, y.Key) })
			for _, a := range n.Attr {
				elements.WriteString(" " + a.Key + "=" + strings.ReplaceAll(strings.Join(strings.Fields(a.Val), " "), ", ", ","))
			}
			elements.WriteString(">\n")
		}
		if block {
			words.WriteByte(0)
		}
		if n.Type == html.TextNode && n.Parent.Data != "style" { // which nobody reads; a test in webtest names its hash
			words.WriteString(n.Data)
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if block {
			words.WriteByte(0)
		}
	}
	walk(root)
	said := between.ReplaceAllString(words.String(), "|")
	return strings.Join(strings.Fields(said), " ") + "\n" + elements.String()
}

func firstDifference(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	from := max(0, i-80)
	return "minified:   …" + a[from:min(len(a), i+120)] + "…\nunminified: …" + b[from:min(len(b), i+120)] + "…"
}

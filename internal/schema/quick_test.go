package schema

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"vigil/internal/lab/trial"
)

// outline is all of a tree that anybody here looks at.
func outline(n *node) string {
	var b strings.Builder
	var write func(n *node)
	write = func(n *node) {
		fmt.Fprintf(&b, "(%d %d %q %d:%d %t %t", n.kind, n.style, n.value, n.line, n.column, n.anchor, n.null)
		for c := n.first; c != nil; c = c.next {
			write(c)
		}
		b.WriteString(")")
	}
	write(n)
	return b.String()
}

// differ compares what is read here with what the library reads, and tells whether it was read here.
func differ(t *testing.T, header string) bool {
	t.Helper()
	got := plainTree(header, new(room))
	if got == nil {
		return false
	}
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(header), &doc); err != nil || len(doc.Content) != 1 {
		t.Fatalf("%q is taken for plain; the library says %v", header, err)
	}
	if a, b := outline(got), outline(tree(doc.Content[0])); a != b {
		t.Fatalf("%q\n got %s\nwant %s", header, a, b)
	}
	return true
}

var plainHeaders = []string{
	"name: Jane Doe\nstatus: died\n", "a: b\nc: [d, e f, 'g', \"h i\"]\nd: {a: b, c: [1, 2], url: https://example.org/a?b=c#d}",
	"a:\n  - {b: c}\n  - {b: d, e: {f: g}}\nb: c\n", "a:\n- b\n- c d\nb: c", "a:\n  - b: c\n    d: e\n  - b: f\ng: h",
	"a:\n  b: c\n  d: [e]\nf: g", "имя: a", "name: Алена Прыкладава\nx: [Ю, я]\n", "a: it's\nb: a \"b\" c\nc: x:y\nd: a#b\ne: 2021-07-14\nf: true\ng: null\n" +
		"h: 1_000", "a: {b: c , d: e }\nb: [ a , b , ]\nc: []\nd: {}", "a: \"x\"  \nb: 'y' \nc: z  ",
}

var oddHeaders = []string{
	"a: b\n  c", "a: b: c", "a: b #c", "a: |\n  b", "a:\nb: c", "a: &x b", "a: *x", "a: !x b", "a: [b\n, c]", "a: {b: c", "a: [b]] ", "a: [b:c]", "a: [b: c]",
	"a: {b}", "a: {b:c}", "a: {b: }", "a: \"x\\n\"", "a: 'it''s'", "a: b\n\nc: d", "a:\n  - b\n   - c",
	"a:\n  - b\n c: d", "a: b\r\nc: d", "a: b\tc", "a: b\u2028c: d", "a: b\u0085c: d", "? a\n: b", "a: - b", "- a", "a: [a, , b]", "a: ]", "a: b:", "a: b: ",
	"a: {b: c}}", "a: x\n---\nb: c", "<<: a", "a: <<", "null: a", "~: a", "a:\n  - b: c\n   d: e", "a:\n    - b\n  - c",
	"a: {b: [c, {d: e}], f: g}", "a: [[[[[[[[[[1]]]]]]]]]]", "a: [b, c] d", "a: 'b' c", "a: [b 'c']", "a: [b, 'c'd]", "a: b, c", "a: b]c}", "a: [b#c, d #e]",
	"a: {b: c:d}", "a: {b: c:}", "a: {b: c:, d: e}", "\ufeffa: b", "a: \u200bb", "a: b\u00a0", "a: [ё : b]", "a:\n  - - b", "a:\n  -   b: c", "a: \"b\": c",
	"a: 'b':c", "a:  b", "a :b", "a: [a b: c]", "a:\n - b\n -c", "a: {b: c, b: d}", "a: b\na: c", "a: b\n- c", "a: [b]\n  c", "a: 'b'\n  c", "a:\n  b: c\n    d",
}

func TestPlainHeaders(t *testing.T) {
	for _, header := range plainHeaders {
		if !differ(t, header) && strings.HasPrefix(header, "a") {
			t.Errorf("%q is left to the library", header)
		}
	}
	for _, header := range oddHeaders {
		differ(t, header)
	}
	own, _ := filepath.Glob("../../content/profiles/*/*.md")
	here := 0
	for _, file := range own {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		header, _, _ := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "\n---\n")
		if differ(t, header) {
			here++
		}
	}
	t.Logf("%d of %d real headers are plain", here, len(own))
	if here*2 < len(own) {
		t.Errorf("only %d of %d real headers are plain", here, len(own))
	}
}

// Headers with a few slips are read as the library reads them, or by it.
func TestNearlyPlainHeaders(t *testing.T) {
	n := 20_000
	if trial.Long {
		n = 2_000_000
	}
	dice := rand.New(rand.NewPCG(1, 2))
	pieces := []string{" ", "  ", "\n", "\n  ", ":", ": ", ",", ", ", "#", " #", "-", "- ", "\n- ", "[", "]", "{", "}", "\"", "'", "?", "? ", "&", "*", "!", "|",
		">", "%", "@", "`", "\t", "\\", "é", "х", "null", "~", "a", "a: b", "\na: b", "1", "…", "\u00a0", "---", "...", "<<", "="}
	plain := 0
	for range n {
		h := plainHeaders[dice.IntN(len(plainHeaders))]
		for range 1 + dice.IntN(3) {
			from := dice.IntN(len(h) + 1)
			to := min(len(h), from+dice.IntN(3))
			h = strings.ToValidUTF8(h[:from]+pieces[dice.IntN(len(pieces))]+h[to:], "")
		}
		if differ(t, h) {
			plain++
		}
	}
	if plain < n/10 {
		t.Errorf("only %d of %d were plain: the test tests little", plain, n)
	}
}

func FuzzPlainHeader(f *testing.F) {
	for _, header := range append(plainHeaders, oddHeaders...) {
		f.Add(header)
	}
	f.Fuzz(func(t *testing.T, header string) { differ(t, header) })
}

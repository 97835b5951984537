package compile_test

import (
	"slices"
	"strings"
	"testing"
)

// Pages ask readers to tell us something only where there is a way to do it, and then say which.
func TestNoPromiseWithoutAWay(t *testing.T) {
	const page = "countries/by/anna.html"
	f := files{
		"content/profiles/by/anna.md":      person("Anna A", "status: imprisoned\ndetentions: [{kind: imprisoned, from: 2026-09-01}]"),
		"content/pages/add-information.md": "---\ntitle: Add information\n---\nText.\n",
	}
	for settings, way := range map[string]string{
		"title: X\n":                                "",
		"contact: the desk in Example Street\n":     "the desk in Example Street",
		"contact: https://example.org/desk\n":       `href="https://example.org/desk"`,
		"repository: https://example.org/content\n": `href="https://example.org/content"`,
	} {
		o := on(options(f.with("content/site.yaml", settings).write(t, quick(t)), quick(t)+"/public"), "2026-11-21")
		var rules []string
		for _, p := range makeSite(t, o).Problems {
			rules = append(rules, p.Rule.ID)
		}
		if warned := slices.Contains(rules, "no-contact"); warned != (way == "") {
			t.Errorf("%s: warned of: %q", settings, rules)
		}
		site := tree(t, o.Out)
		html := site[page]
		for _, ask := range []string{"please tell us", "How to tell us without risk", "Add or correct something"} {
			if asks := strings.Contains(html, ask); asks != (way != "") {
				t.Errorf("%s: asks %q: %v", settings, ask, asks)
			}
		}
		if asks := strings.Contains(site["mirrors.html"], "To be listed here"); asks != (way != "") {
			t.Errorf("%s: mirrors.html asks for addresses: %v", settings, asks)
		}
		if !strings.Contains(html, way) {
			t.Errorf("%s: the page lacks %q", settings, way)
		}
	}
}

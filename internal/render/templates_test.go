package render

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// sketch is a folder of templates that say nothing, but for those given.
func sketch(said map[string]string) fstest.MapFS {
	files := fstest.MapFS{"layout.html": {Data: []byte(`{{define "head"}}{{end}}{{define "menu"}}{{end}}{{define "notices"}}{{end}}{{define "foot"}}{{end}}`)}}
	for _, name := range slices.Concat(shared[1:], own()) {
		files[name] = &fstest.MapFile{Data: []byte(said[name])}
	}
	return files
}

// A template that two pages put into different places of HTML is escaped for each, whichever of them is made first.
func TestPagesDoNotDependOnTheirOrder(t *testing.T) {
	said := map[string]string{"parts.html": `{{define "x"}}{{.}}{{end}}`, "list.html": `<p>{{template "x" .}}`, "person.html": `<a title={{template "x" .}}>`}
	want := map[string]string{"list.html": `<p>a b&#34;`, "person.html": `<a title=a&#32;b&#34;>`}
	for _, order := range [][]string{{"list.html", "person.html"}, {"person.html", "list.html"}} {
		all, errs := parseTemplates(sketch(said), nil, shortened)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		set, err := setOf(all, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, name := range order {
			var b bytes.Buffer
			if err := set.Execute(&b, name, `a b"`); err != nil {
				t.Fatal(err)
			}
			got[name] = b.String()
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: %q", order, got)
		}
	}
}

func TestTemplatesOfOneName(t *testing.T) {
	_, errs := parseTemplates(sketch(map[string]string{"list.html": `{{define "x"}}{{end}}`, "person.html": `{{define "x"}}{{end}}`}), nil, shortened)
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), `person.html: "x" is defined in another file, too`) {
		t.Error(errs)
	}
}

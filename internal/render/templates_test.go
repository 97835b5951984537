package render

import (
	"bytes"
	"html/template"
	"maps"
	"slices"
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

// fill gives what each template makes of a text, executed in an order.
func fill(t *testing.T, said map[string]string, order []string) map[string]string {
	t.Helper()
	groups, errs := parseTemplates(sketch(said), nil, shortened)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	sets, err := setsOf(groups, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, name := range order {
		var b bytes.Buffer
		if err := sets[name].Execute(&b, name, `a b"`); err != nil {
			t.Fatal(err)
		}
		got[name] = b.String()
	}
	return got
}

// What a page shows does not depend on which page was made before it.
func TestPagesDoNotDependOnTheirOrder(t *testing.T) {
	for _, c := range []struct{ why, parts, list, person, wantList, wantPerson string }{
		{"one template in two places of HTML is escaped for each", `{{define "x"}}{{.}}{{end}}`,
			`<p>{{template "x" .}}`, `<a title={{template "x" .}}>`, `<p>a b&#34;`, `<a title=a&#32;b&#34;>`},
		{"two files may define a template of one name", "", `{{define "x"}}1{{end}}{{template "x"}}`, `{{define "x"}}2{{end}}{{template "x"}}`, "1", "2"},
		{"a file may define a template of all pages anew, for its own", `{{define "x"}}1{{end}}`,
			`{{template "x"}}`, `{{define "x"}}2{{end}}{{template "x"}}`, "1", "2"},
		{"so with a block", `{{define "x"}}1{{end}}`, `{{template "x"}}`, `{{block "x" .}}2{{end}}`, "1", "2"},
	} {
		said := map[string]string{"parts.html": c.parts, "list.html": c.list, "person.html": c.person}
		want := map[string]string{"list.html": c.wantList, "person.html": c.wantPerson}
		for _, order := range [][]string{{"list.html", "person.html"}, {"person.html", "list.html"}} {
			if got := fill(t, said, order); !maps.Equal(got, want) {
				t.Errorf("%s: %s: %q", c.why, order, got)
			}
		}
	}
}

// Each language has its own functions, in what is left to html/template too.
func TestSetsHaveFunctionsOfTheirOwn(t *testing.T) {
	saying := func(word string) template.FuncMap { return template.FuncMap{"word": func() string { return word }} }
	groups, errs := parseTemplates(sketch(map[string]string{"list.html": `{{word}}`}), saying("first"), shortened)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	for _, word := range []string{"first", "second"} {
		sets, err := setsOf(groups, saying(word))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			var b bytes.Buffer
			if err := sets["list.html"].Execute(&b, "list.html", ""); err != nil || b.String() != word {
				t.Errorf("%q, %v; want %s", b.String(), err, word)
			}
			sets["list.html"].Plain()
		}
	}
}

// A template that ends within a tag is refused, also where the next file would end the tag.
func TestTemplatesEndWhereTextStands(t *testing.T) {
	groups, errs := parseTemplates(sketch(map[string]string{"text.html": `<b title="{{.}}`, "writing.html": `">x`}), nil, asWritten)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	if _, err := setsOf(groups, nil); err == nil {
		t.Error("the end of text.html is taken for the beginning of writing.html")
	}
}

package importer

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// files tells which prisons, officials and organisations have a file. What is published must not lead nowhere.
type files struct {
	dir   string
	there map[string]bool
}

// folders of the files that a part of a profile names.
var folders = map[string]string{"place": "prisons", "judge": "officials", "by": "organisations"}

// missing is the file that a value of a field needs and that is not there, or "".
func (f *files) missing(field, value string) string {
	folder := folders[field]
	if folder == "" || folder == "organisations" && !schema.IsSlug(value) || folder != "organisations" && !schema.IsRef(value) {
		return ""
	}
	file := filepath.Join(folder, filepath.FromSlash(value)+".md")
	there, known := f.there[file]
	if !known {
		_, err := os.Stat(filepath.Join(f.dir, file))
		there = err == nil
		f.there[file] = there
	}
	if there {
		return ""
	}
	return "content/" + filepath.ToSlash(file)
}

// mustExist reports a value of a field, which stands at a path, that needs a file which is not there.
func (f *files) mustExist(doc *schema.Doc, field, value string, path ...any) {
	if file := f.missing(field, value); file != "" {
		doc.Report(schema.Value, fmt.Sprintf("%q has no file %s", value, file), "make that file first, or write the name in plain words", path...)
	}
}

// references reports what a profile names and is not there.
func (f *files) references(h *profile.Header, doc *schema.Doc) {
	for i, d := range h.Detentions {
		f.mustExist(doc, "place", d.Place, "detentions", i, "place")
	}
	for i, p := range h.Proceedings {
		f.mustExist(doc, "judge", p.Judge, "proceedings", i, "judge")
	}
	for i, r := range h.Recognised {
		f.mustExist(doc, "by", r.By, "recognised", i, "by")
	}
}

// missing are the files that the map itself names: in what it sets, in a rule's fixed values and its tables.
func (m *Map) missing() []diag.Problem {
	doc := *m.doc
	doc.Problems = nil
	set := schema.Doc{Path: doc.Path}
	m.files.references(&m.Set, &set)
	for _, p := range set.Problems { // their place within set: is not known to it
		doc.Report(p.Rule, p.Text, p.Hint, "set")
	}
	for _, r := range m.rules {
		values := slices.AppendSeq([]string{r.Value, r.Default}, maps.Values(r.Values))
		slices.Sort(values)
		for _, v := range slices.Compact(values) {
			if v != keep && v != quarantine {
				m.files.mustExist(&doc, r.field, v, r.path...)
			}
		}
	}
	return doc.Problems
}

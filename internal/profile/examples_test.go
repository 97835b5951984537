package profile

import (
	"strings"
	"testing"

	"vigil/internal/diag"
	"vigil/internal/schema"
)

// Every field has an example, and all of them together are a header in which nothing is wrong.
func TestExamples(t *testing.T) {
	var all strings.Builder
	for _, f := range Fields {
		if !strings.HasPrefix(f.Example, f.Name+":") {
			t.Errorf("the example of %s is %q", f.Name, f.Example)
		}
		all.WriteString(f.Example + "\n")
	}
	if len(examples) != len(Fields) {
		t.Errorf("%d examples for %d fields", len(examples), len(Fields))
	}
	h := NewHeader()
	doc := schema.Parse("example", []byte(all.String()), 1)
	doc.Decode(schema.Struct(&h, Fields))
	day := Date{Year: 2026, Month: 11, Day: 21}.Earliest()
	h.Check(doc, When{Today: day, AsOf: day})
	for _, p := range doc.Problems {
		if p.Rule.Severity == diag.Error {
			t.Error(p)
		}
	}
}

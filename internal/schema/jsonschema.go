package schema

import (
	"encoding"
	"strings"

	"vigil/internal/diag"
)

// Form is a field table whatever it fills: what is known of a kind of file without its meaning.
type Form interface {
	// Names lists the fields in the order in which people should write them.
	Names() []string
	// Canonical decodes a header and writes it again in one form, so that two headers say the same if they give
	// the same text. first is the number of the header's first line.
	Canonical(path string, header []byte, first int) (string, []diag.Problem)
	// JSONSchema describes the header for editors, in JSON Schema 2020-12.
	JSONSchema() map[string]any
	// Reference lists the fields for people; those of rows stand behind the field that holds them.
	Reference() []Described
}

// Described is a field as people read of it.
type Described struct {
	Name, Help string // Name with the names of the fields around it: detentions.from
	Shape      string // text, list, date …
	Required   bool
	Values     []string
	Example    string // as it is written, of fields of a profile
}

// Canonical is Form's.
func (t Table[T]) Canonical(path string, header []byte, first int) (string, []diag.Problem) {
	var into T
	doc := Parse(path, header, first)
	doc.Decode(Struct(&into, t))
	var b strings.Builder
	for _, w := range t.Write(&into) {
		b.WriteString(w.Lines)
	}
	return b.String(), doc.Problems
}

// described is a type that says itself what may be written.
type described interface{ JSONSchema() map[string]any }

// composite is a target with a table of its own.
type composite interface {
	described
	reference(prefix string) []Described
}

// JSONSchema is Form's.
func (t Table[T]) JSONSchema() map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range t {
		if f.In == nil {
			continue
		}
		properties[f.Name] = f.jsonSchema()
		if f.Required {
			required = append(required, f.Name)
		}
	}
	out := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		out["required"] = required
	}
	for _, f := range t {
		if f.Or != "" {
			out["anyOf"] = []any{map[string]any{"required": []string{f.Name}}, map[string]any{"required": []string{f.Or}}}
		}
	}
	return out
}

func (f Field[T]) jsonSchema() map[string]any {
	text := map[string]any{"type": []string{"string", "number"}}
	if f.Values != nil {
		text = map[string]any{"enum": f.Values}
	}
	texts := map[string]any{"anyOf": []any{text, map[string]any{"type": "object", "additionalProperties": text}}}
	list := func(of any) map[string]any { return map[string]any{"type": "array", "items": of} }
	dict := func(of any) map[string]any { return map[string]any{"type": "object", "additionalProperties": of} }
	var out map[string]any
	switch p := f.In(new(T)).(type) {
	case *string:
		out = text
	case *bool:
		out = map[string]any{"type": "boolean"}
	case *int:
		out = map[string]any{"type": "integer", "minimum": 0}
	case *Text:
		out = texts
	case *[]string:
		out = list(text)
	case *[]Text:
		out = list(texts)
	case *[]float64:
		out = list(map[string]any{"type": "number"})
	case *map[string]string, namesTarget:
		out = dict(map[string]any{"type": []string{"string", "number"}})
	case *map[string]int:
		out = dict(map[string]any{"type": "integer"})
	case *map[string]Text:
		out = dict(texts)
	case described:
		out = p.JSONSchema()
	default:
		out = text
	}
	out["description"] = f.Help
	return out
}

func (t rowsTarget[T]) JSONSchema() map[string]any {
	return map[string]any{"type": "array", "items": t.Table.JSONSchema()}
}
func (t mapTarget[T]) JSONSchema() map[string]any {
	return map[string]any{"type": "object", "additionalProperties": t.Table.JSONSchema()}
}

// Reference is Form's.
func (t Table[T]) Reference() []Described { return t.reference("") }

func (t Table[T]) reference(prefix string) (out []Described) {
	for _, f := range t {
		if f.In == nil {
			continue
		}
		d := Described{Name: prefix + f.Name, Help: f.Help, Required: f.Required, Values: f.Values, Example: f.Example}
		p := f.In(new(T))
		switch p := p.(type) {
		case *bool:
			d.Shape = "true or false"
		case *int:
			d.Shape = "number"
		case *[]string, *[]Text, *[]float64:
			d.Shape = "list"
		case *map[string]string, *map[string]int, *map[string]Text, namesTarget:
			d.Shape = "fields"
		case composite:
			if d.Shape = "rows"; p.JSONSchema()["type"] == "object" {
				d.Shape = "fields"
			}
		case encoding.TextUnmarshaler:
			d.Shape = "word"
			if s, ok := p.(described); ok && s.JSONSchema()["pattern"] != nil {
				d.Shape = "date"
			} else if ok && d.Values == nil {
				d.Values, _ = s.JSONSchema()["enum"].([]string)
			}
		default:
			d.Shape = "text"
		}
		out = append(out, d)
		if c, ok := p.(composite); ok {
			out = append(out, c.reference(prefix+f.Name+".")...)
		}
	}
	return out
}

package importer

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// profileFields reads the rules for the fields of a profile.
func (m *Map) profileFields(n *yaml.Node, path ...any) []*part {
	return m.partsOf(n, profile.Fields.Names(), "a profile", func(name string) shape {
		for _, f := range profile.Fields {
			if f.Name == name {
				parts, free := f.Parts()
				return shape{parts, free, f.List()}
			}
		}
		return shape{}
	}, path...)
}

// shape is what a field takes: fields of its own, keys of one's own choice, a list.
type shape struct {
	parts      []string
	free, list bool
}

// innermost is the shape of the parts of a field: none of them has parts.
func innermost(name string) shape { return shape{list: name == "languages"} }

// partsOf reads the rules for the fields of something. names are those that it has; nil: any.
func (m *Map) partsOf(n *yaml.Node, names []string, of string, shapeOf func(string) shape, path ...any) (out []*part) {
	if n.Kind != yaml.MappingNode {
		m.doc.Report(schema.Shape, fmt.Sprintf("%v takes fields with rules", path[len(path)-1]), "write “name: Column” and so on", path...)
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i].Value, n.Content[i+1]
		at := append(slices.Clone(path), name)
		if names != nil && !slices.Contains(names, name) {
			m.doc.Report(schema.Unknown, fmt.Sprintf("%s has no field %q", of, name), diag.Suggest(name, names), at...)
			continue
		}
		out = append(out, m.part(name, value, shapeOf(name), at))
	}
	return out
}

// part reads the rule, or the rules, for one field.
func (m *Map) part(name string, value *yaml.Node, takes shape, at []any) *part {
	p := &part{name: name, list: takes.list}
	inner := func(n *yaml.Node, at ...any) []*part {
		names := takes.parts
		if takes.list {
			names = append(slices.Clone(names), when)
		}
		if takes.free {
			names = nil
		}
		return m.partsOf(n, names, name, innermost, at...)
	}
	first := value
	if value.Kind == yaml.SequenceNode && len(value.Content) > 0 {
		first = value.Content[0]
	}
	nested := first.Kind == yaml.MappingNode && !isRule(first)
	switch {
	case nested && takes.parts == nil && !takes.free:
		m.doc.Report(schema.Shape, name+" takes one rule", "write a column's name, or {column: …}", at...)
	case !nested && takes.parts != nil:
		m.doc.Report(schema.Shape, name+" takes rules for its fields: "+strings.Join(takes.parts, ", "),
			fmt.Sprintf("write %s: {%s: Column}", name, takes.parts[0]), at...)
	case nested && value.Kind == yaml.SequenceNode && takes.list:
		for r, row := range value.Content {
			p.rows = append(p.rows, inner(row, append(slices.Clone(at), r)...))
		}
	case nested && value.Kind == yaml.SequenceNode:
		m.doc.Report(schema.Shape, name+" takes no list of rows", fmt.Sprintf("write %s: {…} without a hyphen", name), at...)
	case nested && takes.list && takes.parts != nil:
		p.rows = [][]*part{inner(value, at...)}
	case nested:
		p.parts = inner(value, at...)
	case value.Kind == yaml.SequenceNode:
		for r, item := range value.Content {
			p.rules = append(p.rules, m.rule(item, name, append(slices.Clone(at), r)...))
		}
	default:
		p.rule = m.rule(value, name, at...)
	}
	return p
}

// isRule tells a rule from fields of a profile, none of which has these names.
func isRule(n *yaml.Node) bool {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if key := n.Content[i].Value; key == "column" || key == "value" {
			return true
		}
	}
	return false
}

// rule reads a rule: a mapping, or a column's name alone.
func (m *Map) rule(n *yaml.Node, field string, path ...any) *rule {
	r := &rule{field: field, path: path, date: slices.Contains(dateFields, field)}
	m.rules = append(m.rules, r)
	switch n.Kind {
	case yaml.ScalarNode:
		r.Column = strings.TrimSpace(n.Value)
	case yaml.MappingNode:
		m.doc.DecodeAt(schema.Struct(r, ruleFields), path...)
		m.signs(r, n)
	default:
		m.doc.Report(schema.Shape, "this takes the name of a column, or a rule", "write a column's name, or {column: …, values: {…}}", path...)
	}
	if r.Column == "" && r.Value == "" && len(m.doc.Problems) == 0 {
		m.doc.Report(schema.Missing, "the rule names no column", "write column: or value:", path...)
	}
	for i, s := range r.Take {
		re, err := regexp.Compile(s)
		if err != nil {
			m.doc.Report(schema.Value, fmt.Sprintf("take: %q is not a regular expression: %v", s, err), "see https://pkg.go.dev/regexp/syntax",
				append(slices.Clone(path), "take", i)...)
			continue
		}
		r.take = append(r.take, re)
	}
	if len(r.Values) > 0 {
		r.table = map[string]string{}
		for key, value := range r.Values {
			r.table[fold(key)] = value
		}
	}
	m.answers(r)
	return r
}

// signs reads of a rule what is more than its text: a sign may be a blank or the end of a line, a default nothing.
func (m *Map) signs(r *rule, n *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		switch value := n.Content[i+1]; n.Content[i].Value {
		case "default":
			r.told = true
		case "swap":
			r.Swap = value.Value
		case "split":
			r.Split = nil
			for _, sign := range value.Content {
				if r.Split = append(r.Split, sign.Value); sign.Value == "" {
					m.doc.Report(schema.Value, "split: a sign has at least one letter", `write the sign in quotes: [";"], [" "], ["\n"]`,
						append(slices.Clone(r.path), "split")...)
				}
			}
		}
	}
}

// answers reports values that the field does not take: each would be wrong in every row.
func (m *Map) answers(r *rule) {
	report := func(v string, path ...any) {
		if err := fits(r.field, v); v != "" && v != keep && v != quarantine && err != nil {
			m.doc.Report(schema.Value, err.Error(), diag.Suggest(v, profile.Words(r.field)), append(slices.Clone(r.path), path...)...)
		}
	}
	report(r.Value, "value")
	report(r.Default, "default")
	for _, key := range slices.Sorted(maps.Keys(r.Values)) {
		report(r.Values[key], "values", key)
	}
}

// fits tells whether a field takes a value that the map itself gives it.
func fits(field, value string) error {
	switch field {
	case "country", "citizenship":
		return schema.Country(value)
	case "text", "slug", "photo":
		return nil
	}
	if words := profile.Words(field); words != nil && !slices.Contains(words, value) {
		return fmt.Errorf("%s does not take %q", field, value)
	}
	return nil
}

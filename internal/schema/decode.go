package schema

import (
	"encoding"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"vigil/internal/diag"
)

// Doc is one parsed header: its tree (for positions) and the problems found in it so far.
type Doc struct {
	Path     string
	Problems []diag.Problem

	root   *yaml.Node
	offset int // lines of the file before the header's first
}

// Parse reads the YAML of a header whose first line is line number first of the file at path.
// Broken YAML gives one problem, since what follows from it would only confuse.
func Parse(path string, header []byte, first int) *Doc {
	d := &Doc{Path: path, offset: first - 1}
	var n yaml.Node
	if err := yaml.Unmarshal(header, &n); err != nil {
		d.syntax(err, header)
		return d
	}
	if len(n.Content) == 1 {
		d.root = n.Content[0]
	}
	return d
}

var openQuote = regexp.MustCompile(`(?m)^[^#\n]*?[:\[,{-]\s*(["'])`)

func (d *Doc) syntax(err error, header []byte) {
	var le *yaml.LoadError
	if !errors.As(err, &le) {
		d.report(Syntax, d.offset+1, 1, err.Error(), "")
		return
	}
	line, col := le.Mark.Line, le.Mark.Column
	if strings.Contains(le.Message, "unexpected end of stream") {
		line, col = quoteLine(header, line, col)
	}
	text, hint := inPlainWords(le.Message)
	if src := sourceLine(header, line); strings.HasPrefix(strings.TrimLeft(src, " "), "\t") {
		text, hint = "a tab is used for indentation", "indent with spaces"
	}
	d.report(Syntax, d.offset+line, col, text, hint)
}

// quoteLine finds the last line that opens a quotation and does not close it.
func quoteLine(header []byte, line, col int) (int, int) {
	for i, src := range slices.Backward(strings.Split(string(header), "\n")) {
		if m := openQuote.FindStringSubmatchIndex(src); m != nil && strings.Count(src[m[2]:], src[m[2]:m[3]])%2 == 1 {
			return i + 1, m[2] + 1
		}
	}
	return line, col
}

func sourceLine(header []byte, line int) string {
	lines := strings.Split(string(header), "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	return lines[line-1]
}

// Decode fills target (what Struct, Rows or Map return) from the whole document. It reports whether
// the document held anything at all; a document that is not valid YAML has been reported by Parse.
func (d *Doc) Decode(into any) bool {
	if d.root == nil {
		return false
	}
	d.value(where{n: d.root}, into)
	return true
}

// Report adds a problem at a field, e.g. Report(rule, text, hint, "detentions", 1, "to"); a part of the
// path that is not in the file stands at the part before it.
func (d *Doc) Report(rule diag.Rule, text, hint string, path ...any) {
	line, col := d.position(path)
	d.report(rule, line, col, text, hint)
}

func (d *Doc) report(rule diag.Rule, line, col int, text, hint string) {
	d.Problems = append(d.Problems, diag.Problem{Path: d.Path, Line: line, Col: col, Rule: rule, Text: text, Hint: hint})
}

func (d *Doc) position(path []any) (line, col int) {
	if d.root == nil {
		return d.offset + 1, 1
	}
	n := d.root
	line, col = n.Line, n.Column
	for _, step := range path {
		var next *yaml.Node
		switch s := step.(type) {
		case string:
			for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
				if n.Content[i].Value == s {
					line, col, next = n.Content[i].Line, n.Content[i].Column, n.Content[i+1]
				}
			}
		case int:
			if n.Kind == yaml.SequenceNode && s < len(n.Content) {
				next = n.Content[s]
				line, col = next.Line, next.Column
			}
		}
		if next == nil {
			break
		}
		n = next
	}
	return d.offset + line, col
}

// where is a node and what is asked of it by its field.
type where struct {
	n      *yaml.Node
	name   string // of the field, for messages
	values []string
	check  func(string) error
}

func (d *Doc) at(w where, rule diag.Rule, text, hint string) {
	d.report(rule, d.offset+w.n.Line, w.n.Column, text, hint)
}

func (w where) child(n *yaml.Node) where { w.n = n; return w }

// plain refuses the parts of YAML that can hide what a header says.
func (d *Doc) plain(w where) bool {
	switch n := w.n; {
	case n.Kind == yaml.AliasNode:
		d.at(w, Feature, "aliases (*name) are not allowed", "write the value out, or put quotes around it")
	case n.Anchor != "":
		d.at(w, Feature, "anchors (&name) are not allowed", "put quotes around a value that begins with &")
	case n.Style&yaml.TaggedStyle != 0:
		d.at(w, Feature, "tags (!name) are not allowed", "put quotes around a value that begins with !")
	default:
		return true
	}
	return false
}

func empty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && (n.Value == "" || n.Value == "~")
}

// value stores the node in the place that a Field.In gave.
func (d *Doc) value(w where, into any) {
	if !d.plain(w) || empty(w.n) {
		return
	}
	switch p := into.(type) {
	case *string:
		*p = d.scalar(w)
	case *bool:
		if s := d.scalar(w); s != "true" && s != "false" {
			d.at(w, Value, fmt.Sprintf("%s takes true or false, not %q", w.name, s), "")
		} else {
			*p = s == "true"
		}
	case *int:
		*p = number(d, w, strconv.Atoi, "a whole number")
	case *float64:
		*p = number(d, w, func(s string) (float64, error) { return strconv.ParseFloat(s, 64) }, "a number")
	case *Text:
		*p = d.text(w)
	case *[]string:
		*p = list(d, w, d.scalar)
	case *[]Text:
		*p = list(d, w, d.text)
	case *[]float64:
		*p = list(d, w, func(w where) float64 {
			return number(d, w, func(s string) (float64, error) { return strconv.ParseFloat(s, 64) }, "a number")
		})
	case *map[string]string:
		*p = dict(d, w, d.scalar)
	case *map[string]int:
		*p = dict(d, w, func(w where) int { return number(d, w, strconv.Atoi, "a whole number") })
	case *map[string]Text:
		*p = dict(d, w, d.text)
	case target:
		p.decode(d, w)
	case encoding.TextUnmarshaler:
		d.unmarshal(w, p)
	default:
		panic(fmt.Sprintf("schema: field %s has no way to read a %T", w.name, into))
	}
}

// scalar is the text that was written, trimmed: `born: 1962` and `born: "1962"` are the same.
func (d *Doc) scalar(w where) string {
	if !d.plain(w) {
		return ""
	}
	if w.n.Kind != yaml.ScalarNode {
		d.at(w, Shape, fmt.Sprintf("%s takes one text, not %s", w.name, shape(w.n)), "put quotes around a text that begins with [ or {")
		return ""
	}
	s := strings.TrimSpace(w.n.Value)
	if w.values != nil && !slices.Contains(w.values, s) {
		d.at(w, Value, fmt.Sprintf("unknown value %q for %s", s, w.name), diag.Suggest(s, w.values))
		return ""
	}
	if w.check != nil {
		if err := w.check(s); err != nil {
			d.fault(w, err)
			return ""
		}
	}
	return s
}

func (d *Doc) unmarshal(w where, u encoding.TextUnmarshaler) {
	before := len(d.Problems)
	s := d.scalar(w)
	if len(d.Problems) > before {
		return
	}
	if err := u.UnmarshalText([]byte(s)); err != nil {
		d.fault(w, err)
	}
}

func (d *Doc) fault(w where, err error) {
	hint := ""
	if f, ok := errors.AsType[*Fault](err); ok {
		hint = f.Hint
	}
	d.at(w, Value, fmt.Sprintf("%s: %s", w.name, err), hint)
}

func (d *Doc) text(w where) Text {
	if w.n.Kind != yaml.MappingNode {
		return Text{Main: d.scalar(w)}
	}
	t := Text{By: map[string]string{}}
	d.pairs(w, func(key, value *yaml.Node) {
		if err := LanguageTag(key.Value); err != nil {
			d.fault(w.child(key), err)
			return
		}
		t.By[key.Value] = d.scalar(w.child(value))
	})
	return t
}

func number[N int | float64](d *Doc, w where, parse func(string) (N, error), what string) N {
	s := d.scalar(w)
	n, err := parse(s)
	if err != nil && w.n.Kind == yaml.ScalarNode {
		d.at(w, Value, fmt.Sprintf("%s takes %s, not %q", w.name, what, s), "")
	}
	return n
}

func list[E any](d *Doc, w where, read func(where) E) []E {
	if w.n.Kind != yaml.SequenceNode {
		d.at(w, Shape, fmt.Sprintf("%s takes a list, not %s", w.name, shape(w.n)), "write it as ["+clip(w.n.Value)+"], or one item a line with “- ” before it")
		return nil
	}
	out := make([]E, 0, len(w.n.Content))
	for _, n := range w.n.Content {
		out = append(out, read(w.child(n)))
	}
	return out
}

func dict[E any](d *Doc, w where, read func(where) E) map[string]E {
	out := map[string]E{}
	d.pairs(w, func(key, value *yaml.Node) { out[key.Value] = read(w.child(value)) })
	return out
}

// pairs calls do for each key of a mapping, once a key.
func (d *Doc) pairs(w where, do func(key, value *yaml.Node)) {
	if w.n.Kind != yaml.MappingNode {
		name := w.name
		if name == "" {
			name = "the header"
		}
		d.at(w, Shape, fmt.Sprintf("%s takes fields with values, not %s", name, shape(w.n)), "write “field: value”")
		return
	}
	seen := make(map[string]int, len(w.n.Content)/2)
	for i := 0; i+1 < len(w.n.Content); i += 2 {
		key, value := w.n.Content[i], w.n.Content[i+1]
		if !d.plain(w.child(key)) {
			continue
		}
		if key.Kind != yaml.ScalarNode || key.Value == "<<" {
			d.at(w.child(key), Feature, "merge keys and keys that are not plain words are not allowed", "write “field: value”")
			continue
		}
		if first, twice := seen[key.Value]; twice {
			d.at(w.child(key), Duplicate, fmt.Sprintf("field %q stands twice; the first is in line %d", clip(key.Value), first), "keep one")
			continue
		}
		seen[key.Value] = d.offset + key.Line
		do(key, value)
	}
}

func (t structTarget[T]) decode(d *Doc, w where) { t.table.decode(d, w, t.dst) }

func (t Table[T]) decode(d *Doc, w where, dst *T) {
	var filled uint64
	d.pairs(w, func(key, value *yaml.Node) {
		i := slices.IndexFunc(t, func(f Field[T]) bool { return f.Name == key.Value })
		if i < 0 {
			d.at(w.child(key), Unknown, fmt.Sprintf("unknown field %q", clip(key.Value)), diag.Suggest(key.Value, t.Names()))
			return
		}
		f := t[i]
		if !empty(value) && !(value.Kind == yaml.ScalarNode && strings.TrimSpace(value.Value) == "" && f.Required) {
			filled |= 1 << i
		}
		d.value(where{n: value, name: f.Name, values: f.Values, check: f.Check}, f.In(dst))
	})
	if w.n.Kind != yaml.MappingNode {
		return
	}
	for i, f := range t {
		if f.Required && filled&(1<<i) == 0 {
			line, col := w.n.Line, w.n.Column
			for j := 0; j+1 < len(w.n.Content); j += 2 { // an empty field is shown where it stands
				if w.n.Content[j].Value == f.Name {
					line, col = w.n.Content[j].Line, w.n.Content[j].Column
				}
			}
			d.report(Missing, d.offset+line, col, fmt.Sprintf("missing required field %q", f.Name), f.Help)
		}
	}
}

func (t rowsTarget[T]) decode(d *Doc, w where) {
	*t.dst = list(d, w, func(w where) (row T) {
		if d.plain(w) {
			t.table.decode(d, w, &row)
		}
		return row
	})
}

func (t mapTarget[T]) decode(d *Doc, w where) {
	*t.dst = map[string]T{}
	d.pairs(w, func(key, value *yaml.Node) {
		if err := t.key(key.Value); err != nil {
			d.fault(where{n: key, name: "key"}, err)
			return
		}
		var row T
		if d.plain(w.child(value)) {
			t.table.decode(d, where{n: value, name: key.Value}, &row)
		}
		(*t.dst)[key.Value] = row
	})
}

func (t namesTarget) decode(d *Doc, w where) {
	if w.n.Kind == yaml.MappingNode {
		*t.dst = d.text(w).By
		return
	}
	d.pairs(w, nil) // reports the shape
}

func (t listTarget[T, P]) decode(d *Doc, w where) {
	*t.dst = list(d, w, func(w where) (v T) { d.unmarshal(w, P(&v)); return v })
}

func shape(n *yaml.Node) string {
	switch n.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "fields with values"
	}
	return fmt.Sprintf("%q", clip(n.Value))
}

// clip keeps a stranger's text in a message short.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

package schema

import (
	"encoding"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"vigil/internal/diag"
)

// Decode fills target (what Struct, Rows or Map return) from the whole document. It reports whether
// the document held anything at all; a document that is not valid YAML has been reported by Parse.
func (d *Doc) Decode(into any) bool {
	if d.root == nil {
		return false
	}
	whole := "the header"
	if d.offset == 0 {
		whole = "the file"
	}
	d.value(where{n: d.root, name: whole}, into)
	return true
}

// DecodeAt fills target from the value at a path: keys of mappings and numbers in lists. It reports whether
// there is such a value.
func (d *Doc) DecodeAt(into any, path ...any) bool {
	n := d.root
	for _, step := range path {
		if n == nil {
			return false
		}
		n, _ = child(n, step)
	}
	if n == nil {
		return false
	}
	d.value(where{n: n, name: fmt.Sprint(path[len(path)-1])}, into)
	return true
}

// child is the value of a key, or an item by its number, and where it begins: at its key, or at itself; nil: there is none.
func child(n *node, step any) (value, at *node) {
	switch s := step.(type) {
	case string:
		for key := n.first; n.kind == yaml.MappingNode && key != nil; key = key.next.next {
			if key.value == s {
				return key.next, key
			}
		}
	case int:
		if n.kind == yaml.SequenceNode {
			for value = n.first; value != nil && s > 0; s-- {
				value = value.next
			}
		}
	}
	return value, value
}

// where is a node and what is asked of it by its field.
type where struct {
	n      *node
	name   string // of the field, for messages
	values []string
	means  diag.Meanings
	check  func(string) error
	title  bool // see Field
	most   int
}

func (d *Doc) at(w where, rule diag.Rule, text, hint string) { d.mendable(w, rule, text, hint, "") }

// mendable reports something that a machine can mend, unless now is "".
func (d *Doc) mendable(w where, rule diag.Rule, text, hint, now string) {
	p := diag.Problem{Path: d.Path, Line: d.offset + int(w.n.line), Col: int(w.n.column), Rule: rule, Text: text, Hint: hint}
	if now != "" && w.n.kind == yaml.ScalarNode {
		p.Fix = diag.Fix{Was: w.n.value, Now: now}
	}
	d.Add(p)
}

func (w where) child(n *node) where { w.n = n; return w }

// plain refuses the parts of YAML that can hide what a header says.
func (d *Doc) plain(w where) bool {
	switch n := w.n; {
	case n.kind == yaml.AliasNode:
		d.at(w, Feature, "a value may not begin with * without quotes", "put quotes around it; there are no references to other values")
	case n.anchor:
		d.at(w, Feature, "a value may not begin with & without quotes", "put quotes around it")
	case n.style&yaml.TaggedStyle != 0:
		d.at(w, Feature, "a value may not begin with ! without quotes", "put quotes around it")
	default:
		return true
	}
	return false
}

// empty is a field with nothing after its colon: as if it were not there.
func empty(n *node) bool {
	return n.kind == yaml.ScalarNode && n.null && (n.value == "" || n.value == "~")
}

// blank is empty or `""`, `[]`, `{}`: nothing that a required field could be.
func blank(n *node) bool {
	switch n.kind {
	case yaml.ScalarNode:
		return empty(n) || strings.TrimSpace(n.value) == "" && !n.anchor
	case yaml.SequenceNode, yaml.MappingNode:
		return n.first == nil && !n.anchor
	}
	return false
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
		if v, ok := parsed(d, w, boolean, "true or false", "write one of the two"); ok {
			*p = v
		}
	case *int:
		*p = d.whole(w)
	case *Text:
		*p = d.text(w)
	case *[]string:
		*p = list(d, w, d.scalar)
	case *[]Text:
		*p = list(d, w, d.text)
	case *[]float64:
		*p = list(d, w, d.decimal)
	case *map[string]string:
		*p = dict(d, w, d.scalar)
	case *map[string]int:
		*p = dict(d, w, d.whole)
	case *map[string]Text:
		*p = dict(d, w, d.text)
	case target:
		p.decode(d, w)
	case encoding.TextUnmarshaler:
		if s, ok := d.word(w); ok {
			if err := p.UnmarshalText([]byte(s)); err != nil {
				d.fault(w, err)
			}
		}
	default:
		panic(fmt.Sprintf("schema: field %s has no way to read a %T", w.name, into))
	}
}

// scalar is the text that was written, trimmed: `born: 1962` and `born: "1962"` are the same.
func (d *Doc) scalar(w where) string {
	s, _ := d.word(w)
	return s
}

// word is scalar, and tells whether the text is one that the field allows.
func (d *Doc) word(w where) (s string, ok bool) {
	if !d.plain(w) {
		return "", false
	}
	if w.n.kind != yaml.ScalarNode {
		d.at(w, Shape, fmt.Sprintf("%s takes one text, not %s", w.name, shape(w.n)), "write one text; put quotes around it if it begins with [ or {")
		return "", false
	}
	s = strings.TrimSpace(w.n.value)
	if w.n.style&yaml.DoubleQuotedStyle != 0 { // an escape can write what the file's bytes may not hold
		if r, found := diag.FirstHidden(s); found {
			d.at(w, Value, fmt.Sprintf("%s holds the invisible character U+%04X", w.name, r), "take it out")
			return "", false
		}
	}
	if !d.fits(w, s) {
		return "", false
	}
	if w.values != nil && !slices.Contains(w.values, s) {
		d.mendable(w, Value, fmt.Sprintf("unknown value %q for %s", clip(s), w.name), diag.SuggestMeant(s, w.values, w.means), diag.Meant(s, w.values, w.means))
		return "", false
	}
	if w.check != nil {
		if err := w.check(s); err != nil {
			d.fault(w, err)
			return "", false
		}
	}
	return s, true
}

// curly are the quotation marks that text processors put in the place of straight ones.
const curly = "“”„‟‘’‚«»"

// fault reports what a check said, after the field's name.
func (d *Doc) fault(w where, err error) {
	text, hint, now := err.Error(), "", ""
	if f, ok := errors.AsType[*Fault](err); ok {
		hint, now = f.Hint, f.Now
	}
	if w.name != "" {
		text = w.name + ": " + text
	}
	if w.n != nil && w.n.value != strings.Trim(w.n.value, curly) { // within a value they may be an apostrophe
		hint = "the quotation marks are not those of a keyboard and so belong to the value: write straight ones (\") or none"
	}
	d.mendable(w, Value, text, hint, now)
}

func (d *Doc) text(w where) Text {
	if w.n.kind != yaml.MappingNode {
		return Text{Main: d.scalar(w)}
	}
	t := Text{By: map[string]string{}}
	d.pairs(w, func(key, value *node) {
		if err := LanguageTag(key.value); err != nil {
			d.fault(w.child(key), err)
			return
		}
		t.By[key.value] = d.scalar(w.child(value))
	})
	return t
}

// parsed reads a text that stands for something else.
func parsed[V any](d *Doc, w where, parse func(string) (V, error), what, hint string) (v V, ok bool) {
	s, ok := d.word(w)
	if !ok {
		return v, false
	}
	v, err := parse(s)
	if err != nil {
		d.at(w, Value, fmt.Sprintf("%s takes %s, not %q", w.name, what, clip(s)), hint)
	}
	return v, err == nil
}

func boolean(s string) (bool, error) {
	if s != "true" && s != "false" {
		return false, strconv.ErrSyntax
	}
	return s == "true", nil
}

// whole is a number of things: no field has any use for one below zero.
func (d *Doc) whole(w where) int {
	n, _ := parsed(d, w, func(s string) (uint64, error) { return strconv.ParseUint(s, 10, 31) }, "a whole number", "write digits only: 12")
	return int(n)
}

func (d *Doc) decimal(w where) float64 {
	f, _ := parsed(d, w, func(s string) (float64, error) {
		if strings.Trim(s, "-.0123456789") != "" { // other forms are for programs
			return 0, strconv.ErrSyntax
		}
		return strconv.ParseFloat(s, 64)
	}, "a number", "write digits only: 53.9")
	return f
}

func list[E any](d *Doc, w where, read func(where) E) []E {
	if w.n.kind != yaml.SequenceNode {
		hint := "write each item on a line of its own, with “- ” before it"
		if w.n.kind == yaml.ScalarNode {
			hint = "write it as [" + clip(w.n.value) + "]"
		}
		d.at(w, Shape, fmt.Sprintf("%s takes a list, not %s", w.name, shape(w.n)), hint)
		return nil
	}
	if !d.withinLimit(w) {
		return nil
	}
	out := make([]E, 0, w.n.size())
	for n := w.n.first; n != nil; n = n.next {
		if empty(n) {
			d.at(w.child(n), Shape, fmt.Sprintf("an item of %s is empty", w.name), "fill it in, or delete it")
			continue
		}
		out = append(out, read(w.child(n)))
	}
	return out
}

func dict[E any](d *Doc, w where, read func(where) E) map[string]E {
	out := map[string]E{}
	d.pairs(w, func(key, value *node) { out[key.value] = read(w.child(value)) })
	return out
}

func shape(n *node) string {
	switch n.kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "fields with values"
	}
	return fmt.Sprintf("%q", clip(n.value))
}

// clip keeps a stranger's text in a message short.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

package schema

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"vigil/internal/diag"
)

// What stands in a document by the fields of a table: one of them, in rows, or under keys.

func (t structTarget[T]) decode(d *Doc, w where) { t.Table.decode(d, w, t.dst) }

func (t Table[T]) decode(d *Doc, w where, dst *T) {
	if w.n.kind != yaml.MappingNode {
		d.at(w, Shape, fmt.Sprintf("%s takes fields with values, not %s", w.name, shape(w.n)), fmt.Sprintf("write “%s: …” and so on", t[0].Name))
		return
	}
	d.pairs(w, func(key, value *node) {
		f := t.field(key.value)
		if f == nil {
			hint, now := t.called(key.value)
			text := fmt.Sprintf("unknown field %q", clip(key.value))
			if word, _ := mixed(key.value); word != "" { // it looks like the one that is meant
				r, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(key.value, func(r rune) bool { return r < utf8.RuneSelf }))
				text += fmt.Sprintf(": its %q (U+%04X) is %s", r, r, script(r))
				hint = "type the whole word again in Latin letters"
			}
			d.mendable(w.child(key), Unknown, text, cmp.Or(hint, diag.Suggest(key.value, t.Names()),
				"take it out, or say it in the text"), now)
			return
		}
		if f.In == nil {
			d.at(w.child(key), Unknown, fmt.Sprintf("%s does not belong in a translation", f.Name),
				"it stands in the main file alone; here belong "+strings.Join(t.Names(), ", "))
			return
		}
		if f.Required && blank(value) {
			return
		}
		d.value(where{n: value, name: f.Name, values: f.Values, means: f.Means, check: f.Check, title: f.Title, most: f.Most}, f.In(dst))
	})
	for i := range t {
		f := &t[i]
		if !f.Required && f.Or == "" {
			continue
		}
		value, key := child(w.n, f.Name)
		if value != nil && !blank(value) {
			continue
		}
		at := w
		if key != nil { // an empty field is shown where it stands
			at = w.child(key)
		}
		if f.Required {
			d.at(at, Missing, fmt.Sprintf("missing required field %q", f.Name), f.Help)
		} else if other, _ := child(w.n, f.Or); other == nil || blank(other) {
			d.at(at, Missing, fmt.Sprintf("neither %q nor %q is given", f.Name, f.Or), "give at least one of them")
		}
	}
}

// field is the one of a name; nil if there is none.
func (t Table[T]) field(name string) *Field[T] {
	for i := range t {
		if t[i].Name == name {
			return &t[i]
		}
	}
	return nil
}

// called says which field people mean by another name, and gives it where they can mean nothing else.
func (t Table[T]) called(name string) (hint, field string) {
	name = diag.Plain(name)
	for _, f := range t {
		if f.In != nil && slices.Contains(f.Also, name) {
			hint = fmt.Sprintf("the field is %s: %s", f.Name, f.Help)
			if slices.Contains(f.Same, name) {
				field = f.Name
			}
			return hint, field
		}
		if f.In != nil && diag.Plain(f.Name) == name { // in capitals, or with a hyphen
			return "", f.Name
		}
	}
	return "", ""
}

func (t rowsTarget[T]) decode(d *Doc, w where) {
	if w.n.kind != yaml.SequenceNode {
		d.at(w, Shape, fmt.Sprintf("%s takes a list of rows, not %s", w.name, shape(w.n)),
			fmt.Sprintf("write each row on a line of its own: - {%s: …}", t.Table[0].Name))
		return
	}
	*t.dst = list(d, w, func(w where) (row T) {
		if d.plain(w) {
			t.Table.decode(d, w, &row)
		}
		return row
	})
}

func (t mapTarget[T]) decode(d *Doc, w where) {
	*t.dst = map[string]T{}
	d.pairs(w, func(key, value *node) {
		if err := t.key(key.value); err != nil {
			d.fault(where{n: key}, err)
			return
		}
		var row T
		if d.plain(w.child(value)) {
			t.Table.decode(d, where{n: value, name: key.value}, &row)
		}
		(*t.dst)[key.value] = row
	})
}

func (t namesTarget) decode(d *Doc, w where) {
	if w.n.kind == yaml.MappingNode {
		*t.dst = d.text(w).By
		return
	}
	d.pairs(w, nil) // reports the shape
}

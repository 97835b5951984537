// Package schema turns YAML written by strangers into our types, strictly.
//
// In: the bytes of a header, and one field table for each kind of file. Out: a filled struct and every
// problem at once, each with line and column. It hides the YAML library, and it never guesses, never
// expands aliases and never reads a file. The field table is also what lists fields for people, so a
// new field is one row.
package schema

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"vigil/internal/diag"
)

// Field is one row of a field table: one key of a mapping, and where its value goes.
type Field[T any] struct {
	Name         string
	Help         string             // one line for volunteers: what to write
	Example      string             // the field as it is written, on one line or several
	Required     bool               // a missing or empty value is an error
	Or           string             // another field: at least one of the two must be there
	Translatable bool               // may stand in a translation file
	Values       []string           // the only words allowed; nil: any
	Also         []string           // what people call the field instead, in small letters; see diag.Plain
	Same         []string           // those of Also that cannot mean anything else: a machine may put the field in their place
	Means        diag.Meanings      // what people write instead of Values
	Title        bool               // a name or a title, which other pages show too: see MaxTitle and the rule mixed-script
	Most         int                // of a list: the most items; 0: MaxItems
	Check        func(string) error // of each scalar in the field; a *Fault carries a hint
	In           func(*T) any       // a pointer into T; its type decides which shapes are allowed; nil: see Translatable
}

// Table lists the fields of one kind of mapping in the order in which people should write them.
//
// Field.In returns one of: *string, *bool, *int, *Text, *[]string, *[]float64, *[]Text, *map[string]string,
// *map[string]int, *map[string]Text, an encoding.TextUnmarshaler, or what Struct, Rows, Map or Names return.
type Table[T any] []Field[T]

// Names lists the fields in table order.
func (t Table[T]) Names() []string {
	names := make([]string, 0, len(t))
	for _, f := range t {
		if f.In != nil {
			names = append(names, f.Name)
		}
	}
	return names
}

// Translatable is the table for translation files: text fields only, none of them required. The others
// stay without In, so that a volunteer is told where they belong. A translation may also say what it was made from.
func (t Table[T]) Translatable() Table[T] {
	return append(t.texts(), Field[T]{Name: ofField, Help: "which version of the original this was made from; vigil fmt --translated writes it", Check: mark,
		In: func(*T) any { return ofTarget{} }})
}

// texts is the table with its text fields only.
func (t Table[T]) texts() Table[T] {
	out := slices.Clone(t)
	for i := range out {
		f := &out[i]
		f.Required, f.Or = false, ""
		if !f.Translatable {
			f.In = nil
		} else if in := f.In; in != nil {
			f.In = func(x *T) any {
				if whole, ok := in(x).(interface{ translatable() any }); ok {
					return whole.translatable() // of a mapping, its text fields
				}
				return in(x)
			}
		}
	}
	return out
}

// Fault is what a Check or an UnmarshalText found wrong, with what to do about it. Now is the value that must have
// been meant, where there is only one.
type Fault struct{ Text, Hint, Now string }

func (f *Fault) Error() string { return f.Text }

// Text is a text that may stand in several languages: `text` or `{be: …, ru: …}` in YAML.
type Text struct {
	_    struct{}          `cbor:",toarray"`
	Main string            // written without a language: the site's main one
	By   map[string]string // by language tag
}

// IsZero tells whether there is no text at all.
func (t Text) IsZero() bool { return t.Main == "" && len(t.By) == 0 }

// For gives the text in lang, or failing that in main, or failing that in any language (the first by
// tag), and says in which language it is. A Main text is in the language main.
func (t Text) For(lang, main string) (text, in string) {
	if s := t.By[lang]; s != "" {
		return s, lang
	}
	if t.Main != "" {
		return t.Main, main
	}
	if s := t.By[main]; s != "" {
		return s, main
	}
	if len(t.By) == 0 {
		return "", main
	}
	tag := slices.Sorted(maps.Keys(t.By))[0]
	return t.By[tag], tag
}

// In gives the text as For gives it to readers of one language.
func (t Text) In(lang string) string {
	text, _ := t.For(lang, lang)
	return text
}

// target is anything that can take the value of a node, and write it again.
type target interface {
	decode(d *Doc, at where)
	held() any // what it fills
	flow() string
}

type (
	structTarget[T any] struct {
		dst *T
		Table[T]
	}
	rowsTarget[T any] struct {
		dst *[]T
		Table[T]
	}
	mapTarget[T any] struct {
		dst *map[string]T
		key func(string) error
		Table[T]
	}
	namesTarget struct{ dst *map[string]string }
)

// Struct takes a mapping with the fields of table.
func Struct[T any](dst *T, table Table[T]) any { return structTarget[T]{dst, table} }

// Rows takes a list of mappings with the fields of table.
func Rows[T any](dst *[]T, table Table[T]) any { return rowsTarget[T]{dst, table} }

// Map takes a mapping from free keys, each passed by key, to mappings with the fields of table.
func Map[T any](dst *map[string]T, key func(string) error, table Table[T]) any {
	return mapTarget[T]{dst, key, table}
}

// Names takes a mapping from language tags to texts.
func Names(dst *map[string]string) any { return namesTarget{dst} }

// Ignored takes any value: of a field that is read by other means.
type Ignored struct{}

func (Ignored) decode(*Doc, where) {}
func (Ignored) held() any          { return &struct{}{} }
func (Ignored) flow() string       { return "" }

// List tells whether the field takes a list.
func (f Field[T]) List() bool {
	if f.In == nil {
		return false
	}
	switch p := f.In(new(T)).(type) {
	case *[]string, *[]Text, *[]float64:
		return true
	default:
		_, rows := p.(interface{ rows() []string })
		return rows
	}
}

// Parts are the fields of the mapping, or of each row, that the field takes; nil where it takes none. With free it
// takes a mapping with keys of one's own choice.
func (f Field[T]) Parts() (names []string, free bool) {
	if f.In == nil {
		return nil, false
	}
	switch p := f.In(new(T)).(type) {
	case *Text, *[]Text, *map[string]string, *map[string]int, *map[string]Text, namesTarget:
		return nil, true
	case interface{ Names() []string }:
		return p.Names(), false
	}
	return nil, false
}

// Clear empties the named fields of dst.
func (t Table[T]) Clear(dst *T, names []string) {
	for _, f := range t {
		if f.In != nil && slices.Contains(names, f.Name) {
			f.held(dst).SetZero()
		}
	}
}

// held is what the field of a struct holds.
func (f Field[T]) held(in *T) reflect.Value {
	p := f.In(in)
	if t, ok := p.(target); ok {
		p = t.held()
	}
	return reflect.ValueOf(p).Elem()
}

func (t structTarget[T]) translatable() any { return structTarget[T]{t.dst, t.texts()} }

// Texts gives every word, text and date that a field of src holds, in all its rows and languages, in a fixed order.
func (t Table[T]) Texts(src *T, field string) (out []string) {
	for _, f := range t {
		if f.Name == field && f.In != nil {
			out = texts(f.held(src), out)
		}
	}
	return out
}

func texts(v reflect.Value, out []string) []string {
	if s, ok := v.Interface().(fmt.Stringer); ok && !v.IsZero() {
		return append(out, s.String())
	}
	switch v.Kind() {
	case reflect.String:
		out = append(out, v.String())
	case reflect.Slice:
		for i := range v.Len() {
			out = texts(v.Index(i), out)
		}
	case reflect.Struct:
		for f, v := range v.Fields() {
			if f.IsExported() {
				out = texts(v, out)
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			out = texts(v.MapIndex(key), out)
		}
		slices.Sort(out)
	}
	return out
}

func (t structTarget[T]) held() any { return t.dst }
func (t rowsTarget[T]) held() any   { return t.dst }
func (t mapTarget[T]) held() any    { return t.dst }
func (t namesTarget) held() any     { return t.dst }

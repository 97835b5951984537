package schema

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Written is a field as it stands in a file: its name, and the lines that hold it, each with its line end.
type Written struct{ Name, Lines string }

// Write gives the fields of src that hold anything, in table order, as YAML that Decode reads back. Rows
// stand one on a line.
func (t Table[T]) Write(src *T) (out []Written) {
	for _, f := range t {
		if f.In == nil {
			continue
		}
		if rows, ok := f.In(src).(interface{ rows() []string }); ok {
			if lines := rows.rows(); len(lines) > 0 {
				out = append(out, Written{f.Name, f.Name + ":\n  - " + strings.Join(lines, "\n  - ") + "\n"})
			}
			continue
		}
		if text := flow(f.In(src)); text != "" {
			out = append(out, Written{f.Name, f.Name + ": " + text + "\n"})
		}
	}
	return out
}

// Leaf is what one field holds, as YAML in one line.
type Leaf struct{ Name, Text string }

// Leaves gives what the fields of src hold, in table order: of a mapping each field by itself (letters.state), of a
// text in several languages each (summary.be), of rows each row, under one name.
func (t Table[T]) Leaves(src *T) []Leaf { return t.leaves(src, "") }

func (t Table[T]) leaves(src *T, prefix string) (out []Leaf) {
	add := func(name, text string) {
		if text != "" {
			out = append(out, Leaf{name, text})
		}
	}
	for _, f := range t {
		if f.In == nil {
			continue
		}
		name := prefix + f.Name
		var by map[string]string
		switch p := f.In(src).(type) {
		case interface{ rows() []string }:
			for _, row := range p.rows() {
				add(name, row)
			}
		case interface{ leavesIn(prefix string) []Leaf }:
			out = append(out, p.leavesIn(name+".")...)
		case *Text:
			add(name, Quoted(p.Main))
			by = p.By
		case *map[string]string:
			by = *p
		case namesTarget:
			by = *p.dst
		default:
			add(name, flow(p))
		}
		for _, key := range slices.Sorted(maps.Keys(by)) {
			add(name+"."+key, Quoted(by[key]))
		}
	}
	return out
}

func (t structTarget[T]) leavesIn(prefix string) []Leaf { return t.leaves(t.dst, prefix) }

// flow writes what a Field.In points to in one line, or "" where it holds nothing.
func flow(from any) string {
	switch p := from.(type) {
	case *string:
		return Quoted(*p)
	case *bool:
		return ifAny(*p, strconv.FormatBool(*p))
	case *int:
		return ifAny(*p != 0, strconv.Itoa(*p))
	case *Text:
		return p.flow()
	case *[]string:
		return sequence(*p, Quoted)
	case *[]Text:
		return sequence(*p, Text.flow)
	case *[]float64:
		return sequence(*p, func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) })
	case *map[string]string:
		return mapping(*p, Quoted)
	case *map[string]int:
		return mapping(*p, strconv.Itoa)
	case *map[string]Text:
		return mapping(*p, Text.flow)
	case target:
		return p.flow()
	case encoding.TextMarshaler:
		b, err := p.MarshalText()
		if err != nil {
			panic(fmt.Sprintf("schema: %T cannot be written: %v", from, err))
		}
		if text := string(b); text != "" && dateLike.MatchString(text) {
			return text
		}
		return Quoted(string(b))
	}
	panic(fmt.Sprintf("schema: there is no way to write a %T", from))
}

func ifAny(any bool, text string) string {
	if any {
		return text
	}
	return ""
}

func (t Text) flow() string {
	if t.Main != "" || len(t.By) == 0 {
		return Quoted(t.Main)
	}
	return mapping(t.By, Quoted)
}

func sequence[E any](items []E, write func(E) string) string {
	var out []string
	for _, item := range items {
		if text := write(item); text != "" {
			out = append(out, text)
		}
	}
	return ifAny(len(out) > 0, "["+strings.Join(out, ", ")+"]")
}

func mapping[E any](m map[string]E, write func(E) string) string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		if text := write(m[key]); text != "" {
			out = append(out, Quoted(key)+": "+text)
		}
	}
	return ifAny(len(out) > 0, "{"+strings.Join(out, ", ")+"}")
}

// flow writes a mapping with the fields of the table.
func (t Table[T]) flow(src *T) string {
	var out []string
	for _, w := range t {
		if w.In == nil {
			continue
		}
		if text := flow(w.In(src)); text != "" {
			out = append(out, w.Name+": "+text)
		}
	}
	return ifAny(len(out) > 0, "{"+strings.Join(out, ", ")+"}")
}

func (t structTarget[T]) flow() string { return t.Table.flow(t.dst) }
func (t namesTarget) flow() string     { return mapping(*t.dst, Quoted) }
func (t mapTarget[T]) flow() string {
	return mapping(*t.dst, func(row T) string { return t.Table.flow(&row) })
}

func (t rowsTarget[T]) rows() (lines []string) {
	for i := range *t.dst {
		if text := t.Table.flow(&(*t.dst)[i]); text != "" {
			lines = append(lines, text)
		}
	}
	return lines
}

func (t rowsTarget[T]) flow() string { return sequence(t.rows(), func(s string) string { return s }) }

var (
	dateLike = regexp.MustCompile(`^[0-9]{4}(-[0-9]{2}){0,2}$`)
	// plainForm is what needs no quotes anywhere in YAML: words of letters, digits and a few signs. The single
	// words that YAML 1.1 takes for something else are left to the quotes.
	plainForm = regexp.MustCompile(`^\pL[\pL\pM0-9./'()-]*( [\pL(][\pL\pM0-9./'()-]*)*$`)
	otherWord = regexp.MustCompile(`^(?i:true|false|yes|no|on|off|null|y|n)$`)
)

// Quoted writes a text so that it reads back the same: plain where that is safe, else as JSON, which is YAML.
func Quoted(s string) string {
	if s == "" || plainForm.MatchString(s) && !otherWord.MatchString(s) {
		return s
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(err) // a string can always be written
	}
	return strings.TrimSuffix(b.String(), "\n")
}

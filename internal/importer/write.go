package importer

import (
	"slices"
	"strings"

	"vigil/internal/schema"
)

// writer writes values as YAML, each leaf on a line of its own, and remembers which.
type writer struct {
	strings.Builder
	lines  int
	at     map[int]*value
	within map[int]*value // the mapping, or the row of a list, that a line is part of
	item   map[int]string // the item of a list that stands in a line
}

func (w *writer) line(v *value, text string) {
	w.WriteString(text + "\n")
	if w.lines++; v != nil {
		w.at[w.lines] = v
	}
}

// profile writes the fields of a person: what is the same for everybody, and what the row has.
func (w *writer) profile(values []*value, set []schema.Written) {
	for _, s := range set {
		v := named(values, s.Name)
		if v != nil && v.rows == nil && !v.empty() {
			continue
		}
		for line := range strings.Lines(s.Lines) {
			w.line(nil, strings.TrimSuffix(line, "\n"))
		}
		if v != nil {
			w.rows(v, "  ")
		}
	}
	for _, v := range values {
		if !slices.ContainsFunc(set, func(s schema.Written) bool { return s.Name == v.name && (v.rows != nil || v.empty()) }) {
			w.value(v, "")
		}
	}
}

func (v *value) empty() bool {
	filled := func(part *value) bool { return !part.empty() }
	return len(v.texts) == 0 && !slices.ContainsFunc(v.parts, filled) && !slices.ContainsFunc(slices.Concat(v.rows...), filled)
}

func (w *writer) value(v *value, indent string) {
	switch {
	case v.empty():
	case v.rows != nil:
		w.line(v, indent+v.name+":")
		w.rows(v, indent+"  ")
	case v.parts != nil:
		w.line(v, indent+v.name+":")
		first := w.lines
		for _, part := range v.parts {
			w.value(part, indent+"  ")
		}
		w.inside(v, first)
	case v.list:
		w.line(v, indent+v.name+":")
		for _, text := range v.texts {
			w.line(v, indent+"  - "+schema.Quoted(text))
			w.item[w.lines] = text
		}
	default:
		w.line(v, indent+v.name+": "+schema.Quoted(strings.Join(v.texts, " ")))
	}
}

func (w *writer) rows(v *value, indent string) {
	for _, row := range v.rows {
		if (&value{parts: row}).empty() {
			continue
		}
		w.line(nil, indent+"-")
		first := w.lines
		for _, part := range row {
			w.value(part, indent+"  ")
		}
		w.inside(&value{name: v.name, parts: row}, first)
	}
}

// inside notes what the lines from first on are parts of.
func (w *writer) inside(v *value, first int) {
	for line := first; line <= w.lines; line++ {
		w.within[line] = v
	}
}

// drop leaves a part out, with all that is in it.
func (v *value) drop() {
	v.texts = nil
	for _, part := range v.parts {
		part.drop()
	}
}

// whole stands for all the rules of parts in a report: it names their columns.
func whole(parts []*value) *rule {
	r := &rule{}
	for _, v := range parts {
		if v.rule != nil {
			r.columns = append(r.columns, v.rule.columns...)
		}
	}
	return r
}

// paragraphs writes the text of a column as Markdown that shows it as it is.
func paragraphs(title string, values []string) string {
	var b strings.Builder
	if title != "" {
		b.WriteString("## " + escaped(title) + "\n\n")
	}
	for _, v := range values {
		for line := range strings.Lines(v) {
			if line = strings.TrimSpace(line); line != "" {
				b.WriteString(escaped(line) + "\n\n")
			}
		}
	}
	return b.String()
}

// escaped makes a line plain text for Markdown.
func escaped(line string) string {
	var b strings.Builder
	for i, r := range line {
		switch {
		case strings.ContainsRune("\\`*_[]<>&|~{}$", r):
			b.WriteByte('\\')
		case i == 0 && strings.ContainsRune("#+-=:>", r):
			b.WriteByte('\\')
		case (r == '.' || r == ')') && i > 0 && strings.Trim(line[:i], "0123456789") == "":
			b.WriteByte('\\') // would begin a numbered list
		}
		b.WriteRune(r)
	}
	return b.String()
}

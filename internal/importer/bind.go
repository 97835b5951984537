package importer

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

var noColumn = diag.Rule{ID: "unknown-column", Help: "A map names columns of the list, as they stand in its row of names."}

// bind finds the columns of the list that the rules name.
func (m *Map) bind(t *table, months map[string]int) []diag.Problem {
	for _, r := range m.rules {
		m.bindRule(r, t)
		r.dates = &dates{order: cmp.Or(r.Order, m.Dates.Order), solar: cmp.Or(r.Calendar, m.Dates.Calendar) == "solar-hijri", months: months}
	}
	for i := range m.Skip {
		s := &m.Skip[i]
		var hint string
		if s.index, hint = t.column(s.Column); s.index < 0 {
			m.doc.Report(noColumn, fmt.Sprintf("there is no column %q", s.Column), hint, "skip", i, "column")
		}
		for j, v := range s.Values {
			s.Values[j] = fold(v)
		}
	}
	return m.doc.Problems
}

// placeholder is the name of a column within a text.
var placeholder = regexp.MustCompile(`\{([^{}]+)\}`)

func (m *Map) bindRule(r *rule, t *table) {
	if r.Column == "" {
		return
	}
	named := placeholder.FindAllStringSubmatch(r.Column, -1)
	if i, _ := t.column(r.Column); i >= 0 && (len(named) == 0 || t.columns[i] == r.Column) { // names may have braces
		r.columns, r.Column = []int{i}, ""
		return
	}
	if len(named) == 0 {
		if r.field == "country" || slices.Contains(profile.Words(r.field), r.Column) { // kind: pretrial
			r.Value, r.Column = r.Column, ""
			return
		}
		named = [][]string{{"", r.Column}}
	}
	for _, n := range named {
		i, hint := t.column(n[1])
		if i < 0 {
			if near := diag.Nearest(r.Column, profile.Words(r.field)); near != "" {
				hint = fmt.Sprintf("did you mean %q?", near)
			}
			m.doc.Report(noColumn, fmt.Sprintf("there is no column %q in the list", n[1]), hint, r.path...)
		}
		r.columns = append(r.columns, i)
	}
}

// used are the columns that some rule reads.
func (m *Map) used(columns int) []bool {
	used := make([]bool, columns)
	for _, r := range m.rules {
		for _, c := range r.columns {
			used[c] = true
		}
	}
	for _, s := range m.Skip {
		used[s.index] = true
	}
	return used
}

// undecided are the columns of dates whose order has to be told first, as problems of the map.
func (m *Map) undecided(columns []string) (ps []diag.Problem) {
	for _, r := range m.rules {
		if why := r.dates.undecided(); why != "" {
			ps = append(ps, m.doc.Problem(schema.Value, fmt.Sprintf("day and month of column %q: %s", columns[r.columns[0]], why),
				"say which comes first: dates: {order: dmy}, or {column: …, order: mdy} for one column", r.path...))
		}
	}
	return ps
}

// finding is what a rule found in a row: values, or why there is none.
type finding struct {
	values []string
	unfit  []string // items that no expression takes anything from; another rule for the column may
	fault  string   // the cell cannot be used
	aside  string   // the row is to be set aside
}

// find takes the values out of a row.
func (m *Map) find(r *rule, cells []string) (f finding) {
	if r.Value != "" && len(r.columns) == 0 {
		return finding{values: []string{r.Value}}
	}
	text, filled := m.cell(r, cells)
	if !filled {
		return f
	}
	items := split(text, r.Split)
	if len(items) > schema.MaxItems {
		return finding{fault: fmt.Sprintf("it has %d values; at most %d are possible", len(items), schema.MaxItems)}
	}
	for _, item := range items {
		value, found := r.taken(item)
		if !found {
			f.unfit = append(f.unfit, item)
			continue
		}
		value, doubt := r.translated(value)
		if doubt != "" {
			f.aside = fmt.Sprintf("%q %s", clip(item), doubt)
			continue
		}
		if code := strings.ToLower(value); r.field == "citizenship" && schema.Country(code) == nil {
			value = code
		}
		if r.Swap != "" {
			value = swapped(value, r.Swap)
		}
		if r.date && value != "" {
			d, err := r.dates.read(value)
			if err != nil {
				f.fault = fmt.Sprintf("%q: %v", clip(item), err)
				continue
			}
			value = d.String()
		}
		if value = strings.TrimSpace(value); value != "" && !slices.Contains(f.values, value) {
			f.values = append(f.values, value)
		}
	}
	return f
}

// cell is the text that a rule reads: of a column, or of several put together.
func (m *Map) cell(r *rule, cells []string) (text string, filled bool) {
	if r.Column == "" {
		text = m.filled(cells[r.columns[0]])
		return text, text != ""
	}
	n := 0
	text = placeholder.ReplaceAllStringFunc(r.Column, func(string) string {
		s := m.filled(cells[r.columns[n]])
		n++
		filled = filled || s != ""
		return s
	})
	return strings.Join(strings.Fields(text), " "), filled
}

// filled is a cell, or "" where it holds what stands for nothing.
func (m *Map) filled(cell string) string {
	for _, e := range m.Empty {
		if strings.EqualFold(cell, e) {
			return ""
		}
	}
	return cell
}

func (r *rule) taken(item string) (string, bool) {
	if len(r.take) == 0 {
		return item, true
	}
	for _, re := range r.take {
		if at := re.FindStringSubmatchIndex(item); at != nil {
			as := r.As
			if as == "" {
				as = "$0"
				if re.NumSubexp() > 0 {
					as = "$1"
				}
			}
			return string(re.ExpandString(nil, as, item, at)), true
		}
	}
	return "", false
}

// translated looks a value up in the table of the rule; doubt says why its row is to be set aside.
func (r *rule) translated(value string) (text, doubt string) {
	to, known := r.table[fold(value)]
	if !known {
		to = r.Default
	}
	switch {
	case r.table == nil && !r.told, to == keep:
		return value, ""
	case known && to == quarantine:
		return "", "is to be looked at"
	case to == quarantine, !known && !r.told: // a table without a default is meant to be whole
		return "", "has no meaning in the map"
	}
	return to, ""
}

// swapped turns "Surname, Name" round.
func swapped(name, sign string) string {
	family, given, found := strings.Cut(name, sign)
	if !found || strings.TrimSpace(given) == "" {
		return name
	}
	return strings.TrimSpace(given) + " " + strings.TrimSpace(family)
}

func split(text string, signs []string) (items []string) {
	for _, sign := range signs {
		text = strings.ReplaceAll(text, sign, "\x00") // which no cell holds: see tidy
	}
	for item := range strings.SplitSeq(text, "\x00") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// clip keeps a cell short in a report, and on one line.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return s
}

package importer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// draft is a row on its way to a profile.
type draft struct {
	number  int
	header  profile.Header
	text    string // of the profile's body
	country string
	slug    string
	photo   string
	faults  []fault
	aside   *fault // why the row is set aside
}

// fault is a cell that was left out, or that sets its row aside.
type fault struct {
	Row          int
	Column, Text string
}

// value is a field of one row that has been found: a leaf with texts, or parts, or rows of parts.
type value struct {
	name  string
	rule  *rule // nil: added here
	texts []string
	list  bool
	parts []*value
	rows  [][]*value
}

// convert makes a draft of a row, and checks it as a profile is checked. A cell that cannot be used is left out
// and reported; what makes the whole row doubtful sets it aside.
func (m *Map) convert(number int, cells, columns []string, on profile.When) *draft {
	d := &draft{number: number, country: m.Country}
	taken, unfit := map[string]bool{}, map[string]fault{}
	found := func(r *rule) []string {
		f := m.find(r, cells)
		column := columnOf(r, columns)
		taken[column] = taken[column] || len(f.values) > 0
		for _, item := range f.unfit {
			if len(r.columns) == 1 || len(f.values) == 0 {
				unfit[column+"\x00"+item] = fault{number, column, fmt.Sprintf("nothing in %q fits", clip(item))}
			}
		}
		switch {
		case f.aside != "":
			d.setAside(columnOf(r, columns), f.aside)
		case f.fault != "":
			d.leaveOut(columnOf(r, columns), f.fault)
		}
		return f.values
	}
	one := func(r *rule) string {
		if r == nil {
			return ""
		}
		return strings.Join(found(r), " ")
	}
	if m.country != nil {
		d.country = strings.ToLower(one(m.country))
	}
	d.slug, d.photo = one(m.slug), one(m.photo)
	for _, r := range m.text {
		if values := found(r); len(values) > 0 {
			d.text += paragraphs(r.Title, values)
		}
	}
	values := resolve(m.fields, found, func(r *rule, text string) { d.leaveOut(columnOf(r, columns), text) })
	for _, key := range slices.Sorted(maps.Keys(unfit)) {
		if f := unfit[key]; !taken[f.Column] || splits(m.rules, columns, f.Column) {
			d.leaveOut(f.Column, f.Text)
		}
	}
	values = complete(values)
	d.decide(m, values, columns, on)
	if d.aside == nil && d.country == "" {
		d.setAside("", "no country is given")
	} else if err := schema.Country(d.country); d.aside == nil && err != nil {
		d.setAside(columnOf(m.country, columns), err.Error())
	}
	return d
}

// splits tells whether some rule takes the column apart into items, each of which has to fit.
func splits(rules []*rule, columns []string, column string) bool {
	return slices.ContainsFunc(rules, func(r *rule) bool { return len(r.Split) > 0 && columnOf(r, columns) == column })
}

func (d *draft) setAside(column, text string) {
	if d.aside == nil {
		d.aside = &fault{d.number, column, text}
	}
}

func (d *draft) leaveOut(column, text string) {
	d.faults = append(d.faults, fault{d.number, column, text})
}

func columnOf(r *rule, columns []string) string {
	var names []string
	if r != nil {
		for _, c := range r.columns {
			if !slices.Contains(names, columns[c]) {
				names = append(names, columns[c])
			}
		}
	}
	return strings.Join(names, " + ")
}

// resolve finds the values of parts. In rows of parts a cell with several values makes several rows.
func resolve(parts []*part, found func(*rule) []string, leaveOut func(*rule, string)) (out []*value) {
	for _, p := range parts {
		v := &value{name: p.name, rule: p.rule, list: p.list}
		switch {
		case p.rows != nil:
			for _, row := range p.rows {
				asks := slices.ContainsFunc(row, func(p *part) bool { return p.name == when })
				v.rows = append(v.rows, multiplied(resolve(row, found, leaveOut), asks, leaveOut)...)
			}
			if len(v.rows) == 0 {
				continue
			}
		case p.parts != nil:
			if v.parts = resolve(p.parts, found, leaveOut); len(v.parts) == 0 {
				continue
			}
		case p.rules != nil: // of a list all, else the first that has something
			v.list = p.list
			for _, r := range p.rules {
				if !p.list && len(v.texts) > 0 {
					break
				}
				for _, text := range found(r) {
					if !slices.Contains(v.texts, text) {
						v.texts, v.rule = append(v.texts, text), r
					}
				}
			}
		default:
			v.texts = found(p.rule)
			v.list = p.list || len(p.rule.Split) > 0 && p.name == "languages"
		}
		if v.rows != nil || v.parts != nil || len(v.texts) > 0 {
			out = append(out, v)
		}
	}
	return out
}

// when is the part of a row that asks for a column: the row is made only where that has something.
const when = "when"

// multiplied makes one row for each of several values. A row in which no column has anything is none, and none
// where what it asks for is not there.
func multiplied(row []*value, asks bool, leaveOut func(*rule, string)) (rows [][]*value) {
	n, told := 1, false
	for _, v := range row {
		if len(v.texts) > n && !v.list {
			n = len(v.texts)
		}
		told = told || v.rule == nil || len(v.rule.columns) > 0
	}
	if !told || asks && named(row, when) == nil {
		return nil
	}
	row = slices.DeleteFunc(row, func(v *value) bool { return v.name == when })
	for i := range n {
		var one []*value
		for _, v := range row {
			c := *v
			switch {
			case v.list || len(v.texts) <= 1:
			case len(v.texts) == n:
				c.texts = v.texts[i : i+1]
			default:
				if i == 0 {
					leaveOut(v.rule, fmt.Sprintf("it has %d values where another column has %d", len(v.texts), n))
				}
				continue
			}
			one = append(one, &c)
		}
		rows = append(rows, one)
	}
	return rows
}

func named(values []*value, name string) *value {
	for _, v := range values {
		if v.name == name {
			return v
		}
	}
	return nil
}

func textOf(values []*value, name string) string {
	if v := named(values, name); v != nil && len(v.texts) > 0 {
		return v.texts[0]
	}
	return ""
}

// detained stands where the list says that somebody was held, and not how.
const detained = "detained"

// complete lets the status and the last detention tell each other: a list often has one of the two.
func complete(values []*value) []*value {
	var status profile.Status
	said := textOf(values, "status")
	known := status.UnmarshalText([]byte(said)) == nil
	list := named(values, "detentions")
	if list == nil && known && (status.IsMeasure() || !status.Alone()) {
		list = &value{name: "detentions", list: true, rows: [][]*value{nil}}
		values = append(values, list)
	}
	if list == nil {
		return values
	}
	last := len(list.rows) - 1
	set := func(i int, name, text string) {
		list.rows[i] = append(list.rows[i], &value{name: name, texts: []string{text}})
	}
	if known && !status.IsMeasure() && textOf(list.rows[last], "end") == "" {
		set(last, "end", said)
	}
	for i := range list.rows {
		if textOf(list.rows[i], "kind") != "" {
			continue
		}
		if kind := detained; i == last && known && status.IsMeasure() {
			set(i, "kind", said)
		} else {
			set(i, "kind", kind)
		}
	}
	if said == "" {
		now := textOf(list.rows[last], "end")
		if now == "" && textOf(list.rows[last], "to") == "" {
			now = textOf(list.rows[last], "kind")
		}
		if now != "" {
			values = append(values, &value{name: "status", texts: []string{now}})
		}
	}
	return values
}

// essential are the fields without which a row says nothing that could be trusted.
var essential = []string{"name", "status", "kind", "end"}

// decide reads the values as a profile is read. A leaf that is not understood goes out, unless it is essential;
// whatever else is wrong sets the row aside.
func (d *draft) decide(m *Map, values []*value, columns []string, on profile.When) {
	for range 20 {
		w := writer{}
		w.profile(values, m.setLines)
		d.header = profile.NewHeader()
		doc := schema.Parse("row", []byte(w.String()), 1)
		doc.Decode(schema.Struct(&d.header, profile.Fields))
		if diag.Errors(doc.Problems) == 0 {
			d.header.Check(doc, on)
		}
		i := slices.IndexFunc(doc.Problems, func(p diag.Problem) bool { return p.Rule.Severity == diag.Error })
		if i < 0 {
			return
		}
		p := doc.Problems[i]
		at := w.at[p.Line]
		if at == nil {
			at = &value{}
		}
		mendable := p.Rule.ID == schema.Value.ID || p.Rule.ID == diag.TooLarge.ID || p.Rule.ID == schema.Shape.ID || p.Rule.ID == schema.Syntax.ID
		if !mendable || slices.Contains(essential, at.name) || len(at.texts) == 0 {
			d.setAside(columnOf(at.rule, columns), p.Text)
			return
		}
		d.leaveOut(columnOf(at.rule, columns), p.Text)
		at.texts = nil
	}
	d.setAside("", "too many of its cells cannot be used")
}

// writer writes values as YAML, each leaf on a line of its own, and remembers which.
type writer struct {
	strings.Builder
	lines int
	at    map[int]*value
}

func (w *writer) line(v *value, text string) {
	w.WriteString(text + "\n")
	if w.lines++; v != nil {
		if w.at == nil {
			w.at = map[int]*value{}
		}
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
	if len(v.texts) > 0 {
		return false
	}
	for _, part := range v.parts {
		if !part.empty() {
			return false
		}
	}
	for _, row := range v.rows {
		for _, part := range row {
			if !part.empty() {
				return false
			}
		}
	}
	return true
}

func (w *writer) value(v *value, indent string) {
	switch {
	case v.empty():
	case v.rows != nil:
		w.line(v, indent+v.name+":")
		w.rows(v, indent+"  ")
	case v.parts != nil:
		w.line(v, indent+v.name+":")
		for _, part := range v.parts {
			w.value(part, indent+"  ")
		}
	case v.list:
		w.line(v, indent+v.name+":")
		for _, text := range v.texts {
			w.line(v, indent+"  - "+schema.Quoted(text))
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
		for line := first; line <= w.lines; line++ {
			if v := w.at[line]; v == nil || v.rule == nil || len(v.rule.columns) == 0 {
				w.at[line] = whole(row)
			}
		}
	}
}

// whole stands for a row of parts in a report: it names the columns of all of them.
func whole(row []*value) *value {
	r := &rule{}
	for _, v := range row {
		if v.rule != nil {
			r.columns = append(r.columns, v.rule.columns...)
		}
	}
	return &value{rule: r}
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

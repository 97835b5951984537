package importer

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/markdown"
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
	looked  bool   // somebody looked at a row that was set aside, and found it right
}

// fault is a cell that was left out, or that sets its row aside.
type fault struct {
	Row          int
	Column, Text string
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
	short := func(r *rule) []string { // before time is spent on what no field takes
		return slices.DeleteFunc(found(r), func(text string) bool {
			long := utf8.RuneCountInString(text) > schema.MaxText
			if long {
				d.leaveOut(columnOf(r, columns), fmt.Sprintf("%q has more than %d characters", clip(text), schema.MaxText))
			}
			return long
		})
	}
	values := resolve(m.fields, short, func(r *rule, text string) { d.leaveOut(columnOf(r, columns), text) })
	for _, key := range slices.Sorted(maps.Keys(unfit)) {
		if f := unfit[key]; !taken[f.Column] || splits(m.rules, columns, f.Column) {
			d.leaveOut(f.Column, f.Text)
		}
	}
	values = complete(values)
	d.decide(m, values, columns, on)
	d.fitText()
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

// essential are the fields without which a row says nothing that could be trusted.
var essential = []string{"name", "status", "kind", "end"}

// decide reads the values as a profile is read. A leaf that is not understood goes out, unless it is essential,
// and a row of parts that lacks what it must have; whatever else is wrong sets the row of the list aside.
func (d *draft) decide(m *Map, values []*value, columns []string, on profile.When) {
	for range 200 {
		w := writer{at: map[int]*value{}, within: map[int]*value{}, item: map[int]string{}}
		w.profile(values, m.setLines)
		if d.fitHeader(w.Len()); d.aside != nil {
			return
		}
		d.header = profile.NewHeader()
		doc := schema.Parse("row", []byte(w.String()), 1)
		doc.Decode(schema.Struct(&d.header, profile.Fields))
		if diag.Errors(doc.Problems) == 0 {
			d.header.Check(doc, on)
			m.files.references(&d.header, doc)
		}
		p := firstError(doc)
		if p == nil {
			return
		}
		at, part := w.at[p.Line], w.within[p.Line]
		if at == nil {
			at = &value{}
		}
		switch id := p.Rule.ID; {
		case id == schema.Missing.ID && part != nil && !slices.Contains(vital, part.name):
			d.leaveOut(columnOf(whole(part.parts), columns), part.name+": "+p.Text)
			part.drop()
		case !mendable[id] || slices.Contains(essential, at.name) || len(at.texts) == 0:
			column := columnOf(at.rule, columns)
			if column == "" && part != nil {
				column = columnOf(whole(part.parts), columns)
			}
			d.setAside(column, plainly(*p, at.name))
			return
		default:
			d.leaveOut(columnOf(at.rule, columns), p.Text)
			item := w.item[p.Line]
			at.texts = slices.DeleteFunc(slices.Clone(at.texts), func(text string) bool { return item == "" || text == item })
		}
	}
	d.setAside("", "too many of its cells cannot be used")
}

// fitHeader sets a row aside whose values would make more of a header than a profile may have: no cell of it is wrong by itself.
func (d *draft) fitHeader(bytes int) {
	if bytes > content.MaxHeader {
		d.setAside("", fmt.Sprintf("its fields would have %d bytes; at most %d are allowed", bytes, content.MaxHeader))
	}
}

// fitText sets a row aside whose text would be refused in a profile.
func (d *draft) fitText() {
	if len(d.text) > content.MaxBody {
		d.setAside("", fmt.Sprintf("its text would have %d bytes; at most %d are allowed", len(d.text), content.MaxBody))
	} else if _, ps := markdown.Parse("row", []byte(d.text), 1); diag.Errors(ps) > 0 {
		d.setAside("", "its text: "+ps[0].Text)
	}
}

// mendable are the rules that one cell breaks by itself.
var mendable = map[string]bool{schema.Value.ID: true, diag.TooLarge.ID: true, schema.Shape.ID: true, schema.Syntax.ID: true}

// vital are the fields whose rows are never left out: without one the story is another one.
var vital = []string{"detentions"}

var inProfile = regexp.MustCompile(`\(row (\d+)\)`)

// plainly says what is wrong to somebody who looks at a list, not at a profile.
func plainly(p diag.Problem, field string) string {
	text := inProfile.ReplaceAllString(p.Text, "(detention $1)")
	if p.Rule.ID == profile.Future.ID && field == "to" {
		text += "; when a sentence will end belongs in expected_release, never in to"
	}
	return text
}

package importer

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v4"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Map says what the columns of a list are. Its fields: has the shape of a profile, in which every value is a
// rule that takes the value from columns (.github/IMPORT.md).
type Map struct {
	Layout
	Country string
	Dates   datesField
	Empty   []string
	Skip    []skip
	Set     profile.Header // the same for everybody; sources come before those of columns

	setLines []schema.Written
	doc      *schema.Doc
	slug     *rule
	country  *rule
	photo    *rule
	text     []*rule
	fields   []*part
	rules    []*rule // all of them, in the order of the file
	files    *files
}

// skip leaves rows out: those in which the column holds one of the values.
type skip struct {
	Column string
	Values []string

	index int
}

// part is a field of the profile, or of a row in it: a rule, or parts of its own, or rows of parts.
type part struct {
	name  string
	rule  *rule
	rules []*rule // of a list with several
	parts []*part
	rows  [][]*part
	list  bool // the field takes a list
}

// rule says how a value is taken from a row of the list.
type rule struct {
	Column   string            // the name of a column; or a text with {names of columns} in it
	Value    string            // fixed, instead
	Take     []string          // regular expressions; the first that matches says what is taken
	As       string            // what becomes of it: $0 all, $1 the first group …
	Split    []string          // signs between several values in a cell
	Swap     string            // the sign after a family name that comes first: "," for Surname, Name
	Values   map[string]string // what a value in the list means here
	Default  string            // for values that stand not in Values
	Order    string            // of day and month
	Calendar string
	Title    string // of a column that goes into the text: its heading

	field   string // that it is for: place, also where it is one of several rules
	path    []any
	date    bool
	columns []int
	told    bool // that there is a default, which may be ""
	take    []*regexp.Regexp
	table   map[string]string // Values by folded key
	dates   *dates
}

// quarantine and keep are answers in Values and Default beside a value: set the row aside, or take the value of
// the list as it is.
const (
	quarantine = "quarantine"
	keep       = "keep"
)

var ruleFields = schema.Table[rule]{
	{Name: "column", Help: "the name of a column, or a text with {names of columns}", In: func(r *rule) any { return &r.Column }},
	{Name: "value", Help: "a fixed value", In: func(r *rule) any { return &r.Value }},
	{Name: "take", Help: "regular expressions; the first that matches says what is taken", In: func(r *rule) any { return &r.Take }},
	{Name: "as", Help: "what becomes of it: $0 all of it, $1 the first group", In: func(r *rule) any { return &r.As }},
	{Name: "split", Help: "the signs between several values in a cell", In: func(r *rule) any { return &r.Split }},
	{Name: "swap", Help: "the sign behind a family name that comes first", In: func(r *rule) any { return &r.Swap }},
	{Name: "values", Help: "what a value of the list means here; \"\" leaves it out, quarantine sets the row aside", In: func(r *rule) any { return &r.Values }},
	{Name: "default", Help: "for values that are not in values: a value, \"\", keep or quarantine", In: func(r *rule) any { return &r.Default }},
	{Name: "order", Help: "of day, month and year", Values: orders, In: func(r *rule) any { return &r.Order }},
	{Name: "calendar", Help: "gregorian or solar-hijri", Values: calendars, In: func(r *rule) any { return &r.Calendar }},
	{Name: "title", Help: "the heading over a column in the text", In: func(r *rule) any { return &r.Title }},
}

var skipFields = schema.Table[skip]{
	{Name: "column", Help: "the name of a column", Required: true, In: func(s *skip) any { return &s.Column }},
	{Name: "values", Help: "values whose rows are left out", Required: true, In: func(s *skip) any { return &s.Values }},
}

type datesField struct{ Order, Calendar string }

var datesFields = schema.Table[datesField]{
	{Name: "order", Help: "of day, month and year", Values: orders, In: func(d *datesField) any { return &d.Order }},
	{Name: "calendar", Help: "gregorian or solar-hijri", Values: calendars, In: func(d *datesField) any { return &d.Calendar }},
}

var mapFields = schema.Table[Map]{
	{Name: "format", Help: "of the file", Values: Formats, In: func(m *Map) any { return &m.Format }},
	{Name: "separator", Help: "the sign between cells", In: func(m *Map) any { return &m.Separator }},
	{Name: "encoding", Help: "of the file: windows-1251", In: func(m *Map) any { return &m.Encoding }},
	{Name: "sheet", Help: "of the workbook", In: func(m *Map) any { return &m.Sheet }},
	{Name: "header", Help: "the number of the row with the names of the columns", In: func(m *Map) any { return &m.Header }},
	{Name: "dates", Help: "how dates are written", In: func(m *Map) any { return schema.Struct(&m.Dates, datesFields) }},
	{Name: "empty", Help: "what stands for nothing", In: func(m *Map) any { return &m.Empty }},
	{Name: "skip", Help: "rows to leave out", In: func(m *Map) any { return schema.Rows(&m.Skip, skipFields) }},
	{Name: "set", Help: "fields that are the same for everybody", In: func(m *Map) any { return schema.Struct(&m.Set, optional) }},
	{Name: "country", In: rules}, {Name: "slug", In: rules}, {Name: "photo", In: rules}, {Name: "text", In: rules}, {Name: "fields", In: rules},
}

// rules are read by themselves: see ReadMap.
func rules(*Map) any { return schema.Ignored{} }

// optional is the table of a profile in which nothing is required.
var optional = func() schema.Table[profile.Header] {
	t := slices.Clone(profile.Fields)
	for i := range t {
		t[i].Required, t[i].Or = false, ""
	}
	return t
}()

// dateFields are the fields of a profile that hold dates, wherever they stand in it.
var dateFields = []string{"born", "died", "from", "to", "date", "since", "until", "verified", "publish_after"}

// maxMap is the most bytes of a map.
const maxMap = 1 << 20

// ReadMap reads a map. What is wrong with it comes back as problems.
func ReadMap(file string) (*Map, []diag.Problem, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxMap+1)) // a device tells no size
	if err == nil && len(data) > maxMap {
		err = fmt.Errorf("%s has more than %d bytes", file, maxMap)
	}
	if err != nil {
		return nil, nil, err
	}
	name := filepath.ToSlash(file)
	var whole yaml.Node
	doc := schema.Parse(name, data, 1)
	if len(doc.Problems) > 0 {
		return nil, doc.Problems, nil
	}
	if err := yaml.Unmarshal(data, &whole); err != nil || len(whole.Content) == 0 || whole.Content[0].Kind != yaml.MappingNode {
		return nil, []diag.Problem{{Path: name, Line: 1, Col: 1, Rule: schema.Shape, Text: "the map is empty",
			Hint: "vigil import --guess FILE prints a map to begin with"}}, nil
	}
	m := &Map{doc: doc}
	doc.Decode(schema.Struct(m, mapFields))
	m.setLines = profile.Fields.Write(&m.Set)
	root := whole.Content[0]
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i].Value, root.Content[i+1]
		switch key {
		case "country":
			m.country = m.rule(value, key, key)
		case "slug":
			m.slug = m.rule(value, key, key)
		case "photo":
			m.photo = m.rule(value, key, key)
		case "text":
			if value.Kind != yaml.SequenceNode {
				m.text = []*rule{m.rule(value, key, key)}
				continue
			}
			for n, item := range value.Content {
				m.text = append(m.text, m.rule(item, key, key, n))
			}
		case "fields":
			m.fields = m.profileFields(value, key)
		}
	}
	return m, doc.Problems, nil
}

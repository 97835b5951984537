package importer

import (
	"fmt"
	"slices"

	"vigil/internal/profile"
)

// value is a field of one row that has been found: a leaf with texts, or parts, or rows of parts.
type value struct {
	name  string
	rule  *rule // nil: added here
	texts []string
	list  bool
	parts []*value
	rows  [][]*value
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
			if v.parts = resolve(p.parts, found, leaveOut); !told(v.parts) {
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
		case p.rule != nil: // else there is nothing between the brackets
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
	n := 1
	for _, v := range row {
		if len(v.texts) > n && !v.list {
			n = len(v.texts)
		}
	}
	if !told(row) || asks && named(row, when) == nil {
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

// told tells whether a column says something in one of the values: what is the same for everybody says nothing
// about somebody.
func told(values []*value) bool {
	return slices.ContainsFunc(values, func(v *value) bool {
		return v.rows != nil || v.parts != nil || v.rule == nil || len(v.rule.columns) > 0
	})
}

func named(values []*value, name string) *value {
	if i := slices.IndexFunc(values, func(v *value) bool { return v.name == name }); i >= 0 {
		return values[i]
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
		kind := detained
		if i == last && known && status.IsMeasure() {
			kind = said
		}
		if textOf(list.rows[i], "kind") == "" {
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

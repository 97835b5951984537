package render

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// The open data as tables: what stands in a row of a people file, and how any cell is written.

// column is a column of the CSV: one row of this table each.
type column struct {
	name, kind string
	value      func(*dataPerson) string
}

var columns = []column{
	{"country", "string", func(p *dataPerson) string { return p.Country }},
	{"slug", "string", func(p *dataPerson) string { return p.Slug }},
	{"name", "string", func(p *dataPerson) string { return p.Name }},
	{"names", "string", func(p *dataPerson) string {
		return joined(sortedKeys(p.Names), func(tag string) string { return tag + "=" + p.Names[tag] })
	}},
	{"status", "string", func(p *dataPerson) string { return p.Status.String() }},
	{"summary", "string", func(p *dataPerson) string { return p.Summary }},
	{"unnamed", "boolean", func(p *dataPerson) string { return strconv.FormatBool(p.Slug == "") }},
	{"gender", "string", func(p *dataPerson) string { return p.Gender }},
	{"born", "string", func(p *dataPerson) string { return dateText(p.Born) }},
	{"died", "string", func(p *dataPerson) string { return p.Died }},
	{"citizenship", "string", func(p *dataPerson) string { return strings.Join(p.Citizenship, "|") }},
	{"occupation", "string", func(p *dataPerson) string { return joined(p.Occupation, func(s string) string { return s }) }},
	{"region", "string", func(p *dataPerson) string { return p.Region }},
	{"ids", "string", func(p *dataPerson) string {
		return joined(sortedKeys(p.IDs), func(list string) string { return list + "=" + p.IDs[list] })
	}},
	{"groups", "string", func(p *dataPerson) string { return strings.Join(p.Groups, "|") }},
	{"detentions", "string", func(p *dataPerson) string {
		return joined(p.Detentions, func(d dataDetention) string {
			return strings.TrimRight(d.Kind.String()+" "+dateText(d.From)+"/"+dateText(d.To)+" "+d.End, " ")
		})
	}},
	{"charges", "string", func(p *dataPerson) string {
		return joined(p.Charges, func(c dataCharge) string { return cmp.Or(c.Article, c.Text) })
	}},
	{"sentence", "string", func(p *dataPerson) string { return p.Sentence.text() }},
	{"expected_release", "string", func(p *dataPerson) string {
		if p.Expected == nil {
			return ""
		}
		return strings.TrimSpace(p.Expected.Date + " " + p.Expected.Basis)
	}},
	{"proceedings", "string", func(p *dataPerson) string {
		return joined(p.Proceedings, func(x dataProceeding) string {
			return spaced(dateText(x.Date), x.Type, x.Court, x.Judge, x.Result)
		})
	}},
	{"recognised", "string", func(p *dataPerson) string {
		return joined(p.Recognised, func(r dataRecognition) string { return r.By + "=" + r.As })
	}},
	{"days_behind_bars", "integer", func(p *dataPerson) string { return numberText(p.Days.BehindBars) }},
	{"days_behind_bars_if_held", "integer", func(p *dataPerson) string { return numberText(p.Days.BehindBarsIfHeld) }},
	{"days_restricted", "integer", func(p *dataPerson) string { return numberText(p.Days.Restricted) }},
	{"days_restricted_if_held", "integer", func(p *dataPerson) string { return numberText(p.Days.RestrictedIfHeld) }},
	{"days_at_least", "boolean", func(p *dataPerson) string { return strconv.FormatBool(p.Days.AtLeast) }},
	{"verified", "string", func(p *dataPerson) string { return p.Verified }},
	{"sources", "string", func(p *dataPerson) string {
		return joined(p.Sources, func(s dataSource) string {
			return spaced(s.Date, s.Title, s.URL)
		})
	}},
	{"url", "string", func(p *dataPerson) string { return p.URL }},
	{"criteria", "string", func(p *dataPerson) string { return strings.Join(p.Criteria, "|") }},
	{"events", "string", func(p *dataPerson) string {
		return joined(p.Events, func(e dataEvent) string {
			return spaced(dateText(e.Date), e.Type, e.Text)
		})
	}},
	{"aliases", "string", func(p *dataPerson) string { return joined(p.Aliases, func(s string) string { return s }) }},
	{"places", "string", func(p *dataPerson) string {
		return beside(p.Detentions, func(d dataDetention) string { return d.Place })
	}},
	{"charge_stages", "string", func(p *dataPerson) string {
		return beside(p.Charges, func(c dataCharge) string { return c.Stage })
	}},
	{"charge_texts", "string", func(p *dataPerson) string {
		return beside(p.Charges, func(c dataCharge) string { return c.Text })
	}},
	{"recognised_dates", "string", func(p *dataPerson) string {
		return beside(p.Recognised, func(r dataRecognition) string { return strings.TrimSuffix(dateText(r.Since)+"/"+r.Until, "/") })
	}},
	{"recognised_urls", "string", func(p *dataPerson) string {
		return beside(p.Recognised, func(r dataRecognition) string { return r.URL })
	}},
	{"event_sources", "string", func(p *dataPerson) string {
		return beside(p.Events, func(e dataEvent) string { return strings.TrimPrefix(strconv.Itoa(e.Source), "0") })
	}},
	{"archived", "string", func(p *dataPerson) string {
		return beside(p.Sources, func(s dataSource) string { return s.Archived })
	}},
	{"confirmed", "boolean", func(p *dataPerson) string {
		if p.Confirmed == nil {
			return ""
		}
		return strconv.FormatBool(*p.Confirmed)
	}},
}

// detailsOf names the columns that have an entry for each one of another column, in its order.
var detailsOf = map[string]string{"places": "detentions", "charge_stages": "charges", "charge_texts": "charges", "recognised_dates": "recognised",
	"recognised_urls": "recognised", "event_sources": "events", "archived": "sources"}

// PeopleHead is the first line of every people file.
func PeopleHead() []byte { return heading(peopleColumns()) }

func peopleColumns() (out []field) {
	for _, c := range columns {
		out = append(out, field{c.name, c.kind})
	}
	return out
}

// cells are a person's, one for each column.
func cells(p *dataPerson) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.value(p)
	}
	return out
}

var csvBuffers = sync.Pool{New: func() any { return bufio.NewWriter(nil) }}

// line gives cells as a line.
func line(cells ...string) []byte {
	var b bytes.Buffer
	row(&b, cells...)
	return b.Bytes()
}

// row writes cells, each of which it makes safe to open in a spreadsheet, as a line of CSV (RFC 4180).
func row(to *bytes.Buffer, cells ...string) {
	buffer := csvBuffers.Get().(*bufio.Writer) // which the csv package takes as it is
	defer csvBuffers.Put(buffer)
	buffer.Reset(to)
	w := csv.NewWriter(buffer)
	w.UseCRLF = true
	for i, cell := range cells {
		cells[i] = guard(cell)
	}
	_ = w.Write(cells) // a bytes.Buffer does not fail
	w.Flush()
}

// heading is the first line of a table.
func heading(columns []field) []byte {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return line(names...)
}

// guard keeps a spreadsheet from taking a stranger's text for a formula: it puts an apostrophe before one,
// also after what a spreadsheet set to another country's habits takes for the end of a cell.
func guard(cell string) string {
	var b strings.Builder
	done := 0
	for begin := 0; begin < len(cell); begin++ { // of what may be a cell
		first, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell[begin:], ` "`))
		if strings.ContainsRune("=+-@＝＋－＠", first) {
			b.WriteString(cell[done:begin] + "'")
			done = begin
		}
		for begin < len(cell) && !ends[cell[begin]] {
			begin++
		}
	}
	return b.String() + cell[done:]
}

// ends are the characters that a spreadsheet may take for the end of a cell.
var ends = [256]bool{';': true, '|': true, '\t': true, '\r': true, '\n': true}

func joined[E any](es []E, text func(E) string) string {
	parts := make([]string, len(es))
	for i, e := range es {
		parts[i] = strings.ReplaceAll(text(e), "|", "/")
	}
	return strings.Join(parts, "|")
}

// beside is joined, and nothing where no entry has a text.
func beside[E any](es []E, text func(E) string) string {
	if all := joined(es, text); strings.Trim(all, "|") != "" {
		return all
	}
	return ""
}

// spaced puts words behind one another.
func spaced(parts ...string) string {
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

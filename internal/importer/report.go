package importer

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"unicode"

	"vigil/internal/diag"
)

// Outcome is what became of a row.
type Outcome int

const (
	New Outcome = iota
	Same
	Changed
	Quarantined
	Skipped
	outcomes
)

func (o Outcome) String() string {
	return [...]string{"new", "same", "changed", "quarantined", "skipped"}[o]
}

// Report accounts for every row of a list.
type Report struct {
	DryRun     bool
	Counts     [outcomes]int
	Examples   [outcomes][]string
	Dropped    []string // columns that the map does not name
	LeftOut    []fault  // cells that could not be used; the first of each column
	Aside      []fault  // rows that were set aside, the first ones
	Offered    []Difference
	Photos     []string
	Quarantine string // the file with the rows that were set aside

	leftOut map[string]int // by column
	offered int
	photos  int
}

// most is how many examples of a kind a report shows.
const most = 20

func newReport(m *Map, t *table, o Options) *Report {
	r := &Report{DryRun: o.DryRun, leftOut: map[string]int{}}
	for i, used := range m.used(len(t.columns)) {
		if !used && !(t.mended && i < len(asideColumns)) {
			r.Dropped = append(r.Dropped, t.columns[i])
		}
	}
	return r
}

func (r *Report) count(o Outcome, number int, path string) {
	r.Counts[o]++
	if len(r.Examples[o]) < 3 {
		r.Examples[o] = append(r.Examples[o], strings.TrimSpace(fmt.Sprintf("row %d %s", number, path)))
	}
}

func (r *Report) setAside(f *fault) {
	r.count(Quarantined, f.Row, "")
	if len(r.Aside) < most {
		r.Aside = append(r.Aside, *f)
	}
}

func (r *Report) drop(faults []fault) {
	for _, f := range faults {
		if r.leftOut[f.Column]++; r.leftOut[f.Column] <= 3 {
			r.LeftOut = append(r.LeftOut, f)
		}
	}
}

func (r *Report) offer(offered []Difference) {
	r.offered += len(offered)
	r.Offered = append(r.Offered, offered[:min(len(offered), 5*most-len(r.Offered))]...)
}

func (r *Report) photo(d *draft) {
	if d.photo == "" {
		return
	}
	if r.photos++; len(r.Photos) < 5*most {
		r.Photos = append(r.Photos, d.country+"/"+d.slug+": "+d.photo)
	}
}

// Rows is the number of rows of the list.
func (r *Report) Rows() (n int) {
	for _, c := range r.Counts {
		n += c
	}
	return n
}

// section is a part of a report: a heading, a table, and a line for what is not shown.
type section struct {
	title  string
	heads  []string
	rows   [][]string
	beyond int
}

func (r *Report) sections() (out []section) {
	rows := make([][]string, 0, outcomes+1)
	for o := range outcomes {
		rows = append(rows, []string{o.String(), fmt.Sprint(r.Counts[o]), strings.Join(r.Examples[o], ", ")})
	}
	rows = append(rows, []string{"all", fmt.Sprint(r.Rows()), ""})
	out = append(out, section{title: "Rows", heads: []string{"outcome", "rows", "examples"}, rows: rows})
	add := func(title string, all int, heads []string, rows [][]string) {
		if len(rows) > 0 {
			out = append(out, section{title, heads, rows, all - len(rows)})
		}
	}
	add("Set aside", r.Counts[Quarantined], []string{"row", "column", "reason"}, faultRows(r.Aside))
	left := 0
	for _, n := range r.leftOut {
		left += n
	}
	add("Cells left out; the rows were taken without them", left, []string{"row", "column", "cell"}, faultRows(r.LeftOut))
	var offered [][]string
	for _, d := range r.Offered {
		what := "kept; --update " + d.Field + " takes the list's"
		if d.Taken {
			what = "taken from the list"
		}
		offered = append(offered, []string{fmt.Sprint(d.Row), d.Path, d.Field, d.Have, d.List, what})
	}
	add("Different in the list", r.offered, []string{"row", "profile", "field", "profile has", "list has", ""}, offered)
	single := func(texts []string) [][]string { return slices.Collect(slices.Chunk(texts, 1)) }
	add("Columns that the map does not name: dropped", len(r.Dropped), []string{"column"}, single(r.Dropped))
	add("Photos: not fetched; ask for the permission first", r.photos, []string{"photo"}, single(r.Photos))
	return out
}

func faultRows(faults []fault) (rows [][]string) {
	for _, f := range faults {
		rows = append(rows, []string{fmt.Sprint(f.Row), f.Column, f.Text})
	}
	return rows
}

// Write prints the report as text or as Markdown.
func (r *Report) Write(w io.Writer, markdown bool) error {
	var b strings.Builder
	for i, s := range r.sections() {
		if i > 0 {
			b.WriteString("\n")
		}
		if markdown {
			s.markdown(&b)
		} else {
			s.text(&b)
		}
		if s.beyond > 0 {
			fmt.Fprintf(&b, "… and %d more\n", s.beyond)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (s section) text(b *strings.Builder) {
	var rows strings.Builder
	w := tabwriter.NewWriter(&rows, 0, 0, 2, ' ', 0)
	for _, row := range s.rows {
		line := "  "
		for _, c := range row {
			line += shownCell(c) + "\t"
		}
		fmt.Fprintln(w, line)
	}
	_ = w.Flush() // to memory
	b.WriteString(s.title + "\n")
	for line := range strings.Lines(rows.String()) {
		b.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
}

func (s section) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "### %s\n\n| %s |\n|%s\n", s.title, strings.Join(s.heads, " | "), strings.Repeat("---|", len(s.heads)))
	for _, row := range s.rows {
		for _, c := range row {
			b.WriteString("| " + cellCode(shownCell(c)) + " ")
		}
		b.WriteString("|\n")
	}
}

// shownCell keeps a stranger's text on one line and what a terminal would obey out of it.
func shownCell(s string) string { return diag.Printable(strings.Join(strings.Fields(s), " ")) }

// cellCode makes of a cell with signs a piece of code, see diag.Code, in a table of Markdown, where a bar ends a cell.
func cellCode(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) && !unicode.IsNumber(r) }) {
		return s
	}
	return strings.ReplaceAll(diag.Code(s), "|", `\|`)
}

// Package importer turns others' lists into profiles.
//
//	list ─rows─> map ─values─> draft ─checked─> new │ same │ changed ─> content/profiles/
//	                                     └────> set aside ─> list.quarantine.csv
//
// In: a table in one of the usual formats, and a map that a person wrote, which says what each column is. Out:
// Markdown files, and a report in which every row is accounted for. Nothing is guessed: what the map does not
// name is dropped and listed, what is doubtful is set aside, what is there already is never overwritten unless
// that field was asked for. Nothing is written before the whole list was read, and nothing when the map is wrong.
package importer

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/edit"
	"vigil/internal/profile"
)

// Options are what an import depends on.
type Options struct {
	Source   string // folder with content/
	File     string // the list
	Language string // the site's main one, in which names stand; "": told by their letters
	Country  string // of everybody, where the map does not say
	Update   []string
	Publish  bool
	DryRun   bool
	When     profile.When
	Months   [][]string // names of the months in the languages of the site, twelve each
	Progress func(stage string, done, total int)
}

// Run imports a list. Problems are mistakes in the map: with them nothing was written.
func Run(ctx context.Context, m *Map, o Options) (*Report, []diag.Problem, error) {
	m.Country = o.Country
	t, err := m.open(o.File)
	if err != nil {
		return nil, nil, err
	}
	if problems := m.bind(t, monthNames(o.Months)); len(problems) > 0 {
		return nil, problems, nil
	}
	m.files = &files{dir: filepath.Join(o.Source, "content"), there: map[string]bool{}}
	if problems := m.missing(); len(problems) > 0 {
		return nil, problems, nil
	}
	if problems, err := m.readDates(ctx, t, o); err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	folder, err := edit.OpenFolder(o.Source)
	if err != nil {
		return nil, nil, err
	}
	defer folder.Close()
	r := &run{Options: o, m: m, table: t, people: newPeople(folder, o.Language), report: newReport(m, t, o)}
	r.mapped = m.mapped()
	r.people.numbers = r.people.numbered(&profile.Header{IDs: m.numbers()})
	if err := r.people.load(o.Progress); err != nil {
		return nil, nil, err
	}
	defer r.close()
	if err := r.read(ctx); err != nil {
		return nil, nil, err
	}
	if o.DryRun {
		return r.report, nil, nil
	}
	return r.report, nil, r.write(ctx)
}

// readDates reads every date once, to see in which order the columns have day and month.
func (m *Map) readDates(ctx context.Context, t *table, o Options) ([]diag.Problem, error) {
	if !slices.ContainsFunc(m.rules, func(r *rule) bool { return r.date && r.dates.order == "" && len(r.columns) > 0 }) {
		return nil, nil
	}
	err := t.each(func(number int, cells []string) error {
		o.Progress("dates", number, 0)
		if m.skipped(cells) {
			return ctx.Err()
		}
		for _, r := range m.rules {
			if r.date {
				m.find(r, cells)
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	if ps := m.undecided(t.columns); len(ps) > 0 {
		return ps, nil
	}
	for _, r := range m.rules {
		r.dates.settle()
	}
	return nil, nil
}

func (m *Map) skipped(cells []string) bool {
	for _, s := range m.Skip {
		if slices.Contains(s.Values, fold(cells[s.index])) {
			return true
		}
	}
	return false
}

// mapped are the fields of a profile that the map fills.
func (m *Map) mapped() (names []string) {
	for _, p := range m.fields {
		names = append(names, p.name)
	}
	for _, w := range m.setLines {
		names = append(names, w.Name)
	}
	if slices.Contains(names, "status") || slices.Contains(names, "detentions") { // each completes the other
		names = append(names, "status", "detentions")
	}
	return names
}

// numbers has the lists whose numbers of people the map takes, as keys.
func (m *Map) numbers() map[string]string {
	lists := map[string]string{}
	for _, p := range m.fields {
		for _, list := range p.parts {
			if p.name == "ids" {
				lists[list.name] = ""
			}
		}
	}
	return lists
}

// run is one import on its way.
type run struct {
	Options
	m      *Map
	table  *table
	people *people
	report *Report
	mapped []string
	spool  *os.File // the files to write, and what they replace, until all is read
	out    *bufio.Writer
	aside  *os.File // the rows that were set aside
	rows   *asideWriter
}

func (r *run) close() {
	for _, f := range []*os.File{r.spool, r.aside} {
		if f != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}
}

// read makes a draft of every row and decides what becomes of it.
func (r *run) read(ctx context.Context) (err error) {
	if r.spool, err = os.CreateTemp("", "vigil-import-"); err != nil {
		return err
	}
	if r.aside, err = os.CreateTemp("", "vigil-import-"); err != nil {
		return err
	}
	r.out = bufio.NewWriterSize(r.spool, 1<<16)
	r.rows = &asideWriter{out: bufio.NewWriter(r.aside)}
	own := r.table.columns
	if r.table.mended {
		own = own[len(asideColumns):]
	}
	if err := r.rows.writeRow(slices.Concat(asideColumns, own)); err != nil {
		return err
	}
	err = r.table.each(func(number int, cells []string) error {
		r.Progress("read", number, 0)
		if err := r.row(number, cells); err != nil {
			return fmt.Errorf("row %d: %w", number, err)
		}
		return ctx.Err()
	})
	return errors.Join(err, r.rows.out.Flush(), r.out.Flush())
}

// row decides what becomes of one row.
func (r *run) row(number int, cells []string) error {
	if r.m.skipped(cells) {
		r.report.count(Skipped, number, "")
		return nil
	}
	d := r.m.convert(number, cells, r.table.columns, r.When)
	d.looked = r.table.mended && cells[reason] == ""
	var was, now []byte
	var offered []Difference
	outcome := New
	at := r.whose(d)
	if at >= 0 {
		var err error
		d.country, d.slug, _ = strings.Cut(r.people.all[at].path, "/")
		if was, err = r.people.folder.Read(file(r.people.all[at].path)); err != nil {
			return err
		}
		now, offered, err = merge(was, d, r.mapped, r.Update, r.When)
		if _, ok := errors.AsType[errContradiction](err); ok {
			d.setAside("", "with what the profile has: "+err.Error())
		} else if err != nil {
			return err
		}
		changed := !bytes.Equal(was, now)
		if outcome = Same; changed {
			outcome = Changed
		}
		if r.table.mended && !d.looked && (changed || len(offered) > 0) {
			d.setAside("", fmt.Sprintf("it would go to %s/%s, which says something else", d.country, d.slug))
		}
	}
	if at < 0 && d.aside == nil {
		now = r.profile(d)
	}
	if l, err := edit.Split(now); err == nil && !bytes.Equal(was, now) {
		d.fitHeader(l.End - l.Start)
	}
	if d.aside != nil {
		r.people.seen(d)
		r.report.setAside(d.aside)
		return r.rows.write(d.aside, cells, r.table.mended)
	}
	r.report.drop(d.faults)
	r.report.offer(offered)
	r.report.photo(d)
	path := d.country + "/" + d.slug
	r.report.count(outcome, number, path)
	switch outcome {
	case Same:
		return nil
	case New:
		r.people.add(path, &d.header, number)
	}
	return r.keep(spooled{path, was, now})
}

// whose gives the profile that a row belongs to, or -1: then a new one has its slug, unless the row is set aside.
func (r *run) whose(d *draft) int {
	switch {
	case d.aside != nil:
		return -1
	case several(d.header.Name) && !d.looked:
		d.setAside("name", fmt.Sprintf("%q may be more than one person", clip(d.header.Name)))
		return -1
	}
	at := r.people.who(d)
	if d.aside == nil && at < 0 {
		var err error
		if d.slug, err = r.people.slug(d); err != nil {
			d.setAside("name", err.Error())
		}
	}
	if d.aside != nil {
		return -1
	}
	return at
}

// profile writes a new file.
func (r *run) profile(d *draft) []byte {
	var b strings.Builder
	b.WriteString("---\n")
	d.header.Publish = true // so that Write shows its place
	for _, w := range profile.Fields.Write(&d.header) {
		switch {
		case w.Name != "publish":
			b.WriteString(w.Lines)
		case !r.Publish:
			b.WriteString("publish: false\n")
		}
	}
	b.WriteString("---\n" + d.text)
	return []byte(strings.TrimRight(b.String(), "\n") + "\n")
}

// monthNames is a table of the names of the months in every language that is told, and in English.
func monthNames(languages [][]string) map[string]int {
	months := map[string]int{}
	english := []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	for _, names := range append(languages, english) {
		for i, name := range names {
			months[fold(name)] = i%12 + 1
		}
	}
	return months
}

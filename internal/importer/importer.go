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
	"context"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/edit"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Options are what an import depends on.
type Options struct {
	Source   string // folder with content/
	File     string // the list
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
	t, err := open(o.File, m.Layout)
	if err != nil {
		return nil, nil, err
	}
	if t.mended {
		m.Header = 1
		if t, err = open(o.File, Layout{Format: "csv", Separator: ",", Encoding: "utf-8"}); err != nil {
			return nil, nil, err
		}
	}
	if problems := m.bind(t, monthNames(o.Months)); len(problems) > 0 {
		return nil, problems, nil
	}
	if problems := m.references(o.Source); len(problems) > 0 {
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
	r := &run{Options: o, m: m, table: t, people: newPeople(folder), report: newReport(m, t, o)}
	r.mapped = m.mapped()
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
	m.settle()
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
	r.rows = &asideWriter{file: r.aside, csv: csv.NewWriter(r.aside)}
	own := r.table.columns
	if r.table.mended {
		own = own[len(asideColumns):]
	}
	if err := r.rows.csv.Write(slices.Concat(asideColumns, own)); err != nil {
		return err
	}
	err = r.table.each(func(number int, cells []string) error {
		r.Progress("read", number, 0)
		if err := r.row(number, cells); err != nil {
			return fmt.Errorf("row %d: %w", number, err)
		}
		return ctx.Err()
	})
	r.rows.csv.Flush()
	return errors.Join(err, r.rows.csv.Error(), r.out.Flush())
}

// row decides what becomes of one row.
func (r *run) row(number int, cells []string) error {
	if r.m.skipped(cells) {
		r.report.count(Skipped, number, "")
		return nil
	}
	d := r.m.convert(number, cells, r.table.columns, r.When)
	at := -1
	if d.aside == nil {
		if several(d.header.Name) {
			d.setAside("name", fmt.Sprintf("%q may be more than one person", clip(d.header.Name)))
		} else {
			at = r.known(d)
		}
	}
	if d.aside == nil && at < 0 {
		slug, err := r.people.slug(d)
		if err != nil {
			d.setAside("name", err.Error())
		}
		d.slug = slug
	}
	var was, now []byte
	var offered []Difference
	outcome := New
	if d.aside == nil && at >= 0 {
		var changed bool
		var err error
		cc, slug, _ := strings.Cut(r.people.paths[at], "/")
		d.country, d.slug = cc, slug
		if was, err = r.people.folder.Read(file(r.people.paths[at])); err != nil {
			return err
		}
		now, offered, changed, err = merge(was, d, r.mapped, r.Update, r.When)
		if _, ok := errors.AsType[errContradiction](err); ok {
			d.setAside("", "with what the profile has: "+err.Error())
		} else if err != nil {
			return err
		}
		if outcome = Same; changed {
			outcome = Changed
		}
	}
	if d.aside != nil {
		r.report.setAside(d.aside)
		return r.rows.write(d.aside, cells, r.table.mended)
	}
	r.report.drop(d.faults)
	r.report.offer(offered)
	r.report.photo(d)
	path := d.country + "/" + d.slug
	r.report.count(outcome, number, path)
	switch outcome {
	case New:
		r.people.add(path, &d.header, number)
		return r.keep(path, nil, r.profile(d))
	case Changed:
		return r.keep(path, was, now)
	}
	return nil
}

// known finds the person of a draft on the site. Two rows about one person set the second aside.
func (r *run) known(d *draft) int {
	at, byID := r.people.find(d.country, &d.header)
	switch {
	case at < 0:
	case r.people.rows[at] == 0:
		r.people.rows[at] = -int32(d.number) // a row has been found for somebody on the site
	case byID:
		d.setAside("ids", fmt.Sprintf("row %d has the same number", abs(r.people.rows[at])))
	default:
		d.setAside("name", fmt.Sprintf("row %d has the same name and birth: probably the same person", abs(r.people.rows[at])))
	}
	return at
}

func abs(n int32) int32 { return max(n, -n) }

// several tells whether a name reads like those of several people.
func several(name string) bool {
	for _, sign := range []string{"\n", ";", "/", " & ", " and ", " und ", " et ", " и ", " і ", " да ", " و ", " y "} {
		if strings.Contains(name, sign) {
			return true
		}
	}
	return false
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

// keep puts a file into the spool: path, what it replaces, what it will hold.
func (r *run) keep(path string, was, now []byte) error {
	for _, part := range [][]byte{[]byte(path), was, now} {
		var n [4]byte
		binary.LittleEndian.PutUint32(n[:], uint32(len(part)))
		if _, err := r.out.Write(append(n[:], part...)); err != nil {
			return err
		}
	}
	return nil
}

// kept reads one file out of the spool.
func kept(in io.Reader) (path string, was, now []byte, err error) {
	var parts [3][]byte
	for i := range parts {
		var n [4]byte
		if _, err := io.ReadFull(in, n[:]); err != nil {
			return "", nil, nil, err
		}
		parts[i] = make([]byte, binary.LittleEndian.Uint32(n[:]))
		if _, err := io.ReadFull(in, parts[i]); err != nil {
			return "", nil, nil, err
		}
	}
	return string(parts[0]), parts[1], parts[2], nil
}

// write puts the files in their places. When one cannot be written, those before it are taken back.
func (r *run) write(ctx context.Context) (err error) {
	var done []string // of new files, and of changed ones their former content is in the spool
	defer func() {
		if err != nil {
			err = errors.Join(err, r.takeBack(len(done)))
		}
	}()
	if _, err := r.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	for in := bufio.NewReaderSize(r.spool, 1<<16); ; {
		path, was, now, err := kept(in)
		if err == io.EOF {
			return r.setRowsAside()
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		done = append(done, path)
		if err := r.put(path, was, now); err != nil {
			return err
		}
		r.Progress("write", len(done), r.report.Counts[New]+r.report.Counts[Changed])
	}
}

// put writes one file: a new one only where there is none.
func (r *run) put(path string, was, now []byte) error {
	if len(was) == 0 {
		return r.people.folder.Create(file(path), now)
	}
	return r.people.folder.Replace(file(path), now)
}

// setRowsAside writes the rows that were set aside, at the end and at once: the file may be the list itself, which
// somebody mended, or lie there from last time.
func (r *run) setRowsAside() error {
	if r.rows.rows == 0 {
		return nil
	}
	to, err := quarantineFile(r.File)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(to), ".vigil-") // readable by its user only
	if err != nil {
		return err
	}
	_, err = r.aside.Seek(0, io.SeekStart)
	if err == nil {
		_, err = io.Copy(f, r.aside)
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), to)
	}
	if err != nil {
		os.Remove(f.Name())
		return err
	}
	r.report.Quarantine = to
	return nil
}

// takeBack undoes the first n files.
func (r *run) takeBack(n int) error {
	if n == 0 {
		return nil
	}
	if _, err := r.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	in := bufio.NewReader(r.spool)
	var all error
	for i := range n {
		path, was, now, err := kept(in)
		if err != nil {
			return errors.Join(all, err)
		}
		switch have, err := r.people.folder.Read(file(path)); {
		case err != nil:
		case len(was) > 0 && slices.Equal(have, now):
			all = errors.Join(all, r.people.folder.Replace(file(path), was))
		case len(was) == 0 && (i < n-1 || strings.HasPrefix(string(now), string(have))):
			all = errors.Join(all, r.people.folder.Remove(file(path)))
		}
	}
	return all
}

// references looks for the prisons, officials and organisations that the map names: a rule's fixed values and
// its tables.
func (m *Map) references(source string) (ps []diag.Problem) {
	dirs := map[string]string{"place": "prisons", "judge": "officials", "by": "organisations"}
	for _, r := range m.rules {
		last, _ := r.path[len(r.path)-1].(string)
		dir, ok := dirs[last]
		if !ok {
			continue
		}
		values := []string{r.Value, r.Default}
		for _, v := range r.Values {
			values = append(values, v)
		}
		slices.Sort(values)
		for _, v := range slices.Compact(values) {
			if dir != "organisations" && !schema.IsRef(v) || dir == "organisations" && (!schema.IsSlug(v) || v == keep || v == quarantine) {
				continue
			}
			file := filepath.Join("content", dir, filepath.FromSlash(v)+".md")
			if _, err := os.Stat(filepath.Join(source, file)); err != nil {
				ps = append(ps, m.doc.Problem(schema.Value, fmt.Sprintf("%q has no file %s", v, filepath.ToSlash(file)), "make that file first, or write the name as plain text", r.path...))
			}
		}
	}
	return ps
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

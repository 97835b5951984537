package importer

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil/internal/diag"
)

// Layout says how a list is written. What is empty is recognised from the file.
type Layout struct {
	Format    string // csv, tsv, json, xlsx
	Separator string // between the cells of csv
	Encoding  string // by its name on the web: utf-8, utf-16, windows-1251 …
	Sheet     string // of xlsx; default: the first
	Header    int    // the row with the names of the columns, from 1
}

// Formats are the words that Layout.Format takes.
var Formats = []string{"csv", "tsv", "json", "xlsx"}

// table is a list that can be read from the beginning as often as needed, one row at a time.
type table struct {
	columns []string
	mended  bool // it is a list that the importer set aside: see quarantine
	// each calls back with every row and its number in the file, where the row of the names is the first; the
	// cells are tidied, as many as columns, and only valid until the next call.
	each func(func(number int, cells []string) error) error
}

// reader calls back with the raw rows of a file, the row of names included.
type reader func(each func(number int, cells []string) error) error

// open looks into the file and finds the columns.
func open(file string, l Layout) (*table, error) {
	if l.Format == "" {
		l.Format = formatOf(file)
	}
	if l.Header == 0 {
		l.Header = 1
	}
	switch l.Format {
	case "csv", "tsv":
		return openText(file, l)
	case "json":
		return openJSON(file, l)
	case "xlsx":
		return openWorkbook(file, l)
	}
	return nil, fmt.Errorf("the format of %s is not known: name it in the map, as format: %s", filepath.Base(file), strings.Join(Formats, " or "))
}

func formatOf(file string) string {
	switch ext := strings.ToLower(filepath.Ext(file)); ext {
	case ".json", ".ndjson", ".jsonl":
		return "json"
	case ".xlsx", ".tsv":
		return ext[1:]
	case ".csv", ".txt", "":
		return "csv"
	}
	return ""
}

// tabular makes a table of raw rows, of which number header has the names of the columns.
func tabular(read reader, header int) (*table, error) {
	t := &table{}
	err := read(func(number int, cells []string) error {
		if number < header {
			return nil
		}
		for len(cells) > 0 && tidy(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1] // the empty cells at the end of the row of names
		}
		if len(cells) > maxColumns {
			return errColumns
		}
		last := map[string]int{}
		for i, c := range cells {
			name := tidy(c)
			if name == "" {
				name = unnamed(i)
			}
			t.columns = append(t.columns, unlike(name, last))
		}
		return errEnough
	})
	if err != nil && err != errEnough {
		return nil, err
	}
	if len(t.columns) == 0 {
		return nil, fmt.Errorf("there is no row %d with the names of the columns", header)
	}
	t.mended = header > 0 && isQuarantine(t.columns)
	cells := make([]string, len(t.columns))
	t.each = func(each func(int, []string) error) error {
		return read(func(number int, raw []string) error {
			if number <= header {
				return nil
			}
			filled := false
			for i := range cells {
				cells[i] = ""
				if i < len(raw) {
					cells[i] = tidy(raw[i])
				}
				if t.mended {
					cells[i] = unguarded(cells[i])
				}
				filled = filled || cells[i] != ""
			}
			if !filled {
				return nil
			}
			return each(number, cells)
		})
	}
	return t, nil
}

func unnamed(i int) string { return fmt.Sprintf("column %d", i+1) }

// named is how many columns have a name.
func (t *table) named() (n int) {
	for i, name := range t.columns {
		if name != unnamed(i) {
			n++
		}
	}
	return n
}

// maxColumns is how many columns a list may have: every row has a cell for each.
const maxColumns = 1000

var errColumns = fmt.Errorf("the list has more than %d columns", maxColumns)

// maxRow is the most bytes of one row, which is in memory as a whole.
const maxRow = 16 << 20

// byRow reads a file and fails where a row is too long: so that one quotation mark which is never closed does not take
// the whole of it for one cell.
type byRow struct {
	file io.Reader
	left int
}

func (b *byRow) Read(p []byte) (int, error) {
	if b.left == 0 {
		return 0, fmt.Errorf("a row has more than %d bytes: perhaps a quotation mark is not closed", maxRow)
	}
	n, err := b.file.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// next is to be called when a row has been read.
func (b *byRow) next() { b.left = maxRow }

// errEnough ends the reading of a file early.
var errEnough = fmt.Errorf("enough")

// unlike tells columns of one name apart: "Date", "Date (2)". last is the number behind the last of each name.
func unlike(name string, last map[string]int) string {
	try := name
	for last[try] > 0 {
		last[name]++
		try = fmt.Sprintf("%s (%d)", name, last[name])
	}
	last[try] = 1
	return try
}

// tidy takes out of a cell what nobody typed on purpose: characters that are not seen, blanks of other widths, two
// in a row or at the ends of a line.
func tidy(cell string) string {
	plain := true
	for i := 0; i < len(cell) && plain; i++ {
		plain = cell[i] > ' ' && cell[i] < 0x7f || cell[i] == ' ' && i > 0 && cell[i-1] != ' '
	}
	if plain {
		return strings.TrimSuffix(cell, " ")
	}
	b := make([]byte, 0, len(cell))
	for _, r := range strings.ToValidUTF8(strings.ReplaceAll(cell, "\r\n", "\n"), "\uFFFD") {
		switch {
		case strings.ContainsRune("\n\v\r\u2028\u2029\u0085", r):
			b = append(bytes.TrimRight(b, " "), '\n')
		case unicode.IsSpace(r):
			if len(b) > 0 && b[len(b)-1] != ' ' && b[len(b)-1] != '\n' {
				b = append(b, ' ')
			}
		case diag.Hidden(b, r):
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return strings.TrimSpace(string(b))
}

// column finds a column by its name; the hint names the nearest.
func (t *table) column(name string) (index int, hint string) {
	if index = slices.Index(t.columns, name); index < 0 {
		index = slices.IndexFunc(t.columns, func(c string) bool { return fold(c) == fold(name) })
	}
	if index >= 0 {
		return index, ""
	}
	if hint = diag.Suggest(name, t.columns); hint == "" {
		hint = "the columns are: " + strings.Join(t.columns, ", ")
	}
	return -1, hint
}

// fold makes spellings equal that differ in case, blanks and signs only.
func fold(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if r == 'ё' {
			r = 'е'
		}
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return strings.TrimSpace(s) // "-", "?"
	}
	return b.String()
}

// openFile opens a list, which must be a regular file.
func openFile(file string) (io.ReadCloser, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a regular file", file)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

package importer

import (
	"bufio"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The first columns of the list of rows that were set aside; behind them stand the list's own. It is written as
// CSV in UTF-8, and can be imported itself with the same map once it is mended.
var asideColumns = []string{"vigil: row", "vigil: column", "vigil: reason"}

// reason is the column with the reason. Whoever has looked at a row and finds it right empties it: what was only
// doubtful is then taken.
const reason = 2

func isQuarantine(columns []string) bool {
	return len(columns) > len(asideColumns) && slices.Equal(columns[:len(asideColumns)], asideColumns)
}

// open opens the list that a map is for, or one of rows that were set aside from it: what the map says of the file does
// not hold for that one, and a spreadsheet may have saved it with another separator and encoding.
func (m *Map) open(file string) (*table, error) {
	if formatOf(file) != "json" {
		for _, l := range []Layout{{}, {Encoding: m.Layout.Encoding}} {
			if t, err := open(file, l); err == nil && t.mended {
				return t, nil
			}
		}
	}
	return open(file, m.Layout)
}

// quarantineFile is where the rows that were set aside go: beside the list, or, where that is inside a
// repository, beside the repository. What is set aside has not been looked at by anybody.
func quarantineFile(list string) (string, error) {
	abs, err := filepath.Abs(list)
	if err != nil {
		return "", err
	}
	dir, name := filepath.Dir(abs), filepath.Base(abs)
	name = strings.TrimSuffix(strings.TrimSuffix(name, filepath.Ext(name)), ".quarantine") + ".quarantine.csv"
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil && filepath.Dir(at) != at {
			dir = filepath.Dir(at)
		}
		if filepath.Dir(at) == at {
			return filepath.Join(dir, name), nil
		}
	}
}

// asideWriter writes rows that are set aside.
type asideWriter struct {
	out  *bufio.Writer
	rows int
}

func (w *asideWriter) write(f *fault, cells []string, mended bool) error {
	w.rows++
	if mended { // its own columns of last time
		cells = cells[len(asideColumns):]
	}
	row := []string{strconv.Itoa(f.Row), f.Column, f.Text}
	for _, c := range cells {
		row = append(row, guarded(c))
	}
	return w.writeRow(row)
}

// writeRow writes a row with quotes around every cell, so that no program cuts one at another sign than the comma.
func (w *asideWriter) writeRow(cells []string) error {
	for i, c := range cells {
		if i > 0 {
			w.out.WriteByte(',')
		}
		w.out.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
	}
	_, err := w.out.WriteString("\n")
	return err
}

// formula are the signs with which a cell begins that a spreadsheet takes for a formula; full-width ones too.
const formula = "=+-@\t'＝＋－＠"

// guarded keeps a spreadsheet from taking a stranger's cell for a formula; unguarded takes that off again.
func guarded(cell string) string {
	if r, _ := utf8.DecodeRuneInString(cell); cell != "" && strings.ContainsRune(formula, r) {
		return "'" + cell
	}
	return cell
}

func unguarded(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && rest != "" && guarded(rest) != rest {
		return rest
	}
	return cell
}

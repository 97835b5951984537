package importer

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A small list that asks for much is refused before it costs time or memory.
func TestListsThatAskForTooMuch(t *testing.T) {
	var objects strings.Builder
	for i := range 2 * maxColumns {
		fmt.Fprintf(&objects, "{\"a%d\":1}\n", i)
	}
	same := strings.Repeat("a,", 20*maxColumns)
	for _, c := range []struct{ file, text, refused string }{
		{"columns.csv", same + "b\n1\n", "more than 1000 columns"},
		{"empty.csv", "a,b" + strings.Repeat(",", 20*maxColumns) + "\n1\n", ""},
		{"columns.json", objects.String(), "more than 1000 columns"},
		{"deep.json", strings.Repeat(`{"a":`, 100_000), "deep"},
		{"lists.json", `{"a":` + strings.Repeat(`[`, 100_000), "deep"},
		{"styles.xlsx", workbook(t, "xl/styles.xml", maxStyles+1), "xl/styles.xml"},
		{"media.xlsx", workbook(t, "xl/media/image1.png", maxKept+1), "save the sheet alone"},
		{"sheets.xlsx", workbook(t, "xl/worksheets/sheet2.xml", streamed, "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml", "xl/worksheets/sheet5.xml",
			"xl/a"), "save the sheet alone"},
	} {
		file := filepath.Join(t.TempDir(), c.file)
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		table, err := open(file, Layout{})
		switch {
		case c.refused == "" && (err != nil || len(table.columns) != 2):
			t.Errorf("%s: %v", c.file, err)
		case c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused)):
			t.Errorf("%s: got error %v, want %s", c.file, err, c.refused)
		}
	}
}

// workbook is a packed file with a part of so many zero bytes, and more parts of that size.
func workbook(t *testing.T, part string, size int64, more ...string) string {
	t.Helper()
	var b strings.Builder
	z := zip.NewWriter(&b)
	for _, name := range append(more, part) {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.CopyN(w, zeroes{}, size)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

type zeroes struct{}

func (zeroes) Read(p []byte) (int, error) { clear(p); return len(p), nil }

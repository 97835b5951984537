package importer

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
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
		{"members.json", `[{"` + strings.Repeat("x", maxName-2) + `":{` + strings.Repeat(`"a":1,`, 400_000) + `"b":1}}]`, "more than 1000 columns"},
		{"name.json", `[{"` + strings.Repeat("x", maxName-1) + `":{"a":1}}]`, "a name has more than 10000 bytes"},
		{"names.csv", strings.Repeat(strings.Repeat("x", 4000)+",", maxColumns-1) + "y\n1\n", ""},
		{"deep.json", strings.Repeat(`{"a":`, 100_000), "deep"},
		{"lists.json", `{"a":` + strings.Repeat(`[`, 100_000), "deep"},
		{"styles.xlsx", workbook(t, "xl/styles.xml", maxStyles+1), "xl/styles.xml"},
		{"media.xlsx", workbook(t, "xl/media/image1.png", maxKept+1), "save the sheet alone"},
		{"sheets.xlsx", workbook(t, "xl/worksheets/sheet2.xml", streamed, "xl/worksheets/sheet3.xml", "xl/worksheets/sheet4.xml", "xl/worksheets/sheet5.xml",
			"xl/a"), "save the sheet alone"},
	} {
		file := filepath.Join(trial.Folder(t), c.file)
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		table, err := open(file, Layout{})
		switch {
		case c.refused == "" && (err != nil || len(table.columns) < 2):
			t.Errorf("%s: %v", c.file, err)
		case c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused)):
			t.Errorf("%s: got error %v, want %s", c.file, err, c.refused)
		}
	}
}

// Rows that ask for much are not read to the end; nothing is left of what was unpacked.
func TestRowsThatAskForTooMuch(t *testing.T) {
	temp := trial.Folder(t)
	t.Setenv("TMPDIR", temp)
	t.Setenv("TMP", temp)
	wide := `<row><c t="str"><v>Name</v></c></row>` + strings.Repeat(`<row><c r="XFD1" t="str"><v>x</v></c></row>`, maxCells/16384+2)
	for _, c := range []struct{ file, text, refused string }{
		{"wide.xlsx", book(t, wide), "more than 50000000 cells"},
		{"last.xlsx", book(t, `<row r="1"><c t="str"><v>Name</v></c></row><row r="1048576"><c t="str"><v>x</v></c></row>`), ""},
		{"far.xlsx", book(t, `<row r="1"><c t="str"><v>Name</v></c></row><row r="99999999999"><c t="str"><v>x</v></c></row>`), "a number above 1048576"},
		{"row.xlsx", book(t, `<row><c t="str"><v>Name</v></c></row><row>`+strings.Repeat(`<c t="str"><v>`+strings.Repeat("x", 1<<20)+`</v></c>`, 17)+`</row>`),
			"a row of the sheet has more than 16777216 bytes"},
		{"broken.xlsx", workbook(t, "xl/worksheets/sheet1.xml", streamed+1), "cannot be read as a workbook"},
		{"quote.csv", "Name,Born\n\"A,1984\n" + strings.Repeat("B,1985\n", maxRow/6), "a quotation mark is not closed"},
		{"rows.csv", "Name,Born\n" + strings.Repeat(strings.Repeat("B", 1<<20)+",1985\n", 17), ""},
		{"string.json", `[{"Name": "A"}, {"Name": "` + strings.Repeat("x", maxRow+1<<17) + `"}]`, "more than 16777216 bytes"},
	} {
		if c.file == "wide.xlsx" && !trial.Long {
			continue // it takes a second
		}
		file := filepath.Join(trial.Folder(t), c.file)
		if err := os.WriteFile(file, []byte(c.text), 0o644); err != nil {
			t.Fatal(err)
		}
		table, err := open(file, Layout{})
		if err == nil {
			err = table.each(func(int, []string) error { return nil })
		}
		if c.refused == "" && err != nil || c.refused != "" && (err == nil || !strings.Contains(err.Error(), c.refused)) {
			t.Errorf("%s: got error %v, want %q", c.file, err, c.refused)
		}
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("left are %v %v", left, err)
	}
}

// What stands for nothing is shown a few times: a list can have it in as many ways as it has rows.
func TestGuessOfManyEmptyCells(t *testing.T) {
	list := "Name,A\n"
	for i := range 20 * manyValues {
		list += "Ann I," + strings.NewReplacer("0", "-", "1", "?").Replace(fmt.Sprintf("%b", i)) + "\n"
	}
	var b strings.Builder
	if err := Guess(&b, saved(t, "a.csv", []byte(list)), Layout{}, nil); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "?"); n == 0 || n > 10*manyValues {
		t.Errorf("%d signs for nothing are shown", n)
	}
}

// book is a workbook with rows of one sheet.
func book(t *testing.T, rows string) string {
	t.Helper()
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	var b strings.Builder
	z := zip.NewWriter(&b)
	for _, part := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ` +
			`ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook ` + main + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` +
			`<sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" ` +
			`Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
		{"xl/worksheets/sheet1.xml", `<worksheet ` + main + `><sheetData>` + rows + `</sheetData></worksheet>`},
	} {
		w, err := z.Create(part[0])
		if err == nil {
			_, err = io.WriteString(w, part[1])
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

// A report that is put into a comment calls nobody and leads nowhere.
func TestReportsCallNobody(t *testing.T) {
	var b strings.Builder
	s := section{title: "Cells", heads: []string{"row", "cell"}}
	cells := map[string]string{"7": "7", "Алена Прыкладава": "Алена Прыкладава", "@everyone": "`@everyone`", "a@hostile.invalid": "`a@hostile.invalid`",
		"https://hostile.invalid/": "`https://hostile.invalid/`", "www.hostile.invalid": "`www.hostile.invalid`", "a/b#1": "`a/b#1`", "GH-1": "`GH-1`",
		"a|b": "`a\\|b`", "`@x`": "`` `@x` ``", "a``b`@x": "```a``b`@x```", "<img src=x>": "`<img src=x>`", "a\n@b": "`a @b`", "": ""}
	for _, c := range slices.Sorted(maps.Keys(cells)) {
		s.rows = [][]string{{"1", c}}
		b.Reset()
		s.markdown(&b)
		if !strings.HasSuffix(b.String(), "|\n| 1 | "+cells[c]+" |\n") {
			t.Errorf("%q comes as %q", c, b.String())
		}
	}
}

// workbook is a packed file with a part of so many zero bytes, and more parts of that size.
func workbook(t *testing.T, part string, size int64, more ...string) string {
	t.Helper()
	var b strings.Builder
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
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

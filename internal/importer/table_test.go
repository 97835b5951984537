package importer

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"vigil/internal/lab/trial"
)

func saved(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(trial.Folder(t), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// shownTable is a list with its columns and rows on lines of their own, cells with "|" between.
func shownTable(path string, l Layout) string {
	t, err := open(path, l)
	if err != nil {
		return "error: " + err.Error()
	}
	out := strings.Join(t.columns, "|")
	err = t.each(func(number int, cells []string) error {
		out += fmt.Sprintf("\n%d %s", number, strings.Join(cells, "|"))
		return nil
	})
	if err != nil {
		out += "\nerror: " + err.Error()
	}
	return out
}

func encoded(e encoding.Encoding, text string) []byte {
	b, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		panic(err)
	}
	return b
}

func TestTables(t *testing.T) {
	const russian = "Имя;Город\r\nАнна Выдуманная;Минск\r\n"
	const asRead = "Имя|Город\n2 Анна Выдуманная|Минск"
	utf16 := func(end unicode.Endianness, mark unicode.BOMPolicy, text string) []byte {
		return encoded(unicode.UTF16(end, mark), text)
	}
	for _, c := range []struct {
		name, file string
		layout     Layout
		data       []byte
		want       string
	}{
		{"UTF-8", "a.csv", Layout{}, []byte(russian), asRead},
		{"with a mark", "a.csv", Layout{}, []byte("\ufeff" + russian), asRead},
		{"UTF-16, little end first", "a.csv", Layout{}, utf16(unicode.LittleEndian, unicode.UseBOM, russian), asRead},
		{"UTF-16, big end first", "a.csv", Layout{}, utf16(unicode.BigEndian, unicode.UseBOM, russian), asRead},
		{"UTF-16 without a mark", "a.csv", Layout{}, utf16(unicode.LittleEndian, unicode.IgnoreBOM, "Name;Town\nAnn;Minsk\n"), "Name|Town\n2 Ann|Minsk"},
		{"Windows-1251", "a.csv", Layout{}, encoded(charmap.Windows1251, russian), asRead},
		{"KOI8-R is named", "a.csv", Layout{Encoding: "koi8-r"}, encoded(charmap.KOI8R, russian), asRead},
		{"another one is not guessed", "a.csv", Layout{}, []byte("N\xe9e;Z\xfcrich\n"),
			"error: the encoding is not recognised: name it in the map, like encoding: windows-1252"},
		{"an unknown name", "a.csv", Layout{Encoding: "klingon"}, []byte(russian),
			`error: encoding "klingon" is not known: names are utf-8, utf-16le, windows-1251, koi8-r …`},
		{"tabs", "a.tsv", Layout{}, []byte("A\tB\n1\t2, 3\n"), "A|B\n2 1|2, 3"},
		{"bars", "a.txt", Layout{}, []byte("A|B\n1|2\n"), "A|B\n2 1|2"},
		{"a sign of one's own", "a.csv", Layout{Separator: "#"}, []byte("A#B\n1#2\n"), "A|B\n2 1|2"},
		{"more than a sign", "a.csv", Layout{Separator: "##"}, []byte("A##B\n"), `error: separator: takes one sign, not "##"`},
		{"quotes", "a.csv", Layout{}, []byte("A,B\n\"x, \"\"y\"\"\",\"two\nlines\"\nz\n"), "A|B\n2 x, \"y\"|two\nlines\n3 z|"},
		{"a row of names that is not the first", "a.csv", Layout{Header: 3}, []byte("Our list;\nof 2024;\nA;B\n1;2\n"), "A|B\n4 1|2"},
		{"names missing and twice", "a.csv", Layout{}, []byte("A,,A,\n1,2,3,\n"), "A|column 2|A (2)\n2 1|2|3"},
		{"names that look like another's second", "a.csv", Layout{}, []byte("A,A (2),A,A\n1,2,3,4\n"), "A|A (2)|A (3)|A (4)\n2 1|2|3|4"},
		{"empty rows", "a.csv", Layout{}, []byte("A,B\n,\n \u00a0, \n1,2\n"), "A|B\n4 1|2"},
		{"hidden signs and blanks", "a.csv", Layout{}, []byte("A,B\n\u202e\u00a0x\u200b  y ,\u2028z\n"), "A|B\n2 x y|z"},
		{"nothing", "a.csv", Layout{}, nil, "error: there is no row 1 with the names of the columns"},
		{"an unknown format", "a.docx", Layout{}, nil, "error: the format of a.docx is not known: name it in the map, as format: csv or tsv or json or xlsx"},
		{"JSON", "a.json", Layout{}, []byte(`[{"a": 1, "b": null, "c": {"d": true, "e": ["x", {"f": "y", "g": 2}]}}, {"z": "q", "a": 10000000000000000001}]`),
			"a|b|c.d|c.e|z\n1 1||true|x; y 2|\n2 10000000000000000001||||q"},
		{"an object a line", "a.ndjson", Layout{}, []byte("{\"a\": \"x\"}\n\n{\"a\": \"y\"}\n"), "a\n1 x\n2 y"},
		{"JSON in UTF-16", "a.json", Layout{}, utf16(unicode.BigEndian, unicode.UseBOM, `[{"a": "я"}]`), "a\n1 я"},
		{"broken JSON", "a.json", Layout{}, []byte(`[{"a": 1}, {"a": `), "error: after object 1: unexpected EOF"},
		{"an array that was cut off", "a.json", Layout{}, []byte(`[{"a": 1}, {"a": 2}`), "error: after object 2: unexpected EOF"},
		{"JSON of something else", "a.json", Layout{}, []byte(`[1, 2]`), "error: after object 0: a list of objects was expected, not 1"},
		{"JSON too deep", "a.json", Layout{}, []byte(strings.Repeat(`{"a":`, 1000)), "error: after object 0: objects or lists stand more than 20 deep"},
		{"no workbook", "a.xlsx", Layout{}, []byte("PK no"), "cannot be read as a workbook"},
	} {
		if got := shownTable(saved(t, c.file, c.data), c.layout); got != c.want && !(strings.HasPrefix(got, "error") && strings.Contains(got, c.want)) {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// A day in a workbook is a number that is shown in some form; which one must not matter.
func TestWorkbook(t *testing.T) {
	f := excelize.NewFile()
	day := time.Date(2020, 4, 3, 0, 0, 0, 0, time.UTC)
	formats := []string{"m/d/yy", "dd.mm.yyyy", `[$-419]d mmmm yyyy "г."`, "yyyy-mm-dd hh:mm", "dddd", "mmm-yy"}
	for i, code := range formats {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			t.Fatal(err)
		}
		cell := fmt.Sprintf("A%d", i+2)
		if err := f.SetCellValue("Sheet1", cell, day); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellStyle("Sheet1", cell, cell, id); err != nil {
			t.Fatal(err)
		}
	}
	for cell, v := range map[string]any{"A1": "Date", "B1": "No", "B2": 12, "C2": 1.5, "C1": "Years", "B3": "007", "D1": "Formula"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.NewSheet("Other"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	path := saved(t, "a.xlsx", b.Bytes())
	want := "Date|No|Years|Formula\n2 2020-04-03|12|1.5|\n3 2020-04-03|007||"
	for i := 4; i < len(formats)+2; i++ {
		want += fmt.Sprintf("\n%d 2020-04-03|||", i)
	}
	if got := shownTable(path, Layout{}); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if got := shownTable(path, Layout{Sheet: "Persons"}); !strings.Contains(got, "the sheets are: Sheet1, Other") {
		t.Error(got)
	}
}

// What was set aside must come back from a spreadsheet as it was, and never run there.
func TestGuard(t *testing.T) {
	for _, cell := range []string{"", "plain", "=1+1", "-", "+375 29", "@x", "'quoted", "''", "'=1", "＝1", "x;=1", `a "b", c`} {
		safe := guarded(cell)
		if safe != "" && strings.ContainsAny(safe[:1], "=+-@") || unguarded(safe) != cell {
			t.Errorf("%q -> %q -> %q", cell, safe, unguarded(safe))
		}
	}
	if guarded("＝1") == "＝1" {
		t.Error("a full-width sign is not guarded")
	}
	var b bytes.Buffer
	w := &asideWriter{out: bufio.NewWriter(&b)}
	if err := w.writeRow([]string{"x;=1", `a "b"`, ""}); err != nil || w.out.Flush() != nil {
		t.Fatal(err)
	}
	if got := b.String(); got != "\"x;=1\",\"a \"\"b\"\"\",\"\"\n" {
		t.Errorf("a row is written as %s", got)
	}
}

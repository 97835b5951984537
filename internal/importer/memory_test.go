package importer

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

// A row costs at most 500 bytes of memory, however long its text is: the rows that became profiles wait in a file.
func TestMemoryOfARow(t *testing.T) {
	rows := 4_000
	if trial.Long {
		rows = 100_000
	}
	dir := trial.Folder(t)
	list, mapFile := filepath.Join(dir, "list.csv"), filepath.Join(dir, "map.yaml")
	var b strings.Builder
	b.WriteString("No,Name,Native,B,R,Text\n")
	for i := range rows {
		fmt.Fprintf(&b, "%d,Person%x Invented%d,Человек%d Выдуманный%d,%d-%02d-%02d,Region,%s\n", i, i*7919, i, i, i, 1950+i%50, 1+i%12, 1+i%28,
			strings.Repeat("long ", 40))
	}
	for file, text := range map[string]string{list: b.String(), mapFile: head + "  names: {ru: Native}\n  ids: {list: No}\n  status: unknown\n  born: B\n" +
		"  region: R\ntext: Text\n"} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b.Reset()
	m, problems, err := ReadMap(mapFile)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	live := func() int64 {
		var s runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&s)
		return int64(s.HeapAlloc)
	}
	var first, last int64
	read := 0
	report, _, err := Run(context.Background(), m, Options{Source: dir, File: list, DryRun: true, When: today, Progress: func(stage string, done, _ int) {
		if stage != "read" {
			return
		}
		switch read++; read {
		case 10:
			first = live()
		case rows:
			last = live()
		}
	}})
	if err != nil || report.Counts[New] != rows {
		t.Fatalf("%v %+v", err, report)
	}
	if perRow := (last - first) / int64(rows); perRow > 500 || last == 0 {
		t.Errorf("%d bytes a row, more than 500", perRow)
	} else {
		t.Logf("%d bytes a row", perRow)
	}
}

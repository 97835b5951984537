package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

const mapOfAnything = `country: by
dates: {order: dmy}
empty: ["-", N/A]
set: {verified: 2024-11-05, sources: [{title: Invented list, date: 2024-11-05}]}
skip: [{column: Kind, values: [group]}]
fields:
  ids: {list: No}
  name: Name
  names: {ru: Native}
  born: Born
  died: Died
  status: {column: Status, values: {jail: imprisoned, free: released, gone: disappeared, dead: died, "?": unknown, ask: quarantine}}
  detentions:
    - {kind: pretrial, from: Arrest, to: [Verdict, End]}
    - {when: Verdict, kind: imprisoned, from: Verdict, to: End, place: Place}
  charges: [{article: {column: Articles, split: [",", ";"], as: BY-$0, take: ['\d+(\.\d+)?']}}]
  sentence: {years: {column: Term, take: ['\d+']}}
  expected_release: {date: Due, basis: {value: official}}
  sources: [{url: {column: Link, split: [" "]}}]
  summary: Notes
text: [{column: Notes, title: Notes}]
photo: Link
`

// anything is what may stand in the cells of a list that nobody looked after.
var anything = map[string][]string{
	"No":   {"", "7", "7", "0", "№ 12", "12/3", "-5"},
	"Kind": {"", "person", "Group"},
	"Name": {"", "-", "Ann Invented", "Anna Inventova", "Ann", "虚构", "Ann and Bob Invented", "=1+1", "\u202eAnn", "<script>", "A; B", "Name: x", "---",
		"index", "'Ann", "Ann\nInvented"},
	"Native":   {"", "Анна Выдуманная", "虚构", "\u200b", "x"},
	"Born":     {"", "1990", "1990", "01.02.1990", "31.02.1990", "2090", "1.2.90", "N/A", "yesterday"},
	"Died":     {"", "", "", "2020", "1980", "03.04.2023"},
	"Status":   {"", "jail", "jail", "free", "gone", "dead", "?", "ask", "other"},
	"Arrest":   {"", "2018", "01.01.2019", "2008/03/dd", "11.11.2031", "2019-13-45"},
	"Verdict":  {"", "", "2020", "01.01.2020", "2017"},
	"End":      {"", "", "2022", "01.01.2021", "05.05.2044"},
	"Place":    {"", "Colony 1", "by/ik-99", "{x: y}", "a: b", "- c", "\"q\"", "#"},
	"Articles": {"", "342; 130", "p. 5", "342.2,342.2", strings.Repeat("1,2,3,", 200)},
	"Term":     {"", "5 years", "life", "99999999999999999999"},
	"Due":      {"", "03.02.2031", "death"},
	"Link":     {"", "https://example.org/a", "javascript:x", "https://example.org/a https://example.org/b", "http://user@example.org"},
	"Notes":    {"", "*x* <b>", "{{x}}", "## y", strings.Repeat("long ", 900), "\x00\x07"},
}

// Whatever stands in a list: every row is accounted for, what comes of it passes check as soon as it is published,
// the rows that were set aside come back as they were, and importing twice changes nothing.
func TestImportOfAnything(t *testing.T) {
	rounds := 1
	switch {
	case trial.Long:
		rounds = 60
	case trial.Landing:
		rounds = 3
	}
	for round := range rounds {
		t.Run(strconv.Itoa(round), func(t *testing.T) {
			const people = 150
			r := rand.New(rand.NewPCG(uint64(round), 14))
			columns := strings.Fields("No Kind Name Native Born Died Status Arrest Verdict End Place Articles Term Due Link Notes")
			var b bytes.Buffer
			w := csv.NewWriter(&b)
			rows := [][]string{columns}
			for i := range people {
				row := make([]string, len(columns))
				for c, name := range columns {
					row[c] = anything[name][r.IntN(len(anything[name]))]
				}
				if r.IntN(3) > 0 { // mostly somebody
					row[0], row[1], row[2] = strconv.Itoa(1000+i), "", fmt.Sprintf("Person%c%c Invented", 'a'+i%26, 'a'+i/26)
				}
				rows = append(rows, row)
			}
			if err := w.WriteAll(rows); err != nil {
				t.Fatal(err)
			}
			dir := trial.Folder(t)
			site := filepath.Join(dir, "site")
			if err := os.Mkdir(site, 0o755); err != nil {
				t.Fatal(err)
			}
			save(t, filepath.Join(dir, "list.csv"), b.String())
			save(t, filepath.Join(dir, "map.yaml"), mapOfAnything)
			command := []string{"import", "--source", site, "--map", filepath.Join(dir, "map.yaml"), "--publish"}
			first := counted(t, inProcess(t, exitOK, append(command, filepath.Join(dir, "list.csv"))...))
			if first["all"] != people || first["new"]+first["quarantined"]+first["skipped"] != people || first["new"] == 0 || first["quarantined"] == 0 {
				t.Fatalf("not every row is accounted for: %v", first)
			}
			written := filesIn(t, site)
			if len(written) != first["new"] {
				t.Errorf("%d files for %d people", len(written), first["new"])
			}
			inProcess(t, exitOK, "check", "--source", site)
			again := counted(t, inProcess(t, exitOK, append(command, filepath.Join(dir, "list.csv"))...))
			if again["same"] != first["new"] || again["quarantined"] != first["quarantined"] || !reflect.DeepEqual(filesIn(t, site), written) {
				now := filesIn(t, site)
				for f := range now {
					if now[f] != written[f] {
						t.Errorf("importing twice changes\n%s\nto\n%s", written[f], now[f])
					}
				}
				t.Errorf("importing twice: %v, then %v", first, again)
			}
			aside := filepath.Join(dir, "list.quarantine.csv")
			before, err := os.ReadFile(aside)
			if err != nil {
				t.Fatal(err)
			}
			back := counted(t, inProcess(t, exitOK, append(command, aside)...))
			after, err := os.ReadFile(aside)
			if err != nil || back["quarantined"] != first["quarantined"] || back["all"] != first["quarantined"] {
				t.Errorf("what was set aside, as it was: %v, first %v (%v)", back, first, err)
			}
			if a, b := withoutReasons(t, before), withoutReasons(t, after); !reflect.DeepEqual(a, b) {
				t.Error("the cells of what was set aside have changed on the way")
			}
		})
	}
}

func counted(t *testing.T, report string) map[string]int {
	out := map[string]int{}
	for _, m := range regexp.MustCompile(`(?m)^  (new|same|changed|quarantined|skipped|all) +(\d+)`).FindAllStringSubmatch(report, -1) {
		n, err := strconv.Atoi(m[2])
		if err != nil {
			t.Fatal(err)
		}
		out[m[1]] = n
	}
	return out
}

func withoutReasons(t *testing.T, data []byte) (rows [][]string) {
	all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all {
		rows = append(rows, row[3:])
	}
	return rows
}

package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/edit"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// entry is a row of an invented list: what is true of somebody, how the list writes it, and what must become of it.
type entry struct {
	id, given, family, native  string
	born, arrest, verdict, end profile.Date
	place                      string
	articles                   []string
	years                      int
	female                     bool

	aside string // why the row is set aside; "": it becomes a profile
	skip  bool
}

// rowsOfList is enough by default for all that is bad in a list; VIGIL_LONG=1 takes lists as long as real ones.
func rowsOfList() int {
	if trial.Long {
		return 520
	}
	return 120
}

var (
	givenNames = strings.Fields("Alena Bahdan Cimur Darja Eva Fiodar Hanna Ihar Jan Kacia Lavon Maryja Natalla Palina Ryhor Sviatlana Taras Uladzimir Vera " +
		"Zmicier")
	families = []string{"Vydum", "Prykl", "Niaspr", "Zmyshl", "Tvor", "Fikc", "Ujaul", "Nibyt"}
	endings  = strings.Fields("ovich enka uk ski ava anok eika ec")
	prisons  = []string{"Invented Colony 1", "Invented Colony 2", "Invented Prison"}
)

// invented makes the people of a list, always the same for one number. Rows that hold what bad lists hold are at
// known places.
func invented(list uint64) []*entry {
	r := rand.New(rand.NewPCG(list, 1))
	day := func(from, to int) profile.Date {
		return profile.DayOf(time.Date(from, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(365*(to-from)))).Date()
	}
	var all []*entry
	for i := range rowsOfList() {
		e := &entry{id: fmt.Sprint(i + 1), given: givenNames[i%20], family: families[i/20%8] + endings[(i/160+i)%8] + strings.Repeat("a", i/160),
			female: r.IntN(3) == 0}
		e.native = "Имя" + strings.Repeat("а", i%7) + " " + "Выдуман" + string(rune('а'+i/32)) + string(rune('а'+i%32)) + "ов"
		e.born, e.arrest = day(1950, 2000), day(2015, 2020)
		if r.IntN(4) > 0 {
			e.verdict, e.years = day(2021, 2022), 1+r.IntN(15)
		}
		if r.IntN(3) == 0 {
			e.end = day(2023, 2024)
		}
		e.place = prisons[r.IntN(len(prisons))]
		for range r.IntN(4) {
			if a := fmt.Sprint(100 + r.IntN(250)); !slices.Contains(e.articles, a) {
				e.articles = append(e.articles, a)
			}
		}
		all = append(all, e)
	}
	all[40].id, all[40].aside = all[7].id, "same number"
	all[41].given, all[41].family, all[41].aside = "", "", `required field "name"`
	all[42].family, all[42].aside = all[42].family+" and Anna Invented", "more than one person"
	all[43].arrest, all[43].verdict, all[43].aside = profile.Date{Year: 2023, Month: 12, Day: 30}, profile.Date{Year: 2021, Month: 5, Day: 5}, "before"
	all[44].given, all[44].family, all[44].native, all[44].born, all[44].aside = all[9].given, all[9].family, all[9].native, all[9].born, "same name and birth"
	all[45].skip = true
	all[46].end, all[46].aside = profile.Date{Year: 2041, Month: 2, Day: 3}, "expected_release"
	return all
}

// header is what the profile of an entry must hold, by what is true of the person alone.
func (e *entry) header(list string) profile.Header {
	h := profile.NewHeader()
	h.Name, h.IDs, h.Born = e.given+" "+e.family, map[string]string{list: e.id}, e.born
	h.Gender = "male"
	if e.female {
		h.Gender = "female"
	}
	first := profile.Detention{Kind: profile.Pretrial, From: e.arrest}
	h.Status = profile.Pretrial
	h.Detentions = []profile.Detention{first}
	if !e.verdict.IsZero() {
		h.Detentions[0].To = e.verdict
		h.Detentions = append(h.Detentions, profile.Detention{Kind: profile.Imprisoned, From: e.verdict, Place: e.place})
		h.Status = profile.Imprisoned
	}
	if !e.end.IsZero() {
		last := &h.Detentions[len(h.Detentions)-1]
		last.To, last.End, h.Status = e.end, profile.Released, profile.Released
	}
	for _, a := range e.articles {
		h.Charges = append(h.Charges, profile.Charge{Article: "BY-" + a})
	}
	h.Sentence.Years = e.years
	h.Sources = []profile.Source{{Title: schema.Text{Main: "Invented list"}, Date: profile.Date{Year: 2024, Month: 11, Day: 5}}}
	h.Verified = profile.Date{Year: 2024, Month: 11, Day: 5}
	return h
}

// status is the word of the list for what holds.
func (e *entry) status(held, pretrial, free string) string {
	switch {
	case !e.end.IsZero():
		return free
	case !e.verdict.IsZero():
		return held
	}
	return pretrial
}

func (e *entry) sex(female, male string) string {
	if e.female {
		return female
	}
	return male
}

func either(skip bool, yes, no string) string {
	if skip {
		return yes
	}
	return no
}

// form writes a date as a list does, "" as nothing.
func form(d profile.Date, nothing, layout string) string {
	if d.IsZero() {
		return nothing
	}
	return time.Date(int(d.Year), time.Month(d.Month), int(d.Day), 0, 0, 0, 0, time.UTC).Format(layout)
}

// Six lists of different shape, language, script and format, as bad as real ones are, become exactly the profiles
// that the people in them are; each row is accounted for. What was imported passes check and build, and importing
// it again changes nothing.
func TestImportOfLists(t *testing.T) {
	for n, l := range []list{cyrillic, persian, american, chinese, spanish, workbook} {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			if n > 0 && l.name != workbook.name { // one of text and one of a spreadsheet
				trial.Slow(t)
			}
			dir := trial.Folder(t)
			if err := os.Mkdir(filepath.Join(dir, "site"), 0o755); err != nil {
				t.Fatal(err)
			}
			all := invented(uint64(n))
			save(t, filepath.Join(dir, l.file), string(l.write(t, all)))
			save(t, filepath.Join(dir, "map.yaml"), l.yaml)
			command := []string{"import", "--source", filepath.Join(dir, "site"), "--map", filepath.Join(dir, "map.yaml"), "--publish", filepath.Join(dir, l.file)}
			inProcess(t, exitOK, command...)
			compareProfiles(t, filepath.Join(dir, "site", "content", "profiles", "by"), l, all)
			compareAside(t, filepath.Join(dir, "list.quarantine.csv"), all)

			before := filesIn(t, filepath.Join(dir, "site"))
			if out := inProcess(t, exitOK, command...); !strings.Contains(out, "new          0") || !strings.Contains(out, "changed      0") {
				t.Errorf("importing twice:\n%s", out)
			}
			if !reflect.DeepEqual(before, filesIn(t, filepath.Join(dir, "site"))) {
				t.Error("importing twice changes a file")
			}
			inProcess(t, exitOK, "check", "--source", filepath.Join(dir, "site"))
			if n == 0 || trial.Long {
				inProcess(t, exitOK, "build", "--quiet", "--source", filepath.Join(dir, "site"), "--out", filepath.Join(dir, "public"))
			}
			importAfterEdits(t, filepath.Join(dir, "site"), command)
		})
	}
}

// importAfterEdits mends four profiles by hand and imports the list once more.
func importAfterEdits(t *testing.T, source string, command []string) {
	before := filesIn(t, source)
	var mended []string
	edits := []func(string) string{
		func(s string) string { return regexp.MustCompile("gender: .*\n").ReplaceAllString(s, "") },
		func(s string) string {
			return regexp.MustCompile("born: .*").ReplaceAllString(s, "born: 1931 # told by the family")
		},
		func(s string) string { return s + "\n## Case\n\nWritten by hand.\n" },
		func(s string) string { return strings.Replace(s, "---\n", "---\nregion: Invented region\n", 1) },
	}
	for i, path := range slices.Sorted(maps.Keys(before))[30:34] {
		mended = append(mended, path)
		save(t, path, edits[i](before[path]))
	}
	want := filesIn(t, source)
	want[mended[0]] = before[mended[0]] // what is empty is filled
	out := inProcess(t, exitOK, command...)
	if !strings.Contains(out, "new          0") || !strings.Contains(out, "changed      1 ") || !strings.Contains(out, "kept; --update born") {
		t.Errorf("after edits by hand:\n%s", out)
	}
	if got := filesIn(t, source); !reflect.DeepEqual(got, want) {
		t.Errorf("after edits by hand:\n%s", got[mended[0]]+got[mended[1]])
	}
	inProcess(t, exitOK, append(slices.Clone(command), "--update", "born")...)
	want[mended[1]] = before[mended[1]]
	if got := filesIn(t, source); strings.Contains(got[mended[1]], "1931") {
		t.Errorf("--update born left\n%s", got[mended[1]])
	}
}

func compareProfiles(t *testing.T, dir string, l list, all []*entry) {
	got := map[string]profile.Header{}
	for path, data := range filesIn(t, dir) {
		part, err := edit.Split([]byte(data))
		if err != nil {
			t.Fatal(err)
		}
		h := profile.NewHeader()
		doc := schema.Parse(path, []byte(data)[part.Start:part.End], 2)
		doc.Decode(schema.Struct(&h, profile.Fields))
		got[h.IDs[l.name]] = h
	}
	want := 0
	for i, e := range all {
		if e.aside != "" || e.skip {
			continue
		}
		want++
		h := e.header(l.name)
		if l.also != nil {
			l.also(e, &h)
		}
		if l.name == "chinese" {
			h.Names = map[string]string{"zh": hanName(i)}
		}
		if !reflect.DeepEqual(got[e.id], h) {
			t.Fatalf("entry %d: got\n%swant\n%s", i, inLines(got[e.id]), inLines(h))
		}
	}
	if len(got) != want || want < rowsOfList()-20 {
		t.Errorf("%d profiles, want %d", len(got), want)
	}
}

func inLines(h profile.Header) (text string) {
	for _, w := range profile.Fields.Write(&h) {
		text += w.Lines
	}
	return text
}

func compareAside(t *testing.T, file string, all []*entry) {
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = rows[1:]
	for i, e := range all {
		if e.aside == "" {
			continue
		}
		if len(rows) == 0 || !strings.Contains(rows[0][2], e.aside) {
			t.Fatalf("entry %d: set aside are %v, want %q first", i, rows, e.aside)
		}
		rows = rows[1:]
	}
	if len(rows) > 0 {
		t.Errorf("also set aside: %v", rows)
	}
}

func save(t *testing.T, file, data string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}

func filesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		out[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// inProcess runs a command, wants its exit status, and gives what it printed.
func inProcess(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	c := &call{stdin: strings.NewReader(""), stdout: &out, stderr: &errs,
		getenv: func(name string) string { return map[string]string{"GOGC": "400"}[name] }, // else an import sets that of all tests
		now:    func() time.Time { return time.Date(2024, 11, 21, 0, 0, 0, 0, time.UTC) }}
	if got := run(c, args); got != want {
		t.Fatalf("vigil %s: exit %d, want %d\n%s%s", args[0], got, want, out.String(), errs.String())
	}
	return out.String()
}

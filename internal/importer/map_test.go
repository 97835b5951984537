package importer

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/diag"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

var today = profile.When{Today: profile.DayOf(time.Date(2024, 11, 21, 0, 0, 0, 0, time.UTC)),
	AsOf: profile.DayOf(time.Date(2024, 11, 21, 0, 0, 0, 0, time.UTC))}

// imported runs a map over a list in an empty folder, or in source, and gives what was written and said.
func imported(t *testing.T, source, yaml, list string, o Options) (files map[string]string, report *Report, problems []diag.Problem) {
	t.Helper()
	dir := trial.Folder(t)
	for name, text := range map[string]string{"map.yaml": yaml, "list.csv": list} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m, problems, err := ReadMap(filepath.Join(dir, "map.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) > 0 {
		return nil, nil, problems
	}
	o.Source, o.File, o.When, o.Progress = source, filepath.Join(dir, "list.csv"), today, func(string, int, int) {}
	report, problems, err = Run(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	found, err := filepath.Glob(filepath.Join(source, "content", "profiles", "*", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		rel, _ := filepath.Rel(filepath.Join(source, "content", "profiles"), f)
		files[filepath.ToSlash(rel)] = string(data)
	}
	return files, report, problems
}

const head = "country: by\ndates: {order: dmy}\nset: {sources: [{title: Invented}]}\nfields:\n  name: Name\n"

// numbers are n different words of so many letters.
func numbers(n, letters int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%0*d ", letters, i)
	}
	return b.String()
}

// One row and one map each: what is in the profile, what was left out, why the row was set aside.
func TestRules(t *testing.T) {
	for _, c := range []struct {
		name, yaml, list string
		has, lacks       string // of the profile, "|" between
		leftOut, aside   string
	}{
		{"columns put together", head[:strings.Index(head, "  name")] + "  name: \"{First} {Last}\"\n  status: {value: unknown}\n", "First,Last\nAnn,Invented\n",
			"name: Ann Invented", "", "", ""},
		{"columns with braces in their names", head + "  status: unknown\n  region: \"{a} or {b}\"\n", "Name,{a} or {b},a\nAnn I,Minsk,x\n",
			"region: Minsk", "", "", ""},
		{"a column that is called like two", head + "  status: unknown\n  region: \"{a} {b}\"\n", "Name,a,b,A-B\nAnn I,Minsk,Region,x\n",
			"region: Minsk Region", "", "", ""},
		{"nothing between brackets", head + "  status: unknown\n  ids: {}\n  sentence: {}\n  occupation: []\n", "Name\nAnn I\n", "status: unknown", "", "", ""},
		{"surname first", "country: by\nset: {sources: [{title: x}]}\nfields:\n  name: {column: Name, swap: \" \"}\n  status: unknown\n", "Name\nInvented Ann\n",
			"name: Ann Invented", "", "", ""},
		{"the first that has something", head + "  status: unknown\n  born: [A, B]\n", "Name,A,B\nAnn I,,1990\n", "born: 1990", "", "", ""},
		{"a list takes all", head + "  status: unknown\n  aliases: [A, {column: B, split: [\"/\"]}]\n", "Name,A,B\nAnn I,x,y/z/x\n", "aliases: [x, \"y\", z]", "",
			"", ""},
		{"lines in a cell", head + "  status: unknown\n  aliases: {column: A, split: [\"\\n\"]}\n", "Name,A\nAnn I,\"x\ny\"\n", "aliases: [x, \"y\"]", "", "", ""},
		{"values without regard to case and signs", head + "  status: {column: S, values: {In prison: imprisoned}}\n", "Name,S\nAnn I,IN-PRISON!\n",
			"status: imprisoned|kind: imprisoned", "", "", ""},
		{"a value left out", head + "  status: unknown\n  gender: {column: G, values: {f: female, x: \"\"}}\n", "Name,G\nAnn I,X\n", "name: Ann I", "gender", "", ""},
		{"a default", head + "  status: {column: S, values: {free: released}, default: unknown}\n", "Name,S\nAnn I,what\n", "status: unknown", "", "", ""},
		{"a default of nothing", head + "  status: unknown\n  gender: {column: S, values: {f: female}, default: \"\"}\n", "Name,S\nAnn I,what\n", "name: Ann I",
			"gender", "", ""},
		{"kept as it is", head + "  status: unknown\n  region: {column: R, values: {M: Minsk}, default: keep}\n", "Name,R\nAnn I,Brest\n", "region: Brest", "", "",
			""},
		{"a value without a meaning", head + "  status: {column: S, values: {free: released}}\n", "Name,S\nAnn I,what\n", "", "", "",
			`"what" has no meaning in the map`},
		{"a value to be looked at", head + "  status: {column: S, values: {free: quarantine}}\n", "Name,S\nAnn I,free\n", "", "", "", `"free" is to be looked at`},
		{"an end that is still ahead", head + "  status: imprisoned\n  detentions: {kind: imprisoned, from: A, to: B}\n", "Name,A,B\nAnn I,2020,2031\n", "", "", "",
			"expected_release"},
		{"an end that is past releases nobody", head + "  detentions: {kind: imprisoned, from: A, to: B}\n", "Name,A,B\nAnn I,2020,2022\n", "", "", "", "status"},
		{"an expected release", head + "  status: imprisoned\n  detentions: {kind: imprisoned, from: A}\n  expected_release: {date: B, basis: {value: court}}\n",
			"Name,A,B\nAnn I,2020,03.02.2031\n", "expected_release: {date: 2031-02-03, basis: court}", "", "", ""},
		{"no expected release", head + "  status: imprisoned\n  detentions: {kind: imprisoned, from: A}\n  expected_release: {date: B, basis: {value: court}}\n",
			"Name,A,B\nAnn I,2020,\n", "status: imprisoned", "expected_release", "", ""},
		{"an expected release that is none", head + "  status: imprisoned\n  detentions: {kind: imprisoned, from: A}\n  expected_release: {date: B, basis: C}\n",
			"Name,A,B,C\nAnn I,2020,life,court\n", "status: imprisoned", "expected_release", `B "life": it is not a date`, ""},
		{"a row of parts that lacks what it needs", head + "  status: unknown\n  events: {date: A, text: B}\n", "Name,A,B\nAnn I,31.02.2020,A strike\n",
			"status: unknown", "events", "there is no such day|events: missing", ""},
		{"charges from two columns", head + "  status: unknown\n  charges:\n" +
			"    - {article: {column: A, split: [\",\"], as: BY-$0, take: ['\\d+']}, stage: convicted}\n" +
			"    - {article: {column: B, as: BY-$0, take: ['\\d+']}, stage: dropped}\n", "Name,A,B\nAnn I,\"130, 342, p. x\",293\n",
			"BY-130, stage: convicted|BY-342, stage: convicted|BY-293, stage: dropped", "", `A nothing in "p. x" fits`, ""},
		{"columns of different lengths", head + "  status: unknown\n  sources: {url: {column: A, split: [\" \"]}, title: {column: B, split: [\";\"]}}\n",
			"Name,A,B\nAnn I,https://a.example https://b.example https://c.example,one;two\n", "a.example|b.example|c.example", "title: one",
			"2 values where another column has 3", ""},
		{"asked for and not there", head + "  status: unknown\n  proceedings: {when: V, type: {value: verdict}, date: V, court: C}\n", "Name,V,C\nAnn I,,Court\n",
			"status: unknown", "proceedings", "", ""},
		{"a reference that leads nowhere", head + "  status: imprisoned\n  detentions: {kind: imprisoned, place: P}\n", "Name,P\nAnn I,by/ik-9\n",
			"status: imprisoned", "place", `"by/ik-9" has no file content/prisons/by/ik-9.md`, ""},
		{"codes of countries in capitals", head + "  status: unknown\n  citizenship: {column: C, split: [\",\"]}\n", "Name,C\nAnn I,\"RU, xx\"\n",
			"citizenship: [ru]", "", `not a country code|not the code`, ""},
		{"the country in a column", strings.Replace(head, "country: by", "country: C", 1) + "  status: unknown\n", "Name,C\nAnn I,RU\n", "name: Ann I", "", "", ""},
		{"no country", strings.Replace(head, "country: by", "country: C", 1) + "  status: unknown\n", "Name,C\nAnn I,\n", "", "", "", "no country is given"},
		{"Han with a number", head + "  names: {zh: Name}\n  ids: {list: N}\n  status: unknown\n", "Name,N\n虚构,17\n", "name: 虚构", "", "", ""},
		{"a cell that is too long", head + "  status: unknown\n  region: R\n", "Name,R\nAnn I," + strings.Repeat("long ", 50_000) + "\n", "status: unknown",
			"region", "R ", ""},
		{"more values than a list takes", head + "  status: unknown\n  aliases: {column: A, split: [\" \"]}\n",
			"Name,A\nAnn I," + numbers(100_000, 6) + "\n", "status: unknown", "aliases", "A it has 100000 values", ""},
		{"many values that are too long", head + "  status: unknown\n  aliases: {column: A, split: [\" \"]}\n",
			"Name,A\nAnn I," + numbers(900, 10_001) + "\n", "status: unknown", "aliases", "A ", ""},
		{"more than a header holds", head + "  status: unknown\n  aliases: {column: A, split: [\" \"]}\n", "Name,A\nAnn I," + numbers(900, 70) + "\n", "", "",
			"", "its fields would have 69368 bytes; at most 65536"},
		{"a longer text than a profile takes", head + "  status: unknown\ntext: T\n", "Name,T\nAnn I," + strings.Repeat("word ", 220_000) + "\n", "", "", "",
			"its text would have 1100"},
		{"a text that check would refuse", head + "  status: unknown\ntext: T\n", "Name,T\nAnn I," + strings.Repeat("word ", 7_000) + "\n", "", "", "",
			"its text: more than 32768 bytes follow each other"},
		{"text is shown as it is", head + "  status: unknown\ntext: {column: T, title: Notes}\n", "Name,T\nAnn I,\"<b>x</b> *y*\n# z\"\n",
			"## Notes|\\<b\\>x\\</b\\> \\*y\\*|\\# z", "", "", ""},
		{"a photo is only listed", head + "  status: unknown\nphoto: P\n", "Name,P\nAnn I,https://example.org/a.jpg\n", "name: Ann I", "example.org", "", ""},
		{"the detentions are counted as such", head + "  status: pretrial\n  detentions: [{kind: pretrial, from: A, to: B}, {kind: imprisoned, from: B}]\n",
			"Name,A,B\nAnn I,2020,2021\n", "", "", "", "(detention 2)"},
	} {
		files, report, problems := imported(t, trial.Folder(t), c.yaml, c.list, Options{})
		if len(problems) > 0 {
			t.Errorf("%s: %v", c.name, problems)
			continue
		}
		text, left, aside := "", "", ""
		for _, f := range files {
			text += f
		}
		for _, f := range report.LeftOut {
			left += f.Column + " " + f.Text + "\n"
		}
		for _, f := range report.Aside {
			aside += f.Text
		}
		for _, part := range strings.Split(c.has, "|") {
			if !strings.Contains(text, part) {
				t.Errorf("%s: lacks %q:\n%.800s%s%s", c.name, part, text, left, aside)
			}
		}
		found := false
		for _, part := range strings.Split(c.leftOut, "|") {
			found = found || strings.Contains(left, part)
		}
		if c.lacks != "" && strings.Contains(text, c.lacks) || !found || (left == "") != (c.leftOut == "") || (aside == "") != (c.aside == "") ||
			!strings.Contains(aside, c.aside) || report.Rows() != 1 {
			t.Errorf("%s: left out %.300q, set aside %.300q\n%.500s", c.name, left, aside, text)
		}
	}
}

// Mistakes in a map are told with their line, all at once, before the first row is read.
func TestMistakesInMaps(t *testing.T) {
	for _, c := range []struct{ yaml, want string }{
		{"country: by\nfields:\n  nmae: Name\n", `3:3: a profile has no field "nmae"`},
		{"fields:\n  detentions:\n    - {kind: pretrial, fromm: A}\n", `3:24: detentions has no field "fromm"`},
		{"fields:\n  sentence: {yeers: A}\n", `2:14: sentence has no field "yeers"`},
		{"fields:\n  sentence: Term\n", `sentence takes rules for its fields: years`},
		{"fields:\n  born: {from: A}\n", `born takes one rule`},
		{"fields:\n  sentence: [{years: A}]\n", `sentence takes no list of rows`},
		{"fields:\n  status: {column: S, values: {a: relesed}}\n", `status does not take "relesed"`},
		{"fields:\n  gender: {column: S, default: man}\n", `gender does not take "man"`},
		{"country: {column: C, values: {Belarus: blr}}\nfields:\n  name: N\n", `"blr" is not a country code`},
		{"set: {stauts: released}\nfields:\n  name: N\n", `1:7: unknown field "stauts"`},
		{"set: {verified: yesterday}\nfields:\n  name: N\n", `1:17: verified: "yesterday" is not a date`},
		{"fields:\n  name: {column: N, take: ['(']}\n", `is not a regular expression`},
		{"fields:\n  name: {column: N, split: [\"\"]}\n", `a sign has at least one letter`},
		{"fields:\n  name: {take: [x]}\n", `name takes one rule`},
		{"", "the map is empty"},
		{"- a\n", "the map is empty"},
		{"dates: {order: mddy}\nfields:\n  name: N\n", `mddy`},
	} {
		_, _, problems := imported(t, trial.Folder(t), c.yaml, "Name\nAnn I\n", Options{})
		text := fmt.Sprint(problems)
		if !strings.Contains(text, c.want) {
			t.Errorf("%q: %s, want %s", c.yaml, text, c.want)
		}
	}
	_, _, problems := imported(t, trial.Folder(t), head+"  status: unknwon\n  detentions: {kind: pretrial, place: {value: by/ik-9}}\n", "Name\nAnn I\n", Options{})
	if text := fmt.Sprint(problems); !strings.Contains(text, `did you mean "unknown"`) {
		t.Error(text)
	}
	_, _, problems = imported(t, trial.Folder(t), head+"  status: pretrial\n  detentions: {kind: pretrial, place: {column: Name, values: {a: by/ik-9}}}\n",
		"Name\nAnn I\n", Options{})
	if text := fmt.Sprint(problems); !strings.Contains(text, "content/prisons/by/ik-9.md") {
		t.Error(text)
	}
}

// Whatever stops an import leaves the folder as it was.
func TestNothingStaysOfAFailure(t *testing.T) {
	source := trial.Folder(t)
	files, _, _ := imported(t, source, head+"  status: unknown\n  born: B\n", "Name,B\nAnn I,1990\n", Options{})
	first := files["by/ann-i.md"]
	if first == "" {
		t.Fatal(files)
	}
	dir := trial.Folder(t)
	list, mapFile := filepath.Join(dir, "list.csv"), filepath.Join(dir, "map.yaml")
	for file, text := range map[string]string{mapFile: head + "  status: unknown\n  born: B\n  region: R\n", list: "Name,B,R\nAnn I,1990,Minsk\n" +
		"Bob J,1991,Brest\n,1992,\nCid K,1993,\n"} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	m, _, err := ReadMap(mapFile)
	if err != nil {
		t.Fatal(err)
	}
	// Somebody puts a file where the last one belongs, while the list is read.
	inTheWay := filepath.Join(source, "content", "profiles", "by", "cid-k.md")
	progress := func(stage string, done, _ int) {
		if stage == "write" && done == 2 {
			if err := os.WriteFile(inTheWay, []byte("mine"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, _, err := Run(context.Background(), m, Options{Source: source, File: list, When: today, Progress: progress}); err == nil {
		t.Fatal("no error")
	}
	if data, _ := os.ReadFile(filepath.Join(source, "content", "profiles", "by", "ann-i.md")); string(data) != first {
		t.Errorf("changed file is not as it was:\n%s", data)
	}
	if data, _ := os.ReadFile(inTheWay); string(data) != "mine" {
		t.Errorf("what somebody else wrote is gone: %q", data)
	}
	left, _ := filepath.Glob(filepath.Join(source, "content", "profiles", "by", "*"))
	aside, _ := filepath.Glob(filepath.Join(dir, "*.quarantine.csv"))
	if len(left) != 2 || len(aside) > 0 {
		t.Errorf("left behind: %v %v", left, aside)
	}
}

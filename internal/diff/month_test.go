package diff

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/compile"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

var update = flag.Bool("update", false, "write reports into testdata; read the diff")

// month is what volunteers of an invented site did within a month: what each file was, and is; "" is none.
var month = map[string][2]string{
	"content/site.yaml": {"title: Invented Watch\nlanguages: [en, ru]\nbase_url: https://site.example/\n", "same"},
	"content/profiles/aq/arrested.md": {"", invented("Ada Arrested", "born: 1990", "status: pretrial",
		"detentions: [{kind: pretrial, from: 2026-10-03, place: aq/first}]", "charges: [{article: AQ-12.1, stage: charged}]")},
	"content/profiles/aq/sentenced.md": {invented("Sol Sentenced", "status: pretrial", "detentions: [{kind: pretrial, from: 2025-12-20, place: aq/first}]"),
		invented("Sol Sentenced", "status: imprisoned", "detentions:", "  - {kind: pretrial, from: 2025-12-20, to: 2026-10-14, place: aq/first}",
			"  - {kind: imprisoned, from: 2026-10-14, place: aq/first}", "sentence: {years: 7}",
			"proceedings: [{type: verdict, date: 2026-10-14, court: Invented court, result: seven years}]")},
	"content/profiles/aq/transferred.md": {invented("Tom Transferred", held("aq/first")), invented("Tom Transferred", held("aq/second"))},
	"content/profiles/aq/released.md": {invented("Rea Released", held("aq/second")),
		invented("Rea Released", "status: released", "detentions: [{kind: imprisoned, from: 2021-05-04, to: 2026-10-20, place: aq/second, end: released}]")},
	"content/profiles/aq/dead.md": {invented("Dov Dead", held("aq/second")), invented("Dov Dead", "status: died", "died: 2026-10-09",
		"detentions: [{kind: imprisoned, from: 2021-05-04, to: 2026-10-09, place: aq/second, end: died}]")},
	"content/profiles/aq/corrected.md": {invented("Cleo Corrected", "born: 1971-02-03", held("aq/first")),
		invented("Cleo Corrected", "born: 1971-03-02", held("aq/first"))},
	"content/profiles/aq/discreet.md": {invented("Secret Name", "born: 1980-01-02", held("aq/first")),
		invented("Secret Name", "unnamed: true", held("aq/first"))},
	"content/profiles/aq/left-out.md":  {invented("Forgotten Name", held("aq/first")), ""},
	"content/profiles/aq/crossing.md":  {invented("Cro Crossing", "born: 1969", held("aq/first")), ""},
	"content/profiles/tf/crossing.md":  {"", invented("Cro Crossing", "born: 1969", held("a colony"))},
	"content/profiles/aq/misspelt.md":  {invented("Mia Spelt", "born: 1975", held("aq/first")), ""},
	"content/profiles/aq/mia-spelt.md": {"", invented("Mia Spelt", "born: 1975", held("aq/first"))},
	"content/profiles/aq/recognised.md": {invented("Rob Recognised", held("aq/first")),
		invented("Rob Recognised", held("aq/first"), "recognised: [{by: watch, as: political-prisoner, since: 2026-10-01}]")},
	"content/profiles/aq/checked.md": {invented("Che Checked", held("aq/first")),
		strings.Replace(invented("Che Checked", held("aq/first")), "2026-09-01", "2026-10-28", 1)},
	"content/profiles/aq/told.ru.md": {"", "---\nname: Тест Вымышленный\n---\nТекст.\n"},
	"content/profiles/aq/told.md":    {invented("Tes Told", held("aq/first")), "same"},
	"content/prisons/aq/first.md":    {"---\nname: First colony\n---\n", "same"},
	"content/prisons/aq/second.md":   {"---\nname: Second colony\n---\n", "---\nname: Second colony\naddress: {latin: 1 Invented street}\n---\n"},
	"content/organisations/watch.md": {"---\nname: Invented Watch\nrole: [recognises]\n---\n", "same"},
	"content/officials/aq/judge.md":  {"", "---\nname: Judge Invented\noffice: judge\nsources: [{title: Invented}]\n---\n"},
	"content/laws/aq.yaml": {"AQ-12.1: {title: Assembly}\nAQ-13: {title: Speech}\n",
		"AQ-12.1: {title: Unauthorised assembly}\nAQ-13: {title: Speech}\n"},
	"content/countries/tf.md":          {"", "---\n---\nAbout the country.\n"},
	"content/news/2026-10-20-freed.md": {"", "---\ntitle: Rea Released is free\npeople: [aq/released]\nsources: [{title: Invented}]\n---\nText.\n"},
	"content/reported.yaml": {"- {date: 2026-09-30, country: aq, number: 1021, definition: in prison, by: watch, source: {title: Invented}}\n",
		"- {date: 2026-09-30, country: aq, number: 1022, definition: in prison, by: watch, source: {title: Invented}}\n" +
			"- {date: 2026-10-31, country: aq, number: 1020, definition: in prison, by: watch, source: {title: Invented}}\n"},
}

func held(place string) string {
	return "status: imprisoned\ndetentions: [{kind: imprisoned, from: 2021-05-04, place: " + place + "}]"
}

func invented(name string, fields ...string) string {
	return "---\nname: " + name + "\n" + strings.Join(fields, "\n") + "\nverified: 2026-09-01\nsources: [{title: Invented}]\n---\nA text.\n"
}

// A month of edits reads like a press release: everything that happened, each in a line or two; and every address in it
// is that of a file of the site that is built from it.
func TestAMonthOfEdits(t *testing.T) {
	before, after := map[string]string{}, map[string]string{}
	for path, text := range month {
		for i, side := range []map[string]string{before, after} {
			if text[i] == "same" {
				text[i] = text[0]
			}
			if text[i] != "" {
				side[path] = text[i]
			}
		}
	}
	r, err := Compare(load(t, before), load(t, after))
	if err != nil {
		t.Fatal(err)
	}
	source := trial.Write(t, trial.Folder(t), after)
	day, err := profile.ParseDate("2026-11-01")
	if err != nil {
		t.Fatal(err)
	}
	when := profile.When{Today: day.Earliest(), AsOf: day.Earliest()}
	out := filepath.Join(trial.Folder(t), "public")
	if built, err := compile.Site(context.Background(), compile.Options{Source: source, Out: out, When: when}); err != nil || built.Output.Files == 0 {
		t.Fatal(err, built.Problems)
	}
	addresses := 0
	for _, format := range Formats {
		var b bytes.Buffer
		if err := r.Write(&b, format); err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"Secret", "discreet", "1980", "Forgotten", "left-out"} {
			if strings.Contains(b.String(), secret) {
				t.Errorf("%s tells of %s", format, secret)
			}
		}
		for _, m := range regexp.MustCompile(`https://site\.example/([^\s")]+)`).FindAllStringSubmatch(b.String(), -1) {
			addresses++
			if _, err := os.Stat(filepath.Join(out, filepath.FromSlash(m[1]))); err != nil {
				t.Errorf("%s names %s, which is not built", format, m[1])
			}
		}
		golden := filepath.Join("testdata", "month."+format)
		if *update {
			if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if b.String() != string(want) {
			t.Errorf("%s is not as in %s:\n%s", format, golden, b.String())
		}
	}
	if addresses < 3*len(r.People) {
		t.Errorf("%d addresses of %d people", addresses, len(r.People))
	}
}

package importer

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

// The guide's example is what a reader copies: its list, with its map, must become two profiles without a word.
func TestGuide(t *testing.T) {
	guide, err := os.ReadFile("../../.github/IMPORT.md")
	if err != nil {
		t.Fatal(err)
	}
	block := func(kind string) string {
		m := regexp.MustCompile("(?s)\n```" + kind + "\n(.*?)```\n").FindSubmatch(guide)
		if m == nil {
			t.Fatalf("the guide has no block %q", kind)
		}
		return string(m[1])
	}
	list, yaml := block(""), block("yaml")
	files, report, problems := imported(t, trial.Folder(t), yaml, list, Options{})
	if len(problems) > 0 || report.Counts[New] != 2 || len(report.Aside)+len(report.LeftOut) > 0 || strings.Join(report.Dropped, " ") != "Phone" {
		t.Fatalf("%v %+v", problems, report)
	}
	for file, lines := range map[string][]string{
		"by/alena-prykladava.md": {"names: {be: Алена Прыкладава}", "born: 1984-09-25", "  - {kind: imprisoned, from: 2023-03-03, place: Colony 4}",
			"article: BY-342.2", "sentence: {years: 10}", "publish: false"},
		"by/ivan-vydumany.md": {"to: 2016-05, end: released", "article: BY-369", "sentence: {years: 1, months: 6}"},
	} {
		for _, line := range lines {
			if !strings.Contains(strings.ReplaceAll(files[file], `"`, ""), line) {
				t.Errorf("%s lacks %s:\n%s", file, line, files[file])
			}
		}
	}
	for _, key := range mapFields.Names() {
		if !strings.Contains(string(guide), "`"+key+"`") {
			t.Errorf("the guide does not explain %q", key)
		}
	}
	for _, key := range ruleFields.Names() {
		if !strings.Contains(string(guide), "`"+key+"`") {
			t.Errorf("the guide does not explain %q of a rule", key)
		}
	}
}

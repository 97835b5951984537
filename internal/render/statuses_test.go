package render

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"vigil/internal/lang"
	"vigil/internal/profile"
)

// The guide for volunteers has the table of statuses as the code has it, with the sentences of the site.
func TestTheGuideSaysWhatEachStatusMeans(t *testing.T) {
	languages, err := lang.LoadAll(os.DirFS("../../templates"), []string{"en"})
	if err != nil {
		t.Fatal(err)
	}
	l := languages[0]
	table := "| status | class | as | |\n|---|---|---|---|\n"
	for _, s := range profile.Statuses() {
		for _, of := range []string{"status.", "status-people.", "status-help."} {
			if !l.Has(of + s.String()) {
				t.Errorf("en.yaml has no %s%s", of, s)
			}
		}
		as := "end"
		if c := s.Class(); c == profile.Held || c == profile.Persecuted {
			as = "kind"
		}
		table += fmt.Sprintf("| `%s` | %s | %s | %s |\n", s, s.Class(), as, l.T("status-help."+s.String()))
	}
	guide, err := os.ReadFile("../../.github/CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(guide), "\n"+table+"\n") {
		t.Errorf("CONTRIBUTING.md does not have this table:\n%s", table)
	}
}

// A page says no day that no source gives: a month stays a month at the end of the line, and nobody's situation became
// unknown on a day.
func TestNoDayIsMadeUp(t *testing.T) {
	person := func(status, to string) string {
		return "---\nname: Invented Person\nstatus: " + status + "\ndetentions: [{kind: imprisoned, from: 2019-03-20, to: " + to + ", end: " + status +
			"}]\nsources: [{title: Invented}]\n---\n"
	}
	pages := newExample(t, "", map[string]string{"profiles/aq/month.md": person("released", "2025-10"), "profiles/aq/day.md": person("released", "2025-10-02"),
		"profiles/aq/unknown.md": person("unknown", "2025-10-03")}).all(t)
	for name, says := range map[string][2]string{
		"month": {`<time datetime="2025-10">October 2025</time></p></div>`, "1 October"}, "day": {"2 October 2025</time></p></div>", "1 October"},
		"unknown": {`<p class="status">Situation unknown</p>`, "unknown, <time"},
	} {
		page := pages["countries/aq/"+name+".html"]
		if !strings.Contains(page, says[0]) || strings.Contains(page, says[1]) {
			t.Errorf("%s: the page lacks %q or says %q", name, says[0], says[1])
		}
	}
}

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

package compile

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/diag"
)

var update = flag.Bool("update", false, "write .github/RULES.md anew; read the diff")

func TestRulesAreDescribedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || r.ID == "" || !strings.ContainsAny(r.Help[max(0, len(r.Help)-1):], ".?") || !strings.ContainsAny(r.Mend[max(0, len(r.Mend)-1):], ".?") {
			t.Errorf("rule %q stands twice, or says nothing: %q, %q", r.ID, r.Help, r.Mend)
		}
		seen[r.ID] = true
	}
}

// rulesPage is the page that describes the rules to volunteers.
func rulesPage() string {
	var b strings.Builder
	b.WriteString("# What vigil check looks at\n\nThis page is made from the tables in the code: `go test ./internal/compile -run RulesPage -update`.\n\n" +
		"An **error** stops the build, and nothing is published before it is mended. A **warning** is a question; the build goes on.\n" +
		"`vigil check` gives the file, the line and a hint for each; `vigil check --fix` mends what can be meant in one way only.\n")
	for severity, title := range []string{diag.Error: "Errors", diag.Warning: "Warnings"} {
		fmt.Fprintf(&b, "\n## %s\n\n| rule | what it asks for | what to do |\n|---|---|---|\n", title)
		for _, r := range Rules() {
			if r.Severity == diag.Severity(severity) {
				cell := strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", "&lt;")
				fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.ID, cell.Replace(r.Help), cell.Replace(r.Mend))
			}
		}
	}
	return b.String()
}

func TestRulesPage(t *testing.T) {
	const file = "../../.github/RULES.md"
	want := rulesPage()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != want {
		t.Errorf("%v: the page does not say what the tables say; write it with -update", err)
	}
}

// Every rule in the code stands in the table, but for those that `vigil check` never meets.
func TestRulesAreInTheTable(t *testing.T) {
	known := map[string]bool{"unreadable": true, "unknown-column": true} // of import
	for _, r := range Rules() {
		known[r.ID] = true
	}
	found, rule := 0, regexp.MustCompile(`\{ID: "([^"]+)"[,}]`)
	for _, root := range []string{"../../internal", "../../cmd"} {
		err := fs.WalkDir(os.DirFS(root), ".", func(name string, e fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path.Join(root, name))
			for _, m := range rule.FindAllStringSubmatch(string(text), -1) {
				if found++; !known[m[1]] {
					t.Errorf("%s: the rule %q does not stand in the table", name, m[1])
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < len(Rules()) {
		t.Errorf("%d rules found in the code, %d stand in the table", found, len(Rules()))
	}
}

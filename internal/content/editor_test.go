package content

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vigil/internal/diag"
	"vigil/internal/schema"
)

const editor = "../../.github/vscode/"

// snippet is what VS Code offers while somebody types its prefix.
type snippet struct {
	Scope       string   `json:"scope"`
	Prefix      string   `json:"prefix"`
	Description string   `json:"description"`
	Body        []string `json:"body"`
}

// snippets begins a file of each kind with the fields that it must have, and offers each row of a profile with the
// words that its fields take.
func snippets() map[string]snippet {
	out := map[string]snippet{}
	stop := 0
	value := func(f schema.Described) string {
		stop++
		out := fmt.Sprintf("${%d:%s}", stop, strings.NewReplacer("}", `\}`, "$", `\$`).Replace(f.Help))
		if len(f.Values) > 0 {
			out = fmt.Sprintf("${%d|%s|}", stop, strings.Join(f.Values, ","))
		}
		if f.Shape == "list" {
			out = "[" + out + "]"
		}
		return out
	}
	row := func(fields []schema.Described, of string) string {
		var parts []string
		for _, f := range fields {
			if name, inside := strings.CutPrefix(f.Name, of+"."); inside && !strings.Contains(name, ".") {
				parts = append(parts, name+": "+value(f))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	for _, k := range Kinds {
		fields := k.Fields.Reference()
		body := []string{"---"}
		stop = 0
		for _, f := range fields {
			if f.Required && !strings.Contains(f.Name, ".") {
				if f.Shape == "rows" {
					body = append(body, f.Name+":", "  - "+row(fields, f.Name))
				} else {
					body = append(body, f.Name+": "+value(f))
				}
			}
		}
		out["vigil "+k.Name] = snippet{"markdown", "vigil-" + k.Name, "Begin the file of a " + k.Name, append(body, "---", "$0")}
	}
	fields := Kinds[0].Fields.Reference()
	for _, f := range fields {
		stop = 0
		switch {
		case strings.Contains(f.Name, "."):
		case f.Shape == "rows":
			out["vigil "+f.Name] = snippet{"markdown", f.Name, f.Help, []string{"- " + row(fields, f.Name)}}
		case f.Shape == "fields" && row(fields, f.Name) != "{}":
			stop = 0
			out["vigil "+f.Name] = snippet{"markdown", f.Name, f.Help, []string{f.Name + ": " + row(fields, f.Name)}}
		case len(f.Values) > 0:
			out["vigil "+f.Name] = snippet{"markdown", f.Name, f.Help, []string{f.Name + ": " + value(f)}}
		}
	}
	return out
}

// The snippets for VS Code offer the fields and words that the tables have.
func TestSnippets(t *testing.T) {
	text, err := json.MarshalIndent(snippets(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	if *update {
		if err := os.WriteFile(editor+"vigil.code-snippets", text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(editor + "vigil.code-snippets"); err != nil || string(got) != string(text) {
		t.Errorf("%v: the snippets are not those of the tables; write them with -update", err)
	}
	status := snippets()["vigil status"]
	if len(status.Body) != 1 || !strings.Contains(status.Body[0], "|pretrial,") {
		t.Errorf("no words are offered: %q", status.Body)
	}
}

// VS Code finds the place of each problem in what `vigil check` prints.
func TestTaskUnderstandsProblems(t *testing.T) {
	text, err := os.ReadFile(editor + "tasks.json")
	if err != nil {
		t.Fatal(err)
	}
	var tasks struct {
		Tasks []struct {
			ProblemMatcher []struct {
				Severity string
				Pattern  struct{ Regexp string }
			}
		}
	}
	if err := json.Unmarshal(text, &tasks); err != nil {
		t.Fatal(err)
	}
	for _, p := range []diag.Problem{
		{Path: "content/profiles/by/jane-doe.md", Line: 7, Col: 3, Text: "an error: so it is"},
		{Path: "content/profiles/by/jane-doe.md", Line: 7, Col: 3, Text: "a warning", Rule: diag.Rule{Severity: diag.Warning}},
	} {
		var as []string
		for _, m := range tasks.Tasks[0].ProblemMatcher {
			lookahead := strings.Contains(m.Pattern.Regexp, "(?!warning: )") // which Go does not have
			pattern := regexp.MustCompile(strings.Replace(m.Pattern.Regexp, "(?!warning: )", "", 1))
			line, _, _ := strings.Cut(p.String(), "\n")
			if found := pattern.FindStringSubmatch(line); found != nil && !(lookahead && strings.HasPrefix(found[4], "warning: ")) {
				as = append(as, m.Severity+" "+strings.Join(found[1:4], " ")+" "+found[4])
			}
		}
		if want := p.Rule.Severity.String() + " content/profiles/by/jane-doe.md 7 3 " + p.Text; !slices.Equal(as, []string{want}) {
			t.Errorf("%q was read as %q", p, as)
		}
	}
}

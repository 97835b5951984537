package diag

import (
	"fmt"
	"strings"
	"testing"
)

// One error among thousands of warnings is the first that is read, and every warning is counted.
func TestDigest(t *testing.T) {
	stale, gap, bad := Rule{ID: "stale", Severity: Warning, Help: "Old."}, Rule{ID: "gap", Severity: Warning, Help: "Time."}, Rule{ID: "bad"}
	var ps []Problem
	for i := range 1000 {
		ps = append(ps, Problem{Path: fmt.Sprintf("content/%04d.md", i), Line: 2, Rule: stale, Text: "not checked"})
	}
	ps = append(ps, Problem{Path: "content/0001.md", Line: 9, Rule: gap, Text: "a gap", Hint: "mend it"}, Problem{Path: "content/0900.md", Line: 3, Col: 4,
		Rule: bad, Text: "a mistake"})
	for format, want := range map[string]string{
		"text": `content/0900.md:3:4: a mistake
content/0001.md:9:1: warning: a gap
  hint: mend it
stale: 1000 warnings, of which the first 3 follow; --all shows all. Old.
content/0000.md:2:1: warning: not checked
content/0001.md:2:1: warning: not checked
content/0002.md:2:1: warning: not checked
`,
		"github": `::error file=content/0900.md,line=3,col=4,title=bad::a mistake
::warning file=content/0001.md,line=9,col=1,title=gap::a gap%0Ahint: mend it
::warning title=stale::1000 warnings, of which the first 3 follow; --all shows all. Old.
::warning file=content/0000.md,line=2,col=1,title=stale::not checked
::warning file=content/0001.md,line=2,col=1,title=stale::not checked
::warning file=content/0002.md,line=2,col=1,title=stale::not checked
`,
	} {
		var b strings.Builder
		if err := Digest(&b, format, ps, false); err != nil || b.String() != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", format, err, b.String(), want)
		}
		var all strings.Builder
		if err := Digest(&all, format, ps, true); err != nil || strings.Count(all.String(), "not checked") != 1000 {
			t.Errorf("%s: not all are shown: %v", format, err)
		}
		lines := strings.Split(all.String(), "\n")
		if !strings.Contains(lines[0], "a mistake") || !strings.Contains(lines[1], "0000.md") || !strings.Contains(lines[2], "0001.md") ||
			!strings.Contains(lines[3], "a gap") {
			t.Errorf("%s: not in the order of files, errors first: %q", format, lines[:5])
		}
	}
}

package diag

import (
	"encoding/json"
	"strings"
	"testing"
)

// A name in a problem is a stranger's text: it must not become another command of the forge.
func TestGitHubFormEscapes(t *testing.T) {
	p := Problem{Path: "content/a,b:c%\n::error::x\x1b[2J\u202e.md", Rule: Rule{ID: "file-name"}, Text: "100%\r\n::warning::x", Hint: "a: b, c"}
	var b strings.Builder
	if err := Print(&b, "github", []Problem{p}); err != nil {
		t.Fatal(err)
	}
	want := "::error file=content/a%2Cb%3Ac%25\\x0a%3A%3Aerror%3A%3Ax\\x1b[2J\\u202e.md,line=1,col=1,title=file-name::100%25\\x0d\\x0a::warning::x%0Ahint: " +
		"a: b, c\n"
	if b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
}

// Whatever a file is called, no form sends it to a terminal as it is; JSON gives it back whole.
func TestNamesAreNotSentToTheTerminal(t *testing.T) {
	p := Problem{Path: "content/\x1b]0;x\a\r```\n\u009b2J\u202e\U000e0041.md", Rule: Rule{ID: "file-name"}, Text: "a\x1bb", Hint: "c\u2028d"}
	for _, format := range Formats {
		var b strings.Builder
		if err := Print(&b, format, []Problem{p}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if r, found := FirstHidden(line); found || strings.HasPrefix(line, "```") {
				t.Errorf("%s holds U+%04X: %q", format, r, line)
			}
		}
		if format == "json" {
			var got []struct{ Path, Text, Hint string }
			if err := json.Unmarshal([]byte(b.String()), &got); err != nil || got[0].Path != p.Path || got[0].Text != p.Text || got[0].Hint != p.Hint {
				t.Errorf("%q became %+v %v", p.Path, got, err)
			}
		}
	}
}

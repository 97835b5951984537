package diag

import (
	"strings"
	"testing"
)

// A name in a problem is a stranger's text: it must not become another command of the forge.
func TestGitHubFormEscapes(t *testing.T) {
	p := Problem{Path: "content/a,b:c%\n::error::x.md", Rule: Rule{ID: "file-name"}, Text: "100%\r\n::warning::x", Hint: "a: b, c"}
	var b strings.Builder
	if err := Print(&b, "github", []Problem{p}); err != nil {
		t.Fatal(err)
	}
	want := "::error file=content/a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax.md,line=1,col=1,title=file-name::100%25%0D%0A::warning::x%0Ahint: a: b, c\n"
	if b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
}

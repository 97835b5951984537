package hostile

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vigil/internal/compile"
	"vigil/internal/diag"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

// when is the day of every test here.
func when(t testing.TB) profile.When {
	t.Helper()
	d, err := profile.ParseDate(Day)
	if err != nil {
		t.Fatal(err)
	}
	return profile.When{Today: d.Earliest(), AsOf: d.Earliest()}
}

func lay(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// checked is what a build says of a source folder before it writes anything.
func checked(t testing.TB, source string) []diag.Problem {
	t.Helper()
	in, ps, err := compile.Load(context.Background(), compile.Options{Source: source, When: when(t), Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	in.Source.Close()
	return ps
}

// errorsIn are the rules of the errors among problems.
func errorsIn(ps []diag.Problem) (out []diag.Problem) {
	for _, p := range ps {
		if p.Rule.Severity == diag.Error {
			out = append(out, p)
		}
	}
	return out
}

// refuses holds the problems of a case's folder against what is expected: one rule, at one place.
func (c *Case) refuses(t *testing.T, ps []diag.Problem) {
	t.Helper()
	found := errorsIn(ps)
	if len(found) == 0 {
		t.Error("it is accepted")
	}
	for _, p := range found {
		if p.Rule.ID != c.Rule || p.Path != c.Path || c.Line > 0 && p.Line != c.Line {
			t.Errorf("%s: %.300s\nwant %s at %s:%d", p.Rule.ID, p, c.Rule, c.Path, c.Line)
		}
		if text := p.String(); len(text) > 2000 || strings.ContainsFunc(text, func(r rune) bool {
			return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == 0x202e
		}) {
			t.Errorf("the message is long, or holds what it refuses: %.300q", text)
		}
	}
}

func TestBaseHasNoProblem(t *testing.T) {
	dir := trial.Folder(t)
	lay(t, dir, Base())
	if ps := errorsIn(checked(t, dir)); len(ps) > 0 {
		t.Fatal(ps)
	}
}

// Each case is refused, by its rule, in its file. Those that are one Markdown file lie side by side under
// names of their own, and are judged file by file; the others are read one by one.
func TestRefused(t *testing.T) {
	cases := Refused()
	t.Logf("%d cases", len(cases))
	together, names := Base(), map[string]bool{}
	var side, alone []Case
	for i, c := range cases {
		if names[c.Name] {
			t.Errorf("two cases are called %s", c.Name)
		}
		names[c.Name] = true
		name, isText := strings.CutSuffix(c.Path, ".md")
		if !isText || len(c.Files) != 1 {
			alone = append(alone, c)
			continue
		}
		text := c.Files[c.Path]
		c.Path = fmt.Sprintf("%s-%d.md", name, i)
		together[c.Path] = text
		side = append(side, c)
	}
	root := trial.Folder(t)
	lay(t, root, together)
	by := map[string][]diag.Problem{}
	for _, p := range checked(t, root) {
		by[p.Path] = append(by[p.Path], p)
	}
	for _, c := range side {
		t.Run(c.title(), func(t *testing.T) { c.refuses(t, by[c.Path]) })
		delete(by, c.Path)
	}
	for path, ps := range by {
		if found := errorsIn(ps); len(found) > 0 {
			t.Errorf("%s is nobody's: %v", path, found)
		}
	}
	for _, c := range trial.Few(trial.Few(alone)) { // a sixteenth; in .ci/run all
		t.Run(c.title(), func(t *testing.T) {
			dir := trial.Folder(t)
			files := Base()
			maps.Copy(files, c.Files)
			lay(t, dir, files)
			c.refuses(t, checked(t, dir))
		})
	}
}

// title is the case's name as that of a test.
func (c *Case) title() string {
	return strings.ToValidUTF8(strings.ReplaceAll(c.Name, "/", "∕"), "?")
}

// A site with any error writes nothing; a few cases stand for all, since the build asks as check does.
func TestRefusedWritesNothing(t *testing.T) {
	cases := Refused()
	for c := range slices.Chunk(trial.Few(cases), 100) {
		dir := trial.Folder(t)
		files := Base()
		maps.Copy(files, c[0].Files)
		lay(t, dir, files)
		report, err := compile.Site(context.Background(), compile.Options{Source: dir, Out: filepath.Join(dir, "public"), When: when(t)})
		if err != nil || len(errorsIn(report.Problems)) == 0 {
			t.Errorf("%s: %v %v", c[0].Name, err, report.Problems)
		}
		left, err := os.ReadDir(dir)
		if err != nil || len(left) != 1 {
			t.Errorf("%s left %v %v", c[0].Name, left, err)
		}
	}
}

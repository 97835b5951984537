package hostile

import (
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// limits gives the constants of our packages that bound something, as package.name.
func limits(t *testing.T) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	identifier := regexp.MustCompile(`\b[a-z]\w*\b`)
	bounds := regexp.MustCompile(`^(Max[A-Z]|max[A-Z]|most$|[Mm]ost[A-Z]|markerLimit$)`)
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") ||
			strings.HasPrefix(name, "lab/") { // what makes no site has no limits of its own
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path.Join("../..", name), nil, 0)
		if err != nil {
			return err
		}
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, s := range g.Specs {
				for i, id := range s.(*ast.ValueSpec).Names {
					if vs := s.(*ast.ValueSpec).Values; bounds.MatchString(id.Name) && i < len(vs) {
						value := strings.ReplaceAll(types.ExprString(vs[i]), "time.Minute", "60_000_000_000")
						value = identifier.ReplaceAllStringFunc(value, func(id string) string { // another limit of the package, above this one
							if n, known := out[f.Name.Name+"."+id]; known {
								return strconv.FormatInt(n, 10)
							}
							return id
						})
						if v, err := types.Eval(token.NewFileSet(), nil, token.NoPos, value); err == nil && v.Value != nil {
							out[f.Name.Name+"."+id.Name], _ = constant.Int64Val(constant.ToInt(v.Value))
						}
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The list of limits that people read has every limit of the code, with its number.
func TestLimitsAreWrittenDown(t *testing.T) {
	text, err := os.ReadFile("../../../.github/LIMITS.md")
	if err != nil {
		t.Fatal(err)
	}
	code := limits(t)
	if len(code) < 20 {
		t.Errorf("only %d limits were found in the code", len(code))
	}
	row := regexp.MustCompile("(?m)^\\| .* \\| ([0-9]+) \\| .*\\| `([a-z]+\\.[A-Za-z]+)` \\|$")
	for _, m := range row.FindAllStringSubmatch(string(text), -1) {
		n, known := code[m[2]]
		if written, _ := strconv.ParseInt(m[1], 10, 64); !known || written != n {
			t.Errorf("LIMITS.md says %s of %s; the code says %d", m[1], m[2], n)
		}
		delete(code, m[2])
	}
	for name, n := range code {
		t.Errorf("LIMITS.md does not say that %s is %d", name, n)
	}
}

// Each promise in SECURITY.md names tests that there are, in full or below a folder that it names too.
func TestPromisesNameTheirTests(t *testing.T) {
	text, err := os.ReadFile("../../../.github/SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	promises := 0
	quoted := regexp.MustCompile("`([^`]+)`")
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.ReplaceAll(strings.TrimSpace(line), `\|`, ""), "|")
		if len(cells) != 5 || strings.HasPrefix(cells[1], "---") || strings.TrimSpace(cells[3]) == "shown by" {
			continue
		}
		promises++
		names := quoted.FindAllStringSubmatch(cells[3], -1)
		if len(names) == 0 {
			t.Errorf("nothing shows the promise against %s", cells[1])
		}
		folders := []string{"", "internal"}
		for _, m := range names {
			folders = append(folders, m[1], path.Dir(m[1]))
		}
		for _, m := range names {
			if !slices.ContainsFunc(folders, func(in string) bool { _, err := os.Stat(path.Join("../../..", in, m[1])); return err == nil }) {
				t.Errorf("there is no %s, which is to show the promise against %s", m[1], cells[1])
			}
		}
	}
	if promises < 15 {
		t.Errorf("only %d promises were found", promises)
	}
}

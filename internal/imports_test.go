// Package internal_test holds the rule of who may import whom.
package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mayImport says which of our packages each one may import. Imports point one way, along the flow:
// profile <- content <- site <- render <- compile <- cmd. A new package is a row here, and earns it.
var mayImport = map[string]string{
	".":         "", // what a new site takes over
	"static":    "",
	"templates": "",

	// Leaves: they could be taken out and used elsewhere.
	"internal/output":    "",
	"internal/lang":      "",
	"internal/names":     "",
	"internal/tmpl":      "",
	"internal/card":      "",
	"internal/lab/synth": "", // tests the packages that read content, so it shares nothing with them

	"internal/diag":        "names",
	"internal/schema":      "diag names",
	"internal/markdown":    "diag",
	"internal/profile":     "diag schema",
	"internal/photo":       "diag",
	"internal/content":     "diag markdown names photo profile schema",
	"internal/site":        "content diag lang names photo profile schema",
	"internal/render":      "card content diag lang names photo profile schema site tmpl",
	"internal/compile":     "content diag lang output photo profile render site static templates",
	"internal/diff":        "compile content diag profile schema site",
	"internal/start":       "diag schema",
	"internal/mirror":      "output",
	"internal/serve":       "compile content diag profile render site",
	"internal/edit":        "schema",
	"internal/importer":    "content diag edit markdown names profile schema",
	"internal/lab/webtest": "", // tests only
	"internal/lab/unihan":  "", // writes a table of package names
	"internal/lab/bench":   "lab/synth templates",
	"internal/lab/shots":   "compile diag lab/synth profile",

	"internal/lab/crashtest": "", // tests only
	"internal/lab/trial":     "", // what tests share
	"internal/lab/hostile":   "", // attacks, for tests only

	"cmd/vigil": "mirror compile content diag diff edit names output profile render serve site start importer lang schema templates",
	"cmd/synth": "lab/synth",
}

func TestImportsPointOneWay(t *testing.T) {
	seen := map[string]bool{}
	err := fs.WalkDir(os.DirFS(".."), ".", func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (e.Name() == "testdata" || file != "." && strings.HasPrefix(e.Name(), ".")) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		in := path.Dir(file)
		allowed, known := mayImport[in]
		if !known {
			t.Errorf("%s: package %s has no row in the table", file, in)
		}
		seen[in] = true
		for _, imported := range ours(t, file) {
			if !slices.Contains(strings.Fields(allowed), imported) {
				t.Errorf("%s imports %s", file, imported)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range mayImport {
		if !seen[name] {
			t.Errorf("there is no package %s", name)
		}
	}
}

// ours are the packages of this module that a file imports, without internal/.
func ours(t *testing.T, file string) (out []string) {
	f, err := parser.ParseFile(token.NewFileSet(), path.Join("..", file), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range f.Imports {
		name, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if rest, ok := strings.CutPrefix(name, "vigil/"); ok {
			out = append(out, strings.TrimPrefix(rest, "internal/"))
		}
	}
	return out
}

// Nothing leads from a package back to itself, whatever the table says.
func TestTheTableHasNoCycle(t *testing.T) {
	var follow func(name string, path []string)
	follow = func(name string, path []string) {
		if slices.Contains(path, name) {
			t.Fatalf("a cycle: %v", append(path, name))
		}
		for _, next := range strings.Fields(mayImport["internal/"+name]) {
			follow(next, append(slices.Clone(path), name))
		}
	}
	for name := range mayImport {
		follow(strings.TrimPrefix(name, "internal/"), nil)
	}
}

// The same content gives the same bytes on any day and machine: what makes a site asks no clock and throws no dice. The day
// comes from cmd/vigil; only a server and a pull wait for others.
func TestNothingThatMakesASiteAsksAClock(t *testing.T) {
	for name := range mayImport {
		if strings.HasPrefix(name, "cmd/") || strings.HasPrefix(name, "internal/lab/") || name == "internal/serve" || name == "internal/mirror" {
			continue
		}
		files, err := fs.Glob(os.DirFS(".."), path.Join(name, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), path.Join("..", file), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, spec := range f.Imports {
				if strings.Contains(spec.Path.Value, "/rand") {
					t.Errorf("%s imports %s", file, spec.Path.Value)
				}
			}
			ast.Inspect(f, func(n ast.Node) bool {
				s, ok := n.(*ast.SelectorExpr)
				if !ok {
					return true
				}
				if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains([]string{"Now", "Since", "Until", "Local"}, s.Sel.Name) {
					t.Errorf("%s asks for time.%s", file, s.Sel.Name)
				}
				return true
			})
		}
	}
}

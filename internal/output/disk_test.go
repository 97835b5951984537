package output

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Only disk.go and sys_*.go may touch files: what another file did there, no loop of faults would reach.
func TestOnlyDiskTouchesFiles(t *testing.T) {
	harmless := []string{"ErrClosed", "SameFile", "Getwd", "File"}
	found := map[bool]int{}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		may := name == "disk.go" || strings.HasPrefix(name, "sys_")
		ast.Inspect(file, func(n ast.Node) bool {
			use, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			pkg, ok := use.X.(*ast.Ident)
			if !ok || !slices.Contains([]string{"os", "unix", "syscall"}, pkg.Name) || slices.Contains(harmless, use.Sel.Name) {
				return true
			}
			found[may]++
			if !may {
				t.Errorf("%s uses %s.%s", name, pkg.Name, use.Sel.Name)
			}
			return true
		})
	}
	if found[true] < 20 {
		t.Errorf("only %d uses found where they belong: this test sees nothing", found[true])
	}
}

// A build that ends without a site leaves no folder that it made for itself.
func TestFoldersAboveGoAgain(t *testing.T) {
	top := quick(t)
	dir := filepath.Join(top, "made", "on", "the", "way", "public")
	begin := func() *Tree {
		t.Helper()
		tree, err := Begin(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return tree
	}
	if err := begin().Abort(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(top); err != nil || len(left) > 0 {
		t.Errorf("left %v (%v)", left, err)
	}
	tree := begin()
	mine := filepath.Join(top, "made", "on", "mine")
	if err := os.WriteFile(mine, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := tree.Abort(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(filepath.Dir(mine)); err != nil || len(left) != 1 {
		t.Errorf("left %v (%v), want only the file of another", left, err)
	}
}

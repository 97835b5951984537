package compile_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// A folder for a test that builds often, and what it holds.
var quick, tree = trial.Folder, trial.Read

// put brings a folder up to date, touching only what differs.
func (f files) put(t *testing.T, dir string, before files) {
	t.Helper()
	for name := range before {
		if _, ok := f[name]; !ok {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	changed := files{}
	for name, text := range f {
		if old, ok := before[name]; !ok || old != text {
			changed[name] = text
		}
	}
	changed.write(t, dir)
}

func modified(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	out := map[string]time.Time{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			out[filepath.ToSlash(strings.TrimPrefix(p, dir+"/"))] = info.ModTime()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// folders are the names of all folders in one.
func folders(t *testing.T, dir string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() {
			out = append(out, strings.TrimPrefix(p, dir))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

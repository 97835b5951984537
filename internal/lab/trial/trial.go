// Package trial is what the tests of several packages share: folders in memory, written and read whole, how
// long a test may take, and what happens where a program is missing. Nothing but tests imports it.
package trial

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Long makes tests complete. By default they sample what takes long.
var Long = os.Getenv("VIGIL_LONG") != ""

// Some gives all of a list in a long run, else every fourth from one of the first four on: tests that begin at
// different ones see all of it together.
func Some[T any](all []T, first int) (some []T) {
	if Long {
		return all
	}
	for i := first % 4; i < len(all); i += 4 {
		some = append(some, all[i])
	}
	return some
}

// Folder is an empty folder that goes with the test: in memory where the system has a place for that, since a
// build waits until the disk has everything, that of other programs too.
func Folder(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "vigil-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// Write puts files into a folder, by their names below it, and gives the folder.
func Write(t testing.TB, dir string, files map[string]string) string {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Read gives every file of a folder by its name below it.
func Read(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		files[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Lack skips a test for which something is missing, or fails it where VIGIL_REQUIRE_TOOLS=1 says that everything
// must be there.
func Lack(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("VIGIL_REQUIRE_TOOLS") == "1" {
		t.Fatal(what)
	}
	t.Skip(what + "; .ci/run installs it")
}

// Package trial is what the tests of several packages share: folders in memory, written and read whole, how
// much a run tries, and what happens where a program is missing. Nothing but tests imports it.
package trial

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
)

// Three runs try more and more: `go test ./...`, for which a volunteer waits; .ci/run, which must pass before a
// change lands; and VIGIL_LONG=1, every night.
var (
	Long    = os.Getenv("VIGIL_LONG") != ""
	Landing = Long || required
	// In .ci/run every program is there, and a missing one is a failure.
	required = os.Getenv("VIGIL_REQUIRE_TOOLS") == "1"
)

// Slow leaves a test to .ci/run that takes too long for a volunteer: one that shows again, in more ways or with
// another program, what a quicker one shows.
func Slow(t testing.TB) {
	t.Helper()
	if !Landing {
		t.Skip("takes long; .ci/run runs it")
	}
}

// Some gives all of a list in a long run, every fourth in .ci/run, else every sixteenth, from one of the first four
// on: in .ci/run tests that begin at different ones see all of it together.
func Some[T any](all []T, first int) (some []T) {
	step := 16
	switch {
	case Long:
		return all
	case Landing:
		step = 4
	}
	for i := first % 4; i < len(all); i += step {
		some = append(some, all[i])
	}
	return some
}

// Few gives all of a list in .ci/run, else every fourth.
func Few[T any](all []T) (few []T) {
	if Landing {
		return all
	}
	for i := 0; i < len(all); i += 4 {
		few = append(few, all[i])
	}
	return few
}

// Most of what tests make is garbage at once, as in the program: collecting it less often saves a fifth of their time.
func init() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// MkdirTemp makes a folder in memory where there is room, since a build waits until the disk has everything, that of
// other programs too; else where the system puts temporary files.
func MkdirTemp(pattern string) (dir string, err error) {
	if dir, err = os.MkdirTemp(memory(), pattern); err != nil {
		dir, err = os.MkdirTemp("", pattern)
	}
	return dir, err
}

// Folder is such a folder, and goes with the test.
func Folder(t testing.TB) string {
	t.Helper()
	dir, err := MkdirTemp("vigil-test-")
	if err != nil {
		t.Fatal(err)
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
	if required {
		t.Fatal(what)
	}
	t.Skip(what + "; .ci/run installs it")
}

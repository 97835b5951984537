package output

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// The ways a system can put a site in place. Every fault and every kill is tried in each.
var ways = map[string]struct {
	first   bool // nothing is published yet
	without string
}{
	"exchange":    {},
	"two renames": {without: "exchange"},
	"copies":      {without: "link"},
	"first":       {first: true},
}

// missing makes one kind of call unsupported.
func missing(call, without string) error {
	if call == without {
		return errors.ErrUnsupported
	}
	return nil
}

// TestEveryCallFails lets the first, the second … call of a publish fail as on a full disk.
func TestEveryCallFails(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			for k := 1; ; k++ {
				dir := filepath.Join(t.TempDir(), "public")
				if !way.first {
					mustPublish(t, dir, oldSite)
				}
				calls, hit := 0, ""
				res, err := publish(dir, disk{fault: func(call, path string) error {
					if calls++; calls == k {
						hit = fmt.Sprintf("call %d, %s %s", k, call, filepath.Base(path))
						return syscall.ENOSPC
					}
					return missing(call, way.without)
				}}, newSite)
				if hit == "" {
					if err != nil || k < 20 {
						t.Fatalf("after %d calls: %v", calls, err)
					}
					return
				}
				if err != nil && !errors.Is(err, syscall.ENOSPC) {
					t.Errorf("%s: the error hides its cause: %v", hit, err)
				}
				isNew := wholly(t, dir, hit, way.first)
				if placed := res.Files > 0; placed != isNew {
					t.Errorf("%s: said placed=%v (%v), but new=%v", hit, placed, err, isNew)
				}
				if err == nil && !isNew {
					t.Errorf("%s: the failure was kept secret", hit)
				}
				mustPublish(t, dir, newSite)
				wantSite(t, dir, newSite)
				wantAlone(t, dir)
			}
		})
	}
}

// wholly checks that the visible site is one of the two, and says whether it is the new one.
func wholly(t *testing.T, dir, when string, first bool) bool {
	t.Helper()
	got, err := onDisk(dir)
	switch {
	case first && errors.Is(err, fs.ErrNotExist):
		return false
	case err != nil:
		t.Fatalf("%s: %v", when, err)
	case maps.Equal(got, newSite):
		return true
	case first || !maps.Equal(got, oldSite):
		t.Fatalf("%s: neither the old site nor the new: %v", when, got)
	}
	return false
}

// TestEveryCallKilled ends a process without any farewell just before its first, second … call.
func TestEveryCallKilled(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			gaps := 0
			for k := 1; ; k++ {
				dir := filepath.Join(t.TempDir(), "public")
				if !way.first {
					mustPublish(t, dir, oldSite)
				}
				build := exec.Command(os.Args[0], "-test.run=^TestKilledBuild$")
				build.Env = append(os.Environ(), "OUTPUT_DIR="+dir, "OUTPUT_KILL="+strconv.Itoa(k), "OUTPUT_WITHOUT="+way.without)
				said, err := build.CombinedOutput()
				if err == nil {
					wantSite(t, dir, newSite)
					if k < 20 {
						t.Fatalf("only %d calls", k)
					}
					break
				}
				if bytes.Contains(said, []byte("FAIL")) {
					t.Fatalf("%s", said)
				}
				when := fmt.Sprint("killed before call ", k)
				if _, err := os.Lstat(dir); err != nil && way.without == "exchange" {
					gaps++
				} else {
					wholly(t, dir, when, way.first)
				}
				// What the next build finds, before it has written anything.
				tree, err := Begin(dir)
				if err != nil {
					t.Fatalf("%s: %v", when, err)
				}
				wholly(t, dir, when+", then Begin", way.first)
				if err := tree.Abort(); err != nil {
					t.Fatal(err)
				}
				mustPublish(t, dir, newSite)
				wantSite(t, dir, newSite)
				wantAlone(t, dir)
			}
			if want := strings.Count(way.without, "exchange"); gaps != want {
				t.Errorf("%d moments without a site, want %d", gaps, want)
			}
		})
	}
}

// TestKilledBuild is the process that TestEveryCallKilled starts; alone it does nothing.
func TestKilledBuild(t *testing.T) {
	dir := os.Getenv("OUTPUT_DIR")
	if dir == "" {
		t.Skip("only for TestEveryCallKilled")
	}
	k, _ := strconv.Atoi(os.Getenv("OUTPUT_KILL"))
	calls := 0
	_, err := publish(dir, disk{fault: func(call, _ string) error {
		if calls++; calls == k {
			self, _ := os.FindProcess(os.Getpid())
			self.Kill()
			select {}
		}
		return missing(call, os.Getenv("OUTPUT_WITHOUT"))
	}}, newSite)
	if err != nil {
		t.Fatal(err)
	}
}

// Leftovers are told apart by what stands at the output.
func TestMendingTwoRenames(t *testing.T) {
	for name, c := range map[string]struct {
		now  func(dir string) error
		want files
	}{
		"cut between the renames": {func(string) error { return nil }, oldSite},
		"folder made by hand":     {func(dir string) error { return os.Mkdir(dir, 0o755) }, oldSite},
		"cut after the renames":   {func(dir string) error { return os.Rename(dir+".new", dir) }, newSite},
	} {
		t.Run(name, func(t *testing.T) {
			top := t.TempDir()
			dir := filepath.Join(top, "public")
			mustPublish(t, filepath.Join(top, ".public.vigil-aside"), oldSite)
			mustPublish(t, dir+".new", newSite)
			os.MkdirAll(filepath.Join(top, ".public.vigil-staging", "by"), 0o755)
			os.WriteFile(filepath.Join(top, ".public.vigil-lock"), nil, 0o644)
			if err := c.now(dir); err != nil {
				t.Fatal(err)
			}
			tree, err := Begin(dir)
			if err != nil {
				t.Fatal(err)
			}
			wantSite(t, dir, c.want)
			if err := tree.Abort(); err != nil {
				t.Fatal(err)
			}
			wantSite(t, dir, c.want)
			wantAlone(t, dir)
		})
	}
}

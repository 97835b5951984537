package output

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

// killed is what a loop of kills has seen.
type killed struct {
	points int
	gaps   int      // moments without a site
	torn   []string // worse, or what the next build did not mend
}

// killEvery ends a process without any farewell just before its first, second … call, or so many calls on each time.
// mended is what a reader may see when the next build has begun.
func killEvery(t *testing.T, publisher, without string, first bool, step int, mended func(dir string) error) (seen killed) {
	for k := 1; ; k += step {
		dir := filepath.Join(quick(t), "public")
		if !first {
			mustPublish(t, dir, oldSite)
		}
		build := exec.Command(os.Args[0], "-test.run=^TestKilledBuild$")
		build.Env = append(os.Environ(), "OUTPUT_DIR="+dir, "OUTPUT_KILL="+strconv.Itoa(k),
			"OUTPUT_WITHOUT="+without, "OUTPUT_PUBLISHER="+publisher)
		said, err := build.CombinedOutput()
		if err == nil {
			wantSite(t, dir, newSite)
			return seen
		}
		if bytes.Contains(said, []byte("FAIL")) {
			t.Fatalf("%s", said)
		}
		seen.points++
		if _, err := os.Lstat(dir); err != nil && !first {
			seen.gaps++
		} else if _, err := wholly(dir, first); err != nil {
			seen.torn = append(seen.torn, fmt.Sprintf("killed before call %d: %v", k, err))
		}
		if err := mended(dir); err != nil {
			seen.torn = append(seen.torn, fmt.Sprintf("killed before call %d, then begun again: %v", k, err))
		}
		os.RemoveAll(filepath.Dir(dir))
	}
}

func TestEveryCallKilled(t *testing.T) {
	step := 1
	if !trial.Landing {
		step = 3
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seen := killEvery(t, "", way.without, way.first, step, func(dir string) error {
				tree, err := Begin(dir, Options{})
				if err != nil {
					return err
				}
				if _, err := wholly(dir, way.first); err != nil {
					return err
				}
				if err := tree.Abort(); err != nil {
					return err
				}
				mustPublish(t, dir, newSite)
				wantSite(t, dir, newSite)
				wantAlone(t, dir)
				return nil
			})
			t.Logf("%d kill points", seen.points)
			if seen.points < 20/step {
				t.Errorf("only %d kill points", seen.points)
			}
			for _, torn := range seen.torn {
				t.Error(torn)
			}
			if want := strings.Count(way.without, "exchange"); seen.gaps > want || seen.gaps < want && step == 1 {
				t.Errorf("%d moments without a site, want %d", seen.gaps, want)
			}
		})
	}
}

// The usual way to publish, two renames and nothing else, must not pass the loop above; nor may writing
// into the folder itself.
func TestKillsFindBadPublishers(t *testing.T) {
	for name := range badPublishers {
		seen := killEvery(t, name, "", false, 1, func(dir string) error {
			os.RemoveAll(dir + ".new")
			os.RemoveAll(dir + ".old")
			_, err := wholly(dir, false)
			return err
		})
		if len(seen.torn) == 0 {
			t.Errorf("%s: passes all of %d kills", name, seen.points)
		}
		t.Logf("%s: %d findings in %d kills, %d without a site", name, len(seen.torn), seen.points, seen.gaps)
	}
}

var badPublishers = map[string]func(dir string, d disk, f files) error{
	"two renames": func(dir string, d disk, f files) error {
		return inOrder(
			func() error { return writeInto(dir+".new", d, f) },
			func() error { return d.rename(dir, dir+".old") },
			func() error { return d.rename(dir+".new", dir) },
			func() error { return d.removeAll(dir + ".old") },
		)
	},
	"in place": func(dir string, d disk, f files) error {
		return inOrder(
			func() error { return d.removeAll(dir) },
			func() error { return writeInto(dir, d, f) },
		)
	},
}

func inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// writeInto makes a folder with a whole site, in no safe way.
func writeInto(dir string, d disk, f files) error {
	tmp, err := os.MkdirTemp(filepath.Dir(dir), "list-") // which whoever kills this process removes
	if err != nil {
		return err
	}
	if _, err := publish(tmp, disk{}, f); err != nil { // for its manifest
		return err
	}
	names := append(slices.Sorted(maps.Keys(f)), Manifest)
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(tmp, name))
		if err != nil {
			return err
		}
		to := filepath.Join(dir, name)
		if _, err := d.mkdirAll(filepath.Dir(to)); err != nil {
			return err
		}
		h, err := d.create(to)
		if err != nil {
			return err
		}
		_, err = h.Write(data)
		if err := errors.Join(err, h.Close()); err != nil {
			return err
		}
	}
	return nil
}

// TestKilledBuild is the process that killEvery starts; alone it does nothing.
func TestKilledBuild(t *testing.T) {
	dir := os.Getenv("OUTPUT_DIR")
	if dir == "" {
		t.Skip("only for the loops of kills")
	}
	k, _ := strconv.Atoi(os.Getenv("OUTPUT_KILL"))
	calls := 0
	d := disk{around: func(call, _ string, act func() error) error {
		if calls++; calls == k {
			self, _ := os.FindProcess(os.Getpid())
			self.Kill()
			select {}
		}
		if err := missing(call, os.Getenv("OUTPUT_WITHOUT")); err != nil {
			return err
		}
		return act()
	}}
	publisher, bad := badPublishers[os.Getenv("OUTPUT_PUBLISHER")]
	if os.Getenv("OUTPUT_PUBLISHER") == "resumed" {
		publisher, bad = func(dir string, d disk, f files) error { _, err := resumed(dir, d, f); return err }, true
	}
	if !bad {
		publisher = func(dir string, d disk, f files) error { _, err := publish(dir, d, f); return err }
	}
	if err := publisher(dir, d, newSite); err != nil {
		t.Fatal(err)
	}
}

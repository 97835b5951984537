package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
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

// resumed publishes as a pull does: it keeps what is there already, also what was left, and writes the rest.
func resumed(dir string, d disk, f files) (wrote []string, err error) {
	t, err := begin(dir, d, Options{Resume: true})
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(f)) {
		kept, err := t.Keep(name, sha256.Sum256([]byte(f[name])))
		if err == nil && !kept {
			wrote = append(wrote, name)
			err = t.Write(name, []byte(f[name]))
		}
		if err != nil {
			return wrote, errors.Join(err, t.Leave())
		}
	}
	_, err = t.Commit()
	return wrote, errors.Join(err, t.Leave())
}

// leave writes some files and then leaves.
func leave(t *testing.T, dir string, f files) {
	t.Helper()
	tree, err := Begin(dir, Options{Resume: true})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range f {
		if err := tree.Write(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := tree.Leave(); err != nil {
		t.Fatal(err)
	}
}

// What was left is taken, if its bytes are right, however often trees were left; and then it is gone.
func TestResume(t *testing.T) {
	dir := filepath.Join(quick(t), "public")
	mustPublish(t, dir, oldSite)
	leave(t, dir, files{"index.html": "new", "by/changed.html": "in between", "ru": "a file where a folder comes", "by/old.html": "not needed"})
	if info, err := os.Stat(filepath.Join(filepath.Dir(dir), ".public"+stagingEnding)); err != nil || info.Mode().Perm() != privateMode {
		t.Errorf("what was left is open to others: %v, %v", info, err)
	}
	leave(t, dir, files{"ru/index.html": "ru"})
	if _, err := wholly(dir, false); err != nil {
		t.Fatal(err)
	}
	wrote, err := resumed(dir, disk{}, newSite)
	if err != nil || !slices.Equal(wrote, []string{"by/changed.html"}) {
		t.Errorf("wrote %v, %v", wrote, err)
	}
	wantSite(t, dir, newSite)
	wantAlone(t, dir)

	// Any other build removes it, and so does a tree that wrote nothing.
	leave(t, dir, files{"index.html": "newer"})
	mustPublish(t, dir, newSite)
	wantAlone(t, dir)
	leave(t, dir, files{})
	wantAlone(t, dir)
	leave(t, dir, files{"index.html": "newer"})
	if err := Recover(filepath.Dir(dir)); err != nil {
		t.Fatal(err)
	}
	wantAlone(t, dir)
}

// A long file that was cut can be gone on with, or begun anew.
func TestResumeInTheMiddle(t *testing.T) {
	dir := filepath.Join(quick(t), "public")
	for _, x := range []struct{ left, then string }{{"a long ", "a long file"}, {"wrong", "a long file"}} {
		tree, err := Begin(dir, Options{Resume: true})
		if err != nil {
			t.Fatal(err)
		}
		f, err := tree.Create("by/long.html")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(x.left)); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(f.Close(), tree.Leave()); err != nil {
			t.Fatal(err)
		}
		if tree, err = Begin(dir, Options{Resume: true}); err != nil {
			t.Fatal(err)
		}
		r, size, ok := tree.Left("by/long.html")
		if !ok || size != int64(len(x.left)) {
			t.Fatalf("%d, %v", size, ok)
		}
		begun, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil || string(begun) != x.left {
			t.Fatalf("%q, %v", begun, err)
		}
		if _, _, ok := tree.Left("by/none.html"); ok {
			t.Error("a file was left that never was")
		}
		if f, err = tree.Create("by/long.html"); err != nil {
			t.Fatal(err)
		}
		if _, err = f.Write(begun); err != nil {
			t.Fatal(err)
		}
		if rest, ok := strings.CutPrefix(x.then, x.left); ok {
			_, err = f.Write([]byte(rest))
		} else if err = f.Restart(); err == nil {
			_, err = f.Write([]byte(x.then))
		}
		if err = errors.Join(err, f.Close(), tree.Write(Marker, []byte(marker))); err != nil {
			t.Fatal(err)
		}
		if _, err := tree.Commit(); err != nil {
			t.Fatal(err)
		}
		wantSite(t, dir, site(files{"by/long.html": x.then}))
		wantAlone(t, dir)
	}
}

// Killed before any of its calls, a tree that goes on with another one leaves the old site or the new one, and the
// next goes on in turn.
func TestResumedAndKilled(t *testing.T) {
	step := 5
	if trial.Long {
		step = 1
	}
	points := 0
	for k := 1; ; k += step {
		dir := filepath.Join(quick(t), "public")
		mustPublish(t, dir, oldSite)
		leave(t, dir, files{"index.html": "new", "by/changed.html": "in between"})
		leave(t, dir, files{"ru/index.html": "ru", "index.html": "in between"})
		build := exec.Command(os.Args[0], "-test.run=^TestKilledBuild$")
		build.Env = append(os.Environ(), "OUTPUT_DIR="+dir, "OUTPUT_KILL="+strconv.Itoa(k), "OUTPUT_PUBLISHER=resumed")
		said, err := build.CombinedOutput()
		if bytes.Contains(said, []byte("FAIL")) {
			t.Fatalf("%s", said)
		}
		if _, torn := wholly(dir, false); torn != nil {
			t.Errorf("killed before call %d: %v", k, torn)
		}
		if _, err := resumed(dir, disk{}, newSite); err != nil {
			t.Errorf("killed before call %d, then gone on: %v", k, err)
		}
		wantSite(t, dir, newSite)
		wantAlone(t, dir)
		if err == nil {
			break
		}
		points++
	}
	if points < 30/step {
		t.Errorf("only %d kill points", points)
	}
}

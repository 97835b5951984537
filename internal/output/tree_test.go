package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"unsafe"

	"vigil/internal/lab/trial"
)

func TestSecondBuildIsToldAtOnce(t *testing.T) {
	dir := filepath.Join(trial.Folder(t), "public")
	mustPublish(t, dir, oldSite)
	first, err := Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Begin(dir, Options{}); !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), dir) {
		t.Errorf("second Begin: %v, want ErrBusy with the folder", err)
	}
	if err := fill(first, newSite); err != nil {
		t.Fatal(err)
	}
	if _, err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	wantSite(t, dir, newSite)
	mustPublish(t, dir, oldSite) // the lock is free again
	wantAlone(t, dir)
}

// Two at a time inside would spoil each other's staging folder. A lock that is taken just when its
// file is unlinked must not count: without the second look at the path this test fails.
func TestLockUnderContention(t *testing.T) {
	path := filepath.Join(quick(t), "lock")
	var inside sync.Mutex
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 2000 {
				f, err := lockFile(path)
				if errors.Is(err, ErrBusy) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				if !inside.TryLock() {
					t.Error("two hold the lock")
					return
				}
				_, err = os.Lstat(path) // long enough for another to come in
				inside.Unlock()
				if err := errors.Join(err, unlockFile(f, os.Remove)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func TestAbort(t *testing.T) {
	dir := filepath.Join(trial.Folder(t), "public")
	mustPublish(t, dir, oldSite)
	tree, err := Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(tree, newSite); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := tree.Abort(); err != nil {
			t.Error(err)
		}
	}
	wantSite(t, dir, oldSite)
	wantAlone(t, dir)
	if err := tree.Write("late.html", nil); err == nil {
		t.Error("a write after the end went through")
	}
	if _, err := tree.Commit(); err == nil {
		t.Error("a Commit after Abort went through")
	}
	wantSite(t, dir, oldSite)
}

func TestAbortAfterCommitDoesNothing(t *testing.T) {
	dir := filepath.Join(trial.Folder(t), "public")
	tree, err := Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := fill(tree, newSite); err != nil {
		t.Fatal(err)
	}
	if _, err := tree.Commit(); err != nil {
		t.Fatal(err)
	}
	next, err := Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := tree.Abort(); err != nil { // must not take the next one's staging or lock
		t.Error(err)
	}
	if _, err := Begin(dir, Options{}); !errors.Is(err, ErrBusy) {
		t.Errorf("the next build lost its lock: %v", err)
	}
	if err := errors.Join(fill(next, oldSite)); err != nil {
		t.Error(err)
	}
	next.Abort()
	wantSite(t, dir, newSite)
}

func TestIncompleteTreeIsNotPublished(t *testing.T) {
	for name, f := range map[string]func(*Tree){
		"open file": func(t *Tree) { t.Write(Marker, []byte(marker)); t.Create("open.html") },
		"no marker": func(t *Tree) { t.Write("index.html", nil) },
	} {
		dir := filepath.Join(trial.Folder(t), "public")
		mustPublish(t, dir, oldSite)
		tree, err := Begin(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		f(tree)
		if _, err := tree.Commit(); err == nil {
			t.Errorf("%s: published", name)
		}
		tree.Abort()
		wantSite(t, dir, oldSite)
	}
}

func TestSum(t *testing.T) {
	tree, err := Begin(filepath.Join(trial.Folder(t), "public"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Abort()
	if err := tree.Write("a.json", []byte("abc")); err != nil {
		t.Fatal(err)
	}
	f, err := tree.Create("b.csv")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := tree.Sum("b.csv"); ok {
		t.Error("an open file has a sum")
	}
	big := bytes.Repeat([]byte("line\n"), 40_000) // more than one buffer
	for line := range bytes.Lines(big) {
		if _, err := f.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("second Close: %v", err)
	}
	for name, data := range map[string][]byte{"a.json": []byte("abc"), "b.csv": big} {
		if got, ok := tree.Sum(name); !ok || got != (Sum{int64(len(data)), sha256.Sum256(data)}) {
			t.Errorf("%s: %v %v", name, got, ok)
		}
	}
	for _, name := range []string{"c.csv", "A.json"} {
		if _, ok := tree.Sum(name); ok {
			t.Errorf("%s was never written", name)
		}
	}
}

func TestManyWriters(t *testing.T) {
	dir := filepath.Join(quick(t), "public")
	want := site(nil)
	for i := range blockSize + 100 { // more than one block of the ledger
		want[fmt.Sprintf("countries/c%d/person-%d.html", i%7, i)] = fmt.Sprint("person ", i/2)
	}
	for range 2 { // the second time everything is kept
		tree, err := Begin(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		names := make(chan string)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for name := range names {
					if err := tree.Write(name, []byte(want[name])); err != nil {
						t.Error(err)
					}
				}
			})
		}
		for name := range want {
			names <- name
		}
		close(names)
		wg.Wait()
		if _, err := tree.Commit(); err != nil {
			t.Fatal(err)
		}
		wantSite(t, dir, want)
	}
}

// The scale is a million files: see the sum beside the struct.
func TestRecordStaysSmall(t *testing.T) {
	if size := unsafe.Sizeof(record{}); size > 48 {
		t.Errorf("a record has %d bytes", size)
	}
}

// A file that is to be as it was is taken over with its time, if its bytes are those; if not, it can be written.
func TestKeep(t *testing.T) {
	sum := func(s string) [32]byte { return sha256.Sum256([]byte(s)) }
	dir := filepath.Join(trial.Folder(t), "public")
	mustPublish(t, dir, site(files{"by/same.html": "same", "by/tampered.html": "good", "by/linked.html": "same", "old.html": "old"}))
	past := age(t, dir)
	err := errors.Join(os.WriteFile(filepath.Join(dir, "by/tampered.html"), []byte("evil"), 0o644),
		os.Remove(filepath.Join(dir, "by/linked.html")), os.Symlink("same.html", filepath.Join(dir, "by/linked.html")))
	if err != nil {
		t.Skip(err)
	}
	tree, err := Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := site(files{"by/same.html": "same", "by/tampered.html": "good", "by/linked.html": "same", "by/new.html": "new", "ru/new.html": "new"})
	for name, text := range want {
		kept, err := tree.Keep(name, sum(text))
		if expect := name == "by/same.html" || name == Marker; err != nil || kept != expect {
			t.Errorf("%s: kept %v, %v", name, kept, err)
		}
		if !kept {
			err = tree.Write(name, []byte(text))
		}
		if err != nil {
			t.Error(err)
		}
	}
	res, err := tree.Commit()
	if err != nil || res.Kept != 2 || res.Written != 4 || res.Removed != 1 {
		t.Errorf("%+v %v", res, err)
	}
	wantSite(t, dir, want)
	if got := modified(t, dir, "by/same.html"); !got.Equal(past) {
		t.Errorf("a kept file got the time %v", got)
	}
	for _, name := range []string{"../x", Manifest} {
		tree, err := Begin(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tree.Keep(name, [32]byte{}); err == nil {
			t.Errorf("%s was taken", name)
		}
		tree.Abort()
	}
}

package output

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

const marker = `{"generator": "vigil"}`

// files is a site as a test wants it or finds it: bytes by name.
type files map[string]string

func site(more files) files {
	f := files{Marker: marker}
	maps.Copy(f, more)
	return f
}

var (
	oldSite = site(files{"index.html": "old", "by/same.html": "same", "by/gone.html": "gone", "by/changed.html": "before"})
	newSite = site(files{"index.html": "new", "by/same.html": "same", "by/changed.html": "after", "ru/index.html": "ru"})
)

// fill writes f in the order of its names; the largest by streaming.
func fill(t *Tree, f files) error {
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if name != "index.html" {
			if err := t.Write(name, []byte(f[name])); err != nil {
				return err
			}
			continue
		}
		out, err := t.Create(name)
		if err != nil {
			return err
		}
		_, err = out.Write([]byte(f[name]))
		if err := errors.Join(err, out.Close()); err != nil {
			return err
		}
	}
	return nil
}

// useScratch writes and reads as a build does between its passes.
func useScratch(t *Tree) error {
	s, err := t.Scratch()
	if err != nil {
		return err
	}
	if _, err := s.WriteAt([]byte("kept for later"), 5); err != nil {
		return err
	}
	got := make([]byte, len("for later"))
	if _, err := s.ReadAt(got, 10); err != nil || string(got) != "for later" {
		return errors.Join(err, fmt.Errorf("the scratch file holds %q", got))
	}
	return nil
}

// publish is a whole build; the tree is aborted if anything fails.
func publish(dir string, d disk, f files) (res Result, err error) {
	return publishWith(dir, d, Options{}, f)
}

func publishWith(dir string, d disk, o Options, f files) (res Result, err error) {
	t, err := begin(dir, d, o)
	if err != nil {
		return res, err
	}
	if err = errors.Join(useScratch(t), fill(t, f)); err == nil {
		res, err = t.Commit()
	}
	return res, errors.Join(err, t.Abort())
}

func mustPublish(t *testing.T, dir string, f files) Result {
	t.Helper()
	res, err := publish(dir, disk{}, f)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// onDisk reads a site back and checks it as `sha256sum -c` and a `find` for extra files would.
func onDisk(dir string) (files, error) {
	found := files{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		found[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		return nil, err
	}
	manifest := found[Manifest]
	delete(found, Manifest)
	listed := 0
	last := ""
	for line := range strings.Lines(manifest) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		data, there := found[name]
		if !ok || !there || fmt.Sprintf("%x", sha256.Sum256([]byte(data))) != sum {
			return nil, fmt.Errorf("manifest line %q does not hold", line)
		}
		if name <= last {
			return nil, fmt.Errorf("manifest is not sorted at %q", name)
		}
		last = name
		listed++
	}
	if _, signed := found[Signature]; signed {
		listed++
	}
	if listed != len(found) {
		return nil, fmt.Errorf("%d files, but %d in the manifest", len(found), listed)
	}
	return found, nil
}

func wantSite(t *testing.T, dir string, want files) {
	t.Helper()
	got, err := onDisk(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got, want) {
		t.Fatalf("site is %v, want %v", got, want)
	}
}

// wantAlone checks that nothing is left beside the output.
func wantAlone(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.Contains(e.Name(), ".vigil-") {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

// age puts every file of a site into the past, so that a rewrite shows whatever the clock's steps.
func age(t *testing.T, dir string) time.Time {
	t.Helper()
	past := time.Date(2021, 10, 22, 12, 0, 0, 0, time.UTC)
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		return errors.Join(err, os.Chtimes(p, past, past))
	})
	if err != nil {
		t.Fatal(err)
	}
	return past
}

func modified(t *testing.T, dir, name string) time.Time {
	t.Helper()
	info, err := os.Stat(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return info.ModTime().UTC()
}

func TestFirstPublish(t *testing.T) {
	dir := filepath.Join(trial.Folder(t), "made", "on the way", "public")
	res := mustPublish(t, dir, oldSite)
	wantSite(t, dir, oldSite)
	wantAlone(t, dir)
	want := Result{Files: 5, Bytes: int64(len(marker) + len("old"+"same"+"gone"+"before")), Written: 5}
	if res != want {
		t.Errorf("result %+v, want %+v", res, want)
	}
}

func TestEmptyFolderIsTaken(t *testing.T) {
	dir := trial.Folder(t)
	mustPublish(t, dir, oldSite)
	wantSite(t, dir, oldSite)
}

func TestRebuild(t *testing.T) {
	dir := filepath.Join(trial.Folder(t), "public")
	mustPublish(t, dir, oldSite)
	past := age(t, dir)
	res := mustPublish(t, dir, newSite)
	wantSite(t, dir, newSite)
	wantAlone(t, dir)
	if res.Files != 5 || res.Written != 3 || res.Kept != 2 || res.Removed != 1 {
		t.Errorf("result %+v", res)
	}
	if got := modified(t, dir, "by/same.html"); !got.Equal(past) {
		t.Errorf("an unchanged file got the time %v", got)
	}
	if got := modified(t, dir, "by/changed.html"); got.Equal(past) {
		t.Error("a changed file kept its time")
	}
}

// A folder of an image, in a container, or another user's cannot be exchanged: whoever runs it is told what to do.
func TestFolderThatCannotBeExchanged(t *testing.T) {
	for failure, says := range map[error]string{syscall.EXDEV: "came with the image of a container", syscall.EACCES: "seems to be another user's"} {
		dir := filepath.Join(trial.Folder(t), "public")
		mustPublish(t, dir, oldSite)
		_, err := publish(dir, disk{around: func(call, path string, act func() error) error {
			if call == "exchange" {
				return failure
			}
			return act()
		}}, newSite)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("it says %v", err)
		}
		wantSite(t, dir, oldSite)
		wantAlone(t, dir)
	}
}

func TestNothingChangedTouchesNothing(t *testing.T) {
	dir := filepath.Join(trial.Folder(t), "public")
	mustPublish(t, dir, oldSite)
	before, _ := os.Stat(dir)
	past := age(t, dir)
	linked := false
	_, err := publish(dir, disk{around: func(call, path string, act func() error) error {
		linked = linked || call == "link" || call == "exchange"
		return act()
	}}, oldSite)
	if err != nil {
		t.Fatal(err)
	}
	after, _ := os.Stat(dir)
	if !os.SameFile(before, after) || linked {
		t.Error("the folder was replaced")
	}
	for _, name := range []string{".", "by", "index.html", Manifest} {
		if got := modified(t, dir, name); !got.Equal(past) {
			t.Errorf("%s was touched at %v", name, got)
		}
	}
	wantAlone(t, dir)
}

// What is unchanged is decided by the bytes on disk, whatever the manifest says of them.
func TestTamperedFileIsMended(t *testing.T) {
	for name, tamper := range map[string]func(file string) error{
		"same size": func(f string) error { return os.WriteFile(f, []byte("SAME"), 0o644) },
		"removed":   os.Remove,
		"link":      func(f string) error { return errors.Join(os.Remove(f), os.Symlink("twin.html", f)) },
		"folder":    func(f string) error { return errors.Join(os.Remove(f), os.Mkdir(f, 0o755)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(trial.Folder(t), "public")
			want := site(files{"by/same.html": "same", "by/twin.html": "same"})
			mustPublish(t, dir, want)
			if err := tamper(filepath.Join(dir, "by", "same.html")); err != nil {
				t.Skip(err)
			}
			mustPublish(t, dir, want)
			wantSite(t, dir, want)
			if info, err := os.Lstat(filepath.Join(dir, "by", "same.html")); err != nil || !info.Mode().IsRegular() {
				t.Errorf("not a regular file: %v %v", info.Mode(), err)
			}
		})
	}
}

func TestLinkedFolderIsNotReadThrough(t *testing.T) {
	top := trial.Folder(t)
	dir, elsewhere := filepath.Join(top, "public"), filepath.Join(top, "elsewhere")
	want := site(files{"by/same.html": "same"})
	mustPublish(t, dir, want)
	by := filepath.Join(dir, "by")
	if err := errors.Join(os.Rename(by, elsewhere), os.Symlink(elsewhere, by)); err != nil {
		t.Skip(err)
	}
	if _, err := publish(dir, disk{}, want); err == nil || !strings.Contains(err.Error(), "there: by:") {
		t.Errorf("a link that nobody of us made: %v", err)
	}
	if _, err := publishWith(dir, disk{}, Options{DeleteForeign: true}, want); err != nil {
		t.Fatal(err)
	}
	wantSite(t, dir, want)
	if info, err := os.Lstat(by); err != nil || !info.IsDir() {
		t.Errorf("the link is still there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(elsewhere, "same.html")); err != nil {
		t.Errorf("the folder elsewhere was touched: %v", err)
	}
}

func TestKeptWithoutHardLinks(t *testing.T) {
	dir := filepath.Join(trial.Folder(t), "public")
	mustPublish(t, dir, oldSite)
	past := age(t, dir)
	_, err := publish(dir, disk{around: func(call, path string, act func() error) error {
		if call == "link" {
			return errors.ErrUnsupported
		}
		return act()
	}}, newSite)
	if err != nil {
		t.Fatal(err)
	}
	wantSite(t, dir, newSite)
	if got := modified(t, dir, "by/same.html"); !got.Equal(past) {
		t.Errorf("a copied file got the time %v", got)
	}
}

func TestSignature(t *testing.T) {
	dir := filepath.Join(trial.Folder(t), "public")
	sign := func() {
		if err := os.WriteFile(filepath.Join(dir, Signature), []byte("signed"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	has := func() bool {
		_, err := os.Stat(filepath.Join(dir, Signature))
		return err == nil
	}
	mustPublish(t, dir, oldSite)
	sign()
	mustPublish(t, dir, oldSite)
	if !has() {
		t.Error("lost though nothing changed")
	}
	os.WriteFile(filepath.Join(dir, "index.html"), []byte("tampered"), 0o644)
	if mustPublish(t, dir, oldSite); !has() {
		t.Error("lost though the manifest it signs is the same")
	}
	if mustPublish(t, dir, newSite); has() {
		t.Error("kept though it signs another manifest")
	}
	signed := site(files{Signature: "given by the caller"})
	mustPublish(t, dir, signed)
	wantSite(t, dir, signed)
}

func TestModesDoNotDependOnUmask(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes")
	}
	defer setUmask(setUmask(0o077))
	dir := filepath.Join(trial.Folder(t), "public")
	mustPublish(t, dir, oldSite)
	for name, want := range map[string]fs.FileMode{".": 0o755, "by": 0o755, "by/same.html": 0o644, "index.html": 0o644, Manifest: 0o644} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v (%v)", name, info.Mode().Perm(), want, err)
		}
	}
}

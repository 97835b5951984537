package output

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

// abandon begins a build and ends it as a kill does: everything stays, and only the lock is let go of.
func abandon(t *testing.T, dir string) (beside string) {
	t.Helper()
	tree, err := Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := tree.Write("withdrawn.html", []byte("withdrawn")); err != nil {
		t.Fatal(err)
	}
	if err := tree.lock.Close(); err != nil {
		t.Fatal(err)
	}
	return tree.beside
}

// What a swap by two renames left is told apart by what stands at the output.
func TestMendingTwoRenames(t *testing.T) {
	for name, c := range map[string]struct {
		now  func(dir string) error
		want files
	}{
		"cut between the renames": {func(string) error { return nil }, oldSite},
		"folder made by hand":     {func(dir string) error { return os.Mkdir(dir, 0o755) }, oldSite},
		"cut after the renames":   {func(dir string) error { return os.Rename(dir+".new", dir) }, newSite},
	} {
		for by, recover := range map[string]func(dir string) error{
			"the next build":  func(dir string) error { _, err := begun(dir); return err },
			"another command": func(dir string) error { return Recover(filepath.Dir(dir)) },
		} {
			t.Run(name+" by "+by, func(t *testing.T) {
				dir := filepath.Join(trial.Folder(t), "public")
				mustPublish(t, dir, oldSite)
				mustPublish(t, dir+".new", newSite)
				beside := abandon(t, dir)
				if err := errors.Join(os.Rename(dir, filepath.Join(beside, "old")), c.now(dir), recover(dir)); err != nil {
					t.Fatal(err)
				}
				wantSite(t, dir, c.want)
				wantAlone(t, dir)
			})
		}
	}
}

// What a repository brings along is not taken for what a build left, however well it is made.
func TestPlantedLeftovers(t *testing.T) {
	plant := func(t *testing.T, dir string) string {
		beside := filepath.Join(filepath.Dir(dir), ".public"+stagingEnding)
		mustPublish(t, filepath.Join(beside, "old"), oldSite)
		return beside
	}
	lock := func(dir string) string { return filepath.Join(filepath.Dir(dir), ".public"+lockEnding) }
	for name, c := range map[string]struct {
		make    func(t *testing.T, dir string) error
		refused bool
	}{
		"aside of old": {func(t *testing.T, dir string) error {
			mustPublish(t, filepath.Join(filepath.Dir(dir), ".public.vigil-aside"), oldSite)
			return nil
		}, false},
		"no lock":    {func(t *testing.T, dir string) error { plant(t, dir); return nil }, true},
		"empty lock": {func(t *testing.T, dir string) error { plant(t, dir); return os.WriteFile(lock(dir), nil, 0o600) }, true},
		"right device and inode": {func(t *testing.T, dir string) error {
			folder, err := os.Lstat(plant(t, dir))
			if err != nil {
				return err
			}
			for range 2 { // the second time the lock file is there, and its inode is known
				info, err := os.Lstat(lock(dir))
				if err != nil {
					info = folder
				}
				text, _ := proof(folder, info)
				if err := os.WriteFile(lock(dir), []byte(text), 0o600); err != nil {
					return err
				}
			}
			return nil
		}, true},
		"copied from elsewhere": {func(t *testing.T, dir string) error {
			other := filepath.Join(trial.Folder(t), "public")
			abandon(t, other)
			return os.CopyFS(filepath.Dir(dir), os.DirFS(filepath.Dir(other)))
		}, true},
		"staging is a link": {func(t *testing.T, dir string) error {
			elsewhere := trial.Folder(t)
			mustPublish(t, filepath.Join(elsewhere, "old"), oldSite)
			return os.Symlink(elsewhere, filepath.Join(filepath.Dir(dir), ".public"+stagingEnding))
		}, true},
		"lock is a link": {func(t *testing.T, dir string) error { return os.Symlink("/etc/passwd", lock(dir)) }, true},
		"staging became a link": {func(t *testing.T, dir string) error {
			beside := abandon(t, dir)
			elsewhere := filepath.Join(trial.Folder(t), "moved")
			return errors.Join(os.Rename(beside, elsewhere), os.Symlink(elsewhere, beside))
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(trial.Folder(t), "public")
			if err := c.make(t, dir); err != nil {
				t.Skip(err)
			}
			before := listing(t, filepath.Dir(dir))
			_ = Recover(filepath.Dir(dir))
			if after := listing(t, filepath.Dir(dir)); !maps.Equal(before, after) {
				t.Errorf("Recover changed %v to %v", before, after)
			}
			tree, err := Begin(dir, Options{})
			if c.refused != (err != nil) || err != nil && !strings.Contains(err.Error(), ".public.vigil-") {
				t.Errorf("%v, want refused=%v", err, c.refused)
			}
			if err == nil {
				tree.Abort()
			}
			if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("an output has appeared: %v", err)
			}
		})
	}
}

// A page that was withdrawn stays readable neither beside the output nor for long.
func TestLeftoversAreHiddenAndGo(t *testing.T) {
	top := trial.Folder(t)
	dir := filepath.Join(top, "public")
	mustPublish(t, dir, oldSite)
	beside := abandon(t, dir)
	if info, err := os.Lstat(beside); err != nil || info.Mode().Perm() != 0o700 && runtime.GOOS != "windows" {
		t.Errorf("%v %v", info.Mode(), err)
	}
	busy, err := Begin(filepath.Join(top, "other"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := Recover(top); err != nil {
		t.Error(err)
	}
	if left := listing(t, top); left[beside] || left[filepath.Join(top, ".public"+lockEnding)] || !left[busy.staging] {
		t.Errorf("%v", left)
	}
	if err := busy.Abort(); err != nil {
		t.Error(err)
	}
	wantAlone(t, dir)
	if err := Recover(filepath.Join(top, "missing")); err != nil {
		t.Error(err)
	}
}

// Files that are not ours stop a build before it writes, with their names.
func TestForeignFiles(t *testing.T) {
	for name, c := range map[string]struct {
		add  []string
		want string // in the error; "": it goes on
	}{
		"one":        {[]string{"CNAME"}, "there: CNAME:"},
		"repository": {[]string{".git/HEAD", ".git/objects/ab/cd"}, "there: .git/:"},
		"beside ours": {[]string{"by/upload.pdf", "by/more/1", "by/more/2"},
			"there: by/more/, by/upload.pdf:"},
		"many":          {strings.Fields("a b c d e f g h i j k l"), "i, j and 2 more:"},
		"of systems":    {[]string{".DS_Store", "by/Thumbs.db", "by/desktop.ini"}, ""},
		"for the new":   {[]string{"ru/index.html"}, "there: ru/:"},
		"for the shell": {[]string{"x\x1b[31m"}, `there: "x\x1b[31m":`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(trial.Folder(t), "public")
			mustPublish(t, dir, oldSite)
			for _, f := range c.add {
				f = filepath.Join(dir, f)
				if err := errors.Join(os.MkdirAll(filepath.Dir(f), 0o755), os.WriteFile(f, []byte("mine"), 0o644)); err != nil {
					t.Skip(err)
				}
			}
			before := listing(t, dir)
			_, err := publish(dir, disk{}, newSite)
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				wantSite(t, dir, newSite)
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if after := listing(t, dir); !maps.Equal(before, after) {
				t.Errorf("%v, was %v", after, before)
			}
			wantAlone(t, dir)
			res, err := publishWith(dir, disk{}, Options{DeleteForeign: true}, newSite)
			if err != nil || res.Removed == 0 {
				t.Fatal(res, err)
			}
			wantSite(t, dir, newSite)
		})
	}
}

// A file that comes while a build runs is no more lost than one that was there before.
func TestForeignFileInTheMeantime(t *testing.T) {
	dir := filepath.Join(trial.Folder(t), "public")
	mustPublish(t, dir, oldSite)
	tree, err := Begin(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Abort()
	if err := errors.Join(fill(tree, newSite), os.WriteFile(filepath.Join(dir, "ru-index.html"), nil, 0o644)); err != nil {
		t.Fatal(err)
	}
	if _, err := tree.Commit(); err == nil || !strings.Contains(fmt.Sprint(err), "ru-index.html") {
		t.Errorf("%v", err)
	}
}

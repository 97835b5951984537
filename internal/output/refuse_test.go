package output

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

func TestRefusals(t *testing.T) {
	put := func(t *testing.T, name, data string) {
		t.Helper()
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(data), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, dir, want string
		make            func(t *testing.T)
	}{
		{"no name", "", "no output folder", func(t *testing.T) {}},
		{"link to a folder", "public", "symbolic link", func(t *testing.T) {
			os.Mkdir("real", 0o755)
			if err := os.Symlink("real", "public"); err != nil {
				t.Skip(err)
			}
		}},
		{"link with a slash", "public/", "symbolic link", func(t *testing.T) {
			os.Mkdir("real", 0o755)
			if err := os.Symlink("real", "public"); err != nil {
				t.Skip(err)
			}
		}},
		{"dangling link", "public", "symbolic link", func(t *testing.T) {
			if err := os.Symlink("nowhere", "public"); err != nil {
				t.Skip(err)
			}
		}},
		{"file", "public", "not a folder", func(t *testing.T) { put(t, "public", "x") }},
		{"working directory", ".", "working directory", func(t *testing.T) {}},
		{"above the working directory", "..", "working directory", func(t *testing.T) {}},
		{"root", string(filepath.Separator), "working directory", func(t *testing.T) {}},
		{"mount point", "/proc", "mount point", func(t *testing.T) {
			if runtime.GOOS != "linux" {
				t.Skip("no /proc")
			}
		}},
		{"not ours", "public", "not made by vigil", func(t *testing.T) { put(t, "public/letter.txt", "x") }},
		{"hidden file only", "public", "not made by vigil", func(t *testing.T) { put(t, "public/.git/HEAD", "x") }},
		{"other generator", "public", "not made by vigil", func(t *testing.T) { put(t, "public/"+Marker, `{"generator": "apt-mirror"}`) }},
		{"marker of another shape", "public", "not made by vigil", func(t *testing.T) { put(t, "public/"+Marker, `["vigil"]`) }},
		{"marker is not JSON", "public", "not made by vigil", func(t *testing.T) { put(t, "public/"+Marker, "generator: vigil") }},
		{"marker is a link", "public", "not made by vigil", func(t *testing.T) {
			put(t, "public/x", "x")
			put(t, "marker", marker)
			if err := os.Symlink("../marker", "public/"+Marker); err != nil {
				t.Skip(err)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			top := trial.Folder(t)
			t.Chdir(top)
			c.make(t)
			before := listing(t, top)
			_, err := Begin(c.dir, Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.dir) {
				t.Errorf("error %v, want one with %q and %q", err, c.want, c.dir)
			}
			if after := listing(t, top); !maps.Equal(before, after) {
				t.Errorf("changed on disk: %v, was %v", after, before)
			}
		})
	}
}

func listing(t *testing.T, dir string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	err := filepath.Walk(dir, func(p string, _ os.FileInfo, err error) error {
		names[p] = true
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		name, earlier, want string
	}{
		{"", "", "clean relative"},
		{".", "", "clean relative"},
		{"/etc/passwd", "", "clean relative"},
		{"../up.html", "", "clean relative"},
		{"by/../../up.html", "", "clean relative"},
		{"by//x.html", "", "clean relative"},
		{"by/", "", "clean relative"},
		{"./x.html", "", "clean relative"},
		{"by/Алена.html", "", "not allowed"},
		{"by\\x.html", "", "not allowed"},
		{"x\n.html", "", "not allowed"},
		{"c:x.html", "", "not allowed"},
		{"by/Жанна.html", "", "'Ж' is not allowed"},
		{"con.txt", "", "on Windows"},
		{"by/AUX.tar.gz", "", "on Windows"},
		{"lpt1/x.html", "", "on Windows"},
		{"by./x.html", "", "on Windows"},
		{"x.html ", "", "on Windows"},
		{strings.Repeat("a", 1025), "", "longer"},
		{"SHA256SUMS", "", "when the site is finished"},
		{"sha256sums", "", "when the site is finished"},
		{"x.html", "x.html", "twice"},
		{"X.html", "x.html", "only by case"},
		{"x.html", "X.html", "only by case"},
		{"BY/y.html", "by/x.html", "only by case"},
		{"by/x.html", "by", "already a file"},
		{"BY/x.html", "by", "already a file"},
		{"by", "by/x.html", "already a folder"},
		{"by/z.html", "by/x.html", ""},
		{"-(a) b_c~d,e+f@g=h!.html", "", ""},
	} {
		tree, err := Begin(filepath.Join(trial.Folder(t), "public"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if c.earlier != "" {
			if err := tree.Write(c.earlier, nil); err != nil {
				t.Fatal(err)
			}
		}
		err = tree.Write(c.name, nil)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%q: %v", c.name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), c.name)):
			t.Errorf("%q after %q: error %v, want %q", c.name, c.earlier, err, c.want)
		}
		if c.want != "" {
			if err := tree.Write(Marker, []byte(marker)); err != nil {
				t.Error(err)
			}
			if _, err := tree.Commit(); err == nil {
				t.Errorf("%q: Commit published a tree whose writing failed", c.name)
			}
		}
		if err := tree.Abort(); err != nil {
			t.Error(err)
		}
	}
}

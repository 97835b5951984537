package output

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"vigil/internal/lab/trial"
)

// The ways a system can put a site in place. Every fault and every kill is tried in each.
var ways = map[string]struct {
	first   bool // nothing is published yet, and the folder above is missing too
	without string
}{
	"exchange":    {},
	"two renames": {without: "exchange"},
	"copies":      {without: "link"},
	"first":       {first: true},
}

// fault is one way in which calls fail.
type fault struct {
	err     error
	strikes []string // calls; nil: all
	lasting bool     // from the first on all of them fail, those of clearing up too
	late    bool     // the call has its effect, and fails all the same
}

var (
	growing  = []string{"flock", "mkdir", "create", "write", "link", "rename", "exchange", "chtimes", "syncfs", "fsync", "close"}
	changing = slices.Concat(growing, []string{"remove", "removeall", "chmod"})
)

var faults = map[string]fault{
	"ENOSPC":           {err: syscall.ENOSPC},
	"EIO":              {err: syscall.EIO},
	"EROFS":            {err: syscall.EROFS, strikes: changing},
	"EDQUOT":           {err: edquot, strikes: changing},
	"EACCES":           {err: syscall.EACCES},
	"EMFILE":           {err: syscall.EMFILE, strikes: []string{"flock", "open", "create", "syncfs", "fsync"}},
	"disk stays full":  {err: syscall.ENOSPC, strikes: growing, lasting: true},
	"quota stays full": {err: edquot, strikes: growing, lasting: true},
	"turns read-only":  {err: syscall.EROFS, strikes: changing, lasting: true},
	"drive is gone":    {err: syscall.EIO, lasting: true},
	"fails afterwards": {err: syscall.EIO, strikes: slices.DeleteFunc(slices.Clone(changing), func(c string) bool { return c == "flock" }), late: true},
}

// missing makes one kind of call unsupported.
func missing(call, without string) error {
	if call == without {
		return errors.ErrUnsupported
	}
	return nil
}

// blow is one fault at one place of a publish.
type blow struct {
	fault
	k       int // the how manieth of the calls that it can strike
	without string

	seen int
	hit  string // the first call it struck; "" when there were fewer than k
	path string
}

func (b *blow) disk() disk {
	return disk{around: func(call, path string, act func() error) error {
		if err := missing(call, b.without); err != nil {
			return err
		}
		if b.strikes != nil && !slices.Contains(b.strikes, call) {
			return act()
		}
		if b.seen++; b.seen != b.k && !(b.lasting && b.seen > b.k) {
			return act()
		}
		if b.hit == "" {
			b.hit, b.path = fmt.Sprintf("%s %d, %s %s", b.err, b.k, call, filepath.Base(path)), path
		}
		if b.late {
			if err := act(); err != nil {
				return err
			}
		} else if call == "removeall" { // it did not come to the end
			if entries, _ := os.ReadDir(path); len(entries) > 0 {
				os.RemoveAll(filepath.Join(path, entries[0].Name()))
			}
		} else if call == "write" { // a part of it went through
			if f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0); err == nil {
				f.WriteString("torn")
				f.Close()
			}
		}
		return &fs.PathError{Op: call, Path: path, Err: b.err}
	}}
}

// long makes the loops complete. By default they try every seventh call, and of each way and manner others.
var long = trial.Long

var quick = trial.Folder // a loop of thousands of builds waits for no drive

func stride(n int) int {
	if long {
		return 1
	}
	return 5 + n%5
}

// TestEveryCallFails lets the first, the second … call of a publish fail, in every manner, until there are
// no more. Then nobody may see anything but one of the two sites, and the next build mends everything.
func TestEveryCallFails(t *testing.T) {
	for wayName, way := range ways {
		t.Run(wayName, func(t *testing.T) {
			t.Parallel()
			points := 0
			for name, f := range faults {
				for k := 1; ; k += stride(points) {
					b := &blow{fault: f, k: k, without: way.without}
					strike(t, b, name, way.first)
					if b.hit == "" {
						break
					}
					points++
				}
			}
			t.Logf("%d fault points", points)
			if points < 300 && long {
				t.Errorf("only %d fault points", points)
			}
		})
	}
}

// strike makes one publish with one fault in it, and the next one without.
func strike(t *testing.T, b *blow, name string, first bool) {
	top := quick(t)
	dir := filepath.Join(top, "above", "public")
	if !first {
		mustPublish(t, dir, oldSite)
	}
	res, err := publish(dir, b.disk(), newSite)
	if b.hit == "" {
		if err != nil {
			t.Fatalf("%s: without a fault: %v", name, err)
		}
		os.RemoveAll(top)
		return
	}
	when := name + ": " + b.hit
	// Where everything fails from then on, the next call may be the first that matters.
	named := err == nil || strings.Contains(err.Error(), filepath.Base(b.path)) || b.lasting && strings.Contains(err.Error(), top)
	if !named || err != nil && !errors.Is(err, b.err) {
		t.Errorf("%s: the error hides what failed: %v", when, err)
	}
	if gap(b, dir) {
		if _, err := begun(dir); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
	}
	isNew, torn := wholly(dir, first)
	if torn != nil {
		t.Fatalf("%s: %v", when, torn)
	}
	if placed := res.Files > 0; placed != isNew && !b.late {
		t.Errorf("%s: said placed=%v (%v), but new=%v", when, placed, err, isNew)
	}
	if err == nil && !isNew {
		t.Errorf("%s: the failure was kept secret", when)
	}
	if _, above := os.Lstat(filepath.Dir(dir)); first && !isNew && !b.late && !b.lasting && above == nil && !strings.Contains(b.hit, "remove") {
		t.Errorf("%s: a folder that only this build needed is left", when)
	}
	mustPublish(t, dir, newSite)
	wantSite(t, dir, newSite)
	wantAlone(t, dir)
	os.RemoveAll(top)
}

// gap is the one moment without a site that two renames cannot avoid: the disk turns read-only between
// them. The next Begin ends it.
func gap(b *blow, dir string) bool {
	_, err := os.Lstat(dir)
	return err != nil && b.lasting && b.without == "exchange" && strings.Contains(b.hit, "rename public")
}

// begun is what stands at dir when the next build has begun, and not yet written anything.
func begun(dir string) (isNew bool, err error) {
	tree, err := Begin(dir, Options{})
	if err != nil {
		return false, err
	}
	isNew, torn := wholly(dir, false)
	return isNew, cmp.Or(torn, tree.Abort())
}

// wholly says whether the visible site is the new one; the error says that it is neither that nor the old.
func wholly(dir string, first bool) (isNew bool, err error) {
	got, err := onDisk(dir)
	switch {
	case first && errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case maps.Equal(got, newSite):
		return true, nil
	case first || !maps.Equal(got, oldSite):
		return false, fmt.Errorf("neither the old site nor the new: %v", got)
	}
	return false, nil
}

// The checks above would say nothing if they could not tell a torn site.
func TestTornSiteIsNoticed(t *testing.T) {
	for name, tear := range map[string]func(dir string) error{
		"file of the other":        func(d string) error { return os.WriteFile(filepath.Join(d, "index.html"), []byte("old"), 0o644) },
		"missing":                  func(d string) error { return os.Remove(filepath.Join(d, "by", "same.html")) },
		"extra":                    func(d string) error { return os.WriteFile(filepath.Join(d, "by", "gone.html"), []byte("gone"), 0o644) },
		"truncated":                func(d string) error { return os.Truncate(filepath.Join(d, "by", "changed.html"), 2) },
		"manifest is cut":          func(d string) error { return os.Truncate(filepath.Join(d, Manifest), 70) },
		"manifest is missing":      func(d string) error { return os.Remove(filepath.Join(d, Manifest)) },
		"manifest of the other":    func(d string) error { return os.Rename(d+".old/"+Manifest, filepath.Join(d, Manifest)) },
		"everything is missing":    func(d string) error { return os.RemoveAll(d) },
		"a third, whole in itself": func(d string) error { _, err := publish(d, disk{}, site(nil)); return err },
	} {
		dir := filepath.Join(quick(t), "public")
		mustPublish(t, dir+".old", oldSite)
		mustPublish(t, dir, newSite)
		if _, err := wholly(dir, false); err != nil {
			t.Fatal(err)
		}
		if err := tear(dir); err != nil {
			t.Fatal(err)
		}
		if isNew, err := wholly(dir, false); err == nil {
			t.Errorf("%s: taken for a whole site (new=%v)", name, isNew)
		}
	}
}

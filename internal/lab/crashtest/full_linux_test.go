package crashtest

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"vigil/internal/lab/trial"
)

// inOwnMounts runs a test once more in a process that sees mounts of its own, so that none outlives it.
// It reports whether this is that process.
func inOwnMounts(t *testing.T) bool {
	t.Helper()
	if os.Getenv("CRASHTEST_MOUNTS") == t.Name() {
		return true
	}
	again := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	again.Env = append(os.Environ(), "CRASHTEST_MOUNTS="+t.Name(), "CRASHTEST_TOP="+top, "CRASHTEST_VIGIL="+vigil)
	again.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		again.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		}
	}
	said, err := again.CombinedOutput()
	switch {
	case again.Process == nil: // it never began
		t.Skip("no mounts of its own: ", err)
	case bytes.Contains(said, []byte(cannotMount)):
		t.Skip(string(said))
	case err != nil:
		t.Fatalf("%v\n%s", err, said)
	}
	t.Logf("%s", said)
	return false
}

const cannotMount = "cannot mount"

// small is a file system of its own, with limits that can be changed: "size=…,nr_inodes=…".
func small(t *testing.T) (dir string, remount func(limits string, flags uintptr)) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("vigil-test", dir, "tmpfs", 0, "size=64m,mode=755"); err != nil {
		t.Skipf("%s: %v", cannotMount, err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir, func(limits string, flags uintptr) {
		t.Helper()
		if err := syscall.Mount("vigil-test", dir, "tmpfs", syscall.MS_REMOUNT|flags, limits); err != nil {
			t.Fatalf("remount %s: %v", limits, err)
		}
	}
}

// TestSmallDisk has a disk that runs full at every moment of a build, a page of memory more each time, and then an inode
// more each time, until the build has room; and one that nobody may write to.
func TestSmallDisk(t *testing.T) {
	if !inOwnMounts(t) {
		return
	}
	a, b, _ := versions(t, 2)
	dir, remount := small(t)
	out := filepath.Join(dir, "public")
	t.Run("read-only", func(t *testing.T) { readOnly(t, a, b, out, remount) })
	for _, limit := range trial.Few([]struct {
		name, room string
		now        func(s syscall.Statfs_t) uint64
		form       string
		step, most uint64
		coarse     uint64   // how many steps at once, unless long
		want       []string // somewhere the error must name
	}{
		{"bytes", "size=64m", func(s syscall.Statfs_t) uint64 { return (s.Blocks - s.Bfree) * uint64(s.Bsize) }, "size=%d", 4096, 2 << 20, 20,
			[]string{"SHA256SUMS", "countries"}},
		{"inodes", "nr_inodes=100000", func(s syscall.Statfs_t) uint64 { return s.Files - s.Ffree }, "nr_inodes=%d", 1, 2000, 40, []string{"countries", "keeping"}},
	}) {
		t.Run(limit.name, func(t *testing.T) {
			a.mustBuild(t, out)
			var st syscall.Statfs_t
			if err := syscall.Statfs(dir, &st); err != nil {
				t.Fatal(err)
			}
			used := limit.now(st)
			fills := 0
			var all strings.Builder
			step := limit.step * limit.coarse
			switch {
			case long:
				step = limit.step
			case !trial.Landing:
				step += step / 4
			}
			for more := uint64(0); ; more += step {
				if more > limit.most {
					t.Fatal("it never has room")
				}
				remount(fmt.Sprintf(limit.form, used+more), 0)
				said, err := b.command(out).CombinedOutput()
				if err == nil {
					break
				}
				all.Write(said)
				fills++
				when := fmt.Sprintf("%s, %d more", limit.name, more)
				if !strings.Contains(string(said), causes["ENOSPC"]) || !strings.Contains(string(said), dir) || status(err) != 1 {
					t.Fatalf("%s: %v: %s", when, err, said)
				}
				if _, err := visible(out, a); err != nil {
					t.Fatalf("%s: %v", when, err)
				}
				if left := beside(t, out); len(left) > 0 {
					t.Fatalf("%s: left %s", when, left)
				}
			}
			if _, err := visible(out, b); err != nil {
				t.Fatal(err)
			}
			for _, name := range limit.want {
				if long && !strings.Contains(all.String(), name) {
					t.Errorf("it never filled at %s", name)
				}
			}
			t.Logf("%s: full at %d moments", limit.name, fills)
			if fills < 3 {
				t.Errorf("%s: it filled only %d times", limit.name, fills)
			}
			remount(limit.room, 0)
			if left := beside(t, out); len(left) > 0 {
				t.Errorf("%s: left %s", limit.name, left)
			}
		})
	}
}

func status(err error) int {
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.ExitCode()
	}
	return -1
}

// everything is each file below dir with its times and sizes.
func everything(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil {
			found[p] = fmt.Sprint(info.Mode(), info.ModTime(), info.Size())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func readOnly(t *testing.T, a, b version, out string, remount func(string, uintptr)) {
	dir := filepath.Dir(out)
	a.mustBuild(t, out)
	before := everything(t, dir)
	remount("", syscall.MS_RDONLY)
	wantRefusal(t, b.command(out), "read-only file system", dir)
	wantRefusal(t, b.command(filepath.Join(dir, "new", "public")), "read-only file system", dir)
	if !maps.Equal(everything(t, dir), before) {
		t.Error("something has changed")
	}
	remount("", 0)
	b.settle(t, out, "writable again")
}

// A user without the right to write beside the output.
func TestForbiddenFolder(t *testing.T) {
	a, b, _ := versions(t, 5)
	dir := filepath.Join(top, "forbidden")
	out := filepath.Join(dir, "public")
	place(t, a.site, out)
	before := everything(t, dir)
	build := b.command(out)
	if os.Getuid() == 0 {
		build.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		build.Dir = "/"
	} else if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	} else {
		before = everything(t, dir)
		defer os.Chmod(dir, 0o755)
	}
	wantRefusal(t, build, "permission denied", dir)
	if !maps.Equal(everything(t, dir), before) {
		t.Error("something has changed")
	}
}

// wantRefusal expects exit 1 and an error with the cause and a path.
func wantRefusal(t *testing.T, build *exec.Cmd, cause, path string) {
	t.Helper()
	said, err := build.CombinedOutput()
	if status(err) != 1 || !strings.Contains(string(said), cause) || !strings.Contains(string(said), path) {
		t.Errorf("%v: %s, want %q and %q", err, said, cause, path)
	}
	t.Logf("%s", said)
}

package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// Modes of what is published: for a web server to read, whatever the umask of who builds.
const (
	fileMode    fs.FileMode = 0o644
	dirMode     fs.FileMode = 0o755
	privateMode fs.FileMode = 0o700 // of the folder beside the output: nobody else reads what is withdrawn
)

// disk is the one way from this package to the file system, so that a test can let any single call
// of a publish fail. What differs between systems stands in sys_*.go.
type disk struct {
	chmod bool // the umask takes bits away from fileMode and dirMode
	// around, in tests, stands around each call: it may make it, or not, and say what came of it.
	around func(call, path string, act func() error) error
}

func (d disk) do(call, path string, act func() error) error {
	if d.around != nil {
		return d.around(call, path, act)
	}
	return act()
}

// workers is how many goroutines make the calls that come by the million. More than the processors
// do not help, as the kernel takes them one by one in each folder. A test wants them in one order.
func (d disk) workers() int {
	if d.around != nil {
		return 1
	}
	return min(runtime.GOMAXPROCS(0), 8)
}

func (d disk) lstat(path string) (info fs.FileInfo, err error) {
	err = d.do("lstat", path, func() error { info, err = os.Lstat(path); return err })
	return info, err
}

// stat follows links: only for folders above the output or the working directory, which are the user's.
func (d disk) stat(path string) (info fs.FileInfo, err error) {
	err = d.do("stat", path, func() error { info, err = os.Stat(path); return err })
	return info, err
}

// mkdir makes one folder; its parent is there.
func (d disk) mkdir(path string) error {
	err := d.do("mkdir", path, func() error { return os.Mkdir(path, dirMode) })
	if err == nil && d.chmod {
		err = d.widen(path)
	}
	return err
}

// mkdirPrivate makes a folder that nobody else may look into.
func (d disk) mkdirPrivate(path string) error {
	return d.do("mkdir", path, func() error { return os.Mkdir(path, privateMode) })
}

// widen gives a folder the mode that the umask kept from it.
func (d disk) widen(path string) error {
	return d.do("chmod", path, func() error { return os.Chmod(path, dirMode) })
}

// mkdirAll makes the folders above the output, which are the user's: as the umask says. It returns
// those that it made, the outermost first, also with an error.
func (d disk) mkdirAll(path string) (made []string, err error) {
	info, err := d.stat(path)
	if err == nil && !info.IsDir() {
		return nil, &fs.PathError{Op: "mkdir", Path: path, Err: errors.New("is not a folder")}
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if up := filepath.Dir(path); up != path {
		if made, err = d.mkdirAll(up); err != nil {
			return made, err
		}
	}
	err = d.do("mkdir", path, func() error { return os.Mkdir(path, dirMode) })
	if errors.Is(err, fs.ErrExist) { // somebody else was quicker
		return made, nil
	}
	if err == nil {
		made = append(made, path)
	}
	return made, err
}

func (d disk) link(from, to string) error {
	return d.do("link", to, func() error { return os.Link(from, to) })
}

func (d disk) rename(from, to string) error {
	return d.do("rename", to, func() error { return os.Rename(from, to) })
}

// exchange swaps two folders in one step: at no moment is either name missing. The error is
// errors.ErrUnsupported where the system or the file system cannot.
func (d disk) exchange(a, b string) error {
	err := d.do("exchange", b, func() error {
		if err := exchange(a, b); err != nil {
			return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
		}
		return nil
	})
	switch {
	case errors.Is(err, syscall.EXDEV): // as overlayfs says
		return fmt.Errorf("%s came with the image of a container, whose folders cannot be exchanged: choose a new one, or one in a volume (%w)", b, err)
	case errors.Is(err, fs.ErrPermission): // it is moved, so it must be one's own
		return fmt.Errorf("%s seems to be another user's: take it over with chown, or choose a new one (%w)", b, err)
	}
	return err
}

// remove removes a file or an empty folder.
func (d disk) remove(path string) error {
	return d.do("remove", path, func() error { return os.Remove(path) })
}

// removeAll removes what stands at path, a folder with all that is in it; that there is nothing is fine.
func (d disk) removeAll(path string) error {
	return d.do("removeall", path, func() error { return os.RemoveAll(path) })
}

func (d disk) chtimes(path string, modified time.Time) error {
	return d.do("chtimes", path, func() error { return os.Chtimes(path, time.Time{}, modified) })
}

// flush waits until every file below root is on the medium.
func (d disk) flush(root string) error {
	return d.do("syncfs", root, func() error { return flush(root) })
}

// syncDir waits until the entries of one folder, so the renames in it, are on the medium.
func (d disk) syncDir(path string) error {
	return d.do("fsync", path, func() error { return syncDir(path) })
}

func (d disk) mountPoint(path string) (is bool, err error) {
	err = d.do("statx", path, func() error { is, err = mountPoint(path); return err })
	return is, err
}

// empty reports whether a folder has no entries.
func (d disk) empty(path string) (bool, error) {
	f, err := d.open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	_, err = f.readDir(1)
	if err == io.EOF {
		return true, nil
	}
	return false, err
}

// eachEntry reads a folder in pieces: a million entries at once would weigh more than the ledger.
func (d disk) eachEntry(path string, do func(fs.DirEntry) error) error {
	f, err := d.open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		entries, err := f.readDir(1024)
		for _, e := range entries {
			if err := do(e); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// lock takes the lock file at path, or returns ErrBusy; it never waits.
func (d disk) lock(path string) (h handle, err error) {
	h.disk = d
	err = d.do("flock", path, func() error { h.file, err = lockFile(path); return err })
	return h, err
}

// unlock removes the lock file and lets go of it, also when removing fails.
func (d disk) unlock(h handle) error { return unlockFile(h.file, d.remove) }

// open opens a file or folder for reading, where the system can tell not through a link.
func (d disk) open(path string) (h handle, err error) {
	h.disk = d
	err = d.do("open", path, func() error { h.file, err = openFile(path, os.O_RDONLY); return err })
	return h, err
}

// openRegular opens a regular file for reading, and tells of it; whatever else stands at the path is fs.ErrNotExist.
func (d disk) openRegular(path string) (h handle, info fs.FileInfo, err error) {
	info, err = d.lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}
	if err != nil {
		return h, nil, err
	}
	h, err = d.open(path)
	return h, info, err
}

// create makes a new file for writing. It fails if there is one: that could be a link to a file of
// the published site.
func (d disk) create(path string) (h handle, err error) {
	h.disk = d
	err = d.do("create", path, func() error {
		h.file, err = openFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
		return err
	})
	if err == nil && d.chmod {
		if err = d.do("chmod", path, func() error { return h.file.Chmod(fileMode) }); err != nil {
			h.file.Close()
		}
	}
	return h, err
}

// scratch makes a new file for reading and writing that nobody else may read.
func (d disk) scratch(path string) (h handle, err error) {
	h.disk = d
	err = d.do("create", path, func() error {
		h.file, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		return err
	})
	return h, err
}

// handle is an open file or folder.
type handle struct {
	disk disk
	file *os.File
}

func (h handle) Name() string { return h.file.Name() }

func (h handle) Read(p []byte) (n int, err error) {
	err = h.disk.do("read", h.Name(), func() error { n, err = h.file.Read(p); return err })
	return n, err
}

func (h handle) Write(p []byte) (n int, err error) {
	err = h.disk.do("write", h.Name(), func() error { n, err = h.file.Write(p); return err })
	return n, err
}

// readDir reads up to n entries, and io.EOF after the last.
func (h handle) readDir(n int) (entries []fs.DirEntry, err error) {
	err = h.disk.do("readdir", h.Name(), func() error { entries, err = h.file.ReadDir(n); return err })
	return entries, err
}

// readAll reads at most limit bytes from the beginning.
func (h handle) readAll(limit int64) (data []byte, err error) {
	err = h.disk.do("read", h.Name(), func() error {
		data, err = io.ReadAll(io.NewSectionReader(h.file, 0, limit))
		return err
	})
	return data, err
}

// replace puts data in place of what the file holds, and gives it the modification time back that it had.
func (h handle) replace(data []byte, modified time.Time) error {
	err := h.disk.do("write", h.Name(), func() error {
		if err := h.file.Truncate(0); err != nil {
			return err
		}
		_, err := h.file.WriteAt(data, 0)
		return err
	})
	if err != nil {
		return err
	}
	return h.disk.chtimes(h.Name(), modified)
}

// empty cuts a file that is being written down to nothing.
func (h handle) empty() error {
	return h.disk.do("truncate", h.Name(), func() error {
		if err := h.file.Truncate(0); err != nil {
			return err
		}
		_, err := h.file.Seek(0, io.SeekStart)
		return err
	})
}

func (h handle) stat() (info fs.FileInfo, err error) {
	err = h.disk.do("fstat", h.Name(), func() error { info, err = h.file.Stat(); return err })
	return info, err
}

// sync waits until this file is on the medium.
func (h handle) sync() error {
	return h.disk.do("fsync", h.Name(), h.file.Sync)
}

// Close also tells of writes that failed late, as on a network drive; the file is closed in any case.
func (h handle) Close() error {
	err := h.disk.do("close", h.Name(), func() error { return nil })
	return errors.Join(err, h.file.Close())
}

// openLock opens the file that a lock is taken on, making it if need be.
func openLock(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE|noFollow, 0o600)
}

// isAt reports whether an open file is the one at path.
func isAt(f *os.File, path string) (bool, error) {
	open, err := f.Stat()
	if err != nil {
		return false, err
	}
	there, err := os.Lstat(path)
	return err == nil && os.SameFile(open, there), err
}

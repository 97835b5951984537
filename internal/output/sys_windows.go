package output

import (
	"errors"
	"io/fs"
	"os"
)

// syncEach is on: FlushFileBuffers works on one file.
const syncEach = true

func flush(string) error { return nil }

// syncDir: a folder cannot be flushed here; NTFS keeps the order of renames in its journal.
func syncDir(string) error { return nil }

// exchange does not exist here: two renames do it.
func exchange(a, b string) error { return errors.ErrUnsupported }

// mountPoint: a folder that is one is a reparse point, which Lstat does not call a folder.
func mountPoint(string) (bool, error) { return false, nil }

func openFile(path string, flag int) (*os.File, error) { return os.OpenFile(path, flag, fileMode) }

// lockFile makes a file that must not exist. A file that somebody has open cannot be removed here,
// so one that can was left by a build that was killed.
func lockFile(path string) (*os.File, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, ErrBusy
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, fileMode)
	if errors.Is(err, fs.ErrExist) {
		return nil, ErrBusy
	}
	return f, err
}

// unlockFile closes first: an open file cannot be removed here.
func unlockFile(f *os.File, remove func(string) error) error {
	return errors.Join(f.Close(), remove(f.Name()))
}

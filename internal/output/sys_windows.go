package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
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

// noFollow: Windows lets only administrators make links to files.
const noFollow = 0

// tryLock locks one byte far behind the record, which others may read. The system lets go of it when the
// process ends.
func tryLock(f *os.File) error {
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, 1, 0, &windows.Overlapped{OffsetHigh: 1})
	switch err {
	case nil:
		return nil
	case windows.ERROR_LOCK_VIOLATION, windows.ERROR_IO_PENDING:
		return ErrBusy
	}
	return &fs.PathError{Op: "lock", Path: f.Name(), Err: err}
}

// identity is the time at which a folder or file was made, in steps of 100 ns: an archive or a checkout
// does not set it.
func identity(info fs.FileInfo) (string, bool) {
	data, ok := info.Sys().(*syscall.Win32FileAttributeData)
	if !ok {
		return "", false
	}
	return fmt.Sprint(data.CreationTime.Nanoseconds()), true
}

// unlockFile closes first: an open file cannot be removed here, so neither can the next holder's.
func unlockFile(f *os.File, remove func(string) error) error {
	err := f.Close()
	if gone := remove(f.Name()); !errors.Is(gone, windows.ERROR_SHARING_VIOLATION) {
		err = errors.Join(err, gone)
	}
	return err
}

//go:build unix

package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// openFile is os.OpenFile without the five calls (fcntl, epoll_ctl) by which that finds out that a
// regular file is none that one waits for: a site has a million. It does not follow a link.
func openFile(path string, flag int) (*os.File, error) {
	for {
		fd, err := unix.Open(path, flag|unix.O_CLOEXEC|unix.O_NOFOLLOW, uint32(fileMode))
		switch err {
		case nil:
			return os.NewFile(uintptr(fd), path), nil
		case unix.EINTR:
		default:
			return nil, &fs.PathError{Op: "open", Path: path, Err: err}
		}
	}
}

// tryLock takes an flock(2), which the kernel drops when the process ends in whatever way. LOCK_NB: a
// second build is told at once.
func tryLock(f *os.File) error {
	for {
		switch err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err {
		case nil:
			return nil
		case unix.EINTR:
		case unix.EWOULDBLOCK:
			return ErrBusy
		default:
			return &fs.PathError{Op: "flock", Path: f.Name(), Err: err}
		}
	}
}

// noFollow: a link planted where the lock belongs must not make a file elsewhere.
const noFollow = unix.O_NOFOLLOW

// identity names a folder or file as long as it exists, if it is this user's.
func identity(info fs.FileInfo) (string, bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(st.Uid) != os.Geteuid() {
		return "", false
	}
	return fmt.Sprintf("%d:%d", st.Dev, st.Ino), true
}

// unlockFile unlinks first: after the close, path may already be the file of the next holder.
func unlockFile(f *os.File, remove func(string) error) error {
	return errors.Join(remove(f.Name()), f.Close())
}

// syncDir fsyncs a folder. Without it a power cut can undo a rename that was long seen by everybody.
func syncDir(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// otherDevice is the old sign of a mount point: another device number than the parent's. It misses
// a bind mount from the same file system.
func otherDevice(path string) (bool, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return false, err
	}
	var here, above syscall.Stat_t
	if err := syscall.Lstat(abs, &here); err != nil {
		return false, &fs.PathError{Op: "lstat", Path: abs, Err: err}
	}
	if err := syscall.Stat(filepath.Dir(abs), &above); err != nil {
		return false, &fs.PathError{Op: "stat", Path: filepath.Dir(abs), Err: err}
	}
	return here.Dev != above.Dev, nil
}

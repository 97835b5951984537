package output

import (
	"errors"

	"golang.org/x/sys/unix"
)

// syncEach is on: there is no syncfs(2) here. Go's Sync asks the drive itself (F_FULLFSYNC).
const syncEach = true

func flush(string) error { return nil }

// exchange is renamex_np(2) with RENAME_SWAP, on APFS and HFS+; others say ENOTSUP or EINVAL.
func exchange(a, b string) error {
	err := unix.RenamexNp(a, b, unix.RENAME_SWAP)
	if err == unix.EINVAL {
		return errors.ErrUnsupported
	}
	return err
}

func mountPoint(path string) (bool, error) { return otherDevice(path) }

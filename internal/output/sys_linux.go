package output

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// syncEach is off: one syncfs in flush is far cheaper than a million fsyncs.
const syncEach = false

// flush is syncfs(2): it writes back the whole file system that root is on and, since Linux 5.8,
// returns an error if any of it could not be written.
func flush(root string) error {
	d, err := os.Open(root)
	if err != nil {
		return err
	}
	if err := unix.Syncfs(int(d.Fd())); err != nil {
		d.Close()
		return &fs.PathError{Op: "syncfs", Path: root, Err: err}
	}
	return d.Close()
}

// exchange is renameat2(2) with RENAME_EXCHANGE. EINVAL is how a file system says that it cannot;
// ENOSYS and EOPNOTSUPP are errors.ErrUnsupported already.
func exchange(a, b string) error {
	err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
	if err == unix.EINVAL {
		return errors.ErrUnsupported
	}
	return err
}

// mountPoint asks statx(2) (Linux 5.8), which knows bind mounts too.
func mountPoint(path string) (bool, error) {
	var st unix.Statx_t
	err := unix.Statx(unix.AT_FDCWD, path, unix.AT_SYMLINK_NOFOLLOW|unix.AT_NO_AUTOMOUNT, 0, &st)
	if err != nil || st.Attributes_mask&unix.STATX_ATTR_MOUNT_ROOT == 0 {
		return otherDevice(path)
	}
	return st.Attributes&unix.STATX_ATTR_MOUNT_ROOT != 0, nil
}

package trial

import "syscall"

// enough is more than the sites of all tests together take, in bytes.
const enough = 2 << 30

// memory is a file system that is memory, on most Linux machines; "" where it is small, as in many containers, or
// where no program may run from it.
func memory() string {
	const dir, noexec = "/dev/shm", 8
	var fs syscall.Statfs_t
	if syscall.Statfs(dir, &fs) != nil || fs.Bavail*uint64(fs.Bsize) < enough || fs.Flags&noexec != 0 {
		return ""
	}
	return dir
}

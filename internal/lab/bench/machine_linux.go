package main

import (
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
)

// memory is a file system that is memory, on most Linux machines.
const memory = "/dev/shm"

// roomy gives the folder to work in for n people: in memory where there is room for two sites of 60 kB a
// profile, so that nobody waits for a disk.
func roomy(n int) string {
	var fs syscall.Statfs_t
	var ram syscall.Sysinfo_t
	if syscall.Statfs(memory, &fs) != nil || syscall.Sysinfo(&ram) != nil {
		return ""
	}
	need := uint64(n) * 120_000
	if fs.Bavail*uint64(fs.Bsize) < need || uint64(ram.Freeram)*uint64(ram.Unit) < need+4<<30 {
		return ""
	}
	return memory
}

// machine says in words what the figures were taken on.
func machine(dir string) string {
	var ram syscall.Sysinfo_t
	words := fmt.Sprintf("%s/%s, %d cores", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if syscall.Sysinfo(&ram) == nil {
		words += fmt.Sprintf(", %.0f GiB of memory", float64(ram.Totalram)*float64(ram.Unit)/(1<<30))
	}
	if kind := fileSystem(dir); kind != "" {
		words += ", files on " + kind
	}
	return words
}

// fileSystem is the type of the longest mount point that dir lies under.
func fileSystem(dir string) (kind string) {
	mounts, _ := os.ReadFile("/proc/mounts")
	longest := 0
	for line := range strings.Lines(string(mounts)) {
		f := strings.Fields(line)
		if len(f) < 3 || len(f[1]) < longest {
			continue
		}
		if f[1] == "/" || dir == f[1] || strings.HasPrefix(dir, f[1]+"/") {
			longest, kind = len(f[1]), f[2]
		}
	}
	return kind
}

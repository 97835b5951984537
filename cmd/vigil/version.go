package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

func runVersion(c *call) int {
	if status, ok := c.parse(); !ok {
		return status
	}
	fmt.Fprintf(c.stdout, "vigil %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return exitOK
}

// version is the module's version, or the revision that the binary was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return s.Value[:12]
		}
	}
	return info.Main.Version
}

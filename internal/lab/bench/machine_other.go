//go:build !linux

package main

import (
	"fmt"
	"runtime"
)

// roomy leaves the choice to the system.
func roomy(int) string { return "" }

// machine says in words what the figures were taken on.
func machine(string) string {
	return fmt.Sprintf("%s/%s, %d cores", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
}

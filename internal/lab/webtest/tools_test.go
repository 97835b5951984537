package webtest

import (
	"os"
	"os/exec"
	"testing"

	"vigil/internal/lab/trial"
)

// long opens everything. By default a test opens a few of what is many, and Firefox stays closed.
var long = trial.Long

// program finds a program, or skips the test.
func program(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	trial.Lack(t, "there is no "+names[0]+" on this machine")
	return ""
}

// namedFile is the file that an environment variable names, or skips the test.
func namedFile(t *testing.T, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	if path == "" {
		trial.Lack(t, variable+" names no file")
	} else if _, err := os.Stat(path); err != nil {
		trial.Lack(t, variable+": "+err.Error())
	}
	return path
}

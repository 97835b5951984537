package webtest

import (
	"os"
	"os/exec"
	"testing"
)

// long opens everything. By default a test opens a few of what is many, and Firefox stays closed.
var long = os.Getenv("VIGIL_LONG") != ""

// program finds a program, or skips the test.
func program(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	lack(t, "there is no "+names[0]+" on this machine")
	return ""
}

// namedFile is the file that an environment variable names, or skips the test.
func namedFile(t *testing.T, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	if path == "" {
		lack(t, variable+" names no file")
	} else if _, err := os.Stat(path); err != nil {
		lack(t, variable+": "+err.Error())
	}
	return path
}

func lack(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("VIGIL_REQUIRE_TOOLS") == "1" {
		t.Fatal(what)
	}
	t.Skip(what + "; .ci/run installs it")
}

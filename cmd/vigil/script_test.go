package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/BurntSushi/toml"
	"github.com/rogpeppe/go-internal/testscript"

	"vigil/internal/lab/trial"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"vigil": main})
}

// They stand here before a script changes the folder.
var (
	scripts, _   = filepath.Abs("testdata")
	hostFile, _  = filepath.Abs("../../netlify.toml")
	guideFile, _ = filepath.Abs("../../.github/MIRRORS.md")
)

// The scripts in testdata run the program as people do. Each stands in a folder of its own with its files.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:         scripts,
		WorkdirRoot: trial.Folder(t),
		Setup: func(e *testscript.Env) error {
			e.Setenv("SOURCE_DATE_EPOCH", "")
			e.Setenv("GOGC", "400") // else an import sets that of all tests
			var host struct {
				Context map[string]struct{ Command string }
			}
			_, err := toml.DecodeFile(hostFile, &host)
			guide, guideErr := os.ReadFile(guideFile)
			for i, block := range regexp.MustCompile("(?s)\n```sh\n(.*?)```\n").FindAllSubmatch(guide, -1) { // what the guide for mirrors tells to do
				err = errors.Join(err, os.WriteFile(filepath.Join(e.WorkDir, fmt.Sprintf("guide-%d.sh", i+1)), block[1], 0o600))
			}
			err = errors.Join(err, guideErr, os.WriteFile(filepath.Join(e.WorkDir, "guide.md"), guide, 0o600))
			for name, c := range host.Context { // as the host runs them, with the program of this test
				e.Setenv("COMMAND_"+strings.ReplaceAll(name, "-", "_"), strings.ReplaceAll(c.Command, "go run ./cmd/vigil", "vigil"))
			}
			return err
		},
		Condition: func(name string) (bool, error) { // [long]: what takes its time
			return name == "long" && trial.Long, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "program": program, "sums": sums, "host": host},
	})
}

// status runs a command and wants an exit status: status 3 vigil check. What it printed is in stdout and
// stderr, as after exec. Its standard input is empty. Without .ci/run no process is started: that takes longer than most
// commands.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if trial.Landing || len(args) < 2 || args[1] != "vigil" {
		program(ts, neg, args)
	} else {
		wantStatus(ts, neg, args, func() int { return inFolder(ts, args[2:]) })
	}
}

// program is status in a process of its own: for what only that has, such as a terminal or a time zone.
func program(ts *testscript.TestScript, neg bool, args []string) {
	wantStatus(ts, neg, args, func() int {
		err := ts.Exec(args[1], args[2:]...)
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			return exit.ExitCode()
		}
		ts.Check(err)
		return 0
	})
}

func wantStatus(ts *testscript.TestScript, neg bool, args []string, run func() int) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command …")
	}
	want, err := strconv.Atoi(args[0])
	if err != nil {
		ts.Fatalf("status: %v", err)
	}
	if got := run(); got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// oneAtATime is held by the script in whose folder this process is.
var oneAtATime sync.Mutex

// inFolder runs the program within this process, in the folder of a script and with those of its variables that the
// program, the standard library and Git look up themselves.
func inFolder(ts *testscript.TestScript, args []string) int {
	oneAtATime.Lock()
	defer oneAtATime.Unlock()
	before, err := os.Getwd()
	ts.Check(err)
	ts.Check(os.Chdir(ts.MkAbs(".")))
	defer os.Chdir(before)
	for _, key := range []string{"HOME", "PATH", "TMPDIR", "XDG_CACHE_HOME", "GIT_CONFIG_NOSYSTEM"} {
		was, there := os.LookupEnv(key)
		os.Setenv(key, ts.Getenv(key))
		defer func() {
			if os.Setenv(key, was); !there {
				os.Unsetenv(key)
			}
		}()
	}
	return run(&call{stdin: strings.NewReader(""), stdout: ts.Stdout(), stderr: ts.Stderr(), getenv: ts.Getenv, now: time.Now}, args)
}

// sums lists a folder with the contents of its files, to compare two: sums DIR FILE. A folder that is not
// there is written as such.
func sums(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sums DIR FILE")
	}
	var b strings.Builder
	dir := ts.MkAbs(args[0])
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, p)
		b.WriteString(filepath.ToSlash(rel) + "\n")
		if e.Type().IsRegular() {
			data, err := os.ReadFile(p)
			b.Write(data)
			return err
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		b.WriteString("not there\n")
	} else {
		ts.Check(err)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(b.String()), 0o644))
}

// host serves a folder over HTTP at the address $URL: host DIR.
func host(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: host DIR")
	}
	s := httptest.NewServer(http.FileServer(http.Dir(ts.MkAbs(args[0]))))
	ts.Defer(s.Close)
	ts.Setenv("URL", s.URL)
}

// Every command has a script.
func TestEveryCommandHasAScript(t *testing.T) {
	for _, c := range commands {
		if found, _ := filepath.Glob("testdata/" + c.name + "*.txtar"); len(found) == 0 {
			t.Errorf("testdata has no %s.txtar", c.name)
		}
	}
}

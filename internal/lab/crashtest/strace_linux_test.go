package crashtest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

// scene is a world in which one system call is made to fail, or to be the last.
type scene struct {
	call, errno string
	always      []string // other injections, in every call: they force a rarer way
	umask       string
	fresh       bool // nothing is published yet
	more        bool // another errno of a call that is there already
	lasting     bool // every call from that one on fails, those of clearing up too (not for write: it also tells)
}

// What a build asks of the file system. strace counts for each thread of its own, so nearly all is made to
// happen in one.
var scenes = []scene{
	{call: "openat", errno: "ENOSPC"},
	{call: "openat", errno: "EIO", more: true},
	{call: "openat", errno: "EMFILE", more: true},
	{call: "write", errno: "ENOSPC"},
	{call: "write", errno: "EDQUOT", more: true},
	{call: "read", errno: "EIO"},
	{call: "getdents64", errno: "EIO"},
	{call: "newfstatat", errno: "EIO"},
	{call: "fstat", errno: "EIO"},
	{call: "statx", errno: "EIO"},
	{call: "mkdirat", errno: "ENOSPC"},
	{call: "linkat", errno: "EDQUOT"},
	{call: "unlinkat", errno: "EROFS"},
	{call: "unlinkat", errno: "EROFS", more: true, lasting: true},
	{call: "mkdirat", errno: "ENOSPC", more: true, lasting: true},
	{call: "linkat", errno: "EIO", more: true, lasting: true},
	{call: "renameat2", errno: "EIO"},
	{call: "renameat", errno: "ENOSPC", fresh: true},
	{call: "renameat", errno: "EIO", always: []string{"renameat2:error=EINVAL"}},
	{call: "syncfs", errno: "ENOSPC"},
	{call: "fsync", errno: "EIO"},
	{call: "close", errno: "EIO"},
	{call: "flock", errno: "EIO"},
	{call: "fchmodat", errno: "EROFS", umask: "077"},
	{call: "fchmod", errno: "EROFS", umask: "077"},
	{call: "utimensat", errno: "EROFS", always: []string{"linkat:error=EPERM"}},
}

// few are the calls that .ci/run tries, those that make a site and put it in place; first the two that others try.
var few = []string{"write", "renameat2", "linkat", "renameat", "syncfs"}

var causes = map[string]string{
	"ENOSPC": "no space left on device", "EIO": "input/output error", "EMFILE": "too many open files",
	"EDQUOT": "disk quota exceeded", "EROFS": "read-only file system",
}

func (s scene) name() string {
	name := s.call + " " + s.errno + " " + strings.Join(s.always, " ") + s.umask
	if s.lasting {
		name += "lasting"
	}
	return strings.TrimSpace(name)
}

// run builds v at out with one injection, and returns what strace wrote down and what the build said.
func (s scene) run(t *testing.T, v version, out, inject string) (log, said string, status int) {
	t.Helper()
	file := filepath.Join(filepath.Dir(filepath.Dir(out)), "strace.log")
	args := []string{"-f", "-qq", "-y", "-s", "0", "-e", "signal=none", "-o", file}
	if !strings.HasPrefix(inject, "signal") {
		args = append(args, "--seccomp-bpf") // much faster; strace 6.1 then loses signals but the first
	}
	calls := []string{s.call}
	for _, other := range s.always {
		calls = append(calls, strings.Split(other, ":")[0])
		args = append(args, "-e", "inject="+other)
	}
	args = append(args, "-e", "trace="+strings.Join(calls, ",")) // strace injects only into what it traces
	if inject != "" {
		args = append(args, "-e", "inject="+s.call+":"+inject)
	}
	build := v.command(out)
	umask := s.umask
	if umask == "" {
		umask = "022"
	}
	cmd := exec.Command("sh", append([]string{"-c", `umask "$1"; shift; exec "$@"`, "sh", umask, "strace"},
		slices.Concat(args, build.Args, []string{"--workers", "1"})...)...)
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	stderr := &bytes.Buffer{}
	cmd.Stderr = stderr
	cmd.Run()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%s: %v: %s", s.name(), err, stderr)
	}
	return string(data), stderr.String(), cmd.ProcessState.ExitCode()
}

// step is how far apart the calls are that are tried.
func (s scene) step(n int) int {
	switch {
	case !long:
		return n/2 + 2 // the first one, and one behind the middle
	case s.more:
		return n/20 + 1
	case os.Getenv("VIGIL_LONG") == "every":
		return 1
	}
	return n/60 + 1
}

// mostInOneThread counts the calls of the busiest thread, as strace does.
func mostInOneThread(log, call string) (most, all int) {
	threads := map[string]int{}
	for line := range strings.Lines(log) {
		if thread, rest, _ := strings.Cut(line, " "); strings.HasPrefix(strings.TrimSpace(rest), call+"(") {
			threads[thread]++
			most = max(most, threads[thread])
			all++
		}
	}
	return most, all
}

// TestEverySystemCall makes the first, second … system call of each kind fail in the real program, and ends
// it at the first, second … one.
func TestEverySystemCall(t *testing.T) {
	trial.Slow(t)
	if _, err := exec.LookPath("strace"); err != nil {
		trial.Lack(t, "there is no strace on this machine")
	}
	if said, err := exec.Command("strace", "-qq", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skip("strace may not trace here: ", string(said))
	}
	a, b, _ := versions(t, 2)
	home := filepath.Join(top, "strace")
	out, pristine := filepath.Join(home, "out", "public"), a.site
	fired := map[string]int{}
	for _, s := range scenes {
		if !long && (s.more || !slices.Contains(few, s.call)) {
			continue
		}
		t.Run(s.name(), func(t *testing.T) {
			before := pristine
			if s.fresh {
				before = ""
			}
			place(t, before, out)
			os.MkdirAll(filepath.Dir(out), 0o755)
			log, said, status := s.run(t, b, out, "")
			most, all := mostInOneThread(log, s.call)
			if status != 0 || most == 0 {
				t.Fatalf("%d calls, exit %d: %s", most, status, said)
			}
			for _, kind := range []string{"error=" + s.errno, "signal=SIGKILL"} {
				if s.more && kind == "signal=SIGKILL" {
					continue // as before
				}
				on := ""
				if s.lasting {
					on = "+"
				}
				tried, hits := 0, 0
				for k, step := 1, s.step(most); ; k += step {
					place(t, before, out)
					os.MkdirAll(filepath.Dir(out), 0o755)
					tried++
					if s.strike(t, a, b, out, fmt.Sprintf("%s:when=%d%s", kind, k, on)) {
						hits++
					} else if k > most {
						break // no thread has so many
					}
				}
				if 2*hits < tried-1 {
					t.Errorf("%s fired only %d times", kind, hits)
				}
				fired[strings.Split(kind, "=")[0]] += hits
				t.Logf("%s fired %d times; %d of %d calls are in one thread", kind, hits, most, all)
			}
		})
	}
	t.Logf("injections that fired: %v", fired)
}

// strike is one injection, and the build after it. It reports whether the injection fired.
func (s scene) strike(t *testing.T, a, b version, out, inject string) bool {
	t.Helper()
	log, said, status := s.run(t, b, out, inject)
	when := s.name() + " " + inject
	now, err := visible(out, a, b)
	if os.IsNotExist(err) && s.fresh {
		now, err = a, nil // nothing there before, nothing there now
	}
	if os.IsNotExist(err) && len(s.always) > 0 && s.call == "renameat" && strings.HasPrefix(inject, "signal") {
		now, err = a, nil // the moment that two renames cannot avoid; the next build must mend it
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", when, err, said)
	}
	injected := injectedPaths(log, s.call)
	killed := strings.HasPrefix(inject, "signal")
	switch {
	case killed && status == -1:
	case status == 0 && now.name == b.name:
	case status == 1 && !killed:
		// The error names the file, or one of those that failed, and the cause.
		if !strings.Contains(said, causes[s.errno]) || !names(said, injected) {
			t.Errorf("%s: hides what failed: %q, failed was %q", when, said, injected)
		}
		if strings.Contains(said, "the new site is in place") != (now.name == b.name) {
			t.Errorf("%s: site %s, but it says: %s", when, now.name, said)
		}
	default:
		t.Errorf("%s: exit %d, site %s: %s", when, status, now.name, said)
	}
	b.settle(t, out, when)
	return len(injected) > 0 || killed && status == -1
}

var quoted = regexp.MustCompile(`"([^"]*)"|<(/[^>]*)>`)

// injectedPaths are the paths in those lines of the log where a call was made to fail.
func injectedPaths(log, call string) (paths []string) {
	for line := range strings.Lines(log) {
		if !strings.Contains(line, "(INJECTED)") || !strings.Contains(line, call+"(") && !strings.Contains(line, call+" resumed") {
			continue
		}
		for _, m := range quoted.FindAllStringSubmatch(line, -1) {
			paths = append(paths, m[1]+m[2])
		}
	}
	return paths
}

func names(said string, paths []string) bool {
	return slices.ContainsFunc(paths, func(p string) bool { return strings.Contains(said, filepath.Base(p)) })
}

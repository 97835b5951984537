package crashtest

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// TestRandomKills ends builds at random moments, to and fro between two versions of the content.
func TestRandomKills(t *testing.T) {
	rounds, people := 3, 5
	switch {
	case long:
		rounds, people = 200, 40
	case trial.Landing:
		rounds, people = 8, 40
	}
	a, b, gone := versions(t, people)
	out := filepath.Join(top, "kills", "public")
	place(t, a.site, out)
	if len(mentions(t, out, gone)) == 0 {
		t.Fatal("the person to be withdrawn is not in version A: this test could not fail")
	}
	usual := a.settle(t, out, "at first")
	dice := rand.New(rand.NewPCG(1, 2))
	seen := map[string]int{}
	for i := range rounds {
		from, to := a, b
		if i%2 == 1 {
			from, to = b, a
		}
		build := to.command(out)
		if err := build.Start(); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if i == 0 { // is hit at work, however fast this machine is
			waitForWork(out)
		} else {
			time.Sleep(time.Duration(dice.Int64N(int64(usual))))
		}
		wait := time.Since(start)
		build.Process.Kill() // SIGKILL; perhaps it has just ended
		build.Wait()
		left := beside(t, out)
		now, err := visible(out, a, b)
		if err != nil {
			t.Fatalf("killed after %v: %v", wait, err)
		}
		switch {
		case build.ProcessState.Success():
			seen["too late"]++
		case now.name == to.name && len(left) > 0:
			seen["while clearing up"]++
		case now.name == from.name && slices.ContainsFunc(left, func(s string) bool { return strings.Contains(s, "staging") }):
			seen["while writing"]++
		default:
			seen["before or after"]++
		}
		usual = to.settle(t, out, "killed after "+wait.String()) // the machine may do other things too
		if to.name == b.name {
			if named := mentions(t, out, gone); len(named) > 0 {
				t.Fatalf("killed after %v: a withdrawn person is still in %s", wait, named)
			}
		}
	}
	t.Logf("%d kills; the last build took %v; %v", rounds, usual, seen)
	if seen["while writing"] < max(1, rounds/5) {
		t.Errorf("only %d kills hit a build at work", seen["while writing"])
	}
}

// waitForWork waits, some seconds at most, until a build begins to write beside its output.
func waitForWork(out string) {
	for range 5000 {
		if _, err := os.Stat(staging(out)); err == nil {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// staging is the folder into which a build writes.
func staging(out string) string { return filepath.Join(filepath.Dir(out), ".public.vigil-staging") }

// mentions lists the files that name a person, in their name or inside.
func mentions(t *testing.T, dir string, who withdrawn) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		if strings.Contains(p, who.slug) || bytes.Contains(data, []byte(who.slug)) || bytes.Contains(data, []byte(who.name)) {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A check that lets a torn site pass would make every test here worthless.
func TestTornSiteIsNoticed(t *testing.T) {
	a, b, _ := versions(t, 5)
	home := filepath.Join(top, "torn")
	out := filepath.Join(home, "public")
	inside := func(name string) string { return filepath.Join(out, filepath.FromSlash(name)) }
	swap := func(name string) error {
		data, err := os.ReadFile(filepath.Join(b.site, name))
		if err != nil {
			return err
		}
		return os.WriteFile(inside(name), data, 0o644)
	}
	for name, tear := range map[string]func() error{
		"untouched":             nil,
		"file of the other":     func() error { return swap("index.html") },
		"manifest of the other": func() error { return swap("SHA256SUMS") },
		"missing":               func() error { return os.Remove(inside("about.html")) },
		"extra":                 func() error { return os.WriteFile(inside("extra.html"), nil, 0o644) },
		"truncated":             func() error { return os.Truncate(inside("index.html"), 100) },
		"manifest truncated":    func() error { return os.Truncate(inside("SHA256SUMS"), 0) },
		"nothing there":         func() error { return os.RemoveAll(out) },
	} {
		place(t, a.site, out)
		if tear != nil {
			if err := tear(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := visible(out, a, b); (err == nil) != (tear == nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

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
)

// TestRandomKills ends builds at random moments, to and fro between two versions of the content.
func TestRandomKills(t *testing.T) {
	a, b, gone := versions(t, 40)
	out := filepath.Join(top, "kills", "public")
	a.mustBuild(t, out)
	if len(mentions(t, out, gone)) == 0 {
		t.Fatal("the person to be withdrawn is not in version A: this test could not fail")
	}
	b.settle(t, out, "at first")
	usual := a.settle(t, out, "at first")
	dice := rand.New(rand.NewPCG(1, 2))
	rounds := 6
	if long {
		rounds = 200
	}
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
		wait := time.Duration(dice.Int64N(int64(usual)))
		time.Sleep(wait)
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
	if seen["while writing"] < rounds/5 {
		t.Errorf("only %d kills hit a build at work", seen["while writing"])
	}
}

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
	whole, other, out := filepath.Join(home, "whole"), filepath.Join(home, "other"), filepath.Join(home, "torn", "public")
	a.mustBuild(t, whole)
	b.mustBuild(t, other)
	inside := func(name string) string { return filepath.Join(out, filepath.FromSlash(name)) }
	swap := func(name string) error {
		data, err := os.ReadFile(filepath.Join(other, name))
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
		place(t, whole, out)
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

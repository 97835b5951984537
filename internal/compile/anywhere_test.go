package compile_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// place is where and how a site is built by the program itself: one thing is another than in the first build.
type place struct {
	what    string
	program string   // another binary
	env     []string // beside PATH
	before  []string // a program that starts it
	args    []string
	folder  string                                       // name of the source folder, in a new one
	order   func(names []string)                         // in which its files are made
	prepare func(t *testing.T, source, out string) error // once they are there
}

// program builds the command as a volunteer would get it.
func program(t *testing.T, dir, name string, flags ...string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	if out, err := exec.Command("go", slices.Concat([]string{"build"}, flags, []string{"-o", file, "vigil/cmd/vigil"})...).CombinedOutput(); err != nil {
		t.Fatalf("go build: %v: %s", err, out)
	}
	return file
}

// installed tells whether the programs are there; if not, the variations that need them are left out.
func installed(t *testing.T, names ...string) bool {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			if os.Getenv("VIGIL_REQUIRE_TOOLS") == "1" {
				t.Fatal("there is no ", name)
			}
			t.Logf("there is no %s: left out", name)
			return false
		}
	}
	return true
}

func places(t *testing.T, dir string) []place {
	shuffled := func(names []string) {
		rand.New(rand.NewPCG(5, 5)).Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	}
	times := func(when time.Time) func(*testing.T, string, string) error {
		return func(_ *testing.T, source, _ string) error {
			return filepath.WalkDir(source, func(p string, _ fs.DirEntry, err error) error {
				return cmp.Or(err, os.Chtimes(p, when, when))
			})
		}
	}
	epoch := func(h, m, s int) string {
		return fmt.Sprint("SOURCE_DATE_EPOCH=", time.Date(2026, 11, 21, h, m, s, 0, time.UTC).Unix())
	}
	out := []place{
		{what: "1 worker", args: []string{"--workers", "1"}},
		{what: "2 workers", args: []string{"--workers", "2"}},
		{what: "8 workers", args: []string{"--workers", "8"}},
		{what: "one processor", env: []string{"GOMAXPROCS=1"}},
		{what: "eight processors", env: []string{"GOMAXPROCS=8"}},
		{what: "UTC", env: []string{"TZ=UTC"}},
		{what: "Kathmandu", env: []string{"TZ=Asia/Kathmandu"}},
		{what: "St. John's", env: []string{"TZ=America/St_Johns"}},
		{what: "locale C", env: []string{"LANG=C", "LC_ALL=C"}},
		{what: "Turkish", env: []string{"LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8", "LANGUAGE=tr"}},
		{what: "Persian", env: []string{"LANG=fa_IR", "LC_ALL=fa_IR", "LC_TIME=fa_IR"}},
		{what: "little memory", env: []string{"GOGC=10", "GOMEMLIMIT=32MiB"}},
		{what: "no collector", env: []string{"GOGC=off"}},
		{what: "files made backwards", order: func(names []string) { slices.Reverse(names) }},
		{what: "files made in any order", order: shuffled},
		{what: "another path", folder: "a path that is longer, with spaces & ж, " + strings.Repeat("é", 60) + "/and (one) more/" + strings.Repeat("x", 100)},
		{what: "old files", prepare: times(time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC))},
		{what: "files from the future", prepare: times(time.Date(2099, 12, 31, 23, 59, 59, 999, time.UTC))},
		{what: "another clock in the environment", env: []string{"SOURCE_DATE_EPOCH=86400"}},
		{what: "the first moment of the day", env: []string{epoch(0, 0, 0)}, args: []string{"--date", ""}},
		{what: "the last moment of the day, elsewhere", env: []string{epoch(23, 59, 59), "TZ=Asia/Kathmandu"}, args: []string{"--date", ""}},
		{what: "over a site of an earlier day", prepare: func(t *testing.T, source, out string) error {
			makeSite(t, on(options(source, out), "2021-01-01"))
			return nil
		}},
		{what: "over a site of other content", prepare: func(t *testing.T, _, out string) error {
			makeSite(t, options(invent(dice{2, 1, 1}).files.write(t, quick(t)), out))
			return nil
		}},
	}
	if installed(t, "sh") {
		out = append(out, place{what: "umask 077", before: []string{"sh", "-c", `umask 077; exec "$@"`, "-"}})
	}
	if os.Geteuid() == 0 && installed(t, "setpriv") {
		out = append(out, place{what: "another user", before: []string{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"},
			env: []string{"HOME=/nonexistent"},
			prepare: func(_ *testing.T, _, out string) error {
				walk := filepath.WalkDir(filepath.Dir(out), func(p string, _ fs.DirEntry, err error) error {
					return cmp.Or(err, os.Chown(p, 65534, 65534))
				})
				return cmp.Or(walk, os.Chmod(filepath.Dir(filepath.Dir(out)), 0o755))
			}})
	}
	if long() { // each is compiled anew
		out = append(out, place{what: "built without paths, symbols and optimisation", program: program(t, dir, "plain", "-trimpath", "-ldflags=-s -w",
			"-gcflags=vigil/...=-N -l")},
			place{what: "with the race detector", program: program(t, dir, "race", "-race"), args: []string{"--workers", "8"}, env: []string{"GOMAXPROCS=8"}})
	}
	return out
}

// together makes one place of several, whose differences do not exclude each other; of two that do, such as the
// number of workers, the last counts. Where such a build differs, VIGIL_LONG=1 says which of them it is.
func together(places []place) (all place) {
	var prepare []func(*testing.T, string, string) error
	for _, p := range places {
		all.what = strings.TrimPrefix(all.what+", "+p.what, ", ")
		all.env, all.args = append(all.env, p.env...), append(all.args, p.args...)
		all.before, all.folder, all.program = slices.Concat(p.before, all.before), cmp.Or(p.folder, all.folder), cmp.Or(p.program, all.program)
		if p.order != nil {
			all.order = p.order
		}
		if p.prepare != nil {
			prepare = append(prepare, p.prepare)
		}
	}
	all.prepare = func(t *testing.T, source, out string) error {
		for _, p := range prepare {
			if err := p(t, source, out); err != nil {
				return err
			}
		}
		return nil
	}
	return all
}

// folded makes so many builds of all places: of four, each is of every fourth one, so that what is alike falls apart.
func folded(places []place, builds int) (out []place) {
	for first := range builds {
		var some []place
		for i := first; i < len(places); i += builds {
			some = append(some, places[i])
		}
		out = append(out, together(some))
	}
	return out
}

// The same content gives the same files wherever, whenever and by whomever the program is run.
func TestTheProgramMakesTheSameSiteAnywhere(t *testing.T) {
	trial.Slow(t) // TestAnyEditsGiveTheSiteOfACleanBuild has other numbers of workers too
	dir := quick(t)
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	vigil := program(t, dir, "vigil")
	content := invented().without("content/profiles/by/many-1", "content/profiles/by/many-2")
	maps.Copy(content, invent(dice{2, 1, 1}).files.without("content/site.yaml", "content/laws/", "content/reported.yaml", "content/organisations/",
		"content/countries/", "content/pages/"))
	build := func(p place) (site map[string]string, modes map[string]fs.FileMode) {
		top := quick(t)
		source, out := filepath.Join(top, cmp.Or(p.folder, "source")), filepath.Join(top, "out", "public")
		content.inOrder(t, source, p.order)
		if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
			t.Fatal(err)
		}
		if p.prepare != nil {
			if err := p.prepare(t, source, out); err != nil {
				t.Fatal(err)
			}
		}
		line := slices.Concat(p.before, []string{cmp.Or(p.program, vigil), "build", "--quiet", "--source", source, "--out", out, "--date", fixtureDay}, p.args)
		cmd := exec.Command(line[0], line[1:]...)
		cmd.Dir = dir
		cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "SystemRoot=" + os.Getenv("SystemRoot")}, p.env...)
		if msg, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", p.what, err, msg)
		}
		return tree(t, out), modesIn(t, out)
	}
	want, wantModes := build(place{})
	all, builds := places(t, dir), 4
	if trial.Long {
		builds = len(all)
	}
	for _, p := range folded(all, builds) {
		got, modes := build(p)
		wantSame(t, p.what, got, want)
		if got["SHA256SUMS"] != want["SHA256SUMS"] {
			t.Errorf("%s: SHA256SUMS differs", p.what)
		}
		if !maps.Equal(modes, wantModes) {
			t.Errorf("%s: the modes of files differ", p.what)
		}
	}
	// Control: another day is noticed.
	if got, _ := build(place{args: []string{"--date", "2026-11-20"}}); got["SHA256SUMS"] == want["SHA256SUMS"] || len(changed(got, want)) == 0 {
		t.Error("a site of another day passes for the same")
	}
	t.Logf("%d variations in %d builds, %d files each", len(all), builds, len(want))
}

// without leaves out files, by the beginning of their names.
func (f files) without(names ...string) files {
	out := maps.Clone(f)
	maps.DeleteFunc(out, func(name, _ string) bool {
		return slices.ContainsFunc(names, func(s string) bool { return strings.HasPrefix(name, s) })
	})
	return out
}

// inOrder writes the files one after the other, by name unless order says otherwise.
func (f files) inOrder(t *testing.T, dir string, order func([]string)) {
	t.Helper()
	names := slices.Sorted(maps.Keys(f))
	if order != nil {
		order(names)
	}
	for _, name := range names {
		files{name: f[name]}.write(t, dir)
	}
}

func modesIn(t *testing.T, dir string) map[string]fs.FileMode {
	t.Helper()
	out := map[string]fs.FileMode{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil {
			out[strings.TrimPrefix(p, dir)] = info.Mode()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

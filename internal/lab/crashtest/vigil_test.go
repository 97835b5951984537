package crashtest

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/lab/synth"
	"vigil/internal/lab/trial"
)

// All sites lie below top: in memory where there is some, as thousands of builds should not wait for a
// drive. A test that starts itself again hands both over.
var (
	top   = os.Getenv("CRASHTEST_TOP")
	vigil = os.Getenv("CRASHTEST_VIGIL") // the binary
	long  = trial.Long
)

func TestMain(m *testing.M) {
	if top != "" {
		os.Exit(m.Run())
	}
	bin, err := os.MkdirTemp("", "vigil-bin-")
	if err != nil {
		panic(err)
	}
	if top, err = trial.MkdirTemp("vigil-crash-"); err != nil {
		panic(err)
	}
	for _, dir := range []string{bin, top} { // another user must get at them
		err = errors.Join(err, os.Chmod(dir, 0o755))
	}
	if err != nil {
		panic(err)
	}
	vigil = filepath.Join(bin, "vigil")
	build := exec.Command("go", "run", "-exec", "cp", "vigil/cmd/vigil", vigil) // which go keeps, unlike that of go build: nothing is linked again
	build.Env = append(os.Environ(), "CGO_ENABLED=0")                           // no dynamic loader among its system calls
	if said, err := build.CombinedOutput(); err != nil {
		panic(string(said))
	}
	status := m.Run()
	os.RemoveAll(top)
	os.RemoveAll(bin)
	os.Exit(status)
}

// tree is a published site: the SHA-256 of each file by its name, SHA256SUMS among them.
type tree map[string][sha256.Size]byte

// version is one state of the content, and what a build must make of it.
type version struct {
	name   string
	source string
	date   string
	site   string // that of an undisturbed build; nobody changes it
	want   tree
}

// withdrawn is whom version B no longer publishes.
type withdrawn struct{ slug, name string }

// pair is two versions of a site of so many people.
type pair struct {
	a, b version
	gone withdrawn
}

var pairs = map[int]pair{} // made once

// versions makes two states of a site: in B a day has passed, one text has grown and one person is withdrawn.
func versions(t *testing.T, people int) (a, b version, gone withdrawn) {
	t.Helper()
	if p, ok := pairs[people]; ok {
		return p.a, p.b, p.gone
	}
	home, err := os.MkdirTemp(top, "content-")
	if err == nil {
		err = os.Chmod(home, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	a = version{name: "A", source: filepath.Join(home, "a"), date: "2026-11-20"}
	b = version{name: "B", source: filepath.Join(home, "b"), date: "2026-11-21"}
	for _, v := range []version{a, b} {
		asOf := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
		if err := synth.Write(v.source, synth.Options{People: people, AsOf: asOf, Words: 60}); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(b.source, "content", "profiles", "*", "*.md"))
	if err != nil || len(files) < 2 {
		t.Fatal("no profiles", err)
	}
	gone.slug = strings.TrimSuffix(filepath.Base(files[0]), ".md")
	edit(t, files[0], func(s string) string {
		_, s, _ = strings.Cut(s, "name: ")
		gone.name, _, _ = strings.Cut(s, "\n")
		return "---\npublish: false\nname: " + s
	})
	edit(t, files[1], func(s string) string { return s + "\nThere is news of this invented person.\n" })
	for _, v := range []*version{&a, &b} {
		v.site = filepath.Join(home, "site-"+v.date)
		v.mustBuild(t, v.site)
		if v.want, err = read(v.site); err != nil {
			t.Fatal(err)
		}
	}
	pairs[people] = pair{a, b, gone}
	return a, b, gone
}

func edit(t *testing.T, file string, change func(string) string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, []byte(change(string(data))), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// command is the build of a version, as a user would start it.
func (v version) command(out string) *exec.Cmd {
	return exec.Command(vigil, "build", "--source", v.source, "--date", v.date, "--out", out, "--quiet")
}

func (v version) mustBuild(t *testing.T, out string) {
	t.Helper()
	if said, err := v.command(out).CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", v.name, err, said)
	}
}

// settle builds once more, undisturbed: the site must then be that of v, with nothing beside it. It returns
// how long the build took.
func (v version) settle(t *testing.T, out, when string) time.Duration {
	t.Helper()
	start := time.Now()
	if said, err := v.command(out).CombinedOutput(); err != nil {
		t.Fatalf("%s: the next build: %v\n%s", when, err, said)
	}
	took := time.Since(start)
	if _, err := visible(out, v); err != nil {
		t.Fatalf("%s: after the next build: %v", when, err)
	}
	if left := beside(t, out); len(left) > 0 {
		t.Fatalf("%s: the next build left %s", when, left)
	}
	return took
}

// place copies a site to out, and removes whatever else is in that folder.
func place(t *testing.T, site, out string) {
	t.Helper()
	err := os.RemoveAll(filepath.Dir(out))
	if err == nil && site != "" {
		err = os.CopyFS(out, os.DirFS(site))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// beside is what lies beside the output.
func beside(t *testing.T, out string) (names []string) {
	t.Helper()
	es, err := os.ReadDir(filepath.Dir(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range es {
		if e.Name() != filepath.Base(out) {
			names = append(names, e.Name())
		}
	}
	return names
}

// visible says which version stands at out. Anything but exactly one of them is an error.
func visible(out string, of ...version) (version, error) {
	got, err := read(out)
	if err != nil {
		return version{}, err
	}
	for _, v := range of {
		if maps.Equal(got, v.want) {
			return v, nil
		}
	}
	return version{}, fmt.Errorf("a site of %d files that is none of those known", len(got))
}

// read reads a site back and checks it as `sha256sum -c` and a `find` for extra files would.
func read(dir string) (tree, error) {
	found := tree{}
	var manifest []byte
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		name := filepath.ToSlash(strings.TrimPrefix(p, dir+string(filepath.Separator)))
		if found[name] = sha256.Sum256(data); name == "SHA256SUMS" {
			manifest = data
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for line := range bytes.Lines(manifest) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(string(line), "\n"), "  ")
		if have, there := found[name]; !ok || !there || fmt.Sprintf("%x", have) != sum {
			return nil, fmt.Errorf("the line %q of SHA256SUMS does not hold", line)
		}
	}
	if n := bytes.Count(manifest, []byte("\n")); n+1 != len(found) {
		return nil, fmt.Errorf("%d files, but %d in SHA256SUMS", len(found)-1, n)
	}
	return found, nil
}

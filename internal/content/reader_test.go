package content

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

// After every edit, reading what changed gives what reading everything gives.
func TestReaderReadsAgain(t *testing.T) {
	const header = "---\nname: Ann Invented\nstatus: imprisoned\ndetentions: [{kind: imprisoned, from: 2021, place: by/ik-0}]\nsources: [{title: s}]\n"
	dir := trial.Folder(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	put := func(name, text string) {
		t.Helper()
		at := filepath.Join(dir, "content", filepath.FromSlash(name))
		must(os.MkdirAll(filepath.Dir(at), 0o755))
		must(os.WriteFile(at, []byte(text), 0o644))
	}
	remove := func(name string) { must(os.RemoveAll(filepath.Join(dir, "content", name))) }
	day, err := profile.ParseDate("2026-11-21")
	must(err)
	when := profile.When{Today: day.Earliest(), AsOf: day.Earliest()}
	r := NewReader(dir, when)

	put("profiles/by/ann.md", header+"former_slugs: [anna]\n---\n")
	put("profiles/by/bob.md", header+"---\n")
	put("profiles/ru/cas.md", header+"---\n")
	put("prisons/by/ik-0.md", "---\nname: Invented\n---\n")
	for _, step := range []struct {
		name    string
		edit    func()
		changed []string
	}{
		{"the first time", func() {}, nil},
		{"a text", func() { put("profiles/by/ann.md", header+"former_slugs: [anna]\n---\nText.\n") }, []string{"profiles/by/ann.md"}},
		{"links", func() { put("profiles/by/ann.md", header+"---\n[Bob](bob.html)\n") }, []string{"profiles/by/ann.md"}},
		{"links in a country's text", func() { put("countries/ru.md", "---\n---\n[Cas](cas.html)\n") }, []string{"countries/ru.md"}},
		{"a text without them", func() { put("profiles/by/ann.md", header+"former_slugs: [anna]\n---\nText.\n") }, []string{"profiles/by/ann.md"}},
		{"a mistake", func() { put("profiles/by/bob.md", header+"stauts: x\n---\n") }, []string{"profiles/by/bob.md"}},
		{"a double", func() {
			put("profiles/kz/ann.md", header+"born: 1990\n---\n")
			put("profiles/ru/cas.md", header+"born: 1990-05\n---\n")
		}, []string{"profiles/kz", "profiles/ru/cas.md"}},
		{"who is told apart", func() { put("profiles/ru/cas.md", header+"born: 1990-05\ngender: male\n---\n") }, []string{"profiles/ru/cas.md"}},
		{"by both", func() { put("profiles/kz/ann.md", header+"born: 1990\ngender: female\n---\n") }, []string{"profiles/kz/ann.md"}},
		{"no more", func() { remove("profiles/kz") }, []string{"profiles/kz"}},
		{"another file", func() { put("profiles/ru/cas.md", header+"born: 1990\n---\n") }, []string{"profiles/ru/cas.md"}},
		{"mended", func() { put("profiles/by/bob.md", header+"former_slugs: [anna]\n---\n") }, []string{"profiles/by/bob.md"}},
		{"an older claim to a name", func() { put("profiles/by/bob.md", header+"former_slugs: [rob]\n---\n") }, []string{"profiles/by/bob.md"}},
		{"a new country", func() { put("profiles/kz/dot.md", header+"---\n") }, []string{"profiles/kz"}},
		{"no country", func() { put("profiles/nowhere/x.md", header+"---\n") }, []string{"profiles/nowhere"}},
		{"none any more", func() { remove("profiles/nowhere") }, []string{"profiles/nowhere"}},
		{"a photo", func() { put("profiles/by/ann.jpg", "x") }, []string{"profiles/by/ann.jpg"}},
		{"a stray file", func() { put("profiles/by/x.txt", "x") }, []string{"profiles/by/x.txt"}},
		{"gone again", func() { remove("profiles/by/x.txt") }, []string{"profiles/by/x.txt"}},
		{"languages", func() { put("site.yaml", "contact: the desk\nlanguages: [en, be]\n") }, []string{"site.yaml"}},
		{"a translation", func() { put("profiles/by/ann.be.md", "---\nname: Ганна\n---\n") }, []string{"profiles/by/ann.be.md"}},
		{"a lost translation", func() { remove("profiles/by/ann.be.md") }, []string{"profiles/by/ann.be.md"}},
		{"a lost prison", func() { remove("prisons/by/ik-0.md") }, []string{"prisons/by/ik-0.md"}},
		{"the prison is back", func() { put("prisons/by/ik-0.md", "---\nname: Invented\n---\n") }, []string{"prisons/by"}},
		{"a prison's name", func() { put("prisons/by/ik-0.md", "---\nname: Other\n---\n") }, []string{"prisons/by/ik-0.md"}},
		{"news", func() {
			put("news/2026-01-31-n.md", "---\ntitle: N\npeople: [by/ann, by/gone]\nsources: [{title: s}]\n---\n")
		}, []string{"news"}},
		{"of a draft", func() { put("profiles/by/ann.md", header+"publish: false\n---\n") }, []string{"profiles/by/ann.md"}},
		{"unnamed", func() { put("profiles/by/ann.md", header+"unnamed: true\n---\n") }, []string{"profiles/by/ann.md"}},
		{"a moved profile", func() { remove("profiles/by/bob.md"); put("profiles/ru/bob.md", header+"---\n") }, []string{"profiles/by/bob.md", "profiles/ru/bob.md"}},
		{"a lost country", func() { remove("profiles/ru") }, []string{"profiles/ru"}},
		{"nobody is left", func() { remove("profiles") }, []string{"profiles"}},
		{"everything anew", func() { put("profiles/by/eve.md", header+"---\n") }, nil},
	} {
		step.edit()
		_, got, gotProblems, err := r.Read(context.Background(), 2, nil, step.changed...)
		must(err)
		s, problems, err := Open(dir, when)
		must(err)
		want, more, err := s.Load(context.Background(), 1, nil)
		must(err)
		must(s.Close())
		wantProblems := append(problems, more...)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the library is\n%+v\nread whole\n%+v", step.name, got, want)
		}
		if len(gotProblems)+len(wantProblems) > 0 && !reflect.DeepEqual(gotProblems, wantProblems) {
			t.Errorf("%s: the problems are\n%v\nread whole\n%v", step.name, gotProblems, wantProblems)
		}
	}
}

// Of very many problems not all are kept from one reading to the next, and still the same are said.
func TestReaderKeepsSomeProblems(t *testing.T) {
	trial.Slow(t)
	dir, header := trial.Folder(t), "---\n"
	for i := range 100 {
		header += fmt.Sprintf("field-%d: x\n", i)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	at := func(i int) string {
		return filepath.Join(dir, "content", "profiles", "by", fmt.Sprintf("p-%03d.md", i))
	}
	must(os.MkdirAll(filepath.Dir(at(0)), 0o755))
	for i := range 200 {
		must(os.WriteFile(at(i), []byte(header+"---\n"), 0o644))
	}
	r := NewReader(dir, profile.When{})
	r.most = 15_000
	for _, changed := range [][]string{nil, {"profiles/by/p-000.md"}, {"profiles/by/p-199.md"}} {
		if len(changed) > 0 {
			must(os.WriteFile(filepath.Join(dir, "content", changed[0]), []byte("---\nname: A\n---\n"), 0o644))
		}
		_, _, got, err := r.Read(context.Background(), 2, nil, changed...)
		must(err)
		s, _, err := Open(dir, profile.When{})
		must(err)
		_, want, err := s.Load(context.Background(), 1, nil)
		must(err)
		must(s.Close())
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("after %v: %v and %d more, read whole %v and %d more", changed, got[0], len(got), want[0], len(want))
		}
		kept := 0
		for _, s := range r.countries {
			for _, k := range s.kept {
				kept += len(k.problems)
			}
		}
		if kept == 0 || kept > r.most {
			t.Errorf("after %v %d problems are kept", changed, kept)
		}
	}
}

// A reading that failed is made up for by the next.
func TestReaderAfterAnError(t *testing.T) {
	dir := trial.Folder(t)
	r := NewReader(dir, profile.When{})
	if _, _, _, err := r.Read(context.Background(), 1, nil); err == nil {
		t.Fatal("a folder without content was read")
	}
	at := filepath.Join(dir, "content", "pages")
	if err := os.MkdirAll(at, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(at, "about.md"), []byte("---\ntitle: About\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, l, problems, err := r.Read(context.Background(), 1, nil, "pages/about.md")
	if err != nil || l.Pages["about"] == nil {
		t.Errorf("%v %v", err, problems)
	}
}

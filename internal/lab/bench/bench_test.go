package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// vigil is the program, made once for all tests that measure it: .ci/run has them.
var vigil string

// The bench starts itself as the floor; in a test, itself is the test.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == floorMode {
		main()
	}
	bin, err := os.MkdirTemp("", "vigil-bench-bin-")
	b := &bench{ctx: context.Background(), bin: bin}
	if err == nil && trial.Landing {
		err = b.buildVigil()
	}
	if err != nil {
		panic(err)
	}
	vigil = b.vigil
	code := m.Run()
	os.RemoveAll(bin)
	os.Exit(code)
}

func small(t *testing.T, o options) string {
	t.Helper()
	trial.Slow(t)
	o.vigil, o.people, o.rounds, o.dir = vigil, 50, 1, trial.Folder(t)
	o.date = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	var out bytes.Buffer
	if err := run(context.Background(), o, &out); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(o.dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
	return out.String()
}

// row gives the cells of the row with that name.
func row(t *testing.T, table, name string) []string {
	t.Helper()
	for line := range strings.Lines(table) {
		if cells := strings.Split(strings.TrimSpace(line), " | "); cells[0] == "| "+name {
			return cells
		}
	}
	t.Fatalf("no row %q in\n%s", name, table)
	return nil
}

func TestTheFloorWritesAsMuchAsVigil(t *testing.T) {
	table := small(t, options{})
	vigil, floor := row(t, table, "Vigil"), row(t, table, "floor")
	if vigil[4] != floor[4] || vigil[5] != floor[5] || vigil[4] == "0" {
		t.Errorf("files and bytes differ:\n%s", table)
	}
}

func TestScale(t *testing.T) {
	if files := row(t, small(t, options{scale: []int{50}}), "50")[6]; files == "0" {
		t.Error("no files")
	}
}

func TestANewDayWritesLess(t *testing.T) {
	table := small(t, options{day: true})
	if cells := row(t, table, "nothing changed"); cells[3] != "0" || cells[6] != "0" {
		t.Errorf("files written though nothing changed:\n%s", table)
	}
	if first, next := row(t, table, "first"), row(t, table, "next day"); first[3] != first[1] || next[3] == "0" || next[5] == "0" {
		t.Errorf("the first build writes all, the next day some:\n%s", table)
	}
	if edited := row(t, table, "one profile edited"); edited[3] == "0" {
		t.Errorf("an edited profile changed no file:\n%s", table)
	}
	const none = "0, 0.0 KB"
	if next, renamed := row(t, table, "next day"), row(t, table, "one name changed"); next[9] != none || renamed[9] == none || renamed[10] == none {
		t.Errorf("search changes with names, not with days:\n%s", table)
	}
}

// Who makes no pages, or pages of nobody, does not win.
func TestCheckMissesPagesAndNames(t *testing.T) {
	b := &bench{ctx: context.Background(), work: trial.Folder(t), options: options{date: time.Now()}}
	s, err := b.writeSet(3)
	if err != nil {
		t.Fatal(err)
	}
	out := trial.Folder(t)
	if err := s.check(out); err == nil {
		t.Error("an empty folder passes")
	}
	write := func(text func(name []byte) []byte) {
		err := eachProfile(s.people(), func(file string, header []byte) error {
			place, _ := filepath.Rel(s.people(), file)
			page := filepath.Join(out, strings.TrimSuffix(place, ".md")+".html")
			if err := os.MkdirAll(filepath.Dir(page), 0o755); err != nil {
				return err
			}
			return os.WriteFile(page, text(nameIn(header)), 0o644)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	write(func([]byte) []byte { return []byte("nobody") })
	if err := s.check(out); err == nil {
		t.Error("pages without names pass")
	}
	write(func(name []byte) []byte { return name })
	if err := s.check(out); err != nil {
		t.Error(err)
	}
	s.profiles++
	if err := s.check(out); err == nil {
		t.Error("a missing profile passes")
	}
}

// Zola's profiles are ours with the fields one step further in.
func TestZolaGetsAllProfiles(t *testing.T) {
	b := &bench{ctx: context.Background(), work: trial.Folder(t), options: options{date: time.Now(), zola: "true"}} // a program that does nothing
	s, err := b.writeSet(20)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.zolaBuilder(s); err != nil {
		t.Fatal(err)
	}
	err = eachProfile(s.people(), func(file string, header []byte) error {
		place, _ := filepath.Rel(s.people(), file)
		got, err := os.ReadFile(filepath.Join(b.work, "zola", "content", place))
		if err != nil {
			return err
		}
		want, err := os.ReadFile(file)
		if name := "---\ntitle: " + string(nameIn(header)) + "\nextra:\n"; !strings.HasPrefix(string(got), name) ||
			!strings.HasSuffix(string(got), string(want[len("---\n")+len(header):])) {
			t.Errorf("%s:\n%s", place, got)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// Both sites for Hugo are whole: the bench adds nothing but mounts.
func TestHugoSitesAreEmbedded(t *testing.T) {
	for _, file := range []string{"hugo.toml", "layouts/_partials/days.html", "layouts/page.html", "same/layouts/_partials/date.html", "same/layouts/page.html"} {
		if _, err := hugoSite.ReadFile("hugo/" + file); err != nil {
			t.Error(err)
		}
	}
}

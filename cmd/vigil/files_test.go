package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/lab/trial"
	"vigil/internal/mirror"
)

// No command reads a file to its end that is larger than any of its kind can be.
func TestHugeFiles(t *testing.T) {
	const ann = "content/profiles/by/ann.md"
	dir := trial.Write(t, trial.Folder(t), map[string]string{ann: "", "map.yaml": "", "list.csv": "Name\nInvented Ann\n", "key": ""})
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{ann, "map.yaml", "key"} {
		if err := os.Truncate(at(name), 1<<40); err != nil { // takes no room on the disk
			t.Skip(err)
		}
	}
	for _, args := range [][]string{
		{"import", "--map", at("map.yaml"), at("list.csv")}, {"fmt"}, {"confirm", "--date", "2026-11-21", ann}, {"check", "--fix"},
	} {
		var said strings.Builder
		c := &call{stdin: strings.NewReader(""), stdout: &said, stderr: &said, getenv: func(string) string { return "" }, now: time.Now}
		args = append([]string{args[0], "--source", dir}, args[1:]...)
		if status := run(c, args); status == exitOK || !strings.Contains(said.String(), "has more than") && !strings.Contains(said.String(), "larger than") {
			t.Errorf("%q: status %d, said %q", args, status, said.String())
		}
	}
	if err := os.Chmod(at("key"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := mirror.PublicKey(at("key")); err == nil {
		t.Error("a file of a terabyte is a key")
	}
	if _, err := mirror.OpenKey(at("key"), "invented"); err == nil {
		t.Error("a file of a terabyte is a secret key")
	}
}

// Lists in the languages of the program can be imported where a site has brought another one.
func TestMonthNames(t *testing.T) {
	const ka = "format:\n  months: {format: [იანვარი, თებერვალი, მარტი, აპრილი, მაისი, ივნისი, ივლისი, აგვისტო, სექტემბერი, ოქტომბერი, ნოემბერი, დეკემბერი]}\n" +
		"  date: {day: '{day} {month} {year}', month: '{month} {year}', year: '{year}'}\n" +
		"  list: {two: '{a}, {b}', middle: '{a}, {b}', end: '{a}, {b}'}\n" +
		"span.years: {one: y, other: y}\nspan.months: {one: m, other: m}\nspan.days: {one: d, other: d}\n"
	names, err := monthNames(trial.Write(t, trial.Folder(t), map[string]string{"templates/i18n/ka.yaml": ka}))
	all := slices.Concat(names...)
	for _, may := range []string{"მაისი", "May", "мая", "чэрвеня", "مهٔ"} {
		if err != nil || !slices.Contains(all, may) {
			t.Errorf("%v: no %s", err, may)
		}
	}
}

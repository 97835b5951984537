package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/content"
	"vigil/internal/edit"
	"vigil/internal/lab/hostile"
	"vigil/internal/lab/synth"
	"vigil/internal/lab/trial"
)

// Formatting is idempotent, keeps the meaning of every header and loses no line, whatever the file holds.
func TestFormatKeepsMeaning(t *testing.T) {
	dir := trial.Folder(t)
	n := 20
	switch {
	case trial.Long:
		n = 10_000
	case trial.Landing:
		n = 300
	}
	day := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	if err := synth.Write(dir, synth.Options{People: n, Languages: []string{"en", "ru"}, AsOf: day}); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(file string, e os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(file, ".md") {
			return err
		}
		rel, _ := filepath.Rel(dir, file)
		data, err := os.ReadFile(file)
		if err == nil {
			keepsMeaning(t, filepath.ToSlash(rel), data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	files, _ := hostile.Accepted()
	for _, c := range trial.Few(hostile.Refused()) {
		for path, text := range c.Files {
			keepsMeaning(t, path, []byte(text))
		}
	}
	for _, path := range trial.Few(slices.Sorted(maps.Keys(files))) {
		keepsMeaning(t, path, []byte(files[path]))
	}
}

func keepsMeaning(t *testing.T, path string, data []byte) {
	t.Helper()
	_, _, form, ok := content.FormOf(path)
	if !ok {
		return
	}
	once, ps := formatted(path, data, form)
	if len(ps) > 0 {
		return
	}
	twice, _ := formatted(path, once, form)
	if string(once) != string(twice) {
		t.Errorf("%s: formatting twice changes it again:\n%s\n---- then\n%s", path, once, twice)
	}
	a, err := edit.Split(data)
	if err != nil {
		return
	}
	b, err := edit.Split(once)
	if err != nil {
		t.Fatalf("%s: no header is left", path)
	}
	before, _ := form.Canonical(path, data[a.Start:a.End], 2)
	after, _ := form.Canonical(path, once[b.Start:b.End], 2)
	if before != after {
		t.Errorf("%s says something else:\n%s\n---- then\n%s", path, before, after)
	}
	lines := map[string]int{}
	for line := range strings.Lines(string(data)) {
		lines[strings.TrimSpace(line)]++
	}
	for line := range strings.Lines(string(once)) {
		lines[strings.TrimSpace(line)]--
	}
	for line, n := range lines {
		if n != 0 && line != "" {
			t.Errorf("%s: the line %q is lost or new", path, line)
		}
	}
}

package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/diag"
	"vigil/internal/lab/trial"
)

// What a stranger chose, a name of a file or a folder or a text in them, reaches the terminal of no command as it is.
func TestNoCommandSpeaksForStrangers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no file can be named so")
	}
	const odd = "odd\x1b[31m\a\n::error::\u202e"
	const person = "---\nname: Anna Invented\nstatus: unknown\nsources: [{title: Invented}]\n---\n"
	const wrong = "---\nname: \"Anna \\e[31m\"\nst\u202eatus: \x1b[31m\n---\n"
	const fields = "country: by\nset: {sources: [{title: Invented}]}\nfields: {name: Name, status: {value: unknown}}\n"
	list := "Name,\"B" + odd + "\"\n\"Anna" + odd + "\",1\nX;Y" + strings.ReplaceAll(odd, "\n", " ") + ",2\n" + strings.ReplaceAll(odd, "\n", " ") + ",\n"
	sources := map[string]map[string]string{
		"a person":            {"content/profiles/by/" + odd + ".md": person, "content/profiles/by/anna.md": wrong},
		"a country":           {"content/profiles/" + odd + "/anna.md": person, odd + "/x": ""},
		"a template":          {"content/profiles/by/anna.md": person, "templates/home.html": "{{template \"" + odd[:9] + "\"}}"},
		"an interface string": {"content/profiles/by/anna.md": person, "templates/i18n/en.yaml": "nav.home: \"a\\e[31m\"\n" + odd + ": {a: 1}\n"},
		"a language":          {"content/profiles/by/anna.md": person, "templates/i18n/" + odd + ".yaml": "a: b\n"},
		"a static file":       {"content/profiles/by/anna.md": person, "static/" + odd: "", "static/root/" + odd: ""},
		"an output":           {"content/profiles/by/anna.md": person, "public/" + odd: ""},
		"settings":            {"content/profiles/by/anna.md": person, "content/site.yaml": "title: \"a\\e[31m\"\nba\u202ese: \x1b\n"},
		"what was left": {"content/profiles/by/anna.md": person, "." + odd + ".vigil-staging/x": "", "." + odd + ".vigil-aside/x": "",
			"." + odd + ".vigil-lock": ""},
		"a link": {"content/profiles/by/anna.md": person, "content/" + odd + " -> /": ""},
	}
	calls := [][]string{{"check"}, {"check", "--all"}, {"check", "--format", "json"}, {"check", "--format", "github"}, {"check", odd}, {"build", "--quiet"},
		{"build", "--out", odd},
		{"build", "--base-url", "https://" + odd}, {"count"}, {"count", "--date", odd}, {"fmt"}, {"fmt", "--check"}, {"fmt", odd},
		{"fmt", "content/profiles/by/" + odd + ".md"},
		{"confirm", "content"}, {"confirm", odd}, {"confirm", "--date", odd, "content"}, {"confirm", "--source", "https://" + odd, "content"}, {"schema", odd},
		{"diff", "--base", odd}, {"diff", "--base", "EMPTY"}, {"diff", "--base", "EMPTY", "--format", "markdown"}, {"diff", "--base", "EMPTY", "--format", "json"},
		{"new", "profile", odd}, {"new", odd, "Anna"}, {"new", "profile", "Anna Invented", "--country", "by", "--status", "unknown"},
		{"new", "news", "Anna", "--date", odd},
		{"init", odd}, {"init", odd, "--title", "A", "--languages", "en", "--country", "by"}, {"init", "new", "--languages", odd}, {"version", odd},
		{"serve", "--addr", odd}, {"serve", "--" + odd}, {odd}, {"import", "--guess", "LIST"}, {"import", "--map", "MAP", "--dry-run", "LIST"},
		{"import", "--map", "MAP", "--dry-run", "--format", "markdown", "LIST"}, {"import", "--map", "MAP", "LIST"}, {"import", "--map", "LIST", "LIST"},
		{"import", "--map", odd, "LIST"},
		{"import", "--map", "MAP", odd}, {"import", "--map", "MAP", "--update", odd, "LIST"}, {"import", "--map", "MAP", "--country", odd, "LIST"}}
	for n, what := range slices.Sorted(maps.Keys(sources)) {
		for i, args := range calls {
			if !trial.Long && (n+i)%4 > 0 {
				continue
			}
			files := sources[what]
			dir := trial.Folder(t)
			source := filepath.Join(dir, "site")
			replaced := strings.NewReplacer("LIST", filepath.Join(dir, odd+".csv"), "MAP", filepath.Join(dir, "map.yaml"), "EMPTY", filepath.Join(dir, "empty"))
			put(t, dir, map[string]string{"empty/content/site.yaml": "title: Empty\n", odd + ".csv": list, "map.yaml": fields})
			put(t, source, files)
			var given []string
			for _, a := range args {
				given = append(given, replaced.Replace(a))
			}
			if len(args) > 1 || args[0] != odd {
				given = append(given, "--source", source)
			}
			if args[0] == "build" && len(args) == 2 {
				given = append(given, "--out", filepath.Join(source, "public"))
			}
			var out bytes.Buffer
			c := &call{stdin: strings.NewReader(""), stdout: &out, stderr: &out, getenv: func(string) string { return "" },
				now: func() time.Time { return time.Unix(1795219200, 0) }}
			t.Chdir(dir)
			run(c, given)
			text := out.String()
			if r, found := diag.FirstHidden(text); found {
				t.Errorf("%s, %q: %U in\n%q", what, args, r, text)
			}
			if strings.HasPrefix(text, "::error::") || strings.Contains(text, "\n::error::") {
				t.Errorf("%s, %q: a line of a stranger in\n%s", what, args, text)
			}
		}
	}
}

// put lays files; a name with an arrow is a link.
func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name, to, link := strings.Cut(name, " -> ")
		file := filepath.Join(dir, name)
		err := os.MkdirAll(filepath.Dir(file), 0o755)
		if err == nil && link {
			err = os.Symlink(to, file)
		} else if err == nil {
			err = os.WriteFile(file, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

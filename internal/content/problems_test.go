package content

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"vigil/internal/diag"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

var update = flag.Bool("update", false, "write what is printed into testdata/problems; read the diff")

// today is the day of every test here.
var today = profile.When{Today: at("2026-11-21"), AsOf: at("2026-11-21")}

func at(s string) profile.Day {
	d, err := profile.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d.Earliest()
}

// Each archive in testdata/problems is a slip that a volunteer makes, and what Vigil says to it. A file
// in it can hold what an editor would not show: ⟦U+FEFF⟧ is a character, ⟦0xFF⟧ a byte, ⟦70000*x⟧ many.
func TestProblems(t *testing.T) {
	archives, err := filepath.Glob("testdata/problems/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	met, seen := map[string]bool{}, 0
	for _, name := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			seen++
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if len(bytes.TrimSpace(ar.Comment)) == 0 {
				t.Error("the archive does not say what the volunteer did")
			}
			files := map[string][]byte{}
			for _, f := range ar.Files {
				files[f.Name] = unescape(t, f.Data)
			}
			want := string(files["want"])
			delete(files, "want")
			problems := load(t, files)
			var got strings.Builder
			for _, p := range problems {
				met[p.Rule.ID] = true
				got.WriteString(p.String() + "\n")
				mendable(t, p, files)
			}
			if *update {
				rewrite(t, name, ar, got.String())
			} else if got.String() != want {
				t.Errorf("got:\n%s\nwant:\n%s", got.String(), want)
			}
		})
	}
	if t.Failed() || seen < len(archives) { // -run chose some
		return
	}
	for _, r := range Rules() {
		if !met[r.ID] {
			t.Errorf("no archive in testdata/problems shows the rule %q", r.ID)
		}
	}
}

// mendable holds what every problem must give: a place in a file that is there, and what to do.
func mendable(t *testing.T, p diag.Problem, files map[string][]byte) {
	t.Helper()
	if p.Text == "" || p.Hint == "" || p.Rule.ID == "" {
		t.Errorf("%s: no rule, text or hint", p)
	}
	data, ok := files[p.Path]
	if p.Line == 0 {
		return
	}
	lines := strings.Split(string(data), "\n")
	if !ok || p.Line > len(lines) || p.Col < 1 || p.Col > utf8.RuneCountInString(lines[p.Line-1])+1 {
		t.Errorf("%s: no such place", p)
	}
}

var escape = regexp.MustCompile(`⟦([^⟧]*)⟧`)

func unescape(t *testing.T, data []byte) []byte {
	return escape.ReplaceAllFunc(data, func(b []byte) []byte {
		s := strings.Trim(string(b), "⟦⟧")
		if n, text, ok := strings.Cut(s, "*"); ok {
			times, err := strconv.Atoi(n)
			if err != nil {
				t.Fatal(err)
			}
			return bytes.Repeat([]byte(text), times)
		}
		code, isChar := strings.CutPrefix(s, "U+")
		n, err := strconv.ParseUint(strings.TrimPrefix(code, "0x"), 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		if isChar {
			return []byte(string(rune(n)))
		}
		return []byte{byte(n)}
	})
}

func rewrite(t *testing.T, name string, ar *txtar.Archive, want string) {
	for i, f := range ar.Files {
		if f.Name == "want" {
			ar.Files = ar.Files[:i]
			break
		}
	}
	ar.Files = append(ar.Files, txtar.File{Name: "want", Data: []byte(want)})
	if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
		t.Fatal(err)
	}
}

// lay puts files into a new source folder.
func lay(t *testing.T, files map[string][]byte) (dir string) {
	t.Helper()
	dir = trial.Folder(t)
	for name, data := range files {
		at := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// load reads a source folder of these files and gives the problems.
func load(t *testing.T, files map[string][]byte) []diag.Problem {
	t.Helper()
	s, problems, err := Open(lay(t, files), today)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, more, err := s.Load(context.Background(), 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	return diag.Sort(append(problems, more...))
}

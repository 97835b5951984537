package serve

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"vigil/internal/lab/synth"
)

// BenchmarkEdit is what lies between the last event of an edit and the changed page, at ten thousand people: the
// profile is read, the index made, the page rendered.
func BenchmarkEdit(b *testing.B) {
	day := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	source := b.TempDir() + "/source"
	if err := synth.Write(source, synth.Options{People: 10_000, Seed: 1, AsOf: day, Words: 200}); err != nil {
		b.Fatal(err)
	}
	o := folder{t: b, dir: source}.options()
	s, err := open(context.Background(), o)
	if err != nil {
		b.Fatal(err)
	}
	defer s.close()
	defer s.watcher.Close()
	profiles, err := filepath.Glob(source + "/content/profiles/*/*.md")
	if err != nil || len(profiles) < 10_000 {
		b.Fatal(len(profiles), err)
	}
	file := profiles[len(profiles)/2]
	name, _ := filepath.Rel(source, file)
	name = filepath.ToSlash(name)
	page := "/" + strings.NewReplacer("content/profiles", "countries", ".md", ".html").Replace(name)
	before, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	const words = "These words were added."
	texts := [][]byte{append(before[:len(before):len(before)], "\n"+words+"\n"...), before}
	for i := 0; b.Loop(); i++ {
		if err := os.WriteFile(file, texts[i%2], 0o644); err != nil {
			b.Fatal(err)
		}
		if err := s.update(context.Background(), []string{name}); err != nil {
			b.Fatal(err)
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", "http://localhost"+page, nil))
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), words) != (i%2 == 0) {
			b.Fatal(w.Code, page)
		}
	}
}

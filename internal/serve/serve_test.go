package serve

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"vigil/internal/compile"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

// deadline is far beyond what anything here takes.
const deadline = 20 * time.Second

// written is a small source folder. All people in it are invented.
var written = map[string]string{
	"content/site.yaml": "title: Invented Site\nlanguages: [en, de]\nbase_url: https://example.org/\nrecognition: presumed\n",
	"content/profiles/by/invented-ann.md": person("Ann Invented", "status: imprisoned", "place: by/ik-0") +
		"First words about her.\n",
	"content/profiles/by/invented-ann.de.md": "---\nname: Ann Erfunden\n---\nErste Worte.\n",
	"content/profiles/by/invented-bob.md":    person("Bob Invented", "status: imprisoned\nformer_slugs: [invented-rob]", "place: somewhere"),
	"content/profiles/by/nobody.md":          "---\nunnamed: true\nstatus: imprisoned\ndetentions: [{kind: imprisoned, from: 2021}]\nsources: [{title: s}]\n---\n",
	"content/profiles/ru/invented-cas.md":    person("Cas Invented", "status: imprisoned", "place: somewhere"),
	"content/prisons/by/ik-0.md":             "---\nname: Invented colony\n---\nIts text.\n",
	"content/countries/by.md":                "---\n---\nAbout the country.\n",
	"content/pages/about.md":                 "---\ntitle: About\nmenu: 1\n---\nAbout this site.\n",
	"templates/i18n/de.yaml":                 "",
}

func person(name, fields, detention string) string {
	return "---\nname: " + name + "\n" + fields + "\ndetentions: [{kind: imprisoned, from: 2021-02-03, " + detention + "}]\n" +
		"sources: [{title: An invented source}]\nverified: 2026-11-01\n---\n"
}

// folder is a source folder that a test edits.
type folder struct {
	t   testing.TB
	dir string
}

func write(t *testing.T, files map[string]string) folder {
	f := folder{t, trial.Folder(t)}
	english, err := os.ReadFile("../../templates/i18n/en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if text == "" { // words that are whole
			text = string(english)
		}
		f.write(name, text)
	}
	return f
}

func (f folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f folder) write(name, text string) {
	f.t.Helper()
	if err := os.MkdirAll(filepath.Dir(f.path(name)), 0o755); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(f.path(name), []byte(text), 0o644); err != nil {
		f.t.Fatal(err)
	}
}

func (f folder) replace(name, old, new string) {
	f.t.Helper()
	data, err := os.ReadFile(f.path(name))
	if err != nil {
		f.t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		f.t.Fatalf("%s has no %q", name, old)
	}
	f.write(name, strings.Replace(string(data), old, new, 1))
}

func (f folder) rename(from, to string) {
	f.t.Helper()
	if err := os.Rename(f.path(from), f.path(to)); err != nil {
		f.t.Fatal(err)
	}
}

func (f folder) link(name, to string) {
	f.t.Helper()
	if err := os.Symlink(to, f.path(name)); err != nil {
		f.t.Fatal(err)
	}
}

func (f folder) remove(name string) {
	f.t.Helper()
	if err := os.RemoveAll(f.path(name)); err != nil {
		f.t.Fatal(err)
	}
}

func (f folder) options() Options {
	day, err := profile.ParseDate("2026-11-21")
	if err != nil {
		f.t.Fatal(err)
	}
	on := day.Earliest()
	return Options{Options: compile.Options{Source: f.dir, When: profile.When{Today: on, AsOf: on}}, Addr: "127.0.0.1:0", Out: io.Discard, Log: io.Discard}
}

// served is a running server.
type served struct {
	t   *testing.T
	url string
	log *record
}

// record is a writer that may be read meanwhile.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.String()
}

func start(t *testing.T, f folder) *served {
	ctx, stop := context.WithCancel(context.Background())
	log := &record{}
	o := f.options()
	o.Log = log
	s, err := open(ctx, o)
	if err != nil {
		stop()
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		s.watch(ctx)
	}()
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		stop()
		server.CloseClientConnections()
		server.Close()
		<-ended
	})
	return &served{t, server.URL, log}
}

// get asks for a file; redirects are not followed.
func (s *served) get(name string) (status int, body string, header http.Header) {
	s.t.Helper()
	r, err := http.DefaultTransport.RoundTrip(httptest.NewRequest("GET", s.url+"/"+name, nil).WithContext(s.t.Context()))
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return r.StatusCode, string(data), r.Header
}

// opened is a page in a browser, as far as its script goes.
type opened struct {
	t      *testing.T
	states chan state
	last   state
}

// open begins to listen for events of no page of a file, and has heard the first.
func (s *served) open() *opened { return s.openPage("") }

func (s *served) openPage(name string) *opened {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, "GET", s.url+"/"+eventsPath+"?page=/"+name, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { cancel(); answer.Body.Close() })
	if got := answer.Header.Get("Content-Type"); got != "text/event-stream" {
		s.t.Fatalf("events come as %q", got)
	}
	o := &opened{t: s.t, states: make(chan state, 100)}
	go func() {
		lines := bufio.NewScanner(answer.Body)
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var st state
				if json.Unmarshal([]byte(data), &st) == nil {
					o.states <- st
				}
			}
		}
	}()
	o.until("the first state", func(state) bool { return true })
	return o
}

// until hears events until one is as wanted.
func (o *opened) until(what string, ok func(state) bool) state {
	o.t.Helper()
	late := time.After(deadline)
	for {
		select {
		case o.last = <-o.states:
			if ok(o.last) {
				return o.last
			}
		case <-late:
			o.t.Fatalf("never heard of %s; last heard %+v", what, o.last)
		}
	}
}

// reload hears that the page must be loaded again.
func (o *opened) reload() {
	o.t.Helper()
	was := o.last.Version
	o.until("a new version", func(st state) bool { return st.Version != was && len(st.Problems) == 0 })
}

// overlay hears of problems, and gives the one at a place: that of a line stands for its columns.
func (o *opened) overlay(place string) (found stateProblem) {
	o.t.Helper()
	o.until("a problem at "+place, func(st state) bool {
		for _, p := range st.Problems {
			if p.Place == place || strings.HasPrefix(p.Place, place+":") {
				found = p
				return true
			}
		}
		return false
	})
	return found
}

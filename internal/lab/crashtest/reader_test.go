package crashtest

import (
	"crypto/sha256"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"vigil/internal/lab/trial"
)

// reader fetches pages through a plain file server, all the while, and holds each against two versions.
type reader struct {
	server *httptest.Server
	of     []version
	pages  []string // names that all versions have, without the manifest

	begun, ended atomic.Int64 // builds
	fetched      atomic.Int64
	together     atomic.Int64 // pages that were held against the manifest of their moment
}

func newReader(t *testing.T, out string, of ...version) *reader {
	r := &reader{of: of, server: httptest.NewServer(http.FileServer(http.Dir(out)))}
	t.Cleanup(r.server.Close)
	for _, name := range slices.Sorted(maps.Keys(of[0].want)) {
		if _, both := of[1].want[name]; both && name != "SHA256SUMS" {
			r.pages = append(r.pages, name)
		}
	}
	return r
}

// fetch reads one file. Anything but 200, and bytes that neither version has, is an error.
func (r *reader) fetch(name string) (sum [sha256.Size]byte, err error) {
	address := r.server.URL + "/" + name
	if path.Base(name) == "index.html" {
		address = strings.TrimSuffix(address, "index.html") // the server redirects to the folder
	}
	answer, err := r.server.Client().Get(address)
	if err != nil {
		return sum, err
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		return sum, fmt.Errorf("%s: %w", name, err)
	}
	if answer.StatusCode != http.StatusOK {
		return sum, fmt.Errorf("%s: %s", name, answer.Status)
	}
	r.fetched.Add(1)
	sum = sha256.Sum256(data)
	if !slices.ContainsFunc(r.of, func(v version) bool { return v.want[name] == sum }) {
		return sum, fmt.Errorf("%s: %d bytes that are in no version", name, len(data))
	}
	return sum, nil
}

// check fetches a page between two readings of the manifest. If the manifest was the same, and no more than
// one exchange can have fallen between, the page must be of its version.
func (r *reader) check(name string) error {
	ended := r.ended.Load()
	before, err := r.fetch("SHA256SUMS")
	if err != nil {
		return err
	}
	page, err := r.fetch(name)
	if err != nil {
		return err
	}
	after, err := r.fetch("SHA256SUMS")
	if err != nil {
		return err
	}
	if before != after || r.begun.Load()-ended > 1 {
		return nil
	}
	r.together.Add(1)
	for _, v := range r.of {
		if v.want["SHA256SUMS"] == before && v.want[name] != page {
			return fmt.Errorf("%s is not of version %s, whose manifest stood before and after it", name, v.name)
		}
	}
	return nil
}

// watch reads until the builds are done, and returns what was wrong.
func (r *reader) watch(builds func()) (wrong []error) {
	done := make(chan struct{})
	found := make(chan []error)
	for i := range 2 {
		go func() {
			var wrong []error
			for k := i; ; k++ {
				select {
				case <-done:
					found <- wrong
					return
				default:
				}
				if err := r.check(r.pages[k*7%len(r.pages)]); err != nil {
					wrong = append(wrong, err)
				}
			}
		}()
	}
	builds()
	close(done)
	return append(<-found, <-found...)
}

func (r *reader) build(do func()) {
	r.begun.Add(1)
	do()
	r.ended.Add(1)
}

// TestReaderSeesWholePages reads while builds go to and fro between two versions.
func TestReaderSeesWholePages(t *testing.T) {
	a, b, _ := versions(t, 5)
	out := filepath.Join(top, "reader", "public")
	place(t, a.site, out)
	r := newReader(t, out, a, b)
	rounds := 2
	switch {
	case long:
		rounds = 300
	case trial.Landing:
		rounds = 6
	}
	wrong := r.watch(func() {
		for i := range rounds {
			r.build(func() { []version{b, a}[i%2].mustBuild(t, out) })
		}
	})
	for _, err := range wrong {
		t.Error(err)
	}
	t.Logf("%d builds, %d answers, %d pages held against the manifest of their moment", rounds, r.fetched.Load(), r.together.Load())
	if r.together.Load() < int64(rounds) {
		t.Error("the reader saw too little")
	}
}

// A publisher that writes into the served folder must not get past this reader; nor may one whose pages are
// whole, each for itself, but change one by one.
func TestReaderSeesBadPublishers(t *testing.T) {
	a, b, _ := versions(t, 5)
	out := filepath.Join(top, "bad", "public")
	sites := []string{b.site, a.site}
	for name, publish := range map[string]func(site string) error{
		"empty and fill": func(site string) error {
			if err := os.RemoveAll(out); err != nil {
				return err
			}
			return os.CopyFS(out, os.DirFS(site))
		},
		"one by one": func(site string) error {
			for _, file := range slices.Sorted(maps.Keys(a.want)) {
				data, err := os.ReadFile(filepath.Join(site, file))
				if err != nil {
					continue // only in the other
				}
				to := filepath.Join(out, file)
				if err := os.WriteFile(to+".tmp", data, 0o644); err != nil {
					return err
				}
				if err := os.Rename(to+".tmp", to); err != nil {
					return err
				}
			}
			return nil
		},
	} {
		place(t, sites[1], out)
		r := newReader(t, out, a, b)
		var wrong []error
		for i := range 200 {
			wrong = r.watch(func() {
				r.build(func() {
					if err := publish(sites[i%2]); err != nil {
						t.Fatal(err)
					}
				})
			})
			if len(wrong) > 0 {
				t.Logf("%s: found in build %d: %v", name, i+1, wrong[0])
				break
			}
		}
		if len(wrong) == 0 {
			t.Errorf("%s: not found by %d fetches", name, r.fetched.Load())
		}
	}
}

package mirror

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// What a server may do wrong with a file. Whatever it is, the copy stays as it was and it is said; and when it has
// stopped, the next pull is as if nothing had been.
var misdeeds = map[string]struct {
	name string // of the file, or its beginning
	do   http.HandlerFunc
	says string
}{
	"no file":   {"by/new", http.NotFound, "by/new.html: http://HOST/ answers 404 Not Found"},
	"forbidden": {"by/new", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "", http.StatusForbidden) }, "answers 403 Forbidden"},
	"an error":  {"by/new", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "", 500) }, "answers 500"},
	"a lie":     {"by/new", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "evil") }, "sends something else than the list says"},
	"a lie in a large": {"data/people", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Repeat("evil   ", 300_000)) },
		"sends something else"},
	"too much": {"by/new", endless, "sends more than the file can have"},
	"too much, packed": {"by/new", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bomb())
	}, "sends more than the file can have"},
	"packed, and never anything": {"by/new", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255})
		for range 100 {
			w.Write(bytes.Repeat([]byte{0, 0, 0, 255, 255}, 10_000)) // empty blocks, none of them the last
		}
	}, "sends more than the file can have"},
	"bad gzip": {"by/new", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		fmt.Fprint(w, "not packed")
	}, "no gzip"},
	"gzip that is cut": {"by/new", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bomb()[:1000])
	}, "hung up before all had come"},
	"packed otherwise": {"by/new", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "br")
		fmt.Fprint(w, "new")
	}, `packed as "br"`},
	"cut, and it is not said": {"data/people", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "person person") }, "data/people.json: http://HOST/ "},
	"cut": {"by/new", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "3")
		fmt.Fprint(w, "n")
	}, "hung up before all had come"},
	"hung up": {"by/new", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "hung up before all had come"},
	"a stall": {"by/new", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "stalls"},
	"a stall in the middle": {"data/people", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, strings.Repeat("person ", 100))
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}, "stalls"},
	"a drip": {"data/people", func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			fmt.Fprint(w, "p")
			w.(http.Flusher).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	}, "stalls"},
	"to itself":       {"by/new", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }, "redirects to itself"},
	"without end":     {"by/new", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }, "redirects without end"},
	"to another host": {"by/new", http.RedirectHandler("http://localhost/by/new.html", http.StatusFound).ServeHTTP, "redirects to another host, localhost"},
	"to the metadata": {"by/new", http.RedirectHandler("http://169.254.169.254/latest", http.StatusTemporaryRedirect).ServeHTTP,
		"redirects to another host, 169.254.169.254"},
	"to another port": {"by/new", http.RedirectHandler("http://127.0.0.1:1/", http.StatusFound).ServeHTTP, "another port"},
	"to a file":       {"by/new", http.RedirectHandler("file:///etc/passwd", http.StatusFound).ServeHTTP, "redirects to another host"},
	"a large head":    {"by/new", func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("X", strings.Repeat("x", 100_000)) }, "header"},
	"come back later": {"by/new", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "3600")
		w.WriteHeader(503)
	}, "answers 503"},
	"no signature":      {"SHA256SUMS.minisig", http.NotFound, "has no SHA256SUMS.minisig: it is no signed site"},
	"no list":           {"SHA256SUMS.list", http.NotFound, "SHA256SUMS: answers 404"},
	"an endless list":   {"SHA256SUMS.list", endless, "sends more than the file can have"},
	"endless signature": {"SHA256SUMS.minisig", endless, "sends more than the file can have"},
	"a login page": {"", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>Please log in") },
		"cannot be believed: the signature is not in the form"},
	"mix and match": {"SHA256SUMS.list", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, list(map[string]string{"index.html": "x"}))
	},
		"does not fit its signature"},
}

func endless(w http.ResponseWriter, r *http.Request) {
	for r.Context().Err() == nil {
		w.Write(make([]byte, 64<<10))
	}
}

// bomb is 10 MB of nothing, packed into 10 kB.
var bomb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(make([]byte, 10_000_000))
	z.Close()
	return b.Bytes()
})

// doing serves a site, but for the files whose name begins as given.
func doing(site, name string, do http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path := strings.TrimPrefix(r.URL.Path, "/")
		if hit := strings.HasPrefix(path, name); name == "SHA256SUMS.list" && path == "SHA256SUMS" || hit {
			do(w, r)
			return
		}
		http.FileServer(http.Dir(site)).ServeHTTP(w, r)
	})
}

// strict is quickly with low limits.
func strict() *Web {
	w := quickly()
	w.limits = limits{list: 1 << 20, file: 4 << 20, total: 64 << 20}
	w.stall = 300 * time.Millisecond
	return w
}

// More than a site can have ends a pull, be it what was asked for or wrong, of one address or of several.
func TestTotalLimit(t *testing.T) {
	k := testKey(t)
	site := signedSite(t, k, days(1), newPages) // 2.1 MB
	lies := doing(site, "data/people", func(w http.ResponseWriter, _ *http.Request) { w.Write(bytes.Repeat([]byte("evil "), 100_000)) })
	for name, x := range map[string]struct {
		total  int64
		serves []http.Handler
		ends   bool
	}{
		"a large site":    {1 << 20, []http.Handler{http.FileServer(http.Dir(site))}, true},
		"as much":         {3 << 20, []http.Handler{http.FileServer(http.Dir(site))}, false},
		"lies":            {400_000, []http.Handler{lies}, true},
		"lies of several": {800_000, []http.Handler{lies, lies}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := pulled(t, k)
			before := trial.Read(t, dir)
			var from []string
			for _, h := range x.serves {
				from = append(from, serve(t, h))
			}
			w := strict()
			w.limits.total = x.total
			_, err := w.Pull(t.Context(), order(dir, k, from...))
			if !x.ends {
				if err != nil {
					t.Fatal(err)
				}
				same(t, dir, site)
				return
			}
			if err == nil || !strings.Contains(err.Error(), "more came than a site can have: the pull was ended") {
				t.Errorf("it says %v", err)
			}
			if !maps.Equal(before, trial.Read(t, dir)) {
				t.Error("the copy was changed")
			}
		})
	}
}

// A list without an end takes no more memory than one may have.
func TestEndlessListTakesItsLimit(t *testing.T) {
	some := make([]byte, 64<<10)
	at := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			w.Write(some)
		}
	}))
	base, err := url.Parse(at + "/")
	if err != nil {
		t.Fatal(err)
	}
	const limit = 32 << 20
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := quickly().small(t.Context(), base, "SHA256SUMS", limit); !errors.Is(err, errTooMuch) {
		t.Errorf("it says %v", err)
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > limit*5/4 {
		t.Errorf("%d bytes for a limit of %d", took, limit)
	}
}

// Who sends just enough not to stall holds nothing up, be it files or the list.
func TestSlowForEver(t *testing.T) {
	k := testKey(t)
	site := signedSite(t, k, days(1), newPages)
	honest := serve(t, http.FileServer(http.Dir(site)))
	for _, name := range []string{"by/", "data/", "index", "SHA256SUMS.list"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			slow := serve(t, doing(site, name, func(w http.ResponseWriter, r *http.Request) {
				for r.Context().Err() == nil {
					w.Write(make([]byte, leastPace))
					w.(http.Flusher).Flush()
					time.Sleep(100 * time.Millisecond)
				}
			}))
			dir := pulled(t, k)
			w := quickly()
			w.turn = 30 * time.Millisecond
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			if _, err := w.Pull(ctx, order(dir, k, slow, honest)); err != nil {
				t.Fatal(err)
			}
			same(t, dir, site)
		})
	}
}

func TestMisdeeds(t *testing.T) {
	k := testKey(t)
	site := signedSite(t, k, days(1), newPages)
	for _, name := range trial.Some(slices.Sorted(maps.Keys(misdeeds)), 12) {
		x := misdeeds[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := pulled(t, k)
			before := trial.Read(t, dir)
			at := serve(t, doing(site, x.name, x.do))
			_, err := strict().Pull(t.Context(), order(dir, k, at))
			says := strings.ReplaceAll(x.says, "HOST", strings.TrimPrefix(at, "http://"))
			if err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("it says %v", err)
			}
			if !maps.Equal(before, trial.Read(t, dir)) {
				t.Fatal("the copy was changed")
			}
			// Beside an honest address it costs nothing but time.
			honest := serve(t, http.FileServer(http.Dir(site)))
			if _, err := strict().Pull(t.Context(), order(dir, k, at, honest)); err != nil {
				t.Fatal(err)
			}
			same(t, dir, site)
		})
	}
}

package mirror

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// What may pass is tried again after longer and longer pauses, or when the server says; what may not is not.
func TestPatience(t *testing.T) {
	later := func(seconds string, code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", seconds)
			w.WriteHeader(code)
		}
	}
	for name, x := range map[string]struct {
		answer      http.HandlerFunc
		tries       int
		least, most time.Duration // of the first pause
	}{
		"an error": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(502) },
			mostTries/2 + 1, 250 * time.Millisecond, 750 * time.Millisecond},
		"too many":            {later("7", 429), mostTries/2 + 1, 7 * time.Second, 7 * time.Second},
		"in a thousand years": {later("31536000000", 503), mostTries/2 + 1, maxWait * time.Second, maxWait * time.Second},
		"in the past":         {later("-7", 503), mostTries/2 + 1, 250 * time.Millisecond, time.Second},
		"not there":           {http.NotFound, 1, 0, 0},
		"forbidden":           {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(451) }, 1, 0, 0},
		"elsewhere":           {http.RedirectHandler("http://other.invalid/", http.StatusFound).ServeHTTP, 1, 0, 0},
	} {
		tries := 0
		at := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { tries++; x.answer(w, r) }))
		var pauses []time.Duration
		w := quickly()
		w.pause = func(_ context.Context, d time.Duration) error { pauses = append(pauses, d); return nil }
		base, err := w.address(at)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.small(t.Context(), base, "x", 100); err == nil || tries != x.tries || len(pauses) != x.tries-1 {
			t.Errorf("%s: %v after %d tries and pauses of %v", name, err, tries, pauses)
		}
		if len(pauses) > 0 && (pauses[0] < x.least || pauses[0] > x.most) {
			t.Errorf("%s: waits %v", name, pauses[0])
		}
		if last := len(pauses) - 1; name == "an error" && pauses[last] < 2*pauses[0] {
			t.Errorf("the pauses do not grow: %v", pauses)
		}
	}
}

// A list that is cut again and again comes all the same, from where it was cut.
func TestSmallGoesOn(t *testing.T) {
	text := strings.Repeat("a list of files\n", 1000)
	sent := 0
	at := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		from := 0
		fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from)
		w.Header().Set("Content-Length", fmt.Sprint(len(text)-from))
		if from > 0 {
			w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(text)-1, len(text)))
			w.WriteHeader(http.StatusPartialContent)
		}
		n, _ := io.WriteString(w, text[from:min(from+5000, len(text))])
		sent += n
	}))
	w := quickly()
	base, err := w.address(at)
	if err != nil {
		t.Fatal(err)
	}
	got, err := w.small(t.Context(), base, "x", 1<<20)
	if err != nil || string(got) != text || sent != len(text) {
		t.Errorf("%d bytes of %d, %d sent: %v", len(got), len(text), sent, err)
	}
}

package mirror

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// quickly asks without long waits.
func quickly() *Web {
	w := NewWeb(nil)
	w.stall = time.Second
	w.pause = func(ctx context.Context, d time.Duration) error { return pause(ctx, d/1000) }
	return w
}

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// A copy at an address gets the same three answers as one in a folder.
func TestLook(t *testing.T) {
	k, other := testKey(t), testKey(t)
	many := map[string]string{}
	for i := range 300 {
		many[fmt.Sprintf("many/%d.html", i)] = fmt.Sprint("page ", i)
	}
	broken := func(name string, answer http.HandlerFunc) func(http.Handler) http.Handler {
		return func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, name) {
					answer(w, r)
					return
				}
				h.ServeHTTP(w, r)
			})
		}
	}
	for name, x := range map[string]struct {
		by                    *Key // signs it
		more                  map[string]string
		around                func(http.Handler) http.Handler
		whole, genuine, fresh Answer
		sample                int
		says                  string
	}{
		"nothing":        {},
		"a large site":   {more: many, sample: 100},
		"a missing file": {around: broken("/by/", http.NotFound), whole: No, says: "by/ann.html is missing"},
		"a changed file": {around: broken("/by/", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "x") }), whole: No, says: "by/ann.html was changed"},
		"a file that is refused": {around: broken("/by/", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "", http.StatusUnavailableForLegalReasons)
		}), whole: No,
			says: "by/ann.html: the server answers 451 Unavailable For Legal Reasons"},
		"a server in pain": {around: broken("/by/", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "", http.StatusBadGateway)
		}), whole: No, says: "answers 502"},
		"many missing": {more: many, sample: 100, around: broken("/many/", http.NotFound), whole: No, says: "html is missing"},
		"no signature": {around: broken("/SHA256SUMS.minisig", http.NotFound), genuine: No, fresh: Yes, says: "there is no SHA256SUMS.minisig"},
		"another key":  {by: &other, genuine: No, says: "signed with another key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if x.by == nil {
				x.by = &k
			}
			var h http.Handler = http.FileServer(http.Dir(signedSite(t, *x.by, aClaim, x.more)))
			h = http.StripPrefix("/sub", h)
			if x.around != nil {
				h = http.StripPrefix("/sub", x.around(http.FileServer(http.Dir(signedSite(t, *x.by, aClaim, x.more)))))
			}
			v, err := quickly().Look(t.Context(), serve(t, h)+"/sub", Options{Key: k.Public(), Today: now, Fresh: 14})
			if err != nil {
				t.Fatal(err)
			}
			if v.Whole != x.whole || v.Genuine != x.genuine || v.Fresh != x.fresh || v.Sample != x.sample {
				t.Errorf("%+v", v)
			}
			if said := strings.Join(v.Wrong, "\n") + "\n" + v.Why; !strings.Contains(said, x.says) {
				t.Errorf("it says %q", said)
			}
			if v.Genuine == Yes && v.Claim.Serial != aClaim.Serial {
				t.Errorf("serial %d", v.Claim.Serial)
			}
		})
	}
}

func TestLookAtNothing(t *testing.T) {
	for address, says := range map[string]string{
		serve(t, http.NotFoundHandler()):   "it is no copy of a site",
		"http://127.0.0.1:1/":              "connection refused",
		"ftp://127.0.0.1/":                 "no address of a site",
		"https://ann:secret@copy.invalid/": "holds a name or a password",
		"https://copy.invalid/?x":          "no address of a folder",
		"http://invented.onion/":           "through Tor only",
	} {
		_, err := quickly().Look(t.Context(), address, Options{Today: now, Fresh: 14})
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

package mirror

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// days gives the claim of a list that was signed so many days after aClaim.
func days(n int) Claim {
	c := aClaim
	c.Serial, c.AsOf, c.ValidUntil = c.Serial+int64(n)*24*60*60, now.AddDate(0, 0, n).Format(day), c.ValidUntil.AddDate(0, 0, n)
	return c
}

// The site of two days: a page comes, one goes, one changes, one is large.
var (
	oldPages = map[string]string{"by/gone.html": "gone", "by/ann.html": "Ann, 1 day", "by/same.html": "same"}
	newPages = map[string]string{"by/new.html": "new", "by/ann.html": "Ann, 2 days", "by/same.html": "same",
		"data/people.json": strings.Repeat("person ", 300_000)}
)

// swapping serves the folder that it is told to.
type swapping struct{ dir atomic.Value }

func (s *swapping) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	http.FileServer(http.Dir(s.dir.Load().(string))).ServeHTTP(w, r)
}

func order(dir string, k Key, from ...string) Order {
	return Order{From: from, Dir: dir, Key: k.Public(), Now: now.AddDate(0, 0, 1)}
}

// pulled makes a copy of a site as of the first day.
func pulled(t *testing.T, k Key, more ...map[string]string) (dir string) {
	t.Helper()
	dir = filepath.Join(trial.Folder(t), "copy")
	site := signedSite(t, k, aClaim, append(more, oldPages)...)
	if _, err := quickly().Pull(t.Context(), order(dir, k, serve(t, http.FileServer(http.Dir(site))))); err != nil {
		t.Fatal(err)
	}
	same(t, dir, site)
	return dir
}

// same wants a copy to be the same as a site, and nothing left beside it.
func same(t *testing.T, dir, site string) {
	t.Helper()
	if got, want := trial.Read(t, dir), trial.Read(t, site); !maps.Equal(got, want) {
		t.Errorf("the copy has %d files and is not the site with %d", len(got), len(want))
	}
	if beside, _ := os.ReadDir(filepath.Dir(dir)); len(beside) != 1 {
		t.Errorf("beside the copy is %v", beside)
	}
}

func TestPull(t *testing.T) {
	k := testKey(t)
	dir := pulled(t, k)
	kept := filepath.Join(dir, "by", "same.html")
	past := now.AddDate(-1, 0, 0)
	if err := os.Chtimes(kept, past, past); err != nil {
		t.Fatal(err)
	}
	before, _ := os.Stat(kept)
	site := signedSite(t, k, days(1), newPages)
	var asked, packed atomic.Int64
	at := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		for name, values := range r.Header {
			if !strings.Contains("User-Agent Accept-Encoding", name) || strings.ContainsAny(strings.Join(values, ""), "vV") && name != "User-Agent" {
				t.Errorf("it says %s: %s", name, values)
			}
		}
		if ua := r.UserAgent(); ua != "Mozilla/5.0" {
			t.Errorf("it says who asks: %s", ua)
		}
		if strings.HasSuffix(r.URL.Path, ".json") {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			data, _ := os.ReadFile(filepath.Join(site, r.URL.Path))
			z.Write(data)
			z.Close()
			packed.Add(1)
			return
		}
		http.FileServer(http.Dir(site)).ServeHTTP(w, r)
	}))
	w := quickly()
	o := order(dir, k, at)
	o.From = append(o.From, at+"/index.html") // the same address
	done, err := w.Pull(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	same(t, dir, site)
	if done.Fetched != 3 || done.Written != 3 || done.Removed != 1 || done.Bytes > 100_000 || packed.Load() == 0 || asked.Load() != 5 {
		t.Errorf("%+v, after %d requests", done, asked.Load())
	}
	if after, _ := os.Stat(kept); !os.SameFile(before, after) || !after.ModTime().Equal(past) {
		t.Error("an unchanged file was not linked")
	}
	// Once more: by the same Web nothing is looked at; by another every file is, and what was damaged is mended.
	if done, err := w.Pull(t.Context(), o); err != nil || !done.Nothing {
		t.Errorf("%+v, %v", done, err)
	}
	if err := os.WriteFile(kept, []byte("evil"), 0o644); err != nil {
		t.Fatal(err)
	}
	if done, err := quickly().Pull(t.Context(), o); err != nil || done.Nothing || done.Fetched != 1 {
		t.Errorf("%+v, %v", done, err)
	}
	same(t, dir, site)
}

// What is offered must follow on what is there.
func TestOffersThatAreRefused(t *testing.T) {
	k, other := testKey(t), testKey(t)
	elsewhere := days(1)
	elsewhere.Site = "https://other.example/"
	for name, x := range map[string]struct {
		by    Key
		claim Claim
		says  string
	}{
		"rollback":        {k, days(-1), "has an older list, of 2026-11-20"},
		"freeze":          {k, Claim{aClaim.Site, days(1).Serial, "2026-11-21", now}, "valid until 2026-11-21: nothing newer came"},
		"fast-forward":    {k, days(30), "lies in the future"},
		"for all time":    {k, Claim{aClaim.Site, 1<<62 - 1, "2026-11-22", days(1).ValidUntil}, "lies in the future"},
		"another site":    {k, elsewhere, `has a list of another site, "https://other.example/", and`},
		"the same serial": {k, aClaim, "another list with the serial"},
		"another key":     {other, days(1), "cannot be believed: the list is signed with another key"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := pulled(t, k)
			before := trial.Read(t, dir)
			_, err := quickly().Pull(t.Context(), order(dir, k, serve(t, http.FileServer(http.Dir(signedSite(t, x.by, x.claim, newPages))))))
			if err == nil || !strings.Contains(err.Error(), x.says) {
				t.Errorf("it says %v", err)
			}
			if !maps.Equal(before, trial.Read(t, dir)) {
				t.Error("the copy was changed")
			}
		})
	}
}

// Who has the newest list and withholds its files cannot keep others from bringing the one before it.
func TestNewestWithheld(t *testing.T) {
	k := testKey(t)
	dir := pulled(t, k)
	older, newest := map[string]string{}, map[string]string{}
	for i := range 3 * mostLies {
		older[fmt.Sprintf("many/%d.html", i)], newest[fmt.Sprintf("many/%d.html", i)] = "older", "newest"
	}
	site := signedSite(t, k, days(1), older)
	honest := serve(t, http.FileServer(http.Dir(site)))
	withholding := serve(t, doing(signedSite(t, k, days(2), newest), "many/", http.NotFound))
	o := order(dir, k, withholding, honest)
	for range 2 { // the second time there is nothing to bring
		done, err := quickly().Pull(t.Context(), o)
		if err != nil || done.Claim.Serial != days(1).Serial || !strings.Contains(strings.Join(done.Notes, "\n"), "many/") {
			t.Fatalf("%+v, %v", done, err)
		}
		same(t, dir, site)
	}
}

// A folder that holds links, devices or strangers' files is not written through, and what is not ours stays.
func TestPullIntoStrangeFolders(t *testing.T) {
	k := testKey(t)
	site := signedSite(t, k, days(1), newPages)
	at := serve(t, http.FileServer(http.Dir(site)))
	for name, x := range map[string]struct {
		harm func(dir, outside string) error
		says string // "": it is mended
	}{
		"a file that is a link": {func(dir, outside string) error {
			file := filepath.Join(dir, "by", "ann.html")
			return errors.Join(os.Remove(file), os.Symlink(filepath.Join(outside, "mine.html"), file))
		}, ""},
		"a folder that is a link": {func(dir, outside string) error {
			return errors.Join(os.RemoveAll(filepath.Join(dir, "by")), os.Symlink(outside, filepath.Join(dir, "by")))
		}, "holds what vigil did not put there: by"},
		"keys that are a link": {func(dir, outside string) error { return os.Symlink(outside, filepath.Join(dir, "keys")) },
			"holds what vigil did not put there: keys"},
		"a list that is a link": {func(dir, outside string) error {
			file := filepath.Join(dir, "SHA256SUMS")
			return errors.Join(os.Remove(file), os.Symlink("/dev/zero", file))
		}, "holds what vigil did not put there"},
		"a signature that is a link": {func(dir, outside string) error {
			file := filepath.Join(dir, "SHA256SUMS.minisig")
			return errors.Join(os.Remove(file), os.Symlink("/dev/zero", file))
		}, "SHA256SUMS.minisig is no file"},
		"no site of ours":   {func(dir, _ string) error { return os.Remove(filepath.Join(dir, "mirror.json")) }, "was not made by vigil"},
		"the folder a link": {func(dir, outside string) error { return errors.Join(os.RemoveAll(dir), os.Symlink(outside, dir)) }, "is a symbolic link"},
		"the folder a file": {func(dir, _ string) error { return errors.Join(os.RemoveAll(dir), os.WriteFile(dir, nil, 0o644)) }, "not a"},
		"a stranger's file": {func(dir, _ string) error { return os.WriteFile(filepath.Join(dir, "notes.txt"), nil, 0o644) }, "notes.txt"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := pulled(t, k)
			outside := trial.Write(t, trial.Folder(t), map[string]string{"mine.html": "mine"})
			if err := x.harm(dir, outside); err != nil {
				t.Skip(err)
			}
			_, err := quickly().Pull(t.Context(), order(dir, k, at))
			if x.says == "" {
				if err != nil {
					t.Fatal(err)
				}
				same(t, dir, site)
			} else if err == nil || !strings.Contains(err.Error(), x.says) {
				t.Errorf("%v", err)
			}
			if got := trial.Read(t, outside); !maps.Equal(got, map[string]string{"mine.html": "mine"}) {
				t.Errorf("outside is %v", got)
			}
		})
	}
}

// Names in a list cannot lead out of the folder, not even if the key was stolen.
func TestNamesThatAreRefused(t *testing.T) {
	k := testKey(t)
	for _, names := range [][]string{{"../x"}, {"/etc/passwd"}, {"by/../../x"}, {"./x"}, {"by//x"}, {"by\\x"}, {"C:x"}, {"con"}, {"by/NUL.html"}, {"com1.html"},
		{"x."}, {"x "}, {"by./x"}, {"x\x00"}, {"x\r"}, {"ж"}, {"x?"}, {"sha256sums"}, {"SHA256SUMS.minisig"}, {"A.html", "a.html"}, {"BY/x.html", "by/y.html"},
		{"by", "by/x.html"}, {"a.html", "a.html/b"}, {strings.Repeat("x", 1025)}, {""}, {"b", "a"}, {"a", "a"}} {
		dir := pulled(t, k)
		before := trial.Read(t, dir)
		site := trial.Folder(t)
		sums := ""
		for _, name := range names {
			sums += strings.Repeat("0", 64) + "  " + name + "\n"
		}
		signature, err := k.Sign(strings.NewReader(sums), days(1))
		if err != nil {
			t.Fatal(err)
		}
		trial.Write(t, site, map[string]string{"SHA256SUMS": sums, "SHA256SUMS.minisig": string(signature)})
		_, err = quickly().Pull(t.Context(), order(dir, k, serve(t, http.FileServer(http.Dir(site)))))
		if err == nil || !strings.Contains(err.Error(), "SHA256SUMS: ") {
			t.Errorf("%q: %v", names, err)
		}
		if !maps.Equal(before, trial.Read(t, dir)) {
			t.Errorf("%q: the copy was changed", names)
		}
	}
}

// A site that is published while it is pulled is pulled again from the beginning: never half of each.
func TestPullWhilePublished(t *testing.T) {
	k := testKey(t)
	first, second := signedSite(t, k, days(1), newPages), signedSite(t, k, days(2), newPages,
		map[string]string{"by/new.html": "newer", "by/ann.html": "Ann, 3 days"})
	for after := range 7 {
		dir := pulled(t, k)
		s := &swapping{}
		s.dir.Store(first)
		var n atomic.Int64
		at := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if n.Add(1) > int64(after) {
				s.dir.Store(second)
			}
			s.ServeHTTP(w, r)
		}))
		if _, err := quickly().Pull(t.Context(), order(dir, k, at)); err != nil {
			t.Errorf("after %d requests: %v", after, err)
		}
		want := second
		if after >= 4 && maps.Equal(trial.Read(t, dir), trial.Read(t, first)) { // all that differs may have come before
			want = first
		}
		same(t, dir, want)
	}
}

// A line that is cut again and again brings a large file all the same, and nothing twice.
func TestPullGoesOn(t *testing.T) {
	k := testKey(t)
	site := signedSite(t, k, days(1), newPages)
	large := newPages["data/people.json"]
	for name, ranges := range map[string]bool{"ranges": true, "no ranges": false} {
		t.Run(name, func(t *testing.T) {
			dir := pulled(t, k)
			var sent atomic.Int64
			cut := 1_500_000
			at := serve(t, doing(site, "data/", func(w http.ResponseWriter, r *http.Request) {
				from := 0
				if ranges {
					fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &from)
				}
				if from > 0 {
					w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", from, len(large)-1, len(large)))
				}
				w.Header().Set("Content-Length", fmt.Sprint(len(large)-from))
				if from > 0 {
					w.WriteHeader(http.StatusPartialContent)
				}
				n, _ := io.WriteString(w, large[from:min(from+cut, len(large))])
				sent.Add(int64(n))
			}))
			// Only one try for each pull: so the next pull has to go on.
			for range 2 {
				ctx, cancel := context.WithCancel(t.Context())
				w := quickly()
				w.pause = func(context.Context, time.Duration) error { cancel(); return context.Canceled }
				if _, err := w.Pull(ctx, order(dir, k, at)); err == nil {
					break
				}
				if !ranges {
					cut = len(large)
				}
			}
			same(t, dir, site)
			if n := int(sent.Load()); ranges && n != len(large) {
				t.Errorf("%d bytes were sent for %d", n, len(large))
			}
		})
	}
}

// A host that changes what is not signed of a signature, its line ends and its first line, passes nothing on and raises no alarm.
func TestSignatureInOtherWords(t *testing.T) {
	k := testKey(t)
	site := signedSite(t, k, days(1))
	signature := trial.Read(t, site)["SHA256SUMS.minisig"]
	altered := strings.ReplaceAll(strings.Replace(signature, "signature of SHA256SUMS", "evil", 1), "\n", "\r\n")
	if altered == signature {
		t.Fatal("nothing was altered")
	}
	windows := serve(t, doing(site, "SHA256SUMS.minisig", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, altered) }))
	honest := serve(t, http.FileServer(http.Dir(site)))
	dir := pulled(t, k)
	for _, from := range [][]string{{windows}, {honest}, {windows, honest}} {
		done, err := quickly().Pull(t.Context(), order(dir, k, from...))
		if err != nil || len(done.Notes) > 0 {
			t.Fatalf("%v, %v", done.Notes, err)
		}
		same(t, dir, site)
	}
	trial.Write(t, dir, map[string]string{"SHA256SUMS.minisig": altered}) // a copy by other means
	if done, err := quickly().Pull(t.Context(), order(dir, k, honest)); err != nil || len(done.Notes) > 0 {
		t.Fatalf("%v, %v", done.Notes, err)
	}
	same(t, dir, site)
}

// An empty file is made where a host keeps back what begins with a dot, as Netlify does.
func TestHostsThatKeepBackEmptyFiles(t *testing.T) {
	k := testKey(t)
	site := signedSite(t, k, days(1), map[string]string{".nojekyll": ""})
	at := serve(t, doing(site, ".", http.NotFound))
	dir := pulled(t, k)
	if _, err := quickly().Pull(t.Context(), order(dir, k, at)); err != nil {
		t.Fatal(err)
	}
	same(t, dir, site)
	if v, err := quickly().Look(t.Context(), at, Options{Key: k.Public(), Today: now.AddDate(0, 0, 1)}); err != nil || v.Whole != Yes {
		t.Errorf("from outside it is %+v, %v", v, err)
	}
}

// A name that leads to the public network does not lead into a private one later.
func TestRebinding(t *testing.T) {
	g := guard{public: map[string]bool{}}
	for _, x := range []struct {
		host, at string
		ok       bool
	}{
		{"mine.invalid", "127.0.0.1:80", true}, {"mine.invalid", "10.0.0.1:80", true}, // an address of the user's own
		{"copy.invalid", "203.0.113.5:443", true}, {"copy.invalid", "127.0.0.1:443", false}, {"copy.invalid", "[::1]:443", false},
		{"copy.invalid", "[::ffff:192.168.0.1]:443", false}, {"copy.invalid", "169.254.169.254:80", false}, {"copy.invalid", "100.64.0.1:80", false},
		{"copy.invalid", "[fd00::1]:80", false}, {"copy.invalid", "0.0.0.0:80", false}, {"copy.invalid", "203.0.113.6:443", true},
	} {
		if err := g.allow(x.host, x.at); (err == nil) != x.ok {
			t.Errorf("%s at %s: %v", x.host, x.at, err)
		}
	}
}

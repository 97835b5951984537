package mirror

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aead.dev/minisign"

	"vigil/internal/lab/trial"
)

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// testKey is a key as OpenKey gives it; opening one takes seconds on purpose.
func testKey(t *testing.T) Key {
	_, secret, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return Key{secret}
}

func list(files map[string]string) string {
	var b strings.Builder
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		sum := sha256.Sum256([]byte(files[name]))
		b.WriteString(hex.EncodeToString(sum[:]) + "  " + name + "\n")
	}
	return b.String()
}

// signedSite writes a small site, signed until fourteen days from now.
func signedSite(t *testing.T, k Key, claim Claim, more ...map[string]string) string {
	t.Helper()
	dir := trial.Folder(t)
	files := map[string]string{"index.html": "home", "by/ann.html": "Ann", "mirror.json": `{"generator":"vigil","as_of":"2026-11-21"}`}
	for _, m := range more {
		maps.Copy(files, m)
	}
	write := func(name, text string) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		write(name, text)
	}
	sums := list(files)
	write("SHA256SUMS", sums)
	signature, err := k.Sign(strings.NewReader(sums), claim)
	if err != nil {
		t.Fatal(err)
	}
	write("SHA256SUMS.minisig", string(signature))
	return dir
}

var aClaim = Claim{Site: "https://example.org/", Serial: now.Unix(), AsOf: "2026-11-21", ValidUntil: now.AddDate(0, 0, 14)}

// Whatever somebody does to a copy is found, and said.
func TestVerifyFindsTampering(t *testing.T) {
	k, other := testKey(t), testKey(t)
	file := func(dir, name string) string { return filepath.Join(dir, name) }
	put := func(t *testing.T, path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	mkdir := func(t *testing.T, path string) {
		if err := os.MkdirAll(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, x := range map[string]struct {
		claim                 Claim
		tamper                func(t *testing.T, dir string)
		whole, genuine, fresh Answer
		says                  string
	}{
		"nothing":         {},
		"a changed file":  {tamper: func(t *testing.T, d string) { put(t, file(d, "index.html"), "Home") }, whole: No, says: "index.html was changed"},
		"a missing file":  {tamper: func(t *testing.T, d string) { os.Remove(file(d, "by/ann.html")) }, whole: No, says: "by/ann.html is missing"},
		"an extra file":   {tamper: func(t *testing.T, d string) { put(t, file(d, "by/x.html"), "x") }, whole: No, says: "by/x.html is not in the list"},
		"an empty folder": {tamper: func(t *testing.T, d string) { mkdir(t, file(d, "by/empty")) }, whole: No, says: "by/empty is an empty folder"},
		"an empty folder at the end": {tamper: func(t *testing.T, d string) { mkdir(t, file(d, "z/within")) }, whole: No,
			says: "z/within is an empty folder"},
		"an emptied folder": {tamper: func(t *testing.T, d string) { os.Remove(file(d, "by/ann.html")) }, whole: No,
			says: "by is an empty folder\nby/ann.html is missing"},
		"a symbolic link for a file": {tamper: func(t *testing.T, d string) {
			os.Remove(file(d, "index.html"))
			if err := os.Symlink("by/ann.html", file(d, "index.html")); err != nil {
				t.Skip(err)
			}
		}, whole: No, says: "index.html is not a regular file"},
		"a list that leads out": {tamper: func(t *testing.T, d string) { put(t, file(d, "SHA256SUMS"), strings.Repeat("0", 64)+"  ../x\n") }, whole: No,
			genuine: No, says: "is no name of a file"},
		"a list that is none": {tamper: func(t *testing.T, d string) { put(t, file(d, "SHA256SUMS"), "hello\n") }, whole: No, genuine: No,
			says: "line 1 is not one of sha256sum"},
		"an empty list": {tamper: func(t *testing.T, d string) { put(t, file(d, "SHA256SUMS"), "") }, whole: No, genuine: No, says: "SHA256SUMS is empty"},
		"file and list changed": {tamper: func(t *testing.T, d string) {
			put(t, file(d, "index.html"), "Home")
			put(t, file(d, "SHA256SUMS"), list(map[string]string{"index.html": "Home", "by/ann.html": "Ann",
				"mirror.json": `{"generator":"vigil","as_of":"2026-11-21"}`}))
		}, genuine: No, says: "one of the two was altered"},
		"no signature": {tamper: func(t *testing.T, d string) { os.Remove(file(d, "SHA256SUMS.minisig")) }, genuine: No, says: "there is no SHA256SUMS.minisig"},
		"another key": {tamper: func(t *testing.T, d string) {
			sums, _ := os.ReadFile(file(d, "SHA256SUMS"))
			signature, _ := other.Sign(bytes.NewReader(sums), aClaim)
			put(t, file(d, "SHA256SUMS.minisig"), string(signature))
		}, genuine: No, says: "another key"},
		"an altered comment": {tamper: func(t *testing.T, d string) {
			signature, _ := os.ReadFile(file(d, "SHA256SUMS.minisig"))
			put(t, file(d, "SHA256SUMS.minisig"), strings.Replace(string(signature), "2026-12-05", "2036-12-05", 1))
		}, genuine: No, says: "was altered"},
		"no comment of ours": {tamper: func(t *testing.T, d string) {
			sums, _ := os.ReadFile(file(d, "SHA256SUMS"))
			put(t, file(d, "SHA256SUMS.minisig"), string(minisign.SignWithComments(k.secret, sums, "timestamp:1", "")))
		}, genuine: No, says: "not one of Vigil's"},
		"expired":      {claim: Claim{"https://example.org/", 1, "2026-10-01", now.AddDate(0, 0, -1)}, fresh: No, says: "valid until 2026-11-20"},
		"the last day": {claim: Claim{"https://example.org/", 1, "2026-10-01", now}},
		"of days to come": {claim: Claim{"https://example.org/", now.AddDate(0, 0, 3).Unix(), "2026-11-21", now.AddDate(0, 0, 14)}, fresh: No,
			says: "lies in the future"},
		"signed by minisign": {tamper: func(t *testing.T, d string) { // in its older form, without a digest
			sums, _ := os.ReadFile(file(d, "SHA256SUMS"))
			put(t, file(d, "SHA256SUMS.minisig"), string(minisign.SignWithComments(k.secret, sums, aClaim.String(), "")))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if x.claim.Site == "" {
				x.claim = aClaim
			}
			dir := signedSite(t, k, x.claim)
			if x.tamper != nil {
				x.tamper(t, dir)
			}
			v, err := Verify(dir, Options{Key: k.Public(), Today: now, Fresh: 14})
			if err != nil {
				t.Fatal(err)
			}
			if v.Whole != x.whole || v.Genuine != x.genuine || v.Fresh != x.fresh && x.genuine == Yes {
				t.Errorf("whole %v, genuine %v, fresh %v: %+v", v.Whole, v.Genuine, v.Fresh, v)
			}
			if said := strings.Join(v.Wrong, "\n") + "\n" + v.Why + "\n" + v.Age; !strings.Contains(said, x.says) {
				t.Errorf("it says %q, not %q", said, x.says)
			}
			if ok := x.whole == Yes && x.genuine == Yes && x.fresh == Yes; v.OK() != ok {
				t.Errorf("OK is %v", v.OK())
			}
		})
	}
}

// Without a key a copy is judged by what it says itself, and that is said.
func TestVerifyWithoutKey(t *testing.T) {
	dir := signedSite(t, testKey(t), aClaim)
	v, err := Verify(dir, Options{Today: now, Fresh: 14})
	if err != nil || !v.OK() || v.Genuine != NotChecked || !strings.Contains(v.Age, "says little") {
		t.Errorf("%+v, %v", v, err)
	}
	if v, err := Verify(dir, Options{Today: now.AddDate(0, 0, 15), Fresh: 14}); err != nil || v.Fresh != No || v.OK() {
		t.Errorf("%+v, %v", v, err)
	}
	if _, err := Verify(trial.Folder(t), Options{Today: now}); err == nil {
		t.Error("a folder without a list is taken for a copy")
	}
}

// A folder from a stranger is not waited for, and not read without an end; one that is reached by a link is a copy.
func TestVerifyHostileFolders(t *testing.T) {
	k := testKey(t)
	link := func(name string) func(string) error {
		return func(d string) error {
			_ = os.Remove(filepath.Join(d, name))
			return os.Symlink("/dev/zero", filepath.Join(d, name))
		}
	}
	huge := func(name string) func(string) error {
		return func(d string) error { return os.Truncate(filepath.Join(d, name), maxList+1) }
	}
	for name, harm := range map[string]func(dir string) error{
		"an endless list": link("SHA256SUMS"), "an endless signature": link("SHA256SUMS.minisig"), "an endless marker": link("mirror.json"),
		"a huge list": huge("SHA256SUMS"), "a huge signature": huge("SHA256SUMS.minisig"), "a huge marker": huge("mirror.json"),
		"a folder for the list": func(d string) error {
			return errors.Join(os.Remove(filepath.Join(d, "SHA256SUMS")), os.Mkdir(filepath.Join(d, "SHA256SUMS"), 0o755))
		},
		"a link to itself": func(d string) error { return os.Symlink(".", filepath.Join(d, "more")) },
	} {
		dir := signedSite(t, k, aClaim)
		if err := harm(dir); err != nil {
			t.Skip(err)
		}
		for _, key := range trial.Few([]string{k.Public(), ""}) {
			if v, err := Verify(dir, Options{Key: key, Today: now, Fresh: 14}); err == nil && v.OK() {
				t.Errorf("%s passes", name)
			}
		}
	}
	to := filepath.Join(trial.Folder(t), "public")
	if err := os.Symlink(signedSite(t, k, aClaim), to); err != nil {
		t.Skip(err)
	}
	if v, err := Verify(to, Options{Key: k.Public(), Today: now, Fresh: 14}); err != nil || !v.OK() {
		t.Errorf("by a link: %+v, %v", v, err)
	}
}

func TestClaimReadsBack(t *testing.T) {
	for _, site := range []string{"https://example.org/", "Invented Site", "Сайт", "a=b c"} {
		c := aClaim
		c.Site = site
		back, err := parseClaim(c.String())
		if err != nil || back.String() != c.String() || back.Site != site {
			t.Errorf("%q: %+v, %v", site, back, err)
		}
	}
	for _, bad := range []string{"", "timestamp:1", "vigil site=x", "vigil site=x serial=0 as-of=2026-11-21 valid-until=2026-11-21",
		"vigil site=x serial=1 serial=2 as-of=2026-11-21 valid-until=2026-11-21", "vigil site=x serial=1 as-of=today valid-until=2026-11-21"} {
		if _, err := parseClaim(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

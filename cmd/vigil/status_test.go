package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aead.dev/minisign"

	"vigil/internal/lab/trial"
	"vigil/internal/mirror"
)

// served is a folder that is served.
func served(t *testing.T) (dir, address string) {
	t.Helper()
	dir = trial.Folder(t)
	s := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(s.Close)
	return dir, s.URL + "/"
}

// sign makes a folder a site of one page, signed as the claim says.
func sign(t *testing.T, dir string, key minisign.PrivateKey, c mirror.Claim, page string) {
	t.Helper()
	list := fmt.Sprintf("%x  index.html\n", sha256.Sum256([]byte("home")))
	trial.Write(t, dir, map[string]string{"index.html": page, "SHA256SUMS": list,
		"SHA256SUMS.minisig": string(minisign.SignWithComments(key, []byte(list), c.String(), "")) + "\n"})
}

// What was found is noted for the page. Of an address that answers no more the last that was found stays.
func TestStatusIsNoted(t *testing.T) {
	pub, key, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	dir, signed := served(t)
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	sign(t, dir, key, mirror.Claim{Site: "X", Serial: day.Unix(), AsOf: "2026-11-20", ValidUntil: day.AddDate(0, 0, 14)}, "home")
	unsigned, plain := served(t)
	about := `{"as_of": "2099-01-01"}`
	trial.Write(t, unsigned, map[string]string{"mirror.json": about, "SHA256SUMS": fmt.Sprintf("%x  mirror.json\n", sha256.Sum256([]byte(about)))})
	_, empty := served(t)
	settings := fmt.Sprintf("public_key: %s\nmirrors: [{url: %q}, {url: %q}, {url: %q}]\n", pub, signed, plain, empty)
	source := trial.Write(t, trial.Folder(t), map[string]string{"content/site.yaml": settings})
	look := func(now time.Time, args ...string) (int, string) {
		t.Helper()
		var said bytes.Buffer
		c := &call{stdout: &said, stderr: &said, now: func() time.Time { return now }, getenv: func(string) string { return "" }}
		exit := run(c, append([]string{"mirror", "status", "--source", source}, args...))
		return exit, said.String()
	}
	wants := func(want string) {
		t.Helper()
		_, got, _ := strings.Cut(trial.Read(t, source)["content/mirrors.yaml"], "\n")
		if got != want {
			t.Errorf("noted:\n%swant:\n%s", got, want)
		}
	}
	first := day.Add(30 * time.Hour)
	if exit, said := look(first); exit != exitFailed || len(trial.Read(t, source)) != 1 {
		t.Fatalf("without --save: exit status %d, %s", exit, said)
	}
	if exit, said := look(first, "--save"); exit != exitFailed || !strings.Contains(said, "2026-11-20  1 day ") {
		t.Errorf("exit status %d: %s", exit, said)
	}
	one := fmt.Sprintf("  - {url: %q, seen: 2026-11-21, as_of: 2026-11-20, whole: \"yes\", genuine: \"yes\", fresh: \"yes\"}\n", signed)
	other := fmt.Sprintf("  - {url: %q, seen: 2026-11-21, as_of: 2099-01-01, whole: \"yes\", genuine: \"no\", fresh: \"no\"}\n", plain)
	never := fmt.Sprintf("  - {url: %q}\n", empty)
	wants("looked: 2026-11-21\ncopies:\n" + one + other + never)
	if err := os.Remove(filepath.Join(dir, "SHA256SUMS")); err != nil {
		t.Fatal(err)
	}
	look(first.AddDate(0, 0, 2), "--save", "--format", "json")
	wants("looked: 2026-11-23\ncopies:\n" + one + strings.Replace(other, "21,", "23,", 1) + never)
	// A file that somebody spoiled is named, and stays.
	trial.Write(t, source, map[string]string{"content/mirrors.yaml": "<<<<<<< HEAD\nlooked: 2026-11-21\n"})
	if exit, said := look(first, "--save"); exit != exitContent || !strings.Contains(said, "content/mirrors.yaml:1") {
		t.Errorf("exit status %d: %s", exit, said)
	}
	wants("looked: 2026-11-21\n")
}

// Of every address: is it reachable, whole, genuine, fresh, and of which day.
func TestStatus(t *testing.T) {
	pub, key, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	mainDir, main := served(t)
	signedCopy := func(t *testing.T, key minisign.PrivateKey, c mirror.Claim, page string) string {
		dir, address := served(t)
		sign(t, dir, key, c, page)
		return address
	}
	claim := func(site, asOf string, days int) mirror.Claim {
		day, _ := time.Parse(time.DateOnly, asOf)
		return mirror.Claim{Site: site, Serial: day.Unix(), AsOf: asOf, ValidUntil: day.AddDate(0, 0, days)}
	}
	good := signedCopy(t, key, claim(main, "2026-11-21", 14), "home")
	late := signedCopy(t, key, claim(main, "2026-11-20", 14), "home")
	status := func(base, format string, mirrors ...string) (int, string) {
		t.Helper()
		settings := "title: X\nbase_url: " + base + "\npublic_key: " + pub.String() + "\nmirrors:\n"
		for _, m := range mirrors {
			settings += "  - {url: \"" + m + "\", kind: cloud}\n"
		}
		var stdout, stderr bytes.Buffer
		c := &call{stdout: &stdout, stderr: &stderr, now: func() time.Time { return now }, getenv: func(string) string { return "" }}
		source := trial.Write(t, trial.Folder(t), map[string]string{"content/site.yaml": settings})
		return run(c, []string{"mirror", "status", "--source", source, "--format", format}), stdout.String() + stderr.String()
	}
	lines := func(said string, want map[string][]string) {
		t.Helper()
		for address, words := range want {
			_, line, _ := strings.Cut(said, "\n"+address+" ")
			line, _, _ = strings.Cut(line, "\n")
			if got := strings.Join(strings.Fields(line), " "); got != strings.Join(words, " ") {
				t.Errorf("%s: %q, want %q", address, got, words)
			}
		}
	}

	sign(t, mainDir, key, claim(main, "2026-11-21", 14), "home")
	exit, said := status(`""`, "text", good, late)
	if exit != exitOK {
		t.Errorf("exit status %d: %s", exit, said)
	}
	lines(said, map[string][]string{good: {"yes yes yes yes 2026-11-21 0 days", fmt.Sprint(claim("", "2026-11-21", 0).Serial)},
		late: {"yes yes yes yes 2026-11-20 1 day", fmt.Sprint(claim("", "2026-11-20", 0).Serial), "behind"}})

	changed := signedCopy(t, key, claim(main, "2026-11-21", 14), "Home")
	old := signedCopy(t, key, claim(main, "2026-10-01", 14), "home")
	forged := signedCopy(t, other, claim(main, "2026-11-21", 14), "home")
	elsewhere := signedCopy(t, key, claim("https://else.example/", "2026-11-21", 14), "home")
	for _, one := range []struct{ at, says string }{
		{changed, "yes no yes yes"}, {old, "yes yes yes no"}, {forged, "yes yes no"}, {elsewhere, "yes yes no yes"},
		{changed, "index.html was changed"}, {old, "valid until 2026-10-15"},
		{forged, "signed with another key"}, {elsewhere, "another site: https://else.example/"},
	} {
		exit, said = status(main, "text", one.at)
		if got := strings.Join(strings.Fields(said), " "); exit != exitFailed || !strings.Contains(got, one.says) || !strings.Contains(got, main+" yes yes yes yes") {
			t.Errorf("exit status %d, lacks %q:\n%s", exit, one.says, said)
		}
	}

	_, empty := served(t) // is no copy
	if trial.Long {
		gone := httptest.NewServer(http.NotFoundHandler())
		gone.Close() // does not answer; it is asked again for some seconds
		empty = gone.URL + "/"
	}
	exit, said = status(empty, "json", good)
	var data struct {
		Looked string
		Copies []copyStatus
	}
	if err := json.Unmarshal([]byte(said), &data); err != nil || exit != exitFailed {
		t.Fatalf("exit status %d, %v: %s", exit, err, said)
	}
	if n := len(data.Copies); n != 2 || data.Looked != "2026-11-21T12:00:00Z" || data.Copies[0].Reachable || data.Copies[0].Genuine != "" ||
		!strings.Contains(data.Copies[0].Why, "SHA256SUMS") || strings.Contains(data.Copies[0].Why, empty) || data.Copies[0].Kind != "main" ||
		!data.Copies[1].Reachable || data.Copies[1].Whole != "yes" || data.Copies[1].Genuine != "no" {
		t.Errorf("%+v", data)
	}

	if exit, said = status(`""`, "text"); exit != exitOK || !strings.Contains(said, "neither base_url nor mirrors") {
		t.Errorf("exit status %d: %s", exit, said)
	}
	if exit, said = status("nonsense", "text", good); exit != exitContent || !strings.Contains(said, "content/site.yaml:2") {
		t.Errorf("exit status %d: %s", exit, said)
	}
	if exit, _ = status(`""`, "yaml"); exit != exitUsage {
		t.Errorf("exit status %d for a format that there is not", exit)
	}
}

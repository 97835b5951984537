package serve

import (
	"cmp"
	"context"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vigil/internal/compile"
	"vigil/internal/lab/trial"
	"vigil/internal/output"
)

var liveScript = regexp.MustCompile(`\s*<script defer src="[./]*static/vigil-live.js"></script>\s*`)

var blank = regexp.MustCompile(`\s+`)

// What serve shows is what a build writes, but for the script that keeps pages fresh.
func TestSameAsBuild(t *testing.T) {
	t.Parallel()
	f := write(t, written)
	o := f.options().Options
	o.Out = filepath.Join(trial.Folder(t), "public")
	report, err := compile.Site(context.Background(), o)
	if err != nil || report.Output.Files == 0 {
		t.Fatal(err, report.Problems)
	}
	s := start(t, f)
	built := os.DirFS(o.Out)
	err = fs.WalkDir(built, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == output.Manifest {
			return err
		}
		want, err := fs.ReadFile(built, name)
		if err != nil {
			return err
		}
		status, got, header := s.get(name)
		same := got == string(want)
		if strings.HasSuffix(name, ".html") {
			got = strings.Replace(got, "connect-src 'self'; ", "", 1)
			got = liveScript.ReplaceAllString(got, "")
			same = blank.ReplaceAllString(got, "") == blank.ReplaceAllString(string(want), "")
		}
		if status != http.StatusOK {
			t.Errorf("%s: status %d", name, status)
		}
		if !same {
			t.Errorf("%s differs from the build:\n%s\nbuilt:\n%s", name, got, want)
		}
		if header.Get("Content-Type") == "application/octet-stream" && name != ".nojekyll" {
			t.Errorf("%s has no type", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestRequests(t *testing.T) {
	s := start(t, write(t, written))
	for name, x := range map[string]struct {
		method, path, host string
		from               string // the site of the page that asks, and for what
		status             int
		header, value      string
		body               string
	}{
		"a person": {path: "/countries/by/invented-ann.html", status: 200, header: "Content-Type", value: "text/html; charset=utf-8",
			body: "First words about her."},
		"in another language":  {path: "/de/countries/by/invented-ann.html", status: 200, body: "Erste Worte."},
		"a former address":     {path: "/countries/by/invented-rob.html", status: 200, body: "invented-bob.html"},
		"the script":           {path: "/static/vigil-live.js", status: 200, header: "Content-Type", value: "text/javascript; charset=utf-8", body: "EventSource"},
		"which the page names": {path: "/countries/by/invented-ann.html", status: 200, body: "static/vigil-live.js"},
		"nothing is kept":      {path: "/index.html", status: 200, header: "Cache-Control", value: "no-store"},
		"nothing is guessed":   {path: "/data/people.json", status: 200, header: "X-Content-Type-Options", value: "nosniff"},
		"a feed":               {path: "/feed.xml", status: 200, header: "Content-Type", value: "application/atom+xml; charset=utf-8"},
		"a country's data":     {path: "/data/people/by.csv", status: 200, header: "Content-Type", value: "text/csv; charset=utf-8", body: "invented-bob"},
		"the root":             {path: "/", status: 302, header: "Location", value: "/index.html"},
		"a folder":             {path: "/countries/by/", status: 302, header: "Location", value: "/countries/by/index.html"},
		"a folder, short":      {path: "/countries/by", status: 302, header: "Location", value: "/countries/by/index.html"},
		"a folder's language":  {path: "/de/", status: 302, header: "Location", value: "/de/index.html"},
		"no such folder":       {path: "//example.com/", status: 404},
		"no other host":        {path: "//people", status: 404},
		"nor of a language":    {path: "//de/", status: 404},
		"nor within":           {path: "/countries//by", status: 404},
		"no such page": {path: "/countries/by/nobody-at-all.html", status: 404, header: "Content-Type", value: "text/html; charset=utf-8",
			body: "not here"},
		"the unnamed":            {path: "/countries/by/nobody.html", status: 404},
		"no slug":                {path: "/countries/by/.html", status: 404},
		"no manifest":            {path: "/SHA256SUMS", status: 404},
		"no code":                {path: "/static/embed.go", status: 404},
		"nothing outside":        {path: "/static/../content/site.yaml", status: 404},
		"only what is published": {path: "/content/site.yaml", status: 404},
		"by name":                {host: "localhost:8080", path: "/index.html", status: 200},
		"by IPv6":                {host: "[::1]:8080", path: "/index.html", status: 200},
		"by IPv6, no port":       {host: "[::1]", path: "/index.html", status: 200},
		"rebound DNS":            {host: "rebound.example:8080", path: "/index.html", status: 403, body: "localhost"},
		"a name like ours":       {host: "localhost.rebound.example", path: "/index.html", status: 403},
		"an outer address":       {host: "192.0.2.1:8080", path: "/" + eventsPath, status: 403},
		"nothing is taken":       {method: "POST", path: "/index.html", status: 405, header: "Allow", value: "GET, HEAD"},
		"head":                   {method: "HEAD", path: "/index.html", status: 200, header: "Content-Type", value: "text/html; charset=utf-8"},
		"another site's page":    {from: "cross-site image", path: "/data/people.json", status: 403},
		"another port's page":    {from: "same-site iframe", path: "/index.html", status: 403},
		"a link from there":      {from: "cross-site document", path: "/index.html", status: 200},
		"a page of ours":         {from: "same-origin style", path: "/static/style.css", status: 200},
		"typed by hand":          {from: "none document", path: "/index.html", status: 200},
		"in no frame":            {path: "/index.html", status: 200, header: "X-Frame-Options", value: "DENY"},
		"head of events ends":    {method: "HEAD", path: "/" + eventsPath, status: 200},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(cmp.Or(x.method, "GET"), s.url, nil)
			r.URL.Path, r.Host = x.path, cmp.Or(x.host, r.URL.Host)
			if site, what, ok := strings.Cut(x.from, " "); ok {
				r.Header.Set("Sec-Fetch-Site", site)
				r.Header.Set("Sec-Fetch-Dest", what)
			}
			answer, err := http.DefaultTransport.RoundTrip(r)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			if answer.StatusCode != x.status {
				t.Errorf("status %d, want %d", answer.StatusCode, x.status)
			}
			if got := answer.Header.Get(x.header); x.header != "" && got != x.value {
				t.Errorf("%s: %q, want %q", x.header, got, x.value)
			}
			if !strings.Contains(string(body), x.body) {
				t.Errorf("no %q in %s", x.body, body)
			}
			if x.method == "HEAD" && len(body) > 0 {
				t.Errorf("a body of %d bytes", len(body))
			}
		})
	}
}

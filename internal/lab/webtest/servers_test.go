package webtest

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// free is an address of this machine on which nobody listens.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// settings are those that the site publishes for a web server, for this machine: with another folder and other ports. Tor is to
// find it at the address onion.
func settings(t *testing.T, site, name string, change ...string) (own, onion string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(site, "hosts", name))
	if err != nil {
		t.Fatal(err)
	}
	out := string(text)
	onion = free(t)
	change = append(change, "/srv/vigil", site, ":8088", strings.TrimPrefix(onion, "127.0.0.1"))
	for i := 0; i < len(change); i += 2 {
		if !strings.Contains(out, change[i]) {
			t.Fatalf("hosts/%s has no %q", name, change[i])
		}
		out = strings.ReplaceAll(out, change[i], change[i+1])
	}
	return out, "http://" + onion + "/"
}

// start runs a server until the test ends, and gives what it says then.
func start(t *testing.T, at string, cmd *exec.Cmd) (said *bytes.Buffer) {
	t.Helper()
	said = new(bytes.Buffer)
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	for range 200 {
		if c, err := net.Dial("tcp", at); err == nil {
			c.Close()
			return said
		}
		time.Sleep(25 * time.Millisecond)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	t.Fatalf("%s does not listen: %s", cmd.Path, said)
	return nil
}

// nginx serves a site as hosts/nginx.conf says.
func nginx(t *testing.T, site string) (address, onion string, said *bytes.Buffer) {
	t.Helper()
	bin, at, dir := program(t, "nginx", "/usr/sbin/nginx"), free(t), trial.Folder(t)
	own, onion := settings(t, site, "nginx.conf", "listen 80;", "listen "+at+";", "    listen [::]:80;\n", "")
	if strings.Contains(own, "error_log stderr") {
		t.Fatal("it logs")
	}
	user := ""
	if os.Getuid() == 0 {
		user = "user root;\n" // test folders are closed to others
	}
	trial.Write(t, dir, map[string]string{"vigil.conf": own, "nginx.conf": user + "daemon off;\nworker_processes 1;\npid " + dir + "/pid;\n" +
		"error_log stderr info;\nevents {}\nhttp {\n  access_log " + dir + "/access.log;\n" + temporaries(dir) + "  include " + dir + "/vigil.conf;\n}\n"})
	if out, err := exec.Command(bin, "-t", "-q", "-p", dir, "-c", dir+"/nginx.conf").CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("nginx -t: %v: %s", err, out)
	}
	said = start(t, at, exec.Command(bin, "-p", dir, "-c", dir+"/nginx.conf"))
	t.Cleanup(func() {
		if log, err := os.ReadFile(dir + "/access.log"); err != nil || len(log) > 0 {
			t.Errorf("nginx wrote down who came: %s%v", log, err)
		}
	})
	return "http://" + at + "/", onion, said
}

// temporaries are folders that nginx wants to make elsewhere.
func temporaries(dir string) (out string) {
	for _, name := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		out += fmt.Sprintf("  %s_temp_path %s/%[1]s;\n", name, dir)
	}
	return out
}

// caddy serves a site as hosts/Caddyfile says.
func caddy(t *testing.T, site string) (address, onion string, said *bytes.Buffer) {
	t.Helper()
	bin, at, dir := program(t, "caddy"), free(t), trial.Folder(t)
	own, onion := settings(t, site, "Caddyfile", "\n:80 {", "\nhttp://"+at+" {", "\n{\n\tlog", "\n{\n\tadmin off\n\tlog")
	trial.Write(t, dir, map[string]string{"Caddyfile": own})
	env := append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	check := exec.Command(bin, "validate", "--config", dir+"/Caddyfile", "--adapter", "caddyfile")
	check.Env = env
	if out, err := check.CombinedOutput(); err != nil {
		t.Fatalf("caddy validate: %v: %s", err, out)
	}
	run := exec.Command(bin, "run", "--config", dir+"/Caddyfile", "--adapter", "caddyfile")
	run.Env = env
	return "http://" + at + "/", onion, start(t, at, run)
}

// get asks for what lies below an address, as it is sent.
func get(t *testing.T, method, address string, header ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequest(method, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "identity")
	for i := 0; i < len(header); i += 2 {
		if r.Header.Set(header[i], header[i+1]); header[i] == "Host" {
			r.Host = header[i+1]
		}
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
	return answer, string(body)
}

// A host that takes our settings serves every file as it was built, with the headers that keep a visit between reader and
// site, and writes nothing down.
func TestHostsServeTheSite(t *testing.T) {
	trial.Slow(t)
	for name, serve := range map[string]func(*testing.T, string) (string, string, *bytes.Buffer){"nginx": nginx, "caddy": caddy} {
		t.Run(name, func(t *testing.T) {
			site := mirrored(t)
			trial.Write(t, site, map[string]string{".git/config": "secret"}) // of a host who took the site by Git
			at, onion, said := serve(t, site)
			notFound, err := os.ReadFile(filepath.Join(site, "404.html"))
			if err != nil {
				t.Fatal(err)
			}
			whole(t, site, at)
			for path, want := range map[string]struct {
				status int
				kind   string
			}{
				"":                     {200, "text/html; charset=utf-8"},
				"countries/":           {200, "text/html; charset=utf-8"},
				"SHA256SUMS":           {200, "text/plain; charset=utf-8"},
				"verify.sh":            {200, "text/plain; charset=utf-8"},
				"hosts/nginx.conf":     {200, "text/plain; charset=utf-8"},
				"feed.xml":             {200, "application/atom+xml; charset=utf-8"},
				"calendar.ics":         {200, "text/calendar; charset=utf-8"},
				"data/people.csv":      {200, "text/csv; charset=utf-8"},
				"data/people.json":     {200, "application/json"},
				"site.webmanifest":     {200, "application/manifest+json"},
				"static/style.css":     {200, "text/css; charset=utf-8"},
				"static/days.js":       {200, "text/javascript; charset=utf-8"},
				"static/favicon.svg":   {200, "image/svg+xml"},
				"nothing.html":         {404, "text/html; charset=utf-8"},
				"a/b/c":                {404, "text/html; charset=utf-8"},
				"static/":              {404, "text/html; charset=utf-8"}, // and no list of files
				".git/config":          {404, "text/html; charset=utf-8"},
				"..%2f..%2fetc/passwd": {404, "text/html; charset=utf-8"},
			} {
				answer, body := get(t, "GET", at+path)
				kind := answer.Header.Get("Content-Type")
				if answer.StatusCode != want.status && !(strings.Contains(path, "%2f") && answer.StatusCode == 400) || kind != want.kind && answer.StatusCode != 400 {
					t.Errorf("%q: %d, %s; want %d, %s", path, answer.StatusCode, kind, want.status, want.kind)
				}
				if want.status == 404 && body != string(notFound) && answer.StatusCode != 400 {
					t.Errorf("%q is answered by %.200q", path, body)
				}
				if answer.StatusCode != 400 {
					headers(t, path, answer)
				}
			}
			conversation(t, at)
			if answer, body := get(t, "GET", onion+"nothing.html", "Host", "invented.onion"); answer.StatusCode != 404 || body != string(notFound) {
				t.Errorf("through Tor: %d, %.200q", answer.StatusCode, body)
			}
			whole(t, site, onion, "Host", "invented.onion") // as Tor asks
			if strings.Contains(said.String(), "127.0.0.1, ") || strings.Contains(said.String(), "nothing.html") {
				t.Errorf("it wrote down: %s", said)
			}
		})
	}
}

// whole fetches every file of a site.
func whole(t *testing.T, site, at string, header ...string) {
	t.Helper()
	files := 0
	err := fs.WalkDir(os.DirFS(site), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.HasPrefix(name, ".git/") {
			return err
		}
		want, err := os.ReadFile(filepath.Join(site, name))
		if err != nil {
			return err
		}
		if answer, got := get(t, "GET", at+name, header...); answer.StatusCode != 200 || got != string(want) {
			t.Errorf("%s: %d, %d bytes of %d", name, answer.StatusCode, len(got), len(want))
		}
		files++
		return nil
	})
	if err != nil || files < 40 {
		t.Errorf("%d files: %v", files, err)
	}
}

// headers checks what comes with an answer.
func headers(t *testing.T, path string, answer *http.Response) {
	t.Helper()
	h := answer.Header
	for _, n := range readNetlify(t).Headers {
		if n.For != "/*" {
			continue
		}
		for name, want := range n.Values { // HSTS is for who has a certificate
			if got := h.Get(name); got != want && name != "Strict-Transport-Security" {
				t.Errorf("%q: %s is %q, want %q", path, name, got, want)
			}
		}
	}
	if server := h.Get("Server"); server != "" && server != "nginx" {
		t.Errorf("%q: the server says that it is %q", path, server)
	}
	if open := h.Get("Access-Control-Allow-Origin"); (open == "*") != strings.HasPrefix(path, "data/") {
		t.Errorf("%q: open to scripts of %q", path, open)
	}
	onion, links := h.Get("Onion-Location"), strings.Join(h.Values("Link"), ", ")
	if page := answer.StatusCode == 200 && (path == "" || strings.HasSuffix(path, "/") || strings.HasSuffix(path, ".html")); page {
		wantLinks := fmt.Sprintf(`<https://vigil.example/%s>; rel="alternate", <https://bucket.example/x/%[1]s>; rel="alternate"`, path)
		if onion != "http://invented.onion/"+path || links != wantLinks {
			t.Errorf("%q: Onion-Location %q, Link %q", path, onion, links)
		}
	} else if answer.StatusCode == 200 && onion+links != "" {
		t.Errorf("%q: Onion-Location %q, Link %q", path, onion, links)
	}
}

// conversation is what browsers do beside asking for a file.
func conversation(t *testing.T, at string) {
	t.Helper()
	answer, body := get(t, "GET", at+"index.html", "Accept-Encoding", "gzip")
	if answer.Header.Get("Content-Encoding") != "gzip" || !strings.Contains(answer.Header.Get("Vary"), "Accept-Encoding") {
		t.Errorf("a page is not sent small: %v", answer.Header)
	} else if r, err := gzip.NewReader(strings.NewReader(body)); err != nil {
		t.Error(err)
	} else if page, err := io.ReadAll(r); err != nil || !bytes.Contains(page, []byte("</html>")) {
		t.Errorf("what was sent small is %d bytes: %v", len(page), err)
	}
	if list, _ := get(t, "GET", at+"SHA256SUMS", "Accept-Encoding", "gzip"); list.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("the list is not sent small: %v", list.Header)
	}
	if answer, _ := get(t, "GET", at+"static/icon-180.png", "Accept-Encoding", "gzip"); answer.Header.Get("Content-Encoding") != "" {
		t.Error("a picture is packed once more")
	}
	answer, _ = get(t, "GET", at+"index.html")
	again, body := get(t, "GET", at+"index.html", "If-None-Match", answer.Header.Get("ETag"), "If-Modified-Since", answer.Header.Get("Last-Modified"))
	if again.StatusCode != 304 || body != "" {
		t.Errorf("an unchanged page is sent again: %d", again.StatusCode)
	}
	if part, body := get(t, "GET", at+"SHA256SUMS", "Range", "bytes=64-65"); part.StatusCode != 206 || body != "  " {
		t.Errorf("a part of a file: %d, %q", part.StatusCode, body)
	}
	if head, body := get(t, "HEAD", at+"index.html"); head.StatusCode != 200 || body != "" {
		t.Errorf("HEAD: %d, %q", head.StatusCode, body)
	}
	if post, _ := get(t, "POST", at+"index.html"); post.StatusCode != 405 {
		t.Errorf("something can be posted: %d", post.StatusCode)
	}
	folder, _ := get(t, "GET", at+"countries")
	if to := folder.Header.Get("Location"); !strings.HasSuffix(to, "countries/") || strings.Contains(to, "://") {
		t.Errorf("a folder without its slash: %d to %q", folder.StatusCode, to)
	}
}

// What hosts are given is what Netlify is told.
func TestHeadersForOtherHosts(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(ownSite, "hosts", "_headers"))
	if err != nil {
		t.Fatal(err)
	}
	at, said := "", map[string]map[string]string{}
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case strings.HasPrefix(line, "#"), strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, "/"):
			at = strings.TrimSpace(line)
			said[at] = map[string]string{}
		case strings.HasPrefix(line, "  ") && ok:
			said[at][name] = value
		default:
			t.Errorf("the line %q", line)
		}
	}
	for _, n := range readNetlify(t).Headers {
		for name, want := range n.Values {
			if said[n.For][name] != want {
				t.Errorf("%s: %s is %q, netlify.toml says %q", n.For, name, said[n.For][name], want)
			}
		}
	}
}

// Tor takes the lines that the site publishes, and makes an address of them. It reaches no network here.
func TestTorMakesAnOnionService(t *testing.T) {
	trial.Slow(t)
	bin, dir := program(t, "tor", "/usr/sbin/tor"), t.TempDir()
	if err := os.Chmod(dir, 0o700); err != nil { // else it refuses to keep a key there
		t.Fatal(err)
	}
	own, err := os.ReadFile(filepath.Join(ownSite, "hosts", "torrc"))
	if err != nil || !bytes.Contains(own, []byte("\nHiddenServiceDir /var/lib/tor/vigil/\n")) {
		t.Fatalf("%v: %s", err, own)
	}
	lines := strings.ReplaceAll(string(own), "/var/lib/tor", dir)
	trial.Write(t, dir, map[string]string{"torrc": "SocksPort 0\nDisableNetwork 1\nDataDirectory " + dir + "/data\n" + lines, "defaults": ""})
	args := []string{"--defaults-torrc", dir + "/defaults", "-f", dir + "/torrc"}
	if out, err := exec.Command(bin, append(args, "--verify-config")...).CombinedOutput(); err != nil || !bytes.Contains(out, []byte("Configuration was valid")) {
		t.Fatalf("tor --verify-config: %v: %s", err, out)
	}
	var said bytes.Buffer
	tor := exec.Command(bin, args...)
	tor.Stdout, tor.Stderr = &said, &said
	if err := tor.Start(); err != nil {
		t.Fatal(err)
	}
	var name []byte
	for range 200 {
		if name, err = os.ReadFile(dir + "/vigil/hostname"); len(name) > 0 {
			break
		}
		time.Sleep(25 * time.Millisecond)
	}
	_ = tor.Process.Kill()
	_ = tor.Wait()
	if !regexp.MustCompile(`^[a-z2-7]{56}\.onion\n$`).Match(name) {
		t.Errorf("the address is %q, %v: %s", name, err, &said)
	}
}

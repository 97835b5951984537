package serve

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"hash"
	"html/template"
	"io"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"vigil/internal/compile"
	"vigil/internal/diag"
	"vigil/internal/render"
	"vigil/internal/site"
)

// ServeHTTP answers requests from this machine, with the files of a site and one more: the script that
// keeps open pages fresh.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Resource-Policy", "same-origin") // no other site's page may look at what is edited
	h.Set("X-Frame-Options", "DENY")
	if r.ContentLength == 0 { // all has been read; events go on
		_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	}
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	switch {
	case !local(host):
		http.Error(w, "vigil serve answers only at localhost, 127.0.0.1 and [::1].", http.StatusForbidden)
	case foreign(r.Header):
		http.Error(w, "vigil serve answers no other site's page.", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "vigil serve only shows: GET and HEAD.", http.StatusMethodNotAllowed)
	case strings.Contains(r.URL.Path, "//"): // no file has such a name, and a redirect to it would lead to another host
		http.NotFound(w, r)
	case r.URL.Path == "/"+eventsPath:
		s.events(w, r)
	case r.URL.Path == "/"+problemsPath:
		v := s.view.Load()
		sendProblems(w, v, http.StatusOK, v.problems)
	case r.URL.Path == "/"+scriptPath:
		send(w, scriptPath, http.StatusOK, script)
	default:
		s.answer(w, r, strings.TrimPrefix(r.URL.Path, "/"))
	}
}

// foreign tells whether a page of another site sends the request, by what browsers say of it: such a page could keep
// this machine busy without an end. A link that a reader follows to here is no such request.
func foreign(h http.Header) bool {
	from := h.Get("Sec-Fetch-Site")
	return (from == "cross-site" || from == "same-site") && h.Get("Sec-Fetch-Dest") != "document"
}

// patience is how long a request waits for an edit that has happened, but is not in the index yet.
const patience = 2 * time.Second

// answer sends the file of a name. When the file on disk is not the one that was indexed, the next view is
// on its way.
func (s *server) answer(w http.ResponseWriter, r *http.Request, name string) {
	v := s.view.Load()
	err := s.send(w, v, name)
	if err != nil && gone(err) && len(v.errors) == 0 {
		select {
		case <-v.next:
			v = s.view.Load()
			err = s.send(w, v, name)
		case <-time.After(patience):
		case <-r.Context().Done():
			return
		}
	}
	if err != nil {
		listed := v.errors
		if len(listed) == 0 {
			listed = []diag.Problem{compile.Unusable(err)}
		}
		sendProblems(w, v, http.StatusInternalServerError, listed)
	}
}

// send sends the file of a name; with an error nothing was sent.
func (s *server) send(w http.ResponseWriter, v *view, name string) error {
	if v.edition == nil {
		sendProblems(w, v, http.StatusInternalServerError, v.errors)
		return nil
	}
	if p, ok := v.find(name); ok {
		return s.sendPage(w, v, p, http.StatusOK)
	}
	folder := strings.TrimSuffix(name, "/")
	if _, ok := v.find(strings.TrimPrefix(folder+"/index.html", "/")); ok {
		w.Header().Set("Location", strings.TrimSuffix("/"+folder, "/")+"/index.html")
		w.WriteHeader(http.StatusFound)
		return nil
	}
	for _, f := range v.streamed() {
		if f.name != name {
			continue
		}
		w.Header().Set("Content-Type", contentType(name))
		if err := f.write(w); err != nil { // so that nobody takes a part for the whole
			panic(http.ErrAbortHandler)
		}
		return nil
	}
	data, err := v.file(name)
	if err != nil {
		return err
	}
	if data == nil {
		notFound, _ := v.find("404.html")
		return s.sendPage(w, v, notFound, http.StatusNotFound)
	}
	send(w, name, http.StatusOK, data)
	return nil
}

func (s *server) sendPage(w http.ResponseWriter, v *view, p site.Page, status int) error {
	name := v.Site.File(p)
	old, ok := s.shown.get(name)
	data := old.data
	if !ok || len(v.errors) == 0 || old.version != v.version {
		fresh, err := v.page(p)
		switch {
		case err == nil:
			data = fresh
			s.shown.put(name, v.version, data)
		case !ok || len(v.errors) == 0:
			return err
		}
	}
	stamp(w, v.version)
	send(w, name, status, data)
	return nil
}

// stamp tells the script which view the page is of.
func stamp(w http.ResponseWriter, version string) {
	w.Header().Set("Server-Timing", `vigil;desc="`+version+`"`)
}

func send(w http.ResponseWriter, name string, status int, data []byte) {
	w.Header().Set("Content-Type", contentType(name))
	w.WriteHeader(status)
	_, _ = w.Write(data) // whoever asked has gone
}

// contentType does not ask the system, whose tables differ.
func contentType(name string) string {
	if path.Base(name) == "feed.xml" {
		return "application/atom+xml; charset=utf-8"
	}
	if t, ok := contentTypes[path.Ext(name)]; ok {
		return t
	}
	return "application/octet-stream"
}

var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".csv": "text/csv; charset=utf-8", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
	".ics": "text/calendar; charset=utf-8", ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml",
	".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".ico": "image/x-icon", ".woff2": "font/woff2",
	".sh": "text/plain; charset=utf-8", ".ps1": "text/plain; charset=utf-8", ".conf": "text/plain; charset=utf-8", "": "text/plain; charset=utf-8",
}

//go:embed problems.html
var problemsSource string

var problemsTemplate = template.Must(template.New("problems").Parse(problemsSource))

// sendProblems lists problems on a page of their own: all there are, or, with an error for a status, what is wrong
// with a page that cannot be made.
func sendProblems(w http.ResponseWriter, v *view, status int, ps []diag.Problem) {
	list := struct {
		StandIn  bool
		Problems []stateProblem
		More     int
	}{StandIn: status != http.StatusOK}
	if list.StandIn {
		list.More = max(0, len(ps)-mostProblems)
	}
	for _, p := range ps[:len(ps)-list.More] {
		list.Problems = append(list.Problems, v.stateOf(p))
	}
	var b bytes.Buffer
	if err := problemsTemplate.Execute(&b, list); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	stamp(w, v.listed)
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'")
	send(w, ".html", status, b.Bytes())
}

// file makes a file that is no page; nil if there is none of the name.
func (e *edition) file(name string) (data []byte, err error) {
	pick := func(made string, bytes []byte) error {
		if made == name {
			data = bytes
		}
		return nil
	}
	names, err := compile.StaticNames(e.Static)
	if err != nil {
		return nil, err
	}
	switch {
	case slices.Contains(names, name):
		return e.static(name)
	case strings.HasPrefix(name, "static/"):
		return nil, nil
	case strings.HasSuffix(name, ".jpg"):
		return e.Photo(name)
	case strings.HasSuffix(name, ".png"):
		return e.sharePicture(strings.TrimSuffix(name, ".png") + ".html")
	case strings.HasPrefix(name, render.FindFolder):
		files, err := e.search()
		return files[name], err
	case name == "data/datapackage.json":
		return e.dataPackage()
	case strings.HasPrefix(name, "data/"):
		err = e.Figures(e.render, pick)
	case !strings.HasSuffix(name, ".html"):
		err = compile.Rest(e.render, pick)
	}
	return data, err
}

// stream is a file that is too large to be made in memory.
type stream struct {
	name  string
	write func(io.Writer) error
}

// streamed are the people files and the list of sources, in the order in which the data package names them.
func (e *edition) streamed() (out []stream) {
	for _, f := range e.PeopleFiles() {
		out = append(out, stream{f.Name + ".json", func(w io.Writer) error { return e.WritePeople(f, w, io.Discard) }},
			stream{f.Name + ".csv", func(w io.Writer) error { return e.WritePeople(f, io.Discard, w) }})
	}
	return append(out, stream{compile.SourcesFile, func(w io.Writer) error { return e.WriteSources(e.render, w) }})
}

// dataPackage makes every data file, to know its size and its hash.
func (e *edition) dataPackage() ([]byte, error) {
	var files []render.Resource
	err := e.Figures(e.render, func(name string, data []byte) error {
		files = append(files, render.Resource{Path: name, Bytes: int64(len(data)), SHA256: sha256.Sum256(data)})
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, f := range e.streamed() {
		sum := &sum{Hash: sha256.New()}
		if err := f.write(sum); err != nil {
			return nil, fmt.Errorf("describe %s: %w", f.name, err)
		}
		files = append(files, render.Resource{Path: f.name, Bytes: sum.bytes, SHA256: [32]byte(sum.Sum(nil))})
	}
	return e.render.DataPackage(files)
}

// sum counts and hashes what is written to it.
type sum struct {
	hash.Hash
	bytes int64
}

func (s *sum) Write(b []byte) (int, error) {
	s.bytes += int64(len(b))
	return s.Hash.Write(b)
}

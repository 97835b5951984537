package webtest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"vigil/internal/lab/trial"
)

// viewer is a browser: what both do.
type viewer interface {
	open(address string)
	text(expression string) string
}

func (b *tab) open(address string)           { b.t.Helper(); b.do(chromedp.Navigate(address)) }
func (b *tab) text(expression string) string { return eval[string](b, "String("+expression+")") }

var viewers = []struct {
	name  string
	start func(*testing.T) viewer
}{
	{"chromium", func(t *testing.T) viewer { return newTab(t) }},
	{"firefox", func(t *testing.T) viewer { return newFirefox(t) }},
}

// listener is another host. It notes what it is asked for.
type listener struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

func newListener(t *testing.T) *listener {
	l := &listener{}
	l.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.asked = append(l.asked, strings.TrimPrefix(r.URL.Path, "/"))
		if r.URL.Path == "/outside-script" {
			w.Header().Set("Content-Type", "text/javascript")
		}
	}))
	t.Cleanup(l.Close)
	return l
}

// heard gives what was asked for: each once, sorted.
func (l *listener) heard() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Compact(slices.Sorted(slices.Values(l.asked)))
}

// planted is what would run or load if a hole let it into a page: each asks HOST for its name.
const planted = `<script>new Image().src = 'HOST/inline-script'</script>
<img src="there-is-none.png" alt="" onerror="new Image().src = 'HOST/event-handler'">
<svg><animate onbegin="new Image().src = 'HOST/event-in-drawing'" attributeName="x" dur="1s"/></svg>
<img src="HOST/outside-image" alt="">
<script src="HOST/outside-script"></script>
<script src="data:text/javascript,new Image().src='HOST/data-script'"></script>
<link rel="stylesheet" href="HOST/outside-style">
<p style="background-image: url(HOST/inline-style)">x</p>
<style>body { background-image: url(HOST/style-element) }</style>
<iframe src="HOST/frame"></iframe>
<object data="HOST/object"></object>
<video src="HOST/video"></video>
`

var (
	asks = regexp.MustCompile(`HOST/([a-z-]+)`)
	meta = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
)

// From disk, where no host sets a header, a page's own policy lets its style and its script work, and stops
// whatever a hole would let in. The same page without its policy shows that the test can see all of it.
func TestPolicyHoldsFromDisk(t *testing.T) {
	trial.Slow(t)
	const path = "countries/aq/held-in-full.html"
	for _, v := range viewers {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			browser := v.start(t)
			page, err := os.ReadFile(filepath.Join(inventedSite, path))
			if err != nil {
				t.Fatal(err)
			}
			hurt := strings.Replace(string(page), "</main>", planted+"</main>", 1)
			bare := meta.ReplaceAllString(hurt, "")
			if bare == hurt || hurt == string(page) {
				t.Fatal("the page is not as this test thinks")
			}
			dir := trial.Folder(t)
			if err := os.CopyFS(filepath.Join(dir, "static"), os.DirFS(filepath.Join(inventedSite, "static"))); err != nil {
				t.Fatal(err)
			}
			script, err := os.OpenFile(filepath.Join(dir, "static", "days.js"), os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := script.WriteString("\n;document.title = 'the script ran'"); err != nil {
				t.Fatal(err)
			}
			script.Close()
			show := func(html string) *listener { // a new one each time: nothing of it is in the browser's cache
				t.Helper()
				host := newListener(t)
				file := filepath.Join(dir, path)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(strings.ReplaceAll(html, "HOST", host.URL)), 0o644); err != nil {
					t.Fatal(err)
				}
				browser.open(fileURL(dir, path))
				if got := browser.text(`getComputedStyle(document.body).marginTop + ', ' + document.title`); got != "0px, the script ran" {
					t.Errorf("the page's own style and script: %s", got)
				}
				return host
			}
			var all, heard []string
			for _, m := range asks.FindAllStringSubmatch(planted, -1) {
				all = append(all, m[1])
			}
			slices.Sort(all)
			start := time.Now()
			for host := show(bare); !slices.Equal(heard, all) && time.Since(start) < 10*time.Second; time.Sleep(50 * time.Millisecond) {
				heard = host.heard()
			}
			if !slices.Equal(heard, all) {
				t.Errorf("without a policy the browser asked for %q, want %q", heard, all)
			}
			took := time.Since(start)
			for _, html := range []string{string(page), hurt} {
				host := show(html)
				time.Sleep(max(time.Second, took))
				if heard := host.heard(); heard != nil {
					t.Errorf("under its policy the page asked for %q", heard)
				}
			}
		})
	}
}

// Every kind of page opens from disk in Firefox, too, with its style.
func TestFirefoxShowsPagesFromDisk(t *testing.T) {
	t.Parallel()
	f := newFirefox(t)
	for _, k := range kinds {
		f.open(fileURL(inventedSite, k.path))
		if got := f.text(`getComputedStyle(document.body).backgroundColor + ' ' + document.querySelectorAll('h1').length`); got != "rgb(251, 250, 246) 1" &&
			got != "rgb(21, 19, 17) 1" {
			t.Errorf("%s: %s", k.name, got)
		}
	}
}

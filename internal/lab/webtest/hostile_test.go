package webtest

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"vigil/internal/lab/hostile"
	"vigil/internal/lab/trial"
)

// hostileSite is the site of every payload that is accepted, built by the first test that needs it.
var hostileSite = sync.OnceValues(func() (dir string, err error) {
	source := filepath.Join(temporary, "hostile-source")
	files, _ := hostile.Accepted()
	for name, text := range files {
		at := filepath.Join(source, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return "", err
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	day, err := time.Parse(time.DateOnly, hostile.Day)
	if err != nil {
		return "", err
	}
	dir = filepath.Join(temporary, "hostile")
	return dir, buildSite(source, dir, day)
})

var policyOfPage = regexp.MustCompile(`<meta http-equiv="?Content-Security-Policy"? content="[^"]*">`)

// stripped copies a site without the policies of its pages.
func stripped(t *testing.T, site, to string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(site), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(site, name))
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".html") && name != "404.html" {
			without := policyOfPage.ReplaceAll(data, nil)
			if bytes.Equal(without, data) {
				return fmt.Errorf("%s has no policy", name)
			}
			data = without
		}
		at := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			return err
		}
		return os.WriteFile(at, data, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ran is what a tab notes of a script that called __hostile.
const ran = "console.log was called"

// watch makes a tab tell what an attack does: __hostile is noted as ran, and opens a dialog, which is noted
// and closed.
func (b *tab) watch() {
	b.t.Helper()
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `window.__hostile = n => { console.log(n); alert(n) }`})
	err := chromedp.Listen(b.ctx, func(event any) {
		if e, ok := event.(*page.EventJavascriptDialogOpening); ok {
			b.mu.Lock()
			b.wrong = append(b.wrong, "a dialog: "+e.Message)
			b.mu.Unlock()
			go chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
		}
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// opens gives what was seen while a page was opened.
func (b *tab) opens(address string) (seen []string) {
	b.t.Helper()
	b.do(chromedp.Navigate(address))
	at := eval[string](b, `location.href`)
	asked, wrong := b.heard()
	for _, a := range asked {
		if !strings.HasPrefix(a, "file://"+temporary) {
			seen = append(seen, "it asks for "+a)
		}
	}
	if at != address {
		seen = append(seen, "it goes to "+at)
	}
	return append(seen, wrong...)
}

// No page that shows a payload runs anything, opens a dialog, asks another host or goes elsewhere: not with
// its policy, and not without it.
func TestHostileContentDoesNothing(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	program(t, "chromium", "chromium-browser", "google-chrome")
	with, err := hostileSite()
	if err != nil {
		t.Fatal(err)
	}
	without := filepath.Join(temporary, "hostile-stripped")
	stripped(t, with, without)
	var pages []string
	err = fs.WalkDir(os.DirFS(with), ".", func(name string, e fs.DirEntry, err error) error {
		data, _ := os.ReadFile(filepath.Join(with, name))
		if strings.HasSuffix(name, ".html") && name != "404.html" && !bytes.Contains(data, []byte(`http-equiv="refresh"`)) {
			pages = append(pages, name)
		}
		return err
	})
	if err != nil || len(pages) < 300 {
		t.Fatal(len(pages), err)
	}
	if !long { // all take a minute
		n := 0
		pages = slices.DeleteFunc(pages, func(string) bool { n++; return n%20 != 0 })
	}
	for _, site := range []string{with, without} {
		t.Run(filepath.Base(site), func(t *testing.T) {
			t.Parallel()
			for some := range slices.Chunk(pages, 100) { // a tab has its time
				t.Run(some[0], func(t *testing.T) {
					b := newTab(t)
					b.watch()
					for _, name := range some {
						for _, what := range b.opens(fileURL(site, name)) {
							t.Errorf("%s: %s", name, what)
						}
					}
				})
			}
			t.Logf("%d pages", len(pages))
		})
	}
}

// Known to be bad: payloads that are not escaped are seen to run, to open dialogs, to ask another host and to
// lead away. A policy is seen to stop what it is there for.
func TestHostileContentWouldBeSeen(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	b.watch()
	good, err := os.ReadFile(filepath.Join(inventedSite, "everything.html"))
	if err != nil {
		t.Fatal(err)
	}
	apart := trial.Folder(t) // other tests read every page of the site meanwhile
	for _, test := range []struct {
		payload, without, with string // what must be seen of it
	}{
		{`<script>__hostile(1)</script>`, ran, "Content Security Policy"},
		{`<script>__hostile(1)</script> `, "a dialog: 1", "Content Security Policy"},
		{`<img src=x onerror=__hostile(1)>`, ran, "Content Security Policy"},
		{`<svg/onload=__hostile(1)>`, "a dialog: 1", "Content Security Policy"},
		{`<details open ontoggle=__hostile(1)>x</details>`, ran, "Content Security Policy"},
		{`<img src=http://hostile.invalid/i.png>`, "it asks for http://hostile.invalid/i.png", "Content Security Policy"},
		{`<script src=http://hostile.invalid/s.js></script>`, "it asks for http://hostile.invalid/s.js", "Content Security Policy"},
		{`<link rel=stylesheet href=http://hostile.invalid/c.css>`, "it asks for http://hostile.invalid/c.css", "Content Security Policy"},
		{`<iframe src=javascript:parent.__hostile(1)></iframe>`, ran, "Content Security Policy"},
		{`<div style="background:url(http://hostile.invalid/b.png)">x</div>`, "it asks for http://hostile.invalid/b.png", "Content Security Policy"},
		{`<meta http-equiv=refresh content="0;url=http://hostile.invalid/">`, "hostile.invalid", ""},
	} {
		for policy, want := range map[bool]string{true: test.with, false: test.without} {
			if policy && want == "" {
				continue // a policy does not stop it; that no page holds one is tested in internal/hostile
			}
			data := bytes.Replace(good, []byte("</main>"), []byte(test.payload+"</main>"), 1)
			if !policy {
				data = policyOfPage.ReplaceAll(data, nil)
			}
			name := fmt.Sprintf("planted-%v.html", policy)
			if err := os.WriteFile(filepath.Join(apart, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
			seen := b.openedBadly(fileURL(apart, name), want)
			if !strings.Contains(seen, want) {
				t.Errorf("policy %v, %s: %q is not seen in: %s", policy, test.payload, want, seen)
			}
			if policy && (strings.Contains(seen, ran) || strings.Contains(seen, "a dialog")) {
				t.Errorf("the policy let %s run: %s", test.payload, seen)
			}
		}
	}
}

// openedBadly opens a page that may lead away or fail, and waits until it has seen what it must.
func (b *tab) openedBadly(address, want string) string {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 5*time.Second)
	defer cancel()
	_ = chromedp.Do(ctx, chromedp.Navigate(address))
	seen := ""
	for ; !strings.Contains(seen, want) && ctx.Err() == nil; time.Sleep(20 * time.Millisecond) {
		asked, wrong := b.heard()
		for _, a := range asked {
			if strings.Contains(a, "hostile.invalid") {
				seen += "it asks for " + a + "; "
			}
		}
		seen += strings.Join(wrong, "; ")
	}
	return seen
}

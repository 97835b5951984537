package webtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"vigil/internal/lab/trial"
	"vigil/internal/output"
)

// mirrored is the site of one invented woman, with a main address, a mirror in a bucket and an onion address.
func mirrored(t *testing.T) (site string) {
	t.Helper()
	dir := trial.Folder(t)
	trial.Write(t, dir, map[string]string{
		"content/site.yaml": "title: Invented\nbase_url: https://vigil.example/\nlanguages: [en, fa]\nmirrors: [{url: \"https://bucket.example/x/\", kind: cloud}, " +
			"{url: \"http://invented.onion/\"}]\n",
		"content/profiles/aq/ann.md": "---\nname: Ann Invented\nstatus: died\nsources: [{title: Invented}]\n---\nText.\n",
		"content/pages/about.md":     "---\ntitle: About\n---\nText.\n",
	})
	if err := buildSite(dir, filepath.Join(dir, "site"), inventedDay); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "site")
}

// readDay is what the foot of a page says of the copy, also where no script runs.
const readDay = `document.querySelector('.made').textContent + JSON.parse(getComputedStyle(document.querySelector('.made'), '::after').content)`

// Every page says of which day its copy is, without a script too, and that it is old when it is.
func TestEveryPageSaysHowOldItIs(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	says := func(path string) string {
		b.do(chromedp.Navigate(fileURL(inventedSite, path)))
		return eval[string](b, `document.querySelector('.old').innerText.trim()`)
	}
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	for _, k := range trial.Some(kinds, 2) {
		if k.path == "404.html" { // stands by itself, without a style
			continue
		}
		old := says(k.path)
		want := "Other addresses. Date of this copy: 2026-11-21"
		if strings.HasPrefix(k.path, "fa/") {
			want = "نشانی\u200cهای دیگر این سایت. تاریخ این نسخه: 2026-11-21"
		}
		if got := eval[string](b, readDay); got != want || old != "" {
			t.Errorf("%s says at its foot %q, at its top %q", k.name, got, old)
		}
	}
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{})
	b.clock(3)
	for path, want := range map[string]string{"everything.html": "3 days old", "organisations/exemplar-aid.html": "3 days old", "search.html": "3 days old",
		"fa/search.html": "۳ روز پیش", "mirrors.html": "3 days old", "status/held.html": "3 days old"} {
		if old := says(path); !strings.Contains(old, want) {
			t.Errorf("%s, three days old, says %q", path, old)
		}
	}
	says("status/held.html")
	if to := eval[string](b, `document.querySelector('.old a').href`); !strings.HasSuffix(to, "mirrors.html#status/held.html") {
		t.Errorf("an old page sends its reader to %q", to)
	}
}

// From any page a link to the same page at another address is two steps away, from disk too.
func TestLinkForSomebodyElse(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	site, b := mirrored(t), newTab(t)
	for from, page := range map[string]string{fileURL(site, "fa/countries/aq/ann.html"): "fa/countries/aq/ann.html", fileURL(site, "about.html"): "about.html",
		serve(t, site) + "countries/aq/": "countries/aq/index.html"} {
		b.do(chromedp.Navigate(from))
		b.follow(".made a")
		links := eval[[]string](b, `[...document.querySelectorAll('[data-at]')].map(a => a.href + ' ' + a.textContent)`)
		for i, at := range []string{"https://vigil.example/", "https://bucket.example/x/", "http://invented.onion/"} {
			if want := at + page + " " + at + page; links[i] != want {
				t.Errorf("from %s the reader gets %s", from, links[i])
			}
		}
		if !eval[bool](b, `!document.querySelector('.came').hidden`) {
			t.Errorf("from %s the page does not say where its links lead", from)
		}
		b.do(chromedp.Click(chromedp.CSS(`li:nth-child(2) .copy`)))
		if got := eval[string](b, `getSelection().toString() + ' ' + document.querySelector('li:nth-child(2) .copy').textContent`); !strings.Contains(got,
			"https://bucket.example/x/"+page) || strings.Contains(got, "Copy the link") {
			t.Errorf("what is copied from %s: %q", from, got)
		}
	}
	// What stands behind # in a link that somebody sent is no address of a page.
	for _, bad := range []string{"//evil.example/x.html", "../x.html", "https://evil.example/x.html", "javascript:alert(1)//.html", "a/../../x.html",
		"%2e%2e/x.html", "x"} {
		b.do(chromedp.Navigate("about:blank"), chromedp.Navigate(fileURL(site, "mirrors.html")+"#"+bad))
		if got := eval[string](b, `document.querySelectorAll('[data-at]')[1].href`); got != "https://bucket.example/x/index.html" {
			t.Errorf("#%s leads to %s", bad, got)
		}
	}
}

// The settings name the files that a build writes.
func TestHostFilesAreInTheList(t *testing.T) {
	list, err := os.ReadFile(filepath.Join(ownSite, output.Manifest))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"verify.sh", "verify.ps1", "hosts/nginx.conf", "hosts/Caddyfile", "hosts/torrc", "hosts/_headers", "mirrors.html",
		"static/mirrors.js"} {
		if !strings.Contains(string(list), "  "+name+"\n") {
			t.Errorf("%s is not published", name)
		}
	}
}

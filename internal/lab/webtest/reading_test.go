package webtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"vigil/internal/lab/trial"
)

// Opened from disk, from a host below some folder, or at the top of one that takes our settings, a page asks nobody else,
// nothing fails, and its policy is kept.
func TestPagesOpenInSilence(t *testing.T) {
	t.Parallel()
	for i, from := range []struct {
		name string
		root func(t *testing.T, site string) string
	}{
		{"disk", func(_ *testing.T, site string) string { return fileURL(site, "") + "/" }},
		{"host", serve},
		{"nginx", func(t *testing.T, site string) string { top, _, _ := nginx(t, site); return top }},
	} {
		t.Run(from.name, func(t *testing.T) {
			if from.name != "disk" {
				trial.Slow(t)
			}
			b, root := newTab(t), from.root(t, inventedSite)
			for _, k := range trial.Some(kinds, i) {
				b.do(chromedp.Navigate(root + k.path))
				styled := eval[bool](b, `document.styleSheets.length > 0 && getComputedStyle(document.body).marginTop === '0px'`)
				if !styled {
					t.Errorf("%s has no style", k.name)
				}
				asked, wrong := b.heard()
				for _, w := range wrong {
					t.Errorf("%s: %s", k.name, w)
				}
				for _, a := range asked {
					if !strings.HasPrefix(a, root) {
						t.Errorf("%s asks for %s", k.name, a)
					}
				}
			}
		})
	}
}

func TestReadersFindTheirWayFromDisk(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	at := func(want string) {
		t.Helper()
		if got := b.location(inventedSite); got != want {
			t.Fatalf("the reader is at %s, not at %s", got, want)
		}
	}
	b.do(chromedp.Navigate(fileURL(inventedSite, "index.html")))
	b.follow(`.top a[href="countries/index.html"]`)
	at("countries/index.html")
	b.follow(`main a[href="aq/index.html"]`)
	at("countries/aq/index.html")
	b.follow(`main a[href="held-in-full.html"]`)
	at("countries/aq/held-in-full.html")
	b.follow(`main a[href$="groups/journalists.html"]`)
	at("groups/journalists.html")
	b.do(chromedp.NavigateBack())
	at("countries/aq/held-in-full.html")
	b.follow(`.crumbs li:last-child a`)
	at("countries/aq/index.html")
	b.follow(`.brand`)
	at("index.html")

	b.do(chromedp.Navigate(fileURL(inventedSite, "countries/aq/old-invented-name.html")))
	b.do(chromedp.WaitReady(chromedp.CSS(".glance")))
	at("countries/aq/held-in-full.html")
}

// clock makes a page believe that it is so many days after the day that the invented site speaks of.
func (b *tab) clock(days int) {
	b.t.Helper()
	now := inventedDay.AddDate(0, 0, days).Add(13 * time.Hour).UnixMilli()
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: fmt.Sprintf(
		`{const Real = Date; Date = class extends Real { constructor(...a) { a.length ? super(...a) : super(%d) } static now() { return %[1]d } }}`, now)})
}

// count is a number of days on a page: as built, by how much it grows a day, as shown.
type count struct{ Built, Daily, Shown int }

const (
	readCounts = `[...document.querySelectorAll('data')].map(e => ({Built: +e.value, Daily: +(e.dataset.run || 0), Shown: +e.textContent.replace(/\D/g, '')}))`
	readDates  = `[...document.querySelectorAll('time.asof')].map(e => e.dateTime + ' ' + e.textContent)`
	readAge    = `document.querySelector('.old').innerText.trim()`
)

func TestCountsComeUpToDate(t *testing.T) {
	t.Parallel()
	for i, test := range []struct {
		name      string
		clock     int // days after the site's day
		noScripts bool
		grown     int    // by so many days
		date      string // as of
		says      string // of its age
	}{
		{name: "three days later", clock: 3, grown: 3, date: "2026-11-24 24 November 2026", says: "3 days old"},
		{name: "without scripts", clock: 3, noScripts: true, date: "2026-11-21 21 November 2026"},
		{name: "on the day", date: "2026-11-21 21 November 2026"},
		{name: "two days later", clock: 2, grown: 2, date: "2026-11-23 23 November 2026"},
		{name: "next year, when nobody may have confirmed it again", clock: 45, date: "2026-11-21 21 November 2026", says: "45 days old"},
		{name: "a clock in the past", clock: -40, date: "2026-11-21 21 November 2026"},
		{name: "a clock far ahead", clock: 5000, date: "2026-11-21 21 November 2026", says: "5,000 days old"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if i > 0 {
				trial.Slow(t)
			}
			b := newTab(t)
			b.clock(test.clock)
			call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: test.noScripts})
			paths := []string{"index.html", "countries/aq/index.html", "countries/aq/held-in-full.html", "status/held.html"}
			for _, path := range trial.Some(paths, i) {
				b.do(chromedp.Navigate(fileURL(inventedSite, path)))
				running := 0
				for _, c := range eval[[]count](b, readCounts) {
					if want := c.Built + test.grown*c.Daily; c.Shown != want {
						t.Errorf("%s shows %d for %d that grow by %d a day, want %d", path, c.Shown, c.Built, c.Daily, want)
					}
					running += c.Daily
				}
				if running == 0 {
					t.Errorf("%s has no count that runs", path)
				}
				for _, got := range eval[[]string](b, readDates) {
					if got != test.date {
						t.Errorf("%s is as of %s, want %s", path, got, test.date)
					}
				}
				if got := eval[string](b, readAge); test.says == "" && got != "" || !strings.Contains(got, test.says) {
					t.Errorf("%s says of its age %q, want %q", path, got, test.says)
				}
			}
		})
	}
}

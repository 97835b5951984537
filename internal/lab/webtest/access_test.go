package webtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"vigil/internal/compile"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

// runAxe gives the rules of WCAG 2.2 A and AA and of good practice that the page breaks, and where.
const runAxe = `axe.run({
	runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'],
}).then(found => found.violations.map(v => v.id + ': ' + v.help + v.nodes.slice(0, 3).map(n => '\n\t' + n.html + '\n\t\t' + n.failureSummary).join('')))`

// narrowedKinds are pages as a script makes them.
var narrowedKinds = []kind{{"narrowed", "countries/by/index.html#status=held&write=yes"}, {"narrowed, in Persian", "fa/countries/by/index.html#status=held"}}

func TestNoBarrierIsFound(t *testing.T) {
	trial.Slow(t)
	axe, err := os.ReadFile(namedFile(t, "VIGIL_AXE"))
	if err != nil {
		t.Fatal(err)
	}
	for _, site := range []struct {
		name, dir string
		kinds     []kind
	}{{"own", ownSite, trial.Some(ownKinds(t), 1)}, {"invented", inventedSite, append(narrowedKinds, kinds...)}, {"of an earlier day", earlierSite(t),
		[]kind{{"home", "index.html"}, {"held", "countries/aq/held-in-full.html"}}}} {
		host := serve(t, site.dir)
		for _, k := range site.kinds {
			t.Run(site.name+"/"+k.name, func(t *testing.T) {
				t.Parallel()
				b := newTab(t)
				b.clock(3) // a copy says how old it is
				b.do(chromedp.Navigate(host + k.path))
				if strings.Contains(k.path, "#") {
					wait(b, heardNumber)
				}
				b.do(chromedp.Evaluate[chromedp.Void](string(axe)))
				seen := map[string]bool{}
				for _, scheme := range []string{"light", "dark"} {
					call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
						Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
					for _, width := range []int64{360, 1280} {
						b.do(chromedp.EmulateViewport(width, 800))
						for _, v := range eval[[]string](b, runAxe) {
							if !seen[v] {
								t.Errorf("%s, %d px: %s", scheme, width, strings.TrimSpace(v))
							}
							seen[v] = true
						}
					}
				}
			})
		}
	}
}

// earlierSite is the invented one as of a day three years before.
func earlierSite(t *testing.T) string {
	t.Helper()
	site, today := filepath.Join(trial.Folder(t), "site"), profile.DayOf(inventedDay)
	_, err := compile.Site(t.Context(), compile.Options{Source: filepath.Join(temporary, "source"), Out: site,
		When: profile.When{AsOf: today - 3*365, Today: today}})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// sideways lists what stands out of the page to the side, if the page can be scrolled there.
const sideways = `(() => {
	const wide = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth <= wide) return [];
	return [...document.querySelectorAll('body *')].map(e => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.right > wide + 1 || r.left < -1).map(([e]) => e)
		.slice(0, 3).concat(document.body).map(e => e.outerHTML.slice(0, 200));
})()`

// smallTargets lists the links of menus, paths and page numbers that are smaller than 24 px (WCAG 2.5.8).
const smallTargets = `[...document.querySelectorAll('nav a, .brand, .foot li a, .counters a, summary')].map(e => [e, e.getBoundingClientRect()])
	.filter(([e, r]) => r.width < 24 || r.height < 24).map(([e, r]) => e.outerHTML + ' is ' + r.width + ' × ' + r.height)`

func TestPagesFitTheScreen(t *testing.T) {
	t.Parallel()
	widths := []int64{240, 320} // 240: a phone of 360 whose letters are half as large again
	if long {
		widths = append(widths, 360, 1280)
	}
	b := newTab(t)
	for _, k := range trial.Some(kinds, 3) {
		b.do(chromedp.Navigate(fileURL(inventedSite, k.path)))
		for _, width := range widths {
			b.do(chromedp.EmulateViewport(width, 800))
			at := fmt.Sprintf("%s (%s), %d px", k.name, k.path, width)
			if out := eval[[]string](b, sideways); len(out) > 0 {
				t.Errorf("%s scrolls sideways: %s", at, strings.Join(out, "\n\t"))
			}
			for _, small := range eval[[]string](b, smallTargets) {
				t.Errorf("%s: %s px, too small to be tapped", at, small)
			}
		}
	}
}

// direction gives "direction isolation" of the first element that a selector finds.
func (b *tab) direction(selector string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf(`(e => e ? getComputedStyle(e).direction + ' ' + getComputedStyle(e).unicodeBidi : `+
		`'missing')(document.querySelector(%q))`, selector))
}

func TestNamesKeepTheirDirection(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	for _, test := range []struct{ path, selector, want string }{
		{"countries/aq/right-to-left-name.html", "h1 bdi", "rtl isolate"},
		{"countries/aq/right-to-left-name.html", "html", "ltr normal"},
		{"countries/aq/held-in-full.html", ".envelope", "ltr plaintext"}, // each line of an address has its own
		{"countries/aq/right-to-left-name.html", ".names bdi[lang=ru]", "ltr isolate"},
		{"countries/aq/long-name.html", "h1 bdi", "ltr isolate"},
		{"fa/countries/aq/long-name.html", "h1 bdi", "rtl isolate"},
		{"countries/aq/long-name.html", ".names bdi[lang=ar]", "rtl isolate"},
		{"countries/aq/long-name.html", ".names bdi[lang=he]", "rtl isolate"},
		{"countries/aq/long-name.html", ".names bdi[lang=be]", "ltr isolate"},
		{"countries/aq/index.html", `a[href="right-to-left-name.html"] bdi`, "rtl isolate"},
		{"people/index.html", ".who a bdi", "ltr isolate"},
		{"fa/countries/aq/held-in-full.html", "html", "rtl isolate"},
		{"fa/countries/aq/held-in-full.html", ".names bdi[lang=be]", "ltr isolate"},
		{"fa/countries/aq/index.html", `a[href="nothing-known.html"] bdi`, "ltr isolate"},
	} {
		b.do(chromedp.Navigate(fileURL(inventedSite, test.path)))
		if got := b.direction(test.selector); got != test.want {
			t.Errorf("%s, %s is %s, want %s", test.path, test.selector, got, test.want)
		}
	}
}

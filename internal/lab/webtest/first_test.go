package webtest

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"vigil/internal/lab/synth"
	"vigil/internal/lab/trial"
)

// bottoms gives for each selector how far down the first that it finds ends, in pixels; -1 if there is none.
func (b *tab) bottoms(selectors ...string) []float64 {
	b.t.Helper()
	list := "'" + strings.Join(selectors, "', '") + "'"
	return eval[[]float64](b, `[`+list+`].map(s => { const e = document.querySelector(s); return e ? e.getBoundingClientRect().bottom + scrollY : -1 })`)
}

// Somebody who follows a link to one person sees at once who, what holds, why, where, since when, how many days, and
// what to do.
func TestFiveAnswersOnTheFirstScreen(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	answers := []string{"h1", ".status", ".why", ".where", ".count data", ".line svg", ".button a"}
	for _, path := range []string{"countries/aq/held-in-full.html", "fa/countries/aq/held-in-full.html"} {
		b.do(chromedp.EmulateViewport(360, 640), chromedp.Navigate(fileURL(inventedSite, path)))
		for i, bottom := range b.bottoms(answers...) {
			if bottom < 0 || bottom > 640 {
				t.Errorf("%s: %s ends at %v px", path, answers[i], bottom)
			}
		}
	}
}

// Who wants to write a letter tonight taps twice from the first page, and has an address to copy.
func TestAnAddressIsTwoTapsAway(t *testing.T) {
	t.Parallel()
	trial.Slow(t)
	b := newTab(t)
	for _, home := range []string{"index.html", "fa/index.html"} {
		b.do(chromedp.EmulateViewport(360, 640), chromedp.Navigate(fileURL(inventedSite, home)))
		b.follow(`.top a[href="letters.html"]`)
		b.follow(`main .act .figure a`)
		if at := b.location(inventedSite); !strings.HasPrefix(strings.TrimPrefix(at, "fa/"), "countries/") {
			t.Errorf("from %s the second tap leads to %s", home, at)
		}
		if lines := eval[int](b, `document.querySelector('.act .envelope').innerText.trim().split('\n').length`); lines < 3 {
			t.Errorf("from %s: an address of %d lines", home, lines)
		}
	}
}

// A journalist finds number, definition, list and data together, on a phone too.
func TestNumberDefinitionListAndDataOnOneScreen(t *testing.T) {
	trial.Slow(t) // as the first screen of one person
	t.Parallel()
	b := newTab(t)
	for _, path := range []string{"countries/aq/index.html", "index.html", "status/held.html", "fa/index.html"} {
		b.do(chromedp.EmulateViewport(360, 640), chromedp.Navigate(fileURL(inventedSite, path)))
		parts := []string{"h1", `.block a[href$=".csv"]`, `.block a[href$="methodology.html"]`, `.block a[href$="#cite"]`}
		if path != "status/held.html" { // is the list itself
			parts = append(parts, `h1 a[data-count]`, `.block a[href$="held.html"]`)
		}
		for i, bottom := range b.bottoms(parts...) {
			if bottom < 0 || bottom > 640 {
				t.Errorf("%s: %s ends at %v px", path, parts[i], bottom)
			}
		}
	}
}

// The menu takes one row, and nothing scrolls sideways, in any language.
func TestOwnPagesFitNarrowScreens(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	for _, k := range trial.Some(ownKinds(t), 2) {
		b.do(chromedp.EmulateViewport(320, 640), chromedp.Navigate(fileURL(ownSite, k.path)))
		if out := eval[[]string](b, sideways); len(out) > 0 {
			t.Errorf("%s scrolls sideways at 320 px: %s", k.path, strings.Join(out, "\n\t"))
		}
		b.do(chromedp.EmulateViewport(360, 640))
		if rows := eval[int](b, `new Set([...document.querySelectorAll('.top nav a')].map(e => e.offsetTop)).size`); rows != 1 {
			t.Errorf("%s: the menu takes %d rows at 360 px", k.path, rows)
		}
	}
}

// cutWords lists the words in the labels of facts that go on in a second line.
const cutWords = `[...document.querySelectorAll('.facts dt')].flatMap(e => [...e.firstChild.data.matchAll(/\S+/g)].
	filter(word => {
		const range = document.createRange();
		range.setStart(e.firstChild, word.index);
		range.setEnd(e.firstChild, word.index + word[0].length);
		return range.getClientRects().length > 1;
	}).map(word => word[0]))`

// A label has room for its longest word, and what stands in another language within a row does not leave it.
func TestLabelsAndRowsHoldTogether(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	for _, path := range []string{"ru/countries/ru/oleg-sentsov.html", "be/countries/ru/oleg-sentsov.html"} {
		b.do(chromedp.EmulateViewport(320, 640), chromedp.Navigate(fileURL(ownSite, path)))
		if cut := eval[[]string](b, cutWords); len(cut) > 0 {
			t.Errorf("%s at 320 px cuts %q", path, cut)
		}
	}
	site, err := richSite()
	if err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Navigate(fileURL(site, "fa/index.html")))
	shown := eval[[]string](b, `[...document.querySelectorAll('.lined span[lang]')].map(e => getComputedStyle(e).display)`)
	if len(shown) == 0 || slices.ContainsFunc(shown, func(display string) bool { return display != "inline" }) {
		t.Errorf("texts of another language in the rows of fa/index.html are shown as %q, want inline", shown)
	}
}

// budgets are the bytes and the requests of a first visit to a page, with its styles and scripts and without photo and icons.
var budgets = []struct {
	path            string
	bytes, requests int
}{
	{"index.html", 12 << 10, 6}, {"countries/aq/index.html", 20 << 10, 6}, {"countries/aq/held-in-full.html", 10 << 10, 3},
}

// richSite has the people of testdata, among them one with all that a profile can hold, in four languages.
var richSite = sync.OnceValues(func() (string, error) {
	source, site := filepath.Join(temporary, "rich-source"), filepath.Join(temporary, "rich")
	people := 2
	if trial.Landing {
		people = 20
	}
	err := synth.Write(source, synth.Options{People: people, Seed: 1, Languages: []string{"en", "ru", "be", "fa"}, AsOf: inventedDay, Words: 60})
	if err == nil {
		err = os.CopyFS(source, os.DirFS("testdata"))
	}
	if err == nil {
		err = buildSite(source, site, inventedDay)
	}
	return site, err
})

// A first visit is small, as a host sends it, in every language: also to a page that has all that a profile can hold.
func TestFirstVisitsAreSmall(t *testing.T) {
	t.Parallel()
	site, err := richSite()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"", "ru/", "be/", "fa/"} {
		for _, b := range budgets {
			firstVisit(t, site, language+b.path, b.bytes, b.requests)
		}
	}
	firstVisit(t, inventedSite, "index.html", 12<<10, 6)
	firstVisit(t, inventedSite, "countries/by/index.html", 20<<10, 6)
	firstVisit(t, inventedSite, middleProfile(t, "countries/by"), 10<<10, 3)
}

var loaded = regexp.MustCompile(`<link rel="stylesheet" href="([^"]*)"|<script defer src="([^"]*)"`)

// firstVisit adds up what a page and the styles and scripts that it names take.
func firstVisit(t *testing.T, site, path string, mostBytes, mostRequests int) {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(site, path))
	if err != nil {
		t.Fatal(err)
	}
	total, requests := packed(t, filepath.Join(site, path)), 1
	for _, m := range loaded.FindAllSubmatch(page, -1) {
		total += packed(t, filepath.Join(site, filepath.Dir(path), string(m[1])+string(m[2])))
		requests++
	}
	if total > mostBytes || requests > mostRequests || requests < 3 {
		t.Errorf("%s takes %d bytes and %d requests, more than %d and %d", path, total, requests, mostBytes, mostRequests)
	}
	t.Log(fmt.Sprint(path, ": ", total, " bytes, ", requests, " requests"))
}

// middleProfile is the profile of a country in the middle by size.
func middleProfile(t *testing.T, country string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(inventedSite, country, "*-*.html"))
	if err != nil || len(found) < 10 {
		t.Fatalf("%d profiles: %v", len(found), err)
	}
	sizes := map[string]int64{}
	for _, file := range found {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		sizes[file] = info.Size()
	}
	slices.SortFunc(found, func(a, b string) int { return cmp.Compare(sizes[a], sizes[b]) })
	return country + "/" + filepath.Base(found[len(found)/2])
}

// packed is the size of a file in bytes as gzip sends it.
func packed(t *testing.T, file string) int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err = w.Write(data); err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

package webtest

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

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

// A journalist finds number, definition, list and data together, on a phone too.
func TestNumberDefinitionListAndDataOnOneScreen(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	for _, path := range []string{"index.html", "countries/aq/index.html", "status/held.html", "fa/index.html"} {
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

// A first visit is small, with style and script, as a host sends it.
func TestFirstVisitsAreSmall(t *testing.T) {
	for _, c := range []struct {
		path string
		most int // bytes
	}{
		{"index.html", 12 << 10}, {"countries/aq/index.html", 20 << 10}, {"countries/by/index.html", 20 << 10}, {middleProfile(t, "countries/by"), 10 << 10},
		{"countries/aq/held-in-full.html", 10 << 10}, {"fa/index.html", 12 << 10}, {"fa/countries/aq/index.html", 20 << 10},
		{"fa/countries/aq/held-in-full.html", 11 << 10}, // all that a profile can hold, in letters of two bytes each
	} {
		total := 0
		for _, name := range []string{c.path, "static/style.css", "static/days.js"} {
			total += packed(t, filepath.Join(inventedSite, name))
		}
		if total > c.most {
			t.Errorf("%s takes %d bytes, more than %d", c.path, total, c.most)
		}
		t.Log(fmt.Sprint(c.path, ": ", total))
	}
}

// middleProfile is the profile of a country in the middle by size.
func middleProfile(t *testing.T, country string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(inventedSite, country, "*-*.html"))
	if err != nil || len(found) < 10 {
		t.Fatalf("%d profiles: %v", len(found), err)
	}
	sizes := map[string]int{}
	for _, file := range found {
		sizes[file] = packed(t, file)
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

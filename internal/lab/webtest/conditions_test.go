package webtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"

	"vigil/internal/lab/trial"
)

// media sets features of the browser's surroundings, such as forced-colors.
func (b *tab) media(features ...*emulation.MediaFeature) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
}

// faint lists what carries meaning and does not stand out from what is behind it by 3:1.
const faint = `(() => {
	const rgb = s => (s.match(/[\d.]+/g) || []).map(Number);
	const light = c => c.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((l, v, i) => l + v * [0.2126, 0.7152, 0.0722][i], 0);
	const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
	const paper = rgb(getComputedStyle(document.documentElement).backgroundColor).length === 3 ? rgb(getComputedStyle(document.documentElement).backgroundColor)
		: rgb(getComputedStyle(document.body).backgroundColor);
	const out = [];
	for (const [selector, property, pseudo] of [['.line path', 'stroke'], ['.line.today > div', 'borderInlineEndColor'], ['.bar', 'fill'], ['.bars rect', 'fill'],
			['.status', 'borderTopColor', '::before'], ['.button a', 'borderTopColor'], ['.copy', 'borderTopColor'], ['.finder input', 'borderTopColor'],
			['.timeline .now', 'borderTopColor', '::before'], ['a', 'color'], ['.soft', 'color'], ['h1', 'color'], ['.act', 'borderTopColor']]) {
		for (const e of [...document.querySelectorAll(selector)].slice(0, 20)) {
			const colour = rgb(getComputedStyle(e, pseudo).getPropertyValue(property.replace(/[A-Z]/g, c => '-' + c.toLowerCase())));
			if (colour.length >= 3 && colour[3] !== 0 && e.offsetParent !== null && ratio(colour, paper) < 3) {
				out.push(selector + ' ' + property + ' ' + colour + ' on ' + paper);
				break;
			}
		}
	}
	return out;
})()`

// Whoever has the system choose the colours still sees lines, charts, marks and buttons; nothing moves by itself for
// whoever asks for that, since nothing moves at all.
func TestForcedColours(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	for _, k := range trial.Some(kinds, 0) {
		for _, scheme := range []string{"light", "dark"} {
			b.media(&emulation.MediaFeature{Name: "forced-colors", Value: "active"}, &emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme})
			b.do(chromedp.Navigate(fileURL(inventedSite, k.path)))
			for _, f := range eval[[]string](b, faint) {
				t.Errorf("%s, forced colours on %s: %s", k.path, scheme, f)
			}
		}
	}
}

// A browser's zoom of 400 % on 1280 × 1024 is a screen of 320 × 256. Nothing stays in the way while one scrolls, and the
// menu of languages opens within the screen.
func TestZoomOfFourHundredPercent(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	for _, k := range trial.Some(kinds, 1) {
		b.do(chromedp.EmulateViewport(320, 256, chromedp.EmulateScale(4)), chromedp.Navigate(fileURL(inventedSite, k.path)))
		if out := eval[[]string](b, sideways); len(out) > 0 {
			t.Errorf("%s scrolls sideways: %s", k.path, strings.Join(out, "\n\t"))
		}
		if out := eval[[]string](b, `[...document.querySelectorAll('body *')]
			.filter(e => /fixed|sticky/.test(getComputedStyle(e).position)).map(e => e.outerHTML.slice(0, 100))`); len(out) > 0 {
			t.Errorf("%s: stays in the way: %s", k.path, out)
		}
		if out := eval[[]string](b, `[...document.querySelectorAll('.langs')].map(e => { e.open = true; return e.querySelector('ul') })
			.filter(e => { const r = e.getBoundingClientRect(); return r.left < 0 || r.right > innerWidth }).map(e => e.outerHTML)`); len(out) > 0 {
			t.Errorf("%s: languages open beside the screen: %s", k.path, out)
		}
	}
}

// focused says of what has the focus: which it is, and what is wrong with how it shows.
const focused = `(() => {
	const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e), all = [...document.querySelectorAll('*')];
	if (e === document.body) return {At: -1};
	const wrong = [];
	if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2) wrong.push('no outline');
	if (r.width < 1 || r.bottom <= 0 || r.top >= innerHeight || r.right <= 0 || r.left >= innerWidth) wrong.push('out of sight');
	return {At: all.indexOf(e), What: e.outerHTML.slice(0, 120), Wrong: wrong.join(', ')};
})()`

// With the keyboard alone: first comes the way past the menu, then everything that can be followed, in the order in which
// it is read, each in sight and marked.
func TestKeyboardAlone(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	type focus struct {
		At          int
		What, Wrong string
	}
	press := func(key string, code int64) focus {
		t.Helper()
		for _, kind := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeRawKeyDown, input.DispatchKeyEventTypeKeyUp} {
			call(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: kind, Key: key, Code: key, WindowsVirtualKeyCode: code})
		}
		return eval[focus](b, focused)
	}
	pages := []string{"countries/aq/held-in-full.html", "index.html", "countries/aq/index.html", "letters.html", "search.html", "numbers.html", "status/held.html"}
	most := 25
	if trial.Long {
		most = 400
	} else {
		pages = pages[:3]
	}
	for _, path := range pages {
		b.do(chromedp.EmulateViewport(1280, 800), chromedp.Navigate(fileURL(inventedSite, path)))
		first := press("Tab", 9)
		if !strings.Contains(first.What, `href="#main"`) || first.Wrong != "" {
			t.Errorf("%s: first comes %s %s", path, first.What, first.Wrong)
		}
		last := first
		for range most {
			next := press("Tab", 9)
			if next.At < 0 || next.At <= last.At && strings.Contains(next.What, `href="#main"`) { // once around
				break
			}
			if next.At <= last.At {
				t.Errorf("%s: %s comes after %s", path, next.What, last.What)
			}
			if next.Wrong != "" {
				t.Errorf("%s: %s: %s", path, next.What, next.Wrong)
			}
			last = next
		}
		b.do(chromedp.Navigate(fileURL(inventedSite, path)))
		press("Tab", 9)
		if press("Enter", 13); eval[string](b, `location.hash`) != "#main" {
			t.Errorf("%s: the way past the menu leads to %q", path, eval[string](b, `location.hash`))
		}
		if next := press("Tab", 9); !eval[bool](b, `document.querySelector('main').contains(document.activeElement)`) {
			t.Errorf("%s: behind the menu comes %s", path, next.What)
		}
	}
}

var (
	drawings = regexp.MustCompile(`(?s)<svg.*?</svg>`)
	sheets   = regexp.MustCompile(`<link rel="stylesheet"[^>]*>`)
)

// without makes a copy of the invented site's pages without what a pattern finds.
func without(t *testing.T, what *regexp.Regexp, paths []kind) string {
	t.Helper()
	dir := trial.Folder(t)
	if err := os.CopyFS(filepath.Join(dir, "static"), os.DirFS(filepath.Join(inventedSite, "static"))); err != nil {
		t.Fatal(err)
	}
	for _, k := range paths {
		page, err := os.ReadFile(filepath.Join(inventedSite, k.path))
		if err == nil {
			err = os.MkdirAll(filepath.Dir(filepath.Join(dir, k.path)), 0o755)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, k.path), what.ReplaceAll(page, nil), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Without style the pages are a text to be read from the top: no drawing fills the screen, and what is there only for paper or
// for scripts does not stand in the way.
func TestPagesWithoutStyle(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	pages := trial.Some(kinds, 2)
	dir := without(t, sheets, pages)
	b := newTab(t)
	for _, k := range pages {
		if k.path == "404.html" { // has its style within
			continue
		}
		b.do(chromedp.EmulateViewport(800, 800), chromedp.Navigate(fileURL(dir, k.path)))
		if out := eval[[]string](b, `[...document.querySelectorAll('svg, img')]
			.map(e => [e, e.getBoundingClientRect()]).filter(([e, r]) => !e.matches('.bars') && r.height > 450)
			.map(([e, r]) => e.outerHTML.slice(0, 100) + ' is ' + r.width + ' × ' + r.height)`); len(out) > 0 {
			t.Errorf("%s: %s", k.path, strings.Join(out, "\n\t"))
		}
		if top := eval[float64](b, `document.querySelector('h1').getBoundingClientRect().top`); top > 800 {
			t.Errorf("%s: the heading stands %v px from the top", k.path, top)
		}
	}
}

// Tor Browser at its safest: no scripts, no SVG, no fonts from the page. The same words are there, but for the chart whose
// numbers stand in the table below it, and pages fit.
func TestTorBrowserAtItsSafest(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	pages := trial.Some(kinds, 3)
	dir := without(t, drawings, pages)
	b := newTab(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	const words = `[...document.body.querySelectorAll('main')].map(e => e.innerText.replace(/\s+/g, ' ')).join()`
	for _, k := range pages {
		b.do(chromedp.EmulateViewport(360, 640), chromedp.Navigate(fileURL(inventedSite, k.path)))
		want := eval[string](b, words)
		b.do(chromedp.Navigate(fileURL(dir, k.path)))
		if got := eval[string](b, words); got != want {
			t.Errorf("%s says without drawings: %s\nand with them: %s", k.path, got, want)
		}
		if out := eval[[]string](b, sideways); len(out) > 0 {
			t.Errorf("%s scrolls sideways: %s", k.path, strings.Join(out, "\n\t"))
		}
	}
}

// In a terminal a page says first what it says elsewhere, in order, and nothing of its drawings.
func TestPagesInATerminal(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	for _, browser := range [][]string{
		{"lynx", "-dump", "-width=80", "-display_charset=utf-8", "-assume_charset=utf-8"},
		{"w3m", "-dump", "-cols", "80", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8"},
	} {
		at := program(t, browser[0])
		for path, want := range map[string][]string{
			"countries/aq/held-in-full.html": {"Skip to the content", "Find a name", "Testa Heldova-Inventova", "In prison, political prisoner", "stood on a floe",
				"Invented Colony No. 1", "since 14 July 2021", "1,971 days behind bars", "Write to her",
				"Letters arrive", "Льдина 7", "What happened", "The law used", "Sources"},
			"index.html":                        {"people are", "CSV", "The name for 21 November 2026", "Countries"},
			"fa/countries/aq/index.html":        {"CSV"},
			"countries/aq/died-in-custody.html": {"Died"},
			"404.html":                          {"Synthetic test site"},
		} {
			cmd := exec.Command(at, append(browser[1:], filepath.Join(inventedSite, path))...)
			cmd.Env = append(os.Environ(), "HOME="+trial.Folder(t), "LC_ALL=C.UTF-8")
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%s: %v", browser[0], err)
			}
			text := strings.Join(strings.Fields(regexp.MustCompile(`\[\d+\]`).ReplaceAllString(string(out), "")), " ")
			rest := text
			for _, part := range want {
				_, after, found := strings.Cut(rest, part)
				if !found {
					t.Errorf("%s in %s: %q is missing, or stands before what it follows:\n%.3000s", path, browser[0], part, text)
					break
				}
				rest = after
			}
			if junk := regexp.MustCompile(`M\d+ \d+H\d|\bh29v1|\{\{|data-`).FindString(text); junk != "" {
				t.Errorf("%s in %s says %q", path, browser[0], junk)
			}
		}
	}
}

// Every kind of page prints: its heading is on the first sheet, no word is cut off at the side, and the menu stays away.
func TestEveryKindOfPagePrints(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	for _, k := range trial.Some(kinds, 2) {
		if strings.Contains(k.path, "letters/") { // labels, tested by themselves
			continue
		}
		pages := printed(t, inventedSite, k.path)
		if len(pages) == 0 || len(pages[0]) == 0 {
			t.Errorf("%s prints nothing", k.path)
			continue
		}
		for i, words := range pages {
			for _, w := range words {
				if w.Far > 210*millimetre || w.X < 0 {
					t.Errorf("%s, sheet %d: %q stands at %.0f–%.0f mm", k.path, i+1, w.Text, w.X/millimetre, w.Far/millimetre)
				}
			}
		}
		if low := pages[0][0].Y; low > 40*millimetre {
			t.Errorf("%s begins %v mm from the top", k.path, low/millimetre)
		}
		if strings.Contains(fmt.Sprint(pages[0][:min(len(pages[0]), 12)]), "Countries Numbers") {
			t.Errorf("%s prints the menu", k.path)
		}
	}
}

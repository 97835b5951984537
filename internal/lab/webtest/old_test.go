package webtest

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"vigil/internal/lab/trial"
)

// The features of CSS in use that Chrome 81, of April 2020, does not know, with the first that does, and what is without
// them. Whatever else is used must stand in known: it is as old as that.
var newer = map[string]string{
	"accent-color":              "93: boxes to be ticked have the system's colour",
	"aspect-ratio":              "88: photos keep their own proportions",
	"forced-color-adjust":       "89: marks take the colours that the reader chose",
	"inset-inline-end":          "87: the list of languages moves the page down",
	"text-decoration-thickness": "89: lines below links are as thick as the font has them",
	"text-underline-offset":     "87: and as near",
	"text-wrap":                 "114: headings break where they are full",
	"text-size-adjust":          "54, without a prefix",
	":focus-visible":            "86: the browser's own mark of the focus",
	"prefers-contrast":          "96: the usual colours",
}

var known = strings.Fields(`-webkit-text-size-adjust align-content align-items align-self background border border-block-end border-block-start border-collapse
	border-color border-inline-end border-inline-start border-radius border-style box-sizing break-after break-inside color color-scheme column-gap columns content
	cursor direction display fill filter flex flex-basis flex-wrap font font-family font-size font-style font-variant-numeric font-weight grid-column grid-row
	grid-template-columns height justify-content line-height list-style list-style-type margin margin-block-end margin-block-start margin-inline-end
	margin-inline-start max-width min-height min-width object-fit opacity order outline outline-offset overflow overflow-wrap padding padding-block-end
	padding-block-start padding-inline-end padding-inline-start padding-top page-break-after page-break-inside position row-gap shape-rendering size stroke
	stroke-dasharray stroke-width text-align text-decoration text-decoration-color transform unicode-bidi vertical-align white-space width z-index zoom
	::after ::before :first-child :focus :hover :lang :last-child :last-of-type :not :root :checked :disabled
	attr clamp fit-content grayscale lang min minmax not repeat rotate scaleX scaleY translateY var
	@media @page @supports media supports max-width min-width prefers-color-scheme`)

var (
	property = regexp.MustCompile(`[{;]([-a-z]+):([^;}]*)`)
	pseudo   = regexp.MustCompile(`(?:^|[}{])([^{}@;]*)\{`)
	colons   = regexp.MustCompile(`::?[-a-z]+`)
	function = regexp.MustCompile(`([-a-zA-Z]+)\(`)
	atRule   = regexp.MustCompile(`@[-a-z]+`)
	feature  = regexp.MustCompile(`@media[^{]*\(([-a-z]+):`)
	gapRow   = regexp.MustCompile(`\{[^{}]*display:flex[^{}]*(column-gap|row-gap|[;{]gap):[1-9.][^{}]*\}`)
	thick    = regexp.MustCompile(`text-decoration:[^;}]*\dpx[^;}]*`)
	moving   = regexp.MustCompile(`transition|animation|scroll-behavior|@keyframes`)
)

// Each feature of the style sheets is one that a browser of 2020 knows, or one whose lack has been thought of. And nothing moves,
// so that nobody needs to ask for less motion.
func TestStyleSheetsForOldBrowsers(t *testing.T) {
	t.Parallel()
	sheets, err := filepath.Glob(filepath.Join(inventedSite, "static", "*.css"))
	if err != nil || len(sheets) < 2 {
		t.Fatalf("%d style sheets: %v", len(sheets), err)
	}
	for _, file := range sheets {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		css, used := string(data), map[string]bool{}
		for _, m := range property.FindAllStringSubmatch(css, -1) {
			if !strings.HasPrefix(m[1], "--") {
				used[m[1]] = true
			}
		}
		for _, m := range pseudo.FindAllStringSubmatch(css, -1) {
			for _, p := range colons.FindAllString(m[1], -1) {
				used[p] = true
			}
		}
		for _, list := range [][][]string{function.FindAllStringSubmatch(css, -1), feature.FindAllStringSubmatch(css, -1)} {
			for _, m := range list {
				used[m[1]] = true
			}
		}
		for _, m := range atRule.FindAllString(css, -1) {
			used[m] = true
		}
		for _, name := range slices.Sorted(maps.Keys(used)) {
			if newer[name] == "" && !slices.Contains(known, name) && name != "and" {
				t.Errorf("%s uses %s: is it older than Chrome 81? Else write into newer what is without it", filepath.Base(file), name)
			}
		}
		if found := gapRow.FindString(css); found != "" {
			t.Errorf("%s: gaps in a flexible row need Chrome 84: %s", filepath.Base(file), found)
		}
		if found := moving.FindString(css); found != "" {
			t.Errorf("%s: %s moves something", filepath.Base(file), found)
		}
	}
}

// outdated takes out of a style sheet what Chrome 81 does not know.
func outdated(css string) string {
	css = regexp.MustCompile(`@supports\s*\(inset-inline-end[^{]*\{([^{}]*\{[^{}]*\})*\}`).ReplaceAllString(css, "")
	css = regexp.MustCompile(`@media\s*\(prefers-contrast[^{]*\{([^{}]*\{[^{}]*\})*\}`).ReplaceAllString(css, "")
	css = regexp.MustCompile(`:focus-visible\{[^{}]*\}`).ReplaceAllString(css, "")
	for name := range newer {
		css = regexp.MustCompile(`([;{])`+regexp.QuoteMeta(name)+`:[^;}]*`).ReplaceAllString(css, "$1")
	}
	return thick.ReplaceAllString(css, "")
}

// Without the newer features and without scripts the pages still fit and still answer.
func TestPagesWorkInAnOldBrowser(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	old := filepath.Join(trial.Folder(t), "old")
	if err := os.CopyFS(old, os.DirFS(inventedSite)); err != nil {
		t.Fatal(err)
	}
	sheets, err := filepath.Glob(filepath.Join(old, "static", "*.css"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range sheets {
		css, err := os.ReadFile(file)
		if err == nil {
			without := outdated(string(css))
			if filepath.Base(file) == "style.css" && len(without) > len(css)-200 {
				t.Errorf("of %d bytes %d are left", len(css), len(without))
			}
			err = os.WriteFile(file, []byte(without), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	b := newTab(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	for _, k := range trial.Some(kinds, 1) {
		for _, width := range []int64{320, 1280} {
			b.do(chromedp.EmulateViewport(width, 640), chromedp.Navigate(fileURL(old, k.path)))
			eval[int](b, `document.querySelectorAll('.langs').forEach(e => { e.open = true }), 0`)
			if out := eval[[]string](b, sideways); len(out) > 0 {
				t.Errorf("%s scrolls sideways at %d px: %s", k.path, width, strings.Join(out, "\n\t"))
			}
		}
	}
	b.do(chromedp.EmulateViewport(360, 640), chromedp.Navigate(fileURL(old, "countries/aq/held-in-full.html")))
	if bottom := b.bottoms(".button a")[0]; bottom < 0 || bottom > 640 {
		t.Errorf("the button ends at %v px", bottom)
	}
}

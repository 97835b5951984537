// Command shots takes pictures of every kind of page, to look at them as a reader would:
//
//	go run ./internal/lab/shots [-out DIR] [-people 0,1,25,1300] [-only REGEXP]
//
// It builds the repository's own site and sites of so many invented people, in English and Persian, and opens
// each page in Chromium at 360 and 1280 pixels, light, dark and as printed on A4. A picture is called
// <site>-<page>-<look>.png; -only takes those whose name matches.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"vigil/internal/compile"
	"vigil/internal/diag"
	"vigil/internal/lab/synth"
	"vigil/internal/profile"
)

func main() {
	log.SetFlags(0)
	out := flag.String("out", "", "folder for the pictures; default: a new one")
	people := flag.String("people", "0,1,25,1300", "numbers of invented people, a site for each")
	only := flag.String("only", "", "regular expression of the names of the pictures to take")
	flag.Parse()
	if err := run(*out, *people, *only); err != nil {
		log.Fatal("shots: ", err)
	}
}

func run(out, people, only string) error {
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "vigil-shots-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if out == "" {
		if out, err = os.MkdirTemp("", "vigil-pictures-"); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Env("TMPDIR="+work))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	defer cancel()
	browser, stop := chromedp.NewContext(allocator)
	defer stop()
	for _, name := range append([]string{"own"}, strings.Split(people, ",")...) {
		todo := pictures(name, wanted)
		if len(todo) == 0 {
			continue
		}
		dir := filepath.Join(work, "public-"+name)
		if err := build(name, filepath.Join(work, "source-"+name), dir); err != nil {
			return err
		}
		for _, p := range todo {
			if err := p.take(browser, dir, out); err != nil {
				return fmt.Errorf("%s: %w", p.name, err)
			}
		}
	}
	fmt.Println(out)
	return nil
}

// asOf is the day of the invented sites.
var asOf = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// build makes the site of a name: own, or a number of invented people.
func build(name, source, out string) error {
	day := asOf
	n, err := strconv.Atoi(name)
	switch {
	case name == "own":
		source, day, err = ".", time.Now(), nil
	case err != nil:
		return err
	case n == 0:
		err = os.MkdirAll(filepath.Join(source, "content", "profiles"), 0o755)
		if err == nil {
			err = os.WriteFile(filepath.Join(source, "content", "site.yaml"), []byte("languages: [en, fa]\n"), 0o644)
		}
	default:
		err = synth.Write(source, synth.Options{People: n, Seed: 1, Languages: []string{"en", "fa"}, AsOf: asOf, Words: 60})
	}
	if err != nil {
		return err
	}
	d := profile.DayOf(day)
	report, err := compile.Site(context.Background(), compile.Options{Source: source, Out: out, When: profile.When{AsOf: d, Today: d}})
	if err == nil && diag.Errors(report.Problems) > 0 {
		err = fmt.Errorf("the content of %s has errors; vigil check lists them", source)
	}
	return err
}

// pages are patterns of the pages to show; of each the first file is taken, if there is one.
var pages = []struct{ name, pattern string }{
	{"home", "index.html"},
	{"countries", "countries/index.html"},
	{"country", "countries/[b-r][uy]/index.html"},
	{"person", "countries/[b-r][uy]/[d-z]*-*.html"},
	{"pichugin", "countries/ru/alexey-pichugin.html"},
	{"navalny", "countries/ru/alexei-navalny.html"},
	{"held", "status/held.html"},
	{"letters", "letters.html"},
	{"labels", "letters/all.html"},
	{"search", "search.html"},
	{"first", "people/[a-z]*.html"},
	{"prison", "countries/*/prisons/*.html"},
	{"people", "people/index.html"},
	{"numbers", "numbers.html"},
	{"data", "data.html"},
	{"needs", "needs.html"},
	{"writing", "writing.html"},
	{"text", "methodology.html"},
	{"organisations", "organisations/index.html"},
	{"official", "officials/*/*.html"},
	{"news", "news/20*.html"},
	{"404", "404.html"},
}

// looks are the ways to look at a page.
var looks = []struct {
	name   string
	width  int64
	scheme string
	media  string
	tag    string // folder of another language
}{
	{"360", 360, "light", "", ""}, {"1280", 1280, "light", "", ""}, {"360-dark", 360, "dark", "", ""}, {"1280-dark", 1280, "dark", "", ""},
	{"360-fa", 360, "light", "", "fa/"}, {"1280-fa", 1280, "light", "", "fa/"}, {"print", 794, "light", "print", ""},
}

// picture is one page in one look.
type picture struct {
	name, pattern string
	look          int
}

func pictures(site string, wanted *regexp.Regexp) (out []picture) {
	for _, p := range pages {
		for i, look := range looks {
			if name := site + "-" + p.name + "-" + look.name; wanted.MatchString(name) {
				out = append(out, picture{name, look.tag + p.pattern, i})
			}
		}
	}
	return out
}

// highest is how much of a page is shown, in pixels.
const highest = 4000

func (p picture) take(browser context.Context, dir, out string) error {
	found, err := filepath.Glob(filepath.Join(dir, p.pattern))
	if err != nil || len(found) == 0 {
		return err
	}
	ctx, cancel := chromedp.NewContext(browser)
	defer cancel()
	look := looks[p.look]
	_, err = chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: look.media,
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: look.scheme}}})
	if err != nil {
		return err
	}
	address := (&url.URL{Scheme: "file", Path: filepath.ToSlash(found[0])}).String()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(look.width, 800), chromedp.Navigate(address)); err != nil {
		return err
	}
	height, err := chromedp.Run(ctx, chromedp.Evaluate[float64]("document.documentElement.scrollHeight"))
	if err != nil {
		return err
	}
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: new(true),
		Clip: &page.Viewport{Width: float64(look.width), Height: min(height, highest), Scale: 1}})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, p.name+".png"), shot.Data, 0o644)
}

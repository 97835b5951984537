package webtest

import (
	"context"
	"fmt"
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vigil/internal/compile"
	"vigil/internal/diag"
	"vigil/internal/lab/synth"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

// The two sites, built once: the repository's own content as of today, and invented people as of a day
// that stays. The invented ones are testdata/content in the midst of a synthetic crowd that is large enough
// for lists of several pages.
var (
	temporary    string // holds both, and what the browser leaves
	ownSite      string
	inventedSite string
	inventedDay  = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
)

const repository = "../../.."

// kind is a page that stands for its kind.
type kind struct{ name, path string }

// kinds are pages of the invented site: one of each kind, and each thing that is hard to show.
var kinds = []kind{
	{"home", "index.html"},
	{"countries", "countries/index.html"},
	{"country", "countries/aq/index.html"},
	{"country with a second page", "countries/by/index.html"},
	{"second page of a country", "countries/by/page-2.html"},
	{"country where nobody is named", "countries/bv/index.html"},
	{"held, with every field", "countries/aq/held-in-full.html"},
	{"died", "countries/aq/died-in-custody.html"},
	{"partial dates", "countries/aq/partial-dates.html"},
	{"no start, not confirmed", "countries/aq/since-unknown.html"},
	{"long name in many scripts", "countries/aq/long-name.html"},
	{"right-to-left name", "countries/aq/right-to-left-name.html"},
	{"nothing known", "countries/aq/nothing-known.html"},
	{"list of a class", "status/held.html"},
	{"list of a country's status", "countries/aq/status/imprisoned.html"},
	{"list of an article", "countries/aq/articles/aq-130-1-b.html"},
	{"list of a prison", "countries/aq/prisons/ice-1.html"},
	{"list of a group", "groups/human-rights-defenders.html"},
	{"list of a year", "year/2021.html"},
	{"list of a criterion", "criteria/a.html"},
	{"people A to Z", "people/index.html"},
	{"search", "search.html"},
	{"how to write a profile", "writing.html"},
	{"search in Persian", "fa/search.html"},
	{"names by first letter", "people/l.html"},
	{"official", "officials/aq/judge.html"},
	{"organisation", "organisations/exemplar-aid.html"},
	{"statement", "news/2026-11-10-invented-statement.html"},
	{"numbers", "numbers.html"},
	{"what needs a look", "needs.html"},
	{"what needs a look, in Persian", "fa/needs.html"},
	{"text", "everything.html"},
	{"other addresses", "mirrors.html"},
	{"other addresses, in Persian", "fa/mirrors.html"},
	{"letters", "letters.html"},
	{"people to write to", "letters/all.html"},
	{"letters, in Persian", "fa/letters.html"},
	{"home in Persian", "fa/index.html"},
	{"country in Persian", "fa/countries/aq/index.html"},
	{"held, in Persian", "fa/countries/aq/held-in-full.html"},
	{"long name, in Persian", "fa/countries/aq/long-name.html"},
	{"list of a class, in Persian", "fa/status/held.html"},
	{"letters on birthdays", "letters/birthdays.html"},
	{"letters in a country", "letters/by.html"},
	{"letters in a language, in Persian", "fa/letters/in-be.html"},
	{"list by days", "status/held/by-days.html"},
	{"open data", "data.html"},
	{"organisations", "organisations/index.html"},
	{"officials", "officials/index.html"},
	{"news", "news/index.html"},
	{"numbers in Persian", "fa/numbers.html"},
	{"not found", "404.html"},
}

// ownPatterns name each kind of page of the repository's own site, below a language's root.
var ownPatterns = []string{
	"index.html", "countries/index.html", "countries/*/index.html", "countries/??/*-*.html", "status/held.html", "groups/*.html", "year/*.html",
	"criteria/a.html", "people/index.html", "methodology.html", "numbers.html", "organisations/index.html", "organisations/*-*.html",
	"officials/index.html", "officials/*/*.html", "news/index.html", "news/20*.html", "letters.html", "letters/all.html", "search.html", "people/*.html",
	"data.html", "status/died.html", "countries/*/status/*.html", "countries/*/articles/*.html",
}

// ownKinds are the first page of each kind in each language of the repository's own site.
func ownKinds(t testing.TB) (out []kind) {
	t.Helper()
	for _, language := range []string{"", "ru/", "be/", "fa/"} {
		for _, pattern := range ownPatterns {
			found, err := fs.Glob(os.DirFS(ownSite), language+pattern)
			if err != nil || len(found) == 0 {
				t.Fatalf("no page is named like %s: %v", language+pattern, err)
			}
			out = append(out, kind{found[0], found[0]})
		}
	}
	return out
}

func TestMain(m *testing.M) {
	var err error
	if temporary, err = trial.MkdirTemp("vigil-webtest-"); err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(temporary)
	if err = buildSites(temporary); err != nil {
		panic(err)
	}
	defer closeBrowser()
	m.Run()
}

func buildSites(dir string) error {
	ownSite, inventedSite = filepath.Join(dir, "own"), filepath.Join(dir, "invented")
	if err := buildSite(repository, ownSite, time.Now()); err != nil {
		return err
	}
	people := 260
	if trial.Landing {
		people = 520
	}
	source := filepath.Join(dir, "source")
	if err := synth.Write(source, synth.Options{People: people, Seed: 1, Languages: []string{"en", "fa"}, AsOf: inventedDay, Words: 60}); err != nil {
		return err
	}
	if err := os.CopyFS(source, os.DirFS("testdata")); err != nil {
		return err
	}
	return buildSite(source, inventedSite, inventedDay)
}

func buildSite(source, out string, day time.Time) error {
	d := profile.DayOf(day)
	report, err := compile.Site(context.Background(), compile.Options{Source: source, Out: out, When: profile.When{AsOf: d, Today: d},
		Cache: filepath.Join(temporary, "photos")})
	if err != nil {
		return err
	}
	for _, p := range report.Problems {
		if p.Rule.Severity == diag.Error {
			return fmt.Errorf("the content of %s has errors: %v", source, p)
		}
	}
	return nil
}

package compile_test

import (
	"context"
	"errors"
	"maps"
	"os"

	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vigil/internal/compile"
	"vigil/internal/diag"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// TestMain makes each photo once: hundreds of small sites are built, one after another.
func TestMain(m *testing.M) {
	var err error
	if cache, err = trial.MkdirTemp("vigil-test-"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(cache)
	os.Exit(code)
}

// cache is where builds keep the photos that they made, unless a test says otherwise.
var cache string

func wantSame(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for _, name := range changed(got, want) {
		t.Errorf("%s: %s differs", what, name)
	}
}

// changed are the names of files that are not the same in both.
func changed(a, b map[string]string) []string {
	names := map[string]bool{}
	for name, text := range a {
		if other, ok := b[name]; !ok || other != text {
			names[name] = true
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// A site over that of an earlier day, with fewer people and other statuses, is the one that a first build makes; what must
// not be published stands on neither, in no file's text and in no name. That nothing is touched where nothing has changed
// is tested with edits.
func TestBuildOverAnOldSite(t *testing.T) {
	source, address := smaller().write(t, quick(t)), mainAddress
	o := options(source, quick(t)+"/public")
	o.BaseURL = &address
	makeSite(t, on(o, "2021-01-01"))
	old := tree(t, o.Out)
	makeSite(t, o)
	now := tree(t, o.Out)
	wantSame(t, "over an old site", now, inventedSite(t, address).files)
	if len(old) >= len(now) {
		t.Errorf("%d files in 2021, %d now", len(old), len(now))
	}
	for day, files := range map[string]map[string]string{"today": now, "2021": old} {
		for name, text := range files {
			if at := strings.Index(strings.ToLower(text), secret); at >= 0 {
				t.Errorf("%s, %s: …%s…", day, name, text[max(0, at-60):min(len(text), at+60)])
			}
			if strings.Contains(name, secret) {
				t.Errorf("%s: there is a file %s", day, name)
			}
			for date, whose := range map[string]string{"1980-12-13": "somebody free", "1999-09-09": "somebody who withholds it"} {
				if strings.Contains(text, date) {
					t.Errorf("%s, %s: the birth date of %s", day, name, whose)
				}
			}
		}
	}
}

// From one day to the next only pages change that say a number of days, or of which day they are.
func TestNextDayChangesOnlyWhatCounts(t *testing.T) {
	address := mainAddress
	before := inventedSite(t, address).files
	o := on(options(smaller().write(t, quick(t)), quick(t)+"/public"), "2026-11-22")
	o.BaseURL = &address
	makeSite(t, o)
	after := tree(t, o.Out)

	in, _, err := compile.Load(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Source.Close()
	pages := map[string]site.Page{}
	for p := range in.Site.Pages() {
		pages[in.Site.File(p)] = p
	}
	kinds := map[string]int{}
	for _, name := range changed(before, after) {
		p, isPage := pages[name]
		may := !isPage && (strings.HasPrefix(name, "data/") || name == "mirror.json" || name == "SHA256SUMS" ||
			name == "static/style.css") // says at the foot of every page of which day the copy is
		if isPage {
			switch p.Kind {
			case site.Home, site.CountryPage, site.NumbersPage, site.DataPage, site.MirrorsPage, site.NeedsPage, site.NotFound:
				may = true
			case site.ListPage:
				may = p.List.Counted()
			case site.TextPage:
				may = p.Key == "methodology" // both ways of counting, with their day
			case site.PersonPage:
				may = in.Site.People[p.Person].Status.Class() == profile.Held
			}
			kinds[p.Kind.String()]++
		}
		if !may {
			t.Errorf("%s changed from one day to the next", name)
		}
	}
	for _, name := range []string{"countries/by/free.html", "about.html", "countries/by/articles/by-342.html", "feed.xml", "countries/by/feed.xml",
		"people/index.html",
		"countries/index.html", "groups/writers.html", "countries/by/old-full.html", "news/2026-05-01-a-letter.html", "status/former.html"} {
		if before[name] == "" || before[name] != after[name] {
			t.Errorf("%s changed, or is not there", name)
		}
	}
	if before["countries/by/full.html"] == after["countries/by/full.html"] {
		t.Error("the page of somebody held did not count on")
	}
	t.Logf("changed: %v", kinds)
}

func TestTemplatesAndStaticFilesFromDisk(t *testing.T) {
	small := files{
		"content/profiles/by/anna.md": person("Anna Aaa", "status: died"),
		"templates/404.html": "<!doctype html><html lang=\"{{.Lang}}\"><title>Mine</title><main><h1>My own 404</h1>{{.Title | printf " +
			"\"%.1s.\"}}</main></html>",
		"static/style.css":       "/* a note */ body { color : red }",
		"static/mine.txt":        "mine",
		"static/.hidden":         "no",
		"static/style.css~":      "no",
		"static/embed.go":        "no",
		"static/folder/file.txt": "no",
	}
	o := options(small.write(t, quick(t)), quick(t)+"/public")
	makeSite(t, o)
	site := tree(t, o.Out)
	if !strings.Contains(site["404.html"], "My own 404</h1>T.</main>") || !strings.Contains(site["index.html"], "Anna Aaa") &&
		!strings.Contains(site["people/index.html"], "Anna Aaa") {
		t.Error("the template on disk is not used, or those in the binary are not beside it")
	}
	if !strings.HasPrefix(site["static/style.css"], "body{color:red}:root{--as-of:") || site["static/mine.txt"] != "mine" || site["static/days.js"] == "" {
		t.Errorf("style.css: %q, mine.txt: %q, days.js: %d bytes", site["static/style.css"], site["static/mine.txt"], len(site["static/days.js"]))
	}
	for name, text := range site {
		if text == "no" {
			t.Errorf("%s was published", name)
		}
	}
}

// A folder with nothing but profiles is a site.
func TestProfilesAreEnough(t *testing.T) {
	o := options(files{"content/profiles/by/anna.md": person("Anna Aaa", "status: pretrial", "detentions: [{kind: pretrial, from: 2026-11-11}]")}.write(t,
		quick(t)), quick(t)+"/public")
	report := makeSite(t, o)
	if report.Counts.Total != 1 || report.Counts.Held != 1 || report.Counts.PoliticalPrisoners != 0 || report.Counts.Days.BehindBars != 10 {
		t.Errorf("%+v", report.Counts)
	}
	if site := tree(t, o.Out); site["sitemap.xml"] != "" || !strings.Contains(site["countries/by/anna.html"], ">10<") {
		t.Error("no page with 10 days, or a sitemap without an address")
	}
}

// Even with nothing at all there is a whole site: lists of nobody.
func TestNobody(t *testing.T) {
	o := options(files{"content/site.yaml": "title: Empty\n"}.write(t, quick(t)), quick(t)+"/public")
	if report := makeSite(t, o); report.Counts.Total != 0 || report.Counts.Days.AtLeast {
		t.Errorf("%+v", report.Counts)
	}
	site := read(t, o.Out)
	if people := fromJSON[[]dataPerson](t, site, "data/people.json"); people == nil || len(people) != 0 {
		t.Errorf("people.json: %v", people)
	}
}

func TestProblemsLeaveTheOldSite(t *testing.T) {
	good := files{"content/profiles/by/anna.md": person("Anna Aaa", "status: died")}
	old := quick(t)
	makeSite(t, options(good.write(t, quick(t)), filepath.Join(old, "public")))
	before := tree(t, old)
	for what, bad := range map[string]files{
		"no content":         {},
		"an error":           good.with("content/profiles/by/boris.md", person("Boris", "stauts: died")),
		"a clash":            good.with("content/laws/by.yaml", "BY-1.2: {title: A}\nBY-1-2: {title: B}\n"),
		"a broken template":  good.with("templates/list.html", "{{if}}"),
		"a failing template": good.with("templates/person.html", "{{.Nothing}}"),
		"endless recursion": good.with("templates/404.html",
			"{{define \"x\"}}<b>{{template \"y\" .}}</b>{{end}}{{define \"y\"}}{{with .Title}}{{template \"x\" $}}{{end}}{{end}}{{template \"x\" .}}"),
		"a missing language":   good.with("content/site.yaml", "languages: [en, tlh]\n"),
		"a broken style sheet": good.with("static/Style.css", "body{}"), // differs by case from the binary's
	} {
		t.Run(what, func(t *testing.T) {
			if what == "endless recursion" {
				trial.Slow(t)
			}
			o := options(bad.write(t, quick(t)), filepath.Join(old, "public"))
			report, err := compile.Site(context.Background(), o)
			if errors := diag.Errors(report.Problems); (err == nil) == (errors == 0) {
				t.Errorf("%d errors in the content and %v: one of the two must be", errors, err)
			}
			if report.Output.Files != 0 {
				t.Errorf("the report says that %d files were written", report.Output.Files)
			}
			wantSame(t, what, tree(t, old), before) // also: nothing is left beside it

			parent := quick(t)
			o.Out = filepath.Join(parent, "public")
			_, _ = compile.Site(context.Background(), o)
			if left := tree(t, parent); len(left) != 0 {
				t.Errorf("a first build that failed left %q", slices.Sorted(maps.Keys(left)))
			}
		})
	}
}

func TestAWrongSourceLeavesNoFolder(t *testing.T) {
	dir := filepath.Join(quick(t), "slip")
	if _, err := compile.Site(context.Background(), options(dir, filepath.Join(dir, "public"))); err == nil ||
		!strings.Contains(err.Error(), "no folder content") {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Error("the folder was made")
	}
}

// What is published is what was read first, and checked, whatever happens to the files meanwhile.
func TestAnEditBetweenThePasses(t *testing.T) {
	f := files{"content/pages/about.md": "---\ntitle: About\n---\nText.\n"}
	for _, cc := range []string{"ad", "bb", "cc"} {
		f["content/profiles/"+cc+"/anna.md"] = person("Anna "+cc, "status: died", "---\nText.\n")
	}
	for what, c := range map[string]struct {
		stage, file string
		edit        func(file string) error
	}{
		"profile edited": {"write", "profiles/cc/anna.md", func(file string) error {
			return os.WriteFile(file, []byte(person("Anna Other", "status: died")), 0o644)
		}},
		"profile removed": {"write", "profiles/cc/anna.md", os.Remove},
		"page edited":     {"read", "pages/about.md", func(file string) error { return os.WriteFile(file, []byte("---\ntitle: Other\n---\n"), 0o644) }},
		"page removed":    {"read", "pages/about.md", os.Remove},
	} {
		source := f.write(t, quick(t))
		o := options(source, quick(t)+"/public")
		o.Workers = 1
		makeSite(t, o)
		before := tree(t, o.Out)
		done := false
		o.Progress = func(stage string, _, _ int) {
			if stage == c.stage && !done {
				done = true
				if err := c.edit(filepath.Join(source, "content", c.file)); err != nil {
					t.Error(err)
				}
			}
		}
		_, err := compile.Site(context.Background(), o)
		if !done || err != nil {
			t.Errorf("%s: %v", what, err)
		}
		wantSame(t, what, tree(t, o.Out), before)
	}
}

func TestCancelledBuildStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	few := files{"content/profiles/by/anna.md": person("Anna Aaa", "status: died"), "content/profiles/by/boris.md": person("Boris Bbb", "status: died")}
	o := options(few.write(t, quick(t)), filepath.Join(quick(t), "public"))
	o.Progress = func(stage string, _, _ int) {
		if stage == "lists" { // with most of them still to come
			cancel()
		}
	}
	if _, err := compile.Site(ctx, o); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if left := tree(t, filepath.Dir(o.Out)); len(left) != 0 {
		t.Errorf("%d files were left", len(left))
	}
}

package serve

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

// After an edit the open page hears that there is a new version, and that version has the edit.
func TestEdits(t *testing.T) {
	const ann, bob = "content/profiles/by/invented-ann", "content/profiles/by/invented-bob"
	all := map[string]struct {
		edit   func(folder)
		page   string
		want   string // in the page; with "-" in front: not in it
		status int    // default 200
	}{
		"saved in place": {edit: func(f folder) { f.replace(ann+".md", "First words", "Second words") }, page: "countries/by/invented-ann.html",
			want: "Second words"},
		"saved by renaming": {edit: func(f folder) {
			f.write("content/profiles/by/.invented-ann.md.swp", "x")
			f.write("content/profiles/by/4913", "x")
			f.remove("content/profiles/by/4913")
			f.rename(ann+".md", ann+".md~")
			f.write(ann+".md", strings.Replace(written[ann+".md"], "Ann", "Anna", 1))
			f.remove("content/profiles/by/.invented-ann.md.swp")
		}, page: "people/index.html", want: "Anna Invented"},
		"renamed over": {edit: func(f folder) {
			f.write("ann.tmp", strings.Replace(written[ann+".md"], "First", "Third", 1))
			f.rename("ann.tmp", ann+".md")
		}, page: "countries/by/invented-ann.html", want: "Third words"},
		"a counter": {edit: func(f folder) {
			f.replace(ann+".md", "status: imprisoned", "status: released")
			f.replace(ann+".md", "place: by/ik-0", "to: 2022-02-03, end: released")
		}, page: "data/counts.json", want: `"released": 1`},
		"a new file": {edit: func(f folder) {
			f.write("content/profiles/by/invented-dot.md", person("Dot Invented", "status: imprisoned", "place: p"))
		}, page: "countries/by/invented-dot.html", want: "Dot Invented"},
		"a new translation": {edit: func(f folder) { f.write(bob+".de.md", "---\nname: Bobo Erfunden\n---\nNeue Worte.\n") },
			page: "de/countries/by/invented-bob.html", want: "Neue Worte."},
		"a lost translation": {edit: func(f folder) { f.remove(ann + ".de.md") }, page: "de/countries/by/invented-ann.html", want: "-Erste Worte."},
		"a removed file":     {edit: func(f folder) { f.remove(bob + ".md") }, page: "countries/by/invented-bob.html", status: 404},
		"a renamed file": {edit: func(f folder) { f.rename(bob+".md", "content/profiles/by/invented-eve.md") }, page: "countries/by/invented-eve.html",
			want: "Bob Invented"},
		"a draft": {edit: func(f folder) { f.replace(bob+".md", "status:", "publish: false\nstatus:") }, page: "data/people.json", want: "-Bob"},
		"unnamed now": {edit: func(f folder) { f.replace(bob+".md", "former_slugs: [invented-rob]", "unnamed: true") }, page: "people/index.html",
			want: "-Bob"},
		"a new country": {edit: func(f folder) {
			f.write("content/profiles/kz/invented-flo.md", person("Flo Invented", "status: imprisoned", "place: p"))
		}, page: "countries/kz/invented-flo.html", want: "Flo Invented"},
		"a lost country": {edit: func(f folder) { f.remove("content/profiles/ru") }, page: "countries/ru/index.html", status: 404},
		"a moved country": {edit: func(f folder) { f.rename("content/profiles/ru", "content/profiles/kg") }, page: "countries/kg/invented-cas.html",
			want: "Cas Invented"},
		"a country's text": {edit: func(f folder) { f.replace("content/countries/by.md", "About", "More about") }, page: "countries/by/index.html",
			want: "More about the country."},
		"a page": {edit: func(f folder) { f.write("content/pages/more.md", "---\ntitle: More\n---\nMore text.\n") }, page: "more.html", want: "More text."},
		"a prison": {edit: func(f folder) {
			f.write("content/prisons/ru/ik-9.md", "---\nname: Ninth colony\n---\n")
			f.replace("content/profiles/ru/invented-cas.md", "somewhere", "ru/ik-9")
		}, page: "countries/ru/prisons/ik-9.html", want: "Cas Invented"},
		"an article": {edit: func(f folder) {
			f.write("content/laws/by.yaml", "BY-1: {title: An invented article}\n")
			f.replace("content/profiles/ru/invented-cas.md", "status:", "charges: [{article: BY-1}]\nstatus:")
		}, page: "countries/by/articles/by-1.html", want: "An invented article"},
		"settings":        {edit: func(f folder) { f.replace("content/site.yaml", "Invented Site", "Other Site") }, page: "index.html", want: "Other Site"},
		"fewer languages": {edit: func(f folder) { f.replace("content/site.yaml", "[en, de]", "[en]") }, page: "de/index.html", status: 404},
		"a template": {edit: func(f folder) {
			f.write("templates/text.html", "<!doctype html><title>x</title><p>Own template: {{.Title}}")
		}, page: "about.html", want: "Own template: About"},
		"the words":     {edit: func(f folder) { f.replace("templates/i18n/de.yaml", "Find a name", "Name finden") }, page: "de/index.html", want: "Name finden"},
		"the style":     {edit: func(f folder) { f.write("static/style.css", "p { color: #123456 }") }, page: "static/style.css", want: "#123456"},
		"a static file": {edit: func(f folder) { f.write("static/own.js", "var own = 1") }, page: "static/own.js", want: "own"},
	}
	for _, name := range trial.Few(slices.Sorted(maps.Keys(all))) {
		x := all[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := write(t, written)
			s := start(t, f)
			page := s.open()
			x.edit(f)
			// An edit of several steps may be seen in several steps.
			for {
				page.reload()
				status, body, _ := s.get(x.page)
				without, isWithout := strings.CutPrefix(x.want, "-")
				if status == max(x.status, 200) && strings.Contains(body, without) != isWithout {
					return
				}
			}
		})
	}
}

// What comes after a folder was made, moved or put back is seen too.
func TestFoldersStayWatched(t *testing.T) {
	t.Parallel()
	f := write(t, written)
	s := start(t, f)
	page := s.open()

	f.rename("content/profiles/ru", "content/profiles/kg")
	page.reload()
	f.replace("content/profiles/kg/invented-cas.md", "Cas", "Casper")
	page.reload()
	if _, body, _ := s.get("countries/kg/invented-cas.html"); !strings.Contains(body, "Casper Invented") {
		t.Error("an edit in a folder that was moved is not shown")
	}

	f.rename("content", "elsewhere")
	page.overlay("content")
	if _, body, _ := s.get("countries/kg/invented-cas.html"); !strings.Contains(body, "Casper Invented") {
		t.Error("the last good page is gone")
	}
	f.rename("elsewhere", "content")
	page.reload()
	f.replace("content/profiles/kg/invented-cas.md", "Casper", "Cassian")
	page.reload()
	if _, body, _ := s.get("countries/kg/invented-cas.html"); !strings.Contains(body, "Cassian Invented") {
		t.Error("an edit in a folder that was put back is not shown")
	}
}

// A request that comes between an edit and its reading waits for it.
func TestRequestWaitsForEdit(t *testing.T) {
	t.Parallel()
	f := write(t, written)
	s := start(t, f)
	for _, words := range []string{"Second", "Third", "Fourth"} {
		// In one step: a file that is half written is a mistake, and shown as one.
		f.write("ann.tmp", strings.Replace(written["content/profiles/by/invented-ann.md"], "First", words, 1))
		f.rename("ann.tmp", "content/profiles/by/invented-ann.md")
		if _, body, _ := s.get("countries/by/invented-ann.html"); !strings.Contains(body, words+" words") {
			t.Fatalf("asked at once, the page has no %q: %s", words, body)
		}
	}
}

// What an editor leaves beside a file while it is open changes nothing.
func TestLeftBehind(t *testing.T) {
	for name, want := range map[string]bool{
		"invented-ann.md": false, "by": false, "site.yaml": false, "style.css": false,
		"invented-ann.md~": true, ".invented-ann.md.swp": true, "4913": true, ".#invented-ann.md": true, "#invented-ann.md#": true, ".git": true, "x.swp": true,
	} {
		if got := leftBehind(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

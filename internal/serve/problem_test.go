package serve

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

// While something is wrong the last good pages stay, and open pages hear what it is.
func TestProblemsAreShown(t *testing.T) {
	const ann = "content/profiles/by/invented-ann.md"
	all := map[string]struct {
		harm  func(folder)
		mend  func(folder)
		place string
		text  string
		hint  string
	}{
		"a field": {
			harm:  func(f folder) { f.replace(ann, "status:", "stauts:") },
			mend:  func(f folder) { f.replace(ann, "stauts:", "status:") },
			place: ann + ":3:1", text: `unknown field "stauts"`, hint: "status",
		},
		"a header": {
			harm:  func(f folder) { f.write(ann, "no header\n") },
			mend:  func(f folder) { f.write(ann, written[ann]) },
			place: ann + ":1:1", text: "header",
		},
		"a reference": {
			harm:  func(f folder) { f.remove("content/prisons/by/ik-0.md") },
			mend:  func(f folder) { f.write("content/prisons/by/ik-0.md", "---\nname: Invented colony\n---\n") },
			place: ann + ":4", text: `by/ik-0`, hint: "content/prisons/by/ik-0.md",
		},
		"settings": {
			harm:  func(f folder) { f.replace("content/site.yaml", "recognition: presumed", "recognition: perhaps") },
			mend:  func(f folder) { f.replace("content/site.yaml", "perhaps", "presumed") },
			place: "content/site.yaml:4:14", text: "recognition", hint: "presumed",
		},
		"a stray file": {
			harm:  func(f folder) { f.write("content/profiles/by/notes.txt", "x") },
			mend:  func(f folder) { f.remove("content/profiles/by/notes.txt") },
			place: "content/profiles/by/notes.txt", text: "does not belong here",
		},
		"a template": {
			harm:  func(f folder) { f.write("templates/text.html", "<p>\n\n{{.Title}}\n\n{{nothing}}\n") },
			mend:  func(f folder) { f.remove("templates/text.html") },
			place: "templates/text.html:5", text: `function "nothing" not defined`,
		},
		"a template that only fails when used": {
			harm:  func(f folder) { f.write("templates/text.html", "<p>\n{{.Nothing}}\n") },
			mend:  func(f folder) { f.write("templates/text.html", "<p>{{.Title}}\n") },
			place: "templates/text.html:2:2", text: "Nothing",
		},
		"words": {
			harm:  func(f folder) { f.replace("templates/i18n/de.yaml", "nav.menu:", "nav.manu:") },
			mend:  func(f folder) { f.replace("templates/i18n/de.yaml", "nav.manu:", "nav.menu:") },
			place: "templates/i18n/de.yaml", text: "nav.manu",
		},
		"a link": {
			harm:  func(f folder) { f.link("templates/404.html", "../content/site.yaml") },
			mend:  func(f folder) { f.remove("templates/404.html") },
			place: "templates/404.html", text: "a link",
		},
		"a script": {
			harm:  func(f folder) { f.write("static/own.js", "var = 1 = }") },
			mend:  func(f folder) { f.write("static/own.js", "var own = 1") },
			place: "static/own.js", text: "unexpected",
		},
	}
	for _, name := range trial.Few(slices.Sorted(maps.Keys(all))) {
		x := all[name]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := write(t, written)
			s := start(t, f)
			page := s.open()
			_, before, was := s.get("countries/by/invented-ann.html")
			x.harm(f)
			p := page.overlay(x.place)
			if !strings.Contains(p.Text, x.text) || !strings.Contains(p.Hint, x.hint) {
				t.Errorf("said %q, hint %q", p.Text, p.Hint)
			}
			status, body, is := s.get("countries/by/invented-ann.html")
			if status != http.StatusOK || body != before {
				t.Errorf("the last good page is gone: %d %s", status, body)
			}
			if was.Get("Server-Timing") != is.Get("Server-Timing") {
				t.Error("the page that stays has another version: it would be loaded again and again")
			}
			if status, _, _ := s.get("people/index.html"); status != http.StatusOK {
				t.Errorf("a page that was not shown before: status %d", status)
			}
			x.mend(f)
			page.reload()
			if status, _, _ := s.get("about.html"); status != http.StatusOK {
				t.Errorf("mended, status %d", status)
			}
			if log := s.log.String(); !strings.Contains(log, x.text) || !strings.Contains(log, "mended") {
				t.Errorf("the terminal shows %q", log)
			}
		})
	}
}

// A broken profile whose page nobody has seen has no last good page: its file holds something else now.
func TestProblemsInsteadOfUnseenPage(t *testing.T) {
	t.Parallel()
	f := write(t, written)
	s := start(t, f)
	page := s.open()
	f.replace("content/profiles/by/invented-ann.md", "Ann Invented", "Ann\nst<i>atus: x")
	page.overlay("content/profiles/by/invented-ann.md:3:1")
	status, body, header := s.get("countries/by/invented-ann.html")
	if status != http.StatusInternalServerError || !strings.Contains(body, "content/profiles/by/invented-ann.md:3:1") || !strings.Contains(body, "vigil-live.js") {
		t.Errorf("%d %s", status, body)
	}
	if strings.Contains(body, "<i>") || !strings.Contains(body, "st&lt;i&gt;atus") {
		t.Errorf("what the file says is not escaped: %s", body)
	}
	if !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Error("no policy")
	}
}

func TestStartWithProblems(t *testing.T) {
	t.Parallel()
	f := write(t, written)
	f.replace("content/profiles/by/invented-ann.md", "status:", "stauts:")
	s := start(t, f)
	page := s.open()
	if len(page.last.Problems) == 0 {
		t.Fatal("no problems at the start")
	}
	for _, name := range []string{"", "index.html", "countries/by/invented-ann.html", "nothing.html", "static/style.css"} {
		status, body, _ := s.get(name)
		if status != http.StatusInternalServerError || !strings.Contains(body, "content/profiles/by/invented-ann.md:3:1") || !strings.Contains(body, "did you mean") {
			t.Errorf("/%s: %d %s", name, status, body)
		}
	}
	// Other problems are another page.
	was := page.last.Version
	f.replace("content/profiles/by/invented-bob.md", "status:", "statsu:")
	page.until("a second problem", func(st state) bool {
		for _, p := range st.Problems {
			if strings.Contains(p.Text, "statsu") && st.Version != was {
				return true
			}
		}
		return false
	})
	f.replace("content/profiles/by/invented-ann.md", "stauts:", "status:")
	f.replace("content/profiles/by/invented-bob.md", "statsu:", "status:")
	page.reload()
	if status, body, _ := s.get("countries/by/invented-ann.html"); status != http.StatusOK || !strings.Contains(body, "First words") {
		t.Errorf("%d %s", status, body)
	}
}

// A page says what is wrong in its own files, warnings too; of other files only what stops a build. The terminal has
// all, and so has a page that follows every change.
func TestProblemsOfAPage(t *testing.T) {
	t.Parallel()
	const ann, bob = "content/profiles/by/invented-ann.md", "content/profiles/by/invented-bob.md"
	f := write(t, written)
	s := start(t, f)
	pages := map[string]*opened{}
	for _, name := range []string{"countries/by/invented-ann.html", "de/countries/by/invented-ann.html", "countries/by/invented-bob.html", "index.html"} {
		pages[name] = s.openPage(name)
	}
	f.replace(bob, "status:", "groups: [nobodys]\nstatus:")
	for name, page := range pages {
		was := page.last.Version
		st := page.until("a new version", func(st state) bool { return st.Version != was })
		own := name == "countries/by/invented-bob.html"
		warned := len(st.Problems) == 1 && st.Problems[0].Warning && strings.Contains(st.Problems[0].Text, "nobodys")
		if own != warned || st.Stays || !own && len(st.Problems) > 0 {
			t.Errorf("%s shows %+v", name, st)
		}
	}
	if log := s.log.String(); !strings.Contains(log, "nobodys") {
		t.Errorf("the terminal shows %q", log)
	}
	f.replace(ann, "status:", "groups: [everybodys]\nst<b>uts:")
	for name, page := range pages {
		st := page.until("an error", func(st state) bool { return st.Stays })
		own := strings.Contains(name, "bob")
		first := st.Problems[0]
		if own != (first.Warning && strings.HasPrefix(first.Place, bob)) ||
			!slices.ContainsFunc(st.Problems, func(p stateProblem) bool { return p.Place == ann+":4:1" }) {
			t.Errorf("%s lists %+v", name, st.Problems)
		}
	}
	status, body, header := s.get(problemsPath)
	if status != http.StatusOK || !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") || !strings.Contains(body, "vigil-live.js") {
		t.Errorf("%d %v", status, header)
	}
	at := strings.Index(body, `<a href="/countries/by/invented-ann.html">`+ann+`:4:1</a>`)
	warned := strings.Index(body, `<a href="/countries/by/invented-bob.html">`+bob)
	if at < 0 || warned < at || !strings.Contains(body, "st&lt;b&gt;uts") || strings.Contains(body, "<b>") {
		t.Errorf("not all problems, the errors first: %s", body)
	}
	listed := s.openPage("-/problems&listed")
	f.replace(ann, "st<b>uts:", "status:")
	listed.until("other problems", func(st state) bool { return st.Version != header.Get("Server-Timing") && !st.Stays })
	if _, body, _ := s.get(problemsPath); strings.Contains(body, "uts&#34;") {
		t.Errorf("what was mended is listed: %s", body)
	}
}

// Style sheets are exchanged in the open page, which is loaded again only when more has changed.
func TestStylesWithoutReload(t *testing.T) {
	t.Parallel()
	f := write(t, written)
	f.write("static/style.css", "p { color: red }")
	s := start(t, f)
	page := s.open()
	was := page.last
	f.write("static/style.css", "p { color: #123456 }")
	st := page.until("other styles", func(st state) bool { return st.Styles > was.Styles })
	if st.Version != was.Version {
		t.Error("the page is loaded again")
	}
	if _, body, _ := s.get("static/style.css"); !strings.Contains(body, "#123456") {
		t.Errorf("the old style: %s", body)
	}
	f.write("static/own.js", "var own = 1")
	page.reload()
}

// Of very many problems an open page, and the one that stands in for a broken one, list the first.
func TestPagesListTheFirstProblems(t *testing.T) {
	f := write(t, written)
	for i := range mostProblems + 7 {
		f.write(fmt.Sprintf("content/profiles/by/bad-%03d.md", i), "no header\n")
	}
	s := start(t, f)
	if state := s.open().last; len(state.Problems) != mostProblems || state.More != 7+3 { // and warnings
		t.Errorf("%d problems and %d more", len(state.Problems), state.More)
	}
	if _, page, _ := s.get("index.html"); strings.Count(page, "<li>") != mostProblems+1 || !strings.Contains(page, "and 7 more") {
		t.Errorf("the page lists %d", strings.Count(page, "<li>"))
	}
}

// A link that comes while the folder is watched leads nowhere: not to the folders of the whole disk.
func TestLinksAreNotWatched(t *testing.T) {
	elsewhere := trial.Folder(t)
	if err := os.MkdirAll(filepath.Join(elsewhere, "a", "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	f := write(t, written)
	if err := os.Symlink(elsewhere, f.path("static")); err != nil {
		t.Skip(err)
	}
	w, err := newWatcher(f.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := os.Symlink(elsewhere, f.path("content/profiles/ru/elsewhere")); err != nil {
		t.Fatal(err)
	}
	if err := w.follow([]string{"content/profiles/ru/elsewhere", "static", "content/gone"}); err != nil {
		t.Fatal(err)
	}
	inside := 0
	for _, dir := range w.WatchList() {
		if strings.HasPrefix(dir, f.path("static")) || strings.Contains(dir, "elsewhere") {
			t.Errorf("%s is watched", dir)
		}
		if strings.HasPrefix(dir, f.path("content")) {
			inside++
		}
	}
	if inside < 5 {
		t.Errorf("%d folders are watched", inside)
	}
}

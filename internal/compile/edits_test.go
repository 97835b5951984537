package compile_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/compile"
	"vigil/internal/diag"
	"vigil/internal/lab/trial"
	"vigil/templates"
)

// A walk edits a folder at random, step by step, as volunteers do over years. The folder is without errors
// after every step.
type walk struct {
	*rand.Rand
	people    []*soul
	prisons   map[string]string // cc/slug -> name
	articles  map[string]string // code -> title
	officials map[string]string
	pages     map[string]string
	news      map[string]int // key -> number of whom it names
	countries map[string]string
	static    map[string]string
	templates map[string]string
	languages []string
	groups    []string
	day       int // after 2026-11-21
	made      int // files and words so far
}

// soul is an invented person of a walk.
type soul struct {
	cc, slug, name, text               string
	former, groups                     []string
	born, place, judge, article, event string
	draft, unnamed, free               bool
	after                              int // publish_after, as a day of the walk; 0: none
	translations                       map[string]string
	photo                              string
}

func newWalk(seed uint64) *walk {
	w := &walk{Rand: rand.New(rand.NewPCG(seed, 7)), prisons: map[string]string{"by/p-1": "One"}, articles: map[string]string{"BY-1a": "One"},
		officials: map[string]string{"by/judge": "Judge"}, pages: map[string]string{}, news: map[string]int{}, countries: map[string]string{},
		static: map[string]string{}, templates: map[string]string{}, languages: []string{"en"}, groups: []string{"writers"}}
	for range 6 {
		edits["add"](w)
	}
	return w
}

func (w *walk) word() string { w.made++; return fmt.Sprintf("%c%d", 'a'+w.IntN(26), w.made) }

func (w *walk) anybody() *soul { return w.people[w.IntN(len(w.people))] }

func (w *walk) date(from, to int) string { return day(w.Rand, from, to) }

func (w *walk) chance(n int) bool { return w.IntN(n) == 0 }

// anyOf gives a key of a map, or "" for a new one, or if there is none.
func (w *walk) anyOf(m map[string]string) string {
	keys := slices.Sorted(maps.Keys(m))
	if len(keys) == 0 || w.chance(3) {
		return ""
	}
	return keys[w.IntN(len(keys))]
}

// turn adds an entry to a map, changes one or takes one out.
func (w *walk) turn(m map[string]string, fresh string) {
	if key := w.anyOf(m); key == "" {
		m[fresh] = w.word()
	} else if w.chance(2) {
		delete(m, key)
	} else {
		m[key] = w.word()
	}
}

func upperOrLower(s string) string {
	if strings.ToUpper(s) != s {
		return strings.ToUpper(s)
	}
	return strings.ToLower(s)
}

// edits are the kinds of steps.
var edits = map[string]func(w *walk){
	"add": func(w *walk) {
		w.people = append(w.people, &soul{cc: pick(w.Rand, "by", "by", "ru"), slug: w.word(), name: w.word() + " " + w.word(), text: w.word(),
			born: w.date(1950, 1990), place: "by/p-1", article: "BY-1a", judge: "by/judge", groups: []string{"writers"}, translations: map[string]string{}})
	},
	"delete": func(w *walk) {
		if i := w.IntN(len(w.people)); len(w.people) > 3 {
			w.people = slices.Delete(w.people, i, i+1)
		}
	},
	"rename": func(w *walk) {
		p := w.anybody()
		p.former = append(p.former, p.slug)
		p.slug = w.word()
	},
	"rename without a trace": func(w *walk) { p := w.anybody(); p.former, p.slug = nil, w.word() },
	"take over a name": func(w *walk) {
		a, b := w.anybody(), w.anybody()
		if a != b && a.cc == b.cc {
			a.former, b.former = nil, nil
			a.slug, b.slug = b.slug, a.slug
		}
	},
	"move to another country": func(w *walk) { p := w.anybody(); p.cc = pick(w.Rand, "by", "ru", "ir") },
	"case of a name":          func(w *walk) { p := w.anybody(); p.name = upperOrLower(p.name) },
	"case of an article": func(w *walk) {
		if code := w.anyOf(w.articles); code != "" {
			title := w.articles[code]
			delete(w.articles, code)
			w.articles["BY-"+upperOrLower(code[3:])] = title
		}
	},
	"withdraw":      func(w *walk) { p := w.anybody(); p.draft = !p.draft },
	"unnamed":       func(w *walk) { p := w.anybody(); p.unnamed = !p.unnamed },
	"publish after": func(w *walk) { w.anybody().after = w.day + w.IntN(4) },
	"set free":      func(w *walk) { p := w.anybody(); p.free = !p.free },
	"event":         func(w *walk) { w.anybody().event = w.date(2018, 2025) + ", text: " + w.word() },
	"text":          func(w *walk) { w.anybody().text = pick(w.Rand, w.word(), "") },
	"translation":   func(w *walk) { w.turn(w.anybody().translations, pick(w.Rand, "fa", "ru", "be")) },
	"photo":         func(w *walk) { w.anybody().photo = pick(w.Rand, "jpg", "png", "") },
	"groups of one": func(w *walk) {
		w.anybody().groups = pick(w.Rand, nil, []string{"writers"}, []string{"workers", "writers"})
	},
	"where from": func(w *walk) { w.anybody().place = pick(w.Rand, "by/p-1", "A cell", "") },
	"prison":     func(w *walk) { w.turn(w.prisons, pick(w.Rand, "by/p-1", "ru/"+w.word())) },
	"law":        func(w *walk) { w.turn(w.articles, pick(w.Rand, "BY-1a", "BY-"+w.word())) },
	"official":   func(w *walk) { w.turn(w.officials, pick(w.Rand, "by/judge", "by/"+w.word())) },
	"page":       func(w *walk) { w.turn(w.pages, pick(w.Rand, "methodology", "how-to-help", w.word())) },
	"news": func(w *walk) {
		if w.chance(2) {
			clear(w.news)
		}
		w.news["2026-01-02-"+w.word()] = w.IntN(len(w.people))
	},
	"country": func(w *walk) { w.turn(w.countries, pick(w.Rand, "by", "kz")) },
	"groups":  func(w *walk) { w.groups = pick(w.Rand, nil, []string{"writers"}, []string{"writers", "workers"}) },
	"language": func(w *walk) {
		w.languages = pick(w.Rand, []string{"en"}, []string{"en", "fa"}, []string{"en", "ru", "fa"}, []string{"fa", "en"})
	},
	"template": func(w *walk) {
		name := pick(w.Rand, "person.html", "layout.html", "list.html", "404.html", "style.css", "new.txt")
		if !strings.HasSuffix(name, ".html") {
			w.turn(w.static, name)
			return
		}
		if _, ok := w.templates[name]; ok && w.chance(2) {
			delete(w.templates, name)
			return
		}
		text, _ := fs.ReadFile(templates.FS, name)
		w.templates[name] = strings.Replace(string(text), "</p>", " "+w.word()+"</p>", 1)
	},
	"next day":    func(w *walk) { w.day++ },
	"earlier day": func(w *walk) { w.day = -w.IntN(3000) },
	"nothing":     func(*walk) {},
}

// folder writes the files of the walk.
func (w *walk) folder() files {
	f := files{"content/site.yaml": "languages: [" + strings.Join(w.languages, ", ") + "]\ngroups: {"}
	for _, g := range w.groups {
		f["content/site.yaml"] += g + ": Label of " + g + ", "
	}
	f["content/site.yaml"] += "}\n"
	if len(w.groups) == 0 {
		f["content/site.yaml"] = strings.Replace(f["content/site.yaml"], "groups: {}\n", "", 1)
	}
	for ref, name := range w.prisons {
		f["content/prisons/"+ref+".md"] = "---\nname: Prison " + name + "\n---\n" + name + "\n"
	}
	for ref, name := range w.officials {
		f["content/officials/"+ref+".md"] = "---\nname: Official " + name + "\noffice: Judge\nsources: [{title: A}]\n---\n"
	}
	for slug, title := range w.pages {
		f["content/pages/"+slug+".md"] = "---\ntitle: " + title + "\nmenu: 1\n---\nText.\n"
	}
	law := ""
	known := map[string]bool{}
	for _, code := range slices.Sorted(maps.Keys(w.articles)) {
		if known[strings.ToLower(code)] { // two that differ in case would have one page
			continue
		}
		known[strings.ToLower(code)] = true
		law += code + ": {title: " + w.articles[code] + "}\n"
	}
	if law != "" {
		f["content/laws/by.yaml"] = law
	}
	for cc, text := range w.countries {
		f["content/countries/"+cc+".md"] = "---\n---\n" + text + "\n"
	}
	for name, text := range w.static {
		f["static/"+name] = "." + text + "{color:red}"
	}
	for name, text := range w.templates {
		f["templates/"+name] = text
	}
	for _, p := range w.people {
		w.profile(f, p)
	}
	for key, i := range w.news {
		if p := w.people[i%len(w.people)]; !p.draft && !p.unnamed && p.after <= max(w.day, 0) {
			f["content/news/"+key+".md"] = "---\ntitle: News\npeople: [" + p.cc + "/" + p.slug + "]\nsources: [{title: A}]\n---\n"
		}
	}
	return f
}

func (w *walk) profile(f files, p *soul) {
	row := "{kind: pretrial, from: 2021-02-03"
	if p.free {
		row += ", to: 2024-05-06, end: released"
	}
	if _, ok := w.prisons[p.place]; ok || p.place == "A cell" {
		row += ", place: " + p.place
	}
	fields := []string{"status: " + map[bool]string{false: "pretrial", true: "released"}[p.free], "detentions: [" + row + "}]", "born: " + p.born,
		"charges: [{article: " + p.article + "}]",
		"groups: [" + strings.Join(p.groups, ", ") + "]", "former_slugs: [" + strings.Join(p.former, ", ") + "]"}
	if _, ok := w.officials[p.judge]; ok {
		fields = append(fields, "proceedings: [{type: hearing, date: 2021-03-04, judge: "+p.judge+"}]")
	}
	if p.event != "" {
		fields = append(fields, "events: [{date: "+p.event+"}]")
	}
	if p.draft {
		fields = append(fields, "publish: false")
	}
	if p.unnamed {
		fields = append(fields, "unnamed: true")
	}
	if p.after > 0 {
		fields = append(fields, "publish_after: "+dayOf(p.after))
	}
	at := "content/profiles/" + p.cc + "/" + p.slug + "."
	f[at+"md"] = person(p.name, append(fields, "---\n"+p.text)...)
	for tag, name := range p.translations {
		if tag != w.languages[0] {
			f[at+tag+".md"] = "---\nname: " + name + "\n---\n" + name + "\n"
		}
	}
	if p.photo != "" {
		f[at+p.photo] = string(photo(p.photo, ""))
	}
}

// dayOf is a day of the walk as a date.
func dayOf(n int) string {
	return time.Date(2026, 11, 21+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// A site that was built over another, whatever was edited in between, is the one that a clean build makes;
// files that are the same keep their time, so that copies of the site fetch only what changed.
func TestAnyEditsGiveTheSiteOfACleanBuild(t *testing.T) {
	w := newWalk(2026)
	names := slices.Sorted(maps.Keys(edits))
	steps, each := 8, 4 // edits in a step
	switch {
	case trial.Long:
		steps, each = 500, 1
	case trial.Landing:
		steps, each = len(names)+4, 1
	}
	dir := quick(t)
	source, over := filepath.Join(dir, "source"), filepath.Join(dir, "over")
	var before files
	var site map[string]string
	did, moved, kept, refused := map[string]int{}, 0, 0, 0
	for step := range steps {
		what := fmt.Sprintf("step %d", step)
		for i := step * each; i < (step+1)*each; i++ {
			name := names[w.IntN(len(names))]
			if i < len(names) {
				name = names[i] // each at least once
			}
			edits[name](w)
			did[name]++
			what += ", " + name
		}
		f := w.folder()
		f.put(t, source, before)
		before = f
		if w.chance(10) {
			w.mistake(t, source, over, site)
			refused++
		}
		times := map[string]time.Time{}
		if step > 0 {
			times = modified(t, over)
		}
		o := on(options(source, over), dayOf(w.day))
		makeSite(t, o)
		now, after := tree(t, over), modified(t, over)
		for file, text := range now {
			if old, ok := site[file]; !ok || old != text {
				moved++
			} else if kept++; !times[file].Equal(after[file]) {
				t.Errorf("%s: %s has not changed, but was touched", what, file)
			}
		}
		site = now

		if !long() && step%4 != 0 && step != steps-1 { // what went wrong on the way is still wrong then
			continue
		}
		o.Out = filepath.Join(dir, "clean")
		if err := os.RemoveAll(o.Out); err != nil {
			t.Fatal(err)
		}
		o.Workers = 1 + step%3
		makeSite(t, o)
		clean := tree(t, o.Out)
		wantSame(t, what, site, clean)
		if a, b := folders(t, over), folders(t, o.Out); !slices.Equal(a, b) { // an empty one would still have its name
			t.Errorf("%s: the folders are %q, of a clean build %q", what, a, b)
		}
		if t.Failed() {
			t.FailNow()
		}
		if step == steps-1 { // control: one file too many, too few or with a byte more is noticed
			clean["countries/by/left.html"] = "old"
			delete(clean, "index.html")
			clean["people/index.html"] += "\n"
			if got := changed(site, clean); len(got) != 3 {
				t.Errorf("of three differences these were noticed: %q", got)
			}
		}
	}
	if len(did) != len(names) {
		t.Errorf("%d kinds of edits of %d", len(did), len(names))
	}
	t.Logf("%d steps, %d kinds of edits: %d files written, %d kept with their times, %d builds with mistakes refused", steps, len(did), moved, kept, refused)
}

// mistake builds once with a mistake in the content: the site stays as it was.
func (w *walk) mistake(t *testing.T, source, over string, site map[string]string) {
	t.Helper()
	bad := filepath.Join(source, "content", "pages", "bad.md")
	if err := os.MkdirAll(filepath.Dir(bad), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bad, []byte("---\ntitel: "+w.word()+"\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(bad)
	report, err := compile.Site(context.Background(), on(options(source, over), dayOf(w.day)))
	if err != nil || diag.Errors(report.Problems) == 0 {
		t.Errorf("a mistake was not refused: %v", err)
	}
	if site != nil {
		wantSame(t, "a build that was refused", tree(t, over), site)
	}
}

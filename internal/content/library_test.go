package content

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"vigil/internal/diag"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

const held = "status: imprisoned\nverified: 2026-11-01\ndetentions: [{kind: imprisoned, from: 2020-01-01, place: by/ik-1}]\n" +
	"sources: [{title: An invented book}]\n"

// fixture is a small site in two languages, with a secret in every place where one can be.
var fixture = map[string][]byte{
	"content/site.yaml": []byte("title: {en: Test, be: Тэст}\nlanguages: [en, ru, be]\ngroups: {writers: {en: Writers}}\n"),
	"content/profiles/by/jane-example.md": []byte("---\nname: Jane Example\nnames: {ru: Джейн, be: Джэйн}\nformer_slugs: [jane-old]\n" +
		"photo: {credit: A friend}\n" + held + "---\nA text.\n"),
	"content/profiles/by/jane-example.be.md": []byte("---\nname: Джэйн Прыклад\nsort: Прыклад\n---\nТэкст.\n"),
	"content/profiles/by/jane-example.ru.md": []byte("---\n---\n"),
	"content/profiles/by/jane-example.jpg":   picture("jpg", ""),
	"content/profiles/by/adam-example.md":    []byte("---\nname: Adam Example\n" + held + "---\n"),
	"content/profiles/by/adam-example.be.md": []byte("---\n---\nТолькі па-беларуску.\n"),
	"content/profiles/by/secret-name.md":     []byte("---\nname: SECRET\nformer_slugs: [secret-old]\nunnamed: true\n" + held + "---\nSECRET\n"),
	"content/profiles/by/secret-name.be.md":  []byte("---\nname: SECRET\n---\nSECRET\n"),
	"content/profiles/by/secret-name.png":    picture("png", "SECRET"),
	"content/profiles/by/draft.md":           []byte("---\nname: SECRET\npublish: false\n" + held + "---\nSECRET\n"),
	"content/profiles/by/draft-until.md":     []byte("---\nname: SECRET\npublish_after: 2027-01-01\n" + held + "---\nSECRET\n"),
	"content/profiles/ru/withheld.md": []byte("---\nname: John Example\nsort: SECRET\nnames: {ru: SECRET}\naliases: [SECRET]\nformer_slugs: [secret-john]\n" +
		"born: 1984-09-25\noccupation: [SECRET]\n" +
		"photo: {credit: SECRET}\nletters: {state: open, address: SECRET}\ncharges: [{article: BY-342, text: SECRET}]\n" +
		"events: [{date: 2020-05-05, text: SECRET}]\ngroups: [writers]\n" +
		"withhold: [sort, names, aliases, former_slugs, born, occupation, photo, letters, charges, events, groups]\n" + held + "---\nA text.\n"),
	"content/profiles/ru/withheld.be.md":  []byte("---\nname: SECRET\nsort: SECRET\naliases: [SECRET]\noccupation: [SECRET]\n---\n"),
	"content/profiles/ru/withheld.webp":   picture("webp", "SECRET"),
	"content/prisons/by/ik-1.md":          []byte("---\nname: {en: Colony 1, be: Калонія 1}\n---\nRules.\n"),
	"content/prisons/by/ik-1.ru.md":       []byte("---\nname: Колония 1\n---\nПравила.\n"),
	"content/laws/by.yaml":                []byte("BY-342: {title: An invented article}\n"),
	"content/news/2021-01-01-released.md": []byte("---\ntitle: A statement\npeople: [by/jane-example]\nsources: [{title: A list}]\n---\nText.\n"),
}

// open reads a source folder that must have no errors.
func open(t *testing.T, dir string, on profile.When) (*Source, *Library) {
	t.Helper()
	s, problems, err := Open(dir, on)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	keepIn(t, s)
	l, more, err := s.Load(context.Background(), 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(problems, more...) {
		if p.Rule.Severity == diag.Error {
			t.Errorf("%s", p)
		}
	}
	return s, l
}

// edited reads a source folder as it is read while somebody edits it.
func edited(t *testing.T, dir string) (*Source, *Library) {
	t.Helper()
	r := NewReader(dir, today)
	r.KeepIn(func() (Scratch, error) { return scratchFile(t), nil })
	s, l, _, err := r.Read(context.Background(), 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s, l
}

func personOf(t *testing.T, s *Source, l *Library, ref string) *Person {
	t.Helper()
	i := l.Find(ref)
	if i < 0 {
		t.Fatalf("no %s", ref)
	}
	p, err := s.Person(&l.People[i])
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Translations come from their file, else from the main file; texts fall back, and say in which language they are.
func TestTranslations(t *testing.T) {
	s, l := open(t, lay(t, fixture), today)
	jane := &l.People[l.Find("by/jane-example")]
	for i, want := range []string{"Jane Example", "Джейн", "Джэйн Прыклад"} {
		if got := jane.Name(i); got != want {
			t.Errorf("name in %s: %q, want %q", s.Site().Languages[i], got, want)
		}
	}
	if got := jane.SortName(2); !strings.HasPrefix(got, "Прыклад\x01") {
		t.Errorf("sort key %q", got)
	}
	p := personOf(t, s, l, "by/jane-example")
	for lang, want := range map[string]string{"en": "en <p>A text.</p>", "be": "be <p>Тэкст.</p>", "ru": "en <p>A text.</p>", "uk": "en <p>A text.</p>"} {
		if b := p.Body(lang); b.Lang+" "+strings.TrimSpace(string(b.HTML)) != want {
			t.Errorf("text for %s is %s %q, want %s", lang, b.Lang, b.HTML, want)
		}
	}
	if b := personOf(t, s, l, "by/adam-example").Body("en"); b.Lang != "be" {
		t.Errorf("the only text is in be, not %q", b.Lang)
	}
	prison := l.Prisons["by/ik-1"]
	for lang, want := range map[string]string{"en": "Colony 1 en <p>Rules.</p>", "be": "Калонія 1 be <p>Rules.</p>", "ru": "Колония 1 ru <p>Правила.</p>"} {
		name, in := prison.Text(lang, "en", func(p *Prison) schema.Text { return p.Name })
		body, err := prison.Body(s, lang)
		if got := name + " " + in + " " + strings.TrimSpace(string(body.HTML)); got != want || err != nil {
			t.Errorf("%s: %s %v, want %s", lang, got, err, want)
		}
	}
	if l.Former["by/jane-old"] != "by/jane-example" || jane.Place() != "by/ik-1" {
		t.Errorf("former %v, place %q", l.Former, jane.Place())
	}
}

// The unnamed come first in their country; they and drafts cannot be found.
func TestFind(t *testing.T) {
	_, l := open(t, lay(t, fixture), today)
	if len(l.People) != 4 || l.People[0].Slug != "" {
		t.Fatalf("people: %+v", l.People)
	}
	for ref, there := range map[string]bool{"by/adam-example": true, "by/jane-example": true, "ru/withheld": true, "by/secret-name": false, "by/draft": false,
		"by/": false, "by": false, "": false, "ru/jane-example": false, "zz/z": false} {
		i := l.Find(ref)
		if (i >= 0) != there || there && l.People[i].Country.String()+"/"+l.People[i].Slug != ref {
			t.Errorf("Find(%q) = %d", ref, i)
		}
	}
}

// What must not be published is in nothing that leaves the package.
func TestNothingSecretLeaves(t *testing.T) {
	s, l := open(t, lay(t, fixture), today)
	var all strings.Builder
	for i := range l.People {
		r := &l.People[i]
		fmt.Fprintf(&all, "%+v\n", r)
		if r.Slug != "" {
			p, err := s.Person(r)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&all, "%+v\n", p)
			for _, b := range p.Bodies {
				all.WriteString(string(b.HTML))
			}
		}
	}
	fmt.Fprintf(&all, "%+v", l.Former)
	for _, bad := range []string{"SECRET", "secret", "draft", "1984"} {
		if strings.Contains(all.String(), bad) {
			t.Errorf("%q leaves the package:\n%s", bad, all.String())
		}
	}
	r := l.People[l.Find("ru/withheld")]
	if r.Photo != 0 || !r.Born.IsZero() || len(slices.Collect(r.Articles()))+len(slices.Collect(r.Groups())) > 0 || r.Has(profile.Reachable) {
		t.Errorf("withheld fields are in the record: %+v", r)
	}
	if u := l.People[0]; !u.Has(profile.Unnamed) || u.Status != profile.Imprisoned || u.Place() != "" || !u.Since.IsZero() {
		t.Errorf("unnamed: country and status only, got %+v", u)
	}
}

// While somebody edits, a person is given only as the first pass saw them: else the numbers would not fit the page.
func TestPersonNoticesAnEdit(t *testing.T) {
	for name, edit := range map[string]string{
		"content/profiles/by/jane-example.md":    "\nMore.",
		"content/profiles/by/jane-example.be.md": "\nБольш.",
	} {
		dir := lay(t, fixture)
		s, l := edited(t, dir)
		r := &l.People[l.Find("by/jane-example")]
		if _, err := s.Person(r); err != nil {
			t.Fatalf("before the edit: %v", err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), append(fixture[name], edit...), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Person(r); !errors.Is(err, ErrChanged) {
			t.Errorf("%s was edited: %v", name, err)
		}
	}
	dir := lay(t, fixture)
	s, l := edited(t, dir)
	os.Remove(filepath.Join(dir, "content/profiles/by/jane-example.md"))
	if _, err := s.Person(&l.People[l.Find("by/jane-example")]); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("removed: %v", err)
	}
}

// So is a text of any other kind, also when a translation was edited; a page shows what was checked.
func TestBodyNoticesAnEdit(t *testing.T) {
	text := func(fields string) []byte { return []byte("---\n" + fields + "\nsources: [{title: s}]\n---\nText.\n") }
	f := map[string][]byte{
		"content/site.yaml":                   []byte("languages: [en, be, ru]\n"),
		"content/countries/by.md":             text(""),
		"content/prisons/by/ik-1.md":          text("name: Colony"),
		"content/officials/by/judge.md":       text("name: Judge\noffice: Judge"),
		"content/organisations/watch.md":      text("name: Watch"),
		"content/pages/about.md":              text("title: About"),
		"content/news/2026-01-31-a-letter.md": text("title: A letter"),
	}
	for name := range maps.Clone(f) {
		if main, ok := strings.CutSuffix(name, ".md"); ok {
			f[main+".be.md"] = []byte("---\n---\nТэкст.\n")
			f[main+".ru.md"] = []byte("---\n---\n")
		}
	}
	for name := range f {
		main, ok := strings.CutSuffix(name, ".md")
		if !ok {
			continue
		}
		dir := lay(t, f)
		s, l := edited(t, dir)
		main, _, _ = strings.Cut(main, ".")
		body := func(lang string) (Body, error) {
			switch strings.Split(main, "/")[1] {
			case "countries":
				return l.Countries["by"].Body(s, lang)
			case "prisons":
				return l.Prisons["by/ik-1"].Body(s, lang)
			case "officials":
				return l.Officials["by/judge"].Body(s, lang)
			case "organisations":
				return l.Organisations["watch"].Body(s, lang)
			case "pages":
				return l.Pages["about"].Body(s, lang)
			}
			return l.News["2026-01-31-a-letter"].Body(s, lang)
		}
		for lang, want := range map[string]string{"en": "en <p>Text.</p>", "be": "be <p>Тэкст.</p>", "ru": "en <p>Text.</p>"} {
			if got, err := body(lang); err != nil || got.Lang+" "+strings.TrimSpace(string(got.HTML)) != want {
				t.Fatalf("%s in %s before the edit: %q %v", name, lang, got, err)
			}
		}
		if err := os.WriteFile(filepath.Join(dir, name), append(slices.Clone(f[name]), "<b>More.</b>"...), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, lang := range []string{"en", "be", "ru"} {
			if got, err := body(lang); !errors.Is(err, ErrChanged) || got.HTML != "" || !strings.Contains(err.Error(), name) {
				t.Errorf("%s was edited; in %s: %q %v", name, lang, got, err)
			}
		}
	}
}

// A translation in a language that the site lacks is a warning, and no reason to stop.
func TestTranslationInAnotherLanguage(t *testing.T) {
	dir := lay(t, map[string][]byte{
		"content/profiles/by/jane-example.md":    []byte("---\nname: Jane Example\n" + held + "---\n"),
		"content/profiles/by/jane-example.uk.md": []byte("---\nname: Джейн\n---\nТекст.\n"),
		"content/prisons/by/ik-1.md":             []byte("---\nname: Colony 1\n---\n"),
	})
	s, l := open(t, dir, today)
	if p := personOf(t, s, l, "by/jane-example"); p.In != nil || p.Body("en").HTML != "" {
		t.Errorf("a language that the site lacks is in the person: %+v", p)
	}
}

// The number of workers changes neither the order nor a problem.
func TestWorkersChangeNothing(t *testing.T) {
	files := map[string][]byte{}
	for i := range 300 {
		fields := "groups: [students]\n"
		if i%7 == 0 {
			fields += fmt.Sprintf("former_slugs: [old, old-%d]\n", i%3)
		}
		if i%11 == 0 {
			fields += "hair: brown\n"
		}
		if i%5 == 0 {
			fields += "unnamed: true\n"
		}
		fields += strings.Replace(held, "2026-11-01", []string{"2026-11-01", "2020-01-02"}[i/10%2], 1) // confirmed lately, or not
		files[fmt.Sprintf("content/profiles/%s/p-%d.md", []string{"by", "ru"}[i%2], i)] = []byte("---\nname: P\ncharges: [{article: BY-1}]\n" + fields + "---\n")
	}
	dir := lay(t, files)
	var first *Library
	var said []diag.Problem
	for n, workers := range []int{1, 4, 4, 0} {
		s, _, err := Open(dir, today)
		if err != nil {
			t.Fatal(err)
		}
		done := 0
		l, problems, err := s.Load(context.Background(), workers, func(n int) { done = n })
		s.Close()
		if err != nil || done != 300 {
			t.Fatal(err, done)
		}
		if n == 0 {
			first, said = l, problems
		} else if !reflect.DeepEqual(l.People, first.People) || !reflect.DeepEqual(l.Former, first.Former) || !reflect.DeepEqual(problems, said) {
			t.Errorf("%d workers give another result", workers)
		}
	}
	if diag.Errors(said) < 10 {
		t.Error("the fixture shows nothing")
	}
}

func TestLoadCanBeStopped(t *testing.T) {
	s, _, err := Open(lay(t, fixture), today)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, _, err := s.Load(ctx, 2, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// News of today do not hinder a site that shows a day before the person's arrest.
func TestAnEarlierDay(t *testing.T) {
	_, l := open(t, lay(t, fixture), profile.When{Today: today.Today, AsOf: at("2019-06-01")})
	if len(l.People) != 0 || len(l.News) != 0 {
		t.Errorf("in 2019: %d people, %d statements", len(l.People), len(l.News))
	}
}

// A link could publish a file from anywhere, or a draft as a photo.
func TestLinksAreRefused(t *testing.T) {
	dir := lay(t, map[string][]byte{"content/profiles/by/draft.md": []byte("---\nname: Draft\npublish: false\n" + held + "---\n"),
		"content/prisons/by/ik-1.md": []byte("---\nname: Colony 1\n---\n")})
	for link, to := range map[string]string{"content/profiles/by/jane-example.md": "draft.md", "content/profiles/by/draft.jpg": "draft.md",
		"content/profiles/ru": "by", "content/laws": "profiles", "content/reported.yaml": "profiles/by/draft.md", "content/mirrors.yaml": "profiles/by/draft.md"} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Skip("no links here:", err)
		}
	}
	s, _, err := Open(dir, today)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, problems, err := s.Load(context.Background(), 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	for _, p := range problems {
		if p.Rule.ID == fileType.ID {
			met[p.Path] = true
		}
	}
	for _, link := range []string{"content/profiles/by/jane-example.md", "content/profiles/by/draft.jpg", "content/profiles/ru", "content/laws",
		"content/reported.yaml", "content/mirrors.yaml"} {
		if !met[link] {
			t.Errorf("the link %s is not refused: %v", link, problems)
		}
	}
}

// A folder with nothing but profiles is a site.
func TestDefaults(t *testing.T) {
	s, l := open(t, lay(t, map[string][]byte{"content/profiles/by/jane-example.md": []byte(strings.Replace("---\nname: Jane Example\n"+held+"---\n",
		", place: by/ik-1", "", 1))}), today)
	site := s.Site()
	if title, _ := site.Title.For("en", "en"); title == "" || site.Main() != "en" || site.Presumed() || site.BaseURL != "" || len(l.People) != 1 {
		t.Errorf("%+v, %d people", site, len(l.People))
	}
	if _, _, err := Open(trial.Folder(t), today); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no content: %v", err)
	}
}

// What this repository publishes is without errors.
func TestOurOwnContent(t *testing.T) {
	if _, err := os.Stat("../../content"); err != nil {
		t.Skip(err)
	}
	_, l := open(t, "../..", today)
	if len(l.People) < 10 || len(l.Pages) == 0 {
		t.Errorf("%d people, %d pages", len(l.People), len(l.Pages))
	}
}

// A statement can name a thousand people: of each only the name and its place are kept.
func TestMemoryOfNamesInTheNews(t *testing.T) {
	const files, people = 20, 1000
	news := map[string][]byte{"content/profiles/by/p-0.md": []byte("---\nname: Ann Invented\n" + held + "---\n"),
		"content/prisons/by/ik-1.md": []byte("---\nname: Colony\n---\n")}
	for i := range files {
		news[fmt.Sprintf("content/news/2021-01-01-n%d.md", i)] = []byte("---\ntitle: A statement\npeople: [" + strings.Repeat("by/p-0, ", people) +
			"]\nsources: [{title: x}]\n---\n")
	}
	dir := lay(t, news)
	used := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := used()
	_, l := open(t, dir, today)
	if each := (used() - before) / (files * people); each > 150 {
		t.Errorf("a name in the news takes %d bytes", each)
	} else {
		t.Logf("%d bytes for each of %d names", each, len(l.mentions))
	}
}

package site_test

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/lab/trial"
	"vigil/internal/lang"
	"vigil/internal/profile"
	"vigil/internal/site"
	"vigil/templates"
)

// files are a source folder: names below it with their text. A profile is made with person.
type files map[string]string

func (f files) with(more files) files {
	out := files{}
	for _, m := range []files{f, more} {
		for name, text := range m {
			out[name] = text
		}
	}
	return out
}

// person is a profile with a source and the given fields.
func person(name string, fields ...string) string {
	return "---\nname: " + name + "\n" + strings.Join(fields, "\n") + "\nsources: [{title: Invented}]\n---\n"
}

func detained(status, fields string) string {
	return "status: " + status + "\ndetentions: [{kind: " + status + ", " + fields + "}]"
}

func write(t testing.TB, f files) string { return trial.Write(t, trial.Folder(t), f) }

func day(t testing.TB, s string) profile.Day {
	t.Helper()
	d, err := profile.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d.Earliest()
}

const today = "2026-11-21"

// languages are those of the fixtures, of which some have English alone.
var languages = sync.OnceValues(func() ([]*lang.Language, error) {
	english, err := fs.ReadFile(templates.FS, "i18n/en.yaml")
	if err != nil {
		return nil, err
	}
	return lang.LoadAll(fstest.MapFS{"i18n/en.yaml": {Data: english}, "i18n/ru.yaml": {Data: []byte(formats)}}, []string{"en", "ru"})
})

// static are some of the files beside the pages.
var static = []string{"static/days.js", "static/style.css"}

// loadDir reads a folder as it was on a day; today is 2026-11-21. There is no site while there are errors.
func loadDir(t testing.TB, dir, on string) (*site.Site, []diag.Problem) {
	t.Helper()
	when := profile.When{Today: day(t, today), AsOf: day(t, on)}
	src, problems, err := content.Open(dir, when)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	lib, more, err := src.Load(t.Context(), 2, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	lists := site.Collect(lib, when.AsOf)
	problems = diag.Sort(slices.Concat(problems, more, site.Clashes(lib), site.DeadLinks(lib, static, func() *site.Site { return lists })))
	if diag.Errors(problems) > 0 {
		return nil, problems
	}
	known, err := languages()
	if err != nil {
		t.Fatal(err)
	}
	s, err := lists.Freeze(lib.Site.BaseURL, known[:len(lib.Site.Languages)])
	if err != nil {
		t.Fatal(err)
	}
	return s, problems
}

func load(t testing.TB, f files, on string) *site.Site {
	t.Helper()
	s, problems := loadDir(t, write(t, f), on)
	if s == nil {
		t.Fatalf("errors in the fixture: %v", problems)
	}
	return s
}

// names are the slugs of people, "?" for the unnamed.
func names(s *site.Site, people []int32) string {
	var out []string
	for _, i := range people {
		out = append(out, cmp.Or(s.People[i].Slug, "?"))
	}
	return strings.Join(out, " ")
}

func wantList(t *testing.T, s *site.Site, kind site.ListKind, country, key, want string) {
	t.Helper()
	l := s.List(kind, country, key)
	if l == nil {
		if want != "none" {
			t.Errorf("there is no list %d %q %q, want %s", kind, country, key, want)
		}
		return
	}
	if got := names(s, s.Sorted(l, 0)); got != want {
		t.Errorf("%s: %q, want %q", l.Path, got, want)
	}
}

func TestPeopleNotRows(t *testing.T) {
	s := load(t, files{
		"content/site.yaml":              "groups: {writers: Writers}\n",
		"content/laws/by.yaml":           "BY-342.1: {title: One}\nBY-342.2: {title: Two}\n",
		"content/laws/ru.yaml":           "RU-280: {title: Three}\n",
		"content/prisons/by/colony-1.md": "---\nname: Colony\n---\n",
		"content/profiles/by/anna.md": person("Anna Aaa", "criteria: [a, a, b]", "groups: [writers, writers, unheard-of]",
			detained("imprisoned", "from: 2021-01-02, place: by/colony-1"),
			"charges: [{article: BY-342.1}, {article: BY-342.1}, {article: BY-342.2}, {article: RU-280}, {article: BY-999}]"),
		"content/profiles/by/boris.md": person("Boris Bbb", "status: released",
			"detentions: [{kind: imprisoned, from: 2020-01-02, to: 2020-02-02, place: by/colony-1, end: released}]", "charges: [{article: BY-342.1}]"),
		"content/profiles/ru/unnamed-1.md": "---\nunnamed: true\nstatus: imprisoned\ngroups: [writers]\ncharges: [{article: RU-280}]\n" +
			"detentions: [{kind: imprisoned, from: 2020-01-02, place: by/colony-1}]\ncriteria: [a]\nsources: [{title: Invented}]\n---\n",
		"content/profiles/ru/gone.md":     person("Gone Ggg", "status: disappeared"),
		"content/profiles/ru/dead.md":     person("Dead Ddd", "status: died", "died: 2020"),
		"content/profiles/ru/executed.md": person("Executed Eee", "status: executed"),
	}, today)
	for _, c := range []struct {
		kind         site.ListKind
		country, key string
		want         string
	}{
		{site.Everybody, "", "", "anna boris dead executed gone ?"},
		{site.OfCountry, "by", "", "anna boris"},
		{site.OfCountry, "ru", "", "? dead executed gone"}, // those held first
		{site.OfClass, "", "held", "anna ?"},
		{site.OfClass, "ru", "held", "?"},
		{site.OfClass, "by", "died", "none"},
		{site.OfClass, "", "persecuted", ""},
		{site.OfStatus, "", "imprisoned", "anna ?"},
		{site.OfStatus, "ru", "imprisoned", "?"},
		{site.OfStatus, "", "disappeared", "gone"},
		{site.OfStatus, "", "died", "dead"},
		{site.OfClass, "", "died", "dead executed"},
		{site.OfArticle, "by", "BY-342.1", "anna boris"},
		{site.OfArticle, "by", "BY-342.2", "anna"},
		{site.OfArticle, "ru", "RU-280", "anna"}, // charged under another state's law
		{site.OfArticle, "by", "BY-999", "none"},
		{site.OfPrison, "by", "colony-1", "anna"},
		{site.OfGroup, "", "writers", "anna"},
		{site.OfGroup, "", "unheard-of", "none"},
		{site.OfCriterion, "", "a", "anna"},
		{site.OfCriterion, "", "c", ""},
		{site.OfYear, "", "2021", "anna"},
		{site.OfYear, "", "2020", "boris"},
		{site.PoliticalPrisoners, "", "", ""},
	} {
		wantList(t, s, c.kind, c.country, c.key, c.want)
	}
	if !s.Counts.Days.AtLeast {
		t.Error("somebody unnamed is counted: the days are at least so many")
	}
	total := 0
	for _, c := range s.Countries {
		total += c.Counts.Total
	}
	if total != 6 || s.Counts.Total != 6 {
		t.Errorf("countries have %d people, the site %d", total, s.Counts.Total)
	}
}

func TestRecognitionIsNotCustody(t *testing.T) {
	recognised := "recognised: [{by: viasna, as: political-prisoner}]"
	f := files{
		"content/organisations/viasna.md": "---\nname: Invented Viasna\n---\n",
		"content/organisations/other.md":  "---\nname: Invented Other\n---\n",
		"content/profiles/by/held.md":     person("Held H", recognised, detained("imprisoned", "from: 2021-01-02")),
		"content/profiles/by/free.md": person("Free F", recognised, "status: released",
			"detentions: [{kind: imprisoned, from: 2021-01-02, to: 2021-03-01, end: released}]"),
		"content/profiles/by/short.md":     person("Short S", recognised, detained("administrative-arrest", "from: 2026-11-20")),
		"content/profiles/by/poc.md":       person("Poc P", "recognised: [{by: viasna, as: prisoner-of-conscience}]", detained("imprisoned", "from: 2021-01-02")),
		"content/profiles/by/by-others.md": person("Others O", "recognised: [{by: other, as: political-prisoner}]", detained("imprisoned", "from: 2021-01-02")),
		"content/profiles/by/ended.md": person("Ended E", "recognised: [{by: viasna, as: political-prisoner, since: 2021-02-01, until: 2022-01-01}]",
			detained("imprisoned", "from: 2021-01-02")),
	}
	for _, c := range []struct{ settings, on, want string }{
		{"recognition: required\nrecognisers: [viasna]", today, "held"},
		{"recognition: required", today, "held by-others"},
		{"recognition: presumed", today, "ended held by-others poc"},
		{"recognition: required\nrecognisers: [viasna]", "2021-12-31", "ended held"},
	} {
		s := load(t, f.with(files{"content/site.yaml": c.settings + "\n"}), c.on)
		wantList(t, s, site.PoliticalPrisoners, "", "", c.want)
		if n := len(strings.Fields(c.want)); s.Counts.PoliticalPrisoners != n {
			t.Errorf("%s: %d political prisoners, want %d", c.settings, s.Counts.PoliticalPrisoners, n)
		}
	}
}

// With a day in the past the site is that of the day.
func TestNumberOnDate(t *testing.T) {
	dir := write(t, files{
		"content/profiles/by/anna.md": person("Anna A", "status: released",
			"detentions: [{kind: pretrial, from: 2020-03-01, to: 2021-01-10}, {kind: imprisoned, from: 2021-01-10, to: 2022-05-05, end: released}]"),
		"content/profiles/by/boris.md": person("Boris B", detained("imprisoned", "from: 2021-06-01")),
		"content/profiles/ru/dead.md": person("Dead D", "status: died", "died: 2021-12-31",
			"detentions: [{kind: imprisoned, from: 2020-05-01, to: 2021-12-31, end: died}]"),
		"content/profiles/ru/late.md": person("Late L", detained("pretrial", "from: 2026-10-01")),
	})
	for _, c := range []struct {
		on, everybody string
		held          int
		status        string // of anna
		past          bool
	}{
		{"2020-02-29", "", 0, "", true},
		{"2020-03-01", "anna", 1, "pretrial", true},
		{"2021-01-09", "anna dead", 2, "pretrial", true},
		{"2021-01-10", "anna dead", 2, "imprisoned", true},
		{"2021-06-01", "anna boris dead", 3, "imprisoned", true},
		{"2021-12-31", "anna boris dead", 2, "imprisoned", true},
		{"2022-05-04", "anna boris dead", 2, "imprisoned", true},
		{"2022-05-05", "anna boris dead", 1, "released", true},
		{today, "anna boris dead late", 2, "released", false},
	} {
		s, problems := loadDir(t, dir, c.on)
		if s == nil {
			t.Fatalf("%s: %v", c.on, problems)
		}
		wantList(t, s, site.Everybody, "", "", c.everybody)
		if s.Counts.Held != c.held {
			t.Errorf("%s: %d held, want %d", c.on, s.Counts.Held, c.held)
		}
		if s.Past != c.past {
			t.Errorf("%s: past is %v", c.on, s.Past)
		}
		if i := s.Find("by/anna"); c.status != "" && (i < 0 || s.People[i].Status.String() != c.status) {
			t.Errorf("%s: anna is not %s", c.on, c.status)
		}
	}
}

// formats is the least that an interface language needs.
const formats = `format:
  months: {format: [m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12]}
  date: {day: "{day} {month} {year}", month: "{month} {year}", year: "{year}"}
  list: {two: "{a}, {b}", middle: "{a}, {b}", end: "{a}, {b}"}
`

func TestEachLanguageHasItsOrder(t *testing.T) {
	s := load(t, files{
		"content/site.yaml":              "languages: [en, ru]\n",
		"content/profiles/by/zed.md":     person("Anna Zed", "names: {ru: Анна Абв}", "status: died"),
		"content/profiles/by/abv.md":     person("Olga Abv", "names: {ru: Ольга Яяя}", "status: died"),
		"content/profiles/by/ell.md":     person("Ёлка Eka", "sort: Ёлка", "status: died"),
		"content/profiles/ru/unnamed.md": "---\nunnamed: true\nstatus: died\nsources: [{title: Invented}]\n---\n",
		"content/profiles/ru/digit.md":   person("Number 9nine", "status: died"),
		"content/profiles/ru/same-b.md":  person("Same Same", "status: died"),
		"content/profiles/ru/same-a.md":  person("Same Same", "status: died"),
	}, today)
	l := s.List(site.Everybody, "", "")
	for i, want := range []string{"digit abv same-a same-b zed ell ?", "digit same-a same-b zed ell abv ?"} {
		if got := names(s, s.Sorted(l, i)); got != want {
			t.Errorf("%s: %s, want %s", s.Languages[i].Tag(), got, want)
		}
	}
	for i, want := range []string{"# A S Z Е", "# S А Е Я"} {
		var got []string
		for _, in := range s.Initials(i) {
			got = append(got, in.Letter)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: letters %s, want %s", s.Languages[i].Tag(), got, want)
		}
	}
}

func TestInitialsNameThePage(t *testing.T) {
	f := files{}
	for i := range 250 {
		letter := string(rune('A' + i/120))
		f[fmt.Sprintf("content/profiles/by/p%d.md", i)] = person(fmt.Sprintf("X %s%03d", letter, i), "status: died")
	}
	s := load(t, f, today)
	for name, got := range map[string][]site.Initial{"everybody": s.Initials(0), "the dead": s.Letters(s.List(site.OfClass, "", "died"), 0)} {
		var where []string
		for _, in := range got {
			where = append(where, fmt.Sprint(in.Letter, in.Page, s.People[in.First].Name(0)))
		}
		if got, want := strings.Join(where, "|"), "A1X A000|B2X B120|C3X C240"; got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestBirthday(t *testing.T) {
	for _, c := range []struct{ on, born, want string }{
		{"2026-11-21", "1984-11-21", "2026-11-21"},
		{"2026-11-21", "1984-11-20", "2027-11-20"},
		{"2026-11-21", "1984-02-29", "2027-03-01"},
		{"2027-11-21", "1984-02-29", "2028-02-29"},
		{"2027-03-01", "1984-02-29", "2027-03-01"},
		{"2027-12-31", "1984-01-01", "2028-01-01"},
	} {
		born, err := profile.ParseDate(c.born)
		if err != nil {
			t.Fatal(err)
		}
		s := &site.Site{AsOf: day(t, c.on)}
		if got := s.Birthday(born).String(); got != c.want {
			t.Errorf("born %s, on %s: %s, want %s", c.born, c.on, got, c.want)
		}
	}
}

func TestTheHomePagesPeople(t *testing.T) {
	held := func(from string) string { return detained("imprisoned", "from: "+from) }
	const address = "letters: {address: Own street 7}"
	f := files{
		"content/profiles/by/today.md":   person("Today T", "born: 1984-11-21", held("2026-11-01"), address),
		"content/profiles/by/soon.md":    person("Soon S", "born: 1984-12-22", held("2026-11-02"), address), // in 31 days
		"content/profiles/by/later.md":   person("Later L", "born: 1984-12-23", held("2026-11-03"), address),
		"content/profiles/by/nowhere.md": person("Nowhere N", "born: 1984-11-22", held("2025-11-01"), "verified: 2026-11-01"),
		"content/profiles/by/privacy.md": person("Privacy P", "born: 1984-11-22", held("2025-11-01"), "verified: 2026-11-01",
			"letters: {state: asked-privacy, address: Own street 7}"),
		"content/profiles/by/nobody.md": person("Nobody N", "born: 1984-11-22", held("2025-11-01"), "verified: 2026-11-01",
			"letters: {state: 'no', address: Own street 7}"),
		"content/profiles/by/partial.md": person("Partial P", "born: 1984-11", held("2026-11")),
		"content/profiles/by/free.md": person("Free F", "born: 1984-11-22", "status: released",
			"detentions: [{kind: imprisoned, from: 2020-01-01, to: 2026-11-20, end: released}]"),
		"content/profiles/by/home.md": person("Home H", "born: 1984-11-22", "status: home-confinement",
			"detentions: [{kind: imprisoned, from: 2020-01-01, to: 2026-11-20}, {kind: home-confinement, from: 2026-11-20}]"),
		"content/profiles/by/dead.md": person("Dead D", "born: 1984-11-22", "status: died", "died: 2026-11-20"),
		"content/profiles/by/unnamed.md": "---\nunnamed: true\nstatus: imprisoned\nborn: 1984-11-22\ndetentions: [{kind: imprisoned, from: 2026-11-19}]\n" +
			"sources: [{title: Invented}]\n---\n",
		"content/profiles/by/moved.md": person("Moved M", "status: imprisoned",
			"detentions: [{kind: pretrial, from: 2025-01-01, to: 2026-11-19}, {kind: imprisoned, from: 2026-11-19}]"),
	}
	s := load(t, f, today)
	if got := names(s, s.Recent.Detained); got != "later soon today" {
		t.Errorf("detained: %s", got)
	}
	if got := names(s, s.Recent.Freed); got != "free" {
		t.Errorf("freed: %s", got)
	}
	if got := names(s, s.Recent.Birthdays); got != "today soon" { // nobody who cannot be written to
		t.Errorf("birthdays: %s", got)
	}
	if got := names(s, s.Latest("", 3)); got != "dead free home" {
		t.Errorf("latest: %s", got)
	}
	if got := names(s, s.Latest("by", 100)); strings.Contains(got, "?") || len(strings.Fields(got)) != 11 {
		t.Errorf("latest of a country: %s", got)
	}
}

func TestNewsOfAPerson(t *testing.T) {
	news := func(title string) string {
		return "---\ntitle: " + title + "\npeople: [by/anna, ru/anna]\nsources: [{title: Invented}]\n---\n"
	}
	s := load(t, files{
		"content/profiles/by/anna.md":         person("Anna A", "status: died"),
		"content/profiles/ru/anna.md":         person("Anna R", "status: died"),
		"content/news/2026-01-02-one.md":      news("One"),
		"content/news/2026-02-02-two-more.md": news("Two"),
	}, today)
	if got := s.NewsOf[int32(s.Find("ru/anna"))]; !slices.Equal(got, []string{"2026-02-02-two-more", "2026-01-02-one"}) {
		t.Errorf("%q", got)
	}
}

func TestListsOfPeopleHeldNowAreCounted(t *testing.T) {
	for _, c := range []struct {
		kind site.ListKind
		key  string
		want bool
	}{
		{site.OfCountry, "", true}, {site.OfClass, "held", true}, {site.OfClass, "former", false},
		{site.OfStatus, "pretrial", true}, {site.OfStatus, "house-arrest", true}, {site.OfStatus, "released", false}, {site.OfStatus, "travel-ban", false},
		{site.PoliticalPrisoners, "", true}, {site.Everybody, "", false}, {site.OfYear, "2020", false}, {site.OfGroup, "held", false},
	} {
		if got := (&site.List{Kind: c.kind, Key: c.key}).Counted(); got != c.want {
			t.Errorf("list %d %s: %v", c.kind, c.key, got)
		}
	}
}

// A law file may hold a whole code: an article has a page once somebody is charged under it.
func TestArticlesThatNobodyIsChargedUnderHaveNoPage(t *testing.T) {
	var law strings.Builder
	for i := range 500 {
		fmt.Fprintf(&law, "AQ-%d: {title: An invented article}\n", i)
	}
	s := load(t, files{"content/laws/aq.yaml": law.String(), "content/profiles/aq/a.md": person("A", detained("imprisoned", "from: 2020-01-01"),
		"charges: [{article: AQ-7}, {article: AQ-9, stage: dropped}]")}, "2026-11-21")
	var got []string
	for p := range s.Pages() {
		if p.List != nil && p.List.Kind == site.OfArticle {
			got = append(got, p.Path)
		}
	}
	if strings.Join(got, " ") != "countries/aq/articles/aq-7.html countries/aq/articles/aq-9.html" {
		t.Errorf("pages of articles: %q", got)
	}
}

// Whatever a stranger writes of the languages of letters, the pages that come of it are those of languages.
func TestLettersInALanguageAreOneList(t *testing.T) {
	f := files{}
	for i, tags := range []string{"zh", "zh-Hans", "zh-Hant-TW", "sr-Latn-ME, zh-Latn, en-GB"} {
		f[fmt.Sprintf("content/profiles/aq/p-%d.md", i)] = person("A", "verified: 2026-11-01", detained("imprisoned", "from: 2020-01-01"),
			"letters: {address: Somewhere, languages: ["+tags+"]}")
	}
	s := load(t, f, "2026-11-21")
	got := map[string]int{}
	for _, l := range s.Lists() {
		if tag := l.Language(); tag != "" {
			got[l.Path+" "+tag] = len(l.Members)
		}
	}
	want := map[string]int{"letters/in-zh.html zh": 4, "letters/in-sr.html sr": 1, "letters/in-en.html en": 1}
	if !maps.Equal(got, want) {
		t.Errorf("lists of letters: %v", got)
	}
}

package lang

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func TestLoadRejects(t *testing.T) {
	en := english(t)
	for _, c := range []struct {
		name, tag, yaml string
		want            []string // parts of the error
	}{
		{"every broken entry is listed", "be", formatOf +
			"nav.home: ''\nnav.about: '{'\nspan.days: {one: x, many: y}",
			[]string{"line 6: nav.home: the text is empty", "line 7: nav.about: a placeholder", `line 8: span.days: the form "few" is missing`}},
		{"English lacks one", "en", formatOf + "count.people: {other: '{n} people'}", []string{`the form "one" is missing`}},
		{"English has no few", "en", formatOf + "count.people: {one: a, few: b, other: c}", []string{`no whole number takes the form "few"`}},
		{"Russian lacks many", "ru", formatOf + "count.people: {one: a, few: b, other: c}", []string{`the form "many" is missing`}},
		{"gender without other", "ru", formatOf + "status.died: {male: a, female: b}", []string{`the form "other" is missing`}},
		{"number and gender mixed", "ru", formatOf + "status.died: {male: a, female: b, other: c, few: d}", []string{`"few" is no form`}},
		{"unknown form", "ru", formatOf + "count.people: {one: a, few: b, many: c, some: d}", []string{`"some" is no form here; the forms are other,`}},
		{"form twice", "ru", formatOf + "count.people: {one: a, one: a, few: b, many: c}", []string{"twice"}},
		{"key twice", "be", formatOf + "nav.home: a\nnav.home: b", []string{"line 7: nav.home: stands already in line 6"}},
		{"nested keys", "be", formatOf + "nav: {home: a}", []string{`line 6: nav: "home" is no form here`}},
		{"a list", "be", formatOf + "nav.home: [a]", []string{"neither a text nor"}},
		{"key that nobody asks for", "be", formatOf + "nav.hom: a", []string{"en has no such key"}},
		{"placeholder nobody fills", "be", formatOf + "as_of: на {data}", []string{"nobody fills {data}"}},
		{"form of a date where there is none", "be", formatOf + "nav.home: '{date_of}'", []string{"nobody fills {date_of}"}},
		{"both forms of a date", "be", formatOf + "as_of: на {date} {date_of}", []string{"nobody fills {date_of}"}},
		{"placeholder left out", "be", formatOf + "as_of: сёння", []string{"{date} is left out"}},
		{"plain text for a plural", "be", formatOf + "count.people: '{n} чалавек'", []string{"plural forms"}},
		{"stray brace", "be", formatOf + "nav.home: a}", []string{"without its {"}},
		{"broken YAML", "be", "nav.home: [", []string{"language be"}},
		{"no mapping", "be", "- a", []string{"not a list of keys"}},
		{"no format", "be", "nav.home: a", []string{"format: is missing"}},
		{"unknown field of format", "be", formatOf + "  dirr: rtl", []string{"line 6: format: there is no field dirr"}},
		{"wrong shapes in format", "be", strings.Replace(formatOf, "format: [", "formt: [", 1) + "  words: one\n  countries: [a]",
			[]string{"line 3: format: there is no field formt\n", "line 6: format: a text, a list or fields", "line 7: format: a text"}},
		{"wrong direction", "be", formatOf + "  dir: up", []string{`format.dir: "up"`}},
		{"no such language", "e_n_", formatOf, []string{`language "e_n_"`}},
		{"date without year", "be", strings.Replace(formatOf, `{month} {year}", month`, `{month}", month`, 1),
			[]string{`format.date.day: the placeholders are "day month"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			fallback := en
			if c.tag == "en" {
				fallback = nil
			}
			l, err := Load([]byte(c.yaml), c.tag, fallback)
			if err == nil || l != nil {
				t.Fatal("was accepted")
			}
			for _, part := range c.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q\nlacks %q", err, part)
				}
			}
		})
	}
}

// A new language is checked here without a line of Go.
func TestShippedLanguages(t *testing.T) {
	en := english(t)
	files, err := filepath.Glob("../../templates/i18n/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		tag, fallback := strings.TrimSuffix(filepath.Base(file), ".yaml"), en
		if tag == "en" {
			fallback = nil
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Load(data, tag, fallback); err != nil {
			t.Error(err)
		}
	}
}

func TestLoadNeedsSpan(t *testing.T) {
	if _, err := Load([]byte(formatOf), "en", nil); err == nil || !strings.Contains(err.Error(), "span.years is missing") {
		t.Error(err)
	}
}

// A language whose numbers all take one form may write a plain text or {other: …}.
func TestOneFormLanguage(t *testing.T) {
	zh := load(t, "zh", formatOf+"span.days: '{n}天'\nspan.years: {other: '{n}年'}", english(t))
	if got := zh.N("span.days", 3) + zh.N("span.years", 1); got != "3天1年" {
		t.Error(got)
	}
}

func TestOverrides(t *testing.T) {
	en := english(t)
	l := load(t, "he", formatOf+"  name: Own\n  countries: {by: Overridden}\n  within: {by: the Overridden}\n  languages: {be: Overridden}", en)
	for _, c := range []struct{ got, want string }{
		{l.Dir(), "rtl"}, // by the script
		{l.Name(), "Own"},
		{l.Country("by"), "Overridden"},
		{l.CountryWithin("by"), "the Overridden"},
		{l.CountryWithin("ru"), l.Country("ru")},
		{en.CountryWithin("ae"), "the United Arab Emirates"},
		{l.LanguageName("be"), "Overridden"},
		{load(t, "he", formatOf+"  dir: ltr", en).Dir(), "ltr"},
		{load(t, "bo", formatOf, en).Country("by"), "Belarus"}, // CLDR has no Tibetan names here
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// As its first lines say, a copy of English is a beginning, also in a language in which no number takes another form.
func TestACopyOfEnglishWorks(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "templates", "i18n", "en.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	en := english(t)
	for _, tag := range []string{"zh", "zh-Hant", "ja", "ko", "vi", "th", "id", "my", "de", "tr", "hi", "ka"} {
		l, err := Load(data, tag, en)
		if err != nil {
			t.Errorf("%s: %v", tag, err)
			continue
		}
		if got := l.N("span.days", 1); got == "" || strings.Contains(got, "span.days") {
			t.Errorf("%s: one day is %q", tag, got)
		}
	}
}

// A site's own file of strings need not have more than what is other than in ours: the rest is in its language too, and only
// what neither has is missing.
func TestOwnStringsGoBeforeOurs(t *testing.T) {
	ours := fstest.MapFS{"i18n/en.yaml": {Data: []byte(formatOf + "span.days: {one: '{n} day', other: '{n} days'}\nspan.years: {one: y, other: y}\n" +
		"span.months: {one: m, other: m}\nnav.home: Home\nnav.find: Find {name}\nnav.more: More\n")},
		"i18n/pl.yaml": {Data: []byte(strings.Replace(formatOf, "m1", "sty", 1) +
			"span.days: {one: '{n} dzień', few: '{n} dni', many: '{n} dni', other: '{n} dnia'}\n" +
			"span.years: {one: r, few: r, many: r, other: r}\nspan.months: {one: m, few: m, many: m, other: m}\nnav.home: Strona\nnav.find: Znajdź {name}\n")}}
	own := fstest.MapFS{"i18n/en.yaml": {Data: []byte("nav.home: Our home\n")}, "i18n/pl.yaml": {Data: []byte("nav.home: Nasza strona\n")}}
	all, err := LoadAll(own, []string{"en", "pl"}, ours)
	if err != nil {
		t.Fatal(err)
	}
	en, pl := all[0], all[1]
	for got, want := range map[string]string{en.T("nav.home"): "Our home", en.T("nav.find", "name", "Ann"): "Find Ann", pl.T("nav.home"): "Nasza strona",
		pl.T("nav.find", "name", "Ann"): "Znajdź Ann", pl.N("span.days", 2): "2 dni", pl.T("nav.more"): "More", pl.Date(2020, 1, 0): "sty 2020"} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if missing := slices.Concat(en.Missing(), pl.Missing()); !slices.Equal(missing, []string{"nav.more"}) {
		t.Errorf("missing: %q", missing)
	}
	// What changed is read again, and so is what lies over it.
	ours["i18n/en.yaml"].Data = bytes.Replace(ours["i18n/en.yaml"].Data, []byte("More"), []byte("Even more"), 1)
	if all, err = LoadAll(own, []string{"en", "pl"}, ours); err != nil || all[0].T("nav.more") != "Even more" || all[1].T("nav.more") != "Even more" {
		t.Errorf("after an edit: %v, %v", all, err)
	}
	own["i18n/en.yaml"].Data = []byte("nav.hom: x\nnav.find: Find {nam}\nformat: {date: {day: '{day}'}}\n")
	if _, err := LoadAll(own, []string{"pl"}, ours); err == nil || !strings.Contains(err.Error(), "en has no such key") ||
		!strings.Contains(err.Error(), "{nam}") || !strings.Contains(err.Error(), "format.date.day") {
		t.Errorf("said %v", err)
	}
}

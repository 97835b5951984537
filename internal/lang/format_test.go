package lang

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/go-playground/locales"
	"github.com/go-playground/locales/be"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/fa"
	"github.com/go-playground/locales/ru"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

func TestNumberIsCLDR(t *testing.T) {
	for _, tag := range []string{"en", "ru", "be", "uk", "fa", "ckb", "ar", "hi", "de", "de-CH", "es", "pl", "pt-PT", "fr", "zh", "bo"} {
		l := &Language{numerals: newNumerals(language.MustParse(tag))}
		printer := message.NewPrinter(language.MustParse(tag))
		numbers := []int{999_999, 1_000_000, 12_345_678, 9_876_543_210, math.MaxInt, math.MinInt, -1, -1308, -1_234_567}
		for n := range 2000 {
			numbers = append(numbers, n, n*997)
		}
		for _, n := range numbers {
			if got, want := l.Number(n), printer.Sprintf("%d", n); got != want {
				t.Fatalf("%s: %d: got %q, want %q", tag, n, got, want)
			}
		}
	}
}

// Month names and date patterns stand in our files; CLDR says whether they are
// right. A new language joins with a row.
func TestDatesAreCLDR(t *testing.T) {
	english := english(t)
	for _, c := range []struct {
		l        *Language
		cldr     locales.Translator
		patterns bool // compare whole dates too, not months alone
	}{
		{english, en_GB.New(), true}, // day before month
		{load(t, "ru", russian, english), ru.New(), true},
		{load(t, "be", belarusian, english), be.New(), true},
		{load(t, "fa", persian, english), fa.New(), false}, // the library writes Latin digits
		{shipped(t, "ru", english), ru.New(), true},
		{shipped(t, "be", english), be.New(), true},
		{shipped(t, "fa", english), fa.New(), false},
	} {
		if got, want := c.l.format.Months.Format, c.cldr.MonthsWide(); !slices.Equal(got, want) {
			t.Errorf("%s: months are %q, CLDR has %q", c.l.Tag(), got, want)
		}
		for _, day := range []time.Time{
			time.Date(1984, 9, 25, 0, 0, 0, 0, time.UTC), time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC),
		} {
			got, want := c.l.Date(day.Year(), int(day.Month()), day.Day()), c.cldr.FmtDateLong(day)
			if c.patterns && got != want {
				t.Errorf("%s: got %q, CLDR has %q", c.l.Tag(), got, want)
			}
		}
	}
}

func TestDate(t *testing.T) {
	en := english(t)
	ru := load(t, "ru", russian, en)
	fa := load(t, "fa", persian, en)
	for _, c := range []struct{ got, want string }{
		{en.Date(1984, 9, 25), "25 September 1984"},
		{en.Date(2020, 9, 0), "September 2020"},
		{en.Date(2020, 0, 0), "2020"},
		{ru.Date(2020, 9, 1), "1 сентября 2020 г."},
		{ru.Date(2020, 9, 0), "сентябрь 2020 г."},
		{fa.Date(2020, 9, 25), "۲۵ سپتامبر ۲۰۲۰"},
		{shipped(t, "fa", en).Date(2026, 5, 0), "مهٔ ۲۰۲۶"},
		{fa.Year(2020), "۲۰۲۰"},
		{ru.Year(2020), "2020"},
		{en.Date(0, 0, 0), "⟦0-0-0⟧"},
		{en.Date(2020, 13, 1), "⟦2020-13-1⟧"},
		{en.Date(2020, 0, 1), "⟦2020-0-1⟧"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

// "Since June 2003" needs another form of the month than "June 2003"; with a day there is only one.
func TestDateOf(t *testing.T) {
	l := shipped(t, "be", english(t))
	for _, c := range []struct{ got, want string }{
		{l.Date(2003, 6, 0), "чэрвень 2003 г."},
		{l.DateOf(2003, 6, 0), "чэрвеня 2003 г."},
		{l.DateOf(2003, 6, 19), l.Date(2003, 6, 19)},
		{l.DateOf(2003, 0, 0), l.Date(2003, 0, 0)},
		{l.DateOf(2003, 0, 1), "⟦2003-0-1⟧"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	for key, want := range map[string]bool{"days.since": true, "as_of": false} {
		if g, of := l.AroundDate(key); of != want || g.Before == "" || g.After != "" {
			t.Errorf("%s: %q, %t", key, g, of)
		}
	}
}

func TestSpan(t *testing.T) {
	en := english(t)
	for _, c := range []struct{ got, want string }{
		{en.Span(3, 3, 19), "3 years 3 months 19 days"},
		{en.Span(1, 0, 1), "1 year 1 day"},
		{en.Span(0, 1, 0), "1 month"},
		{en.Span(0, 0, 0), "0 days"},
		{load(t, "ru", russian, en).Span(3, 5, 21), "3 года 5 месяцев 21 день"},
		{load(t, "fa", persian, en).Span(3, 0, 19), "۳ سال و ۱۹ روز"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	l := english(t)
	for _, c := range []struct{ got, want string }{
		{l.Country("by"), "Belarus"},
		{l.Country("mm"), "Myanmar"},         // ours; CLDR says "Myanmar (Burma)"
		{l.Country("mk"), "North Macedonia"}, // ours; the data in x/text is older
		{l.Country("uk"), "UK"},              // an alias is no code
		{l.Country("dd"), "DD"},              // is no more
		{l.Country("zz"), "ZZ"},
		{l.Country(""), ""},
		{l.LanguageName("be"), "Belarusian"},
		{l.LanguageName("fa"), "Persian"},
		{l.LanguageName("zh-Hant"), "Traditional Chinese"},
		{l.LanguageName("not a tag"), "not a tag"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestList(t *testing.T) {
	en := english(t)
	nested := load(t, "ml", `
format:
  months: {format: [m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12]}
  date: {day: "{day} {month} {year}", month: "{month} {year}", year: "{year}"}
  list: {two: "({a}+{b})", middle: "<{a},{b}>", end: "[{a}&{b}]"}
`, en)
	for _, c := range []struct {
		l     *Language
		items []string
		want  string
	}{
		{en, nil, ""},
		{en, []string{"a"}, "a"},
		{en, []string{"a", "b"}, "a and b"},
		{en, []string{"a", "b", "c"}, "a, b and c"},
		{en, []string{"a", "b", "c", "d"}, "a, b, c and d"},
		{nested, []string{"a", "b"}, "(a+b)"},
		{nested, []string{"a", "b", "c", "d"}, "<a,<b,[c&d]>>"},
	} {
		if got := c.l.List(c.items); got != c.want {
			t.Errorf("%q: got %q, want %q", c.items, got, c.want)
		}
	}
}

package render

import (
	"fmt"
	"html/template"
	"strings"

	"vigil/internal/lang"
	"vigil/internal/profile"
)

// functions are what templates can say in one language.
func functions(l *lang.Language) template.FuncMap {
	known := func(key string) string {
		if !l.Has(key) {
			panic(fmt.Errorf("there are no words of the name %q", key)) // the error of the template that asks for it
		}
		return key
	}
	return template.FuncMap{
		"inc": func(i int) int { return i + 1 },
		"copyForms": func() string { // of the age of a copy, with the number's place kept
			return forms(l, "copy.age", func(text string) string { return l.Capital(text) + "." })
		},
		"t":           func(key string, args ...any) string { return l.T(known(key), args...) },
		"n":           func(key string, n int, args ...any) string { return l.N(known(key), n, args...) },
		"num":         func(n int) string { return l.Number(n) },
		"capital":     l.Capital,
		"gap":         func(key, slot string) lang.Gap { return l.Around(l.T(known(key)), slot) },
		"forms":       func(key string) string { return forms(l, known(key), withoutNumber) },
		"dated":       func(key string, d Time) dated { return date(l, known(key), d) },
		"datePattern": l.DatePattern,
		"list":        func(ss []string) string { return l.List(ss) },
	}
}

// months are the names of the months from that of the page's day to that in which its counts stop, with commas between:
// a script brings them up to the reader's day.
func (c *composer) months() string {
	first, last := c.day.Date(), (c.day + profile.Day(c.site.Site.FreshDays)).Date()
	n := 12*int(last.Year-first.Year) + int(last.Month) - int(first.Month)
	names := c.lang.Months()
	names = append(names[first.Month-1:], names[:first.Month-1]...)
	return strings.Join(names[:min(n, 11)+1], ",")
}

// dated is a sentence around a date.
type dated struct {
	lang.Gap
	Date Time
}

// dated puts a date into a sentence; nil where there is none. A call from a template takes three times as long.
func (c *composer) dated(key string, d profile.Date) *dated {
	if d.IsZero() {
		return nil
	}
	x := date(c.lang, key, c.time(d))
	return &x
}

func date(l *lang.Language, key string, d Time) dated {
	gap, of := l.AroundDate(key)
	if of {
		d.Text = d.Of
	}
	return dated{gap, d}
}

// forms writes the plural forms of a message, each made ready by edit, for days.js: one=day;other=days.
func forms(l *lang.Language, key string, edit func(string) string) string {
	var parts []string
	for _, f := range l.Forms(key) {
		parts = append(parts, f.Name+"="+edit(f.Text))
	}
	return strings.Join(parts, ";")
}

func withoutNumber(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "{n}", "")) }

func behindNumber(text string) string {
	_, after, _ := strings.Cut(text, "{n}")
	return strings.TrimSpace(after)
}

// Time is a date as a template prints it, in a <time> element. Of is its text where a sentence has {date_of}.
type Time struct{ ISO, Text, Of string }

func (c *composer) time(d profile.Date) Time {
	if d.IsZero() {
		return Time{}
	}
	year, month, day := int(d.Year), int(d.Month), int(d.Day)
	t := Time{ISO: d.String(), Text: c.lang.Date(year, month, day)}
	if t.Of = t.Text; month > 0 && day == 0 { // the only ones that differ
		t.Of = c.lang.DateOf(year, month, day)
	}
	return t
}

package lang

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// format is the entry of that name in the YAML file: how the language writes
// what is not a text of its own. Month names and date patterns stand here, not in CLDR
// data, because x/text has none; a test compares them with CLDR.
type format struct {
	Name   string // own name; default: CLDR's
	Dir    string // ltr or rtl; default: from the script
	Months struct {
		Format     []string // beside a day: "25 верасня"
		Standalone []string // without: "верасень 2020"; default: the same
	}
	Date      datePatterns
	List      listPatterns
	Words     []string          // one to nine in words, before a noun that means people; default: digits
	Span      string            // between "3 years" and "3 months"; default: a space
	Alphabet  []string          // the letters of A–Z lists; default: A to Z
	Countries map[string]string // lower-case code -> name, where CLDR's is not what people say
	Within    map[string]string // lower-case code -> name within a sentence, where it differs: "the Netherlands"
	Languages map[string]string // tag -> name
}

// Months returns the twelve names of the months in the form that they have beside
// a day, for a script that brings a date up to the reader's day.
func (l *Language) Months() []string { return slices.Clone(l.format.Months.Format) }

// DatePattern returns a whole date with {day}, {month} and {year} in their places, for such a script.
func (l *Language) DatePattern() string { return l.format.Date.Day }

// MonthNames returns the names of the months in both forms, twelve each, for reading dates that people wrote.
func (l *Language) MonthNames() [][]string {
	return [][]string{slices.Clone(l.format.Months.Format), slices.Clone(l.format.Months.Standalone)}
}

// datePatterns are texts with {day}, {month}, {year}, for each precision.
type datePatterns struct {
	Day, Month, Year string

	day, month, year pattern
}

// listPatterns are texts with {a} and then {b}: for two items, for the last two
// of more, and for an item and all that follow it.
type listPatterns struct {
	Two, Middle, End string

	two, middle, end pair
}

// pair is a parsed list pattern.
type pair struct{ before, between, after string }

// clone gives a copy whose lists of names can grow by themselves.
func (f format) clone() format {
	f.Countries, f.Within, f.Languages = maps.Clone(f.Countries), maps.Clone(f.Within), maps.Clone(f.Languages)
	return f
}

// complete fills in the defaults, parses the patterns and returns what is wrong.
func (f *format) complete(tag language.Tag) (broken []error) {
	bad := func(field, why string, args ...any) {
		broken = append(broken, fmt.Errorf("format."+field+": "+why, args...))
	}
	if f.Name == "" {
		f.Name = display.Self.Name(tag)
	}
	if f.Name == "" {
		bad("name", "CLDR does not know what %s calls itself: say it", tag)
	}
	if f.Dir == "" {
		f.Dir = direction(tag)
	}
	if f.Dir != "ltr" && f.Dir != "rtl" {
		bad("dir", "%q is neither ltr nor rtl", f.Dir)
	}
	if f.Months.Standalone == nil {
		f.Months.Standalone = f.Months.Format
	}
	if len(f.Months.Format) != 12 || len(f.Months.Standalone) != 12 {
		bad("months", "%d and %d names instead of 12", len(f.Months.Format), len(f.Months.Standalone))
	}
	if f.Span == "" {
		f.Span = " "
	}
	if f.Alphabet == nil {
		f.Alphabet = strings.Split("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "")
	}
	f.patterns(bad)
	return broken
}

// patterns parses those of dates and lists.
func (f *format) patterns(bad func(field, why string, args ...any)) {
	for _, d := range []struct {
		field, text string
		to          *pattern
		slots       string
	}{
		{"day", f.Date.Day, &f.Date.day, "day month year"},
		{"month", f.Date.Month, &f.Date.month, "month year"},
		{"year", f.Date.Year, &f.Date.year, "year"},
	} {
		var err error
		if *d.to, err = parsePattern(d.text); err != nil {
			bad("date."+d.field, "%w", err)
		} else if got := slotsOf(*d.to); got != d.slots {
			bad("date."+d.field, "the placeholders are %q instead of %q", got, d.slots)
		}
	}
	for _, p := range []struct {
		field, text string
		to          *pair
	}{
		{"two", f.List.Two, &f.List.two},
		{"middle", f.List.Middle, &f.List.middle},
		{"end", f.List.End, &f.List.end},
	} {
		before, rest, a := strings.Cut(p.text, "{a}")
		between, after, b := strings.Cut(rest, "{b}")
		if !a || !b {
			bad("list."+p.field, "%q needs {a} and then {b}", p.text)
		}
		*p.to = pair{before, between, after}
	}
}

package lang

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// numerals is how a language writes whole numbers: CLDR's digits and grouping,
// read off from x/text once, because its printers cost microseconds a number.
type numerals struct {
	digits      [10]string
	latin       bool // the digits are 0–9
	separator   string
	first, next int    // digits in the last group and in those before it; 0: no groups
	minus, tail string // around the digits of a negative number
}

func newNumerals(tag language.Tag) numerals {
	printer := message.NewPrinter(tag)
	var f numerals
	f.latin = true
	for d := range f.digits {
		f.digits[d] = printer.Sprintf("%d", d)
		f.latin = f.latin && f.digits[d] == strconv.Itoa(d)
	}
	f.minus, f.tail, _ = strings.Cut(printer.Sprintf("%d", -5), f.digits[5])

	// 1234567890 has each digit once, so what stands between two is a separator.
	rest, last := printer.Sprintf("%d", 1234567890), 0
	for i := range 10 {
		between, after, _ := strings.Cut(rest, f.digits[(i+1)%10])
		if between != "" {
			f.separator = between
			f.next, f.first, last = i-last, 10-i, i
		}
		rest = after
	}
	return f
}

// Number writes a whole number with the digits and the grouping of the language.
func (l *Language) Number(n int) string {
	f := &l.numerals
	if n < 0 {
		return f.minus + f.group(strconv.FormatUint(-uint64(n), 10)) + f.tail
	}
	return f.group(strconv.Itoa(n))
}

// Words writes a number of people as a headline does: in words if the language says how, up to nine.
func (l *Language) Words(n int) string {
	if n >= 1 && n <= len(l.format.Words) {
		return l.format.Words[n-1]
	}
	return l.Number(n)
}

func (f *numerals) group(ascii string) string {
	if f.latin && (f.first == 0 || len(ascii) <= f.first) {
		return ascii
	}
	var b strings.Builder
	b.Grow(3 * len(ascii))
	for i, c := range []byte(ascii) {
		left := len(ascii) - i // digits still to write
		if i > 0 && f.first > 0 && left >= f.first && (left-f.first)%f.next == 0 {
			b.WriteString(f.separator)
		}
		b.WriteString(f.digits[c-'0'])
	}
	return b.String()
}

// ungrouped puts a year or a day of the month at the end of b.
func (f *numerals) ungrouped(b []byte, n int) []byte {
	if f.latin || n < 0 {
		return strconv.AppendInt(b, int64(n), 10)
	}
	for _, c := range strconv.Itoa(n) {
		b = append(b, f.digits[c-'0']...)
	}
	return b
}

// Year writes a year by itself: digits of the language without groups, and without what stands beside
// a year in a date ("2021", not "2021 г.").
func (l *Language) Year(year int) string { return string(l.numerals.ungrouped(nil, year)) }

// Date writes a Gregorian date, whole or partial: a day of 0 leaves the month,
// a month of 0 the year. A year below 1 or a month or day out of range is loud.
func (l *Language) Date(year, month, day int) string {
	return l.date(year, month, day, l.format.Months.Standalone)
}

// DateOf writes a date like [Language.Date], but a month without a day in the form
// that it has beside one, for {date_of}: "(since) of September 2020".
func (l *Language) DateOf(year, month, day int) string {
	return l.date(year, month, day, l.format.Months.Format)
}

// date writes a date; a month without a day is one of the names in alone.
func (l *Language) date(year, month, day int, alone []string) string {
	if year < 1 || month < 0 || month > 12 || day < 0 || day > 31 || month == 0 && day != 0 {
		return loud(fmt.Sprintf("%d-%d-%d", year, month, day))
	}
	p, names := l.format.Date.day, l.format.Months.Format
	switch {
	case month == 0:
		p = l.format.Date.year
	case day == 0:
		p, names = l.format.Date.month, alone
	}
	b := make([]byte, 0, 64)
	for _, s := range p {
		switch s.slot {
		case "year":
			b = l.numerals.ungrouped(b, year)
		case "month":
			b = append(b, names[month-1]...)
		case "day":
			b = l.numerals.ungrouped(b, day)
		default:
			b = append(b, s.text...)
		}
	}
	return string(b)
}

// Span writes a length of time as "3 years 3 months 19 days". Parts of zero are
// left out; nothing at all is "0 days".
func (l *Language) Span(years, months, days int) string {
	var parts []string
	for _, p := range []struct {
		key string
		n   int
	}{{"span.years", years}, {"span.months", months}, {"span.days", days}} {
		if p.n != 0 {
			parts = append(parts, l.N(p.key, p.n))
		}
	}
	if parts == nil {
		return l.N("span.days", 0)
	}
	return strings.Join(parts, l.format.Span)
}

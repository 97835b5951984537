package importer

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	ptime "github.com/yaa110/go-persian-calendar"

	"vigil/internal/profile"
)

// Orders of day, month and year. A date that begins with four digits is year, month, day whatever the order.
var orders = []string{"dmy", "mdy", "ymd"}

// Calendars that dates can be written in.
var calendars = []string{"gregorian", "solar-hijri"}

// dates reads the dates of one column.
type dates struct {
	order  string // "": not told; see seen
	solar  bool
	months map[string]int // folded name, or its beginning -> 1 … 12

	dmy, mdy []string // values that only one order makes a date of
	either   []string // values that both make a date of, and not the same
}

var (
	clock       = regexp.MustCompile(`(?:^|[\st,])\d{1,2}[:٫]\d{2}(?::\d{2})?(?:\.\d+)?(?:\s*[ap]\.?m\.?)?(?:z|[+-]\d{2}:?\d{2})?(?:$|[\s,])`)
	yearFirst   = regexp.MustCompile(`^(\d{4})(?:[-/. ](\d{1,2}|[a-zA-Z?]{2})(?:[-/. ](\d{1,2}|[a-zA-Z?]{2}))?)?$`)
	yearLast    = regexp.MustCompile(`^(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})$`)
	shortYear   = regexp.MustCompile(`^\d{1,2}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{2}$`)
	monthYear   = regexp.MustCompile(`^(\d{1,2})[-/.](\d{4})$`)
	compact     = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	ordinal     = regexp.MustCompile(`(\d)(?:st|nd|rd|th|го|-го|-е)(\s|,|$)`)
	yearWord    = regexp.MustCompile(`(?i)\s*(?:года?|году|гг?\.?|року|р\.|год|г\.|سال)$`)
	unknownPart = regexp.MustCompile(`^(?:[a-zA-Z?]{2}|0{1,2})$`)
)

// maxDate is the most bytes of a date, in whatever words.
const maxDate = 200

// read makes a date of a cell: July 14th, 2014 · 22 November 2013 · 2008/03/dd · 10:19 23-07-2024 · 05.2013 · 1392/05/01.
// What is wrong is said in a few words.
func (d *dates) read(cell string) (profile.Date, error) {
	if len(cell) > maxDate {
		return profile.Date{}, errors.New("it is not a date")
	}
	s := strings.ToLower(strings.TrimSpace(western.Replace(cell)))
	s = strings.TrimSpace(clock.ReplaceAllString(" "+s+" ", " "))
	s = ordinal.ReplaceAllString(s, "$1$2")
	s = strings.TrimSpace(yearWord.ReplaceAllString(s, ""))
	s = strings.TrimRight(s, "., ")
	for _, form := range []*regexp.Regexp{yearFirst, compact} {
		if m := form.FindStringSubmatch(s); m != nil {
			return d.date(m[1], m[2], m[3])
		}
	}
	if m := monthYear.FindStringSubmatch(s); m != nil {
		return d.date(m[2], m[1], "")
	}
	if m := yearLast.FindStringSubmatch(s); m != nil {
		return d.numeric(m[1], m[2], m[3])
	}
	if shortYear.MatchString(s) {
		return profile.Date{}, errors.New("the year has two digits")
	}
	return d.named(s)
}

// numeric reads two numbers before a year, in the order of the column.
func (d *dates) numeric(a, b, year string) (profile.Date, error) {
	x, _ := strconv.Atoi(a)
	y, _ := strconv.Atoi(b)
	switch {
	case d.order == "mdy":
		return d.date(year, a, b)
	case d.order != "":
		return d.date(year, b, a)
	}
	text := a + "/" + b + "/" + year
	switch {
	case x > 12 && y <= 12:
		d.dmy = note(d.dmy, text)
	case y > 12 && x <= 12:
		d.mdy = note(d.mdy, text)
		return d.date(year, a, b)
	case x != y && x <= 12:
		d.either = note(d.either, text)
	}
	return d.date(year, b, a)
}

// examples is how many values of a kind are kept to be shown.
const examples = 3

func note(list []string, value string) []string {
	if len(list) < examples && !slices.Contains(list, value) {
		list = append(list, value)
	}
	return list
}

// undecided gives values that show that the order of day and month has to be told, or "".
func (d *dates) undecided() string {
	switch {
	case d.order != "":
	case len(d.dmy) > 0 && len(d.mdy) > 0:
		return fmt.Sprintf("both orders stand in it: %s, and %s", strings.Join(d.dmy, ", "), strings.Join(d.mdy, ", "))
	case len(d.dmy)+len(d.mdy) == 0 && len(d.either) > 0:
		return strings.Join(d.either, ", ") + " can be read both ways"
	}
	return ""
}

// settle takes the only order that fits the whole column; without one, dates are read with the day first.
func (d *dates) settle() {
	if d.order == "" && len(d.dmy) == 0 && len(d.mdy) > 0 {
		d.order = "mdy"
	}
}

// named reads a date with the name of a month in it.
func (d *dates) named(s string) (profile.Date, error) {
	var day, year string
	month := 0
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,./-،", r) }) {
		switch n, err := strconv.Atoi(word); {
		case err == nil && len(word) == 4 && year == "":
			year = word
		case err == nil && n >= 1 && n <= 31 && day == "":
			day = word
		case err != nil && month == 0 && d.month(word) > 0:
			month = d.month(word)
		case word == "of" || word == "de" || word == "the":
		default:
			return profile.Date{}, errors.New("it is not a date")
		}
	}
	if month == 0 || year == "" {
		return profile.Date{}, errors.New("it is not a date")
	}
	return d.date(year, strconv.Itoa(month), day)
}

// month finds a month by its name or by at least three letters of it.
func (d *dates) month(word string) int {
	word = fold(word)
	if n := d.months[word]; n > 0 {
		return n
	}
	found := 0
	if len([]rune(word)) >= 3 {
		for name, n := range d.months {
			if strings.HasPrefix(name, word) {
				if found != 0 && found != n {
					return 0
				}
				found = n
			}
		}
	}
	return found
}

// date puts the parts together; a part that is "dd", "mm", "00" or "??" is not known.
func (d *dates) date(year, month, day string) (profile.Date, error) {
	if unknownPart.MatchString(month) {
		month, day = "", ""
	}
	if unknownPart.MatchString(day) {
		day = ""
	}
	y, _ := strconv.Atoi(year)
	m, _ := strconv.Atoi(month)
	n, _ := strconv.Atoi(day)
	if d.solar {
		return solarDate(y, m, n)
	}
	text := fmt.Sprintf("%04d", y)
	if month != "" {
		text += fmt.Sprintf("-%02d", m)
	}
	if day != "" {
		text += fmt.Sprintf("-%02d", n)
	}
	date, err := profile.ParseDate(text)
	if err != nil {
		return date, errors.New("there is no such day")
	}
	if y < 1800 || y > 2200 {
		return profile.Date{}, errors.New("the year is not of our time; if the calendar is another one, say so in the map")
	}
	return date, nil
}

// western writes Arabic and Persian digits as 0 … 9.
var western = strings.NewReplacer("٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9",
	"۰", "0", "۱", "1", "۲", "2", "۳", "3", "۴", "4", "۵", "5", "۶", "6", "۷", "7", "۸", "8", "۹", "9")

// solarDate turns a date of the Solar Hijri calendar of Iran into a Gregorian one. A year or a month alone is
// kept only as far as it lies within one Gregorian year or month.
func solarDate(year, month, day int) (profile.Date, error) {
	if year < 1200 || year > 1500 {
		return profile.Date{}, errors.New("the year is not one of the Solar Hijri calendar of our time")
	}
	if month == 0 {
		return profile.Date{}, errors.New("a Solar Hijri year alone lies in two Gregorian years")
	}
	begin := ptime.Date(year, ptime.Month(month), 1, 12, 0, 0, 0, time.UTC)
	end := begin.LastMonthDay()
	if month > 12 || day > end.Day() {
		return profile.Date{}, errors.New("there is no such day")
	}
	first, last := profile.DayOf(begin.Time()), profile.DayOf(end.Time()).Date()
	switch {
	case day > 0:
		return (first + profile.Day(day-1)).Date(), nil
	case first.Date().Year != last.Year:
		return profile.Date{}, errors.New("a Solar Hijri month alone lies in two Gregorian years here")
	}
	return profile.Date{Year: last.Year}, nil
}

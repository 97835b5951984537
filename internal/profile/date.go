package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"vigil/internal/schema"
)

// Date is a calendar date (proleptic Gregorian) of which the day, or the month and the day, may be
// unknown: 1984-09-25, 1984-09, 1984. The zero Date is "not given". 4 bytes.
type Date struct {
	Year       int16
	Month, Day uint8 // 0: unknown
}

// Day is a calendar day as the number of days since 1970-01-01, in UTC. Counters subtract days, never
// times, so no clock change or leap second can move a number.
type Day int32

var (
	looseForm = regexp.MustCompile(`^([0-9]{4}) ?[-/. ] ?([0-9]{1,2})(?: ?[-/. ] ?([0-9]{1,2}|[dxDX?]{2}))?$`)
	dmyForm   = regexp.MustCompile(`^([0-9]{1,2}) ?([-/. ]) ?([0-9]{1,2}) ?[-/. ] ?([0-9]{4})$`)
	wordForm  = regexp.MustCompile(`^(?:([0-9]{1,2}) )?([A-Za-z]{3,9})\.?(?: ([0-9]{1,2}),?)?,? ([0-9]{4})$`)
)

var monthNames = [13]string{"", "January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"}

// ParseDate reads the three ISO 8601 forms above. Its errors are *schema.Fault and say how to write
// the date that was probably meant.
func ParseDate(s string) (Date, error) {
	m, ok := isoParts(s)
	if !ok {
		hint, meant := dateHint(s)
		return Date{}, &schema.Fault{Text: fmt.Sprintf("%q is not a date", short(s)), Hint: hint, Now: meant}
	}
	year, _ := strconv.Atoi(m[0])
	month, _ := strconv.Atoi(m[1])
	day, _ := strconv.Atoi(m[2])
	d := Date{Year: int16(year), Month: uint8(month), Day: uint8(day)}
	switch {
	case m[1] != "" && (month == 0 || m[2] != "" && day == 0) && month <= 12 && year >= 1000:
		return Date{}, &schema.Fault{Text: fmt.Sprintf("%q: there is no month or day 00", s), Hint: "leave out what is not known: " + written(year, month, 0),
			Now: written(year, month, 0)}
	case year < 1000:
		return Date{}, &schema.Fault{Text: fmt.Sprintf("%q is not a year", m[0]), Hint: "write four digits: 1984"}
	case m[1] != "" && (month < 1 || month > 12):
		return Date{}, &schema.Fault{Text: fmt.Sprintf("%q: there is no month %s", s, m[1]),
			Hint: "write year-month-day; leave out what is not known: 1984 or 1984-09"}
	case m[2] != "" && (day < 1 || day > daysIn(year, month)):
		return Date{}, &schema.Fault{Text: fmt.Sprintf("%q: %s %d has %d days", s, monthNames[month], year, daysIn(year, month)),
			Hint: "leave out what is not known: 1984 or 1984-09"}
	}
	return d, nil
}

// isoParts cuts year, month and day out of the forms YYYY, YYYY-MM and YYYY-MM-DD. A profile has some twenty
// dates, and a regular expression takes ten times as long.
func isoParts(s string) (parts [3]string, ok bool) {
	for i, c := range []byte(s) {
		if hyphen := i == 4 || i == 7; hyphen != (c == '-') || !hyphen && (c < '0' || c > '9') {
			return parts, false
		}
	}
	switch len(s) {
	case 4:
		return [3]string{s}, true
	case 7:
		return [3]string{s[:4], s[5:]}, true
	case 10:
		return [3]string{s[:4], s[5:7], s[8:]}, true
	}
	return parts, false
}

// dateHint proposes the date that was probably meant; meant is the only one that it can be.
func dateHint(s string) (hint, meant string) {
	number := func(s string) int { n, _ := strconv.Atoi(s); return n }
	if m := dmyForm.FindStringSubmatch(s); m != nil {
		one, two, year := number(m[1]), number(m[3]), number(m[4])
		dayFirst, monthFirst := written(year, two, one), written(year, one, two)
		switch {
		case dayFirst == "":
			dayFirst = monthFirst
		case monthFirst != "" && monthFirst != dayFirst && m[2] != ".": // with points the day comes first everywhere
			return fmt.Sprintf("it can be %d %s or %d %s: write %s or %s (year-month-day)", one, monthNames[two], two, monthNames[one], dayFirst, monthFirst), ""
		}
		if dayFirst != "" {
			return fmt.Sprintf("write %s (year-month-day)", dayFirst), dayFirst
		}
	}
	if m := looseForm.FindStringSubmatch(s); m != nil {
		year, month, day := number(m[1]), number(m[2]), number(m[3])
		if month > 12 && m[3] == "" && year%100 < month { // 2016/17
			return fmt.Sprintf("a span of years is no date: write %d if that is when it was, and the rest in the text", year), ""
		}
		if d := written(year, month, day); d != "" {
			return "write " + d, d
		}
	}
	if m := wordForm.FindStringSubmatch(s); m != nil {
		month := slices.IndexFunc(monthNames[:], func(name string) bool {
			return name != "" && strings.HasPrefix(strings.ToLower(name), strings.ToLower(m[2]))
		})
		if d := written(number(m[4]), max(month, 0), number(m[1]+m[3])); month > 0 && d != "" {
			return "write " + d, d
		}
	}
	return "write year-month-day, and leave out what is not known: 1984-09-25, 1984-09 or 1984", ""
}

// written is a date as ParseDate takes it, as far as it is known; "" if there is no such day.
func written(year, month, day int) string {
	switch {
	case year < 1000 || year > 9999 || month > 12 || month > 0 && day > daysIn(year, month):
		return ""
	case month == 0:
		return strconv.Itoa(year)
	case day == 0:
		return fmt.Sprintf("%d-%02d", year, month)
	}
	return fmt.Sprintf("%d-%02d-%02d", year, month, day)
}

// UnmarshalText reads a date as ParseDate does.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

// MarshalText writes the date as it would stand in a profile; the zero Date is empty.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// MarshalCBOR writes the date as four bytes, which are read in a quarter of the time of a list of its parts.
func (d Date) MarshalCBOR() ([]byte, error) {
	return []byte{fourBytes, byte(d.Year >> 8), byte(d.Year), d.Month, d.Day}, nil
}

// UnmarshalCBOR reads what MarshalCBOR writes.
func (d *Date) UnmarshalCBOR(b []byte) error {
	if len(b) != 5 || b[0] != fourBytes {
		return fmt.Errorf("% x is not a date", b)
	}
	*d = Date{Year: int16(b[1])<<8 | int16(b[2]), Month: b[3], Day: b[4]}
	return nil
}

const fourBytes = 0x44 // what begins a byte string of that length in CBOR

func (d Date) String() string {
	if d.Year == 0 {
		return ""
	}
	b := strconv.AppendInt(make([]byte, 0, len("2006-01-02")), int64(d.Year), 10) // four digits: see ParseDate
	for _, part := range []uint8{d.Month, d.Day} {
		if part == 0 {
			break
		}
		b = append(b, '-', '0'+part/10, '0'+part%10)
	}
	return string(b)
}

// IsZero tells whether no date is given.
func (d Date) IsZero() bool { return d.Year == 0 }

// Exact tells whether the day is known.
func (d Date) Exact() bool { return d.Day != 0 }

// Earliest is the first day that the date can mean.
func (d Date) Earliest() Day {
	return civil(int(d.Year), max(int(d.Month), 1), max(int(d.Day), 1))
}

// Latest is the last day that the date can mean.
func (d Date) Latest() Day {
	switch {
	case d.Month == 0:
		return civil(int(d.Year), 12, 31)
	case d.Day == 0:
		return civil(int(d.Year), int(d.Month)+1, 0)
	}
	return d.Earliest()
}

// before tells whether the date is before another, whatever day each means; one that is not given is not.
func (d Date) before(other Date) bool {
	return !d.IsZero() && !other.IsZero() && d.Latest() < other.Earliest()
}

// DayOf is the calendar day of a moment, in UTC.
func DayOf(t time.Time) Day { return Day(t.Truncate(24*time.Hour).Unix() / 86400) }

func civil(year, month, day int) Day {
	return Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Date is the day as an exact date.
func (n Day) Date() Date {
	t := n.Time()
	return Date{Year: int16(t.Year()), Month: uint8(t.Month()), Day: uint8(t.Day())}
}

// Time is midnight UTC of the day.
func (n Day) Time() time.Time { return time.Unix(int64(n)*86400, 0).UTC() }

func (n Day) String() string { return n.Date().String() }

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// Span is the time from one day to a later one in completed years, months and days. Months clamp to the
// end of the month: from 31 January to 28 February is one month.
func Span(from, to Day) (years, months, days int) {
	f, t := from.Date(), to.Date()
	whole := (int(t.Year)-int(f.Year))*12 + int(t.Month) - int(f.Month)
	if addMonths(f, whole) > to {
		whole--
	}
	return whole / 12, whole % 12, int(to - addMonths(f, whole))
}

func addMonths(d Date, n int) Day {
	m := int(d.Year)*12 + int(d.Month) - 1 + n
	y, mo := m/12, m%12+1
	return civil(y, mo, min(int(d.Day), daysIn(y, mo)))
}

// Age is the range of completed years between a birth and a day; exact when low equals high.
func Age(born Date, on Day) (low, high int) {
	return age(born.Latest(), on), age(born.Earliest(), on)
}

// age counts a birthday on 29 February on 1 March of other years.
func age(born, on Day) int {
	b, d := born.Date(), on.Date()
	years := int(d.Year) - int(b.Year)
	if d.Month < b.Month || d.Month == b.Month && d.Day < b.Day {
		years--
	}
	return max(years, 0)
}

// short keeps a stranger's text in a message short.
func short(s string) string {
	if r := []rune(s); len(r) > 30 {
		return string(r[:30]) + "…"
	}
	return s
}

// JSONSchema describes the forms of a date.
func (d *Date) JSONSchema() map[string]any {
	return map[string]any{"type": []string{"string", "integer"}, "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"}
}

package profile

import (
	"errors"
	"slices"
	"testing"

	"vigil/internal/schema"
)

func date(s string) (d Date) {
	if s != "" {
		if err := d.UnmarshalText([]byte(s)); err != nil {
			panic(err)
		}
	}
	return d
}

func day(s string) Day { return date(s).Earliest() }

// now is the day of these tests.
const now = "2026-11-21"

func asOf(s string) When { return When{Today: day(now), AsOf: day(s)} }

// period makes a detention: kind, from, to, end.
func detention(kind Status, from, to string, end Status) Detention {
	return Detention{Kind: kind, From: date(from), To: date(to), End: end}
}

// Numbers that were counted by hand.
func TestGoldenDays(t *testing.T) {
	one := func(from, to string) []Detention { return []Detention{detention(Imprisoned, from, to, Released)} }
	for _, c := range []struct {
		name         string
		ds           []Detention
		asOf         string
		lower, upper int32
	}{
		{"6000 days", one("2003-06-19", "2019-11-22"), "2026-01-01", 6000, 6000},
		{"7945 days", one("2003-06-19", "2025-03-20"), "2026-01-01", 7945, 7945},
		{"1124 days", one("2021-01-18", "2024-02-16"), "2026-01-01", 1124, 1124},
		{"leap day", one("2024-02-28", "2024-03-01"), "2026-01-01", 2, 2},
		{"same day", one("2024-02-28", "2024-02-28"), "2026-01-01", 0, 0},
		{"two periods, the second open", []Detention{
			detention(Pretrial, "2014-03-31", "2014-04-02", NoStatus), detention(Pretrial, "2014-07-14", "", NoStatus),
		}, "2014-08-10", 29, 29},
		{"1207 days", one("2021-08-18", "2024-12-07"), "2026-01-01", 1207, 1207},
		{"month only", []Detention{detention(Imprisoned, "2020-09", "", NoStatus)}, "2021-01-01", 93, 122},
		{"year only", []Detention{detention(Imprisoned, "2020", "", NoStatus)}, "2021-01-01", 1, 366},
		{"this month: nothing is sure", []Detention{detention(Imprisoned, "2021-01", "", NoStatus)}, "2021-01-09", 0, 8},
		{"touching periods count no day twice", []Detention{
			detention(Pretrial, "2021-07-14", "2023-03-03", NoStatus), detention(Imprisoned, "2023-03-03", "2025-06-21", Exchanged),
		}, "2026-01-01", 1438, 1438},
		{"one unknown day in two rows is one day", []Detention{
			detention(Pretrial, "2021-07-14", "2023-03", NoStatus), detention(Imprisoned, "2023-03", "2025-06-21", Exchanged),
		}, "2026-01-01", 1438, 1438},
		{"overlapping readings are a union", []Detention{
			detention(Pretrial, "2021-01-01", "2021-01-20", NoStatus), detention(Imprisoned, "2021-01-10", "2021-01-31", Released),
		}, "2026-01-01", 30, 30},
	} {
		got := Count(c.ds, day(c.asOf), day(c.asOf)).BehindBars
		if got.Lower != c.lower || got.Upper != c.upper || got.Unknown {
			t.Errorf("%s: got %+v, want %d–%d", c.name, got, c.lower, c.upper)
		}
	}
}

// What is sure of one row is not lost beside another of which less is known.
func TestAKnownPartCountsWhateverStandsBesideIt(t *testing.T) {
	for _, c := range []struct {
		name         string
		ds           []Detention
		lower, upper int32
		unknown      bool
	}{
		{"the verdict by day, the release by year", []Detention{
			detention(Pretrial, "2021-04-28", "2021-10-09", NoStatus), detention(Imprisoned, "2021-10-09", "2021", Exchanged),
		}, 164, 247, false},
		{"the arrest by year, the verdict by day", []Detention{
			detention(Pretrial, "2025", "2025-11-08", NoStatus), detention(Imprisoned, "2025-11-08", "2026-11-08", Released),
		}, 365, 676, false},
		{"the arrest by year, the verdict by month", []Detention{
			detention(Pretrial, "2025", "2025-03", NoStatus), detention(Imprisoned, "2025-03", "2025-09-01", Released),
		}, 154, 243, false},
		{"an unknown arrest, the verdict by day", []Detention{
			detention(Pretrial, "", "2025-03-01", NoStatus), detention(Imprisoned, "2025-03-01", "2025-09-01", Released),
		}, 184, 184, true},
		{"an unknown arrest, the verdict by month", []Detention{
			detention(Pretrial, "", "2025-03", NoStatus), detention(Imprisoned, "2025-03", "2025-09-01", Released),
		}, 154, 154, true},
		{"an unknown end, the verdict by day", []Detention{
			detention(Pretrial, "2025-01-01", "2025-03-01", NoStatus), detention(Imprisoned, "2025-03-01", "", Released),
		}, 59, 59, true},
		{"an unknown day of going home, the verdict by month", []Detention{detention(Pretrial, "2025-01-01", "2025-03", NoStatus),
			detention(Imprisoned, "2025-03", "", NoStatus), detention(HomeConfinement, "", "2025-09-01", Released),
		}, 59, 59, true},
		{"released and taken again in one month: two unknown days", []Detention{
			detention(Pretrial, "2026-08-26", "2026-10", Released), detention(Pretrial, "2026-10", "2026-11-20", Released),
		}, 56, 86, false},
		{"released and taken again on one day", []Detention{
			detention(Pretrial, "2026-08-26", "2026-10-01", Released), detention(Pretrial, "2026-10-01", "2026-11-20", Released),
		}, 86, 86, false},
	} {
		got := Count(c.ds, day(now), day(now)).BehindBars
		if want := (Tally{c.lower, c.lower, c.upper, c.unknown}); got != want {
			t.Errorf("%s: got %+v, want %+v", c.name, got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for _, c := range []struct {
		from, to string
		y, m, d  int
	}{
		{"2021-08-18", "2024-12-07", 3, 3, 19},
		{"2021-01-31", "2021-02-28", 0, 1, 0}, // months clamp to the end of the month
		{"2021-01-31", "2021-03-01", 0, 1, 1},
		{"2020-02-29", "2021-02-28", 1, 0, 0},
		{"2024-02-28", "2024-02-28", 0, 0, 0},
	} {
		if y, m, d := Span(day(c.from), day(c.to)); y != c.y || m != c.m || d != c.d {
			t.Errorf("%s to %s: got %d %d %d", c.from, c.to, y, m, d)
		}
	}
}

func TestTwoFiguresAndUnknownBeginnings(t *testing.T) {
	got := Count([]Detention{
		detention(Pretrial, "2021-01-01", "2021-01-11", NoStatus),
		detention(HouseArrest, "2021-01-11", "2021-01-31", NoStatus),
		detention(HomeConfinement, "2021-01-31", "", NoStatus),
	}, day("2022-01-01"), day("2022-01-01"))
	if got.BehindBars.Lower != 10 || got.Restricted.Lower != 20 || got.AtLeast() {
		t.Errorf("home measures add to neither figure: got %+v", got)
	}
	got = Count([]Detention{detention(Imprisoned, "", "2024-08-01", Exchanged)}, day("2025-01-01"), day("2025-01-01"))
	if !got.BehindBars.None() || got.Restricted.None() {
		t.Errorf("a missing beginning is null, never 0: got %+v", got)
	}
	got = Count([]Detention{detention(Imprisoned, "2020-01-01", "2020-02-01", Released), detention(Imprisoned, "", "", NoStatus)}, day("2025-01-01"),
		day("2025-01-01"))
	if got.BehindBars.Lower != 31 || !got.BehindBars.AtLeast() || got.BehindBars.None() {
		t.Errorf("what is known is at least that: got %+v", got)
	}
}

func TestCalendarAgainstEveryDay(t *testing.T) {
	for n := day("1890-01-01"); n <= day("2105-01-01"); n++ {
		if d := n.Date(); d.Earliest() != n || d.Latest() != n || !d.Exact() {
			t.Fatalf("day %d is %v is %d", n, d, d.Earliest())
		}
	}
}

func TestParseDate(t *testing.T) {
	for in, hint := range map[string]string{
		"25.09.1962": "write 1962-09-25 (year-month-day)", "2021-02-30": "leave out what is not known: 1984 or 1984-09",
		"2021-13": "write year-month-day; leave out what is not known: 1984 or 1984-09", "1984-9-5": "write 1984-09-05",
		"2008/03/dd": "write 2008-03", "2008-03-??": "write 2008-03", "9999/99": "write year-month-day, and leave out what is not known: 1984-09-25, 1984-09 or 1984",
		"2016/17": "a span of years is no date: write 2016 if that is when it was, and the rest in the text", "2016/11": "write 2016-11", "2016/03": "write 2016-03",
		"05/07/2013": "it can be 5 July or 7 May: write 2013-07-05 or 2013-05-07 (year-month-day)",
		"05-07-2013": "it can be 5 July or 7 May: write 2013-07-05 or 2013-05-07 (year-month-day)",
		"05.07.2013": "write 2013-07-05 (year-month-day)", "05/05/2013": "write 2013-05-05 (year-month-day)", "07/25/2013": "write 2013-07-25 (year-month-day)",
		"31/02/2013": "write year-month-day, and leave out what is not known: 1984-09-25, 1984-09 or 1984",
		"2013-05-00": "leave out what is not known: 2013-05", "2013-00-00": "leave out what is not known: 2013", "2013-00": "leave out what is not known: 2013",
		"2013/05/00": "write 2013-05",
		"5 May 2013": "write 2013-05-05", "July 4, 2013": "write 2013-07-04", "Sept. 2013": "write 2013-09",
		"sometime 2013": "write year-month-day, and leave out what is not known: 1984-09-25, 1984-09 or 1984",
		"life":          "write year-month-day, and leave out what is not known: 1984-09-25, 1984-09 or 1984",
		"0000-01-01":    "write four digits: 1984", "2023-02-29": "leave out what is not known: 1984 or 1984-09",
	} {
		_, err := ParseDate(in)
		f, ok := errors.AsType[*schema.Fault](err)
		if !ok || f.Hint != hint {
			t.Errorf("%s: got %v %+v, want hint %q", in, err, f, hint)
		}
	}
	for _, in := range []string{"1984", "1984-09", "1984-09-25", "2024-02-29"} {
		if d, err := ParseDate(in); err != nil || d.String() != in {
			t.Errorf("%s: got %v %v", in, d, err)
		}
	}
}

func TestAge(t *testing.T) {
	if lo, hi := Age(date("1984-09-25"), day("2026-09-24")); lo != 41 || hi != 41 {
		t.Errorf("the day before a birthday: %d %d", lo, hi)
	}
	if lo, hi := Age(date("1984"), day("2026-06-01")); lo != 41 || hi != 42 {
		t.Errorf("a birth year gives a range: %d %d", lo, hi)
	}
}

func TestBirthdayOnTheLeapDay(t *testing.T) {
	for on, want := range map[string]int{"2025-02-28": 24, "2025-03-01": 25, "2024-02-29": 24} {
		if lo, hi := Age(date("2000-02-29"), day(on)); lo != want || hi != want {
			t.Errorf("%s: %d %d, want %d", on, lo, hi, want)
		}
	}
}

func exchanged() Header {
	h := NewHeader()
	h.Name, h.Status, h.Born = "Alena Prykladava", Exchanged, date("1984-09-25")
	h.Detentions = []Detention{ // in the wrong order, as volunteers write
		detention(Imprisoned, "2023-03-03", "2025-06-21", Exchanged),
		detention(Pretrial, "2021-07-14", "2023-03-03", NoStatus),
	}
	h.Letters.Address = schema.Text{Main: "a street"}
	return h
}

func TestStatusOfAnEarlierDay(t *testing.T) {
	for on, want := range map[string]Status{
		"2021-07-13": NoStatus, "2021-07-14": Pretrial, "2023-03-02": Pretrial, "2023-03-03": Imprisoned,
		"2025-06-20": Imprisoned, "2025-06-21": Exchanged, "2026-01-01": Exchanged,
	} {
		h := exchanged()
		if here := h.Public(asOf(on)); here != (want != NoStatus) || here && h.Status != want {
			t.Errorf("%s: on the site %v, status %v; want %v", on, here, h.Status, want)
		}
	}
	h := NewHeader()
	h.Status, h.Detentions = Exchanged, []Detention{detention(Imprisoned, "", "2024-08-01", Exchanged)}
	if h.Public(asOf("1990-01-01")) {
		t.Error("somebody whose only dated fact is later is not on the site of an earlier day")
	}
}

// A row without a beginning, or with a partial one, cannot have begun while the one before it goes on; and what
// lies between two rows that do not touch is not known.
func TestStatusOfAnEarlierDayAmongPartialDates(t *testing.T) {
	for _, c := range []struct {
		name string
		ds   []Detention
		want Status
		days int32 // behind bars, on 2020-06-15
	}{
		{"the next has no beginning", []Detention{detention(Pretrial, "2020-06-01", "2020-11", NoStatus),
			detention(HomeConfinement, "", "", NoStatus)}, Pretrial, 14},
		{"the next begins in this month", []Detention{detention(Imprisoned, "2020-03-01", "2020-06-19", NoStatus),
			detention(HouseArrest, "2020-06", "2020-07", Released)}, Imprisoned, 106},
		{"the next has neither, and one more follows", []Detention{detention(Imprisoned, "2020-06-01", "2020-11-12", NoStatus),
			detention(HouseArrest, "", "2020-12", NoStatus), detention(TravelBan, "2020-12", "", NoStatus)}, Imprisoned, 14},
		{"the earlier ended on an unknown day of the year", []Detention{detention(Imprisoned, "2020-06-10", "2020", NoStatus),
			detention(Imprisoned, "2020-08-01", "", NoStatus)}, StatusUnknown, 0},
		{"between the two", []Detention{detention(Pretrial, "2020-05-01", "2020-05-11", NoStatus),
			detention(Imprisoned, "2020-08-01", "", NoStatus)}, StatusUnknown, 10},
		{"between the two, and free", []Detention{detention(Pretrial, "2020-05-01", "2020-05-11", Released),
			detention(Imprisoned, "2020-08-01", "", NoStatus)}, Released, 10},
	} {
		h := NewHeader()
		h.Detentions = c.ds
		r := recordOn(t, h, "2020-06-15")
		if r.Status != c.want || r.Days.BehindBars.Lower != c.days || r.Has(Confirmed) != (c.want.Class() == Held) {
			t.Errorf("%s: %s, confirmed %v, %+v; want %s, %d days", c.name, r.Status, r.Has(Confirmed), r.Days.BehindBars, c.want, c.days)
		}
	}
}

func TestPublicHoldsBack(t *testing.T) {
	h := exchanged()
	h.Public(asOf("2026-01-01"))
	if h.Born != (Date{Year: 1984}) || !h.Letters.Address.IsZero() {
		t.Errorf("after release only the year of birth, and no address: %v %v", h.Born, h.Letters)
	}
	h = exchanged()
	h.Public(asOf("2024-01-01"))
	if h.Born != (Date{Year: 1984}) || !h.Letters.Address.IsZero() {
		t.Errorf("whoever is free today stays so on the site of an earlier day: %v %v", h.Born, h.Letters)
	}
	h = exchanged()
	h.Status, h.Detentions, h.Verified = Imprisoned, []Detention{detention(Imprisoned, "2023-03-03", "", NoStatus)}, date("2026-11-01")
	h.Public(asOf("2024-01-01"))
	if h.Born != date("1984-09-25") || h.Letters.Address.IsZero() {
		t.Errorf("while held both are shown: %v %v", h.Born, h.Letters)
	}
	h = exchanged()
	h.Withhold = []string{"born", "letters"}
	h.Public(asOf("2024-01-01"))
	if !h.Born.IsZero() || h.Letters.Address.Main != "" {
		t.Errorf("withheld fields stay: %+v", h)
	}
	h = exchanged()
	h.Unnamed = true
	h.Public(asOf("2024-01-01"))
	if h.Name != "" || h.Detentions != nil || h.Status != Imprisoned {
		t.Errorf("unnamed: status only, got %+v", h)
	}
	for _, hide := range []func(*Header){
		func(h *Header) { h.Publish = false }, func(h *Header) { h.PublishAfter = date("2026-01-02") },
	} {
		h = exchanged()
		hide(&h)
		if h.Public(asOf("2026-01-01")) {
			t.Error("a draft is published")
		}
	}
}

func TestEveryStatusHasOneClassAndTheTableIsWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Statuses() {
		if s.String() == "" || seen[s.String()] || s.Class() < Held || s.Class() > Unknown {
			t.Errorf("row %d: %q %v", s, s, s.Class())
		}
		if statuses[s].measure == statuses[s].end {
			t.Errorf("%s is either a measure or an end", s)
		}
		seen[s.String()] = true
		var back Status
		if err := back.UnmarshalText([]byte(s.String())); err != nil || back != s {
			t.Errorf("%s does not read back: %v", s, err)
		}
	}
}

// The sum beside the struct holds for names in four languages.
func TestRecordStaysSmall(t *testing.T) {
	h := exchanged()
	h.Charges = []Charge{{Article: "BY-342.2"}, {Article: "BY-361"}, {Article: "BY-342.2"}}
	h.Groups = []string{"human-rights-defenders"}
	h.Public(asOf("2024-01-01"))
	r := NewRecord(&h, "by", "alena-prykladava", []Named{{Name: "Alena Prykladava"}, {Name: "Елена Прикладова"}, {Name: "Алена Прыкладава"},
		{Name: "آلنا پریکلادوا"}}, nil)
	n := len(slices.Collect(r.Articles()))
	size := RecordSize + len(r.Slug) + len(r.text)
	if size > 400 || n != 2 {
		t.Errorf("a record takes %d bytes (fixed part %d), %d articles", size, RecordSize, n)
	}
	for lang, want := range []string{"Alena Prykladava", "Елена Прикладова", "Алена Прыкладава", "آلنا پریکلادوا"} {
		if r.Name(lang) != want {
			t.Errorf("name in language %d: %q", lang, r.Name(lang))
		}
	}
	if r.SortName(1) != "Прикладова\x01Елена Прикладова" {
		t.Errorf("sort name %q", r.SortName(1))
	}
	t.Logf("record: %d bytes, fixed part %d", size, RecordSize)
}

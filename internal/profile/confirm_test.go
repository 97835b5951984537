package profile

import (
	"fmt"
	"slices"
	"testing"
)

// held is somebody in prison since a day; what is in the file beside that is added by a test.
func held(kind Status, from string) Header {
	h := NewHeader()
	h.Name, h.Status, h.Detentions = "Alena Prykladava", kind, []Detention{detention(kind, from, "", NoStatus)}
	return h
}

func recordOn(t *testing.T, h Header, on string) Record {
	t.Helper()
	h.Detentions = append([]Detention(nil), h.Detentions...)
	h.Proceedings = append([]Proceeding(nil), h.Proceedings...)
	if !h.Public(asOf(on)) {
		t.Fatalf("nobody is on the site of %s", on)
	}
	return NewRecord(&h, "by", "alena-prykladava", []Named{{Name: h.Name}}, nil)
}

// What confirms that somebody is held and what does not; today is 2026-11-21.
func TestWhatConfirms(t *testing.T) {
	verdict := func(date_ string, result string) func(*Header) {
		return func(h *Header) {
			h.Proceedings = []Proceeding{{Type: text("verdict"), Date: date(date_), Result: text(result)}}
		}
	}
	source := func(dates ...string) func(*Header) {
		return func(h *Header) {
			for _, d := range dates {
				h.Sources = append(h.Sources, Source{Title: text("Invented"), Date: date(d)})
			}
		}
	}
	for _, c := range []struct {
		name      string
		write     func(*Header)
		confirmed string // the last confirmation; "" if it still holds
	}{
		{"nothing but the arrest", func(*Header) {}, "2020-01-01"},
		{"verified lately", func(h *Header) { h.Verified = date("2026-11-01") }, ""},
		{"verified long ago", func(h *Header) { h.Verified = date("2021-02-03") }, "2021-02-03"},
		{"verified before the arrest", func(h *Header) { h.Verified = date("2019-02-03") }, "2020-01-01"},
		{"verified in a month: its first day", func(h *Header) { h.Verified = date("2021-02") }, "2021-02-01"},
		{"verified in the year of the arrest: not before it", func(h *Header) { h.Verified = date("2020"); h.Detentions[0].From = date("2020-05-06") }, "2020-05-06"},
		{"a verdict lately", verdict("2026-11-01", "guilty"), ""},
		{"a verdict long ago", verdict("2021-02-03", "guilty"), "2021-02-03"},
		{"a hearing of which nobody says that it took place", verdict("2026-11-01", ""), "2020-01-01"},
		{"a hearing, and a source as new", func(h *Header) {
			h.Verified = date("2021-02-03")
			verdict("2026-11-01", "")(h)
			source("2026-11-02")(h)
		}, ""},
		{"a hearing ahead", verdict("2027-11-01", ""), "2020-01-01"},
		{"a hearing before the arrest", verdict("2019-02-03", "adjourned"), "2020-01-01"},
		{"the newest source, where nobody verified", source("2026-11-02", "2021-01-01"), ""},
		{"an old source, where nobody verified", source("2021-01-01", "2020-06-01"), "2021-01-01"},
		{"a new source, but somebody verified before", func(h *Header) { h.Verified = date("2021-02-03"); source("2026-11-02")(h) }, "2021-02-03"},
		{"an award", func(h *Header) { h.Events = []Event{{Date: date("2026-11-01"), Text: text("award")}} }, "2020-01-01"},
		{"a recognition", func(h *Header) {
			h.Recognised = []Recognition{{By: "watch", As: "political-prisoner", Since: date("2026-11-01")}}
		}, "2020-01-01"},
		{"a verification that is held back", func(h *Header) { h.Verified = date("2026-11-01"); h.Withhold = []string{"verified"} }, "2020-01-01"},
		{"a new detention, begun lately", func(h *Header) {
			h.Detentions = []Detention{detention(Imprisoned, "2020-01-01", "2026-10-01", NoStatus), detention(Imprisoned, "2026-10-01", "", NoStatus)}
		}, ""},
		{"the arrest, where the day of the verdict is not known", func(h *Header) {
			h.Detentions = []Detention{detention(Pretrial, "2026-10-01", "", NoStatus), detention(Imprisoned, "", "", NoStatus)}
		}, ""},
		{"a beginning of which only the year is known, but not before the one ahead of it ended", func(h *Header) {
			h.Detentions = []Detention{detention(Pretrial, "2025", "2026-09", NoStatus), detention(Imprisoned, "2026", "", NoStatus)}
		}, ""},
		{"nor before the arrest", func(h *Header) {
			h.Detentions = []Detention{detention(Pretrial, "2021-02-08", "2021", NoStatus), detention(Imprisoned, "2021", "", NoStatus)}
		}, "2021-02-08"},
		{"not the end of another case, where the beginning is not known", func(h *Header) {
			h.Detentions = []Detention{detention(Imprisoned, "2020-01-01", "2026-10-01", Released), detention(Imprisoned, "", "", NoStatus)}
		}, "never"},
		{"nothing at all", func(h *Header) { h.Detentions[0].From = Date{} }, "never"},
		{"without a beginning, verified lately", func(h *Header) { h.Detentions[0].From, h.Verified = Date{}, date("2026-11-01") }, ""},
	} {
		h := held(Imprisoned, "2020-01-01")
		c.write(&h)
		r := recordOn(t, h, now)
		want := c.confirmed
		if want == "never" {
			want = ""
		}
		if r.Has(Confirmed) != (c.confirmed == "") || c.confirmed != "" && (r.Confirmed.String() != want || !r.Unconfirmed()) {
			t.Errorf("%s: confirmed %v, on %q", c.name, r.Has(Confirmed), r.Confirmed)
		}
	}
}

// Each limit on both sides: on the last day everything counts, a day later nothing after the confirmation.
func TestAConfirmationHoldsForSoLong(t *testing.T) {
	limits := map[Status]int{AdministrativeArrest: 30, Pretrial: 60, Detained: 60, Imprisoned: 180, Psychiatric: 180, OpenFacility: 180, HouseArrest: 180}
	for _, kind := range Statuses() {
		if kind.Class() != Held {
			if kind.staleAfter() != 0 {
				t.Errorf("%s goes stale", kind)
			}
			continue
		}
		limit, ok := limits[kind]
		if !ok {
			t.Errorf("%s has no limit here", kind)
		}
		for after, confirmed := range map[int]bool{0: true, limit: true, limit + 1: false, limit + 1000: false} {
			h := held(kind, "2000-01-01")
			h.Verified = (day(now) - Day(after)).Date()
			r := recordOn(t, h, now)
			all := int32(day(now) - day("2000-01-01"))
			want := all
			if !confirmed {
				want -= int32(after)
			}
			n := r.Days.BehindBars
			if !kind.BehindBars() {
				n = r.Days.Restricted
			}
			if r.Has(Confirmed) != confirmed || n.Lower != want || n.IfHeld != all || n.AtLeast() == confirmed {
				t.Errorf("%s, confirmed %d days ago: %v, %+v; want %v, %d of %d", kind, after, r.Has(Confirmed), n, confirmed, want, all)
			}
			if got := r.ConfirmedUntil(); got != day(now)-Day(after)+Day(limit) {
				t.Errorf("%s, confirmed %d days ago: until %s", kind, after, got)
			}
		}
	}
}

// The numbers of the contract.
func TestGoldenConfirmedDays(t *testing.T) {
	h := held(Imprisoned, "2003-06-19")
	h.Verified = date("2019-04-29")
	for _, c := range []struct {
		from          string
		lower, ifHeld int32
	}{{"2003-06-19", 5793, 8556}, {"2003-06", 5782, 8545}} {
		h.Detentions[0].From = date(c.from)
		if n := recordOn(t, h, now).Days.BehindBars; n.Lower != c.lower || n.IfHeld != c.ifHeld {
			t.Errorf("since %s: %+v, want %d and %d", c.from, n, c.lower, c.ifHeld)
		}
	}
}

// Once a release was due since the last confirmation, nothing after that counts.
func TestAReleaseThatWasDue(t *testing.T) {
	for _, c := range []struct {
		verified, expected string
		confirmed, due     bool
		lower              int32
	}{
		{"2026-11-01", "2026-11-20", false, true, 304}, // between the two days
		{"2026-11-01", "2026-11-21", true, false, 324}, // today: the day is not over
		{"2026-11-01", "2026-11-22", true, false, 324}, // ahead
		{"2026-11-01", "2026-11-01", true, false, 324}, // seen on that day: it did not come
		{"2026-11-02", "2026-11-01", true, false, 324}, // seen after it
		{"2026-10-31", "2026-11", true, false, 324},    // in this month
		{"2026-10-15", "2026-10", false, true, 287},    // in a month that is over
		{"2026-01-02", "2026-02-03", false, true, 1},   // and stale too
	} {
		h := held(Imprisoned, "2026-01-01")
		h.Verified, h.Expected.Date = date(c.verified), date(c.expected)
		h.Born, h.Letters = date("1984-09-25"), Letters{State: "open", Address: text("a street")}
		r := recordOn(t, h, now)
		if n := r.Days.BehindBars; r.Has(Confirmed) != c.confirmed || r.Has(ReleaseDue) != c.due || n.Lower != c.lower || n.IfHeld != 324 {
			t.Errorf("%+v: confirmed %v, due %v, %+v", c, r.Has(Confirmed), r.Has(ReleaseDue), n)
		}
		if r.Born.Exact() != c.confirmed || r.Has(Reachable) != c.confirmed {
			t.Errorf("%+v: born %s, letters %v", c, r.Born, r.Has(Reachable))
		}
	}
}

// Where nobody ever confirmed anything, a release that was due is due all the same, but not one of an earlier case.
func TestAReleaseThatWasDueOfWhomNothingIsConfirmed(t *testing.T) {
	for expected, due := range map[string]bool{"2026-05": true, "2026-11-20": true, "2026-11-21": false, "2024-01-01": false} {
		h := held(Imprisoned, "")
		h.Detentions = append([]Detention{detention(Pretrial, "", "2024-03-01", Released)}, h.Detentions...)
		h.Expected.Date = date(expected)
		r := recordOn(t, h, now)
		warned := false
		releasePassed(&h, asOf(now), func(string, string, ...any) { warned = true })
		if r.Has(Confirmed) || r.Has(ReleaseDue) != due || warned != due {
			t.Errorf("%s: confirmed %v, due %v, warned %v; want due %v", expected, r.Has(Confirmed), r.Has(ReleaseDue), warned, due)
		}
	}
}

// On an earlier day what came later is known: an end, a check and a hearing of the same detention confirm it.
func TestAnEarlierDayIsJudgedBeforeCutting(t *testing.T) {
	closed := func(to string) func(*Header) {
		return func(h *Header) {
			h.Status, h.Detentions[0].To, h.Detentions[0].End = Released, date(to), Released
		}
	}
	for _, c := range []struct {
		name, on  string
		write     func(*Header)
		confirmed bool
	}{
		{"a later release", "2022-01-01", closed("2024-01-02"), true},
		{"the day before the release", "2024-01-01", closed("2024-01-02"), true},
		{"a release in a later month", "2023-12-31", closed("2024-01"), true},
		{"a later check", "2022-01-01", func(h *Header) { h.Verified = date("2026-11-01") }, true},
		{"a later check, though long ago today", "2022-01-01", func(h *Header) { h.Verified = date("2024-01-02") }, true},
		{"no check later", "2024-09-01", func(h *Header) { h.Verified = date("2024-01-02") }, false},
		{"just within the limit", "2024-06-30", func(h *Header) { h.Verified = date("2024-01-02") }, true},
		{"just beyond it", "2024-07-01", func(h *Header) { h.Verified = date("2024-01-02") }, false},
		{"a later hearing", "2022-01-01", func(h *Header) {
			h.Proceedings = []Proceeding{{Type: text("appeal"), Date: date("2023-01-02"), Result: text("rejected")}}
		}, true},
		{"a hearing ahead of today", "2022-01-01", func(h *Header) { h.Proceedings = []Proceeding{{Type: text("appeal"), Date: date("2027-01-02")}} }, false},
		{"a later source, where nobody verified", "2022-01-01", func(h *Header) { h.Sources = []Source{{Date: date("2024-01-02")}} }, true},
		{"moved to another place", "2022-01-01", func(h *Header) {
			h.Detentions = []Detention{detention(Imprisoned, "2020-01-01", "2023-04-05", NoStatus), detention(Imprisoned, "2023-04-05", "", NoStatus)}
		}, true},
		{"a release that was expected before, and a later check", "2022-01-01", func(h *Header) {
			h.Verified, h.Expected.Date = date("2026-11-01"), date("2021-01-01")
		}, true},
		{"a release that was expected before", "2020-06-01", func(h *Header) { h.Expected.Date = date("2020-05-01") }, false},
		{"one expected later", "2020-06-01", func(h *Header) { h.Expected.Date = date("2021-01-01") }, true},
	} {
		h := held(Imprisoned, "2020-01-01")
		h.Born = date("1984-09-25")
		c.write(&h)
		r := recordOn(t, h, c.on)
		all := int32(day(c.on) - day("2020-01-01"))
		if n := r.Days.BehindBars; r.Status != Imprisoned || r.Has(Confirmed) != c.confirmed || n.IfHeld != all || (n.Lower == all) != c.confirmed {
			t.Errorf("%s: %s, confirmed %v, %+v", c.name, r.Status, r.Has(Confirmed), n)
		}
		today := recordOn(t, h, now)
		if r.Born.Exact() && !today.Has(Confirmed) {
			t.Errorf("%s: the birthday of somebody who may be free today is on the site of %s", c.name, c.on)
		}
	}
}

// The bit survives for somebody unnamed; the day does not.
func TestSomebodyUnnamedIsConfirmedOrNot(t *testing.T) {
	for verified, confirmed := range map[string]bool{"2026-11-01": true, "2021-01-01": false} {
		h := held(Imprisoned, "2020-01-01")
		h.Unnamed, h.Verified, h.Expected.Date = true, date(verified), date("2022-01-01")
		r := recordOn(t, h, now)
		if r.Has(Confirmed) != confirmed || !r.Confirmed.IsZero() || r.Has(ReleaseDue) || !r.Days.None() || r.text != "" || fmt.Sprint(r.First, r.Updated) != " " {
			t.Errorf("verified %s: %+v", verified, r)
		}
	}
}

// The unknown day of a verdict between two rows: of one figure they are one period, of two neither is sure.
func TestTheUnknownDayBetweenTwoRows(t *testing.T) {
	all := int32(day("2025-06-21") - day("2021-07-14"))
	for _, c := range []struct {
		name             string
		ds               []Detention
		bars, restricted Tally
		held             [][2]Day
	}{
		{"one figure", []Detention{detention(Pretrial, "2021-07-14", "", NoStatus), detention(Imprisoned, "", "2025-06-21", Exchanged)},
			Tally{Lower: all, IfHeld: all, Upper: all}, Tally{}, [][2]Day{{day("2021-07-14"), day("2025-06-21")}}},
		{"two figures", []Detention{detention(HouseArrest, "2021-07-14", "", NoStatus), detention(Imprisoned, "", "2025-06-21", Exchanged)},
			Tally{Unknown: true}, Tally{Unknown: true}, [][2]Day{{day("2021-07-14"), day("2025-06-21")}}},
		{"three rows, the last of another figure", []Detention{detention(Pretrial, "2021-07-14", "", NoStatus), detention(Imprisoned, "", "", NoStatus),
			detention(OpenFacility, "", "2025-06-21", Released)},
			Tally{Unknown: true}, Tally{Unknown: true}, [][2]Day{{day("2021-07-14"), day("2025-06-21")}}},
		{"an end that is known is no such day", []Detention{detention(Pretrial, "2021-07-14", "2021-07-24", NoStatus),
			detention(Imprisoned, "", "2025-06-21", Exchanged)},
			Tally{Lower: 10, IfHeld: 10, Upper: 10, Unknown: true}, Tally{}, [][2]Day{{day("2021-07-14"), day("2021-07-24")}}},
	} {
		n := Count(c.ds, day(now), day(now))
		if n.BehindBars != c.bars || n.Restricted != c.restricted || fmt.Sprint(heldPeriods(c.ds)) != fmt.Sprint(c.held) {
			t.Errorf("%s: %+v, %v", c.name, n, heldPeriods(c.ds))
		}
	}
	ds := []Detention{detention(Pretrial, "2021-07-14", "", NoStatus), detention(Imprisoned, "", "", NoStatus)}
	if got := Since(ds); got != date("2021-07-14") {
		t.Errorf("held since %s", got)
	}
	if n := Count(ds, day("2021-07-24"), day("2021-08-14")).BehindBars; n.Lower != 10 || n.IfHeld != 31 {
		t.Errorf("open: %+v", n)
	}
}

// Whoever has no detention has no number of days, and is never counted as 0.
func TestWithoutDetentionsNothingIsKnown(t *testing.T) {
	if n := Count(nil, 0, 0); !n.None() || !n.BehindBars.None() || !n.Restricted.None() {
		t.Errorf("%+v", n)
	}
}

func TestRowsWithoutABeginningKeepTheirPlace(t *testing.T) {
	ds := []Detention{
		detention(Imprisoned, "2023-03-03", "", NoStatus), detention(Psychiatric, "", "", NoStatus),
		detention(HouseArrest, "", "2015", Released), detention(Pretrial, "2021-07-14", "2023-03-03", NoStatus),
	}
	want := []Status{Pretrial, Imprisoned, Psychiatric, HouseArrest}
	for i, d := range sorted(ds) {
		if d.Kind != want[i] {
			t.Errorf("row %d: %s, want %s", i, d.Kind, want[i])
		}
	}
}

// A date of which only the year is known stands where the others leave room for it, however the file is written.
func TestPartialDatesKeepTheOrderThatCanBe(t *testing.T) {
	for _, ds := range [][]Detention{ // in the order of time
		{detention(TravelBan, "2020-10-30", "2020", Acquitted), detention(Psychiatric, "2020", "", NoStatus)},
		{detention(HouseArrest, "2019-10-03", "2019", NoStatus), detention(Imprisoned, "2019", "2019-11-29", StatusDied)},
		{detention(Pretrial, "2021", "2021-06", NoStatus), detention(Imprisoned, "2021-06", "", NoStatus)},
		{detention(OpenFacility, "", "2013-10-13", NoStatus), detention(AdministrativeArrest, "2013-10-13", "2013-10", NoStatus),
			detention(HouseArrest, "2013-10", "", NoStatus)},
		{detention(Pretrial, "2020-02-10", "", NoStatus), detention(Imprisoned, "", "2020", NoStatus), detention(HouseArrest, "2020", "2020-06-29", Exiled)},
	} {
		for _, written := range [][]Detention{ds, slices.Concat(ds[len(ds)-1:], ds[:len(ds)-1])} {
			if ds[0].From.IsZero() && !slices.Equal(written, ds) {
				continue // those without a beginning stand where the file puts them
			}
			if got := sorted(written); !slices.Equal(got, ds) {
				t.Errorf("%v is taken as %v", written, got)
			}
			h := NewHeader()
			h.Detentions, h.Status = written, derive(ds)
			for _, rule := range []func(*Header, When, report){overlap, twoOpen, noEnd, statusMismatch} {
				rule(&h, asOf(now), func(text, _ string, path ...any) { t.Errorf("%v: %s %v", written, text, path) })
			}
		}
	}
}

// A count can go on only if tomorrow surely adds a day to the same figure.
func TestWhatCanRun(t *testing.T) {
	open := func(from string) []Detention { return []Detention{detention(Imprisoned, from, "", NoStatus)} }
	for _, c := range []struct {
		ds   []Detention
		want bool
	}{
		{open(""), false}, {open("2020-01-01"), true}, {open("2020"), true}, {open("2026"), false}, {open("2026-11"), false},
		{open("2026-10"), true}, {open(now), true},
		{[]Detention{detention(Pretrial, "2026-10-01", "", NoStatus), detention(Imprisoned, "", "", NoStatus)}, true},
		{[]Detention{detention(HouseArrest, "2026-10-01", "", NoStatus), detention(Imprisoned, "", "", NoStatus)}, false},
		{[]Detention{detention(HouseArrest, "2025-10-01", "2026", NoStatus), detention(Imprisoned, "2026", "", NoStatus)}, false},
		{[]Detention{detention(Pretrial, "2025-10-01", "2026", NoStatus), detention(Imprisoned, "2026", "", NoStatus)}, true},
		{[]Detention{detention(Pretrial, "", "2026-10", NoStatus), detention(Imprisoned, "2026-10", "", NoStatus)}, true},
	} {
		h := held(Imprisoned, "")
		h.Detentions, h.Verified = c.ds, date(now)
		r := recordOn(t, h, now)
		grown := Count(h.Detentions, day(now)+1, day(now)+1).BehindBars.Lower - r.Days.BehindBars.Lower
		if got := r.Begun(day(now)); got != c.want || got != (grown == 1) {
			t.Errorf("%v: runs %v, want %v; a day later it is %d more", c.ds, got, c.want, grown)
		}
	}
}

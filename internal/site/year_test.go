package site

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"vigil/internal/content"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// invented are people with every status, partial dates, hearings and expected releases around a year; no file
// has a mistake.
func invented(n int, year int16) []profile.Header {
	r := rand.New(rand.NewPCG(11, uint64(year)))
	first := profile.Date{Year: year - 1, Month: 1, Day: 1}.Earliest()
	day := func(from, to profile.Day) profile.Date { return (from + profile.Day(r.IntN(int(to-from)+1))).Date() }
	blur := func(d profile.Date) profile.Date {
		switch r.IntN(12) {
		case 0:
			return profile.Date{Year: d.Year}
		case 1, 2:
			return profile.Date{Year: d.Year, Month: d.Month}
		}
		return d
	}
	var kinds, ends []profile.Status
	for _, s := range profile.Statuses() {
		if c := s.Class(); c == profile.Held || c == profile.Persecuted {
			kinds = append(kinds, s)
		} else {
			ends = append(ends, s)
		}
	}
	some := func(of []profile.Status) profile.Status { return of[r.IntN(len(of))] }
	out := make([]profile.Header, n)
	for i := range out {
		h := profile.NewHeader()
		h.Name, h.Sources, h.Unnamed = fmt.Sprint("Invented ", i), []profile.Source{{Title: schema.Text{Main: "Invented"}}}, r.IntN(20) == 0
		from := day(first, first+600)
		h.Detentions = []profile.Detention{{Kind: some(kinds), From: blur(from)}}
		if r.IntN(3) == 0 { // moved, or sentenced, on a known day
			moved := day(from.Latest()+40, from.Latest()+300)
			h.Detentions[0].From, h.Detentions[0].To = from, moved
			h.Detentions = append(h.Detentions, profile.Detention{Kind: some(kinds), From: moved})
			from = moved
		}
		last := &h.Detentions[len(h.Detentions)-1]
		h.Status = last.Kind
		if r.IntN(3) == 0 {
			last.To, last.End = day(from.Latest()+370, from.Latest()+500), some(ends)
			h.Status = last.End
		}
		if r.IntN(2) == 0 {
			h.Verified = blur(day(from.Latest(), from.Latest()+500))
		} else if r.IntN(2) == 0 {
			h.Sources[0].Date = day(from.Latest(), from.Latest()+300)
		}
		if r.IntN(4) == 0 {
			h.Proceedings = []profile.Proceeding{{Date: day(from.Latest(), from.Latest()+400), Result: schema.Text{Main: "Invented"}}}
		}
		if r.IntN(4) == 0 {
			h.Expected = profile.Expected{Date: blur(day(from.Latest(), from.Latest()+700))}
		}
		out[i] = h
	}
	return out
}

// For hundreds of invented people and every day of a year, whoever comes, changes status, goes stale or was due for
// release explains the change of every number; of everybody else each number stays, but for a day more in custody.
func TestEveryChangeOfANumberIsExplained(t *testing.T) {
	const year = 2024
	many := 300
	if trial.Landing {
		many = 1000
	}
	people := invented(many, year)
	begin, end := profile.Date{Year: year, Month: 1, Day: 1}.Earliest(), profile.Date{Year: year, Month: 12, Day: 31}.Earliest()
	today := end + 700 // all of it is known
	type state struct {
		here, confirmed, due bool
		status               profile.Status
	}
	var before []profile.Record
	var last Counts
	var stales, dues, changes, comes, calm int
	for day := begin; day <= end; day++ {
		now := make([]profile.Record, len(people))
		var l content.Library
		l.Site = &content.Site{Recognition: "presumed"}
		for i := range people {
			h := people[i]
			h.Detentions, h.Proceedings = slices.Clone(h.Detentions), slices.Clone(h.Proceedings)
			if h.Public(profile.When{Today: today, AsOf: day}) {
				now[i] = profile.NewRecord(&h, "by", "x", []profile.Named{{Name: h.Name}}, nil)
				l.People = append(l.People, now[i])
			}
		}
		s := &Site{Library: &l, AsOf: day}
		n := s.count(func(yield func(int32) bool) {
			for i := range l.People {
				if !yield(int32(i)) {
					return
				}
			}
		})
		if n.HeldConfirmed+n.HeldUnconfirmed != n.Held || n.PoliticalPrisonersConfirmed > n.PoliticalPrisoners {
			t.Fatalf("%s: %+v", day, n)
		}
		if day == begin {
			before, last = now, n
			continue
		}
		explained, run := last, 0
		for i := range people {
			a, b := &before[i], &now[i]
			was, is := state{a.Status != 0, a.Has(profile.Confirmed), a.Has(profile.ReleaseDue), a.Status}, state{b.Status != 0, b.Has(profile.Confirmed),
				b.Has(profile.ReleaseDue), b.Status}
			if was == is {
				calm++
				if grew := b.Days.BehindBars.Lower + b.Days.Restricted.Lower - a.Days.BehindBars.Lower - a.Days.Restricted.Lower; grew < 0 || grew > 1 || grew == 1 &&
					(!is.confirmed || b.Status.Class() != profile.Held) {
					t.Fatalf("%s: %+v gained %d days without a change", day, people[i], grew)
				}
			}
			if b.Status.Class() == profile.Held {
				if b.Begun(day) {
					run++
				}
				if was == is && a.Begun(day-1) != (grown(a, b) == 1) {
					t.Fatalf("%s: %+v gained %d days, if still held", day, people[i], grown(a, b))
				}
			}
			switch {
			case was == is:
			case !was.here:
				comes++
				if !startsOn(people[i], day) {
					t.Fatalf("%s: %+v is there from nothing", day, people[i])
				}
			case was.status != is.status:
				changes++
				if !startsOn(people[i], day) {
					t.Fatalf("%s: %+v became %s from %s by no fact", day, people[i], is.status, was.status)
				}
			case was.confirmed && !is.confirmed:
				stales++
				if !a.Has(profile.Unnamed) && day != a.ConfirmedUntil()+1 {
					t.Fatalf("%s: %+v went stale, but was sure until %s", day, people[i], a.ConfirmedUntil())
				}
				if is.due {
					dues++
				}
			case !was.due && is.due:
				dues++
				if day != people[i].Expected.Date.Latest()+1 {
					t.Fatalf("%s: %+v is due", day, people[i])
				}
			case !startsOn(people[i], day):
				t.Fatalf("%s: %+v changed from %+v to %+v by no fact", day, people[i], was, is)
			}
			explained.move(a, -1)
			explained.move(b, 1)
		}
		if n.Days.AtLeast != explained.Days.AtLeast {
			explained.Days.AtLeast, explained.DaysHeld.AtLeast = n.Days.AtLeast, n.DaysHeld.AtLeast
		}
		if n.Days.RunIfHeld[0]+n.Days.RunIfHeld[1] != run || n.Days.Run != n.DaysHeld.Run || n.Days.RunIfHeld != n.DaysHeld.RunIfHeld {
			t.Fatalf("%s: the days of %d people grow: %+v", day, run, n)
		}
		explained.Days.Run, explained.DaysHeld.Run, explained.Days.RunIfHeld, explained.DaysHeld.RunIfHeld = n.Days.Run, n.Days.Run, n.Days.RunIfHeld,
			n.Days.RunIfHeld
		if explained != n {
			t.Fatalf("%s: the numbers are\n%+v, and what happened explains\n%+v", day, n, explained)
		}
		before, last = now, n
	}
	if stales < 50 || dues < 5 || changes < 50 || comes < 50 || calm < 100000 {
		t.Errorf("too little happened: %d went stale, %d were due, %d changed, %d came, %d stayed", stales, dues, changes, comes, calm)
	}
}

// grown is by how many days somebody's count, if they are still held, has grown.
func grown(a, b *profile.Record) int32 {
	return b.Days.BehindBars.IfHeld + b.Days.Restricted.IfHeld - a.Days.BehindBars.IfHeld - a.Days.Restricted.IfHeld
}

// startsOn tells whether anything dated in a file begins or ends on a day, by the first reading of its date.
func startsOn(h profile.Header, day profile.Day) bool {
	for _, d := range h.Detentions {
		if !d.From.IsZero() && d.From.Earliest() == day || !d.To.IsZero() && d.To.Earliest() == day {
			return true
		}
	}
	for _, p := range h.Proceedings {
		if p.Date.Earliest() == day {
			return true
		}
	}
	return false
}

// move takes one person out of the numbers, or puts them in. It counts by itself, to be held against count.
func (c *Counts) move(p *profile.Record, by int) {
	if p.Status == profile.NoStatus {
		return
	}
	c.Total += by
	c.ByStatus[p.Status] += by
	held := p.Status.Class() == profile.Held
	for of, n := range map[profile.Class]*int{profile.Held: &c.Held, profile.Persecuted: &c.Persecuted, profile.Former: &c.Former,
		profile.Disappeared: &c.Disappeared, profile.Died: &c.Died, profile.Unknown: &c.Unknown} {
		if p.Status.Class() == of {
			*n += by
		}
	}
	if held && p.Has(profile.Confirmed) {
		c.HeldConfirmed += by
	} else if held {
		c.HeldUnconfirmed += by
	}
	if p.Has(profile.ReleaseDue) {
		c.ReleaseDue += by
	}
	if held && p.Status != profile.AdministrativeArrest {
		c.Presumed, c.PoliticalPrisoners = c.Presumed+by, c.PoliticalPrisoners+by
		if p.Has(profile.Confirmed) {
			c.PoliticalPrisonersConfirmed += by
		}
	}
	for _, d := range []*Days{&c.Days, &c.DaysHeld} {
		if d == &c.DaysHeld && !held {
			continue
		}
		d.BehindBars += int64(by) * int64(p.Days.BehindBars.Lower)
		d.BehindBarsIfHeld += int64(by) * int64(p.Days.BehindBars.IfHeld)
		d.Restricted += int64(by) * int64(p.Days.Restricted.Lower)
		d.RestrictedIfHeld += int64(by) * int64(p.Days.Restricted.IfHeld)
		if p.Days.None() {
			d.Undated += by
		} else if held || p.Days.BehindBars.Upper+p.Days.Restricted.Upper > 0 {
			d.People += by
		}
	}
}

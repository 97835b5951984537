package profile

import (
	"cmp"
	"slices"
)

// Tally is a number of days of which only the bounds may be known. Lower is what is printed ("at least");
// of a detention that is still open it ends with the last confirmation, once that no longer holds. IfHeld
// is the same number if the person is held to this day, and Upper the largest that the dates allow. Unknown
// marks a period whose beginning or end nobody knows: it adds nothing to Lower and leaves Upper open.
type Tally struct {
	Lower, IfHeld, Upper int32
	Unknown              bool
}

// AtLeast tells whether the number may be higher than Lower.
func (t Tally) AtLeast() bool { return t.Unknown || t.Lower != t.Upper }

// None tells that nothing can be said but that there may have been such a period: data files say null.
func (t Tally) None() bool { return t.Unknown && t.IfHeld == 0 }

// Days are the two figures of content/pages/methodology.md.
type Days struct {
	BehindBars Tally // pretrial, imprisoned, psychiatric, detained, administrative-arrest
	Restricted Tally // open-facility, house-arrest
}

// AtLeast tells whether either figure may be higher than printed.
func (d Days) AtLeast() bool { return d.BehindBars.AtLeast() || d.Restricted.AtLeast() }

// None tells that no day is known of anybody's detention.
func (d Days) None() bool {
	nothing := func(t Tally) bool { return t.IfHeld == 0 && t.Upper == 0 }
	return nothing(d.BehindBars) && nothing(d.Restricted) && (d.BehindBars.Unknown || d.Restricted.Unknown)
}

// Count sums the detentions, in the order of time, as unions of the calendar days [from, to). An open one
// runs to confirmed for the lower bound and to asOf for the others. Without detentions nothing is known.
func Count(ds []Detention, confirmed, asOf Day) Days {
	if len(ds) == 0 {
		return Days{Tally{Unknown: true}, Tally{Unknown: true}}
	}
	return Days{tally(ds, behindBars, confirmed, asOf), tally(ds, restricted, confirmed, asOf)}
}

// touch tells whether a detention ended on the day on which the next one began: on the same day, on the
// same unknown day (written alike: the verdict was "in 2023-03"), or on one that neither row gives. Who was
// set free in a month and taken again in it was so on two unknown days.
func touch(d, next Detention) bool {
	if d.To.IsZero() {
		return d.Open() && next.From.IsZero()
	}
	return d.To == next.From && (d.End == NoStatus || d.To.Exact())
}

// period is [from, to) for one reading of its partial dates.
type period struct{ from, to Day }

// together is the index of the first of the detentions that are one period with the i-th: they add to the same
// figure and touch on an unknown day. Of those that touch on a known one, each says what is sure of it alone.
func together(ds []Detention, i int) int {
	for i > 0 && statuses[ds[i-1].Kind].adds == statuses[ds[i].Kind].adds && touch(ds[i-1], ds[i]) && !ds[i-1].To.Exact() {
		i--
	}
	return i
}

// runsFrom is the day from which on each day of the last detention surely adds one to its figure; Forever if it is
// over, if it adds to none, or if nobody knows when it began.
func runsFrom(ds []Detention) Day {
	i := len(ds) - 1
	if i < 0 || !ds[i].Open() || statuses[ds[i].Kind].adds == neither {
		return Forever
	}
	return core(ds[together(ds, i):]).from
}

func tally(ds []Detention, f figure, confirmed, asOf Day) (t Tally) {
	var surely, ifHeld, perhaps []period
	for i := 0; i < len(ds); i++ {
		if statuses[ds[i].Kind].adds != f {
			continue
		}
		first := i
		for i+1 < len(ds) && together(ds, i+1) == first {
			i++
		}
		sure := core(ds[first : i+1])
		sure.to = min(sure.to, asOf)
		held, may := sure, sure
		switch last := ds[i]; {
		case i+1 == len(ds) && last.Open():
			sure.to, held.to, may.to = max(sure.to, min(confirmed, asOf)), asOf, asOf
		case last.To.IsZero():
			t.Unknown = true
		default:
			may.to = min(last.To.Latest(), asOf)
		}
		if from := ds[first].From; from.IsZero() {
			t.Unknown = true
		} else {
			may.from = from.Earliest()
		}
		surely, ifHeld, perhaps = append(surely, sure), append(ifHeld, held), append(perhaps, may)
	}
	t.Lower, t.IfHeld, t.Upper = union(surely), union(ifHeld), union(perhaps)
	return t
}

// core is what all readings of the dates of one period have in common; it is empty if it ends before it begins.
func core(ds []Detention) period {
	p := period{Forever, Never}
	for _, d := range ds {
		for _, date := range [...]Date{d.From, d.To} {
			if !date.IsZero() {
				p = period{min(p.from, date.Latest()), max(p.to, date.Earliest())}
			}
		}
	}
	return p
}

// union is the number of days that lie in at least one period.
func union(ps []period) (days int32) {
	slices.SortFunc(ps, func(a, b period) int { return int(a.from) - int(b.from) })
	var end Day
	for i, p := range ps {
		if i == 0 || p.from > end {
			end = p.from
		}
		if p.to > end {
			days += int32(p.to - end)
			end = p.to
		}
	}
	return days
}

// inTime is the order of detentions in time, as indexes: that in which each leaves room for the next,
// whatever is known of the dates, and the file's where several do. Those without a beginning stay behind the
// one that they stand behind in the file.
func inTime(ds []Detention) []int {
	type room struct{ from, to, end Day } // begins between from and to, and ends on end at the earliest
	order, rooms := make([]int, len(ds)), make([]room, len(ds))
	for i, d := range ds {
		order[i], rooms[i] = i, room{Never, Never, Never}
		if !d.From.IsZero() {
			rooms[i] = room{d.From.Earliest(), d.From.Latest(), d.From.Earliest()}
		} else if i > 0 {
			rooms[i] = rooms[i-1]
		}
		if !d.To.IsZero() {
			rooms[i].end = max(rooms[i].end, d.To.Earliest())
		}
	}
	for i := len(ds) - 1; i >= 0; i-- {
		if i+1 < len(ds) && ds[i+1].From.IsZero() {
			rooms[i].end = rooms[i+1].end
		} else if ds[i].Open() {
			rooms[i].end = Forever
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := rooms[a], rooms[b]
		switch before, after := x.end <= y.to, y.end <= x.to; {
		case before && !after:
			return -1
		case after && !before:
			return 1
		case before:
			return 0
		}
		return cmp.Compare(x.from, y.from)
	})
	return order
}

// sorted gives the detentions in the order of time.
func sorted(ds []Detention) []Detention {
	if ds == nil {
		return nil
	}
	out := make([]Detention, len(ds))
	for to, i := range inTime(ds) {
		out[to] = ds[i]
	}
	return out
}

// Since is the first day of the custody or restriction that still goes on, over touching periods; zero
// when nobody is held or the beginning is not known.
func Since(ds []Detention) Date {
	i := len(ds) - 1
	if i < 0 || !ds[i].Open() || ds[i].Kind.Class() != Held {
		return Date{}
	}
	for i > 0 && ds[i-1].Kind.Class() == Held && touch(ds[i-1], ds[i]) {
		i--
	}
	return ds[i].From
}

// heldPeriods gives the days on which somebody was held, as [from, to) pairs of days in the order of time;
// touching ones are joined and a period that goes on ends at forever. Partial dates count from the first
// day that they can mean, as in the status of an earlier day; periods without a beginning are left out.
func heldPeriods(ds []Detention) (out [][2]Day) {
	for i := 0; i < len(ds); i++ {
		if ds[i].Kind.Class() != Held {
			continue
		}
		begin := ds[i].From
		for i+1 < len(ds) && ds[i+1].Kind.Class() == Held && ds[i+1].From.IsZero() && touch(ds[i], ds[i+1]) {
			i++
		}
		goesOn := i+1 == len(ds) && ds[i].Open()
		if begin.IsZero() || ds[i].To.IsZero() && !goesOn {
			continue
		}
		from, to := begin.Earliest(), Forever
		if !goesOn {
			to = ds[i].To.Earliest()
		}
		if n := len(out); n > 0 && from <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], to)
		} else if to > from {
			out = append(out, [2]Day{from, to})
		}
	}
	return out
}

// Forever is later than any day.
const Forever Day = 1 << 30

package profile

import "slices"

// Tally is a number of days of which only the bounds may be known. Lower is what is printed ("at
// least"); Upper is kept for ranges. Unknown marks a period whose beginning or end nobody knows: it adds
// nothing to Lower and leaves Upper open.
type Tally struct {
	Lower, Upper int32
	Unknown      bool
}

// AtLeast tells whether the number may be higher than Lower.
func (t Tally) AtLeast() bool { return t.Unknown || t.Lower != t.Upper }

// None tells that nothing can be said but that there was such a period: data files say null.
func (t Tally) None() bool { return t.Unknown && t.Lower == 0 }

// Days are the two figures of content/pages/methodology.md.
type Days struct {
	BehindBars Tally // pretrial, imprisoned, psychiatric, administrative-arrest
	Restricted Tally // open-facility, house-arrest
}

// AtLeast tells whether either figure may be higher than printed.
func (d Days) AtLeast() bool { return d.BehindBars.AtLeast() || d.Restricted.AtLeast() }

// Count sums the detentions as unions of the calendar days [from, to), open ones up to asOf.
func Count(ds []Detention, asOf Day) Days {
	return Days{tally(ds, behindBars, asOf), tally(ds, restricted, asOf)}
}

// period is [from, to) for one reading of its partial dates.
type period struct{ from, to Day }

func tally(ds []Detention, f figure, asOf Day) (t Tally) {
	var surely, perhaps []period
	for i := 0; i < len(ds); i++ {
		if statuses[ds[i].Kind].adds != f {
			continue
		}
		from, last := ds[i].From, ds[i]
		// One unknown day, written twice alike, is one day: the two periods touch there.
		for i+1 < len(ds) && statuses[ds[i+1].Kind].adds == f && !last.To.IsZero() && ds[i+1].From == last.To {
			i++
			last = ds[i]
		}
		closedSomeDay := last.To.IsZero() && !last.Open()
		if from.IsZero() || closedSomeDay {
			t.Unknown = true
			continue
		}
		lo, hi := asOf, asOf
		if !last.To.IsZero() {
			lo, hi = min(last.To.Earliest(), asOf), min(last.To.Latest(), asOf)
		}
		surely = append(surely, period{from.Latest(), lo})
		perhaps = append(perhaps, period{from.Earliest(), hi})
	}
	t.Lower, t.Upper = union(surely), union(perhaps)
	return t
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

// sortDetentions puts periods in the order of time; rows without a beginning stand where their end puts
// them, and an open one without a beginning stands last.
func sortDetentions(ds []Detention) {
	slices.SortStableFunc(ds, func(a, b Detention) int { return int(startKey(a)) - int(startKey(b)) })
}

func startKey(d Detention) Day {
	const always = 1 << 29
	switch {
	case !d.From.IsZero():
		return d.From.Earliest()
	case !d.To.IsZero():
		return d.To.Earliest() - 1
	case d.Open():
		return always
	}
	return -always
}

// Since is the first day of the custody or restriction that still goes on, over touching periods; zero
// when nobody is held or the beginning is not known.
func Since(ds []Detention) Date {
	if len(ds) == 0 || !ds[len(ds)-1].Open() || ds[len(ds)-1].Kind.Class() != Held {
		return Date{}
	}
	since := ds[len(ds)-1].From
	for i := len(ds) - 2; i >= 0 && !since.IsZero() && ds[i].To == since && ds[i].Kind.Class() == Held; i-- {
		since = ds[i].From
	}
	return since
}

// HeldPeriods gives the days on which somebody was held, as [from, to) pairs of days in the order of time;
// touching ones are joined and a period that goes on ends at forever. Partial dates count from the first
// day that they can mean, as in the status of an earlier day; periods without a beginning are left out.
func HeldPeriods(ds []Detention) (out [][2]Day) {
	for _, d := range ds {
		if d.Kind.Class() != Held || d.From.IsZero() || d.To.IsZero() && !d.Open() {
			continue
		}
		from, to := d.From.Earliest(), Forever
		if !d.To.IsZero() {
			to = d.To.Earliest()
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

package profile

import "slices"

// Confirmation is what is known on a day of whether somebody is held until then.
type Confirmation struct {
	_     struct{} `cbor:",toarray"`
	Last  Day      // the newest day on which somebody is known to have been held; Never
	Holds Day      // the last day on which that still counts; Never
	Due   bool     // a release was expected since, and nobody has said whether it came
}

// Never is earlier than any day.
const Never = -Forever

// On tells whether somebody is confirmed to be held on a day.
func (c Confirmation) On(day Day) bool { return c.Holds >= day }

// confirmation judges, of somebody held on a day, how long that is known for. It looks at the whole file
// as of today: an end, a check or a hearing that came later confirms the earlier day too. It is asked
// before Public cuts off what came later.
func (h *Header) confirmation(day, today Day) Confirmation {
	kind, begin, last := h.Status, Never, Never
	if ds := begunBy(h.Detentions, day); len(ds) > 0 {
		d := ds[len(ds)-1]
		kind = d.Kind
		var confirms bool
		if begin, confirms = began(ds); confirms {
			last = begin
		}
		if !d.To.IsZero() { // later than the day, or nobody would be held
			last = day
		}
	}
	see := func(d Date) {
		if at := d.Earliest(); !d.IsZero() && at <= today && at >= begin {
			last = max(last, min(at, day))
		}
	}
	see(h.Verified)
	for _, p := range h.Proceedings {
		if h.tookPlace(p) {
			see(p.Date)
		}
	}
	if h.Verified.IsZero() {
		for _, s := range h.Sources {
			see(s.Date)
		}
	}
	c := Confirmation{Last: last, Holds: Never}
	if last != Never {
		c.Holds = last + Day(kind.staleAfter())
	}
	if e := h.Expected.Date; !e.IsZero() && e.Latest() > max(last, begin) {
		c.Holds = min(c.Holds, e.Latest())
		c.Due = e.Latest() < day
	}
	return c
}

// begunBy gives those of the detentions, in the order of time, that had begun by a day. None begins before
// the one ahead of it has ended.
func begunBy(ds []Detention, day Day) []Detention {
	for i, d := range ds {
		switch {
		case !known(d.From, day):
			return ds[:i]
		case !known(d.To, day):
			return ds[:i+1]
		}
	}
	return ds
}

// began is the first day on which the last detention can have begun, given all that came before it. It confirms
// that somebody was held if that beginning is known, or that of the one which it touches on an unknown day.
func began(ds []Detention) (begin Day, confirms bool) {
	begin = Never
	for i, d := range ds {
		if !d.From.IsZero() {
			begin, confirms = max(begin, d.From.Earliest()), true
		} else if i == 0 || !touch(ds[i-1], d) {
			confirms = false
		}
		if i+1 < len(ds) && !d.To.IsZero() {
			begin = max(begin, d.To.Earliest())
		}
	}
	return begin, confirms
}

// tookPlace tells whether a hearing is known to have been held: its result is given, or a source is as new.
// One that was only announced confirms nothing when its day has passed.
func (h *Header) tookPlace(p Proceeding) bool {
	return !p.Result.IsZero() || slices.ContainsFunc(h.Sources, func(s Source) bool {
		return !s.Date.IsZero() && s.Date.Earliest() >= p.Date.Earliest()
	})
}

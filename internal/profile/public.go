package profile

import (
	"slices"
)

// Public turns a header into what may be published on the as-of day, and tells whether the person is on
// the site at all. It is called before a record is made and before a page is rendered, so nothing that
// must not be shown is in anybody's hands afterwards.
func (h *Header) Public(on When) bool {
	if !h.Publish || (!h.PublishAfter.IsZero() && h.PublishAfter.Latest() > on.AsOf) {
		return false
	}
	h.Detentions = sorted(h.Detentions)
	Fields.Clear(h, h.Withhold) // first, so that a withheld date cannot be told from when somebody appears
	if slices.Contains(h.Withhold, "letters") {
		h.Letters.State = "withheld" // the prison's address would invite letters too
	}
	h.Withhold = nil
	// Whoever may be free today stays so on the site of an earlier day.
	sure := h.Status.Class() == Held && h.confirmation(on.Today, on.Today).On(on.Today)
	confirmed := h.confirmation(on.AsOf, on.Today)
	if !h.dropLater(on.AsOf) {
		return false
	}
	h.Found.Day = on.AsOf
	if h.Status.Class() == Held {
		h.Found.Confirmation = confirmed
	}
	if h.Unnamed {
		*h = Header{Publish: true, Unnamed: true, Status: h.Status, Found: h.Found}
		return true
	}
	if !sure || !h.Confirmed() {
		h.Born = Date{Year: h.Born.Year}
	}
	if h.Found.Reachable = sure && h.Confirmed() && slices.Contains(inviting, h.Letters.State); !h.Found.Reachable {
		h.Letters = Letters{State: h.Letters.State}
	}
	return true
}

// Confirmed tells whether the person is held, and known to be so up to the day that Public was asked for.
func (h *Header) Confirmed() bool {
	return h.Status.Class() == Held && h.Found.Confirmation.On(h.Found.Day)
}

// known tells whether a dated fact had come about by the day. A partial date counts from the first day
// that it can mean, both when something begins and when it ends.
func known(d Date, day Day) bool { return d.IsZero() || d.Earliest() <= day }

// dropLater removes what came after the day and derives the status of that day. It
// reports false for people of whom there was no fact yet.
func (h *Header) dropLater(day Day) bool {
	dated, past := false, false // is anything dated, and anything of it up to the day
	comesLater := func(d Date) bool {
		if !d.IsZero() {
			dated = true
			past = past || known(d, day)
		}
		return !known(d, day)
	}
	later := slices.ContainsFunc(h.Detentions, func(d Detention) bool { return !known(d.From, day) || !known(d.To, day) })
	h.Found.Later = later || !known(h.Died, day) || slices.ContainsFunc(h.Events, func(e Event) bool { return !known(e.Date, day) })
	for _, d := range h.Detentions {
		comesLater(d.From)
		comesLater(d.To)
	}
	h.Detentions = begunBy(h.Detentions, day)
	// A hearing may be ahead of the day, and then does not tell since when anything is known; what came of it
	// may not.
	h.Proceedings = slices.DeleteFunc(h.Proceedings, func(p Proceeding) bool {
		return !(p.Result.IsZero() && !known(p.Date, day)) && comesLater(p.Date)
	})
	h.Events = slices.DeleteFunc(h.Events, func(e Event) bool { return comesLater(e.Date) })
	h.Recognised = slices.DeleteFunc(h.Recognised, func(r Recognition) bool { return comesLater(r.Since) })
	for i := range h.Recognised {
		if r := &h.Recognised[i]; !known(r.Until, day) {
			r.Until = Date{}
		}
	}
	diedLater := comesLater(h.Died)
	if dated && !past {
		return false
	}
	for i := range h.Detentions {
		if d := &h.Detentions[i]; !known(d.To, day) {
			d.To, d.End = Date{}, NoStatus
		}
	}
	if diedLater {
		h.Died = Date{}
		later = true
	}
	if later {
		h.Status = derive(h.Detentions)
	}
	return h.Status != NoStatus
}

// derive is the status that the detentions alone give: the kind of the last one while it is open, else how
// it ended; unknown between two periods of which the earlier does not say.
func derive(ds []Detention) Status {
	if len(ds) == 0 {
		return NoStatus
	}
	last := ds[len(ds)-1]
	switch {
	case last.Open():
		return last.Kind
	case last.End == NoStatus:
		return StatusUnknown
	}
	return last.End
}

// recognisedBy tells whether one of the organisations (any, when the list is empty) calls the person a
// political prisoner on the as-of day.
func (h *Header) recognisedBy(organisations []string) bool {
	return slices.ContainsFunc(h.Recognised, func(r Recognition) bool {
		return r.As == "political-prisoner" && (r.Until.IsZero() || r.Until.Earliest() > h.Found.Day) &&
			(len(organisations) == 0 || slices.Contains(organisations, r.By))
	})
}

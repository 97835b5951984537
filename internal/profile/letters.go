package profile

import (
	"cmp"
	"slices"
)

// LettersDays is how many days "lately" lasts in the lists of people to write to, and how far ahead they
// announce birthdays.
const LettersDays = 60

// opened is the type of an event that says that letters arrive from now on; transferred that of one that says that
// somebody was moved where no row of the detentions tells it yet.
const (
	opened      = "letters-open"
	transferred = "transfer"
)

// inviting are the states of letters that do not speak against writing.
var inviting = []string{"", "open", "unknown", "e-letters"}

// MovedOn is the day of a transfer that came after the open detention began: the place, and so the address, may
// be the former one. Zero if there was none.
func (h *Header) MovedOn() (on Date) {
	last := h.open()
	if last == nil {
		return Date{}
	}
	for _, e := range h.Events {
		if e.Type == transferred && (last.From.IsZero() || e.Date.Earliest() > last.From.Latest()) && (on.IsZero() || e.Date.Earliest() > on.Earliest()) {
			on = e.Date
		}
	}
	return on
}

// ArrivedOn is the day on which somebody was brought from one place of custody to the present one. Zero if
// they were not, or nobody knows when.
func (h *Header) ArrivedOn() Date {
	last := h.open()
	if last == nil || len(h.Detentions) < 2 {
		return Date{}
	}
	before := h.Detentions[len(h.Detentions)-2]
	if before.Kind.Class() != Held || before.Place == last.Place || before.To != last.From {
		return Date{}
	}
	return last.From
}

// open is the detention that goes on, or nil.
func (h *Header) open() *Detention {
	if n := len(h.Detentions); n > 0 && h.Detentions[n-1].Open() {
		return &h.Detentions[n-1]
	}
	return nil
}

// letters keeps of a header what the lists of people to write to need.
func (r *Record) letters(h *Header) {
	if !h.Found.Reachable {
		return
	}
	l := &h.Letters
	online := l.State == "e-letters"
	r.flag(Reachable, true)
	r.flag(Online, online)
	r.flag(Addressed, !l.Address.IsZero() || online && l.URL != "")
	r.flag(Opened, h.lately(r.Since) || slices.ContainsFunc(h.Events, func(e Event) bool { return e.Type == opened && h.lately(e.Date) }))
	r.flag(Moved, h.lately(h.ArrivedOn()) || h.lately(h.MovedOn()))
}

func (h *Header) lately(d Date) bool {
	return !d.IsZero() && d.Earliest() <= h.Found.Day && h.Found.Day-d.Earliest() <= LettersDays
}

// Hearings are the next steps of the case of which an exact day is announced, in the order of days; of a day the first.
func (h *Header) Hearings() (next []Proceeding) {
	for _, p := range h.Proceedings {
		if p.Ahead(h.Found.Day) && p.Date.Exact() {
			next = append(next, p)
		}
	}
	slices.SortStableFunc(next, func(a, b Proceeding) int { return cmp.Compare(a.Date.Earliest(), b.Date.Earliest()) })
	return slices.CompactFunc(next, func(a, b Proceeding) bool { return a.Date == b.Date })
}

// Ahead tells whether a step of the case is announced and has not come yet on a day.
func (p Proceeding) Ahead(on Day) bool { return !p.Date.IsZero() && p.Date.Earliest() > on }

// LeftAlone tells whether somebody asked not to be put in front of people; so too where the answer is held back.
func (l Letters) LeftAlone() bool { return l.State == "asked-privacy" || l.State == "withheld" }

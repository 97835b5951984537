package profile

import (
	"slices"
	"unsafe"
)

// Record is the small part of a header that is kept in memory for everybody, in bytes:
//
//	slug              16 + 20 (mean length)
//	text              16 + 24 + 100 (a name in four languages, of which three in two-byte letters)
//	                  + 10 (place) + 5 (languages) + 18 (articles) + 22 (a group) + 8·1.5 (held)
//	scratch           8 + 8
//	days              32
//	dates             10 · 4
//	the rest          16
//	                  = 347, within 400
//
// All texts of a record are one piece of memory and nothing else in it is a pointer: the garbage collector, which looks
// at every piece each time, has one to look at for each person.
type Record struct {
	Slug         string // empty for somebody unnamed
	text         string // all other texts, one behind the other
	ends         [heldPart + 1]uint32
	Scratch      int64 // where the scratch file keeps the rest
	Quote        int64 // where it keeps what pages of others say
	Days         Days
	Since        Date // first day of the custody that goes on
	Until        Date // end of the last detention, when it is over
	First        Date // beginning of the first detention
	Born         Date // as published: the year only, unless held
	Updated      Date // newest dated fact up to the as-of day
	Confirmed    Date // the newest day on which somebody held is known to have been; zero: none is known
	holds        Day  // the last day on which that counts
	begun        Day  // from then on each day adds one to the count; Forever if none surely does
	Hearing      Date // the next one that is announced
	Release      Date // the announced one of somebody held
	Country      Country
	Status       Status
	Criteria     uint8  // bit 0 is criterion a
	Gender       byte   // 'f', 'm' or 0
	Photo        uint8  // ending of the photo, from 1; 0: none
	Translations uint16 // bit i: there is a file in the i-th site language
	Flags        Flags
}

// Flags are the yes-or-no facts of a record.
type Flags uint16

const (
	Recognised Flags = 1 << iota // as a political prisoner, by one of the site's recognisers
	Confirmed                    // held, and somebody confirmed it lately
	ReleaseDue                   // held, and a release was expected since the last confirmation
	Unnamed                      // counted by country and status only
	Gone                         // has died, whatever the last status
	Story                        // has a text, and nobody asked for privacy: may be put in front of everybody
	Reachable                    // an address for letters may be shown, if there is one
	Addressed                    // the profile itself says where letters go
	Online                       // letters go through a page, not by post
	Opened                       // letters have become possible lately
	Moved                        // to another place, lately
	DeadSource                   // a source has an address that soon leads nowhere
	Worded                       // beside the articles the profile says why: see content.Quote
	Spelled                      // there are names in languages that the site does not have, or the same in another language
)

// RecordSize is the fixed part of a record in bytes.
const RecordSize = int(unsafe.Sizeof(Record{}))

// Has tells whether all the given facts hold.
func (r *Record) Has(f Flags) bool { return r.Flags&f == f }

// Unconfirmed tells that somebody is last known to be held.
func (r *Record) Unconfirmed() bool { return r.Status.Class() == Held && !r.Has(Confirmed) }

// ConfirmedUntil is the last day on which what is known now still confirms that somebody is held: the day
// after it they are unconfirmed, unless somebody looks. Never if nobody ever confirmed it.
func (r *Record) ConfirmedUntil() Day {
	if r.Confirmed.IsZero() {
		return Never
	}
	return r.holds
}

// Begun tells whether a day more of custody is a day more in the count: the time that adds to the same figure has a
// beginning, and even the latest day that it can mean has come. "Since 2026" adds nothing before 2027.
func (r *Record) Begun(on Day) bool { return r.begun <= on }

// Named gives the texts that a record keeps for one language.
type Named struct{ Name, Sort string }

// NewRecord keeps what pages about other people, lists and counters need of a published header. named has
// one entry for each site language, and perhaps another, see Native; recognisers is the site's list, empty for any.
func NewRecord(h *Header, country, slug string, named []Named, recognisers []string) Record {
	r := Record{Country: CountryOf(country), Status: h.Status, begun: Forever}
	r.flag(Confirmed, h.Confirmed())
	if h.Unnamed {
		r.Days = Count(nil, h.Found.Day, h.Found.Day)
		r.flag(Unnamed, true)
		return r
	}
	until := h.Found.Day
	if h.Status.Class() == Held && !h.Confirmed() {
		until = h.Found.Confirmation.Last
	}
	r.Days = Count(h.Detentions, until, h.Found.Day)
	r.Since, r.begun = Since(h.Detentions), runsFrom(h.Detentions)
	r.Born = h.Born
	if h.Status.Class() == Held && h.Found.Confirmation.Last != Never {
		r.Confirmed, r.holds = h.Found.Confirmation.Last.Date(), h.Found.Confirmation.Holds
	}
	r.Updated = h.updated()
	if n := len(h.Detentions); n > 0 {
		r.First = h.Detentions[0].From
		if last := h.Detentions[n-1]; !last.Open() {
			r.Until = last.To
		}
	}
	r.keep(h, slug, named)
	for _, c := range h.Criteria {
		if len(c) == 1 {
			r.Criteria |= 1 << (c[0] - 'a')
		}
	}
	if h.Gender != "" {
		r.Gender = h.Gender[0]
	}
	r.flag(Gone, !h.Died.IsZero() || h.Status.Class() == Died)
	r.flag(Recognised, h.recognisedBy(recognisers))
	r.flag(ReleaseDue, h.Status.Class() == Held && h.Found.Confirmation.Due)
	r.letters(h)
	r.flag(DeadSource, slices.ContainsFunc(h.Sources, func(s Source) bool { return s.Dead() != "" }))
	if next := h.Hearings(); len(next) > 0 {
		r.Hearing = next[0].Date
	}
	if h.Status.Class() == Held {
		r.Release = h.Expected.Date
	}
	return r
}

// Told notes that somebody has a text.
func (r *Record) Told(h *Header) { r.flag(Story, !h.Letters.LeftAlone()) }

func (r *Record) flag(f Flags, on bool) {
	if on {
		r.Flags |= f
	}
}

// updated is the newest dated fact up to the as-of day; `verified` is none, since nothing happened.
func (h *Header) updated() (newest Date) {
	see := func(d Date) {
		if !d.IsZero() && d.Earliest() <= h.Found.Day && (newest.IsZero() || d.Earliest() > newest.Earliest()) {
			newest = d
		}
	}
	for _, d := range h.Detentions {
		see(d.From)
		see(d.To)
	}
	for _, p := range h.Proceedings {
		see(p.Date)
	}
	for _, e := range h.Events {
		see(e.Date)
	}
	for _, r := range h.Recognised {
		see(r.Since)
	}
	see(h.Died)
	return newest
}

package site

import (
	"cmp"
	"slices"

	"vigil/internal/profile"
)

// Occasion is a day ahead in somebody's life.
type Occasion struct {
	At   int32 // index into People
	Day  profile.Day
	What OccasionKind
}

// OccasionKind says what happens on the day.
type OccasionKind uint8

const (
	Birthday OccasionKind = iota // of somebody held, where the day of birth is published and letters are not unwanted
	Hearing
	Release // as announced
)

const (
	yearAhead = 366
	// CalendarEntries is the most in a calendar: one of more is of no use to anybody.
	CalendarEntries = 500
)

// Occasions are the next ones of a country ("" for all) within a year, in the order of days.
func (s *Site) Occasions(country string) (out []Occasion) {
	l := s.List(Everybody, "", "")
	if country != "" {
		l = s.List(OfCountry, country, "")
	}
	add := func(at int32, day profile.Day, what OccasionKind) {
		if day >= s.AsOf && day-s.AsOf <= yearAhead {
			out = append(out, Occasion{at, day, what})
		}
	}
	for _, at := range s.Sorted(l, 0) {
		p := &s.People[at]
		if p.Has(profile.Unnamed) {
			continue
		}
		if p.Has(profile.Reachable) && p.Born.Exact() {
			add(at, s.Birthday(p.Born), Birthday)
		}
		if !p.Hearing.IsZero() {
			add(at, p.Hearing.Earliest(), Hearing)
		}
		if p.Release.Exact() {
			add(at, p.Release.Earliest(), Release)
		}
	}
	slices.SortFunc(out, func(a, b Occasion) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.What, b.What), cmp.Compare(a.At, b.At))
	})
	return out[:min(len(out), CalendarEntries)]
}

// Birthday is the next birthday on or after the as-of day; one on 29 February falls on 1 March in other
// years.
func (s *Site) Birthday(born profile.Date) profile.Day {
	today := s.AsOf.Date()
	for year := today.Year; ; year++ {
		next := profile.Date{Year: year, Month: born.Month, Day: born.Day}.Earliest()
		if next >= s.AsOf {
			return next
		}
	}
}

package site

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"

	"vigil/internal/profile"
)

// What the first page and a country's page put in front.

const (
	// FewPeople is up to how many held people stand on the first page with a line each.
	FewPeople = 40
	// LongestHeld is how many names of those held longest stand there when they are more.
	LongestHeld = 48
)

// nameOfDay gives every day its name: of the held people who can be put in front (see profile.Story) the one with the
// smallest SHA-256 of the date and cc/slug, so that anybody can check that nobody chose; -1 if there is none.
func (s *Site) nameOfDay() int32 {
	best, least := int32(-1), [sha256.Size]byte{}
	for i := range s.People {
		p := &s.People[i]
		if p.Status.Class() != profile.Held || p.Has(profile.Unnamed) || !p.Has(profile.Story) {
			continue
		}
		sum := sha256.Sum256([]byte(s.AsOf.String() + p.Country.Value() + "/" + p.Slug))
		if best < 0 || bytes.Compare(sum[:], least[:]) < 0 {
			best, least = int32(i), sum
		}
	}
	return best
}

// ByDays gives the people of a list in the order of the custody that goes on, longest first; those of whom its
// beginning is not known, or who are not held, come last.
func (s *Site) ByDays(l *List) []int32 {
	out := slices.Clone(l.Members)
	since := func(at int32) profile.Day {
		if p := &s.People[at]; !p.Since.IsZero() {
			return p.Since.Earliest()
		}
		return profile.Forever
	}
	slices.SortStableFunc(out, func(a, b int32) int {
		return cmp.Or(cmp.Compare(since(a), since(b)), cmp.Compare(hidden(&s.People[a]), hidden(&s.People[b])))
	})
	return out
}

func hidden(p *profile.Record) int {
	if p.Has(profile.Unnamed) {
		return 1
	}
	return 0
}

// Quoted are the people whose profiles a page needs, beside their records: whose summary or address
// stands on it, and in a calendar those with a hearing.
func (s *Site) Quoted(p Page) (people []int32) {
	switch p.Kind {
	case Home:
		if held := s.List(OfClass, "", profile.Held.String()); len(held.Members) <= FewPeople {
			people = append(people, held.Members...)
		}
		if s.NameOfDay >= 0 && !slices.Contains(people, s.NameOfDay) {
			people = append(people, s.NameOfDay)
		}
	case CountryPage, LettersListPage:
		people = s.OnPage(p)
	case LettersPage:
		if s.WriteTo >= 0 {
			people = append(people, s.WriteTo)
		}
	case Calendar, CountryCalendar:
		for _, o := range s.Occasions(p.Key) {
			if o.What == Hearing {
				people = append(people, o.At)
			}
		}
	}
	return slices.DeleteFunc(people, func(at int32) bool { return s.People[at].Has(profile.Unnamed) })
}

// OnPage gives the people of a page of a list, in the order of its language.
func (s *Site) OnPage(p Page) []int32 {
	if p.ByDays {
		return p.List.LongestOn(p.Number)
	}
	all := s.Sorted(p.List, p.Lang)
	from := min((p.Number-1)*p.List.PageSize(), len(all))
	return slices.Clone(all[from:min(from+p.List.PageSize(), len(all))])
}

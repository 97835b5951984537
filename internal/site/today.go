package site

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"

	"vigil/internal/profile"
)

// What the first page and a country's page put in front.

// Recent are the people on the home page.
type Recent struct {
	Detained, Freed []int32 // newest first
	Birthdays       []int32 // of those who can be written to, in the order of the days to come
}

const (
	// FewPeople is up to how many held people stand on the first page with a line each.
	FewPeople = 40
	// LongestHeld is how many names of those held longest stand there when they are more.
	LongestHeld = 48

	recentPeople = 6  // in each list of the home page
	birthdayDays = 31 // how far ahead birthdays are announced
	newsDays     = 365
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
		sum := sha256.Sum256([]byte(s.AsOf.String() + p.Country.String() + "/" + p.Slug))
		if best < 0 || bytes.Compare(sum[:], least[:]) < 0 {
			best, least = int32(i), sum
		}
	}
	return best
}

// recent picks the people of the home page, by exact dates of the last year only: what is older is no news. Nor is an
// administrative arrest, which ends after days, or the release of somebody who has died since.
func (s *Site) recent() (r Recent) {
	newest := func(keep func(*profile.Record) profile.Date) []int32 {
		var out []int32
		for i := range s.People {
			if d := keep(&s.People[i]); d.Exact() && d.Earliest() > s.AsOf-newsDays && !s.People[i].Has(profile.Unnamed) {
				out = append(out, int32(i))
			}
		}
		slices.SortStableFunc(out, func(a, b int32) int {
			return cmp.Compare(keep(&s.People[b]).Earliest(), keep(&s.People[a]).Earliest())
		})
		return out[:min(len(out), recentPeople)]
	}
	r.Detained = newest(func(p *profile.Record) profile.Date {
		if p.Status == profile.AdministrativeArrest {
			return profile.Date{}
		}
		return p.Since
	})
	r.Freed = newest(func(p *profile.Record) profile.Date {
		if p.Status.Class() == profile.Former && !p.Has(profile.Gone) {
			return p.Until
		}
		return profile.Date{}
	})
	for i := range s.People {
		if p := &s.People[i]; s.CanWrite(p) && p.Born.Exact() && s.Birthday(p.Born)-s.AsOf <= birthdayDays {
			r.Birthdays = append(r.Birthdays, int32(i))
		}
	}
	s.sortByBirthday(r.Birthdays)
	r.Birthdays = r.Birthdays[:min(len(r.Birthdays), recentPeople)]
	return r
}

// Latest are the named people of a country ("" for all) of whom something dated was noted last.
func (s *Site) Latest(country string, n int) []int32 {
	l := s.List(Everybody, "", "")
	if country != "" {
		l = s.List(OfCountry, country, "")
	}
	var out []int32
	newer := func(a, b int32) int {
		return cmp.Or(cmp.Compare(s.People[b].Updated.Earliest(), s.People[a].Updated.Earliest()), cmp.Compare(a, b))
	}
	for _, at := range s.Sorted(l, 0) {
		if p := &s.People[at]; p.Has(profile.Unnamed) || p.Updated.IsZero() {
			continue
		}
		i, _ := slices.BinarySearchFunc(out, at, newer)
		if i < n {
			out = slices.Insert(out, i, at)
			out = out[:min(len(out), n)]
		}
	}
	return out
}

// ByDays gives the people of a list in the order of the custody that goes on, longest first; those of whom its
// beginning is not known, or who are not held, come last.
func (s *Site) ByDays(l *List) []int32 {
	byName := s.Sorted(l, 0)
	keys := make([]int64, len(byName)) // the day, who has no name, the place in A–Z
	for i, at := range byName {
		p, day, unnamed := &s.People[at], profile.Forever, 0
		if !p.Since.IsZero() {
			day = p.Since.Earliest()
		}
		if p.Has(profile.Unnamed) {
			unnamed = 1
		}
		keys[i] = int64(day)<<32 | int64(unnamed)<<31 | int64(i)
	}
	slices.Sort(keys)
	out := make([]int32, len(keys))
	for i, key := range keys {
		out[i] = byName[key&(1<<31-1)]
	}
	return out
}

// Quoted are the people whose profiles a page needs, beside their records: whose summary or address
// stands on it, and in a calendar those with a hearing.
func (s *Site) Quoted(p Page) (people []int32) {
	switch p.Kind {
	case Home:
		if held := s.List(OfClass, "", profile.Held.String()); len(held.Members) <= FewPeople {
			people = append(people, s.Sorted(held, 0)...)
		}
		if s.NameOfDay >= 0 && !slices.Contains(people, s.NameOfDay) {
			people = append(people, s.NameOfDay)
		}
	case CountryPage:
		people = s.having(profile.Worded, s.OnPage(p))
	case LettersListPage:
		if people = s.OnPage(p); p.Key != LettersMoved {
			people = s.having(profile.Addressed|profile.Spelled, people)
		}
	case LettersPage:
		people = s.LettersShown(s.List(ToWrite, "", LettersMoved), p.Lang)
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

// having leaves those who have one of the flags.
func (s *Site) having(one profile.Flags, people []int32) []int32 {
	return slices.DeleteFunc(people, func(at int32) bool { return s.People[at].Flags&one == 0 })
}

// OnPage gives the people of a page of a list, in the order of its language or of days.
func (s *Site) OnPage(p Page) []int32 {
	var all []int32
	if p.ByDays {
		all = s.Longest(p.List)
	} else {
		all = s.Sorted(p.List, p.Lang)
	}
	from := min((p.Number-1)*p.List.PageSize(), len(all))
	return slices.Clone(all[from:min(from+p.List.PageSize(), len(all))])
}

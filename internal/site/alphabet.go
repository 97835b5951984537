package site

import (
	"bytes"
	"cmp"
	"slices"
	"sort"

	"vigil/internal/profile"
)

// The order of people in every language, and the letters under which they stand.

// alphabet gives every person's place in the A–Z of a language; the unnamed come last, equal names by
// country and slug.
func (s *Site) alphabet(language int) []int32 {
	l := s.Languages[language]
	keys := make([][]byte, len(s.People))
	order := make([]int32, len(s.People))
	for i := range s.People {
		order[i] = int32(i)
		if !s.People[i].Has(profile.Unnamed) {
			keys[i] = l.SortKey(s.People[i].SortName(language))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		if (keys[a] == nil) != (keys[b] == nil) {
			return cmp.Compare(len(keys[b]), len(keys[a]))
		}
		return cmp.Or(bytes.Compare(keys[a], keys[b]), cmp.Compare(a, b))
	})
	rank := make([]int32, len(order))
	for place, i := range order {
		rank[i] = int32(place)
	}
	return rank
}

// Sorted gives the people of a list in the A–Z order of a language.
func (s *Site) Sorted(l *List, language int) []int32 {
	if len(l.Members) < 2 {
		return l.Members
	}
	o := &l.orders[language]
	o.once.Do(func() {
		if o.people = l.Members; language > 0 {
			o.people = slices.Clone(s.Sorted(l, 0)) // nobody puts them in order meanwhile
		}
		s.arrange(o.people, l, s.rank[language]())
	})
	return o.people
}

// arrange puts the people of a list in order.
func (s *Site) arrange(people []int32, l *List, rank []int32) {
	slices.SortFunc(people, func(a, b int32) int {
		if l.Kind == OfCountry {
			if order := cmp.Compare(s.place(a), s.place(b)); order != 0 {
				return order
			}
		}
		return cmp.Compare(rank[a], rank[b])
	})
	if l.Kind == ToWrite && l.Key == LettersBirthdays {
		s.sortByBirthday(people)
	}
}

// ByCountry is the order of the classes in the list of a country: those who are held, free again, dead, then the others.
var ByCountry = []profile.Class{profile.Held, profile.Former, profile.Died, profile.Disappeared, profile.Persecuted, profile.Unknown}

func (s *Site) place(at int32) int { return slices.Index(ByCountry, s.People[at].Status.Class()) }

// Initial is a letter of the A–Z and the page of the list on which it begins; First is who begins it.
type Initial struct {
	Letter string
	Page   int
	First  int32 // index into People
	Again  bool  // it goes on behind another that a language files within it: Anna behind Ægir

	rank int32 // of the first person of the site under this letter
}

// Initials are the letters under which a language files the people of the site.
func (s *Site) Initials(language int) []Initial { return s.initials[language]() }

// Letters are those under which a language files the people of a list; of a country's list, those held.
func (s *Site) Letters(l *List, language int) (out []Initial) {
	people, rank, all := s.Sorted(l, language), s.rank[language](), s.Initials(language)
	if l.Kind == OfCountry {
		people = people[:sort.Search(len(people), func(i int) bool { return s.place(people[i]) > 0 })]
	}
	for i, in := range all {
		at := sort.Search(len(people), func(i int) bool { return rank[people[i]] >= in.rank })
		if at == len(people) || i+1 < len(all) && rank[people[at]] >= all[i+1].rank || s.People[people[at]].Has(profile.Unnamed) {
			continue
		}
		if in.Again && slices.ContainsFunc(out, func(o Initial) bool { return o.Letter == in.Letter }) {
			continue
		}
		out = append(out, Initial{Letter: in.Letter, Page: at/PageSize + 1, First: people[at]})
	}
	return out
}

func (s *Site) findInitials(language int) (out []Initial) {
	seen := map[string]bool{}
	for i, at := range s.Sorted(s.lists[listID{kind: Everybody}], language) {
		if p := &s.People[at]; !p.Has(profile.Unnamed) {
			letter := s.Languages[language].Initial(p.SortName(language))
			if n := len(out); n == 0 || out[n-1].Letter != letter {
				out = append(out, Initial{letter, i/PageSize + 1, at, seen[letter], int32(i)})
				seen[letter] = true
			}
		}
	}
	return out
}

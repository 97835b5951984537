// Package site is the frozen index: everything that pages about more than one person need.
//
// In: the library of the first pass. Out: counts, lists, relations, translations, and which pages exist
// at which address. It is derived once, never changes after Freeze, and is shared by all workers: what only
// some pages need, such as the order of a list, is derived when the first of them asks. It reads no file
// and makes no HTML.
package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"vigil/internal/content"
	"vigil/internal/lang"
	"vigil/internal/profile"
)

// Site is the index. Do not change anything in it.
type Site struct {
	*content.Library
	AsOf      profile.Day
	BaseURL   string           // "" or an absolute address that ends in /
	Languages []*lang.Language // the first is the main one

	Counts    Counts
	Countries []Country // by code; all that have people or a file
	Recent    Recent
	WriteTo   int32              // whom to write to on the as-of day: index into People, or -1
	NewsOf    map[int32][]string // person -> keys of news, newest first
	NameOfDay int32              // index into People; -1: nobody

	lists map[listID]*List
	order []*List // all lists, by address

	// These are derived when they are first asked for:
	rank     []func() []int32   // for each language: place of a person in its A–Z
	initials []func() []Initial // for each language
	filing   func() filing
}

// Country is a country on the site.
type Country struct {
	Code   string
	Counts Counts
	People *List

	slices func() (names, facts []Slice) // see narrow.go
}

// Collect puts everybody into lists: with them it is known which pages there will be. The library may have errors.
func Collect(l *content.Library, asOf profile.Day) *Site {
	s := &Site{Library: l, AsOf: asOf, lists: map[listID]*List{}}
	s.collect()
	return s
}

// Freeze makes the index of the lists of Collect, which are taken over. Sums that do not add up are a bug: an error.
func (s *Site) Freeze(baseURL string, languages []*lang.Language) (*Site, error) {
	s.BaseURL, s.Languages = baseURL, languages
	for i := range languages {
		s.rank = append(s.rank, sync.OnceValue(func() []int32 { return s.alphabet(i) }))
		s.initials = append(s.initials, sync.OnceValue(func() []Initial { return s.findInitials(i) }))
	}
	s.filing = sync.OnceValue(s.fileNames)
	for _, l := range s.order {
		l.Members = append(make([]int32, 0, len(l.Members)), l.Members...) // without the room in which it grew
		l.orders = make([]ordered, len(languages))
	}
	s.Counts = s.count(slices.Values(s.lists[listID{kind: Everybody}].Members))
	for i := range s.Countries {
		c := &s.Countries[i]
		c.Counts = s.count(slices.Values(c.People.Members))
		c.slices = sync.OnceValues(func() (names, facts []Slice) {
			if !c.CanNarrow() {
				return nil, nil
			}
			return s.cut(s.Sorted(c.People, 0))
		})
	}
	s.Recent, s.NameOfDay = s.recent(), s.nameOfDay()
	s.WriteTo = s.writeTo()
	s.NewsOf = s.newsOf()
	return s, s.addsUp()
}

// CountryOf is a country of the site by its code, or nil.
func (s *Site) CountryOf(code string) *Country {
	i, ok := slices.BinarySearchFunc(s.Countries, code, func(c Country, code string) int { return strings.Compare(c.Code, code) })
	if !ok {
		return nil
	}
	return &s.Countries[i]
}

func (s *Site) newsOf() map[int32][]string {
	out := map[int32][]string{}
	for _, key := range slices.Backward(slices.Sorted(maps.Keys(s.News))) {
		for _, ref := range s.News[key].Head.People {
			if i := s.Find(ref); i >= 0 {
				out[int32(i)] = append(out[int32(i)], key)
			}
		}
	}
	return out
}

// addsUp holds that everybody is counted once: in one status, one class, one country.
func (s *Site) addsUp() error {
	check := func(what string, c Counts) error {
		byStatus := 0
		for _, st := range profile.Statuses() {
			byStatus += c.ByStatus[st]
		}
		if classes := c.Held + c.Persecuted + c.Former + c.Disappeared + c.Died + c.Unknown; classes != c.Total || byStatus != c.Total {
			return fmt.Errorf("the counts of %s do not add up: %d by class, %d by status, %d in all", what, classes, byStatus, c.Total)
		}
		if c.HeldConfirmed+c.HeldUnconfirmed != c.Held || c.ReleaseDue > c.HeldUnconfirmed {
			return fmt.Errorf("the counts of %s do not add up: %d held, %d confirmed, %d not, of whom %d were due for release",
				what, c.Held, c.HeldConfirmed, c.HeldUnconfirmed, c.ReleaseDue)
		}
		return nil
	}
	if err := check("the site", s.Counts); err != nil {
		return err
	}
	total := 0
	for _, c := range s.Countries {
		if err := check(c.Code, c.Counts); err != nil {
			return err
		}
		total += c.Counts.Total
	}
	if total != s.Counts.Total || total != len(s.People) {
		return fmt.Errorf("the countries have %d people, the site %d, the index %d", total, s.Counts.Total, len(s.People))
	}
	return nil
}

// Name is what tells this site from others: its main address, or its title where it has none.
func (s *Site) Name() string {
	if s.BaseURL != "" {
		return s.BaseURL
	}
	return s.Site.Title.In(s.Site.Main())
}

// Package site is the frozen index: everything that pages about more than one person need.
//
// In: the library of the first pass. Out: counts, lists, relations, translations, and which pages exist
// at which address. It is derived once, never changes after New, and is shared by all workers without
// locks. It reads no file and makes no HTML.
package site

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sort"
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
	order []*List   // in the order in which they were made: by address
	rank  [][]int32 // for each language: place of a person in its A–Z

	initials [][]Initial // for each language
	scripts  [][]*FirstLetters
	first    map[string]*FirstLetters // by path
}

// Country is a country on the site.
type Country struct {
	Code   string
	Counts Counts
	People *List
	Facts  []Slice // in which files its people stand: see narrow.go
	Names  []Slice
}

// Recent are the people on the home page.
type Recent struct {
	Detained, Freed []int32 // newest first
	Birthdays       []int32 // of those who can be written to, in the order of the days to come
}

const (
	recentPeople = 6  // in each list of the home page
	birthdayDays = 31 // how far ahead birthdays are announced
	newsDays     = 365
)

// New derives the index. Sums that do not add up are a bug and stop the build.
func New(l *content.Library, asOf profile.Day, baseURL string, languages []*lang.Language) (*Site, error) {
	s := &Site{Library: l, AsOf: asOf, BaseURL: baseURL, Languages: languages, lists: map[listID]*List{}}
	s.rank = make([][]int32, len(languages))
	each(languages, func(i int) { s.rank[i] = s.alphabet(i) })
	s.collect()
	s.sort()
	s.initials = make([][]Initial, len(languages))
	each(languages, func(i int) { s.initials[i] = s.findInitials(i) })
	s.fileNames()
	s.Counts = s.count(slices.Values(s.lists[listID{kind: Everybody}].Members))
	for i := range s.Countries {
		c := &s.Countries[i]
		c.Counts = s.count(slices.Values(c.People.Members))
		if c.CanNarrow() {
			c.Names, c.Facts = s.cut(c.People)
		}
	}
	s.Recent, s.NameOfDay = s.recent(), s.nameOfDay()
	s.WriteTo = s.writeTo()
	s.NewsOf = s.newsOf()
	return s, s.addsUp()
}

// each does the work of every language at once; collation is most of what freezing takes.
func each(languages []*lang.Language, do func(i int)) {
	var wg sync.WaitGroup
	for i := range languages {
		wg.Go(func() { do(i) })
	}
	wg.Wait()
}

// CountryOf is a country of the site by its code, or nil.
func (s *Site) CountryOf(code string) *Country {
	i, ok := slices.BinarySearchFunc(s.Countries, code, func(c Country, code string) int { return strings.Compare(c.Code, code) })
	if !ok {
		return nil
	}
	return &s.Countries[i]
}

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
func (s *Site) Sorted(l *List, language int) []int32 { return l.sorted[language] }

// sort puts every list in the order of every language, once, so that no page has to.
func (s *Site) sort() {
	for _, l := range s.order {
		for _, rank := range s.rank {
			people := make([]int32, len(l.Members)) // without the room in which the list grew
			copy(people, l.Members)
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
			l.sorted = append(l.sorted, people)
		}
		l.Members = l.sorted[0]
		if l.DaysPages() > 0 {
			l.byDays = slices.Clone(s.ByDays(l)[:min(len(l.Members), mostDaysPages*PageSize)])
		}
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

	rank int32 // of the first person of the site under this letter
}

// Initials are the letters under which a language files the people of the site.
func (s *Site) Initials(language int) []Initial { return s.initials[language] }

// Letters are those under which a language files the people of a list; of a country's list, those held.
func (s *Site) Letters(l *List, language int) (out []Initial) {
	people, rank, all := l.sorted[language], s.rank[language], s.initials[language]
	if l.Kind == OfCountry {
		people = people[:sort.Search(len(people), func(i int) bool { return s.place(people[i]) > 0 })]
	}
	for i, in := range all {
		at := sort.Search(len(people), func(i int) bool { return rank[people[i]] >= in.rank })
		if at == len(people) || i+1 < len(all) && rank[people[at]] >= all[i+1].rank || s.People[people[at]].Has(profile.Unnamed) {
			continue
		}
		out = append(out, Initial{Letter: in.Letter, Page: at/PageSize + 1, First: people[at]})
	}
	return out
}

func (s *Site) findInitials(language int) (out []Initial) {
	seen := map[string]bool{}
	for i, at := range s.lists[listID{kind: Everybody}].sorted[language] {
		if p := &s.People[at]; !p.Has(profile.Unnamed) {
			letter := s.Languages[language].Initial(p.SortName(language))
			if !seen[letter] {
				seen[letter] = true
				out = append(out, Initial{letter, i/PageSize + 1, at, int32(i)})
			}
		}
	}
	return out
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
	slices.SortStableFunc(r.Birthdays, func(a, b int32) int {
		return cmp.Compare(s.Birthday(s.People[a].Born), s.Birthday(s.People[b].Born))
	})
	r.Birthdays = r.Birthdays[:min(len(r.Birthdays), recentPeople)]
	return r
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
	for _, at := range l.Members {
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

// Name is what tells this site from others: its main address, or its title where it has none.
func (s *Site) Name() string {
	if s.BaseURL != "" {
		return s.BaseURL
	}
	return s.Site.Title.In(s.Site.Main())
}

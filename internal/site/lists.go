package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"vigil/internal/profile"
)

// ListKind says what the people of a list have in common.
type ListKind uint8

const (
	Everybody ListKind = iota
	OfCountry
	OfClass
	OfStatus
	PoliticalPrisoners
	HeldConfirmed
	HeldUnconfirmed
	ReleaseDue
	OfArticle
	OfPrison
	OfGroup
	OfCriterion
	OfYear  // of the first detention
	ToWrite // see letters.go
)

// List is a set of people with an address of its own. Wherever a number of people is printed it is the
// length of a list and links to it, so that a number and its list cannot differ.
type List struct {
	Kind    ListKind
	Country string  // code; "" for the whole site
	Key     string  // class, status, article code, prison slug, group, letter, year, or part of ToWrite
	Path    string  // of the first page, below the language's root
	Members []int32 // how many there are; who comes first, Sorted tells

	held, confirmed bool // is anybody of them, see NobodyConfirmed

	orders  []ordered // by language
	longest ordered   // see DaysPages
}

// add puts somebody into the list, once: a group may be written twice.
func (l *List) add(at int32, p *profile.Record) {
	if n := len(l.Members); n > 0 && l.Members[n-1] == at {
		return
	}
	l.Members = append(l.Members, at)
	l.held = l.held || p.Status.Class() == profile.Held
	l.confirmed = l.confirmed || p.Has(profile.Confirmed)
}

// NobodyConfirmed tells whether some people of a list are held, and none of them is confirmed to be. A list that is not
// there has nobody.
func (l *List) NobodyConfirmed() bool { return l != nil && l.held && !l.confirmed }

// ordered are people who are put in order when somebody first asks.
type ordered struct {
	once   sync.Once
	people []int32
}

// PageSize is the number of people on one page of most lists.
const PageSize = 100

type listID struct {
	kind         ListKind
	country, key string
}

// List is the list of a kind, or nil where there is none.
func (s *Site) List(kind ListKind, country, key string) *List {
	if kind == OfStatus && statusFile(statusOf(key)) == "" {
		kind = OfClass
	}
	return s.lists[listID{kind, country, key}]
}

// Lists gives all lists in the order of their addresses.
func (s *Site) Lists() []*List { return s.order }

// PageSize is the number of people on one page of the list.
func (l *List) PageSize() int {
	if l.Kind == ToWrite {
		return 4 * LabelsOnSheet
	}
	return PageSize
}

// Pages is the number of pages that a list takes; an empty list has one.
func (l *List) Pages() int { return max(1, (len(l.Members)+l.PageSize()-1)/l.PageSize()) }

// PagePath is the address of a page of the list, counted from 1: further pages of x/index.html are
// x/page-2.html …, of x.html they are x/page-2.html.
func (l *List) PagePath(n int) string {
	if n == 1 {
		return l.Path
	}
	dir := strings.TrimSuffix(strings.TrimSuffix(l.Path, ".html"), "/index")
	return dir + "/page-" + strconv.Itoa(n) + ".html"
}

// mostDaysPages is how many pages of a list there are in the order of days: nobody reads on, and a page more for every
// hundred people would be a tenth of a large site.
const mostDaysPages = 10

// DaysPages is the number of pages on which the people of a list stand in the order of days: of long lists of people
// held, those held longest.
func (l *List) DaysPages() int {
	if !l.Counted() || l.Kind == OfCountry || len(l.Members) <= PageSize {
		return 0
	}
	return min(l.Pages(), mostDaysPages)
}

// DaysPath is the address of such a page, counted from 1.
func (l *List) DaysPath(n int) string {
	name := "/by-days.html"
	if n > 1 {
		name = "/by-days-" + strconv.Itoa(n) + ".html"
	}
	return strings.TrimSuffix(l.Path, ".html") + name
}

// Longest gives everybody who stands on such a page.
func (s *Site) Longest(l *List) []int32 {
	l.longest.once.Do(func() {
		if l.DaysPages() > 0 {
			l.longest.people = slices.Clone(s.ByDays(l)[:min(len(l.Members), mostDaysPages*PageSize)])
		}
	})
	return l.longest.people
}

// Counted tells whether the list's people are shown with their running days: such a page changes every
// day, so only lists of people held now are.
func (l *List) Counted() bool {
	switch l.Kind {
	case OfCountry, PoliticalPrisoners, HeldConfirmed:
		return true
	case OfClass:
		return l.Key == profile.Held.String()
	case OfStatus:
		return statusOf(l.Key).Class() == profile.Held
	}
	return false
}

func statusOf(key string) (s profile.Status) {
	_ = s.UnmarshalText([]byte(key)) // keys come from the table
	return s
}

// list gives a list, and makes it at the first time; path are the parts of its address.
func (s *Site) list(kind ListKind, country, key string, path ...string) *List {
	id := listID{kind, country, key}
	l := s.lists[id]
	if l == nil {
		l = &List{Kind: kind, Country: country, Key: key, Path: strings.Join(path, "")}
		s.lists[id] = l
	}
	return l
}

// partsOfHeld are the lists of some of those who are held. Their numbers never stand beside that of all held
// as if they were others.
var partsOfHeld = []struct {
	kind ListKind
	file string
	has  func(*Site, *profile.Record) bool
}{
	{PoliticalPrisoners, "political-prisoners", (*Site).isPoliticalPrisoner},
	{HeldConfirmed, "held-confirmed", func(_ *Site, p *profile.Record) bool { return p.Has(profile.Confirmed) }},
	{HeldUnconfirmed, "held-unconfirmed", func(_ *Site, p *profile.Record) bool { return p.Unconfirmed() }},
	{ReleaseDue, "release-due", func(_ *Site, p *profile.Record) bool { return p.Has(profile.ReleaseDue) }},
}

// collect puts every person into the lists that they belong to.
func (s *Site) collect() {
	everybody := s.list(Everybody, "", "", "people/index.html")
	for _, c := range profile.Classes { // these stand even when nobody is in them
		s.list(OfClass, "", c.String(), "status/", c.String(), ".html")
	}
	for _, of := range partsOfHeld {
		s.list(of.kind, "", "", "status/", of.file, ".html")
	}
	for code := range s.Library.Countries {
		s.country(code)
	}
	for ref := range s.Prisons {
		s.prison(ref)
	}
	for key := range s.Site.Groups {
		s.list(OfGroup, "", key, "groups/", key, ".html")
	}
	for _, key := range profile.Criteria { // each explains itself, even when no source applies it to anybody here
		s.list(OfCriterion, "", key, "criteria/", key, ".html")
	}
	for _, key := range lettersKeys {
		s.list(ToWrite, "", key, "letters/", key, ".html")
	}
	for i := range s.People {
		at, p := int32(i), &s.People[i]
		everybody.add(at, p)
		s.file(at, p)
	}
	for _, l := range s.lists {
		s.order = append(s.order, l)
	}
	slices.SortFunc(s.order, func(a, b *List) int { return strings.Compare(a.Path, b.Path) })
	for _, l := range s.order {
		if l.Kind == OfCountry {
			s.Countries = append(s.Countries, Country{Code: l.Country, People: l})
		}
	}
	slices.SortFunc(s.Countries, func(a, b Country) int { return cmp.Compare(a.Code, b.Code) })
}

func (s *Site) file(at int32, p *profile.Record) {
	in := func(l *List) {
		if l != nil {
			l.add(at, p)
		}
	}
	cc, status, class := p.Country.String(), p.Status.String(), p.Status.Class().String()
	in(s.country(cc))
	in(s.list(OfClass, "", class, "status/", class, ".html"))
	in(s.list(OfClass, cc, class, "countries/", cc, "/status/", class, ".html"))
	if file := statusFile(p.Status); file != "" {
		in(s.list(OfStatus, "", status, "status/", file, ".html"))
		in(s.list(OfStatus, cc, status, "countries/", cc, "/status/", file, ".html"))
	}
	for _, of := range partsOfHeld {
		if of.has(s, p) {
			in(s.list(of.kind, "", "", "status/", of.file, ".html"))
			in(s.list(of.kind, cc, "", "countries/", cc, "/status/", of.file, ".html"))
		}
	}
	for code := range p.Articles() {
		if _, ok := s.Articles[code]; ok {
			in(s.article(code))
		}
	}
	if _, ok := s.Prisons[p.Place()]; ok {
		in(s.prison(p.Place()))
	}
	for key := range p.Groups() {
		in(s.List(OfGroup, "", key))
	}
	for i, key := range profile.Criteria {
		if p.Criteria&(1<<i) != 0 {
			in(s.List(OfCriterion, "", key))
		}
	}
	if p.First.Year != 0 {
		key := strconv.Itoa(int(p.First.Year))
		in(s.list(OfYear, "", key, "year/", key, ".html"))
	}
	s.placeLetters(p, in)
}

// statusFile names the list of a status. The classes "disappeared", "unknown" and "died" have the addresses
// that statuses of the same name would have: the first two have no other status and need no second list,
// the third has.
func statusFile(s profile.Status) string {
	switch s {
	case profile.StatusDisappeared, profile.StatusUnknown:
		return ""
	case profile.StatusDied:
		return "died-not-executed"
	}
	return s.String()
}

func (s *Site) country(cc string) *List {
	return s.list(OfCountry, cc, "", "countries/", cc, "/index.html")
}

// article is the list of an article; its country is the one whose law it is.
func (s *Site) article(code string) *List {
	if l := s.lists[listID{OfArticle, lawOf(code), code}]; l != nil {
		return l
	}
	return s.list(OfArticle, lawOf(code), code, articlePath(code))
}

func (s *Site) prison(ref string) *List {
	cc, slug, _ := strings.Cut(ref, "/")
	return s.list(OfPrison, cc, slug, "countries/", cc, "/prisons/", slug, ".html")
}

// Criteria gives the lists of the criteria, also those that no profile names.
func (s *Site) Criteria() (out []*List) {
	for _, key := range profile.Criteria {
		out = append(out, s.List(OfCriterion, "", key))
	}
	return out
}

// In gives the lists of a kind in a country ("" for the whole site) that have people, in the order of
// their addresses; articles in the order of the law.
func (s *Site) In(kind ListKind, country string) (out []*List) {
	for _, l := range s.order {
		if l.Kind == kind && l.Country == country && len(l.Members) > 0 {
			out = append(out, l)
		}
	}
	if kind == OfArticle {
		slices.SortStableFunc(out, func(a, b *List) int { return CompareArticles(a.Key, b.Key) })
	}
	return out
}

// CompareArticles puts articles in the order of a law: 28 before 28.2 before 274.
func CompareArticles(a, b string) int {
	number := func(s string) (digits, rest string) {
		n := 0
		for n < len(s) && '0' <= s[n] && s[n] <= '9' {
			n++
		}
		return strings.TrimLeft(s[:n], "0"), s[n:]
	}
	for a != "" && b != "" {
		x, restA := number(a)
		y, restB := number(b)
		if len(restA) < len(a) && len(restB) < len(b) {
			if by := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); by != 0 {
				return by
			}
			a, b = restA, restB
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

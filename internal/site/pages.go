package site

import (
	"iter"
	"maps"
	"slices"
	"strings"

	"vigil/internal/profile"
)

// Kind is a kind of page.
type Kind uint8

const (
	Home Kind = iota
	CountriesPage
	CountryPage // the first and the further pages of a country's people
	PersonPage
	MovedPage // a redirect from a former address
	ListPage  // status, class, article, prison, group, criterion, year
	PeoplePage
	TextPage // content/pages
	OrganisationsPage
	OrganisationPage
	OfficialsPage
	OfficialPage
	NewsListPage
	NewsPage
	NumbersPage
	SearchPage
	FirstPage // names by their first letters
	DataPage
	MirrorsPage
	NeedsPage
	WritingPage
	LettersPage
	LettersListPage
	NotFound
	Feed
	CountryFeed
	Calendar
	CountryCalendar
	NarrowWords // by which a country's list is narrowed: see narrow.go
	NarrowFacts
	NarrowNames
)

// kinds is the table of page kinds: which pages of each exist. How one looks stands in render, under the
// same name. People come last and by themselves, since there may be a million.
var kinds = [...]struct {
	name string
	each func(s *Site, yield func(Page) bool) bool // for one language, which yield fills in
}{
	Home:          {"home", one("index.html")},
	CountriesPage: {"countries", one("countries/index.html")},
	CountryPage:   {"country", lists(func(k ListKind) bool { return k == OfCountry })},
	PersonPage:    {"person", people},
	MovedPage:     {"moved", moved},
	ListPage:      {"list", lists(func(k ListKind) bool { return k != OfCountry && k != Everybody && k != ToWrite })},
	PeoplePage:    {"people", lists(func(k ListKind) bool { return k == Everybody })},
	TextPage:      {"text", keyed(func(s *Site) []string { return keys(s.Library.Pages) }, "*.html")},

	OrganisationsPage: {"organisations", keyed(func(s *Site) []string { return some(s.Organisations) }, "organisations/index.html")},
	OrganisationPage:  {"organisation", keyed(func(s *Site) []string { return keys(s.Organisations) }, "organisations/*.html")},
	OfficialsPage:     {"officials", keyed(func(s *Site) []string { return some(s.Officials) }, "officials/index.html")},
	OfficialPage:      {"official", keyed(func(s *Site) []string { return keys(s.Officials) }, "officials/*.html")},
	NewsListPage:      {"news-list", keyed(func(s *Site) []string { return some(s.News) }, "news/index.html")},
	NewsPage:          {"news", keyed(func(s *Site) []string { return keys(s.News) }, "news/*.html")},
	NumbersPage:       {"numbers", one("numbers.html")},
	SearchPage:        {"search", one("search.html")},
	FirstPage:         {"first", keyed(func(s *Site) []string { return keys(s.filing().first) }, "*")},
	DataPage:          {"data", one("data.html")},
	MirrorsPage:       {"mirrors", one("mirrors.html")},
	NeedsPage:         {"needs", one("needs.html")},
	WritingPage:       {"writing", one("writing.html")},

	LettersPage:     {"letters", one("letters.html")},
	LettersListPage: {"letters-list", lists(func(k ListKind) bool { return k == ToWrite })},

	NotFound:    {"404", one("404.html")},
	Feed:        {"feed", one("feed.xml")},
	CountryFeed: {"country-feed", keyed(countryCodes, "countries/*/feed.xml")},

	Calendar:        {"calendar", one("calendar.ics")},
	CountryCalendar: {"country-calendar", keyed(countryCodes, "countries/*/calendar.ics")},

	NarrowWords: {"narrow-words", keyed(narrowedCountries, NarrowPath("*"))},
	NarrowFacts: {"narrow-facts", inSlices("facts", (*Country).Facts)},
	NarrowNames: {"narrow-names", inSlices("names", (*Country).Names)},
}

// once are the kinds of which there is one page for all languages: a host has one for unknown addresses, and the files
// with people in codes have no words.
var once = []Kind{NotFound, NarrowFacts, NarrowNames}

func (k Kind) String() string { return kinds[k].name }

// Kinds lists the table.
func Kinds() []Kind {
	out := make([]Kind, len(kinds))
	for i := range out {
		out[i] = Kind(i)
	}
	return out
}

// Page is one file of the site that is made from the index: what it is, not what stands on it.
type Page struct {
	Kind   Kind
	Lang   int    // index into Languages
	Path   string // below the language's root
	List   *List  // of list pages
	Number int    // of the page in its list, from 1
	ByDays bool   // of a list in the order of days
	Person int32  // index into People
	Key    string // country code, slug of a text page, or former cc/slug
}

// File is the page's name in the site: below the language's folder, but for the main language.
func (s *Site) File(p Page) string { return s.Root(p.Lang) + p.Path }

// Root is the folder of a language: "" or "be/".
func (s *Site) Root(language int) string {
	if language == 0 {
		return ""
	}
	return s.Languages[language].Tag() + "/"
}

// Pages gives every page of every language, people last; the order is the same on every run.
func (s *Site) Pages() iter.Seq[Page] {
	return func(yield func(Page) bool) {
		for _, k := range Kinds() {
			if k != PersonPage && !s.each(k, yield) {
				return
			}
		}
		s.each(PersonPage, yield)
	}
}

// each gives the pages of a kind. A person's pages in all languages follow each other, so that the files
// of a person are read once.
func (s *Site) each(k Kind, yield func(Page) bool) bool {
	return kinds[k].each(s, func(p Page) bool {
		p.Kind = k
		for i := range s.Languages {
			p.Lang = i
			if i > 0 && slices.Contains(once, k) {
				break
			}
			if !yield(p) {
				return false
			}
		}
		return true
	})
}

func one(address string) func(*Site, func(Page) bool) bool {
	return func(_ *Site, yield func(Page) bool) bool { return yield(Page{Path: address}) }
}

func lists(of func(ListKind) bool) func(*Site, func(Page) bool) bool {
	return func(s *Site, yield func(Page) bool) bool {
		for _, l := range s.order {
			for n := 1; of(l.Kind) && n <= l.Pages(); n++ {
				if !yield(Page{Path: l.PagePath(n), List: l, Number: n, Key: l.Key}) {
					return false
				}
			}
			for n := 1; of(l.Kind) && n <= l.DaysPages(); n++ {
				if !yield(Page{Path: l.DaysPath(n), List: l, Number: n, Key: l.Key, ByDays: true}) {
					return false
				}
			}
		}
		return true
	}
}

func people(s *Site, yield func(Page) bool) bool {
	for i := range s.People {
		if p := &s.People[i]; !p.Has(profile.Unnamed) && !yield(Page{Path: PersonPath(p), Person: int32(i)}) {
			return false
		}
	}
	return true
}

func moved(s *Site, yield func(Page) bool) bool {
	for _, old := range slices.Sorted(maps.Keys(s.Former)) {
		cc, slug, _ := strings.Cut(old, "/")
		if !yield(Page{Path: "countries/" + cc + "/" + slug + ".html", Key: old, Person: int32(s.Find(s.Former[old]))}) {
			return false
		}
	}
	return true
}

// keyed gives a page for each key; the key stands in its address for the star.
func keyed(of func(*Site) []string, address string) func(*Site, func(Page) bool) bool {
	return func(s *Site, yield func(Page) bool) bool {
		for _, key := range of(s) {
			if !yield(Page{Path: strings.ReplaceAll(address, "*", key), Key: key}) {
				return false
			}
		}
		return true
	}
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// some is one empty key where there is anything to list.
func some[V any](m map[string]V) []string {
	if len(m) == 0 {
		return nil
	}
	return []string{""}
}

func countryCodes(s *Site) (codes []string) {
	for _, c := range s.Countries {
		codes = append(codes, c.Code)
	}
	return codes
}

package site

import (
	"cmp"
	"slices"
	"strings"

	"vigil/internal/profile"
)

// Of the people to whom one can write there is a list of all, one for each country and each language, and those of
// whom there is something new. A page of such a list is printed as sheets of address labels.
const (
	LettersToAll     = "all"
	LettersBirthdays = "birthdays" // within profile.LettersDays
	LettersOpened    = "opened"    // have become possible within profile.LettersDays
	LettersMoved     = "moved"     // to another place within profile.LettersDays

	lettersIn = "in-" // and a language
)

var lettersKeys = []string{LettersToAll, LettersBirthdays, LettersOpened, LettersMoved}

// LabelsOnSheet is the number of address labels on a sheet of A4: 3 × 8, each 70 × 37 mm.
const LabelsOnSheet = 24

// CanWrite tells whether the site says where letters to somebody go.
func (s *Site) CanWrite(p *profile.Record) bool {
	if !p.Has(profile.Reachable) || p.Has(profile.Addressed) {
		return p.Has(profile.Reachable)
	}
	prison := s.Prisons[p.Place()]
	switch {
	case prison == nil:
		return false
	case p.Has(profile.Online):
		return prison.Head.Letters.URL != ""
	}
	return prison.Head.Address.Native+prison.Head.Address.Latin != ""
}

// placeLetters puts somebody to whom one can write into the lists of letters.
func (s *Site) placeLetters(p *profile.Record, in func(*List)) {
	if !s.CanWrite(p) {
		return
	}
	cc := p.Country.String()
	in(s.List(ToWrite, "", LettersToAll))
	in(s.list(ToWrite, cc, "", "letters/", cc, ".html"))
	if p.Born.Exact() && s.Birthday(p.Born)-s.AsOf <= profile.LettersDays {
		in(s.List(ToWrite, "", LettersBirthdays))
	}
	if p.Has(profile.Opened) {
		in(s.List(ToWrite, "", LettersOpened))
	}
	if p.Has(profile.Moved) {
		in(s.List(ToWrite, "", LettersMoved))
	}
	for _, tag := range s.LetterLanguages(p) {
		tag, _, _ = strings.Cut(tag, "-") // whatever the script: else there would be as many lists as a stranger likes
		key := lettersIn + tag
		in(s.list(ToWrite, "", key, "letters/", key, ".html"))
	}
}

// LetterLanguages are the languages in which one can write to somebody, as far as that is known.
func (s *Site) LetterLanguages(p *profile.Record) []string {
	if own := p.Writes(); own != "" {
		return strings.Split(own, ",")
	}
	if prison := s.Prisons[p.Place()]; prison != nil {
		return prison.Head.Letters.Languages
	}
	return nil
}

// LettersShown are the people of a list who stand on the page about letters itself.
func (s *Site) LettersShown(l *List, language int) []int32 {
	const most = 8
	return slices.Clone(s.Sorted(l, language)[:min(len(l.Members), most)])
}

// Language is the tag of a list of those who can be written to in a language; else "".
func (l *List) Language() string {
	tag, _ := strings.CutPrefix(l.Key, lettersIn)
	if l.Kind != ToWrite || tag == l.Key {
		return ""
	}
	return tag
}

// longest is how many of those held longest take turns on the page of letters.
const longest = 30

// writeTo gives every day its person: those who have been held longest of all to whom one can write take turns.
func (s *Site) writeTo() int32 {
	var held []int32
	for _, at := range s.List(ToWrite, "", LettersToAll).Members {
		if !s.People[at].Since.IsZero() {
			held = append(held, at)
		}
	}
	slices.SortFunc(held, func(a, b int32) int {
		return cmp.Or(cmp.Compare(s.People[a].Since.Earliest(), s.People[b].Since.Earliest()), cmp.Compare(a, b))
	})
	if held = held[:min(len(held), longest)]; len(held) == 0 {
		return -1
	}
	n := len(held)
	return held[(int(s.AsOf)%n+n)%n] // also before 1970
}

func (s *Site) sortByBirthday(people []int32) {
	slices.SortStableFunc(people, func(a, b int32) int {
		return cmp.Compare(s.Birthday(s.People[a].Born), s.Birthday(s.People[b].Born))
	})
}

package site

import (
	"hash/fnv"

	"vigil/internal/profile"
)

// A reader's script can narrow the list of a country by several things at once. For this it loads what is known of
// everybody on the list, in a few lines of codes each, and then the names of those whom it shows:
//
//	narrow/by/facts.js         of the first people    (those of some thousands in one file)
//	narrow/by/names.js         of the first of these  (of some hundreds)
//	narrow/by/names-anna.js    from Anna on
//	narrow/by/facts-boris.js   from Boris on
//
// The people of a country stand in the order of its list in the main language. Where they are cut depends on who
// stands there, not on how many stand before: somebody who comes or goes changes their own files, seldom the next.

// Slice is a run of people of a country's list, by their places in it.
type Slice struct {
	Start    string // slug of the first; "" of the first slice
	From, To int
}

const (
	// fewestNames is how many people a file of names has at least, so that a host that is asked for it learns little.
	fewestNames = 200
	mostNames   = 1000
	// factsNames is how many people a file of facts has at least, where there are more; it has up to three times as many.
	factsNames = 2000
	// meanCut is after how many people, on average, a file of names ends, beyond the fewest.
	meanCut = 200
)

// cut divides the sorted list of a country: into files of names, and these into files of facts.
func (s *Site) cut(people []int32) (names, facts []Slice) {
	all := len(people)
	last, lastFacts := Slice{To: all}, Slice{To: all}
	for i, at := range people {
		p := &s.People[at]
		if i-last.From < fewestNames || all-i < fewestNames || p.Has(profile.Unnamed) {
			continue
		}
		sum := fnv.New32a()
		sum.Write([]byte(p.Slug))
		mark := sum.Sum32()
		if mark%meanCut != 0 && i-last.From < mostNames {
			continue
		}
		last.To = i
		names = append(names, last)
		last = Slice{p.Slug, i, all}
		if n := i - lastFacts.From; n >= factsNames && all-i >= factsNames && (mark/meanCut%8 == 0 || n >= 3*factsNames-mostNames) {
			lastFacts.To = i
			facts = append(facts, lastFacts)
			lastFacts = last
		}
	}
	return append(names, last), append(facts, lastFacts)
}

// fewestToNarrow is how many people a list has at least that can be narrowed.
const fewestToNarrow = 5

// Names gives the files in which the names of the country's people stand; none where its list cannot be narrowed.
func (c *Country) Names() []Slice {
	names, _ := c.slices()
	return names
}

// Facts gives the files in which the rest stands.
func (c *Country) Facts() []Slice {
	_, facts := c.slices()
	return facts
}

// CanNarrow tells whether the list of a country is long enough to be narrowed.
func (c *Country) CanNarrow() bool { return len(c.People.Members) >= fewestToNarrow }

// NarrowFolder is where the files of a country stand that all languages share.
func NarrowFolder(country string) string { return "narrow/" + country + "/" }

// FileOf is the name of such a file in its folder, where what is facts or names.
func (s Slice) FileOf(what string) string {
	if s.Start == "" {
		return what + ".js"
	}
	return what + "-" + s.Start + ".js"
}

// inSlices gives the files of one sort of each country that can be narrowed.
func inSlices(what string, of func(*Country) []Slice) func(*Site, func(Page) bool) bool {
	return func(s *Site, yield func(Page) bool) bool {
		for i := range s.Countries {
			c := &s.Countries[i]
			for n, slice := range of(c) {
				if !yield(Page{Path: NarrowFolder(c.Code) + slice.FileOf(what), Key: c.Code, Number: n}) {
					return false
				}
			}
		}
		return true
	}
}

// NarrowPath is the address of the words with which a country's list is narrowed, below a language's root.
func NarrowPath(country string) string { return "countries/" + country + "/narrow.js" }

func narrowedCountries(s *Site) (codes []string) {
	for _, c := range s.Countries {
		if c.CanNarrow() {
			codes = append(codes, c.Code)
		}
	}
	return codes
}

// FilterOf are the parts of the lists of statuses by which somebody is found: the status and its class, as they stand
// in addresses of lists.
func FilterOf(status profile.Status) []string {
	class := status.Class().String()
	if file := statusFile(status); file != "" && file != class {
		return []string{file, class}
	}
	return []string{class}
}

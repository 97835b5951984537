package content

import (
	"cmp"
	"slices"
	"strings"

	"vigil/internal/profile"
)

// Library is everything that the first pass keeps in memory: the headers of all entries, and a record for
// everybody.
type Library struct {
	Site          *Site
	Countries     map[string]*Entry[Country]      // by country code
	Prisons       map[string]*Entry[Prison]       // by cc/slug
	Articles      map[string]Article              // by code
	Officials     map[string]*Entry[Official]     // by cc/slug
	Organisations map[string]*Entry[Organisation] // by slug
	Pages         map[string]*Entry[Page]         // by slug
	News          map[string]*Entry[News]         // by date and slug
	Reported      []Reported
	People        []profile.Record    // by country and slug; the unnamed of a country come first
	Photos        map[string]*Photo   // of published people, by cc/slug
	Outdated      map[string][]string // path of a file -> languages of translations that were made from an older version
	Former        map[string]string   // former cc/slug -> cc/slug
	Absent        map[string]bool     // cc/slug that a text may name though there is no page: see kept.absent
	Past          bool                // there are facts after the as-of day: the site shows an earlier one
	Links         []Links             // of texts to the site itself, by path

	mentions []mention // of people, in the news
	valid    targets
}

// Find is the place of a named person in People, by country and slug; -1 if there is none.
func (l *Library) Find(ref string) int {
	cc, slug, _ := strings.Cut(ref, "/")
	i, ok := slices.BinarySearchFunc(l.People, struct{}{}, func(r profile.Record, _ struct{}) int {
		return cmp.Or(strings.Compare(r.Country.String(), cc), strings.Compare(r.Slug, slug))
	})
	if !ok || slug == "" {
		return -1
	}
	return i
}

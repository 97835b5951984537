package names

import (
	"fmt"
	"sort"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// MaxSlug is the most bytes in a slug.
const MaxSlug = 80

// Taken tells whether a slug is a name that means something to the site or to a file system (Windows devices).
func Taken(slug string) bool {
	switch word := strings.TrimRight(slug, "0123456789"); word {
	case "index", "status", "articles", "prisons", "con", "prn", "aux", "nul":
		return slug == word
	case "page-":
		return slug != word
	case "com", "lpt":
		return len(slug) == len(word)+1
	}
	return false
}

// Slug makes the name of a file from a name: `^[a-z0-9]+(-[a-z0-9]+)*$`, at most MaxSlug bytes and whole words
// where they fit, none that is Taken. It is "" when nothing of the name can be written so. lang is as in Romanise.
func Slug(name, lang string) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsMark(r) || strings.ContainsRune(joiners, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(Romanise(name, lang)))
	slug := strings.Join(strings.FieldsFunc(letters, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }), "-")
	if len(slug) > MaxSlug {
		if cut := strings.LastIndexByte(slug[:MaxSlug+1], '-'); cut > 0 {
			slug = slug[:cut]
		}
		slug = slug[:min(len(slug), MaxSlug)]
	}
	if Taken(slug) {
		slug += "-1"
	}
	return slug
}

// Free gives a slug that is not taken: base itself, else with each of the years behind it, else with a number; "" if
// even that does not help.
func Free(base string, years []int, taken func(slug string) bool) string {
	free := func(slug string) bool { return len(slug) <= MaxSlug && !Taken(slug) && !taken(slug) }
	tries := []string{base}
	for _, year := range years {
		tries = append(tries, fmt.Sprintf("%s-%d", tries[len(tries)-1], year))
	}
	for _, try := range tries {
		if free(try) {
			return try
		}
	}
	numbered := func(n int) string { return fmt.Sprintf("%s-%d", base, n) }
	most := 9_999
	for most > 1 && len(numbered(most)) > MaxSlug {
		most /= 10
	}
	// Numbers are given in turn. Of a name that thousands have, they are not all asked for each time.
	if n := 2 + sort.Search(most-1, func(i int) bool { return free(numbered(2 + i)) }); n <= most {
		return numbered(n)
	}
	return ""
}

package names

import (
	"fmt"
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
	tries := []string{base}
	for _, year := range years {
		tries = append(tries, fmt.Sprintf("%s-%d", tries[len(tries)-1], year))
	}
	for n := 2; n < 10_000; n++ {
		for _, try := range tries {
			if len(try) <= MaxSlug && !Taken(try) && !taken(try) {
				return try
			}
		}
		tries = []string{fmt.Sprintf("%s-%d", base, n)}
	}
	return ""
}

// Package lang hides everything that depends on a human language: interface
// strings with their plural and gender forms, numbers, dates, country names,
// collation, direction of text.
//
// In flows one YAML file a language (templates/i18n/<tag>.yaml); out flows a
// [Language], read-only and shared by all workers. What CLDR knows (plural
// rules, digits, country and language names, collation) comes from
// golang.org/x/text, so that a new language is a new YAML file and no Go code.
// The package reads no disk, no clock and no locale of the machine, and knows
// nothing about persons or pages.
//
// The file has one entry named format (see the type of that name) and then
// flat keys, each with a text or with the forms of a text:
//
//	format:
//	  months: {format: [January, …]}
//	status.pretrial: in pre-trial detention
//	days.behind_bars: {one: "{n} day behind bars", other: "{n} days behind bars"}
//	status.released: {male: освобождён, female: освобождена, other: на свободе}
//
// Plural forms are those that the language's CLDR rule uses for whole numbers;
// gender forms are always the three above. No text has both: where a language
// would need it, split the sentence ("Арестована: 3 дня назад"). {date_of} may stand
// for {date}, see [Language.DateOf].
//
// What is missing is loud, never empty: an unknown key, a placeholder nobody
// filled and a date that is none print as ⟦what was missing⟧.
package lang

import (
	"slices"
	"sync"

	"golang.org/x/text/language"
)

// Language is one language of the interface. It never changes after [Load] and
// is safe for concurrent use.
type Language struct {
	tag      language.Tag
	code     string // the tag as the file is named
	format   format
	messages map[string]*entry
	missing  []string
	fallback *Language

	numerals  numerals
	countries map[string]string // lower-case code -> name
	sorters   sync.Pool         // of *sorter
	labels    []label           // the letters of an A–Z list, longest key first
}

// Tag returns the BCP 47 tag that stands in addresses and lang= ("en").
func (l *Language) Tag() string { return l.code }

// Dir returns the direction of the script, "ltr" or "rtl".
func (l *Language) Dir() string { return l.format.Dir }

// Name returns what the language calls itself ("English").
func (l *Language) Name() string { return l.format.Name }

// Missing returns, sorted, the keys that only another language has; readers see
// those in that one.
func (l *Language) Missing() []string { return slices.Clone(l.missing) }

// Has reports whether the key has a text, here or in the fallback language.
func (l *Language) Has(key string) bool {
	_, owner := l.find(key)
	return owner != nil
}

// loud marks what is missing so that a reader, and the test of the built site,
// cannot overlook it.
func loud(what string) string { return "⟦" + what + "⟧" }

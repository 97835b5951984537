package lang

import (
	"cmp"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// rightToLeft are the scripts in use that run from right to left (ISO 15924).
var rightToLeft = map[string]bool{
	"Adlm": true, "Arab": true, "Aran": true, "Hebr": true, "Mand": true,
	"Nkoo": true, "Rohg": true, "Samr": true, "Syrc": true, "Thaa": true, "Yezi": true,
}

func direction(tag language.Tag) string {
	if script, _ := tag.Script(); rightToLeft[script.String()] {
		return "rtl"
	}
	return "ltr"
}

// Country returns the name of a country by its ISO 3166-1 alpha-2 code in lower
// case: the language's own override, else CLDR's name, else the fallback
// language's, else the code in upper case.
func (l *Language) Country(cc string) string {
	for ; l != nil; l = l.fallback {
		if name, ok := l.countries[cc]; ok {
			return name
		}
	}
	return strings.ToUpper(cc)
}

// CountryWithin returns the name of a country as it stands within a sentence
// ("held in the Netherlands"): that of [Language.Country] for most.
func (l *Language) CountryWithin(cc string) string {
	return cmp.Or(l.format.Within[cc], l.Country(cc))
}

// countryNames asks CLDR for every two-letter code that is itself a country,
// not an alias (UK) or a country that is no more (DD).
func countryNames(tag language.Tag) map[string]string {
	names := map[string]string{}
	namer := display.Regions(tag)
	if namer == nil {
		return names
	}
	for i := range 26 * 26 {
		code := string([]byte{'A' + byte(i/26), 'A' + byte(i%26)})
		region, err := language.ParseRegion(code)
		if err != nil || !region.IsCountry() || region.Canonicalize().String() != code {
			continue
		}
		if name := namer.Name(region); name != "" {
			names[strings.ToLower(code)] = name
		}
	}
	return names
}

// LanguageName returns the name of another language ("Belarusian"), from the
// same sources as [Language.Country]; the tag itself if nobody knows it.
func (l *Language) LanguageName(tag string) string {
	other, err := language.Parse(tag)
	for ; err == nil && l != nil; l = l.fallback {
		if name := l.format.Languages[tag]; name != "" {
			return name
		}
		if namer := display.Tags(l.tag); namer != nil {
			if name := namer.Name(other); name != "" {
				return name
			}
		}
	}
	return tag
}

// List joins items as the language does: "a, b and c".
func (l *Language) List(items []string) (list string) {
	for i := len(items) - 1; i >= 0; i-- { // each pattern is around all that follows
		p := l.format.List.middle
		switch {
		case i == len(items)-1:
			p = pair{}
		case len(items) == 2:
			p = l.format.List.two
		case i == len(items)-2:
			p = l.format.List.end
		}
		list = p.before + items[i] + p.between + list + p.after
	}
	return list
}

// Direction is the direction of writing of any language by its tag: "ltr" or "rtl".
func Direction(tag string) string { return direction(language.Make(tag)) }

// Native tells how a language belongs to a country (code in lower case): whether it is written in the
// script that most people there use, and whether it is at home there before anywhere else.
func Native(tag, country string) (script, home bool) {
	region, err := language.ParseRegion(country)
	if err != nil {
		return false, false
	}
	local, err := language.Compose(region)
	if err != nil {
		return false, false
	}
	l := language.Make(tag)
	ours, _ := l.Script()
	theirs, _ := local.Script()
	at, _ := l.Region()
	return ours == theirs, at == region
}

package lang

import "golang.org/x/text/feature/plural"

// pluralNames are the CLDR names of the forms, by plural.Form.
var pluralNames = [...]string{
	plural.Other: "other", plural.Zero: "zero", plural.One: "one",
	plural.Two: "two", plural.Few: "few", plural.Many: "many",
}

// form returns the plural form for a whole number by CLDR's cardinal rule; the sign does not matter.
func (l *Language) form(n int) plural.Form {
	return plural.Cardinal.MatchPlural(l.tag, max(n, -n), 0, 0, 0, 0)
}

// needed returns, by plural.Form, the forms that whole numbers take. Rules look
// at the last two digits, at small numbers, and a few at round millions.
func (l *Language) needed() (forms [len(pluralNames)]bool) {
	for n := range 1000 {
		forms[l.form(n)] = true
	}
	forms[l.form(1_000_000)] = true
	return forms
}

// single reports whether all numbers take the same form, as in Chinese.
func (l *Language) single() bool { return l.needed() == [len(pluralNames)]bool{plural.Other: true} }

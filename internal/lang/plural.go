package lang

import (
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// pluralNames are the CLDR names of the forms, by plural.Form.
var pluralNames = [...]string{
	plural.Other: "other", plural.Zero: "zero", plural.One: "one",
	plural.Two: "two", plural.Few: "few", plural.Many: "many",
}

// rule is the CLDR cardinal plural rule of one language.
type rule struct{ tag language.Tag }

// form returns the form for a whole number; the sign does not matter.
func (r rule) form(n int) plural.Form {
	return plural.Cardinal.MatchPlural(r.tag, max(n, -n), 0, 0, 0, 0)
}

// needed returns, by plural.Form, the forms that whole numbers take. Rules look
// at the last two digits, at small numbers, and a few at round millions.
func (r rule) needed() (forms [len(pluralNames)]bool) {
	for n := range 1000 {
		forms[r.form(n)] = true
	}
	forms[r.form(1_000_000)] = true
	return forms
}

// single reports whether all numbers take the same form, as in Chinese.
func (r rule) single() bool { return r.needed() == [len(pluralNames)]bool{plural.Other: true} }

package profile

import "strings"

// Country is the code of a country, ISO 3166-1 alpha-2, in lower case; the zero value is none.
type Country [2]byte

// CountryOf gives a code of two letters its form in records.
func CountryOf(code string) (c Country) {
	copy(c[:], code)
	return c
}

// pairs holds every code, so that the text of one is a part of it and never made anew.
var pairs = func() string {
	var b strings.Builder
	for first := 'a'; first <= 'z'; first++ {
		for second := 'a'; second <= 'z'; second++ {
			b.WriteRune(first)
			b.WriteRune(second)
		}
	}
	return b.String()
}()

// String gives the code.
func (c Country) String() string {
	if c == (Country{}) {
		return ""
	}
	at := 2 * (26*int(c[0]-'a') + int(c[1]-'a'))
	return pairs[at : at+2]
}

package schema

import (
	"cmp"
	"fmt"
	"unicode"
	"unicode/utf8"

	"vigil/internal/diag"
)

// Limits on one field, each far above what any real file needs.
const (
	MaxText  = 10_000 // characters of one text
	MaxTitle = 300    // characters of a name or a title: pages of a hundred people show it, and every record keeps it
	MaxItems = 1_000  // items of one list in a header; a list that is the whole file is bounded by its size
)

// fits holds a text against the limits of its field, and warns of letters that look like others.
func (d *Doc) fits(w where, s string) bool {
	most := MaxText
	if w.title {
		most = MaxTitle
	}
	if len(s) > most { // bytes: there are never more characters
		if n := utf8.RuneCountInString(s); n > most {
			d.at(w, diag.TooLarge, fmt.Sprintf("%s has %d characters; at most %d are allowed", cmp.Or(w.name, "this"), n, most), "shorten it")
			return false
		}
	}
	if w.title {
		if word, r := mixed(s); word != "" {
			d.at(w, Mixed, fmt.Sprintf("the word %q mixes scripts: %q (U+%04X) is %s", clip(word), r, r, script(r)),
				"type the word again in one script, unless it is meant to be so")
		}
	}
	return true
}

// withinLimit holds a list against the limit of its field.
func (d *Doc) withinLimit(w where) bool {
	most, n := cmp.Or(w.most, MaxItems), w.n.size()
	if n <= most || w.n == d.root {
		return true
	}
	d.at(w, diag.TooLarge, fmt.Sprintf("%s has %d items; at most %d are allowed", w.name, n, most), "take some out")
	return false
}

// alike are the scripts with letters that look like letters of another one of them.
var alike = []struct {
	name  string
	table *unicode.RangeTable
}{
	{"Latin", unicode.Latin}, {"Cyrillic", unicode.Cyrillic}, {"Greek", unicode.Greek}, {"Armenian", unicode.Armenian},
	{"Cherokee", unicode.Cherokee}, {"Coptic", unicode.Coptic}, {"Lisu", unicode.Lisu},
}

// script names the script of a letter, if it is one of those that look alike.
func script(r rune) string {
	if r < utf8.RuneSelf && unicode.IsLetter(r) {
		return "Latin"
	}
	for _, s := range alike {
		if unicode.Is(s.table, r) {
			return s.name
		}
	}
	return ""
}

// mixed finds a word with letters of two such scripts, and its first letter that is not of the word's first
// script. A name may have words of several: Алена (Alena).
func mixed(s string) (word string, odd rune) {
	ascii := true
	for i := 0; i < len(s) && ascii; i++ {
		ascii = s[i] < utf8.RuneSelf
	}
	if ascii {
		return "", 0
	}
	start, first := -1, ""
	for i, r := range s + " " {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			if odd != 0 {
				return s[start:i], odd
			}
			start, first = -1, ""
			continue
		}
		if start < 0 {
			start = i
		}
		switch is := script(r); {
		case is == "" || odd != 0:
		case first == "":
			first = is
		case is != first:
			odd = r
		}
	}
	return "", 0
}

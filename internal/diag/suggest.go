package diag

import (
	"fmt"
	"math/bits"
	"strings"
	"unicode/utf8"

	"vigil/internal/names"
)

// Seek is a name that is none of the valid ones.
type Seek struct {
	Name  string
	Valid *[]string
}

// MostSought is for how many names of one run the nearest one is looked for: that takes time for each valid name, of
// which there can be a million, and whoever has more unknown ones has not mistyped them.
const MostSought = 20

// suggest completes the hints of the first problems that have a name to seek.
func suggest(ps []Problem) {
	left := MostSought
	for i := range ps {
		p := &ps[i]
		if p.Seek.Valid != nil && left > 0 {
			left--
			if near := Nearest(p.Seek.Name, *p.Seek.Valid); near != "" {
				p.Hint = fmt.Sprintf("did you mean %q? Else %s", near, p.Hint)
			}
		}
		p.Seek = Seek{}
	}
}

// listed is how many valid values are worth listing beside the nearest one; alone twice as many are.
const listed = 12

// Suggest makes the hint for a word that is none of the valid ones: the nearest one if there is one
// that a slip of the fingers would explain, else the list where it is short.
func Suggest(word string, valid []string) string {
	if near := Nearest(word, valid); near != "" {
		hint := fmt.Sprintf("did you mean %q?", near)
		if len(valid) <= listed {
			hint += " Valid: " + strings.Join(valid, ", ")
		}
		return hint
	}
	if len(valid) > 0 && len(valid) <= 2*listed {
		return "valid: " + strings.Join(valid, ", ")
	}
	return ""
}

// Nearest is the valid word with the smallest edit distance (optimal string alignment: insert, delete,
// replace, swap neighbours: names.Distance), or "" when none is within a third of the word's length, and three slips.
func Nearest(word string, valid []string) string {
	w := []rune(strings.ToLower(word))
	limit := min(max(1, len(w)/3), 3)
	letters := lettersOf(w)
	if len(w) < 2 || len(w) > 64 {
		return "" // anything is near one letter, and nobody meant a field of this length
	}
	best, at := "", limit+1
	for _, v := range valid {
		if n := utf8.RuneCountInString(v); n > len(w)+limit || n < len(w)-limit {
			continue
		}
		other := []rune(strings.ToLower(v))
		if bits.OnesCount64(letters^lettersOf(other)) > 2*limit { // each slip changes two at most
			continue
		}
		if d := names.Distance(w, other); d < at {
			best, at = v, d
		}
	}
	return best
}

// lettersOf is which letters a word has, as far as 64 bits can tell.
func lettersOf(word []rune) (set uint64) {
	for _, r := range word {
		set |= 1 << (r % 64)
	}
	return set
}

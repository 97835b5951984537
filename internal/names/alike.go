package names

import (
	"cmp"
	"slices"
	"strings"
)

// Alike tells whether two names may well be one person's: each word of the one that has fewer sounds as another
// word of the other and is spelled nearly so, in any order and script. A name of one word is like another of one
// word only, and an initial is like no word.
func Alike(a, b string) bool {
	short, long := Words(a), Words(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) == 0 || len(short) == 1 && len(long) > 1 {
		return false
	}
	// Longest words first: they have the least choice.
	slices.SortStableFunc(short, func(a, b Word) int { return cmp.Compare(len(b.Text), len(a.Text)) })
	used := make([]bool, len(long))
	for _, w := range short {
		best, at := 0.0, -1
		for i, other := range long {
			if l := w.likeness(other); !used[i] && l > best {
				best, at = l, i
			}
		}
		if at < 0 || best < near {
			return false
		}
		used[at] = true
	}
	return true
}

// near is how alike two words of one name are at least.
const near = 0.6

// likeness is from 0 to 1: 1 for the same spelling, 0 where no reading sounds the same. What writes no vowels
// is compared without.
func (w Word) likeness(other Word) float64 {
	if w.Text == other.Text {
		return 1
	}
	if len(w.Text) < 2 || len(other.Text) < 2 || !slices.ContainsFunc(w.Keys, func(k string) bool { return slices.Contains(other.Keys, k) }) {
		return 0
	}
	a, b := w.Text, other.Text
	if bare(a) || bare(b) {
		a, b = w.Keys[0], other.Keys[0]
	}
	a, b = a[:min(len(a), longest)], b[:min(len(b), longest)]
	return 1 - float64(Distance([]byte(a), []byte(b)))/float64(max(len(a), len(b)))
}

// longest is how much of a word is compared; what is longer is none.
const longest = 64

// bare tells whether a word of some length has no vowels but perhaps the first letter and the last.
func bare(text string) bool {
	return len(text) > 2 && !strings.ContainsAny(text[1:len(text)-1], "aeoy")
}

// Distance is the number of letters to add, leave out, exchange, or swap with their neighbour until one word is the
// other (optimal string alignment). The time it takes is the product of both lengths: bound them.
func Distance[letter comparable](a, b []letter) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

package names

import (
	_ "embed"
	"slices"
	"strings"
)

//go:embed simplified.txt
var simplifiedFile string

// simplifiedTable is each character that has a simplified form, before that form.
var simplifiedTable = func() []rune {
	_, table, _ := strings.Cut(simplifiedFile, "\n\n")
	return []rune(strings.ReplaceAll(table, "\n", ""))
}()

// simplifiedOf is simplifiedTable by the characters that have another form.
var simplifiedOf = func() map[rune]rune {
	out := map[rune]rune{}
	for pair := range slices.Chunk(simplifiedTable, 2) {
		out[pair[0]] = pair[1]
	}
	return out
}()

// simplified is the form by which a character is compared: 張 and 张 are one.
func simplified(r rune) rune {
	for range 3 { // a few are simplified further
		s, ok := simplifiedOf[r]
		if !ok {
			break
		}
		r = s
	}
	return r
}

// Variants gives what another implementation of [Words] needs beside [Tables] to find names of these characters, as Words
// writes them: other forms, each before that one.
func Variants(han map[rune]bool) string {
	var b strings.Builder
	for pair := range slices.Chunk(simplifiedTable, 2) {
		if s := simplified(pair[0]); s != pair[0] && han[s] {
			b.WriteRune(pair[0])
			b.WriteRune(s)
		}
	}
	return b.String()
}

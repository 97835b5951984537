package diag

import (
	"fmt"
	"slices"
	"strings"
)

// Meanings says which of the valid words somebody means by another one, written as Plain: the likeliest first. The
// nearest spelling would be another word: "jailed" is near "exiled".
type Meanings map[string][]string

// MeaningsOf makes Meanings of rows by the valid words, with bars between, and likewise what people write instead of them.
func MeaningsOf(rows map[string]string) Meanings {
	out := Meanings{}
	for valid, others := range rows {
		for word := range strings.SplitSeq(others, "|") {
			out[word] = strings.Split(valid, "|")
		}
	}
	return out
}

// Plain is a word without regard to capitals and to what stands between its parts: "On-Bail" is "on bail".
func Plain(word string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(word), func(r rune) bool { return r == ' ' || r == '-' || r == '_' || r == '.' }), " ")
}

// Meant is the one valid word that somebody can mean by another one; "" where there is none, or a choice.
func Meant(word string, valid []string, meanings Meanings) string {
	if same := strings.ReplaceAll(Plain(word), " ", "-"); slices.Contains(valid, same) {
		return same
	}
	if meant := meanings[Plain(word)]; len(meant) == 1 && slices.Contains(valid, meant[0]) {
		return meant[0]
	}
	return ""
}

// SuggestMeant is Suggest for words that also have other names.
func SuggestMeant(word string, valid []string, meanings Meanings) string {
	if slices.Contains(valid, strings.ReplaceAll(Plain(word), " ", "-")) {
		return fmt.Sprintf("write %q", strings.ReplaceAll(Plain(word), " ", "-"))
	}
	var meant []string
	for _, m := range meanings[Plain(word)] {
		if slices.Contains(valid, m) {
			meant = append(meant, fmt.Sprintf("%q", m))
		}
	}
	if len(meant) > 0 {
		return "write " + strings.Join(meant, " or ")
	}
	return Suggest(word, valid)
}

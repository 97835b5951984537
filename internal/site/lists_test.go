package site

import (
	"slices"
	"testing"
)

// Articles stand in the order of a law, not of the alphabet.
func TestArticlesSortAsArticles(t *testing.T) {
	for _, want := range [][]string{
		{"RU-28", "RU-28.2", "RU-28.10", "RU-274", "RU-1000"},
		{"BY-130", "BY-130(1)", "BY-130(1)(a)", "BY-130(1)(b)", "BY-130(2)", "BY-130(10)", "BY-342", "BY-342-1", "BY-342-2"},
		{"BY-342.2", "RU-28"},
		{"IR-5", "IR-5A", "IR-5B", "IR-50"},
		{"XX-18446744073709551616", "XX-18446744073709551617"}, // beyond 64 bits
	} {
		got := slices.Clone(want)
		slices.Reverse(got)
		slices.SortFunc(got, CompareArticles)
		if !slices.Equal(got, want) {
			t.Errorf("sorted as %q, want %q", got, want)
		}
	}
}

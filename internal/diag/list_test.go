package diag

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Whatever the order and the grouping in which problems arrive, the same ones are listed, and the others counted.
func TestListKeepsTheFirst(t *testing.T) {
	bad, once := Rule{ID: "bad"}, Rule{ID: "once", Severity: Warning, Once: true}
	var all []Problem
	for i := range 21_000 {
		all = append(all, Problem{Path: fmt.Sprintf("content/%05d", i), Rule: bad, Text: "x"}, Problem{Path: fmt.Sprintf("content/%05d", i), Rule: once,
			Text: fmt.Sprintf("article %d", i%7)})
	}
	var forward List
	forward.Add(all...)
	slices.Reverse(all)
	var parts, backward List
	for part := range slices.Chunk(all, 999) {
		var l List
		l.Add(part...)
		parts.Join(&l)
	}
	backward.Add(all...)
	want := forward.All()
	if len(want) != MostListed+1+7 || want[1].Path != "content/00000" || want[len(want)-1].Path != "content/09999" {
		t.Fatalf("%d problems, from %v to %v", len(want), want[1], want[len(want)-1])
	}
	if !strings.Contains(want[0].Text, "11000 more errors, only the first 10000 are listed: bad 11000") || want[0].Rule.Severity != Error {
		t.Errorf("got %v", want[0])
	}
	if !slices.Equal(backward.All(), want) || !slices.Equal(parts.All(), want) {
		t.Error("another order lists others")
	}
}

// Of a rule that is said once for each text, too: however many texts a stranger sends, the same are listed.
func TestListKeepsTheFirstTexts(t *testing.T) {
	once := Rule{ID: "once", Severity: Warning, Once: true}
	var all []Problem
	for i := range 21_000 {
		for _, place := range []int{i, i + 700} {
			all = append(all, Problem{Path: fmt.Sprintf("content/%05d", place), Rule: once, Text: fmt.Sprintf("group %d", i)})
		}
	}
	var forward List
	forward.Add(all...)
	want := forward.All()
	if len(want) != MostListed+1 || want[1].Path != "content/00000" || want[len(want)-1].Path != "content/09999" ||
		!strings.Contains(want[0].Text, "32000 more warnings") {
		t.Fatalf("%d problems, %v to %v", len(want), want[0], want[len(want)-1])
	}
	for seed := range uint64(2) {
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		var joined List
		for part := range slices.Chunk(all, 7_000*int(seed)+999) {
			var l List
			l.Add(part...)
			joined.Join(&l)
		}
		if !slices.Equal(joined.All(), want) {
			t.Error("another order lists others")
		}
	}
}

func TestShortListIsWhole(t *testing.T) {
	var l List
	l.Add(Problem{Path: "b"}, Problem{Path: "a", Rule: Rule{Severity: Warning}}, Problem{Path: "b"})
	if got := l.All(); len(got) != 2 || got[0].Path != "a" {
		t.Errorf("got %v", got)
	}
}

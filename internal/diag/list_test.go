package diag

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Whatever the order and the grouping in which problems arrive, the same ones are listed, and the others counted.
func TestListKeepsTheFirst(t *testing.T) {
	bad, once := Rule{ID: "bad"}, Rule{ID: "once", Severity: Warning, Once: true}
	var all []Problem
	for i := range 35_000 {
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
	if !strings.Contains(want[0].Text, "25000 more errors, only the first 10000 are listed: bad 25000") || want[0].Rule.Severity != Error {
		t.Errorf("got %v", want[0])
	}
	if !slices.Equal(backward.All(), want) || !slices.Equal(parts.All(), want) {
		t.Error("another order lists others")
	}
}

func TestShortListIsWhole(t *testing.T) {
	var l List
	l.Add(Problem{Path: "b"}, Problem{Path: "a", Rule: Rule{Severity: Warning}}, Problem{Path: "b"})
	if got := l.All(); len(got) != 2 || got[0].Path != "a" {
		t.Errorf("got %v", got)
	}
}

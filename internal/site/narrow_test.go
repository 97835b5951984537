package site

import (
	"fmt"
	"slices"
	"testing"

	"vigil/internal/content"
	"vigil/internal/profile"
)

// crowded is a site with n people, and these in order.
func crowded(n int, slug func(i int) string) (s *Site, order []int32) {
	s = &Site{Library: &content.Library{}}
	for i := range n {
		p := profile.Record{Slug: slug(i)}
		if p.Slug == "" {
			p.Flags = profile.Unnamed
		}
		s.People = append(s.People, p)
		order = append(order, int32(i))
	}
	return s, order
}

// Files of names and of facts are neither small nor large, hold everybody once, and begin together.
func TestNarrowingIsDividedEvenly(t *testing.T) {
	for _, n := range []int{5, 399, 1500, 7000, 100_000} {
		s, l := crowded(n, func(i int) string { return fmt.Sprintf("invented-%d", i) })
		names, facts := s.cut(l)
		for what, slices := range map[string][]Slice{"names": names, "facts": facts} {
			fewest, most := fewestNames, mostNames+fewestNames
			if what == "facts" {
				fewest, most = factsNames, 3*factsNames+mostNames+factsNames
			}
			at := 0
			for i, x := range slices {
				if x.From != at || (x.Start == "") != (i == 0) || i > 0 && x.Start != s.People[x.From].Slug {
					t.Errorf("%d people: %s %d is %+v, and begins at %d", n, what, i, x, at)
				}
				if size := x.To - x.From; size > most || size < min(fewest, n) {
					t.Errorf("%d people: %s %d has %d", n, what, i, size)
				}
				at = x.To
			}
			if at != n {
				t.Errorf("%d people: %s end at %d", n, what, at)
			}
		}
		begins := map[int]bool{}
		for _, x := range names {
			begins[x.From] = true
		}
		for _, x := range facts {
			if !begins[x.From] {
				t.Errorf("%d people: facts begin within a file of names: %+v", n, x)
			}
		}
	}
}

// Somebody who goes changes a few files, wherever they stood; and a crowd without names is one file.
func TestNarrowingChangesLittle(t *testing.T) {
	const n = 30_000
	files := func(without int) (names, facts []string) {
		s, l := crowded(n, func(i int) string { return fmt.Sprintf("invented-%d", i) })
		l = slices.DeleteFunc(l, func(at int32) bool { return int(at) == without })
		say := func(of []Slice) (out []string) {
			for _, x := range of {
				out = append(out, fmt.Sprint(x.Start, l[x.From:x.To]))
			}
			return out
		}
		a, b := s.cut(l)
		return say(a), say(b)
	}
	before, beforeFacts := files(-1)
	for _, who := range []int{0, 1, n / 3, n / 2, n - 1} {
		after, afterFacts := files(who)
		if changed := fresh(before, after); changed < 1 || changed > 4 {
			t.Errorf("without %d: %d of %d files of names changed", who, changed, len(after))
		}
		if changed := fresh(beforeFacts, afterFacts); changed < 1 || changed > 3 {
			t.Errorf("without %d: %d of %d files of facts changed", who, changed, len(afterFacts))
		}
	}
	s, l := crowded(n, func(int) string { return "" })
	if names, facts := s.cut(l); len(names) != 1 || len(facts) != 1 {
		t.Errorf("people without names: %v, %v", names, facts)
	}
}

func fresh(before, after []string) (n int) {
	for _, x := range after {
		if !slices.Contains(before, x) {
			n++
		}
	}
	return n
}

package compile

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
	"vigil/internal/render"
)

// Names that begin with very many pairs of letters, as Chinese ones do, take no more memory than others, and none is
// lost.
func TestBucketsOfManyLetters(t *testing.T) {
	f, err := os.Create(trial.Folder(t) + "/scratch")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := newShards(f, 0)
	const people, letters = 20_000, 7_000
	line := strings.Repeat("x", 2000)
	for i := range people {
		if err := s.add(render.Found{Line: fmt.Sprintf("%s %d", line, i), Places: []string{string(rune(0x4e00+i%letters)) + " x", "x y"}}); err != nil {
			t.Fatal(err)
		}
		waiting := 0
		if i%500 == 0 {
			for _, b := range s.buckets {
				waiting += len(b.behind)
			}
		}
		if waiting > waitingRoom {
			t.Fatalf("%d bytes wait in %d buckets", waiting, len(s.buckets))
		}
	}
	found := map[string]int{}
	for _, b := range s.buckets {
		nodes, err := s.nodes(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range nodes {
			found[n.line]++
		}
	}
	if len(found) != people || len(s.buckets) != letters+1 {
		t.Errorf("%d of %d people, in %d buckets", len(found), people, len(s.buckets))
	}
	for line, n := range found {
		if n != 2 {
			t.Fatalf("%d times %s", n, line[2000:])
		}
	}
}

package diag

import "testing"

func TestNearest(t *testing.T) {
	fields := []string{"name", "status", "sources", "sentence", "detentions", "born"}
	for word, want := range map[string]string{
		"stauts": "status", "Status": "status", "source": "sources", "detention": "detentions",
		"bron": "born", "weather": "", "": "", "x": "",
	} {
		if got := Nearest(word, fields); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestProblemString(t *testing.T) {
	p := Problem{Path: "content/profiles/by/jane-doe.md", Line: 7, Col: 1, Text: `unknown field "stauts"`, Hint: `did you mean "status"?`}
	want := "content/profiles/by/jane-doe.md:7:1: unknown field \"stauts\"\n  hint: did you mean \"status\"?"
	if p.String() != want {
		t.Errorf("got %q\nwant %q", p.String(), want)
	}
}

func TestSortIsByPlaceAndDropsRepeats(t *testing.T) {
	a, b, c := Problem{Path: "a", Line: 9}, Problem{Path: "b", Line: 2, Col: 1}, Problem{Path: "b", Line: 10, Col: 1}
	got := Sort([]Problem{c, b, a, c})
	if len(got) != 3 || got[0] != a || got[1] != b || got[2] != c {
		t.Errorf("got %v", got)
	}
}

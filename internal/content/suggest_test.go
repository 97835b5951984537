package content

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigil/internal/diag"
)

// Looking for the name that was meant takes time for each person on the site, so it is done for the first few of
// very many unknown names only, whoever has them and in whatever order the files are read.
func TestNearestNamesAreSoughtForTheFirstFew(t *testing.T) {
	const many = 900
	var news, profile strings.Builder
	for i := range many {
		fmt.Fprintf(&news, "by/jane-examp%03d, ", i)
		fmt.Fprintf(&profile, "writer%03d, ", i)
	}
	files := map[string][]byte{
		"content/site.yaml":                   []byte("groups: {writers: Writers}\n"),
		"content/profiles/by/jane-example.md": []byte("---\nname: Jane Example\n" + strings.Replace(held, ", place: by/ik-1", "", 1) + "---\n"),
		"content/news/2026-01-01-statement.md": []byte("---\ntitle: A statement\npeople: [" + strings.TrimSuffix(news.String(), ", ") + "]\n" +
			"sources: [{title: A list}]\n---\n"),
	}
	for i := range 5 {
		files[fmt.Sprintf("content/profiles/by/john-sample-%d.md", i)] = []byte("---\nname: John Sample\n" +
			"groups: [" + strings.TrimSuffix(profile.String(), ", ") + "]\n" +
			strings.Replace(held, ", place: by/ik-1", "", 1) + "---\n")
	}
	all, meant := map[string]int{}, 0
	problems := load(t, files)
	for _, p := range problems {
		all[p.Rule.ID]++
		if strings.HasPrefix(p.Hint, "did you mean") {
			meant++
		}
		if p.Seek.Valid != nil {
			t.Fatalf("%v still holds the valid names", p)
		}
	}
	if all[unknownRef.ID] != many || all[unknownKey.ID] == 0 || meant != diag.MostSought {
		t.Errorf("%v, for %d of them another is proposed", all, meant)
	}
	for range 2 {
		if !slices.Equal(load(t, files), problems) {
			t.Fatal("the second time the problems are others")
		}
	}
}

// Very many problems, as a stranger can send them, are not all kept.
func TestVeryManyProblems(t *testing.T) {
	files := map[string][]byte{}
	header := "---\n"
	for i := range 110 {
		header += fmt.Sprintf("field-%d: x\n", i)
	}
	for i := range 230 {
		files[fmt.Sprintf("content/%s/by/p-%d.md", []string{"profiles", "prisons"}[i%2], i)] = []byte(header + "---\n")
	}
	problems := load(t, files)
	last := 0
	for i, p := range problems {
		if p.Rule.ID == "too-many-errors" {
			last = i
		}
	}
	if diag.Errors(problems) != 10_001 || !strings.Contains(problems[last].Text, "more errors") {
		t.Errorf("%d errors are listed, and said is %q", diag.Errors(problems), problems[last].Text)
	}
}

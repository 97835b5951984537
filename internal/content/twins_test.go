package content

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigil/internal/profile"
)

func someone(fields string) []byte {
	return []byte("---\n" + fields + "\nstatus: died\nsources: [{title: An invented book}]\n---\n")
}

// Before somebody is added, all who may be the same person are found: drafts, other scripts and countries.
func TestAlike(t *testing.T) {
	s, _, err := Open(lay(t, map[string][]byte{
		"content/profiles/by/alena-prykladava.md": someone("name: Alena Prykladava\nborn: 1991-03-02"),
		"content/profiles/ru/elena.md":            someone("name: Прикладова Елена Ивановна\npublish: false"),
		"content/profiles/ru/alias.md":            someone("name: Somebody Else\naliases: [Yelena Prikladova]"),
		"content/profiles/ru/elena-2.md":          someone("name: Елена Прикладова\nborn: 1950"),
		"content/profiles/ru/elena-3.md":          someone("name: Елена Прикладова\nids: {viasna: \"7\"}"),
		"content/profiles/ru/broken.md":           []byte("no header"),
	}), today)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, x := range []struct {
		h    profile.Header
		want string
	}{
		{profile.Header{Name: "Elena Prikladova", Born: profile.Date{Year: 1991}, IDs: map[string]string{"viasna": "8"}}, "by/alena-prykladava ru/alias ru/elena"},
		{profile.Header{Name: "Yelena Prikladova"}, "by/alena-prykladava ru/alias ru/elena-2 ru/elena-3 ru/elena"},
		{profile.Header{Name: "Elena"}, ""},
		{profile.Header{}, ""},
	} {
		paths, err := s.Alike(context.Background(), 2, &x.h)
		got := strings.NewReplacer("content/profiles/", "", ".md", "").Replace(strings.Join(paths, " "))
		if err != nil || got != x.want {
			t.Errorf("%q: %v %q, want %q", x.h.Name, err, got, x.want)
		}
	}
}

// However many have one name, each is compared with a few only, and the warnings are the same in any order.
func TestTwinsAmongMany(t *testing.T) {
	files := map[string][]byte{}
	for i := range 300 {
		files[fmt.Sprintf("content/profiles/by/twin-%03d.md", i)] = someone(fmt.Sprintf("name: Jane Example\nborn: 1991\nids: {viasna: \"%d\"}", i))
		files[fmt.Sprintf("content/profiles/ru/twin-%03d.md", i)] = someone("name: Example Jane\nborn: 1991")
	}
	first := load(t, files)
	if len(first) == 0 || !slices.Equal(first, load(t, files)) {
		t.Fatalf("%d problems, others the next time", len(first))
	}
	n := 0
	for _, p := range first {
		if p.Rule == twins {
			n++
			if !strings.Contains(p.Text, "by/twin-000.md") || !strings.Contains(p.Path, "/ru/") {
				t.Errorf("%v", p)
			}
		}
	}
	if n != 300 {
		t.Errorf("%d of 300 are said to be of the same person as the first", n)
	}
}

// Where very many share name and year of birth, a run reads only so many of them again, and still finds others.
func TestManyOfOneName(t *testing.T) {
	s := &Source{alike: map[string]*likeness{}}
	var people []profile.Record
	var all []claim
	add := func(n int, hash uint32, name string) {
		for range n {
			slug := fmt.Sprint("p", len(people))
			r := profile.Record{Slug: slug, Country: profile.CountryOf("by")}
			all = append(all, claimOf(hash|1, len(people)))
			people = append(people, r)
			s.alike["profiles/by/"+slug+".md"] = &likeness{country: "by", slug: slug, spellings: []string{name}, born: profile.Date{Year: 1980}}
		}
	}
	add(mostRead+1, 2, "Invented Often")
	add(2, 4, "Invented Seldom")
	if ps := s.samePerson(all, people, make([]profile.Date, len(people))); len(ps) != 1 || ps[0].Path != fmt.Sprintf("content/profiles/by/p%d.md", mostRead+2) {
		t.Errorf("%d warnings: %.3v", len(ps), ps)
	}
}

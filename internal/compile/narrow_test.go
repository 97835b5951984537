package compile_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/compile"
	"vigil/internal/lab/synth"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// calledNarrow reads a script that narrows: vigilNarrow(key, value).
func calledNarrow(t *testing.T, site map[string]string, file, key string, value any) {
	t.Helper()
	inside, ok := strings.CutPrefix(strings.TrimSuffix(site[file], ")\n"), `vigilNarrow("`+key+`",`)
	if !ok || json.Unmarshal([]byte(inside), value) != nil {
		t.Fatalf("%s is no call of vigilNarrow: %.80q", file, site[file])
	}
}

// narrowWords are the words and choices of a country, as far as tests look at them.
type narrowWords struct {
	Facts   []string
	Total   int
	Filters []struct {
		Key     string
		Choices [][3]string
	}
	Statuses map[string]struct{ In []string }
}

// narrowed gives what a script knows of a country's people: for each choice, by slug, who is found by it.
func narrowed(t *testing.T, site map[string]string, cc, language string) (w narrowWords, found map[string][]string, people int) {
	t.Helper()
	calledNarrow(t, site, language+"countries/"+cc+"/narrow.js", "", &w)
	found = map[string][]string{}
	var names []string
	at := 0
	for _, file := range w.Facts {
		var text string
		calledNarrow(t, site, "narrow/"+cc+"/"+file, file, &text)
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if next, ok := strings.CutPrefix(line, ">"); ok {
				if at != len(names) {
					t.Errorf("%s: a file of names has %d lines for %d people", cc, len(names), at)
				}
				calledNarrow(t, site, "narrow/"+cc+"/"+next, next, &text)
				names, at = strings.Split(strings.TrimSuffix(text, "\n"), "\n"), 0
				continue
			}
			slug, _, _ := strings.Cut(names[at], "\t")
			at++
			people++
			f := slices.Concat(strings.Split(line, "\t"), make([]string, 5))
			add := func(key string, values ...string) {
				for _, v := range slices.Compact(values) {
					if slug != "" && v != "" {
						found[key+"="+v] = append(found[key+"="+v], slug)
					}
				}
			}
			add("status", w.Statuses[f[0]].In...)
			add("year", f[1])
			add("prison", f[2])
			add("article", strings.Fields(f[3])...)
			add("group", strings.Fields(f[4])...)
			if strings.Contains(f[5], "w") {
				add("write", "yes")
			}
		}
	}
	return w, found, people
}

// whole gives the named people of a country on a plain list.
func whole(s *site.Site, l *site.List, cc string) (slugs []string) {
	if l != nil {
		for _, at := range s.Sorted(l, 0) {
			if p := &s.People[at]; p.Country.String() == cc && !p.Has(profile.Unnamed) {
				slugs = append(slugs, p.Slug)
			}
		}
	}
	slices.Sort(slugs)
	return slugs
}

// By whatever a country's list is narrowed, those remain who stand on the plain list of that; there is no other choice
// and nobody else; and the files stay small.
func TestNarrowingAgreesWithTheLists(t *testing.T) {
	trial.Slow(t)
	source := quick(t) + "/source"
	day := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	if err := synth.Write(source, synth.Options{People: 1200, Seed: 3, AsOf: day, Words: 10, Languages: []string{"en", "fa"}}); err != nil {
		t.Fatal(err)
	}
	o := options(source, quick(t)+"/public")
	makeSite(t, o)
	files := tree(t, o.Out)
	in, _, err := compile.Load(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Source.Close()
	s, tried := in.Site, map[string]int{}
	for i := range s.Countries {
		c := &s.Countries[i]
		if !c.CanNarrow() {
			continue
		}
		w, found, people := narrowed(t, files, c.Code, "")
		if persian, _, _ := narrowed(t, files, c.Code, "fa/"); persian.Total != len(c.People.Members) || w.Total != people || people != persian.Total {
			t.Errorf("%s: %d people, %d said, %d in Persian, %d on the list", c.Code, people, w.Total, persian.Total, len(c.People.Members))
		}
		for _, f := range w.Filters {
			values := [][3]string{{"yes"}}
			if f.Key != "write" {
				values = f.Choices
			}
			for _, v := range values {
				tried[f.Key]++
				got := found[f.Key+"="+v[0]]
				slices.Sort(got)
				l := listOf(s, c.Code, f.Key, v[0])
				if l == nil && f.Key == "article" && len(got) > 0 { // that no law file knows has no page
					delete(found, f.Key+"="+v[0])
					continue
				}
				if want := whole(s, l, c.Code); !slices.Equal(got, want) {
					t.Errorf("%s: %s=%s leaves %d people, the list has %d", c.Code, f.Key, v[0], len(got), len(want))
				}
				delete(found, f.Key+"="+v[0])
			}
		}
		for choice, got := range found { // a class with one status needs no choice of its own
			key, value, _ := strings.Cut(choice, "=")
			if slices.Sort(got); key != "status" || !slices.Equal(got, whole(s, listOf(s, c.Code, key, value), c.Code)) {
				t.Errorf("%s: %s is no choice, and is said of %d people", c.Code, choice, len(got))
			}
		}
	}
	for _, key := range []string{"status", "group", "article", "year", "prison", "write"} {
		if tried[key] < 10 {
			t.Errorf("%s: %d choices in all", key, tried[key])
		}
	}
	for name, text := range files {
		if strings.HasPrefix(name, "narrow/") || strings.HasSuffix(name, "/narrow.js") {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			_, _ = z.Write([]byte(text))
			z.Close()
			if b.Len() > 30_000 {
				t.Errorf("%s takes %d bytes", name, b.Len())
			}
		}
	}
}

// listOf is the plain list of a choice.
func listOf(s *site.Site, cc, key, value string) *site.List {
	switch key {
	case "status":
		for _, l := range s.Lists() {
			if l.Path == "countries/"+cc+"/status/"+value+".html" {
				return l
			}
		}
	case "group":
		return s.List(site.OfGroup, "", value)
	case "article":
		return s.List(site.OfArticle, strings.ToLower(value[:2]), value)
	case "year":
		return s.List(site.OfYear, "", value)
	case "prison":
		if at, slug, ok := strings.Cut(value, "/"); ok {
			return s.List(site.OfPrison, at, slug)
		}
		return s.List(site.OfPrison, cc, value)
	case "write":
		return s.List(site.ToWrite, cc, "")
	}
	return nil
}

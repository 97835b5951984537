package site

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func filedAs(names ...string) (out []filed) {
	for i, name := range names {
		out = append(out, filed{text: foldLetters(name), Filed: Filed{Person: int32(i)}, bytes: len(name) + rowBytes})
	}
	slices.SortFunc(out, func(a, b filed) int { return strings.Compare(a.text, b.text) })
	return out
}

// under gives the paths of pages with their names, in order.
func (l *FirstLetters) under(all []string) (out []string) {
	for _, f := range l.Names {
		out = append(out, l.Path+" "+all[f.Person])
	}
	for _, next := range l.Next {
		out = append(out, next.under(all)...)
	}
	return out
}

func TestNamesAreFiledByLetters(t *testing.T) {
	all := []string{"Ábel", "abel", "«Zoe»", "Жук", "жаба", "Йон", "علی", "آرش", "王伟", "7 Seven", "Con", "Index", "𠮷野"}
	f := filing{first: map[string]*FirstLetters{}}
	var got []string
	for _, l := range f.divide(filedAs(all...), "") {
		got = append(got, l.under(all)...)
	}
	want := []string{"people/a.html Ábel", "people/a.html abel", "people/z.html «Zoe»", "people/u0436.html Жук", "people/u0436.html жаба", "people/u0439.html Йон",
		"people/u0639.html علی", "people/u0627.html آرش", "people/u738b.html 王伟", "people/u0037.html 7 Seven", "people/c.html Con", "people/i.html Index",
		"people/u20bb7.html 𠮷野"}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// Where names are too many for a page, the next letter decides, and where none does their number; every name stands on
// one page; and no path is another's, or a device's, or too long for a file.
func TestManyNamesGiveWayToTheNextLetter(t *testing.T) {
	var all []string
	for i := range 3000 {
		all = append(all, fmt.Sprintf("Con%c%c Ab%d", 'a'+i%3, 'a'+i%7, i))
	}
	for range 300 {
		all = append(all, "Con", "Konstant Same")
	}
	for i := range 200 {
		all = append(all, strings.Repeat("𞤀", 200)+strings.Repeat("б", i), "Page")
	}
	all = append(all, "Conabc", "Uabcd", "ꯍ")
	f := filing{first: map[string]*FirstLetters{}}
	top := f.divide(filedAs(all...), "")
	var got []string
	for _, l := range top {
		for _, at := range l.under(all) {
			_, name, _ := strings.Cut(at, " ")
			got = append(got, name)
		}
	}
	slices.Sort(got)
	slices.Sort(all)
	if !slices.Equal(got, all) {
		t.Errorf("%d names of %d are filed", len(got), len(all))
	}
	device := regexp.MustCompile(`^people/(con|aux|index|page-\d+|.{240,})\.html$`)
	for path, l := range f.first {
		if l.Path != path || device.MatchString(path) {
			t.Errorf("a page at %s", path)
		}
		if len(l.Names)*rowBytes > mostOnLetters {
			t.Errorf("%s has %d names", path, len(l.Names))
		}
		if (len(l.Names) > 0) == (len(l.Next) > 0) || len(l.Next) == 1 {
			t.Errorf("%s has %d names and %d pages behind it", path, len(l.Names), len(l.Next))
		}
	}
}

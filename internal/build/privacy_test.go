package build_test

import (
	"fmt"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// long tells whether to try what takes minutes: .ci/run sets it.
func long() bool { return os.Getenv("VIGIL_LONG") == "1" }

// published builds the folder of an inventor, for today or for a day, and gives the site.
func published(t *testing.T, v *inventor, day string) map[string]string {
	t.Helper()
	o := on(options(v.files.write(t, t.TempDir()), t.TempDir()+"/public"), day)
	makeSite(t, o)
	return tree(t, o.Out)
}

const fixtureDay = "2026-11-21"

// Whatever is hidden, no marker of it stands in any byte of the site in any encoding; and as a page could
// give something away without a word of it, by an order, a letter, a number, a date or a file that is there,
// the site is the same, byte for byte, when something else is hidden, or nothing is.
func TestNothingHiddenReachesTheSite(t *testing.T) {
	seeds := uint64(4)
	if long() {
		seeds = 150
	}
	secret, ahead := newFinder(secretly), newFinder(later)
	files, planted, shown := 0, 0, 0
	for seed := range seeds {
		v := invent(dice{seed, 1, 1})
		name := fmt.Sprint("seed ", seed)
		today, earlier := published(t, v, fixtureDay), published(t, v, earlierDay)
		for what, where := range map[string][]string{
			"hidden, today": secret.find(today), "hidden, earlier": secret.find(earlier), "not yet, earlier": ahead.find(earlier),
		} {
			for _, at := range where {
				t.Errorf("%s: %s: %s", name, what, at)
			}
		}
		if len(ahead.find(today)) == 0 {
			t.Errorf("%s: what came after %s is not on the site of today either", name, earlierDay)
		}
		everything := strings.ToLower(strings.Join(slices.Collect(maps.Values(today)), "\n")) // titles begin with a capital
		for marker, field := range v.must {
			if !strings.Contains(everything, marker) {
				t.Errorf("%s: what is published of %s is not on the site: %s", name, field, marker)
			}
		}
		v.wantLists(t, name, today)

		wantSame(t, name+": something else is hidden", published(t, invent(dice{seed, 2, 1}), fixtureDay), today)
		wantSame(t, name+": nothing is hidden", published(t, invent(dice{seed, 0, 1}), fixtureDay), today)
		wantSame(t, name+": something else is hidden, and comes later", published(t, invent(dice{seed, 2, 2}), earlierDay), earlier)
		wantSame(t, name+": nothing is hidden, and nothing comes later", published(t, invent(dice{seed, 0, 0}), earlierDay), earlier)

		files += len(today) + len(earlier)
		shown += len(v.must)
		for _, text := range v.files {
			planted += strings.Count(text, secretly.latin) + strings.Count(text, secretly.cyrillic)
		}
	}
	t.Logf("%d folders, %d markers that must not be found, %d that must, %d files searched", seeds, planted, shown, files)
}

var anchor = regexp.MustCompile(`href="([^"#?:]+\.html)"`)

// wantLists checks that in every list stand exactly those named people who belong there by what is
// published of them, and that the data files have as many people as are counted.
func (v *inventor) wantLists(t *testing.T, name string, site map[string]string) {
	t.Helper()
	want := map[string]map[string]bool{}
	in := func(list string, p *invention) {
		if want[list] == nil {
			want[list] = map[string]bool{}
		}
		want[list]["countries/"+p.cc+"/"+p.slug+".html"] = true
	}
	presumed := strings.Contains(v.files["content/site.yaml"], "presumed")
	total, unnamed, pages := 0, 0, map[string]bool{}
	for _, p := range v.people {
		total++
		if p.unnamed {
			unnamed++
			continue
		}
		pages["countries/"+p.cc+"/"+p.slug+".html"] = true
		status := p.status
		if status == "died" {
			status = "died-not-executed"
		}
		for _, under := range []string{"", "countries/" + p.cc + "/"} {
			in(under+"status/"+p.class+".html", p)
			in(under+"status/"+status+".html", p)
			if p.class == "held" && (presumed || p.recognised) {
				in(under+"status/political-prisoners.html", p)
			}
		}
		in("people/index.html", p)
		in("countries/"+p.cc+"/index.html", p)
		if p.year != "" {
			in("year/"+p.year+".html", p)
		}
		if strings.Contains(p.place, "/p-1") {
			in("countries/"+p.cc+"/prisons/p-1.html", p)
		}
		for _, g := range p.groups {
			in("groups/"+g+".html", p)
		}
		for _, c := range p.criteria {
			in("criteria/"+c+".html", p)
		}
		for _, code := range p.articles {
			in("countries/"+strings.ToLower(code[:2])+"/articles/"+strings.ToLower(code)+".html", p)
		}
	}
	for file, text := range site {
		isList := path.Base(file) != "feed.xml" && (strings.Contains(file, "status/") || strings.HasPrefix(file, "groups/") || strings.HasPrefix(file, "criteria/") || strings.HasPrefix(file, "year/") ||
			strings.Contains(file, "/prisons/") || strings.Contains(file, "/articles/") || file == "people/index.html" || strings.HasPrefix(file, "countries/") && path.Base(file) == "index.html" && file != "countries/index.html")
		if !isList || strings.HasPrefix(file, "fa/") || strings.HasPrefix(file, "ru/") {
			continue
		}
		got := map[string]bool{}
		for _, m := range anchor.FindAllStringSubmatch(text, -1) {
			if to := path.Join(path.Dir(file), m[1]); pages[to] {
				got[to] = true
			}
		}
		if !maps.Equal(got, want[file]) {
			t.Errorf("%s: in %s stand %q, there belong %q", name, file, slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want[file])))
		}
		delete(want, file)
	}
	for file := range want {
		t.Errorf("%s: there is no list %s", name, file)
	}
	b := &built{files: site}
	n, people := fromJSON[counts](t, b, "data/counts.json"), fromJSON[[]dataPerson](t, b, "data/people.json")
	without := 0
	for _, p := range people {
		if p.Unnamed {
			without++
		}
	}
	if n.Total != total || len(people) != total || without != unnamed || len(rows(t, b, "data/people.csv")) != total+1 {
		t.Errorf("%s: %d people and %d unnamed; counts.json says %d, people.json has %d and %d unnamed", name, total, unnamed, n.Total, len(people), without)
	}
}

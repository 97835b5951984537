package compile_test

import (
	"fmt"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vigil/internal/diag"
	"vigil/internal/lab/trial"
)

// long tells whether to try what takes minutes.
func long() bool { return trial.Long }

// published builds the folder of an inventor, for today or for a day, and gives the site.
func published(t *testing.T, v *inventor, day string) map[string]string {
	t.Helper()
	o := on(options(v.files.write(t, quick(t)), quick(t)+"/public"), day)
	makeSite(t, o)
	return tree(t, o.Out)
}

const fixtureDay = "2026-11-21"

// Whatever is hidden, no marker of it stands in any byte of the site in any encoding; and as a page could
// give something away without a word of it, by an order, a letter, a number, a date or a file that is there,
// the site is the same, byte for byte, when something else is hidden, or nothing is.
func TestNothingHiddenReachesTheSite(t *testing.T) {
	seeds := uint64(1)
	if long() {
		seeds = 40
	}
	secret, ahead := newFinder(secretly), newFinder(secretly, later) // what came later is on the site of today
	files, planted, shown := 0, 0, 0
	for seed := range seeds {
		v := invent(dice{seed, 1, 1})
		name := fmt.Sprint("seed ", seed)
		today, earlier := published(t, v, fixtureDay), published(t, v, earlierDay)
		for what, where := range map[string][]string{"today": secret.find(today), "earlier": ahead.find(earlier)} {
			for _, at := range where {
				t.Errorf("%s: hidden, %s: %s", name, what, at)
			}
		}
		everything := strings.ToLower(strings.Join(slices.Collect(maps.Values(today)), "\n")) // titles begin with a capital
		if !strings.Contains(everything, later.latin) {
			t.Errorf("%s: what came after %s is not on the site of today either", name, earlierDay)
		}
		for marker, field := range v.must {
			if !strings.Contains(everything, marker) {
				t.Errorf("%s: what is published of %s is not on the site: %s", name, field, marker)
			}
		}
		v.wantLists(t, name, today)
		if today["find/n.js"] == "" || !slices.ContainsFunc(inventedCountries, func(cc string) bool { return today["narrow/"+cc+"/names.js"] != "" }) {
			t.Errorf("%s: the markers are not looked for in the files of search and of narrowing, as there are none", name)
		}

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
			if p.class == "held" {
				in(under+"status/"+map[bool]string{true: "held-confirmed", false: "held-unconfirmed"}[p.sure]+".html", p)
			}
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
		isList := path.Base(file) != "feed.xml" && (strings.Contains(file, "status/") || strings.HasPrefix(file, "groups/") ||
			strings.HasPrefix(file, "criteria/") || strings.HasPrefix(file, "year/") ||
			strings.Contains(file, "/prisons/") || strings.Contains(file, "/articles/") || file == "people/index.html" || strings.HasPrefix(file, "countries/") &&
			path.Base(file) == "index.html" && file != "countries/index.html")
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

// What is withdrawn is gone from the next site, made over the old one: in every file, and as a file. Each is somebody else.
func TestWhatIsWithdrawnIsGone(t *testing.T) {
	ways := []struct {
		what     string
		withdraw func(v *inventor, p *invention)
	}{
		{"a draft", func(v *inventor, p *invention) { v.head(p, "publish: false") }},
		{"a draft until then", func(v *inventor, p *invention) { v.head(p, "publish_after: 2026-11-22") }},
		{"unnamed", func(v *inventor, p *invention) { v.head(p, "unnamed: true") }},
		{"deleted", func(v *inventor, p *invention) { v.drop(p.file) }},
	}
	seeds := uint64(1)
	if long() {
		seeds = 2
	}
	for seed := range seeds {
		v := invent(dice{seed, 1, 1})
		for name := range v.files { // what names people, being news, would be an error: that is tried below
			if strings.HasPrefix(name, "content/news/") {
				delete(v.files, name)
			}
		}
		dir := quick(t)
		o := options(v.files.write(t, dir), quick(t)+"/public")
		before := makeSite(t, o).Counts.Total
		old := tree(t, o.Out)
		named := slices.DeleteFunc(slices.Clone(v.people), func(p *invention) bool { return p.unnamed })
		var of []markerKind
		for i, way := range ways {
			p := named[int(seed)+i]
			of = append(of, markerKind{openly.latin + p.id, openly.cyrillic + p.id})
			said := 0
			for _, text := range old {
				if strings.Contains(text, of[i].latin) {
					said++
				}
			}
			if said < 12 {
				t.Fatalf("%s: only %d files say anything of somebody who is published", way.what, said)
			}
			// Control: a page that was left would be seen.
			f := newFinder(of[i])
			if left := "countries/" + p.cc + "/" + p.slug + ".html"; len(f.find(map[string]string{"x.html": old[left]})) == 0 ||
				len(f.find(map[string]string{left: ""})) == 0 {
				t.Errorf("%s: the old page would not be noticed", way.what)
			}
			way.withdraw(v, p)
		}
		if err := os.RemoveAll(dir + "/content"); err != nil {
			t.Fatal(err)
		}
		v.files.write(t, dir)
		after := makeSite(t, o).Counts.Total
		now := tree(t, o.Out)
		for _, at := range newFinder(of...).find(now) {
			t.Error(at)
		}
		if after != before-3 { // who is unnamed is counted
			t.Errorf("%d people were counted, now %d", before, after)
		}
		o.Out = quick(t) + "/fresh"
		makeSite(t, o)
		wantSame(t, "over the old site", now, tree(t, o.Out))
	}
}

// head adds a line to somebody's header, where it stands first.
func (v *inventor) head(p *invention, line string) {
	v.files[p.file] = strings.Replace(v.files[p.file], "---\n", "---\n"+line+"\n", 1)
}

// drop deletes a profile with its translations and its photo.
func (v *inventor) drop(file string) {
	for name := range v.files {
		if strings.HasPrefix(name, strings.TrimSuffix(file, "md")) {
			delete(v.files, name)
		}
	}
}

// As long as news or a text still name somebody who was withdrawn, by file, nothing is built: else the
// address of the page, which is the name, would stay on the site. That is so on earlier days too.
func TestNothingMayLeadToSomebodyWithdrawn(t *testing.T) {
	held := "detentions: [{kind: pretrial, from: 2020-05-06}]"
	good := files{
		"content/profiles/by/anna.md":  person("Anna Aaa", "status: pretrial", held, "former_slugs: [old-anna]", "events: [{date: 2024-01-01, text: Later}]"),
		"content/profiles/by/boris.md": person("Boris Bbb", "status: pretrial", held, "---\nText.\n"),
		"content/profiles/by/later.md": person("Somebody Later", "status: pretrial", "detentions: [{kind: pretrial, from: 2025-05-06}]",
			"former_slugs: [before-later]"),
	}
	for what, names := range map[string]files{
		"news":                {"content/news/2020-06-01-a.md": "---\ntitle: News\npeople: [by/anna]\nsources: [{title: Invented}]\n---\n"},
		"a text":              {"content/profiles/by/boris.md": person("Boris Bbb", "status: pretrial", held, "---\nSee [her](anna.html).\n")},
		"a text, old address": {"content/profiles/by/boris.md": person("Boris Bbb", "status: pretrial", held, "---\nSee [her](old-anna.html).\n")},
		"a page":              {"content/pages/about.md": "---\ntitle: About\n---\nSee [her](countries/by/anna.html#now) and [them](countries/by/index.html).\n"},
		"a page, elsewhere": {"content/site.yaml": "languages: [en, ru]\n", "content/pages/about.md": "---\ntitle: About\n---\n" +
			"See [her](ru/countries/by/anna.html).\n", "content/pages/about.ru.md": "---\ntitle: О\n---\nТекст\n"},
	} {
		for withdrawn, line := range map[string]string{"": "gender: female", "draft": "publish: false", "later": "publish_after: 2026-12-01",
			"unnamed": "unnamed: true", "deleted": ""} {
			f := maps.Clone(good)
			maps.Copy(f, names)
			anna := strings.Replace(f["content/profiles/by/anna.md"], "---\n", "---\n"+line+"\n", 1)
			f["content/profiles/by/anna.md"] = anna
			if line == "" {
				delete(f, "content/profiles/by/anna.md")
			}
			source := f.write(t, quick(t))
			for _, day := range []string{fixtureDay, earlierDay} {
				o := on(options(source, ""), day)
				ps := problems(t, o)
				if refused := diag.Errors(ps) > 0; refused != (withdrawn != "") {
					t.Errorf("%s leads to somebody (%s), %s: refused: %v; %v", what, withdrawn, day, refused, ps)
				}
			}
		}
	}
	// Somebody who was not known yet on the earlier day may be named, by the old address too.
	f := maps.Clone(good)
	f["content/pages/about.md"] = "---\ntitle: About\n---\nSee [one](countries/by/later.html) and [one](countries/by/before-later.html).\n"
	makeSite(t, on(options(f.write(t, quick(t)), quick(t)+"/public"), earlierDay))
}

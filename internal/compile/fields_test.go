package compile_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"maps"
	"slices"
	"strings"
	"testing"

	"vigil/internal/profile"
	"vigil/internal/schema"
)

// That a site is the same whatever is withheld would say nothing if it were the same whatever is shown: every
// field that can be withheld changes the site when it is not, and changes nothing when it is.
func TestEveryFieldCanBeHeldBack(t *testing.T) {
	values := map[string][2]string{
		"sort": {"Aaa", "Zzz"}, "names": {"{ka: One}", "{ka: Two}"}, "aliases": {"[One]", "[Two]"}, "former_slugs": {"[one]", "[two]"}, "gender": {"female", "male"},
		"born": {"1970-01-02", "1970-01-03"}, "died": {"2025-02-03", "2025-02-04"}, "citizenship": {"[pl]", "[lt]"}, "occupation": {"[one]", "[two]"},
		"groups": {"[writers]", "[workers]"},
		"region": {"One", "Two"}, "summary": {"One", "Two"}, "ids": {"{watch: One}", "{watch: Two}"},
		"charges": {"[{article: BY-1}]", "[{article: BY-2}]"}, "sentence": {"{years: 1}", "{years: 2}"},
		"expected_release": {"{date: 2027-01-02}", "{date: 2027-01-03}"},
		"proceedings":      {"[{type: hearing, date: 2027-01-02}]", "[{type: hearing, date: 2027-01-03}]"}, "recognised": {"[{by: watch, as: political-prisoner}]",
			"[{by: watch, as: arbitrary-detention}]"},
		"criteria": {"[a]", "[b]"}, "letters": {"{state: open, address: One}", "{state: open, address: Two}"},
		"events":   {"[{date: 2022-01-02, text: A}]", "[{date: 2022-01-03, text: A}]"},
		"verified": {"2026-01-02", "2026-01-03"}, "photo": {"{credit: One}", "{credit: Two}"},
	}
	row := slices.IndexFunc(profile.Fields, func(f schema.Field[profile.Header]) bool { return f.Name == "withhold" })
	for _, name := range profile.Fields[row].Values {
		if _, ok := values[name]; !ok || !slices.ContainsFunc(withholdables, func(f withholdable) bool { return f.name == name }) {
			t.Errorf("%s can be held back, but it is not tried here and in secrets_test.go", name)
		}
	}
	base := invent(dice{3, 0, 0}).files.without("content/profiles/", "content/news/")
	make := func(which int, withhold bool, names ...string) map[string]string {
		folder := maps.Clone(base)
		for _, name := range names {
			status, detention := "status: pretrial", "detentions: [{kind: pretrial, from: 2020-05-06}]"
			if name == "died" {
				status, detention = "status: released", "detentions: [{kind: pretrial, from: 2020-05-06, to: 2021-01-02, end: released}]"
			}
			fields, at := []string{status, detention}, "content/profiles/by/anna-"+strings.ReplaceAll(name, "_", "-")
			if name != "verified" {
				fields = append(fields, "verified: 2026-11-01")
			}
			if which >= 0 {
				fields = append(fields, name+": "+values[name][which])
			}
			if withhold {
				fields = append(fields, "withhold: ["+name+"]")
			}
			if name == "photo" && which >= 0 {
				folder[at+".jpg"] = string(photo("jpg", ""))
			}
			folder[at+".md"] = person("Anna Mmm", fields...)
		}
		folder["content/profiles/by/boris.md"] = person("Boris Nnn", "status: died")
		o := options(folder.write(t, quick(t)), quick(t)+"/public")
		makeSite(t, o)
		return tree(t, o.Out)
	}
	all := slices.Sorted(maps.Keys(values))
	one, other := make(0, false, all...), make(1, false, all...)
	for _, name := range all {
		page := "countries/by/anna-" + strings.ReplaceAll(name, "_", "-") + ".html"
		if name == "photo" || one[page] != other[page] { // what is said of a photo changes something once there is a place for it
			continue
		}
		// Not the person's own page: then it must change another.
		if len(changed(make(0, false, name), make(1, false, name))) == 0 {
			t.Errorf("%s: one value gives the same site as another", name)
		}
	}
	nothing := make(-1, true, all...)
	wantSame(t, "one value held back", make(0, true, all...), nothing)
	wantSame(t, "another held back", make(1, true, all...), nothing)
}

// A leak that is put into a site by hand is found, whatever its form and place.
func TestALeakInASiteIsFound(t *testing.T) {
	site := published(t, invent(dice{0, 1, 1}), fixtureDay)
	f := newFinder(secretly)
	if where := f.find(site); len(where) > 0 {
		t.Fatal(where)
	}
	word := secretly.latin + "1"
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(word))
	z.Close()
	leaks := map[string]string{
		"plain": word, "case": strings.ToUpper(word), "escaped": "&#122;" + word[1:], "percent": everyByte(word), "JSON": `\u007a` + word[1:],
		"base64": base64.StdEncoding.EncodeToString([]byte("ab" + word)),
		"UTF-16": string(utf16Of(word, 0)), "gzip": packed.String(), "photo": string(photo("jpg", word)), "drawing": string(photo("png", word)),
	}
	places := []string{"index.html", "data/people.json", "data/people.csv", "feed.xml", "SHA256SUMS", "static/icon-32.png", "mirror.json"}
	for form, leak := range leaks {
		for _, name := range places {
			torn := maps.Clone(site)
			if torn[name] == "" {
				t.Fatalf("there is no %s", name)
			}
			at := len(torn[name]) / 2
			torn[name] = torn[name][:at] + leak + torn[name][at:]
			if where := f.find(map[string]string{name: torn[name]}); len(where) == 0 {
				t.Errorf("%s in %s was not found", form, name)
			}
		}
	}
}

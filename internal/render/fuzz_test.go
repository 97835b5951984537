package render

import (
	"encoding/csv"
	"encoding/json"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/output"
	"vigil/internal/profile"
	"vigil/internal/schema"
	"vigil/internal/site"
)

// calculated finds what a spreadsheet would calculate in a line: in its cells, and in the pieces that one
// set to tabs or semicolons takes for cells.
func calculated(t *testing.T, line []byte) (found []string) {
	t.Helper()
	cells, err := csv.NewReader(strings.NewReader(string(line))).Read()
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	for _, c := range slices.Concat(cells, strings.FieldsFunc(string(line), func(r rune) bool { return strings.ContainsRune(";|\t\r\n", r) })) {
		if c = strings.TrimLeft(c, " \""); c != "" && strings.ContainsAny(c[:1], "=+-@") || slices.ContainsFunc([]string{"＝", "＋", "－", "＠"},
			func(f string) bool { return strings.HasPrefix(c, f) }) {
			found = append(found, c)
		}
	}
	return found
}

// A line of the data says what the JSON says, and nothing in it is calculated.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"Anna", "=1+1", "@x", "a;=1", "a\t=1", "a\n=1", "a\n\"=1\"", "a; \"=1", "\"", "a\"b,c", "-", "＝1", ";;+", "x|=1", "'=1", "a,=1",
		"=cmd|' /C calc'!A0", "\r\n", " =1"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) || strings.ContainsFunc(a+b, func(r rune) bool { return diag.Hidden(nil, r) }) {
			t.Skip() // content refuses them
		}
		a, b = strings.TrimSpace(a), strings.TrimSpace(b)
		h := profile.Header{Publish: true, Name: a, Names: map[string]string{"be": b}, Aliases: []string{b}, Status: profile.Imprisoned,
			Occupation: []schema.Text{{Main: b}, {Main: a}},
			Detentions: []profile.Detention{{Kind: profile.Imprisoned, Place: b}}, Charges: []profile.Charge{{Text: schema.Text{Main: a}},
				{Text: schema.Text{Main: b}}}, Recognised: []profile.Recognition{{By: b, As: "political-prisoner"}}}
		r := profile.NewRecord(&h, "by", "x", []profile.Named{{Name: a}}, nil)
		h.Sources = []profile.Source{{Title: schema.Text{Main: a}, URL: "https://example.net/"}, {Title: schema.Text{Main: b}}}
		var data Data
		if err := data.Add(&r, &content.Person{Country: "by", Slug: "x", Header: h}, "en"); err != nil {
			t.Fatal(err)
		}
		object, line, sources := data.Objects.Bytes(), data.Lines.Bytes(), data.Sources.Bytes()
		if found := calculated(t, sources); found != nil {
			t.Errorf("%q and %q became %q, where %q is calculated", a, b, sources, found)
		}
		if found := calculated(t, line); found != nil {
			t.Errorf("%q and %q became %q, where %q is calculated", a, b, line, found)
		}
		rows, err := csv.NewReader(strings.NewReader(string(PeopleHead()) + string(line))).ReadAll()
		if err != nil || len(rows) != 2 {
			t.Fatalf("%q: %d rows, %v", line, len(rows), err)
		}
		var p struct {
			Name       string
			Names      map[string]string
			Occupation []string
		}
		if err := json.Unmarshal(object, &p); err != nil {
			t.Fatal(err)
		}
		bar := func(s string) string { return strings.ReplaceAll(s, "|", "/") }
		for column, want := range map[string]string{"name": p.Name, "names": bar("be=" + p.Names["be"]), "occupation": bar(p.Occupation[0]) + "|" +
			bar(p.Occupation[1]), "country": "by", "slug": "x", "status": "imprisoned"} {
			got := rows[1][slices.Index(rows[0], column)]
			if plain(got) != plain(want) || len(got) < len(want) {
				t.Errorf("%s: %q, but the JSON says %q", column, got, want)
			}
		}
		if p.Name != a || p.Names["be"] != b {
			t.Errorf("%q and %q became %s", a, b, object)
		}
	})
}

// plain is a text without the guard.
func plain(s string) string { return strings.ReplaceAll(s, "'", "") }

// The same look finds these, so it can find.
func TestCalculatedCellsAreFound(t *testing.T) {
	for _, line := range []string{"a,=1\r\n", "a,\" +1\"\r\n", "a;=1\r\n", "a,\"b;\"\"=1\"\"\"\r\n", "a,\"b\n@c\"\r\n", "a,\"b\t-c\"\r\n", "a,Lawyer|=1\r\n",
		"＝1\r\n"} {
		if calculated(t, []byte(line)) == nil {
			t.Errorf("nothing is found in %q", line)
		}
	}
	if found := calculated(t, []byte("a,'=1,b=c,\"d;'=2\"\r\n")); found != nil {
		t.Errorf("a text is taken for a formula: %q", found)
	}
}

// device is a name that Windows keeps for a device, whatever the ending.
var device = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$`)

// Whatever name is accepted gives a file inside the site that every system can store, and links to it from
// anywhere lead there.
func FuzzAddresses(f *testing.F) {
	for _, s := range []string{"anna", "a-b", "index", "page-2", "..", "../x", "a/../b", "/etc", "a\\b", "con", "c:x", "a.html", "", "%2e%2e", "a b", "а", "A",
		"a\n", strings.Repeat("a", 81), "by/../../x", "x/y"} {
		for _, code := range []string{"BY-342.2", "RU-282.2(1)", "BY-..", "by-1", "BY-1()", "IR-../../x", "BY-" + s} {
			f.Add(s, "by", "be", code, uint8(2))
		}
	}
	f.Add("anna", "..", "../..", "BY-1", uint8(1))
	f.Add("anna", "by", "con", "BY-1", uint8(1))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, slug, cc, lang, code string, number uint8) {
		if schema.Slug(slug) != nil || schema.Country(cc) != nil || content.SiteLanguage(lang) != nil || schema.ArticleCode(code) != nil {
			return
		}
		ref := cc + "/" + slug
		if !schema.IsRef(ref) || !schema.IsSlug(slug) {
			t.Errorf("%q can be a file, but nobody can refer to it", ref)
		}
		article := site.ArticleSlug(code)
		names := []string{site.PersonPath(&profile.Record{Country: profile.CountryOf(cc), Slug: slug})}
		for _, list := range []string{"countries/" + cc + "/index.html", "countries/" + cc + "/articles/" + article + ".html", "countries/" + cc + "/prisons/" +
			slug + ".html", "groups/" + slug + ".html", slug + ".html", "people/index.html"} {
			l := site.List{Path: list, Members: make([]int32, 100*int(number))}
			names = append(names, l.PagePath(1), l.PagePath(max(1, l.Pages())))
		}
		slices.Sort(names)
		names = slices.Compact(names)
		for _, name := range names {
			names = append(names, lang+"/"+name)
		}
		write(t, filepath.Join(dir, "public"), names)
		for i, to := range names {
			for _, part := range strings.Split(to, "/") {
				if device.MatchString(part) || len(part) > 255 || part != strings.ToLower(part) && part != lang {
					t.Errorf("not every system can store %q", to)
				}
			}
			from := names[(i+int(number))%len(names)]
			link, err := url.Parse(relative(from, to))
			if err != nil || link.Scheme != "" || link.Host != "" || path.Join(path.Dir(from), link.Path) != to {
				t.Errorf("the link from %s to %s is %v: %v", from, to, link, err)
			}
		}
	})
}

// write puts files of these names into a tree, as a build does.
func write(t *testing.T, dir string, names []string) {
	t.Helper()
	tree, err := output.Begin(dir, output.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Abort()
	for i, name := range names {
		if err := tree.Write(name, []byte(strconv.Itoa(i))); err != nil {
			t.Errorf("%q of %q: %v", name, names, err)
		}
	}
	if _, err := os.Lstat(dir); err == nil {
		t.Errorf("%s is there before Commit", dir)
	}
}

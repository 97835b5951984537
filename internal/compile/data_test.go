package compile_test

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/compile"
	"vigil/internal/content"
	"vigil/internal/profile"
)

// inventedSite is the fixture's site, built once for each base address, for the tests that only look. Where there is an
// address, lists have two pages.
func inventedSite(t *testing.T, base string) *built {
	t.Helper()
	return siteOnce(t, base, func() compile.Options {
		f := invented()
		if base != "" {
			f = smaller()
		}
		o := options(f.write(t, quick(t)), quick(t)+"/public")
		o.BaseURL = &base
		return o
	})
}

// siteOnce builds a site for the first test that wants it.
func siteOnce(t *testing.T, name string, of func() compile.Options) *built {
	t.Helper()
	if sites[name] == nil {
		o := of()
		makeSite(t, o)
		sites[name] = read(t, o.Out)
	}
	return sites[name]
}

var sites = map[string]*built{}

// mainAddress is a base address in a folder of a host.
const mainAddress = "https://vigil.example/some/prefix/"

type dataPerson struct {
	Country, Slug, Name, Status, URL string
	Unnamed                          bool
	Confirmed                        *bool
	Born                             *string
	Names                            map[string]string
	Detentions, Charges, Recognised  *[]map[string]any
	Days                             *struct {
		BehindBars *int `json:"behind_bars"`
		Restricted *int `json:"restricted"`
		AtLeast    bool `json:"at_least"`
	}
}

func fromJSON[T any](t *testing.T, site *built, name string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(site.files[name]), &v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return v
}

func rows(t *testing.T, site *built, name string) [][]string {
	t.Helper()
	out, err := csv.NewReader(strings.NewReader(site.files[name])).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return out
}

type counts struct {
	Total, Held, Persecuted, Former, Disappeared, Died int
	HeldConfirmed                                      int               `json:"held_confirmed"`
	ByStatus                                           map[string]int    `json:"by_status"`
	ByCountry                                          map[string]counts `json:"by_country"`
	Days                                               struct {
		BehindBars int `json:"behind_bars"`
		Restricted int `json:"restricted"`
	}
}

func TestOpenDataAgrees(t *testing.T) {
	site := inventedSite(t, mainAddress)
	n := fromJSON[counts](t, site, "data/counts.json")
	everybody := fromJSON[[]dataPerson](t, site, "data/people.json")
	if n.Total == 0 || len(everybody) != n.Total || len(rows(t, site, "data/people.csv")) != n.Total+1 {
		t.Errorf("counts.json: %d; people.json: %d; people.csv: %d", n.Total, len(everybody), len(rows(t, site, "data/people.csv"))-1)
	}
	sum, bars, restricted, byStatus := 0, 0, 0, map[string]int{}
	var inOrder []dataPerson
	for _, cc := range slices.Sorted(func(yield func(string) bool) {
		for cc := range n.ByCountry {
			if !yield(cc) {
				return
			}
		}
	}) {
		c := n.ByCountry[cc]
		sum += c.Total
		if c.Total == 0 {
			if _, ok := site.files["data/people/"+cc+".json"]; ok {
				t.Errorf("there is a people file of %s, where there is nobody", cc)
			}
			continue
		}
		people := fromJSON[[]dataPerson](t, site, "data/people/"+cc+".json")
		if len(people) != c.Total || len(rows(t, site, "data/people/"+cc+".csv")) != c.Total+1 {
			t.Errorf("%s: %d people in counts.json, %d in the people file", cc, c.Total, len(people))
		}
		inOrder = append(inOrder, people...)
	}
	if sum != n.Total {
		t.Errorf("the countries have %d people, the site %d", sum, n.Total)
	}
	for i, p := range everybody {
		byStatus[p.Status]++
		if p.Country != inOrder[i].Country || p.Slug != inOrder[i].Slug {
			t.Errorf("row %d: %s/%s in one file, %s/%s in the other", i, p.Country, p.Slug, inOrder[i].Country, inOrder[i].Slug)
		}
		if p.Unnamed {
			if p.Slug+p.Name+p.URL != "" || p.Days != nil || p.Detentions != nil {
				t.Errorf("somebody unnamed has %+v", p)
			}
			continue
		}
		if p.Name == "" || p.Names == nil || p.Detentions == nil || p.Charges == nil || p.Recognised == nil || p.Days == nil {
			t.Errorf("%s/%s lacks a member", p.Country, p.Slug)
		}
		if _, ok := site.files[p.URL]; !ok {
			t.Errorf("%s/%s: there is no %s", p.Country, p.Slug, p.URL)
		}
		if p.Days.BehindBars != nil {
			bars += *p.Days.BehindBars
		}
		if p.Days.Restricted != nil {
			restricted += *p.Days.Restricted
		}
	}
	for st, want := range n.ByStatus {
		if byStatus[st] != want {
			t.Errorf("%d people are %s, counts.json says %d", byStatus[st], st, want)
		}
	}
	if bars != n.Days.BehindBars || restricted != n.Days.Restricted {
		t.Errorf("the people's days are %d and %d, counts.json says %+v", bars, restricted, n.Days)
	}
}

// Who of those held are confirmed can be told from the data; of one who is unnamed nothing is said.
func TestDataTellWhoIsConfirmed(t *testing.T) {
	site := lettersSite(t)
	held, confirmed := 0, 0
	for _, p := range fromJSON[[]dataPerson](t, site, "data/people.json") {
		if p.Confirmed != nil {
			if held++; *p.Confirmed {
				confirmed++
			}
		}
	}
	if n := fromJSON[counts](t, site, "data/counts.json"); held != n.Held-1 || confirmed != n.HeldConfirmed-1 || confirmed == 0 || confirmed == held {
		t.Errorf("%d held, %d of them confirmed; counts.json says %d and %d", held, confirmed, n.Held, n.HeldConfirmed)
	}
}

// Whatever is said of somebody in JSON stands in their row of the CSV too.
func TestCSVHasTheSameFacts(t *testing.T) {
	site := inventedSite(t, mainAddress)
	plain := func(s string) string {
		return strings.Join(strings.Fields(strings.NewReplacer("|", "/", "'", "").Replace(s)), " ")
	}
	table := rows(t, site, "data/people.csv")
	for i, p := range fromJSON[[]any](t, site, "data/people.json") {
		row := plain(strings.Join(table[i+1], " "))
		var look func(name string, v any)
		look = func(name string, v any) {
			switch v := v.(type) {
			case map[string]any:
				for key, x := range v {
					look(key, x)
				}
			case []any:
				for _, x := range v {
					look(name, x)
				}
			case bool, nil:
				if v == true && !strings.Contains(row, "true") && !strings.Contains(row, name) {
					t.Fatalf("%s is not in the row %q", name, row)
				}
			default:
				if text := plain(fmt.Sprint(v)); !strings.Contains(row, text) {
					t.Fatalf("%s: %q is not in the row %q", name, text, row)
				}
			}
		}
		look("", p)
	}
}

func TestDaysThatNobodyKnowsAreNull(t *testing.T) {
	for _, p := range fromJSON[[]dataPerson](t, inventedSite(t, mainAddress), "data/people/ru.json") {
		switch p.Slug {
		case "withheld":
			if p.Days.BehindBars != nil || p.Days.Restricted == nil || *p.Days.Restricted != 0 || !p.Days.AtLeast || p.Born != nil {
				t.Errorf("%s: %+v", p.Slug, p.Days)
			}
		case "twice":
			if p.Days.BehindBars == nil || *p.Days.BehindBars != 2 || !p.Days.AtLeast {
				t.Errorf("%s: %+v", p.Slug, p.Days)
			}
		}
	}
}

func TestCSVIsSafeInASpreadsheet(t *testing.T) {
	site := inventedSite(t, mainAddress)
	for name := range site.files {
		if !strings.HasSuffix(name, ".csv") {
			continue
		}
		all := rows(t, site, name)
		for _, row := range all {
			if len(row) != len(all[0]) {
				t.Errorf("%s: a row of %d cells, the first has %d", name, len(row), len(all[0]))
			}
			for i, cell := range row {
				if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
					t.Errorf("%s, %s: a spreadsheet would run %q", name, all[0][i], cell)
				}
			}
		}
	}
	if !strings.Contains(site.files["data/people.csv"], "'@writer / editor|poet") {
		t.Error("the occupation that begins with @ is not there, or not as two")
	}
}

// fact is a row of data/sources.csv.
type fact struct{ kind, page, name, facts, source, title, host, date, url, archived string }

func facts(t *testing.T, site *built) (out []fact) {
	t.Helper()
	for _, r := range rows(t, site, "data/sources.csv")[1:] {
		out = append(out, fact{r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9]})
	}
	return out
}

// wantNoGap fails where a page of a site states something, and no source with a title and an address says it.
func wantNoGap(t *testing.T, site *built) {
	t.Helper()
	backed := map[string]map[string]bool{} // facts of a page that have a source
	for _, f := range facts(t, site) {
		if f.title == "" || f.url == "" || f.host == "" {
			t.Errorf("%s %s: %s without a source: %+v", f.kind, f.page, f.facts, f)
		}
		if backed[f.page] == nil {
			backed[f.page] = map[string]bool{}
		}
		for _, name := range strings.Split(f.facts, "|") {
			backed[f.page][name] = true
		}
	}
	table := rows(t, site, "data/people.csv")
	for _, person := range table[1:] {
		page := person[slices.Index(table[0], "url")]
		for i, column := range table[0] {
			switch {
			case person[i] == "" || strings.HasPrefix(column, "days_"):
			case slices.Contains([]string{"country", "slug", "unnamed", "verified", "confirmed", "sources", "url"}, column):
			case slices.Contains([]string{"places", "charge_stages", "charge_texts", "recognised_dates", "recognised_urls", "event_sources", "archived"}, column):
			case !backed[page][column]:
				t.Errorf("%s: %s is %q, and no source is named for it", page, column, person[i])
			}
		}
	}
	for name := range site.files {
		if folder, _, _ := strings.Cut(name, "/"); strings.HasSuffix(name, ".html") && !strings.HasSuffix(name, "/index.html") &&
			slices.Contains([]string{"organisations", "officials", "news"}, folder) && backed[name] == nil {
			t.Errorf("%s: no source is named", name)
		}
	}
}

// Each fact leads to its sources: one that has its own to this one alone, one that has none to nothing.
func TestFactsLeadToTheirSources(t *testing.T) {
	var got []string
	site := inventedSite(t, mainAddress)
	all := facts(t, site)
	for _, f := range all {
		if _, ok := site.files[f.page]; !ok {
			t.Errorf("there is no %s: %+v", f.page, f)
		}
		if f.page == "countries/by/full.html" || f.kind == "official" || f.kind == "law" || f.page == "organisations/watch.html" {
			got = append(got, fmt.Sprintf("%s %s %s %s %s", f.kind, f.facts, f.source, f.host, f.url))
		}
		if strings.Contains(f.name+f.page+f.title, "nnamed") || strings.Contains(f.facts, "slug") {
			t.Errorf("somebody whose name is withheld, or a fact that is none: %+v", f)
		}
	}
	want := []string{
		"law title 1 example.net https://example.net/law",
		"official name|office|born|responsible_for|text 1  ",
		"official sanctions  example.net https://example.net/s",
		"organisation name|url|country|role|member_of|text   ",
		"person name|names|status|gender|born|citizenship|occupation|groups|detentions|charges|sentence|expected_release|proceedings|" +
			"recognised|criteria|aliases|text|events 1 example.net https://example.net/a?b=1&c=2",
		"person recognised  example.net https://example.net/r",
	}
	if !slices.Equal(got, want) {
		t.Errorf("rows:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestDataPackageDescribesTheFiles(t *testing.T) {
	site := inventedSite(t, mainAddress)
	pkg := fromJSON[struct {
		AsOf      string `json:"as_of"`
		Licenses  []struct{ Title, Path string }
		Resources []struct {
			Name, Path, Format, Mediatype, Hash string
			Bytes                               int
			Schema                              *struct {
				Fields []struct{ Name, Type string }
			}
		}
	}](t, site, "data/datapackage.json")
	if pkg.AsOf != "2026-11-21" || len(pkg.Licenses) != 1 || pkg.Licenses[0].Title != "CC BY-SA 4.0" || pkg.Licenses[0].Path != "https://example.net/licence" {
		t.Errorf("as of %q, licences %v", pkg.AsOf, pkg.Licenses)
	}
	listed, names := map[string]bool{"data/datapackage.json": true}, map[string]bool{}
	for _, r := range pkg.Resources {
		file := path.Join("data", r.Path)
		data, ok := site.files[file]
		if sum := sha256.Sum256([]byte(data)); !ok || r.Bytes != len(data) || r.Hash != "sha256:"+hex.EncodeToString(sum[:]) {
			t.Errorf("%s: %d bytes and %s are not those of the file", r.Path, r.Bytes, r.Hash)
		}
		if listed[file] || names[r.Name] {
			t.Errorf("%s (%s) stands twice", r.Path, r.Name)
		}
		listed[file], names[r.Name] = true, true
		if r.Format != "csv" {
			continue
		}
		var fields []string
		if r.Schema != nil {
			for _, f := range r.Schema.Fields {
				fields = append(fields, f.Name)
			}
		}
		if head := rows(t, site, file)[0]; !slices.Equal(head, fields) {
			t.Errorf("%s has the columns %q, its schema says %q", r.Path, head, fields)
		}
	}
	for name := range site.files {
		if strings.HasPrefix(name, "data/") && !listed[name] {
			t.Errorf("%s is not described", name)
		}
	}
}

// A Data Package wants an identifier or an address of each licence.
func TestLicenceWithoutAnAddressHasAnIdentifier(t *testing.T) {
	dir := quick(t)
	o := options(files{"content/site.yaml": "licence: \"CC BY 4.0, but not the photos\"\n"}.write(t, dir), dir+"/public")
	makeSite(t, o)
	pkg := read(t, o.Out).files["data/datapackage.json"]
	if want := `"name": "notspecified",
      "title": "CC BY 4.0, but not the photos"`; !strings.Contains(pkg, want) {
		t.Errorf("datapackage.json does not have %s:\n%.300s", want, pkg)
	}
}

// Editors find the fields of each kind of file, and data.html names the files that say them.
func TestSchemasArePublished(t *testing.T) {
	site := inventedSite(t, mainAddress)
	for _, k := range content.Kinds {
		schema := fromJSON[map[string]any](t, site, "data/schema/"+k.Name+".json")
		if schema["title"] != content.Schema(k)["title"] || len(schema["properties"].(map[string]any)) < 4 {
			t.Errorf("%s: %v", k.Name, schema)
		}
		for page, to := range map[string]string{"data.html": "data/schema/", "fa/data.html": "../data/schema/"} {
			if !strings.Contains(site.files[page], `href="`+to+k.Name+`.json"`) {
				t.Errorf("%s does not name the schema of a %s", page, k.Name)
			}
		}
	}
}

// The page on how to write a profile has each field with its example, in each language.
func TestFieldsAreExplained(t *testing.T) {
	site := inventedSite(t, mainAddress)
	for _, page := range []string{"writing.html", "fa/writing.html"} {
		text := html.UnescapeString(site.files[page])
		for _, f := range profile.Fields.Reference() {
			if f.Example != "" && (!strings.Contains(text, `<h3 id="`+f.Name+`">`) || !strings.Contains(text, f.Example)) {
				t.Errorf("%s does not explain %s", page, f.Name)
			}
			for _, word := range f.Values {
				if !strings.Contains(text, "<code>"+word+"</code>") {
					t.Errorf("%s does not name %s: %s", page, f.Name, word)
				}
			}
		}
	}
	if !strings.Contains(site.files["fa/data.html"], `href="writing.html"`) {
		t.Error("no page leads there")
	}
}

func TestManifestHoldsAndListsEverything(t *testing.T) {
	site := inventedSite(t, mainAddress)
	last := ""
	lines := strings.SplitAfter(site.files["SHA256SUMS"], "\n")
	for _, line := range lines[:len(lines)-1] {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		data, there := site.files[name]
		if !ok || !there || fmt.Sprintf("%x", sha256.Sum256([]byte(data))) != sum || name <= last {
			t.Errorf("the line %q does not hold", line)
		}
		last = name
	}
	if len(lines)-1 != len(site.files)-1 {
		t.Errorf("%d files, %d in the manifest", len(site.files)-1, len(lines)-1)
	}
	mirror := fromJSON[map[string]any](t, site, "mirror.json")
	if mirror["generator"] != "vigil" || mirror["as_of"] != "2026-11-21" || mirror["base_url"] != mainAddress {
		t.Errorf("mirror.json: %v", mirror)
	}
}

type atom struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  struct {
		Name string `xml:"name"`
	} `xml:"author"`
	Links   []atomLink `xml:"link"`
	Entries []struct {
		ID      string     `xml:"id"`
		Title   string     `xml:"title"`
		Updated string     `xml:"updated"`
		Summary string     `xml:"summary"`
		Links   []atomLink `xml:"link"`
	} `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

// resolve follows a link of a feed to a file: relative to the feed, or below the base address.
func resolve(from, link, base string) string {
	if base != "" {
		rest, ok := strings.CutPrefix(link, base)
		if !ok {
			return ""
		}
		if rest == "" || strings.HasSuffix(rest, "/") {
			rest += "index.html"
		}
		return rest
	}
	file, _, _ := target(from, link)
	return file
}

func TestFeedsAreAtom(t *testing.T) {
	for _, base := range []string{"", mainAddress} {
		files := inventedSite(t, base).files
		feeds, ids := 0, map[string]string{}
		for name, text := range files {
			if path.Base(name) != "feed.xml" {
				continue
			}
			feeds++
			var f atom
			if err := xml.Unmarshal([]byte(text), &f); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if _, err := time.Parse(time.RFC3339, f.Updated); err != nil || f.Title == "" || f.Author.Name == "" || f.Lang == "" || !strings.HasPrefix(f.ID, "tag:") {
				t.Errorf("%s lacks something: %+v", name, f)
			}
			if other, ok := ids[f.ID]; ok {
				t.Errorf("%s and %s have one id", name, other)
			}
			ids[f.ID] = name
			for _, l := range f.Links {
				if _, ok := files[resolve(name, l.Href, base)]; !ok {
					t.Errorf("base %q: %s links to %q", base, name, l.Href)
				}
			}
			seen := map[string]bool{}
			for _, e := range f.Entries {
				if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Title == "" || e.Summary == "" || seen[e.ID] || e.Updated > f.Updated {
					t.Errorf("%s: entry %+v", name, e)
				}
				seen[e.ID] = true
				if _, ok := files[resolve(name, e.Links[0].Href, base)]; !ok {
					t.Errorf("base %q: %s links to %q", base, name, e.Links[0].Href)
				}
			}
		}
		if feeds < 3*2 {
			t.Errorf("%d feeds", feeds)
		}
		wantSitemap(t, files, base)
	}
}

// wantSitemap checks that every page that search engines may show stands in the sitemap, once.
func wantSitemap(t *testing.T, files map[string]string, base string) {
	t.Helper()
	text, there := files["sitemap.xml"]
	if there != (base != "") || strings.Contains(files["robots.txt"], "Sitemap:") != there {
		t.Fatalf("base %q: sitemap %v", base, there)
	}
	if !there {
		return
	}
	var m struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal([]byte(text), &m); err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, u := range m.URLs {
		file := resolve("", u, base)
		if _, ok := files[file]; !ok || got[file] {
			t.Errorf("the sitemap has %s, which is not there or stands twice", u)
		}
		got[file] = true
	}
	for name, text := range files {
		hidden := strings.Contains(text, `content="noindex"`)
		if strings.HasSuffix(name, ".html") && got[name] == hidden {
			t.Errorf("%s: in the sitemap %v, hidden from search engines %v", name, got[name], hidden)
		}
	}
}

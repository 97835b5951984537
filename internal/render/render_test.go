package render

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/lab/trial"
	"vigil/internal/lang"
	"vigil/internal/profile"
	"vigil/internal/site"
)

var templates = os.DirFS("../../templates")

// example is a small site, read as a build reads it, in English.
type example struct {
	*Renderer
	source *content.Source
}

var today = profile.Date{Year: 2026, Month: 11, Day: 21}.Earliest()

func newExample(t testing.TB, baseURL string, files map[string]string) example {
	t.Helper()
	return exampleOn(t, today, baseURL, files)
}

// exampleOn is the site as of a day up to today.
func exampleOn(t testing.TB, asOf profile.Day, baseURL string, files map[string]string) example {
	t.Helper()
	dir := trial.Folder(t)
	for name, text := range files {
		file := filepath.Join(dir, "content", filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	src, problems, err := content.Open(dir, profile.When{Today: today, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { src.Close() })
	scratch, err := os.Create(filepath.Join(trial.Folder(t), "scratch"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { scratch.Close() })
	src.KeepIn(scratch)
	lib, more, err := src.Load(context.Background(), 1, nil)
	if err != nil || diag.Errors(append(problems, more...)) > 0 {
		t.Fatal(err, problems, more)
	}
	languages, err := lang.LoadAll(templates, lib.Site.Languages)
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.Collect(lib, asOf).Freeze(baseURL, languages)
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(s, templates, false)
	if err != nil {
		t.Fatal(err)
	}
	return example{r, src}
}

// doc is what a page shows beside the index; bodies are of people only.
func (e example) doc(t testing.TB, p site.Page) (d Document) {
	t.Helper()
	if p.Kind == site.PersonPage {
		var err error
		if d.Person, err = e.source.Person(&e.site.People[p.Person]); err != nil {
			t.Fatal(err)
		}
	}
	for _, at := range e.site.Quoted(p) {
		quote, err := e.source.Quote(&e.site.People[at])
		if err != nil {
			t.Fatal(err)
		}
		if d.People == nil {
			d.People = map[int32]*content.Quote{}
		}
		d.People[at] = quote
	}
	return d
}

// all renders every page.
func (e example) all(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{}
	for p := range e.site.Pages() {
		var b bytes.Buffer
		if err := e.Page(&b, p, e.doc(t, p)); err != nil {
			t.Fatal(err)
		}
		out[e.site.File(p)] = b.String()
	}
	return out
}

const attack = `</script><script>alert(1)</script><img src=x onerror=alert(2)>"'&{{.}}`

// hostile has strangers' text in every field that takes any.
var hostile = map[string]string{
	"site.yaml": "title: '" + strings.ReplaceAll(attack, "'", "''") + "'\ngroups: {g: '" + strings.ReplaceAll(attack, "'", "''") + "'}\nlicence: '" +
		strings.ReplaceAll(attack, "'", "''") + "'\n",
	"laws/by.yaml":      "BY-1: {title: '" + strings.ReplaceAll(attack, "'", "''") + "', url: \"https://example.net/?a=1&b=<x>\"}\n",
	"prisons/by/c-1.md": "---\nname: " + quoted + "\naddress: {native: " + quoted + ", latin: " + quoted + "}\nletters: {rules: " + quoted + "}\n---\n",
	"countries/by.md":   "---\nname: " + quoted + "\nletters: " + quoted + "\n---\n",
	"pages/about.md":    "---\ntitle: " + quoted + "\nmenu: 1\n---\n",
	"profiles/by/anna.md": "---\nname: " + quoted + "\nsort: " + quoted + "\nnames: {ru: " + quoted + "}\naliases: [" + quoted + ", =1+1]\n" +
		"status: imprisoned\noccupation: [" + quoted + "]\ngroups: [g]\n" +
		"verified: 2026-11-01\ndetentions: [{kind: pretrial, from: 2020-01-01, to: 2021-01-01, place: " + quoted +
		"}, {kind: imprisoned, from: 2021-01-01, place: by/c-1}]\ncharges: [{article: BY-1, text: " + quoted + "}]\n" +
		"sentence: {years: 1, regime: " + quoted + "}\nproceedings: [{type: " + quoted + ", court: " + quoted + ", judge: " + quoted + ", result: " + quoted +
		"}]\n" +
		"recognised: [{by: " + quoted + ", as: political-prisoner}]\nletters: {state: open, address: " + quoted + "}\nevents: [{date: 2022-01-01, text: " + quoted +
		"}]\n" +
		"sources: [{title: " + quoted + ", url: \"https://example.net/?a=1&b=<x>\"}]\n---\n",
}

var quoted = "'" + strings.ReplaceAll(attack, "'", "''") + "'"

func TestStrangersTextStaysText(t *testing.T) {
	e := newExample(t, "https://vigil.example/", hostile)
	pages := e.all(t)
	seen := 0
	for name, text := range pages {
		if strings.HasSuffix(name, ".ics") {
			continue // see TestCalendar
		}
		if strings.HasSuffix(name, ".xml") {
			wantXMLText(t, name, text)
			continue
		}
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Type == html.TextNode {
				seen += strings.Count(n.Data, attack)
			}
			if n.Type != html.ElementNode {
				continue
			}
			for _, a := range n.Attr {
				if strings.HasPrefix(a.Key, "on") || strings.Contains(a.Val, "ZgotmplZ") || n.Data == "img" && a.Val == "x" {
					t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
				}
			}
			if n.Data == "script" && n.FirstChild != nil {
				var v map[string]any
				if err := json.Unmarshal([]byte(n.FirstChild.Data), &v); err != nil {
					t.Errorf("%s: JSON-LD %q: %v", name, n.FirstChild.Data, err)
				}
			}
		}
	}
	if seen < 50 {
		t.Errorf("the attack is shown only %d times: it is lost somewhere", seen)
	}
	var ld struct {
		Main struct {
			Name  string
			Other []string `json:"alternateName"`
		} `json:"mainEntity"`
	}
	_, after, _ := strings.Cut(pages["countries/by/anna.html"], `<script type="application/ld+json">`)
	text, _, _ := strings.Cut(after, "</script>")
	if err := json.Unmarshal([]byte(text), &ld); err != nil || ld.Main.Name != attack || !slices.Contains(ld.Main.Other, "=1+1") {
		t.Errorf("JSON-LD says %+v: %v", ld, err)
	}
}

func wantXMLText(t *testing.T, name, text string) {
	t.Helper()
	var f struct {
		Title   string `xml:"title"`
		Entries []struct {
			Title string `xml:"title"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(text), &f); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if !strings.HasPrefix(f.Title, attack) || len(f.Entries) != 1 || f.Entries[0].Title != attack {
		t.Errorf("%s: %+v", name, f)
	}
}

func TestStrangersTextInData(t *testing.T) {
	e := newExample(t, "", hostile)
	p := e.doc(t, site.Page{Kind: site.PersonPage}).Person
	var data Data
	if err := data.Add(&e.site.People[0], p, "en"); err != nil {
		t.Fatal(err)
	}
	var got struct{ Name string }
	if err := json.Unmarshal(data.Objects.Bytes(), &got); err != nil || got.Name != attack {
		t.Errorf("JSON has the name %q: %v", got.Name, err)
	}
	row, err := csv.NewReader(&data.Lines).Read()
	if err != nil || row[2] != attack || len(row) != len(columns) {
		t.Errorf("CSV has %q: %v", row, err)
	}
}

// Between two words of a sentence a space must stay, wherever the elements begin.
func TestSpacesBetweenWordsStay(t *testing.T) {
	e := newExample(t, "", hostile)
	root, err := html.Parse(strings.NewReader(e.all(t)["index.html"]))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	for _, want := range []string{"2,516 days behind bars", "One person is held in"} {
		if text := strings.Join(strings.Fields(b.String()), " "); !strings.Contains(text, want) {
			t.Errorf("the home page does not say %q: %s", want, text)
		}
	}
}

func TestRelative(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"index.html", "index.html", "index.html"},
		{"index.html", "static/", "static/"},
		{"index.html", "countries/by/anna.html", "countries/by/anna.html"},
		{"countries/by/anna.html", "index.html", "../../index.html"},
		{"countries/by/anna.html", "countries/by/index.html", "index.html"},
		{"countries/by/anna.html", "countries/by/status/held.html", "status/held.html"},
		{"countries/by/status/held.html", "countries/by/anna.html", "../anna.html"},
		{"countries/by/anna.html", "countries/bya/anna.html", "../bya/anna.html"},
		{"be/index.html", "static/style.css", "../static/style.css"},
		{"be/countries/by/anna.html", "ru/countries/by/anna.html", "../../../ru/countries/by/anna.html"},
		{"status/held/page-2.html", "status/held.html", "../held.html"},
		{"status/held.html", "status/held/page-2.html", "held/page-2.html"},
	} {
		if got := relative(c.from, c.to); got != c.want {
			t.Errorf("from %s to %s: %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

func TestAbsolute(t *testing.T) {
	c := &composer{site: &site.Site{BaseURL: "https://vigil.example/p/"}}
	for file, want := range map[string]string{
		"index.html": "", "countries/by/index.html": "countries/by/", "an-index.html": "an-index.html", "countries/by/x-index.html": "countries/by/x-index.html",
		"ru/about.html": "ru/about.html",
	} {
		if got := c.absolute(file); got != c.site.BaseURL+want {
			t.Errorf("%s: %s", file, got)
		}
	}
	if got := (&composer{site: &site.Site{}}).absolute("index.html"); got != "" {
		t.Errorf("without a base address: %s", got)
	}
}

func TestPaging(t *testing.T) {
	e := newExample(t, "", hostile)
	for _, c := range []struct {
		people, page int
		want         string
	}{
		{100, 1, ""},
		{101, 1, "[1] 2 >"},
		{101, 2, "< 1 [2]"},
		{1000, 1, "[1] 2 3 … 10 >"},
		{1000, 5, "< 1 … 3 4 [5] 6 7 … 10 >"},
		{1000, 10, "< 1 … 8 9 [10]"},
		{100100, 4, "< 1 2 3 [4] 5 6 … 1,001 >"},
	} {
		l := &site.List{Path: "status/held.html", Members: make([]int32, c.people)}
		at := &composer{site: e.site, lang: e.site.Languages[0], page: site.Page{Number: c.page}, file: l.PagePath(c.page)}
		got := ""
		if p := at.paging(l); p != nil {
			var parts []string
			if p.Previous != "" {
				parts = append(parts, "<")
			}
			for _, link := range p.Pages {
				switch {
				case link.Current:
					parts = append(parts, "["+link.Text+"]")
				default:
					parts = append(parts, link.Text)
				}
				if (link.Href == "") != (link.Text == "…") {
					t.Errorf("page %d of %d people: %+v", c.page, c.people, link)
				}
			}
			if p.Next != "" {
				parts = append(parts, ">")
			}
			got = strings.Join(parts, " ")
		}
		if got != c.want {
			t.Errorf("page %d of %d people: %q, want %q", c.page, c.people, got, c.want)
		}
	}
}

func TestLicence(t *testing.T) {
	for _, c := range []struct{ in, text, href string }{
		{"", "", ""},
		{"Public domain", "Public domain", ""},
		{"CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"},
		{"https://example.net/licence", "https://example.net/licence", "https://example.net/licence"},
		{"(https://example.net/licence)", "https://example.net/licence", "https://example.net/licence"},
		{"Ours (all of it)", "Ours (all of it)", ""},
		{"Ours (javascript:alert(1))", "Ours (javascript:alert(1))", ""},
	} {
		if got := licence(c.in); got.Text != c.text || got.Href != c.href {
			t.Errorf("%q: %+v", c.in, *got)
		}
	}
}

func TestGuard(t *testing.T) {
	for cell, want := range map[string]string{
		"": "", "Anna": "Anna", "=1+1": "'=1+1", "+375": "'+375", "-5": "'-5", "@sum": "'@sum", "\t=1": "\t'=1", "\r=1": "\r'=1", "\n=1": "\n'=1",
		"a;=1;+2": "a;'=1;'+2", "Lawyer|=HYPERLINK(1)| @x": "Lawyer|'=HYPERLINK(1)|' @x", "a; \"=1": "a;' \"=1", "a, =1": "a, =1", "a;b=1": "a;b=1", "＝1": "'＝1",
		"a=b": "a=b", "Ёлка": "Ёлка",
	} {
		if got := guard(cell); got != want {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		n, most int
		want    string
	}{{0, 1, "0.5%"}, {1, 1, "100.0%"}, {1, 3, "33.3%"}, {1, 100000, "0.5%"}, {279, 1000, "27.9%"}} {
		if got := percent(c.n, c.most); got != c.want {
			t.Errorf("%d of %d: %s, want %s", c.n, c.most, got, c.want)
		}
	}
}

// A reader that knows an entry knows it again when the site moves to another folder or to https.
func TestFeedIDsStay(t *testing.T) {
	ids := func(base string) (out []string) {
		e := newExample(t, base, hostile)
		var b bytes.Buffer
		if err := e.Page(&b, site.Page{Kind: site.Feed, Path: "feed.xml"}, Document{}); err != nil {
			t.Fatal(err)
		}
		var f struct {
			ID      string   `xml:"id"`
			Entries []string `xml:"entry>id"`
		}
		if err := xml.Unmarshal(b.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		return append(f.Entries, f.ID)
	}
	want := []string{"tag:vigil.example,2026:countries/by/anna", "tag:vigil.example,2026:feed.xml"}
	for _, base := range []string{"https://vigil.example/", "https://vigil.example/some/folder/", "http://vigil.example:8080/"} {
		if got := ids(base); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", base, got, want)
		}
	}
	if got := ids(""); len(got) != 2 || got[0] == got[1] {
		t.Errorf("without a base address: %q", got)
	}
}

func TestStaticFilesAreMinified(t *testing.T) {
	for name, c := range map[string][2]string{
		"a.css": {"/* x */ body { color : red }", "body{color:red}"},
		"a.js":  {"var a = 1 ; // x", "var a=1"},
		"a.txt": {" as  it is ", " as  it is "},
	} {
		if got, err := Static(name, []byte(c[0])); err != nil || string(got) != c[1] {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestEveryPageKindHasAView(t *testing.T) {
	for _, k := range site.Kinds() {
		if v := views[k]; (v.template == "") == (v.write == nil) || (v.template == "") != (v.fill == nil) {
			t.Errorf("page kind %s has no view, or two", k)
		}
	}
}

// A coalition with members is not said to be in one.
func TestCoalitionAndMembers(t *testing.T) {
	pages := newExample(t, "", map[string]string{
		"organisations/noname-coalition.md": "---\nname: Noname Coalition\nrole: [coalition, helps]\nsources: [{title: Invented}]\n---\n",
		"organisations/invented-league.md":  "---\nname: Invented League\nrole: [coalition]\nmember_of: [noname-coalition]\nsources: [{title: Invented}]\n---\n",
	}).all(t)
	for page, want := range map[string]bool{"organisations/noname-coalition.html": false, "organisations/invented-league.html": true} {
		if strings.Contains(pages[page], "in a coalition") != want || !strings.Contains(pages[page], "Invented League") {
			t.Errorf("%s: in a coalition: %v", page, !want)
		}
	}
}

package schema

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"vigil/internal/diag"
	"vigil/internal/names"
)

// word reads itself, as a date or a status does.
type word string

func (w *word) UnmarshalText(b []byte) error {
	if strings.ToUpper(string(b)) != string(b) {
		return &Fault{Text: fmt.Sprintf("%q is not in capitals", b), Hint: "write capitals"}
	}
	*w = word(b)
	return nil
}

type row struct {
	A string
	N int
}

type thing struct {
	Name    string
	Yes     bool
	N       int
	T       Text
	List    []string
	Texts   []Text
	Floats  []float64
	Map     map[string]string
	Counts  map[string]int
	Labels  map[string]Text
	W       word
	Row     row
	Rows    []row
	ByKey   map[string]row
	Names   map[string]string
	Colour  string
	Colours []string
}

var rowFields = Table[row]{
	{Name: "a", Required: true, Help: "an a", In: func(r *row) any { return &r.A }},
	{Name: "n", In: func(r *row) any { return &r.N }},
}

var thingFields = Table[thing]{
	{Name: "name", Required: true, Translatable: true, Help: "its name", In: func(t *thing) any { return &t.Name }},
	{Name: "yes", In: func(t *thing) any { return &t.Yes }},
	{Name: "n", In: func(t *thing) any { return &t.N }},
	{Name: "t", Translatable: true, In: func(t *thing) any { return &t.T }},
	{Name: "list", Check: Slug, In: func(t *thing) any { return &t.List }},
	{Name: "texts", In: func(t *thing) any { return &t.Texts }},
	{Name: "floats", In: func(t *thing) any { return &t.Floats }},
	{Name: "map", In: func(t *thing) any { return &t.Map }},
	{Name: "counts", In: func(t *thing) any { return &t.Counts }},
	{Name: "labels", In: func(t *thing) any { return &t.Labels }},
	{Name: "w", In: func(t *thing) any { return &t.W }},
	{Name: "row", In: func(t *thing) any { return Struct(&t.Row, rowFields) }},
	{Name: "rows", In: func(t *thing) any { return Rows(&t.Rows, rowFields) }},
	{Name: "by_key", In: func(t *thing) any { return Map(&t.ByKey, ArticleCode, rowFields) }},
	{Name: "names", In: func(t *thing) any { return Names(&t.Names) }},
	{Name: "colour", Values: []string{"red", "green"}, In: func(t *thing) any { return &t.Colour }},
	{Name: "colours", Values: []string{"red", "green"}, In: func(t *thing) any { return &t.Colours }},
}

// read decodes a header that begins in line 2 and prints its problems as line:column rule.
func read(header string) (thing, []string) {
	var t thing
	d := Parse("x.md", []byte(header), 2)
	d.Decode(Struct(&t, thingFields))
	return t, places(d.Problems)
}

func places(ps []diag.Problem) (out []string) {
	for _, p := range ps {
		out = append(out, fmt.Sprintf("%d:%d %s", p.Line, p.Col, p.Rule.ID))
	}
	return out
}

func TestEveryKindOfField(t *testing.T) {
	got, problems := read(`name: " Jane "
yes: true
n: 012
t: {be: Так, en: Yes}
list: [a, b-c]
texts: [plain, {ru: да}]
floats: [1, 2.5, -1.5]
map: {x: y, empty: }
counts: {x: 3}
labels: {x: {en: X}, y: Y}
w: ABC
row: {a: 1962, n: 2}
rows:
  - a: x
  - {a: 2020-01-01, n: 7}
by_key: {BY-342.2: {a: z}}
names: {be: Яна, zh-Hans: 简}
colour: red
colours: [green, red]
`)
	if problems != nil {
		t.Fatal(problems)
	}
	want := thing{Name: "Jane", Yes: true, N: 12, T: Text{By: map[string]string{"be": "Так", "en": "Yes"}},
		List: []string{"a", "b-c"}, Texts: []Text{{Main: "plain"}, {By: map[string]string{"ru": "да"}}}, Floats: []float64{1, 2.5, -1.5},
		Map: map[string]string{"x": "y", "empty": ""}, Counts: map[string]int{"x": 3}, Labels: map[string]Text{"x": {By: map[string]string{"en": "X"}},
			"y": {Main: "Y"}},
		W: "ABC", Row: row{"1962", 2}, Rows: []row{{"x", 0}, {"2020-01-01", 7}},
		ByKey: map[string]row{"BY-342.2": {A: "z"}}, Names: map[string]string{"be": "Яна", "zh-Hans": "简"}, Colour: "red", Colours: []string{"green", "red"}}
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("got  %s\nwant %s", g, w)
	}
}

// Every mistake is one problem at the key or the value that a person would look for.
func TestMistakesAreOneProblemAtTheirPlace(t *testing.T) {
	for header, want := range map[string]string{
		"name: x\nyes: no":                          "3:6 bad-value",
		"name: x\nyes: [true]":                      "3:6 wrong-shape",
		"name: x\nn: one":                           "3:4 bad-value",
		"name: x\nn: {a: 1}":                        "3:4 wrong-shape",
		"name: x\nn: &a 1":                          "3:4 yaml-feature",
		"name: x\nfloats: [1, &a 2, x]":             "3:13 yaml-feature, 3:19 bad-value",
		"name: x\nfloats: [.inf]":                   "3:10 bad-value",
		"name: x\nlist: [ok, Not OK, 'ж']":          "3:12 bad-value, 3:20 bad-value",
		"name: x\nlist:\n- a\n-\n- b":               "5:2 wrong-shape",
		"name: x\nmap: [a]":                         "3:6 wrong-shape",
		"name: x\nw: abc":                           "3:4 bad-value",
		"name: x\nrow: {n: 1}":                      "3:6 missing-field",
		"name: x\nrow: {a: , n: 1}":                 "3:7 missing-field",
		"name: x\nrow: text":                        "3:6 wrong-shape",
		"name: x\nrows:\n  - a: x\n    b: y\n  - z": "5:5 unknown-field, 6:5 wrong-shape",
		"name: x\nby_key: {XX: {a: x}}":             "3:10 bad-value",
		"name: x\nnames: {by_: x}":                  "3:9 bad-value",
		"name: x\nnames: Jane":                      "3:8 wrong-shape",
		"name: x\ncolour: rde\ncolours: [red, b]":   "3:9 bad-value, 4:16 bad-value",
		"name: x\nname: y\nrow: {a: 1, a: 2}":       "3:1 duplicate-field, 4:13 duplicate-field",
		"name: ''\nn: 1":                            "2:1 missing-field",
		"n: 1\nt:":                                  "2:1 missing-field",
		"жж: x\nname: \"жжж\": y":                   "3:12 yaml-syntax",
		"name: x\n...\nyes: true":                   "3:1 yaml-feature",
		"name: x\n--- # y\nyes: true":               "3:1 yaml-feature",
		"name: \"\\u200b\"":                         "2:7 bad-value",
	} {
		if _, got := read(header); strings.Join(got, ", ") != want {
			t.Errorf("%q:\n got %s\nwant %s", header, strings.Join(got, ", "), want)
		}
	}
}

func TestEmptyMeansNotThere(t *testing.T) {
	if got, problems := read("name: x\nyes:\nlist: ~\nrow:\n"); problems != nil || got.List != nil {
		t.Errorf("%+v %v", got, problems)
	}
	if Parse("x", []byte("# nothing\n"), 1).Decode(Struct(&thing{}, thingFields)) {
		t.Error("a header of comments holds something")
	}
}

func TestReportPointsAsDeepAsItCan(t *testing.T) {
	header := "name: x\nrows:\n  - a: x\n    n: 1\n  - {a: y}\nmap:\n  k: v\n"
	for _, c := range []struct {
		path []any
		want string
	}{
		{nil, "2:1"},
		{[]any{"rows"}, "3:1"},
		{[]any{"rows", 0}, "4:5"},
		{[]any{"rows", 0, "n"}, "5:5"},
		{[]any{"rows", 1, "a"}, "6:6"},
		{[]any{"rows", 1, "n"}, "6:5"}, // not in the file: at its row
		{[]any{"rows", 7, "n"}, "3:1"},
		{[]any{"map", "k"}, "8:3"},
		{[]any{"nothing"}, "2:1"},
	} {
		d := Parse("x", []byte(header), 2)
		p := d.Problem(Value, "t", "h", c.path...)
		if got := fmt.Sprintf("%d:%d", p.Line, p.Col); got != c.want || len(d.Problems) != 0 {
			t.Errorf("%v: %s, want %s", c.path, got, c.want)
		}
		if d.Report(Value, "t", "h", c.path...); d.Problems[0] != p {
			t.Errorf("%v: Report says %v, Problem %v", c.path, d.Problems[0], p)
		}
	}
}

func TestOr(t *testing.T) {
	either := Table[row]{
		{Name: "a", Or: "n", In: func(r *row) any { return &r.A }},
		{Name: "n", In: func(r *row) any { return &r.N }},
	}
	for header, want := range map[string]string{"a: x": "", "n: 1": "", "a:\nn: 1": "", "a: ''": "1:1 missing-field", "{}": "1:1 missing-field"} {
		var r row
		d := Parse("x", []byte(header), 1)
		if d.Decode(Struct(&r, either)); strings.Join(places(d.Problems), ", ") != want {
			t.Errorf("%q: %v, want %q", header, d.Problems, want)
		}
	}
}

func TestTranslatable(t *testing.T) {
	table := thingFields.Translatable()
	if got := table.Names(); !slices.Equal(got, []string{"name", "t", "of"}) {
		t.Errorf("names %v", got)
	}
	var v thing
	d := Parse("x", []byte("t: text\nyes: true\nnmae: x\n"), 1)
	d.Decode(Struct(&v, table))
	if got := strings.Join(places(d.Problems), ", "); got != "2:1 unknown-field, 3:1 unknown-field" || v.Yes || v.T.Main != "text" {
		t.Errorf("%s %+v", got, v)
	}
	if !strings.Contains(d.Problems[0].Hint, "name, t") || !strings.Contains(d.Problems[1].Hint, `"name"`) {
		t.Errorf("hints: %v", d.Problems)
	}
	if slices.Contains(thingFields.Names(), "") || !thingFields[0].Required {
		t.Error("Translatable changed the table itself")
	}
	table.Clear(&v, []string{"t", "yes"})
	if !v.T.IsZero() {
		t.Error("t is not cleared")
	}
}

// What is withheld is gone, whatever the field's type.
func TestClearEmptiesEveryKindOfField(t *testing.T) {
	full := thing{"x", true, 1, Text{Main: "x"}, []string{"x"}, []Text{{Main: "x"}}, []float64{1}, map[string]string{"x": "x"}, map[string]int{"x": 1},
		map[string]Text{"x": {}}, "X", row{"x", 1}, []row{{}}, map[string]row{"x": {}}, map[string]string{"be": "x"}, "red", []string{"red"}}
	thingFields.Clear(&full, []string{"yes", "rows"})
	if full.Yes || full.Rows != nil || full.Name != "x" {
		t.Errorf("only the named ones: %+v", full)
	}
	thingFields.Clear(&full, thingFields.Names())
	if got, want := fmt.Sprintf("%#v", full), fmt.Sprintf("%#v", thing{}); got != want {
		t.Errorf("left: %s", got)
	}
}

func TestTextFor(t *testing.T) {
	both := Text{Main: "main", By: map[string]string{"be": "бел", "ru": ""}}
	none := Text{By: map[string]string{"uk": "укр", "be": "бел"}}
	for _, c := range []struct {
		t                       Text
		lang, main, want, wasIn string
	}{
		{both, "be", "en", "бел", "be"},
		{both, "ru", "en", "main", "en"}, // an empty text is none
		{both, "en", "en", "main", "en"},
		{none, "uk", "en", "укр", "uk"},
		{none, "ru", "en", "бел", "be"}, // the first by tag, never by chance
		{none, "ru", "uk", "укр", "uk"},
		{Text{}, "ru", "en", "", "en"},
	} {
		if got, in := c.t.For(c.lang, c.main); got != c.want || in != c.wasIn {
			t.Errorf("%v.For(%s, %s) = %q %s, want %q %s", c.t, c.lang, c.main, got, in, c.want, c.wasIn)
		}
	}
}

func TestForms(t *testing.T) {
	for _, c := range []struct {
		check     func(string) error
		good, bad []string
	}{
		{Slug, []string{"jane-doe", "ik-4", "7"}, []string{"", "Jane", "jane_doe", "-a", "a-", "a--b", "index", "page-12", "con", "lpt1", "жук",
			strings.Repeat("a", names.MaxSlug+1)}},
		{Country, []string{"by"}, []string{"", "BY", "blr", "b1"}},
		{LanguageTag, []string{"be", "zh-Hans", "pt-BR", "ckb"}, []string{"", "BE", "be_BY", "english", "zh-hans", "be-tarask"}},
		{URL, []string{"https://example.org/", "http://example.onion/a?b#c"}, []string{"", "example.org", "javascript:x", "https://", "https:x", "//example.org",
			"https://a@example.org", "file:///x", "https://exa mple.org"}},
		{ArticleCode, []string{"BY-342.2", "RU-207.3(2)", "IR-500"}, []string{"", "342", "by-342", "BY-", "BY-34 2", "BY-" + strings.Repeat("1", 40)}},
	} {
		for _, s := range c.good {
			if err := c.check(s); err != nil {
				t.Errorf("%q: %v", s, err)
			}
		}
		for _, s := range c.bad {
			if f, ok := errors.AsType[*Fault](c.check(s)); !ok || f.Text == "" || f.Hint == "" {
				t.Errorf("%q: %v, want a text and a hint", s, c.check(s))
			}
		}
	}
	if !IsRef("by/ik-4") || IsRef("by/IK-4") || IsRef("ik-4") || !IsSlug("viasna") || IsSlug("Human Rights") {
		t.Error("references")
	}
}

// A stranger's header never panics, never has a problem outside its file, and never thousands.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{"name: x\n", "name: \"x\nn: \"1\"\n", "a: b: c\n", "\tname: x", "{name: [}", "rows: [{a: x}, 1, [], ~]\n", "name: &x y\nt: *x\n",
		"? [a]\n: b\n",
		"<<: {a: b}\n", "names: {be: [x]}\n", "name: |\n  x\n...\nyes: true\n", "'", "%YAML 1.2\n---\n", "row:\n  a: 'x''y\nn: 'z'\n", "name: x\r\nn: y\r\n",
		"by_key: {BY-1: }\n", "!x {}", "&x [*x]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, header []byte) {
		if !utf8.Valid(header) {
			t.Skip() // content refuses it before it calls Parse; YAML would take the bytes FE FF for UTF-16
		}
		var v thing
		d := Parse("x", header, 2)
		d.Decode(Struct(&v, thingFields))
		d.Report(Value, "x", "", "rows", 1, "a")
		last := strings.Count(string(header), "\n") + 2
		for _, p := range d.Problems {
			// U+0085, U+2028 and a lone CR are lines for YAML; content refuses them before it calls Parse.
			if p.Line < 2 || p.Col < 1 || p.Line > last && !strings.ContainsAny(string(header), "\r\u0085\u2028\u2029") {
				t.Errorf("%q: %v", header, p)
			}
		}
		if len(d.Problems) > most {
			t.Errorf("%d problems", len(d.Problems))
		}
	})
}

func TestCountriesAreThoseOfISO3166(t *testing.T) {
	n := 0
	for i := range 26 * 26 {
		if Country(string([]byte{'a' + byte(i/26), 'a' + byte(i%26)})) == nil {
			n++
		}
	}
	if n != 249 {
		t.Errorf("%d codes are countries; ISO 3166-1 has 249", n)
	}
}

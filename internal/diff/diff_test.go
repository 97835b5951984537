package diff

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"

	"vigil/internal/compile"
	"vigil/internal/diag"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// someone is an invented person as a test edits them.
type someone struct {
	country, slug, name, born, status, from, to, place, verified, former, extra string
	unnamed, draft                                                              bool
}

func (p someone) file() (path, text string) {
	var b strings.Builder
	fmt.Fprintf(&b, "---\nname: %q\n", p.name)
	if p.unnamed {
		b.WriteString("unnamed: true\n")
	}
	if p.draft {
		b.WriteString("publish: false\n")
	}
	for _, f := range [][2]string{{"born", p.born}, {"verified", p.verified}, {"former_slugs", p.former}} {
		if f[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", f[0], f[1])
		}
	}
	kind, end := p.status, ""
	if p.to != "" {
		kind, end = "imprisoned", p.status
	}
	fmt.Fprintf(&b, "status: %s\ndetentions:\n  - {kind: %s, from: %s, to: %s, end: %s, place: %q}\n", p.status, kind, p.from, p.to, end, p.place)
	fmt.Fprintf(&b, "recognised: [{by: Invented Watch, as: political-prisoner}]\n%ssources: [{title: Invented}]\n---\nA text.\n", p.extra)
	return "content/profiles/" + p.country + "/" + p.slug + ".md", b.String()
}

// edits are what volunteers do, and what a report is to call it.
var edits = []struct {
	want Change
	do   func(p *someone, dice *rand.Rand)
}{
	{Freed, func(p *someone, _ *rand.Rand) { p.status, p.to = "released", "2026-10-03" }},
	{Freed, func(p *someone, _ *rand.Rand) { p.status, p.to = "exchanged", "2026-10" }},
	{Died, func(p *someone, _ *rand.Rand) { p.status, p.to = "died", "2026-09-30" }},
	{Situation, func(p *someone, _ *rand.Rand) { p.status = "house-arrest" }},
	{Situation, func(p *someone, _ *rand.Rand) { p.status = "travel-ban" }},
	{Situation, func(p *someone, _ *rand.Rand) { p.status = "administrative-arrest" }},
	{Moved, func(p *someone, _ *rand.Rand) { p.place = "another colony" }},
	{Moved, func(p *someone, _ *rand.Rand) { p.country = "gs" }},
	{Freed, func(p *someone, _ *rand.Rand) { p.country, p.status, p.to = "gs", "released", "2026-10-03" }},
	{Confirmed, func(p *someone, dice *rand.Rand) { p.verified = fmt.Sprintf("2026-10-%02d", 1+dice.IntN(28)) }},
	{Corrected, func(p *someone, dice *rand.Rand) { p.from = fmt.Sprintf("20%02d-05", 10+dice.IntN(9)) }},
	{Corrected, func(p *someone, _ *rand.Rand) { p.born = "1971" }},
	{Corrected, func(p *someone, _ *rand.Rand) { p.extra = "expected_release: {date: 2026-10-01}\n" }},
	{Corrected, func(p *someone, _ *rand.Rand) { p.former, p.slug = "["+p.slug+"]", p.slug+"-new" }},
	{Moved, func(p *someone, _ *rand.Rand) { p.country, p.place = "gs", "another colony" }},
	{Withdrawn, func(p *someone, _ *rand.Rand) { p.draft = true }},
	{Withdrawn, func(p *someone, _ *rand.Rand) { p.unnamed = true }},
}

// The changes that a report names add up to the difference of every counter, whatever was edited; and everybody who
// was edited is named under what happened, but those who were withdrawn.
func TestEveryCounterIsExplained(t *testing.T) {
	seeds := 4
	if trial.Long {
		seeds = 60
	}
	for seed := range seeds {
		dice := rand.New(rand.NewPCG(uint64(seed), 1))
		before, after := map[string]string{}, map[string]string{}
		want := map[string]Change{}
		left := map[Change]int{}
		for i := range 120 {
			p := someone{country: []string{"aq", "by", "tf"}[i%3], slug: fmt.Sprintf("person-%d", i), name: fmt.Sprintf("Person Invented%d", i), from: "2019-04-05",
				status: "imprisoned", place: "a colony", verified: fmt.Sprintf("2026-%02d-01", 1+dice.IntN(9))}
			switch path, text := p.file(); dice.IntN(4) {
			case 0:
				after[path] = text
				want[p.slug] = Added
				continue
			case 1:
				before[path], after[path] = text, text
				continue
			case 2:
				if dice.IntN(3) == 0 { // deleted
					before[path] = text
					left[Withdrawn]++
					continue
				}
				fallthrough
			default:
				before[path] = text
				edit := edits[dice.IntN(len(edits))]
				edit.do(&p, dice)
				path, text = p.file()
				after[path] = text
				if edit.want == Withdrawn {
					left[Withdrawn]++
				} else {
					want[p.slug] = edit.want
				}
			}
		}
		a, b := load(t, before), load(t, after)
		r, err := Compare(a, b)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		sums := map[string]int64{}
		for _, p := range r.People {
			if p.Change == Withdrawn {
				left[Withdrawn]--
				if p.Name+p.Slug != "" || p.Pages != nil || p.Fields != nil {
					t.Errorf("seed %d: somebody withdrawn is told of: %+v", seed, p)
				}
			}
			if p.Slug != "" {
				if w, edited := want[p.Slug]; !edited || w != p.Change {
					t.Errorf("seed %d: %s is %s, want %s (%v)", seed, p.Slug, headings[p.Change].key, headings[w].key, p.Fields)
				}
				delete(want, p.Slug)
			}
			shares := p.Shares
			if (p.From != "") != (shares != nil) {
				t.Errorf("seed %d: %s comes from %q, with %v", seed, p.Slug, p.From, shares)
			} else if shares == nil {
				shares = map[string]map[string]int64{p.Country: p.Counters}
			}
			for name, d := range p.Counters {
				sums[" "+name] += d
			}
			for country, share := range shares {
				for name, d := range share {
					sums[country+" "+name] += d
				}
			}
		}
		if len(want) > 0 || left[Withdrawn] != 0 {
			t.Errorf("seed %d: not in the report: %v, %d withdrawn", seed, want, left[Withdrawn])
		}
		compareCounters(t, seed, a.Site, b.Site, sums)
		for _, n := range r.Counters {
			if sums[n.Country+" "+n.Name] != n.Is-n.Was {
				t.Errorf("seed %d: %s of %q: %d → %d, and the people make it %+d", seed, n.Name, n.Country, n.Was, n.Is, sums[n.Country+" "+n.Name])
			}
		}
	}
}

// compareCounters holds sums against data/counts.json of both sites: every number in it, also one that nobody listed.
func compareCounters(t *testing.T, seed int, a, b *site.Site, sums map[string]int64) {
	t.Helper()
	flat := func(s *site.Site) map[string]int64 {
		var counts map[string]any
		data, err := s.CountsJSON()
		if err == nil {
			err = json.Unmarshal(data, &counts)
		}
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]int64{}
		var walk func(country, prefix string, m map[string]any)
		walk = func(country, prefix string, m map[string]any) {
			for key, v := range m {
				switch v := v.(type) {
				case float64:
					out[country+" "+prefix+key] = int64(v)
				case map[string]any:
					if key == "by_country" {
						for cc, of := range v {
							walk(cc, "", of.(map[string]any))
						}
						continue
					}
					walk(country, prefix+key+".", v)
				}
			}
		}
		walk("", "", counts)
		return out
	}
	was, is := flat(a), flat(b)
	for _, key := range slices.Sorted(maps.Keys(is)) {
		if is[key]-was[key] != sums[key] {
			t.Errorf("seed %d: %s: %d → %d, and the report explains %+d", seed, key, was[key], is[key], sums[key])
		}
	}
}

// Two files are of one person only where nothing speaks against it, and nobody else can be meant: what was withdrawn is
// not told of under another's name.
func TestWhoIsTheSame(t *testing.T) {
	base := someone{country: "aq", slug: "ann", name: "Ann Invented", status: "imprisoned", from: "2020-02-02", born: "1980"}
	for name, c := range map[string]struct {
		edit  func(p *someone)
		moved bool
	}{
		"another country":             {func(p *someone) { p.country = "tf" }, true},
		"another file":                {func(p *someone) { p.slug = "anna" }, true},
		"another country and file":    {func(p *someone) { p.country, p.slug = "tf", "anna" }, true},
		"another spelling too":        {func(p *someone) { p.country, p.name = "tf", "Anne Invented" }, true},
		"another birth":               {func(p *someone) { p.country, p.born = "tf", "1981" }, false},
		"no birth, the same day":      {func(p *someone) { p.country, p.born = "tf", "" }, true},
		"no birth, another day":       {func(p *someone) { p.country, p.born, p.from = "tf", "", "2020-02-03" }, false},
		"another file and no birth":   {func(p *someone) { p.slug, p.born = "anna", "" }, false},
		"another file, name, country": {func(p *someone) { p.country, p.slug, p.name = "tf", "bob", "Bob Invented" }, false},
	} {
		other := base
		c.edit(&other)
		path, text := base.file()
		newPath, newText := other.file()
		r, err := Compare(load(t, map[string]string{path: text}), load(t, map[string]string{newPath: newText}))
		if err != nil {
			t.Fatal(err)
		}
		if got := len(r.People) == 1 && r.People[0].Change != Added; got != c.moved {
			t.Errorf("%s: %+v", name, r.People)
		}
	}
	first, second := base, base
	first.slug, second.slug = "ann-one", "ann-two"
	path, text := base.file()
	path1, text1 := first.file()
	path2, text2 := second.file()
	r, err := Compare(load(t, map[string]string{path: text}), load(t, map[string]string{path1: text1, path2: text2}))
	if err != nil || len(r.People) != 3 {
		t.Errorf("two may be meant: %v, %+v", err, r)
	}
}

// A rule in site.yaml moves counters without anybody's file: that is explained too.
func TestANewCountingRuleIsExplained(t *testing.T) {
	p := someone{country: "aq", slug: "ann", name: "Ann Invented", status: "imprisoned", from: "2020"}
	path, text := p.file()
	text = strings.Replace(text, "recognised: [{by: Invented Watch, as: political-prisoner}]\n", "", 1)
	r, err := Compare(load(t, map[string]string{path: text}), load(t, map[string]string{path: text, "content/site.yaml": "recognition: presumed\n"}))
	if err != nil || len(r.People) != 1 || r.People[0].Change != Recounted || r.People[0].Counters["political_prisoners"] != 1 {
		t.Errorf("%v: %+v", err, r)
	}
}

// Whatever strangers write is text in a report: in Markdown no link, picture, mention or markup of theirs comes out,
// and a terminal gets nothing to obey.
func TestStrangersWriteTextOnly(t *testing.T) {
	names := []string{"[click](https://evil.example)", "<script>alert(1)</script>", "![x](https://evil.example/x.png)", "@everyone #1", "www.evil.example",
		"https://evil.example/a", "a | b | c", "```\n# Heading", "**bold** _under_ ~~gone~~", "$x$ `code", "a\\](https://evil.example)", "&lt;b&gt; &#64;all"}
	before, after := map[string]string{}, map[string]string{}
	for i, name := range names {
		p := someone{country: "aq", slug: fmt.Sprint("p", i), name: "Ann Invented", status: "imprisoned", from: "2020", place: "a"}
		path, text := p.file()
		if i%2 == 0 {
			before[path] = text
		}
		p.name, p.place = name, name
		_, after[path] = p.file()
	}
	after["content/pages/new.md"] = "---\ntitle: \"[click](https://evil.example) @all\"\n---\nText.\n"
	a, b := load(t, before), load(t, after)
	b.Site.BaseURL = "https://vigil.example/"
	r, err := Compare(a, b)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range Formats {
		var out bytes.Buffer
		if err := r.Write(&out, format); err != nil {
			t.Fatal(err)
		}
		if hidden, found := diag.FirstHidden(out.String()); found {
			t.Errorf("%s: %U", format, hidden)
		}
		if format == "markdown" {
			readMarkdown(t, out.Bytes(), names)
		}
	}
}

func readMarkdown(t *testing.T, text []byte, names []string) {
	t.Helper()
	var page bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert(text, &page); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	allowed := strings.Fields("html head body h3 ul li p a code table thead tbody tr th td")
	var words strings.Builder
	for n := range root.Descendants() {
		switch n.Type {
		case html.ElementNode:
			if !slices.Contains(allowed, n.Data) {
				t.Errorf("an element %s came out", n.Data)
			}
			for _, a := range n.Attr {
				if a.Key == "href" && !strings.HasPrefix(a.Val, "https://vigil.example/") {
					t.Errorf("a link to %s came out", a.Val)
				}
			}
		case html.TextNode:
			words.WriteString(n.Data)
			if n.Parent.Data != "code" && strings.ContainsAny(n.Data, "@#") {
				t.Errorf("a forge would read a mention or a number in %q", n.Data)
			}
		}
	}
	for _, name := range names {
		if !strings.Contains(words.String(), strings.Join(strings.Fields(name), " ")) {
			t.Errorf("%q does not stand in the report as it is", name)
		}
	}
}

func load(t *testing.T, files map[string]string) compile.Input {
	t.Helper()
	dir := trial.Write(t, trial.Folder(t), files)
	keep, err := os.Create(filepath.Join(dir, "keep"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { keep.Close() })
	day, err := profile.ParseDate("2026-11-01")
	if err != nil {
		t.Fatal(err)
	}
	on := day.Earliest()
	in, problems, err := compile.Load(context.Background(), compile.Options{Source: dir, Keep: keep, When: profile.When{Today: on, AsOf: on}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Source.Close() })
	if in.Site == nil {
		t.Fatal(problems)
	}
	return in
}

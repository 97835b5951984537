package compile_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"vigil/internal/compile"
	"vigil/internal/lab/synth"
	"vigil/internal/lab/trial"
	"vigil/internal/names"
	"vigil/internal/profile"
	"vigil/internal/render"
)

// called reads a script of search: vigilFind(start, value).
func called(t *testing.T, script string, value any) (start string) {
	t.Helper()
	inside, ok := strings.CutPrefix(strings.TrimSuffix(script, ")\n"), "vigilFind(")
	name, rest, _ := strings.Cut(inside, `",`)
	if !ok || json.Unmarshal([]byte(name+`"`), &start) != nil || json.Unmarshal([]byte(rest), value) != nil {
		t.Fatalf("not a call of vigilFind: %.80q", script)
	}
	return start
}

// shardsOf gives where the shards of a site begin, and the lines of each.
func shardsOf(t *testing.T, site map[string]string) (_ []string, lines [][]string) {
	t.Helper()
	var index struct{ Starts []string }
	called(t, site[render.FindIndex], &index)
	for _, start := range index.Starts {
		var text string
		if got := called(t, site[render.ShardFile(start)], &text); got != start {
			t.Errorf("the shard of %q says that it begins at %q", start, got)
		}
		lines = append(lines, strings.Split(text, "\n"))
	}
	files := 0
	for name := range site {
		if strings.HasPrefix(name, render.FindFolder) {
			files++
		}
	}
	if files != len(index.Starts)+1 {
		t.Errorf("%d files of search for %d shards", files, len(index.Starts))
	}
	return index.Starts, lines
}

// findFiles are the files of search of a synthetic crowd.
func findFiles(t *testing.T, source string, workers int) map[string]string {
	t.Helper()
	day := profile.DayOf(time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC))
	o := compile.Options{Source: source, Out: quick(t) + "/public", Workers: workers, When: profile.When{AsOf: day, Today: day}}
	makeSite(t, o)
	site := tree(t, o.Out)
	maps.DeleteFunc(site, func(name, _ string) bool { return !strings.HasPrefix(name, render.FindFolder) })
	return site
}

var nameField = regexp.MustCompile(`(?m)^name: (.*)$`)

// Everybody stands in the shard of each word of the name; a shard is neither large nor, beside others, small;
// and a changed name changes the shards of that person alone.
func TestShards(t *testing.T) {
	trial.Slow(t) // TestShardsOfAnyNames asks the same of lists, without a site around them
	source := quick(t) + "/source"
	day := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	if err := synth.Write(source, synth.Options{People: 1200, Seed: 3, AsOf: day, Words: 10}); err != nil {
		t.Fatal(err)
	}
	before := findFiles(t, source, 2)
	starts, shards := shardsOf(t, before)
	if len(starts) < 5 || !slices.IsSorted(starts) {
		t.Fatalf("shards begin at %q", starts)
	}
	where := map[string][]int{}
	for i, lines := range shards {
		for _, line := range lines {
			f := strings.Split(line, "\t")
			where[f[1]] = append(where[f[1]], i)
		}
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(before[render.ShardFile(starts[i])]))
		z.Close()
		if len(lines) < 200 {
			t.Errorf("the shard from %q on has %d names", starts[i], len(lines))
		}
		if b.Len() > 60_000 {
			t.Errorf("the shard from %q on takes %d bytes", starts[i], b.Len())
		}
	}
	shardOf := func(place string) int {
		return sort.Search(len(starts), func(i int) bool { return starts[i] > place }) - 1
	}
	profiles, err := filepath.Glob(source + "/content/profiles/*/*.md")
	if err != nil || len(profiles) != 1200 {
		t.Fatalf("%d profiles, %v", len(profiles), err)
	}
	changedFile, missing := "", 0
	for _, file := range profiles {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		ref := filepath.Base(filepath.Dir(file)) + "/" + strings.TrimSuffix(filepath.Base(file), ".md")
		if bytes.Contains(text, []byte("publish: false")) || bytes.Contains(text, []byte("unnamed: true")) {
			if where[ref] != nil {
				t.Errorf("%s is found", ref)
			}
			missing++
			continue
		}
		changedFile = file
		words := names.Words(string(nameField.FindSubmatch(text)[1]))
		for i, w := range words {
			place := w.Keys[0] + " " + words[(i+1)%len(words)].Keys[0]
			if !slices.Contains(where[ref], shardOf(place)) {
				t.Errorf("%s is in the shards %v, but not in that of %q", ref, where[ref], place)
			}
		}
	}
	if missing == 0 {
		t.Error("nobody is hidden")
	}

	text, _ := os.ReadFile(changedFile)
	if err := os.WriteFile(changedFile, nameField.ReplaceAll(text, []byte("name: Zuzana Zkouška")), 0o644); err != nil {
		t.Fatal(err)
	}
	after := findFiles(t, source, 5)
	ref := filepath.Base(filepath.Dir(changedFile)) + "/" + strings.TrimSuffix(filepath.Base(changedFile), ".md")
	for _, name := range changed(before, after) {
		if !strings.Contains(before[name], ref) && !strings.Contains(after[name], ref) {
			t.Errorf("%s changed, though %s is not in it", name, ref)
		}
	}
	if !slices.ContainsFunc(changed(before, after), func(name string) bool { return strings.Contains(after[name], "Zkouška") }) {
		t.Error("the new name is in no shard")
	}
}

// Countries, prisons, articles and groups are found by their names in every language of the site; of people,
// also names in other languages and aliases; and a name that tries to break out stays a text.
func TestWhatIsFound(t *testing.T) {
	_, shards := shardsOf(t, inventedSite(t, "").files)
	all := "\n" + strings.Join(slices.Concat(shards...), "\n") + "\n"
	for _, want := range []string{
		"\tcountries/by/index.html\t\tBelarus\tبلاروس\n", "\tcountries/by/prisons/c-1.html\t\tColony & 1\t\n",
		"\tcountries/by/articles/by-342.html\t\tArticle 342: Another\tمادهٔ \u2066342\u2069: دیگر\tBY-342\n", "\tgroups/writers.html\t\tWriters & <poets>\t\n",
		"\tby/full\t1984\t", "\tПолная", "\tru/withheld\t\tWithheld Person\t\n",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no line has %q", want)
		}
	}
	for _, line := range strings.Split(strings.Trim(all, "\n"), "\n") {
		if f := strings.Split(line, "\t"); len(f) < 5 {
			t.Errorf("a line of %d fields: %q", len(f), line)
		}
	}
	if t.Failed() {
		t.Log(all[:min(len(all), 3000)])
	}
	for _, hidden := range []string{secret, "Many unnamed"} {
		if strings.Contains(all, hidden) {
			t.Errorf("%q is found", hidden)
		}
	}
}

// However many share both their names, whatever letters they are in, shards end.
func TestShardsOfOneName(t *testing.T) {
	f := files{"content/site.yaml": "title: Invented\n"}
	for i := range 600 {
		name := "Invented Namesake"
		if i%3 == 1 {
			name = "𠮷野 王"
		} else if i%3 == 2 {
			name = strings.Repeat("ж", 40) + " " + strings.Repeat("щ", 1+i%9)
		}
		f[fmt.Sprintf("content/profiles/by/a-long-name-of-a-file-to-make-the-shard-heavier-%d.md", i)] = person(name, "status: died")
	}
	site := findTree(t, f)
	starts, shards := shardsOf(t, site)
	if len(starts) < 2 {
		t.Errorf("one shard: %q", starts)
	}
	seen := map[string]bool{}
	for _, line := range slices.Concat(shards...) {
		seen[strings.Split(line, "\t")[1]] = true
	}
	if len(seen) != 601 { // and the country
		t.Errorf("%d things are found", len(seen))
	}
	for name := range site {
		if !regexp.MustCompile(`^find/[a-z0-9-]+\.js$`).MatchString(name) {
			t.Errorf("a file is called %q", name)
		}
	}
}

func findTree(t *testing.T, f files) map[string]string { return findFiles(t, f.write(t, quick(t)), 2) }

// The longest names, in letters that no table has, make files that every system can store, and no more work than others.
func TestShardsOfLongNames(t *testing.T) {
	source := quick(t) + "/source"
	dir := filepath.Join(source, "content", "profiles", "by")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		name := strings.Repeat("አ", 149) + " " + strings.Repeat("𞤀", 150)
		text := fmt.Sprintf("---\nname: %s\naliases: [%s%c]\nstatus: unknown\nsources: [{title: Invented}]\n---\n", name, strings.Repeat("ኦ", 250), 0x1200+i)
		if err := os.WriteFile(fmt.Sprintf("%s/invented-%d.md", dir, i), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for file := range findFiles(t, source, 1) {
		if len(filepath.Base(file)) > 255 {
			t.Errorf("the name of %s has %d bytes", file, len(filepath.Base(file)))
		}
	}
}

// A name as people of the country write it stands in lists, in search, in narrowing and among the first letters, also
// where the site is in none of their languages; by what the country's file says, else by what is spoken there.
func TestNativeNamesAreShown(t *testing.T) {
	f := files{
		"content/site.yaml":       "title: Invented\nlanguages: [en]\n",
		"content/countries/by.md": "---\nnative: [be, ru]\n---\n",
		"content/profiles/cn/wang.md": person("Wang Invented", "names: {zh: 王发明, ru: Ван Придуманный}", "status: imprisoned",
			"detentions: [{kind: imprisoned, from: 2020-01-02}]"),
		"content/profiles/cn/held-back.md": person("Li Invented", "names: {zh: 李发明}", "withhold: [names]", "status: died"),
		"content/profiles/by/anna.md":      person("Anna Invented", "names: {ru: Анна Придуманная, be: Ганна Прыдуманая}", "status: died"),
		"content/profiles/by/vera.md":      person("Vera Invented", "names: {ru: Вера Придуманная, pl: Wiera}", "status: died"),
	}
	for i := range 5 {
		f[fmt.Sprintf("content/profiles/cn/more-%d.md", i)] = person(fmt.Sprintf("More Invented %d", i), "status: died")
	}
	o := options(f.write(t, quick(t)), quick(t)+"/public")
	makeSite(t, o)
	site := tree(t, o.Out)
	for file, want := range map[string]string{
		"countries/cn/index.html": `<bdi>Wang Invented</bdi></a> <bdi lang="zh">王发明</bdi>`,
		"countries/by/index.html": `<bdi>Anna Invented</bdi></a> <bdi lang="be">Ганна Прыдуманая</bdi>`,
		"people/index.html":       `<bdi>Vera Invented</bdi></a> <bdi lang="ru">Вера Придуманная</bdi>`,
		"people/u738b.html":       `<bdi lang="zh">王发明</bdi>`,
		"narrow/cn/names.js":      `wang\tWang Invented\t王发明\tzh\n`,
		"find/n.js":               `cn/wang\t zh\tWang Invented\t王发明\t`,
	} {
		if !strings.Contains(site[file], want) {
			t.Errorf("%s lacks %s: %.300s", file, want, site[file])
		}
	}
	for file, text := range site {
		if strings.Contains(text, "李发明") {
			t.Errorf("%s shows a name that is withheld", file)
		}
	}
}

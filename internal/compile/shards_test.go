package compile

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"sort"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
	"vigil/internal/names"
	"vigil/internal/render"
)

// called is a person of a test, with the names in each language of the site, and aliases.
type called struct {
	path           string
	named, aliases []string
}

func (c called) found() render.Found {
	return render.FoundUnder(c.path, "1990", c.named, c.aliases)
}

// crowds are people whose names fill few shards, or divide badly.
func crowds(n int) map[string][]called {
	r := rand.New(rand.NewPCG(13, 1))
	letters := func(from rune, many, length int) string {
		out := make([]rune, length)
		for i := range out {
			out[i] = from + rune(r.IntN(many))
		}
		return string(out)
	}
	of := func(n int, name func(i int) []string) (out []called) {
		for i := range n {
			out = append(out, called{path: fmt.Sprintf("by/invented-%d", i*7919%100_003), named: name(i)})
		}
		return out
	}
	few := of(3, func(int) []string { return []string{"Invented Few"} })
	aliases := of(n/40, func(int) []string { return []string{"Invented " + letters('a', 26, 9)} })
	for i := range aliases {
		for range 1000 {
			aliases[i].aliases = append(aliases[i].aliases, letters('a', 26, 6)+" "+letters('a', 26, 7))
		}
	}
	return map[string][]called{
		"nobody":         nil,
		"few":            few,
		"one name":       of(n, func(int) []string { return []string{"Mohammad Mohammadi"} }),
		"one word":       of(n, func(int) []string { return []string{"Mohammadi"} }),
		"one surname":    of(n, func(int) []string { return []string{letters('a', 26, 8) + " Ivanov"} }),
		"fathers' names": of(n, func(i int) []string { return []string{"Ivan " + letters('a', 26, 8) + "ovich Ivanov"} }),
		"Li":             of(n, func(int) []string { return []string{"Li " + letters('a', 5, 2), "李" + letters('一', 40, 1)} }),
		"long Han":       of(n, func(int) []string { return []string{"阿卜杜" + letters('阿', 300, 6)} }),
		"Han, all of it": of(n, func(int) []string { return []string{letters('一', 20_000, 3)} }),
		"single letters": of(n, func(int) []string {
			return []string{letters('A', 26, 1) + " " + letters('A', 26, 1) + " " + letters('A', 26, 1)}
		}),
		"a thousand each": aliases,
		"many words": of(n/4, func(int) []string {
			return []string{strings.Repeat(letters('a', 26, 4)+" ", 3) + letters('a', 3, 9) + " Ibn " + letters('k', 9, 9)}
		}),
		"four languages": of(n, func(int) []string {
			return []string{letters('a', 26, 20) + " " + letters('b', 9, 20), letters('а', 30, 20) + " Иванов", letters('ا', 40, 20) + " محمدی", letters('א', 26, 30)}
		}),
		"cannot be packed": of(n/25, func(int) []string {
			return []string{letters('一', 20_000, 300), letters('가', 10_000, 290), letters('ሀ', 300, 299)}
		}),
		"signs":    of(n/4, func(int) []string { return []string{"<&> " + letters('!', 80, 200) + " <&>"} }),
		"no table": of(n/4, func(int) []string { return []string{letters(0x1e900, 30, 40) + " " + letters(0x1e900, 2, 40)} }),
	}
}

// someCrowds are those that fill several shards, and one name; in .ci/run all of them.
func someCrowds() map[string][]called {
	switch {
	case trial.Long:
		return crowds(10_000)
	case trial.Landing:
		return crowds(600)
	}
	all := crowds(500)
	maps.DeleteFunc(all, func(crowd string, _ []called) bool {
		return !slices.Contains([]string{"one name", "long Han", "four languages"}, crowd)
	})
	return all
}

// sheaf is the shards of some people.
type sheaf struct {
	starts []string
	lines  [][]string
	files  map[string][]byte
}

func shardsOfAll(t *testing.T, all []called) (out sheaf) {
	t.Helper()
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := newShards(f, 7)
	for _, c := range all {
		if err := s.add(c.found()); err != nil {
			t.Fatal(err)
		}
	}
	out.files = map[string][]byte{}
	err = s.write(1, func(name string, data []byte) error {
		if len(name) > 200 || out.files[name] != nil {
			t.Errorf("a file is called %s, and there was one: %v", name, out.files[name] != nil)
		}
		if out.files[name] = bytes.Clone(data); name == render.FindIndex { // the next file is written into the same memory
			return nil
		}
		var start, text string
		inside := strings.TrimSuffix(strings.TrimPrefix(string(data), "vigilFind("), ")\n")
		d := json.NewDecoder(strings.NewReader("[" + inside + "]"))
		both := []*string{&start, &text}
		if err := d.Decode(&both); err != nil {
			t.Fatal(err)
		}
		if render.ShardFile(start) != name {
			t.Errorf("%s begins at %q", name, start)
		}
		out.starts, out.lines = append(out.starts, start), append(out.lines, strings.Split(text, "\n"))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// at is the shard in which a place stands, as the script finds it.
func (s *sheaf) at(place string) int {
	return sort.Search(len(s.starts), func(i int) bool { return s.starts[i] > place }) - 1
}

// has tells whether a shard has somebody.
func (s *sheaf) has(shard int, path string) bool {
	return slices.ContainsFunc(s.lines[shard], func(line string) bool { return strings.Contains(line, "\t"+path+"\t") })
}

func packed(t *testing.T, data []byte) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// Whatever people are called, no shard is too large, none is small beside others, and everybody stands in the shards of
// all their names, or behind others of quite the same name.
func TestShardsOfAnyNames(t *testing.T) {
	for crowd, all := range someCrowds() {
		s := shardsOfAll(t, all)
		if !slices.IsSorted(s.starts) || len(slices.Compact(slices.Clone(s.starts))) != len(s.starts) || len(s.starts) > 0 && s.starts[0] != "" {
			t.Errorf("%s: shards begin at %q", crowd, s.starts)
		}
		most, before := 0, 0
		for i, start := range s.starts {
			size := packed(t, s.files[render.ShardFile(start)])
			if most = max(most, size); size > 60_000 {
				t.Errorf("%s: the shard of %q takes %d bytes", crowd, start, size)
			}
			few := func(i int) bool { return len(s.lines[i]) < fewestFound }
			if i > 0 && (few(i) || few(i-1)) && size+before < maxShard/2 {
				t.Errorf("%s: the shards of %q have %d and %d names in %d and %d bytes", crowd, s.starts[i-1:i+1], len(s.lines[i-1]), len(s.lines[i]), before, size)
			}
			before = size
		}
		t.Logf("%-18s %5d people, %4d shards, the largest %6d bytes", crowd, len(all), len(s.starts), most)
		same := map[string]int{}
		for _, c := range all {
			same[c.named[0]]++
		}
		for _, c := range all[:min(len(all), 20)] {
			for _, name := range c.named {
				words := names.Words(name)
				if crowd == "cannot be packed" { // they have more words than a person has places
					break
				}
				for i := range words {
					place := words[i].Keys[0]
					for j := 1; j < min(len(words), 4); j++ {
						place += " " + words[(i+j)%len(words)].Keys[0]
					}
					if place += "  " + names.Cut(words[i].Text); len(words) > 1 {
						place += " " + names.Cut(words[(i+1)%len(words)].Text)
					}
					if shard := s.at(place); !s.has(shard, c.path) && same[c.named[0]] < fewestFound {
						t.Errorf("%s: %.60s is not at %q, in the shard of %q", crowd, name, place, s.starts[shard])
					}
				}
			}
		}
	}
}

// A line that is too large by itself ends nothing.
func TestAShardOfOneLine(t *testing.T) {
	var line strings.Builder
	r := rand.New(rand.NewPCG(13, 2))
	for range maxShard {
		line.WriteRune('一' + rune(r.IntN(20_000)))
	}
	all := []placed{{"a", line.String(), 0}, {"b", "b", 1}, {"c", line.String(), 2}}
	for len(all) > 0 {
		if n := first(all, true); n < 1 || n > len(all) {
			t.Fatalf("%d of %d", n, len(all))
		} else {
			all = all[n:]
		}
	}
}

// Somebody who comes changes few shards beside the own ones.
func TestAShardChangesAlone(t *testing.T) {
	for crowd, all := range someCrowds() {
		if len(all) < 100 {
			continue
		}
		before := shardsOfAll(t, all[1:])
		after := shardsOfAll(t, all)
		own, others := 0, 0
		for name, data := range after.files {
			switch {
			case name == render.FindIndex:
			case bytes.Contains(data, []byte(`\t`+all[0].path+`\t`)):
				own++
			case !bytes.Equal(data, before.files[name]):
				others++
			}
		}
		t.Logf("%-18s %4d shards, %2d with the new one, %2d others change", crowd, len(after.starts), own, others)
		if others > 3*own+3 {
			t.Errorf("%s: somebody comes into %d of %d shards, and %d others change", crowd, own, len(after.starts), others)
		}
	}
}

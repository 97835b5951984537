package synth

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"vigil/internal/lab/trial"

	"go.yaml.in/yaml/v4"
)

var asOf = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// tree writes a folder and gives all its files by path.
func tree(t testing.TB, o Options) map[string]string {
	t.Helper()
	dir := trial.Folder(t)
	if err := Write(dir, o); err != nil {
		t.Fatal(err)
	}
	return trial.Read(t, dir)
}

// profilePath matches a profile and not its translations.
var profilePath = regexp.MustCompile(`^content/profiles/([a-z]{2})/([a-z0-9]+(-[a-z0-9]+)*)\.md$`)

func sum(files map[string]string) string {
	h := sha256.New()
	for _, path := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%s %d\n%s", path, len(files[path]), files[path])
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

func TestSameSeedSameBytes(t *testing.T) {
	o := Options{People: 300, Seed: 7, Languages: []string{"en", "be", "fa"}, AsOf: asOf, Words: 40, Workers: 1}
	one := sum(tree(t, o))
	o.Workers = 8
	if many := sum(tree(t, o)); many != one {
		t.Errorf("8 workers wrote %s, 1 worker %s", many, one)
	}
	o.Seed = 8
	if sum(tree(t, o)) == one {
		t.Error("another seed wrote the same")
	}
}

// The bytes must also be the same on other machines and with later releases
// of Go; whoever changes what is written changes this line.
func TestKnownBytes(t *testing.T) {
	const want = "3c1f4dca04ff4c30"
	if got := sum(tree(t, Options{People: 300, Seed: 1, Languages: []string{"en", "ru"}, AsOf: asOf, Words: 60})); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSlugs(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+-[a-z]+-[a-z]+$`)
	seen := map[string]bool{}
	for _, start := range []uint64{0, shortNames - 2500, MaxPeople - 2500} {
		for i := start; i < start+2500 || start == 0 && i < 5000; i++ {
			n := nameOf(3, i)
			if s := n.slug(); !form.MatchString(s) || len(s) > 80 || seen[s] {
				t.Fatalf("slug %d, %q, is no slug or stands twice", i, s)
			}
			seen[n.slug()] = true
		}
	}
	for i := range uint64(5000) {
		if n := nameOf(3, i); seen[n.oldSlug()] {
			t.Errorf("former slug %q is taken", n.oldSlug())
		}
	}
}

// Every short name comes once: nothing but the arithmetic keeps them apart.
func TestNamesAreUsedUp(t *testing.T) {
	seen := make([]bool, shortNames)
	for i := range uint64(shortNames) {
		n := nameOf(5, i)
		at := n.head | n.tail<<4 | n.first<<6 | n.second<<11 | n.marker<<16
		if seen[at] {
			t.Fatalf("%q stands twice", n.in(latin))
		}
		seen[at] = true
	}
}

func TestNumberOfPeople(t *testing.T) {
	for _, n := range []int{1, 2, 41, 600} {
		slugs := map[string]bool{}
		for path := range tree(t, Options{People: n, Seed: 2, AsOf: asOf}) {
			if m := profilePath.FindStringSubmatch(path); m != nil {
				slugs[m[2]] = true
			}
		}
		if len(slugs) != n {
			t.Errorf("asked for %d people, got %d different slugs", n, len(slugs))
		}
	}
}

func TestSharesAddUp(t *testing.T) {
	sum, held := 0, 0
	for _, s := range statuses {
		sum += s.share
		if s.held {
			held += s.share
		}
	}
	if sum != 1000 || held != 600 {
		t.Errorf("shares of statuses: %d in all, %d held; want 1000 and 600", sum, held)
	}
	people := 0
	for _, l := range share(1_000_003) {
		people += l.people()
	}
	if people != 1_000_003 {
		t.Errorf("the countries have %d people, want 1000003", people)
	}
}

func TestRefuses(t *testing.T) {
	good := Options{People: 1, AsOf: asOf}
	full := trial.Folder(t)
	if err := os.WriteFile(filepath.Join(full, "keep.txt"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, dir string
		change    func(*Options)
		want      string
	}{
		{"folder with a file", full, func(*Options) {}, "is not empty"},
		{"a file", filepath.Join(full, "keep.txt"), func(*Options) {}, "keep.txt"},
		{"nobody", "", func(o *Options) { o.People = 0 }, "number of people"},
		{"too many", "", func(o *Options) { o.People = MaxPeople + 1 }, "number of people"},
		{"no day", "", func(o *Options) { o.AsOf = time.Time{} }, "as-of"},
		{"a path as language", "", func(o *Options) { o.Languages = []string{"en", "../x"} }, "language tag"},
		{"a language twice", "", func(o *Options) { o.Languages = []string{"en", "en"} }, "twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, dir := good, c.dir
			c.change(&o)
			if dir == "" {
				dir = filepath.Join(trial.Folder(t), "new")
			}
			if err := Write(dir, o); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
			if _, err := os.Stat(filepath.Join(dir, "content")); err == nil {
				t.Error("something was written")
			}
		})
	}
}

func BenchmarkWrite(b *testing.B) {
	for b.Loop() {
		if err := Write(filepath.Join(b.TempDir(), "site"), Options{People: 2000, AsOf: asOf, Words: 120}); err != nil {
			b.Fatal(err)
		}
	}
}

// header has all fields that a synthetic profile may hold; the decoder refuses others.
type header struct {
	Name, Sort, Gender, Born, Died, Status, Verified   string
	Names                                              map[string]string
	Aliases, Citizenship, Occupation, Groups, Criteria []string
	FormerSlugs                                        []string `yaml:"former_slugs"`
	Withhold                                           []string
	Detentions                                         []struct{ Kind, From, To, Place, End string }
	Charges                                            []struct{ Article, Stage, Text string }
	Sentence                                           struct {
		Years  int
		Regime string
	}
	Proceedings []struct{ Type, Date, Court, Judge, Result string }
	Recognised  []struct{ By, As, Since, URL string }
	Letters     struct {
		State     string
		Languages []string
	}
	Events []struct {
		Date, Type, Text string
		Source           int
	}
	Sources          []struct{ URL, Title, Date string }
	Publish, Unnamed *bool
}

func decode(t *testing.T, path, file string) (h header, body string) {
	t.Helper()
	parts := strings.SplitN(file, "---\n", 3)
	if len(parts) != 3 || parts[0] != "" {
		t.Fatalf("%s: no header", path)
	}
	if err := yaml.Load([]byte(parts[1]), &h, yaml.WithKnownFields()); err != nil {
		t.Fatalf("%s: %v\n%s", path, err, parts[1])
	}
	return h, parts[2]
}

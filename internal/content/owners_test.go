package content

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// CODEOWNERS has a line for every country and language of the repository's own content.
func TestOwners(t *testing.T) {
	text, err := os.ReadFile("../../.github/CODEOWNERS")
	if err != nil {
		t.Fatal(err)
	}
	s, _, err := Open("../..", today)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	countries, err := (&walker{s: s}).folders("profiles")
	if err != nil || len(countries) == 0 {
		t.Fatal(countries, err)
	}
	for _, cc := range countries {
		for _, of := range []string{"/content/*/" + cc + "/ ", "/content/*/" + cc + ".* "} {
			if !strings.Contains(string(text), of) {
				t.Errorf("there is no line for %s", of)
			}
		}
	}
	for i, lang := range s.site.Languages {
		if !strings.Contains(string(text), "/templates/i18n/"+lang+".yaml ") || i > 0 && !strings.Contains(string(text), "/content/**/*."+lang+".md ") {
			t.Errorf("there is no line for the language %s", lang)
		}
	}
	everyLineFits(t, string(text))
}

// everyLineFits holds that each line, once the mark before it is taken away, names a team and files that are there.
func everyLineFits(t *testing.T, owners string) {
	t.Helper()
	var files []string
	err := filepath.WalkDir("../..", func(p string, e os.DirEntry, err error) error {
		if e != nil && e.Name() == ".git" && e.IsDir() {
			return filepath.SkipDir
		}
		files = append(files, strings.TrimPrefix(filepath.ToSlash(p), "../.."))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^# ([/*]\S*) +(\S+)$`).FindAllStringSubmatch(owners, -1)
	if len(lines) < 10 {
		t.Fatalf("%d lines", len(lines))
	}
	anything := strings.NewReplacer(`\*\*/`, `(.*/)?`, `\*`, `[^/]*`)
	for _, line := range lines {
		fits := regexp.MustCompile("^" + anything.Replace(regexp.QuoteMeta(line[1])))
		if line[1] != "*" && !slices.ContainsFunc(files, fits.MatchString) {
			t.Errorf("no file is at %s", line[1])
		}
		if !regexp.MustCompile(`^@ORGANISATION/[a-z-]+$`).MatchString(line[2]) {
			t.Errorf("%s is no team", line[2])
		}
	}
}

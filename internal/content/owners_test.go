package content

import (
	"os"
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
}

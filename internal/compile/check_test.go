package compile

import (
	"strings"
	"testing"
)

func TestRulesAreDescribedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || r.ID == "" || !strings.ContainsAny(r.Help[max(0, len(r.Help)-1):], ".?") {
			t.Errorf("rule %q stands twice, or says nothing: %q", r.ID, r.Help)
		}
		seen[r.ID] = true
	}
}

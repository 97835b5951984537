package render

import (
	"strings"
	"testing"
)

// A few people with very many and long names do not fill the shards of everybody.
func TestOtherNamesAreBounded(t *testing.T) {
	var others []string
	for i := range 60 {
		others = append(others, strings.Repeat(string(rune('一'+i)), 290))
	}
	if f := FoundUnder("by/ann", "", []string{"Invented Ann"}, others); len(f.Line) > 16<<10 {
		t.Errorf("the line takes %d bytes", len(f.Line))
	}
	if f := FoundUnder("by/ann", "", []string{"Invented Ann"}, []string{"Other Name"}); !strings.HasSuffix(f.Line, "\tOther Name") {
		t.Errorf("the line is %q", f.Line)
	}
}

// Package diag is how Vigil speaks about mistakes in content that a volunteer can mend.
//
// Every package that reads content returns Problems; check and cmd print them. Nothing here reads,
// writes or stops anything, and it imports nothing of ours.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity says whether a problem stops the build.
type Severity uint8

const (
	Error   Severity = iota // nothing is written; exit status 3
	Warning                 // reported; the build goes on
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Rule is one thing that is checked: a row in the rule table of the package that checks it.
type Rule struct {
	ID       string // as printed, e.g. "unknown-field"
	Severity Severity
	Help     string // what is required, and why
	Mend     string // what to do when it is not so
	Once     bool   // a text is said at its first place only: what it speaks of is mended elsewhere
}

// TooLarge is the one rule of every reader of content: what no real file needs is refused before it costs
// time or memory. Each limit stands where it is enforced; .github/LIMITS.md lists them all.
var TooLarge = Rule{ID: "too-large", Help: "Files, texts, lists and nesting have limits, far above what a real file needs: .github/LIMITS.md.",
	Mend: "Shorten it, or split the file."}

// Problem is one mistake at one place. Line and Col count from 1; 0 means the file as a whole.
// Col counts characters, not bytes.
type Problem struct {
	Path      string // slash-separated, relative to the source folder
	Line, Col int
	Rule      Rule
	Text      string // what is wrong
	Hint      string // what to do; may be empty
	Fix       Fix    // what a machine can mend; zero: nothing
	Seek      Seek   // what List completes the hint from; zero afterwards
}

// Fix says that the word Was, where the problem stands, can mean Now only. Now is a date or a word of small letters,
// digits and hyphens, which YAML takes as it is.
type Fix struct{ Was, Now string }

// String is path:line:col: text, and the hint on a second line. What a stranger wrote in it is Printable.
func (p Problem) String() string {
	s := Printable(p.Path)
	if p.Line > 0 {
		s += fmt.Sprintf(":%d:%d", p.Line, max(p.Col, 1))
	}
	s += ": "
	if p.Rule.Severity == Warning {
		s += "warning: "
	}
	s += Printable(p.Text)
	if p.Hint != "" {
		s += "\n  hint: " + Printable(p.Hint)
	}
	return s
}

// Sort orders problems by file, line and column, then by rule and text, so that output does not depend
// on the order in which files were read. Exact repeats are dropped.
func Sort(ps []Problem) []Problem {
	slices.SortStableFunc(ps, compare) // files are read nearly in order: then this is the quicker way
	return slices.Compact(ps)
}

func compare(a, b Problem) int {
	if by := strings.Compare(a.Path, b.Path); by != 0 { // nearly always
		return by
	}
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(a.Rule.ID, b.Rule.ID), cmp.Compare(a.Text, b.Text))
}

// Added gives the problems that were not there before. Both are as Sort leaves them.
func Added(before, now []Problem) (added []Problem) {
	for _, p := range now {
		for len(before) > 0 && compare(before[0], p) < 0 {
			before = before[1:]
		}
		if len(before) == 0 || before[0] != p {
			added = append(added, p)
		}
	}
	return added
}

// Errors counts the problems that stop a build.
func Errors(ps []Problem) int {
	n := 0
	for _, p := range ps {
		if p.Rule.Severity == Error {
			n++
		}
	}
	return n
}

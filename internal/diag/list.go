package diag

import (
	"fmt"
	"slices"
	"strings"
)

// MostListed is how many errors, and how many warnings, of a whole folder are listed: nobody mends more at a time, and
// a stranger's files can have millions.
const MostListed = 10_000

var tooMany = [...]Rule{
	Error:   {ID: "too-many-errors", Help: "Of very many errors only the first are listed: the others show when these are mended."},
	Warning: {ID: "too-many-warnings", Severity: Warning, Help: "Of very many warnings only the first are listed: the others show when these are mended."},
}

// Rules is this package's part of the table of check rules.
var Rules = tooMany[:]

// More tells whether the problem is that there are more than are listed.
func (p Problem) More() bool { return p.Rule == tooMany[p.Rule.Severity] }

// List gathers problems, in any order, and keeps of the errors and of the warnings the MostListed that come first.
// The zero List is empty.
type List struct {
	kept [2][]Problem // by severity
	more map[Rule]int // left out
	once map[Rule]map[string]Problem
}

// Add adds problems. Of those of a rule that is said Once, the first of each text stays.
func (l *List) Add(ps ...Problem) {
	for _, p := range ps {
		if p.Rule.Once {
			l.addOnce(p)
			continue
		}
		of := p.Rule.Severity
		if l.kept[of] = append(l.kept[of], p); len(l.kept[of]) == 2*MostListed {
			l.cut(of)
		}
	}
}

func (l *List) addOnce(p Problem) {
	if l.once == nil {
		l.once = map[Rule]map[string]Problem{}
	}
	if l.once[p.Rule] == nil {
		l.once[p.Rule] = map[string]Problem{}
	}
	first, there := l.once[p.Rule][p.Text]
	switch {
	case there && compare(p, first) < 0, !there && len(l.once[p.Rule]) < MostListed:
		l.once[p.Rule][p.Text] = p
	case !there:
		l.leaveOut(p.Rule, 1)
	}
}

// Join adds what another list has gathered.
func (l *List) Join(other *List) {
	for of := range l.kept {
		l.Add(other.kept[of]...)
	}
	for rule, n := range other.more {
		l.leaveOut(rule, n)
	}
	for _, ps := range other.once {
		for _, p := range ps {
			l.Add(p)
		}
	}
}

func (l *List) cut(of Severity) {
	l.kept[of] = Sort(l.kept[of])
	if len(l.kept[of]) > MostListed {
		for _, p := range l.kept[of][MostListed:] {
			l.leaveOut(p.Rule, 1)
		}
		l.kept[of] = slices.Clip(l.kept[of][:MostListed])
	}
}

func (l *List) leaveOut(rule Rule, n int) {
	if l.more == nil {
		l.more = map[Rule]int{}
	}
	l.more[rule] += n
}

// All gives the problems as Sort does; where some were left out, one more says how many.
func (l *List) All() (ps []Problem) {
	for _, byText := range l.once {
		for _, p := range byText {
			l.kept[p.Rule.Severity] = append(l.kept[p.Rule.Severity], p)
		}
	}
	l.once = nil
	for of, rule := range tooMany {
		l.cut(Severity(of))
		ps = append(ps, l.kept[of]...)
		n, which := 0, []string{}
		for left, times := range l.more {
			if left.Severity == rule.Severity {
				n += times
				which = append(which, fmt.Sprintf("%s %d", left.ID, times))
			}
		}
		if n > 0 {
			slices.Sort(which)
			ps = append(ps, Problem{Path: "content", Rule: rule, Text: fmt.Sprintf("there are %d more %ss, only the first %d are listed: %s", n, rule.Severity, MostListed, strings.Join(which, ", ")), Hint: "mend these first"})
		}
	}
	return Sort(ps)
}

package diag

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// MostListed is how many errors, and how many warnings, of a whole folder are listed: nobody mends more at a time, and
// a stranger's files can have millions.
const MostListed = 10_000

var tooMany = [...]Rule{
	Error: {ID: "too-many-errors", Help: "Of very many errors only the first are listed: the others show when these are mended.",
		Mend: "Mend those that are listed, and check again."},
	Warning: {ID: "too-many-warnings", Severity: Warning, Help: "Of very many warnings only the first are listed: the others show when these are mended.",
		Mend: "Mend those that are listed, and check again."},
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
	once map[Rule]*texts
}

// texts are those of a rule that is said Once: the MostListed whose first places come first.
type texts struct {
	first map[string]Problem // by text
	times int                // that any text of the rule was said
	cut   bool               // there were more texts
}

// Add adds problems. Of those of a rule that is said Once, the first of each text stays.
func (l *List) Add(ps ...Problem) {
	for _, p := range ps {
		if p.Rule.Once {
			l.textsOf(p.Rule).add(p)
			continue
		}
		of := p.Rule.Severity
		if l.kept[of] = append(l.kept[of], p); len(l.kept[of]) == 2*MostListed {
			l.cut(of)
		}
	}
}

func (l *List) textsOf(rule Rule) *texts {
	if l.once == nil {
		l.once = map[Rule]*texts{}
	}
	if l.once[rule] == nil {
		l.once[rule] = &texts{first: map[string]Problem{}}
	}
	return l.once[rule]
}

func (t *texts) add(p Problem) {
	t.times++
	if first, there := t.first[p.Text]; !there || compare(p, first) < 0 {
		t.first[p.Text] = p
	}
	if len(t.first) == 2*MostListed {
		t.shorten()
	}
}

// shorten keeps the same texts in whatever order they came: the place of one that was left out was behind
// MostListed others, which only move forward.
func (t *texts) shorten() {
	if len(t.first) <= MostListed {
		return
	}
	for _, p := range slices.SortedFunc(maps.Values(t.first), compare)[MostListed:] {
		delete(t.first, p.Text)
	}
	t.cut = true
}

// Join adds what another list has gathered.
func (l *List) Join(other *List) {
	for of := range l.kept {
		l.Add(other.kept[of]...)
	}
	for rule, n := range other.more {
		l.leaveOut(rule, n)
	}
	for rule, more := range other.once {
		t := l.textsOf(rule)
		for _, p := range more.first {
			t.add(p)
		}
		t.times += more.times - len(more.first)
		t.cut = t.cut || more.cut
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

// All gives the problems as Sort does; where some were left out, one more says how many. For the first MostSought
// with a name that is none it proposes the one that was meant.
func (l *List) All() (ps []Problem) {
	for rule, t := range l.once {
		t.shorten()
		if t.cut {
			l.leaveOut(rule, t.times-len(t.first))
		}
		l.kept[rule.Severity] = slices.AppendSeq(l.kept[rule.Severity], maps.Values(t.first))
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
			ps = append(ps, Problem{Path: "content", Rule: rule, Text: fmt.Sprintf("there are %d more %ss, only the first %d are listed: %s", n, rule.Severity,
				MostListed, strings.Join(which, ", ")), Hint: "mend these first"})
		}
	}
	ps = Sort(ps)
	suggest(ps)
	return ps
}

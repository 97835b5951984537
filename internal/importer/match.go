package importer

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/names"
	"vigil/internal/profile"
)

// likeness is why a draft may be about somebody.
type likeness int

const (
	nobody   likeness = iota
	byNumber          // a list has both under one number
	byBirth           // one name and one birth
	byName            // one name, and nothing that tells the two apart
	alike             // one day of birth, and names that sound alike
)

// find gives the index of somebody whom a draft may be about; only: nobody else may be meant.
func (p *people) find(cc string, h *profile.Header) (at int, why likeness, only bool) {
	for _, list := range sortedTags(h.IDs) {
		if n := p.byID[digest("id", cc, list, h.IDs[list])]; n > 0 {
			return int(n - 1), byNumber, true
		}
	}
	numbered := p.numbered(h)
	for _, key := range nameKeys(cc, h) {
		for _, n := range slices.Backward(p.byName[key]) {
			i, k := int(n), p.all[n]
			switch {
			case why != nobody && at == i: // under another spelling
			case !h.Born.IsZero() && h.Born == k.born:
				at, why, only = i, byBirth, why != byBirth
			case !overlap(h.Born, k.born), numbered&k.lists != 0, why == byBirth:
			default:
				at, why, only = i, byName, why != byName
			}
		}
	}
	if why != nobody || !h.Born.Exact() {
		return at, why, only
	}
	at, why = p.alike(cc, h, numbered)
	return at, why, true
}

// manyBirths is how many people have one day of birth where it is none, but what stands for nothing.
const manyBirths = 200

// alike looks for somebody with the same day of birth and a name that sounds alike, unless a list tells the two
// apart by their numbers.
func (p *people) alike(cc string, h *profile.Header, numbered uint64) (at int, why likeness) {
	born := p.byBirth[birthKey(cc, h)]
	if len(born) > manyBirths {
		return 0, nobody
	}
	for _, i := range slices.Backward(born) {
		if k := p.all[i]; numbered&k.lists == 0 && names.Alike(h.Name, k.name) {
			return int(i), alike
		}
	}
	return 0, nobody
}

// overlap tells whether two births can be the same: one of them may be unknown, or known by its year only.
func overlap(a, b profile.Date) bool {
	return a.IsZero() || b.IsZero() || a.Earliest() <= b.Latest() && b.Earliest() <= a.Latest()
}

// who finds the person of a draft on the site; -1: somebody new. What is doubtful sets the row aside, unless
// somebody has looked at it.
func (p *people) who(d *draft) (at int) {
	h := &d.header
	for _, list := range sortedTags(h.IDs) {
		if row := -p.byID[digest("id", d.country, list, h.IDs[list])]; row > 0 {
			d.setAside("ids", fmt.Sprintf("row %d has the same number", row))
			return -1
		}
	}
	at, why, only := p.find(d.country, h)
	if why == nobody {
		return -1
	}
	k := &p.all[at]
	// Nothing of this list has been about that person, and nothing else can be: a number would have been found.
	free := k.row == 0 && only && (why == byNumber || k.lists&p.numbers == 0)
	other := "row " + fmt.Sprint(max(k.row, -k.row))
	if k.row == 0 {
		other = k.path
	}
	told := !h.Born.IsZero() || len(h.IDs) > 0
	switch {
	case why == byNumber && free, why == byBirth && free, why == byName && free && !told:
		k.row = -int32(d.number)
		return at
	case d.looked && why != byNumber && told:
		return -1
	case why == byNumber:
		d.setAside("ids", other+" has the same number")
	case why == byBirth:
		d.setAside("name", other+" has the same name and birth: probably the same person")
	case why == byName:
		d.setAside("name", other+" has the same name, and neither birth nor number tells them apart")
	default:
		d.setAside("name", fmt.Sprintf("%s, %q, has the same birth and nearly the same name: probably the same person", other, clip(k.name)))
	}
	return -1
}

// several tells whether a name reads like those of several people. A word for "and" that also stands within
// names (Ortega y Gasset) counts only between whole names.
func several(name string) bool {
	name = strings.ToLower(name)
	for _, sign := range []string{"\n", ";", "/", "&", " and ", " und ", " et ", " и ", " і ", " та ", " و ", "، "} {
		if strings.Contains(name, sign) {
			return true
		}
	}
	for _, sign := range []string{",", " y ", " i ", " ve "} {
		before, after, found := strings.Cut(name, sign)
		if found && len(names.Words(before)) > 1 && len(names.Words(after)) > 1 {
			return true
		}
	}
	return false
}

package synth

import "time"

// precision says how much of a date is known.
type precision byte

const (
	none precision = iota
	year
	month
	full
)

// date is a day, counted from 1970-01-01, of which a part may be unknown.
type date struct {
	day   int
	known precision
}

// append writes the date as a header does: 2021, 2021-07 or 2021-07-14.
func (d date) append(b []byte) []byte {
	layout := [...]string{none: "", year: "2006", month: "2006-01", full: time.DateOnly}[d.known]
	return time.Unix(int64(d.day)*86400, 0).UTC().AppendFormat(b, layout)
}

// span is one detention; the last may be open, then to is not known.
type span struct {
	kind     string
	from, to date
	end      string
}

// status is one of the product's statuses: its share of 1000 people, and
// the kinds the last detention may have. Without them the status is itself
// the kind of an open detention.
type status struct {
	name  string
	share int
	held  bool
	after []string
}

// The shares add up to 1000; 600 are held.
var statuses = []status{
	{"imprisoned", 380, true, nil}, {"pretrial", 120, true, nil}, {"psychiatric", 10, true, nil}, {"open-facility", 50, true, nil},
	{"house-arrest", 30, true, nil}, {"administrative-arrest", 10, true, nil},
	{"home-confinement", 50, false, nil}, {"travel-ban", 20, false, nil}, {"non-custodial", 10, false, nil},
	{"suspended", 20, false, nil}, {"unknown", 10, false, []string{"imprisoned", "pretrial"}},
	{"released", 140, false, []string{"imprisoned", "imprisoned", "open-facility", "administrative-arrest"}},
	{"case-closed", 20, false, []string{"pretrial", "home-confinement"}}, {"acquitted", 10, false, []string{"pretrial"}},
	{"pardoned", 20, false, []string{"imprisoned"}}, {"exchanged", 20, false, []string{"imprisoned", "pretrial"}},
	{"exiled", 40, false, []string{"imprisoned", "home-confinement", "open-facility"}},
	{"deported", 10, false, []string{"administrative-arrest"}},
	{"disappeared", 10, false, []string{"pretrial", "administrative-arrest"}},
	{"died", 16, false, []string{"imprisoned", "pretrial"}}, {"executed", 4, false, []string{"imprisoned"}},
}

// bare are the statuses that may stand without any detention.
var bare = map[string]bool{"unknown": true, "disappeared": true, "died": true, "executed": true}

// lengths gives the days a measure takes, from and to.
var lengths = map[string][2]int{
	"imprisoned": {90, 2400}, "pretrial": {40, 500}, "psychiatric": {60, 1500}, "open-facility": {90, 1100}, "house-arrest": {20, 400},
	"administrative-arrest": {3, 15}, "home-confinement": {90, 1100}, "travel-ban": {60, 900}, "non-custodial": {60, 900}, "suspended": {60, 1100},
}

// leads says what comes right before a measure, and in how many of 1000 cases.
var leads = map[string]struct {
	kinds []string
	share int
}{
	"imprisoned":       {[]string{"pretrial", "pretrial", "pretrial", "house-arrest"}, 800},
	"open-facility":    {[]string{"pretrial", "house-arrest"}, 700},
	"home-confinement": {[]string{"pretrial"}, 500},
	"suspended":        {[]string{"pretrial"}, 500},
	"psychiatric":      {[]string{"pretrial"}, 700},
	"house-arrest":     {[]string{"pretrial"}, 300},
	"pretrial":         {[]string{"administrative-arrest", "house-arrest"}, 250},
}

const maxDetentions = 4

func (d *dice) status() status {
	n := d.upTo(1000)
	for _, s := range statuses {
		if n -= s.share; n < 0 {
			return s
		}
	}
	panic("synth: shares of statuses do not add up to 1000")
}

// history makes the detentions that lead to a status, from the last one
// backwards. All its dates lie before asOf.
func (d *dice) history(s status, asOf int) []span {
	if bare[s.name] && d.chance(300) {
		return nil
	}
	last := span{kind: s.name}
	end := asOf - 1
	if s.after != nil {
		end -= d.upTo(2500)
		last = span{kind: pick(d, s.after), to: date{end, full}, end: s.name}
	}
	last.from = date{end - d.length(last.kind), full}
	spans := []span{last}
	for len(spans) < maxDetentions {
		next := spans[0]
		lead, ok := leads[next.kind]
		switch {
		case ok && d.chance(lead.share):
			spans = append([]span{d.before(pick(d, lead.kinds), next.from.day, "")}, spans...)
			continue
		case d.chance(100): // an earlier case, with some time at liberty after it
			free := next.from.day - d.between(60, 900)
			spans = append([]span{d.before("imprisoned", free, "released")}, spans...)
			continue
		}
		break
	}
	d.blur(spans, asOf)
	return spans
}

func (d *dice) length(kind string) int {
	l := lengths[kind]
	return d.between(l[0], l[1])
}

func (d *dice) before(kind string, to int, end string) span {
	return span{kind: kind, from: date{to - d.length(kind), full}, to: date{to, full}, end: end}
}

// blur makes some dates partial: a tenth to the month, some to the year. It
// never does so where another date, or asOf, lies in the same month or year,
// so that the order stays true for every reading of the dates.
func (d *dice) blur(spans []span, asOf int) {
	var bounds []*date // in order of time
	for i := range spans {
		bounds = append(bounds, &spans[i].from)
		if spans[i].to.known != none {
			bounds = append(bounds, &spans[i].to)
		}
	}
	for i := 0; i < len(bounds); {
		j := i + 1 // a `to` and the next `from` on one day stay equal
		for j < len(bounds) && bounds[j].day == bounds[i].day {
			j++
		}
		near := asOf
		if j < len(bounds) {
			near = bounds[j].day
		}
		known := full
		switch n := d.upTo(1000); {
		case n < 40:
			known = year
		case n < 150:
			known = month
		}
		day := bounds[i].day
		if known != full && (same(day, near, known) || same(day, asOf, known) || i > 0 && same(day, bounds[i-1].day, known)) {
			known = full
		}
		for ; i < j; i++ {
			bounds[i].known = known
		}
	}
	if len(spans) == 1 && d.chance(120) {
		spans[0].from.known = none
	}
}

// same says whether two days lie in one month or year.
func same(a, b int, p precision) bool {
	x, y := time.Unix(int64(a)*86400, 0).UTC(), time.Unix(int64(b)*86400, 0).UTC()
	return x.Year() == y.Year() && (p == year || x.Month() == y.Month())
}

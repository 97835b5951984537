package site

import (
	"encoding/json"
	"iter"
	"slices"
	"strconv"

	"vigil/internal/profile"
)

// Counts are the counters of a set of people. Every person is in exactly one status and one class; the
// JSON form is the contract of data/counts.json.
type Counts struct {
	Total                       int      `json:"total"`
	Held                        int      `json:"held"`
	HeldConfirmed               int      `json:"held_confirmed"`   // of the held: somebody confirmed it lately
	ReleaseDue                  int      `json:"release_due"`      // of the unconfirmed: a release was expected since
	HeldUnconfirmed             int      `json:"held_unconfirmed"` // of the held: last known to be
	PoliticalPrisoners          int      `json:"political_prisoners"`
	PoliticalPrisonersConfirmed int      `json:"political_prisoners_confirmed"`
	Persecuted                  int      `json:"persecuted"`
	Former                      int      `json:"former"`
	Disappeared                 int      `json:"disappeared"`
	Died                        int      `json:"died"`
	Unknown                     int      `json:"unknown"`
	ByStatus                    ByStatus `json:"by_status"`
	Days                        Days     `json:"days"`      // of everybody
	DaysHeld                    Days     `json:"days_held"` // of those held now
	Recognised                  int      `json:"-"`         // political prisoners if the policy were "required"
	Presumed                    int      `json:"-"`         // … or "presumed"
}

// Days are sums of lower bounds: confirmed, and as they are if everybody unconfirmed is still held.
type Days struct {
	BehindBars       int64 `json:"behind_bars"`
	BehindBarsIfHeld int64 `json:"behind_bars_if_held"`
	Restricted       int64 `json:"restricted"`
	RestrictedIfHeld int64 `json:"restricted_if_held"`
	AtLeast          bool  `json:"at_least"`
	People           int   `json:"-"` // whose days these are
	Undated          int   `json:"-"` // of whom no day of a detention is known

	// How many people's days grow by one each day, behind bars and restricted: those held since a known day, in
	// Run those who stay confirmed for as long as a copy counts on.
	Run       [2]int `json:"-"`
	RunIfHeld [2]int `json:"-"`
}

// Runs tells whether tomorrow adds a day to somebody's count, and each day for as long as a copy counts on: a count
// holds no day after a confirmation that has gone stale, and a copy cannot know when somebody confirms anew.
func (s *Site) Runs(p *profile.Record, on profile.Day) bool {
	return p.Begun(on) && p.ConfirmedUntil() >= on+profile.Day(s.Site.FreshDays)
}

func (s *Site) addDays(d *Days, p *profile.Record) {
	d.BehindBars += int64(p.Days.BehindBars.Lower)
	d.BehindBarsIfHeld += int64(p.Days.BehindBars.IfHeld)
	d.Restricted += int64(p.Days.Restricted.Lower)
	d.RestrictedIfHeld += int64(p.Days.Restricted.IfHeld)
	d.AtLeast = d.AtLeast || p.Days.AtLeast()
	if p.Status.Class() == profile.Held && p.Begun(s.AsOf) {
		figure := 0
		if !p.Status.BehindBars() {
			figure = 1
		}
		d.RunIfHeld[figure]++
		if s.Runs(p, s.AsOf) {
			d.Run[figure]++
		}
	}
	switch {
	case p.Days.None():
		d.Undated++
	case p.Status.Class() == profile.Held, p.Days.BehindBars.Upper+p.Days.Restricted.Upper > 0:
		d.People++
	}
}

// ByStatus has a number for every status, in the order of the status table.
type ByStatus [profile.NumStatuses]int

// MarshalJSON writes an object with a member for every status.
func (b ByStatus) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, s := range profile.Statuses() {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendQuote(out, s.String())
		out = append(out, ':')
		out = strconv.AppendInt(out, int64(b[s]), 10)
	}
	return append(out, '}'), nil
}

// InClass is the number of people of a class.
func (c *Counts) InClass(class profile.Class) int {
	return [...]int{0, c.Held, c.Persecuted, c.Former, c.Disappeared, c.Died, c.Unknown}[class]
}

func (s *Site) count(people iter.Seq[int32]) (c Counts) {
	for i := range people {
		p := &s.People[i]
		c.Total++
		c.ByStatus[p.Status]++
		*[...]*int{nil, &c.Held, &c.Persecuted, &c.Former, &c.Disappeared, &c.Died, &c.Unknown}[p.Status.Class()]++
		switch {
		case p.Has(profile.Confirmed):
			c.HeldConfirmed++
		case p.Unconfirmed():
			c.HeldUnconfirmed++
		}
		if p.Has(profile.ReleaseDue) {
			c.ReleaseDue++
		}
		if p.Status.Countable() {
			c.Presumed++
			if p.Has(profile.Recognised) {
				c.Recognised++
			}
		}
		if s.isPoliticalPrisoner(p) {
			c.PoliticalPrisoners++
			if p.Has(profile.Confirmed) {
				c.PoliticalPrisonersConfirmed++
			}
		}
		s.addDays(&c.Days, p)
		if p.Status.Class() == profile.Held {
			s.addDays(&c.DaysHeld, p)
		}
	}
	return c
}

// Of counts some people, by their places in People.
func (s *Site) Of(people ...int32) Counts { return s.count(slices.Values(people)) }

// isPoliticalPrisoner is the counting rule: held, without administrative arrest, and recognised unless
// the site presumes it. Recognition is not custody.
func (s *Site) isPoliticalPrisoner(p *profile.Record) bool {
	return p.Status.Countable() && (s.Site.Presumed() || p.Has(profile.Recognised))
}

// CountsJSON is data/counts.json, and what `vigil count --format json` prints.
func (s *Site) CountsJSON() ([]byte, error) {
	byCountry := make(map[string]Counts, len(s.Countries))
	for _, c := range s.Countries {
		byCountry[c.Code] = c.Counts
	}
	out, err := json.MarshalIndent(struct {
		AsOf        string `json:"as_of"`
		Recognition string `json:"recognition"`
		Counts
		ByCountry map[string]Counts `json:"by_country"`
	}{s.AsOf.String(), s.Site.Recognition, s.Counts, byCountry}, "", "  ")
	return append(out, '\n'), err
}

// HeldOn is the number of people of a country ("" for all) who were held on a day, as far as it is known
// when that began.
func (s *Site) HeldOn(country string, on profile.Day) (n int) {
	for i := range s.People {
		p := &s.People[i]
		if country != "" && p.Country.String() != country {
			continue
		}
		for from, to := range p.Held() {
			if from <= on && on < to {
				n++
			}
		}
	}
	return n
}

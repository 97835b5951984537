package profile

import (
	"cmp"
	"fmt"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/schema"
)

// Class is one of the six groups that every person is in exactly one of; they add up to the total.
type Class uint8

const (
	Held        Class = iota + 1 // in custody or under restriction
	Persecuted                   // a measure outside custody
	Former                       // set free, exchanged, forced abroad …
	Disappeared                  // enforced disappearance
	Died
	Unknown // the sources do not say what holds now
)

// Classes in the order in which sites show them.
var Classes = []Class{Held, Persecuted, Former, Disappeared, Died, Unknown}

func (c Class) String() string {
	return [...]string{"", "held", "persecuted", "former", "disappeared", "died", "unknown"}[c]
}

// Status is what holds for a person: an index into the status table; 0 is none.
type Status uint8

const (
	NoStatus Status = iota
	Pretrial
	Imprisoned
	Psychiatric
	Detained
	OpenFacility
	HouseArrest
	AdministrativeArrest
	HomeConfinement
	TravelBan
	NonCustodial
	Suspended
	SentenceUnknown
	Awaiting
	Released
	CaseClosed
	Acquitted
	Pardoned
	Exchanged
	Exiled
	Deported
	StatusDisappeared // not the class, which has the name
	StatusDied
	Executed
	StatusUnknown
)

// NumStatuses is one more than the largest status.
const NumStatuses = len(statuses)

// figure says which of the two sums of days a measure adds to (content/pages/methodology.md).
type figure uint8

const (
	neither figure = iota
	behindBars
	restricted
)

// statuses is the table of everything that can hold of somebody. Labels stand in templates/i18n under status.<key>.
var statuses = [...]struct {
	key     string
	class   Class
	measure bool   // may be the kind of a detention
	end     bool   // may be how a detention ended
	adds    figure // which days it adds to
	stale   int    // days after which a confirmation of "held" no longer holds; 0: of those who are not held
	without bool   // may stand without any detention
}{
	Pretrial:             {"pretrial", Held, true, false, behindBars, 60, false},
	Imprisoned:           {"imprisoned", Held, true, false, behindBars, 180, false},
	Psychiatric:          {"psychiatric", Held, true, false, behindBars, 180, false},
	Detained:             {"detained", Held, true, false, behindBars, 60, false},
	OpenFacility:         {"open-facility", Held, true, false, restricted, 180, false},
	HouseArrest:          {"house-arrest", Held, true, false, restricted, 180, false},
	AdministrativeArrest: {"administrative-arrest", Held, true, false, behindBars, 30, false},
	HomeConfinement:      {"home-confinement", Persecuted, true, false, neither, 0, false},
	TravelBan:            {"travel-ban", Persecuted, true, false, neither, 0, false},
	NonCustodial:         {"non-custodial", Persecuted, true, false, neither, 0, false},
	Suspended:            {"suspended", Persecuted, true, false, neither, 0, false},
	SentenceUnknown:      {"sentence-unknown", Persecuted, true, false, neither, 0, false},
	Awaiting:             {"awaiting", Persecuted, true, false, neither, 0, false},
	Released:             {"released", Former, false, true, neither, 0, false},
	CaseClosed:           {"case-closed", Former, false, true, neither, 0, false},
	Acquitted:            {"acquitted", Former, false, true, neither, 0, false},
	Pardoned:             {"pardoned", Former, false, true, neither, 0, false},
	Exchanged:            {"exchanged", Former, false, true, neither, 0, false},
	Exiled:               {"exiled", Former, false, true, neither, 0, false},
	Deported:             {"deported", Former, false, true, neither, 0, false},
	StatusDisappeared:    {"disappeared", Disappeared, false, true, neither, 0, true},
	StatusDied:           {"died", Died, false, true, neither, 0, true},
	Executed:             {"executed", Died, false, true, neither, 0, true},
	StatusUnknown:        {"unknown", Unknown, false, true, neither, 0, true},
}

// Statuses lists the whole table in its order.
func Statuses() []Status {
	out := make([]Status, 0, len(statuses)-1)
	for s := Pretrial; int(s) < len(statuses); s++ {
		out = append(out, s)
	}
	return out
}

func keys(keep func(Status) bool) (out []string) {
	for _, s := range Statuses() {
		if keep(s) {
			out = append(out, s.String())
		}
	}
	return out
}

// String is the status's key in files and addresses.
func (s Status) String() string { return statuses[s].key }

// Class is the class that the status belongs to.
func (s Status) Class() Class { return statuses[s].class }

// Countable tells whether somebody held like this can be counted as a political prisoner: all who are
// held but for administrative arrest, which is not a criminal case.
func (s Status) Countable() bool { return s.Class() == Held && s != AdministrativeArrest }

// BehindBars tells whether the measure adds to the days behind bars; of those held, the others add to the
// days of restricted liberty.
func (s Status) BehindBars() bool { return statuses[s].adds == behindBars }

// staleAfter is the number of days up to which a confirmation that somebody is held counts, also on the
// last of them; 0 for those who are not held.
func (s Status) staleAfter() int { return statuses[s].stale }

// UnmarshalText reads a status by its key.
func (s *Status) UnmarshalText(b []byte) error {
	for _, st := range Statuses() {
		if st.String() == string(b) {
			*s = st
			return nil
		}
	}
	all := keys(func(Status) bool { return true })
	return &schema.Fault{Text: fmt.Sprintf("unknown value %q", short(string(b))),
		Hint: cmp.Or(diag.SuggestMeant(string(b), all, statusMeanings), "valid: "+strings.Join(all, ", ")),
		Now:  diag.Meant(string(b), all, statusMeanings)}
}

// MarshalText writes the key; no status is empty.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// IsMeasure tells whether the status is a measure, which can be the kind of a detention, and not the way in
// which one ended.
func (s Status) IsMeasure() bool { return statuses[s].measure }

func (s Status) isEnd() bool { return statuses[s].end }

// Alone tells whether the status may stand without any detention.
func (s Status) Alone() bool { return statuses[s].without }

// JSONSchema describes a status: one of the words of the table.
func (s *Status) JSONSchema() map[string]any {
	return map[string]any{"enum": keys(func(Status) bool { return true })}
}

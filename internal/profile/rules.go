package profile

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/schema"
)

// report says that something is wrong at a field of the header, by its path.
type report func(text, hint string, path ...any)

// personRule is a row of the table below: what is required, and the function that looks. A rule that
// concludes from what is not there is asked only of a header that was understood whole, else a date that
// is written wrongly would pass for a detention without an end.
type personRule struct {
	diag.Rule
	whole bool
	check func(h *Header, on When, say report)
}

// When holds the two days that rules ask about: Today, after which nothing can have happened yet, and
// AsOf, the day that the site speaks of.
type When struct{ Today, AsOf Day }

// Future is the rule about dates that have not come.
var Future = diag.Rule{ID: "future-date", Help: "What has happened has a date that has come; only hearings and releases may be ahead.",
	Mend: "Correct the date."}

// personRules are the rules that a header must keep by itself, read top to bottom. That there is a source
// is said by the field table.
var personRules = []personRule{
	{diag.Rule{ID: "no-name", Help: "A person has a name, or is marked unnamed.",
		Mend: "Write the name, or unnamed: true if it is not known or must not be shown."}, true, noName},
	{Future, false, futureDate},
	{diag.Rule{ID: "died-held", Help: "Nobody is held, or under a measure, after death: the detention ended on that day.",
		Mend: "End the last detention on the day of the death: end: died, or end: case-closed if it was not in custody."}, true, diedHeld},
	{diag.Rule{ID: "end-before-start", Help: "A period ends on or after the day it begins; a life too.",
		Mend: "Correct one of the two dates."}, false, endBeforeStart},
	{diag.Rule{ID: "overlap", Help: "Nobody is under two measures at once: a period ends where the next begins.",
		Mend: "Let one detention end where the next begins."}, false, overlap},
	{diag.Rule{ID: "two-open", Help: "Only the last detention can be open.",
		Mend: "Add to: to the earlier one; if its last day is not known, leave out from: of the next as well."}, true, twoOpen},
	{diag.Rule{ID: "no-end", Help: "A last detention that is closed says how it ended.",
		Mend: "Add end: with how it ended, such as released."}, true, noEnd},
	{diag.Rule{ID: "no-detention", Help: "Every status but died, executed, disappeared and unknown rests on a detention.",
		Mend: "Add a row to detentions; from: may be left out where it is not known."}, true, noDetention},
	{diag.Rule{ID: "status-mismatch", Help: "The status is the kind of the open detention, or else how the last one ended.",
		Mend: "Write the status that the hint names, or correct the detention."}, true, statusMismatch},
	{diag.Rule{ID: "bad-source-number", Help: "An event names its source by its number in sources.",
		Mend: "Count the sources from 1, and write the right number."}, true, sourceNumber},
	{diag.Rule{ID: "gap", Severity: diag.Warning, Help: "Between two detentions without an end lies a gap: was the person free?",
		Mend: "Add end: released to the earlier detention, or let the two touch."}, true, gap},
	{diag.Rule{ID: "odd-name", Severity: diag.Warning,
		Help: "A name is one spelling of a person's name, as people say it: no placeholder, no surname first, no brackets.",
		Mend: "Write the name as people say it; other forms go into names: and aliases:, a note into the text."}, false, oddName},
	{diag.Rule{ID: "implausible", Severity: diag.Warning,
		Help: "Held for more than 50 years, arrested before the age of 10 or after 100, born before 1850: a slip, or another calendar?",
		Mend: "Look at the source again: is it a slip of the keyboard, or a date of another calendar?"}, false, implausible},
	{diag.Rule{ID: "one-host", Severity: diag.Warning, Help: "Sources that all stand on one site go with it, and are one voice.",
		Mend: "Add a source that somebody else wrote."}, true, oneHost},
	{diag.Rule{ID: "stale", Severity: diag.Warning,
		Help: "That somebody is held wants checking again: after 30 days under administrative arrest, after 60 before the verdict, else after 180.",
		Mend: "Find out whether it is still so, and set verified: to the day on which you did; vigil confirm does this for many people."}, true, stale},
	{diag.Rule{ID: "release-passed", Severity: diag.Warning, Help: "A release was expected and has not been confirmed.",
		Mend: "Find out, and end the detention, or set verified: if the person is still held."}, true, releasePassed},
}

// Rules is this package's part of the table of check rules.
func Rules() (out []diag.Rule) {
	for _, r := range personRules {
		out = append(out, r.Rule)
	}
	return out
}

// Check holds a decoded header against every rule and reports to the document that it came from.
func (h *Header) Check(d *schema.Doc, on When) {
	for _, list := range slices.Sorted(maps.Keys(h.IDs)) {
		if err := schema.Slug(list); err != nil {
			d.Report(schema.Value, "ids: "+err.Error(), "name the list like the organisation that keeps it: viasna", "ids", list)
		}
	}
	whole := diag.Errors(d.Problems) == 0
	var rule diag.Rule
	say := func(text, hint string, path ...any) { d.Report(rule, text, hint, path...) }
	for _, r := range personRules {
		if rule = r.Rule; whole || !r.whole {
			r.check(h, on, say)
		}
	}
}

func noName(h *Header, _ When, say report) {
	if h.Name == "" && !h.Unnamed {
		say(`missing required field "name"`, "write the person's name, or unnamed: true if it is not known or must not be shown", "name")
	}
}

// HasCome reports a date after today to the document that it stands in.
func (on When) HasCome(date Date, d *schema.Doc, path ...any) {
	on.come(date, func(text, hint string, path ...any) { d.Report(Future, text, hint, path...) }, path...)
}

func (on When) ahead(d Date) bool { return !d.IsZero() && d.Earliest() > on.Today }

func (on When) come(date Date, say report, path ...any) {
	if on.ahead(date) {
		say(fmt.Sprintf("%s is in the future (today is %s)", date, on.Today), "check the date; only hearings and expected releases may be ahead", path...)
	}
}

func futureDate(h *Header, on When, say report) {
	on.come(h.Born, say, "born")
	on.come(h.Died, say, "died")
	on.come(h.Verified, say, "verified")
	mustHaveCome := func(d Date, list string, i int, field string) {
		if on.ahead(d) { // only then a path is made: there are many dates
			on.come(d, say, list, i, field)
		}
	}
	for i, d := range h.Detentions {
		mustHaveCome(d.From, "detentions", i, "from")
		mustHaveCome(d.To, "detentions", i, "to")
	}
	for i, e := range h.Events {
		mustHaveCome(e.Date, "events", i, "date")
	}
	for i, r := range h.Recognised {
		mustHaveCome(r.Since, "recognised", i, "since")
	}
	for i, s := range h.Sources {
		mustHaveCome(s.Date, "sources", i, "date")
	}
}

// diedHeld asks of who died that no detention goes on, and that a death in custody has one day.
func diedHeld(h *Header, _ When, say report) {
	if h.Died.IsZero() {
		return
	}
	if len(h.Detentions) == 0 {
		if h.Status.Class() == Held || h.Status.Class() == Persecuted {
			say(fmt.Sprintf("status %s, but the person died (%s)", h.Status, h.Died), "write status: died, or take out died:", "status")
		}
		return
	}
	i, d := last(h)
	switch {
	case d.Open():
		say(fmt.Sprintf("the person died (%s), but this detention is still open", h.Died),
			fmt.Sprintf("add to: %s and end: died; or end: case-closed if it was not in custody", h.Died), "detentions", i)
	case d.End.Class() == Died && (d.To.before(h.Died) || h.Died.before(d.To)):
		say(fmt.Sprintf("died: %s, but this detention ended with the death on %s", h.Died, d.To), "write the same day in both", "detentions", i, "to")
	}
}

func endBeforeStart(h *Header, _ When, say report) {
	if h.Died.before(h.Born) {
		say(fmt.Sprintf("death before birth: %s is before %s", h.Died, h.Born), "check both dates", "died")
	}
	mustFollow := func(from, to Date, what, list string, i int, field string) {
		if to.before(from) {
			say(fmt.Sprintf("%s: %s is before %s", what, to, from), "check both dates", list, i, field)
		}
	}
	for i, d := range h.Detentions {
		mustFollow(d.From, d.To, "end before start", "detentions", i, "to")
		mustFollow(h.Born, d.From, "detention before birth", "detentions", i, "from")
		mustFollow(d.From, h.Died, "detention after death", "detentions", i, "from")
		if d.End.Class() != Died { // else diedHeld says it
			mustFollow(d.To, h.Died, "detention beyond death", "detentions", i, "to")
		}
	}
	for i, r := range h.Recognised {
		mustFollow(r.Since, r.Until, "end before start", "recognised", i, "until")
	}
}

// overlap reports only what is real for every reading of partial dates.
func overlap(h *Header, _ When, say report) {
	order := inTime(h.Detentions)
	for n := 1; n < len(order); n++ {
		later := h.Detentions[order[n]]
		for _, i := range order[:n] {
			d := h.Detentions[i]
			if later.From.IsZero() {
				if before := cmp.Or(d.To, d.From); later.To.before(before) {
					say(fmt.Sprintf("this detention ends on %s, but stands behind one of %s (row %d)", later.To, before, i+1),
						"rows without from: are taken in the order of the file: move it up, or mend the dates", "detentions", order[n])
					break
				}
				continue
			}
			if d.From.IsZero() || d.To.IsZero() || d.To.Earliest() <= later.From.Latest() {
				continue
			}
			if !later.To.IsZero() && later.To.Earliest() <= d.From.Latest() {
				continue
			}
			say(fmt.Sprintf("this detention begins on %s, before the one from %s ends on %s", later.From, d.From, d.To),
				"let one end where the next begins", "detentions", order[n], "from")
			break
		}
	}
}

func twoOpen(h *Header, _ When, say report) {
	order := inTime(h.Detentions)
	for n := 0; n+1 < len(order); n++ {
		if d, next := h.Detentions[order[n]], h.Detentions[order[n+1]]; d.Open() && !touch(d, next) {
			say(fmt.Sprintf("the detention before this one (row %d) has no end", order[n]+1),
				"add to: to that row, with the day it ended; if that is the day on which this one began, and is not known, leave out both", "detentions", order[n+1])
			return
		}
	}
}

func last(h *Header) (i int, d Detention) {
	order := inTime(h.Detentions)
	i = order[len(order)-1]
	return i, h.Detentions[i]
}

func noEnd(h *Header, _ When, say report) {
	if len(h.Detentions) == 0 {
		return
	}
	if i, d := last(h); !d.Open() && d.End == NoStatus {
		say("the last detention is closed but does not say how it ended",
			"add end: one of "+strings.Join(keys(Status.isEnd), ", "), "detentions", i, "to")
	}
}

func noDetention(h *Header, _ When, say report) {
	if len(h.Detentions) == 0 && h.Status != NoStatus && !h.Status.Alone() && !h.Unnamed {
		say(fmt.Sprintf("status %s, but there is no detention", h.Status),
			"add a row to detentions; from may be left out when it is not known", "status")
	}
}

func statusMismatch(h *Header, _ When, say report) {
	if h.Status == NoStatus || len(h.Detentions) == 0 {
		return
	}
	i, d := last(h)
	if !d.Open() && d.End == NoStatus {
		return // reported by noEnd
	}
	if want := derive([]Detention{d}); want != h.Status {
		why := "is open: " + d.Kind.String()
		if !d.Open() {
			why = "has end: " + d.End.String()
		}
		say(fmt.Sprintf("status is %s, but the last detention (row %d) %s", h.Status, i+1, why),
			fmt.Sprintf("write status: %s, or mend the detention", want), "status")
	}
}

func sourceNumber(h *Header, _ When, say report) {
	for i, e := range h.Events {
		if e.Source < 0 || e.Source > len(h.Sources) {
			say(fmt.Sprintf("there is no source %d", e.Source), fmt.Sprintf("sources are numbered from 1 to %d", len(h.Sources)), "events", i, "source")
		}
	}
}

func gap(h *Header, _ When, say report) {
	order := inTime(h.Detentions)
	for n := 1; n < len(order); n++ {
		before, after := h.Detentions[order[n-1]], h.Detentions[order[n]]
		if before.End == NoStatus && before.To.before(after.From) {
			say(fmt.Sprintf("nothing is said about the time from %s to %s", before.To, after.From),
				"add end: to the earlier detention, or join the two", "detentions", order[n], "from")
		}
	}
}

func oneHost(h *Header, _ When, say report) {
	if len(h.Sources) < 2 {
		return
	}
	host := ""
	for i, s := range h.Sources {
		u, err := url.Parse(s.URL)
		if s.URL == "" || err != nil {
			return // a book, a letter
		}
		on := strings.TrimPrefix(u.Hostname(), "www.")
		if i > 0 && on != host {
			return
		}
		host = on
	}
	say(fmt.Sprintf("all %d sources are from %s", len(h.Sources), host), "add one that somebody else wrote: an organisation, a newspaper, a court", "sources")
}

// held judges a header as Public would, without changing it; false for who is not held.
func (h *Header) held(on When) (Confirmation, bool) {
	if h.Status.Class() != Held {
		return Confirmation{}, false
	}
	ordered := *h
	ordered.Detentions = sorted(h.Detentions)
	return ordered.confirmation(on.AsOf, on.Today), true
}

func stale(h *Header, on When, say report) {
	c, held := h.held(on)
	switch {
	case !held || c.Last+Day(h.Status.staleAfter()) >= on.AsOf:
	case c.Last == Never:
		say("nobody has noted when this was last checked", "check that it is still so and add verified: with the day", "verified")
	default:
		say(fmt.Sprintf("last confirmed on %s", c.Last), "check that it is still so and set verified: to the day", "verified")
	}
}

func releasePassed(h *Header, on When, say report) {
	if c, held := h.held(on); held && c.Due {
		say(fmt.Sprintf("release was expected on %s; the person stays listed as held, unconfirmed", h.Expected.Date),
			"find out, then add to: and end: to the last detention, or set verified: if the person is still held", "expected_release")
	}
}

const (
	longest = 18263 // days in custody: 50 years
	young   = 10    // years of age at an arrest
	old     = 100
	early   = 1850 // a year of birth
)

func implausible(h *Header, on When, say report) {
	if !h.Born.IsZero() && h.Born.Year < early {
		say(fmt.Sprintf("born in %d", h.Born.Year), "is this a year of our calendar?", "born")
	}
	n := Count(sorted(h.Detentions), on.AsOf, on.AsOf)
	if days := n.BehindBars.Lower + n.Restricted.Lower; days > longest {
		say(fmt.Sprintf("held for %d days, which is more than 50 years", days), "is this a year of our calendar? Is an end missing?", "detentions")
	}
	for i, d := range h.Detentions {
		if h.Born.IsZero() || d.From.IsZero() || d.From.Latest() < h.Born.Earliest() { // the last is said by endBeforeStart
			continue
		}
		if low, high := age(h.Born.Latest(), d.From.Earliest()), age(h.Born.Earliest(), d.From.Latest()); high < young || low > old {
			say(fmt.Sprintf("arrested on %s, at the age of %d", d.From, high), "check both dates", "detentions", i, "from")
		}
	}
}

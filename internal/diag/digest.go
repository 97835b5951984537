package diag

import (
	"cmp"
	"fmt"
	"io"
	"slices"
)

// shownOfRule is how many warnings of one rule a Digest shows: enough to see what is meant.
const shownOfRule = 3

// Digest writes problems, in the form text or github, for somebody who cannot read thousands: all errors first, then
// of the warnings of each rule how many there are and the first few. With all, every warning follows the errors.
func Digest(w io.Writer, format string, ps []Problem, all bool) error {
	ps = Sort(slices.Clone(ps))
	slices.SortStableFunc(ps, func(a, b Problem) int { return cmp.Compare(a.Rule.Severity, b.Rule.Severity) })
	shown := len(ps)
	if !all {
		shown = Errors(ps)
	}
	if err := Print(w, format, ps[:shown]); err != nil {
		return err
	}
	warnings := ps[shown:]
	slices.SortStableFunc(warnings, func(a, b Problem) int { return cmp.Compare(a.Rule.ID, b.Rule.ID) })
	for len(warnings) > 0 {
		rule := warnings[0].Rule
		n := slices.IndexFunc(warnings, func(p Problem) bool { return p.Rule.ID != rule.ID })
		if n < 0 {
			n = len(warnings)
		}
		if n > shownOfRule {
			if err := printRule(w, format, rule, n); err != nil {
				return err
			}
		}
		if err := Print(w, format, warnings[:min(n, shownOfRule)]); err != nil {
			return err
		}
		warnings = warnings[n:]
	}
	return nil
}

// printRule heads the warnings of a rule of which not all follow.
func printRule(w io.Writer, format string, rule Rule, n int) error {
	text := fmt.Sprintf("%d warnings, of which the first %d follow; --all shows all. %s", n, shownOfRule, rule.Help)
	if format == "github" {
		_, err := fmt.Fprintf(w, "::%s title=%s::%s\n", rule.Severity, property.Replace(rule.ID), message.Replace(text))
		return err
	}
	_, err := fmt.Fprintf(w, "%s: %s\n", rule.ID, text)
	return err
}

package content

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

var shownWithheld = diag.Rule{ID: "withheld-shown", Severity: diag.Warning, Help: "What must not be published stands neither in the summary nor in the text: withhold takes out fields, and no words.",
	Mend: "Say it in other words, or leave it out."}

// withheld are the patterns of what a profile withholds, by field. None is the value of all.
type withheld []struct {
	field   string
	pattern *regexp.Regexp
}

// notSaid are fields whose values are words for programs, or names that a text may well hold.
var notSaid = []string{"gender", "groups", "recognised", "criteria"}

// shortest is how many letters a word has at least that is looked for: shorter ones are parts of others.
const shortest = 4

// closed are the words of which a field takes one: "open" stands in many texts.
var closed = func() (out []string) {
	for _, field := range profile.Fields.Reference() {
		out = append(out, field.Values...)
	}
	return out
}()

func withheldFrom(h *profile.Header) (out withheld) {
	for _, field := range h.Withhold {
		var patterns []string
		if slices.Contains(notSaid, field) {
			continue
		}
		for _, value := range profile.Fields.Texts(h, field) {
			if slices.Contains(closed, value) || strings.Contains(h.Name, value) {
				continue
			}
			if d, err := profile.ParseDate(value); err == nil {
				patterns = append(patterns, dated(d)...)
			} else if utf8.RuneCountInString(value) >= shortest {
				patterns = append(patterns, strings.Join(strings.Fields(regexp.QuoteMeta(value)), `\s+`))
			}
		}
		if len(patterns) > 0 {
			slices.Sort(patterns)
			pattern := regexp.MustCompile(`(?i)(?:^|[^\pL\pN])(` + strings.Join(slices.Compact(patterns), "|") + `)(?:$|[^\pL\pN])`)
			out = append(out, struct {
				field   string
				pattern *regexp.Regexp
			}{field, pattern})
		}
	}
	return out
}

// dated are the ways to write a date in any language: with hyphens, with points or slashes, and with the month as a
// word. Of one that is only known by its year the year is looked for; of others it is not, since much may have
// happened in it.
func dated(d profile.Date) []string {
	if d.Month == 0 {
		return []string{fmt.Sprint(d.Year)}
	}
	if d.Day == 0 {
		return []string{d.String(), fmt.Sprintf(`0?%d[./]%d`, d.Month, d.Year)}
	}
	return []string{d.String(), fmt.Sprintf(`0?%d[./]0?%d[./]%d`, d.Day, d.Month, d.Year), fmt.Sprintf(`0?%d[./]0?%d[./]%d`, d.Month, d.Day, d.Year),
		fmt.Sprintf(`0?%d\pP?\s+\pL+\pP?\s+%d`, d.Day, d.Year), fmt.Sprintf(`\pL+\s+0?%d,?\s+%d`, d.Day, d.Year)}
}

// search reports what of it stands in a file's summary or text.
func (held withheld) search(d *document, summary schema.Text) {
	texts := []string{summary.Main}
	for _, lang := range sortedKeys(summary.By) {
		texts = append(texts, summary.By[lang])
	}
	for _, x := range held {
		if x.field != "summary" && slices.ContainsFunc(texts, x.pattern.MatchString) {
			d.Report(shownWithheld, fmt.Sprintf("%s is withheld, but the summary says it", x.field), "say it in other words, or leave it out", "summary")
		}
		if at := x.pattern.FindSubmatchIndex(d.text); at != nil {
			before := d.text[:at[2]]
			line := before[bytes.LastIndexByte(before, '\n')+1:]
			d.wrong = append(d.wrong, diag.Problem{Path: d.path, Line: d.first + bytes.Count(before, []byte("\n")), Col: utf8.RuneCount(line) + 1, Rule: shownWithheld,
				Text: fmt.Sprintf("%s is withheld, but the text says it here", x.field), Hint: "say it in other words, or leave it out"})
		}
	}
}

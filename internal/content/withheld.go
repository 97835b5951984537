package content

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

var shownWithheld = diag.Rule{ID: "withheld-shown", Severity: diag.Warning,
	Help: "What must not be published stands neither in the summary nor in the text: withhold takes out fields, and no words.",
	Mend: "Say it in other words, or leave it out."}

// withheld are the values that a profile withholds, word by word: a tree, so that a text is gone through once for all of
// them.
type withheld struct {
	next   map[string]*withheld
	fields []string // of the values that end here
}

const (
	// mostPhrase is how many words of a value are looked for: whoever says the first eight says it.
	mostPhrase = 8
	// anyWord is a word of letters: that of a month, whatever the language.
	anyWord = "*"
)

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
		if slices.Contains(notSaid, field) {
			continue
		}
		for _, value := range profile.Fields.Texts(h, field) {
			if slices.Contains(closed, value) || strings.Contains(h.Name, value) {
				continue
			}
			if d, err := profile.ParseDate(value); err == nil {
				for _, words := range dated(d) {
					out.add(field, words)
				}
			} else if utf8.RuneCountInString(value) >= shortest {
				var words []string
				for w := range wordsOf(value) {
					if words = append(words, w.text); len(words) == mostPhrase {
						break
					}
				}
				out.add(field, words)
			}
		}
	}
	return out
}

func (w *withheld) add(field string, words []string) {
	if len(words) == 0 {
		return
	}
	for _, word := range words {
		if w.next == nil {
			w.next = map[string]*withheld{}
		}
		if w.next[word] == nil {
			w.next[word] = &withheld{}
		}
		w = w.next[word]
	}
	if !slices.Contains(w.fields, field) {
		w.fields = append(w.fields, field)
	}
}

// dated are the ways to write a date in any language: with hyphens, with points or slashes, and with the month as a
// word, beside which others may stand: the 25th of September, 1984. Of one that is only known by its year the year is
// looked for; of others it is not, since much may have happened in it.
func dated(d profile.Date) [][]string {
	year, month, day := strconv.Itoa(int(d.Year)), strconv.Itoa(int(d.Month)), strconv.Itoa(int(d.Day))
	switch {
	case d.Month == 0:
		return [][]string{{year}}
	case d.Day == 0:
		return [][]string{{year, month}, {month, year}}
	}
	out := [][]string{{year, month, day}, {day, month, year}, {month, day, year}, {anyWord, day, year}}
	for n := 1; n <= 3; n++ {
		between := slices.Repeat([]string{anyWord}, n)
		out = append(out, slices.Concat([]string{day}, between, []string{year}), slices.Concat([]string{year}, between, []string{day}))
	}
	return out
}

// word is a word of a text in small letters, or a number in the digits of English and without zeros before it; at is
// its first byte. A number ends where letters begin: 25th, 1984г.
type word struct {
	text string
	at   int
}

func wordsOf(text string) iter.Seq[word] {
	return func(yield func(word) bool) {
		from, number := -1, false
		end := func(to int) bool {
			start := from
			from = -1
			return start < 0 || yield(word{cmp.Or(strings.TrimLeft(strings.Map(small, text[start:to]), "0"), "0"), start})
		}
		for i, r := range text {
			in := unicode.In(r, unicode.L, unicode.N, unicode.M)
			if (!in || number && !unicode.IsNumber(r)) && !end(i) {
				return
			}
			if in && from < 0 {
				from, number = i, unicode.IsNumber(r)
			}
		}
		end(len(text))
	}
}

// small is a letter in small, or a digit of any script as the one of English. Digits of a script stand together, from 0.
func small(r rune) rune {
	if !unicode.Is(unicode.Nd, r) {
		return unicode.ToLower(r)
	}
	n := rune(0)
	for unicode.Is(unicode.Nd, r-n-1) {
		n++
	}
	return '0' + n%10
}

// signs are those that a text names, mostly spaces at which no line breaks.
var signs = regexp.MustCompile(`&#?[0-9A-Za-z]+;`)

// said gives of each field that a text says the first place.
func (w *withheld) said(text string) map[string]int {
	first := map[string]int{}
	text = signs.ReplaceAllStringFunc(text, func(sign string) string { return strings.Repeat(" ", len(sign)) })
	all := slices.Collect(wordsOf(text))
	for i := range all {
		w.follow(all[i:min(i+mostPhrase, len(all))], all[i].at, first)
	}
	return first
}

// follow goes down the tree by words.
func (w *withheld) follow(words []word, at int, first map[string]int) {
	for _, field := range w.fields {
		if _, known := first[field]; !known {
			first[field] = at
		}
	}
	if len(words) == 0 {
		return
	}
	if next := w.next[words[0].text]; next != nil {
		next.follow(words[1:], at, first)
	}
	if next := w.next[anyWord]; next != nil && !strings.ContainsFunc(words[0].text, unicode.IsNumber) {
		next.follow(words[1:], at, first)
	}
}

// search reports what of it stands in a file's summary or text.
func (w *withheld) search(d *document, summary schema.Text) {
	if w.next == nil {
		return
	}
	inSummary := w.said(strings.Join(append([]string{summary.Main}, slices.Sorted(maps.Values(summary.By))...), " · "))
	for _, field := range sortedKeys(inSummary) {
		if field != "summary" {
			d.Report(shownWithheld, fmt.Sprintf("%s is withheld, but the summary says it", field), "say it in other words, or leave it out", "summary")
		}
	}
	inText := w.said(string(d.body))
	for _, field := range sortedKeys(inText) {
		before := d.body[:inText[field]]
		line := before[bytes.LastIndexByte(before, '\n')+1:]
		d.wrong = append(d.wrong, diag.Problem{Path: d.path, Line: d.bodyLine + bytes.Count(before, []byte("\n")), Col: utf8.RuneCount(line) + 1, Rule: shownWithheld,
			Text: fmt.Sprintf("%s is withheld, but the text says it here", field), Hint: "say it in other words, or leave it out"})
	}
}

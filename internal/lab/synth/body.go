package synth

import (
	"bytes"
	"fmt"
	"strings"
)

// body writes the Markdown of a profile as volunteers write it: headings, paragraphs with emphasis and links, a
// list, a quotation, a paragraph in another script. It stops after the sentence that reaches the number of
// words; what the first part holds is always there.
func (a *author) body(lang string, who name) {
	from := len(a.b)
	enough := func() bool { return words(a.b[from:]) >= a.o.Words }
	a.turn = a.d.upTo(len(sentences))
	a.printf("%s\n", invented(lang))
	for part := 0; part == 0 || !enough(); part++ {
		a.printf("\n## %s\n\n%s (%s) — ", a.phrase(lang, headings), who.in(scriptOf(lang)), who.in(cyrillic))
		a.paragraph(lang, enough)
		if part == 0 {
			a.always(lang)
		}
		if !enough() {
			a.printf("\n")
			a.paragraph(lang, enough)
		}
	}
}

// always writes what no profile lacks: a list, a quotation, and what somebody wrote in another script.
func (a *author) always(lang string) {
	a.printf("\n")
	for i := range a.d.between(2, len(facts)/2) {
		a.printf("- %s\n", a.phrase(lang, facts[2*i:2*i+2])) // none comes twice
	}
	a.printf("\n> %s\n> %s\n\n", a.marked(a.sentence(lang), "*", "*"), a.sentence(lang))
	other := "ru"
	if scriptOf(lang) == cyrillic {
		other = "ar"
	}
	a.printf("%s: «%s».\n", a.marked(a.phrase(lang, headings), "**", "**"), a.babble(other, a.d.between(8, 20)))
	a.printf("\nSee [%s](https://example.org/%s/reports/%d?page=%d&part=%d)", a.phrase(lang, headings), lang,
		a.d.between(100, 9999), a.d.between(1, 9), a.d.between(1, 9))
	if lang == a.o.Languages[0] && a.d.chance(300) {
		a.printf(" and [how to help](../../how-to-help.html)")
	}
	a.printf(".\n")
}

// paragraph writes up to four sentences, and at least one; the second has words in bold, the third a link.
func (a *author) paragraph(lang string, enough func() bool) {
	for i := range 4 {
		s := a.sentence(lang)
		switch i {
		case 1:
			s = a.marked(s, "**", "**")
		case 2:
			s = a.marked(s, "[", fmt.Sprintf("](https://example.org/%s/%d.html)", lang, a.d.between(100, 9999)))
		}
		if a.printf("%s ", s); enough() {
			break
		}
	}
	a.b[len(a.b)-1] = '\n'
}

// marked puts marks around the first three words.
func (a *author) marked(s, before, after string) string {
	words := strings.SplitAfterN(s, " ", 4)
	rest := ""
	if len(words) == 4 {
		rest = " " + words[3]
		words = words[:3]
	}
	return before + strings.TrimSuffix(strings.Join(words, ""), " ") + after + rest
}

// words counts by spaces and ends of lines.
func words(b []byte) int {
	return bytes.Count(b, []byte{' '}) + bytes.Count(b, []byte{'\n'})
}

func (a *author) sentence(lang string) string {
	if lang == "en" {
		a.turn = (a.turn + 7) % len(sentences) // 7 and 24 have no common divisor: all come before one comes again
		return sentences[a.turn]
	}
	stop := "."
	if scriptOf(lang) == han {
		stop = "。"
	}
	return a.babble(lang, a.d.between(8, 14)) + stop
}

// phrase takes one of the English texts, or as much babble.
func (a *author) phrase(lang string, english []string) string {
	if lang == "en" {
		return pick(&a.d, english)
	}
	return a.babble(lang, a.d.between(1, 4))
}

// babble makes words without meaning in the script of a language. In Chinese
// too they are kept apart by spaces, so that lengths can be compared.
func (a *author) babble(lang string, n int) string {
	s := scriptOf(lang)
	text := a.scratch[:0]
	for w := range n {
		word := ""
		for range a.d.between(1, 4) {
			word += pick(&a.d, syllables[:])[s]
		}
		if w == 0 {
			word = title(word, s)
		} else {
			text = append(text, ' ')
		}
		text = append(text, word...)
	}
	a.scratch = text
	return string(text)
}

func (a *author) printf(format string, args ...any) {
	a.b = fmt.Appendf(a.b, format, args...)
}

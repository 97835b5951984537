package synth

import (
	"bytes"
	"fmt"
)

// body writes the Markdown of a profile: headings, paragraphs, one list and
// one link. It stops after the sentence that reaches the number of words; the
// list and the link are always there.
func (a *author) body(lang string, who name) {
	from := len(a.b)
	enough := func() bool { return words(a.b[from:]) >= a.o.Words }
	a.turn = a.d.upTo(len(sentences))
	a.printf("%s\n", invented(lang))
	for part := 0; part == 0 || !enough(); part++ {
		a.printf("\n## %s\n\n%s (%s) — ", a.phrase(lang, headings), who.in(scriptOf(lang)), who.in(cyrillic))
		a.paragraph(lang, enough)
		if part == 0 {
			a.printf("\n")
			for i := range a.d.between(2, len(facts)/2) {
				a.printf("- %s\n", a.phrase(lang, facts[2*i:2*i+2])) // none comes twice
			}
			a.printf("\n[%s](https://example.org/%s/reports/%d).\n", a.phrase(lang, headings), lang, a.d.between(100, 9999))
		}
		if !enough() {
			a.printf("\n")
			a.paragraph(lang, enough)
		}
	}
}

// paragraph writes up to four sentences, and at least one.
func (a *author) paragraph(lang string, enough func() bool) {
	for range 4 {
		if a.printf("%s ", a.sentence(lang)); enough() {
			break
		}
	}
	a.b[len(a.b)-1] = '\n'
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

package diag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// HiddenCharacter is the one rule of what readers and reviewers must be able to see.
var HiddenCharacter = Rule{ID: "hidden-character", Help: "Characters that cannot be seen can hide what a file says.",
	Mend: "Delete the place that is named, and type the words around it again."}

// hidden are the characters that show nothing, turn the direction of text, choose another shape for the one
// before, or end a line for some programs. Line feed and tab are not among them. The test beside this holds the
// table against Unicode's own properties.
var hidden = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x00, Hi: 0x08, Stride: 1}, {Lo: 0x0b, Hi: 0x1f, Stride: 1}, {Lo: 0x7f, Hi: 0x9f, Stride: 1}, // C0, C1
		{Lo: 0xad, Hi: 0xad, Stride: 1},     // soft hyphen
		{Lo: 0x34f, Hi: 0x34f, Stride: 1},   // grapheme joiner
		{Lo: 0x61c, Hi: 0x61c, Stride: 1},   // Arabic letter mark
		{Lo: 0x115f, Hi: 0x1160, Stride: 1}, // Hangul fillers
		{Lo: 0x17b4, Hi: 0x17b5, Stride: 1}, // Khmer vowels without a shape
		{Lo: 0x180b, Hi: 0x180f, Stride: 1}, // Mongolian selectors and vowel separator
		{Lo: 0x200b, Hi: 0x200f, Stride: 1}, // zero width, joiners, marks of direction
		{Lo: 0x2028, Hi: 0x202e, Stride: 1}, // line ends, embeddings, overrides
		{Lo: 0x2060, Hi: 0x206f, Stride: 1}, // word joiner, operators, isolates
		{Lo: 0x2800, Hi: 0x2800, Stride: 1}, // Braille pattern without a dot
		{Lo: 0x3164, Hi: 0x3164, Stride: 1}, // Hangul filler
		{Lo: 0xfdd0, Hi: 0xfdef, Stride: 1}, // no characters
		{Lo: 0xfe00, Hi: 0xfe0f, Stride: 1}, // variation selectors
		{Lo: 0xfeff, Hi: 0xfeff, Stride: 1}, // byte order mark
		{Lo: 0xffa0, Hi: 0xffa0, Stride: 1}, // halfwidth Hangul filler
		{Lo: 0xfff0, Hi: 0xfffb, Stride: 1}, // annotations
		{Lo: 0xfffe, Hi: 0xffff, Stride: 1}, // no characters
	},
	R32: []unicode.Range32{
		{Lo: 0x13430, Hi: 0x1343f, Stride: 1}, // joiners of hieroglyphs
		{Lo: 0x16fe4, Hi: 0x16fe4, Stride: 1}, // Khitan filler
		{Lo: 0x1bca0, Hi: 0x1bca3, Stride: 1}, // controls of shorthand
		{Lo: 0x1d159, Hi: 0x1d159, Stride: 1}, // musical note without a head
		{Lo: 0x1d173, Hi: 0x1d17a, Stride: 1}, // controls of music
		{Lo: 0xe0000, Hi: 0xe0fff, Stride: 1}, // tags, more variation selectors
	},
	LatinOffset: 4,
}

// Hidden tells whether a character that follows before cannot be seen. A joiner is spelling inside words of
// Arabic and Indic scripts, a selector inside words of Mongolian, and hidden elsewhere.
func Hidden(before []byte, r rune) bool {
	switch {
	case r >= ' ' && r < 0x7f, r == '\n', r == '\t', r > 0xad && r < 0x34f, r > 0x34f && r < 0x61c:
		return false
	case r == 0x200c || r == 0x200d:
		return !follows(before, joining)
	case r >= 0x180b && r <= 0x180f:
		return !follows(before, mongolian)
	}
	return unicode.Is(hidden, r)
}

// FirstHidden finds the first character of a text that cannot be seen.
func FirstHidden(s string) (r rune, found bool) {
	text := []byte(s)
	for i, r := range s {
		if Hidden(text[:i], r) {
			return r, true
		}
	}
	return 0, false
}

var (
	joining = []*unicode.RangeTable{unicode.Arabic, unicode.Syriac, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
		unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala}
	mongolian = []*unicode.RangeTable{unicode.Mongolian}
)

// follows tells whether a text ends with a letter, and perhaps its marks, of one of the scripts.
func follows(before []byte, scripts []*unicode.RangeTable) bool {
	for len(before) > 0 {
		r, n := utf8.DecodeLastRune(before)
		if !unicode.Is(unicode.Mn, r) || unicode.Is(hidden, r) {
			return unicode.IsOneOf(scripts, r) && !unicode.Is(hidden, r)
		}
		before = before[:len(before)-n]
	}
	return false
}

// Printable is a stranger's text as a terminal or a log may get it: in one line, and with \u202e or \x1b for what
// cannot be seen or is no text at all.
func Printable(s string) string {
	if _, found := FirstHidden(s); !found && utf8.ValidString(s) && !strings.ContainsAny(s, "\n\t") {
		return s
	}
	var b strings.Builder
	text := []byte(s)
	for i, r := range s {
		_, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1, r < 0x80 && (r < ' ' || r == 0x7f):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case !Hidden(text[:i], r):
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	return b.String()
}

package schema

import (
	"unicode"
	"unicode/utf8"
)

// Hidden tells whether a character that follows before is invisible, turns the direction of text, or
// ends a line for YAML but not for people. A joiner is spelling inside words of Arabic and Indic scripts
// and hidden elsewhere. Line feed and tab are not hidden.
func Hidden(before []byte, r rune) bool {
	switch {
	case r >= ' ' && r < 0x7f, r == '\n', r == '\t':
		return false
	case r == 0x200c || r == 0x200d:
		return !joins(before)
	case r < ' ', r >= 0x7f && r <= 0x9f, r == 0x2028, r == 0x2029, r == 0xfeff:
		return true
	case r == 0x061c, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0x00ad, r == 0x180e:
		return true
	case r == 0x034f, r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0: // letters without a shape
		return true
	case r >= 0xfff9 && r <= 0xfffb, r >= 0xe0000 && r <= 0xe007f:
		return true
	}
	return false
}

// joins tells whether a joiner may follow: after a letter, with its marks, of a script that needs it.
func joins(before []byte) bool {
	for len(before) > 0 {
		r, n := utf8.DecodeLastRune(before)
		if !unicode.Is(unicode.Mn, r) {
			break
		}
		before = before[:len(before)-n]
	}
	r, _ := utf8.DecodeLastRune(before)
	return unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
		unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala)
}

// hiddenIn finds a hidden character in a text.
func hiddenIn(s string) (rune, bool) {
	text := []byte(s)
	for i, r := range s {
		if Hidden(text[:i], r) {
			return r, true
		}
	}
	return 0, false
}

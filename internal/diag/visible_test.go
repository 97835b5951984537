package diag

import (
	"testing"
	"unicode"
)

// What Unicode calls ignorable, a control, a format or a line end is hidden, and so are some fillers.
func TestHiddenIsWhatUnicodeSaysIsNotShown(t *testing.T) {
	more := map[rune]bool{0x2800: true, 0x16fe4: true, 0x1d159: true} // drawn as nothing
	for r := rune(0); r <= unicode.MaxRune; r++ {
		want := unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector,
			unicode.Noncharacter_Code_Point) &&
			!unicode.Is(unicode.Prepended_Concatenation_Mark, r) && r != '\n' && r != '\t' && (r < 0x1fffe || r&0xfffe != 0xfffe) || more[r]
		if got := Hidden(nil, r); got != want {
			t.Errorf("U+%04X: hidden %v, want %v", r, got, want)
		}
	}
}

func TestHiddenInWords(t *testing.T) {
	for text, want := range map[string]rune{
		"می\u200cخواهم": 0, "क्\u200dष": 0, "ᠮᠣᠩᠭᠣᠯ\u180b": 0, "ᠠ\u180e": 0, "a\u200cb": 0x200c, "می\u200c\u200cخ": 0x200c, "\u200cمی": 0x200c,
		"م\ufe0f\u200cی": 0xfe0f, "a\u180b": 0x180b, "ᠠ\u180b\u180b": 0x180b,
		"J\u00e1ne": 0, "❤\ufe0f": 0xfe0f, "葛\U000e0100": 0xe0100, "a\u00a0b": 0, "x\U0001d173": 0x1d173, "x\U000e0080": 0xe0080, "ក\u17b4": 0x17b4, "x\ty\n": 0,
	} {
		if got, _ := FirstHidden(text); got != want {
			t.Errorf("%q: U+%04X, want U+%04X", text, got, want)
		}
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"content/by/jané.md": "content/by/jané.md", "می\u200cخواهم": "می\u200cخواهم", "a\x1b[2Jb": `a\x1b[2Jb`, "a\r\n```\tb": "a\\x0d\\x0a```\\x09b",
		"a\x9bb\xff": `a\x9bb\xff`, "a\u009bb\u202ec\U000e0100": `a\u009bb\u202ec\U000e0100`,
	} {
		if got := Printable(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

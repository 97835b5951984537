package names

import "strings"

// wadeGiles writes a syllable of pinyin as Wade and Giles did, without the apostrophes and dots that are mostly left
// out: so names from Taiwan, and of people born before 1958, stand in passports and books.
func wadeGiles(pinyin string) string {
	if whole, ok := wholeSyllables[pinyin]; ok {
		return whole
	}
	initial, final := "", pinyin
	for i := 0; i < len(initials); i += 2 {
		if rest, ok := strings.CutPrefix(pinyin, initials[i]); ok {
			initial, final = initials[i], rest
			break
		}
	}
	velar := initial == "g" || initial == "k" || initial == "h"
	switch {
	case final == "e" && velar:
		final = "o"
	case final == "ui" && velar && initial != "h":
		final = "uei"
	case final == "uo" && !velar && initial != "sh":
		final = "o"
	case finals[final] != "":
		final = finals[final]
	}
	for i := 0; i < len(initials); i += 2 {
		if initials[i] == initial {
			return initials[i+1] + final
		}
	}
	return final
}

var (
	wholeSyllables = map[string]string{
		"zi": "tzu", "ci": "tzu", "si": "ssu", "zhi": "chih", "chi": "chih", "shi": "shih", "ri": "jih", "er": "erh",
		"yi": "i", "ye": "yeh", "yan": "yen", "you": "yu", "yong": "yung",
	}
	// initials, the longer before the shorter, each before what is written instead.
	initials = strings.Fields("zh ch ch ch sh sh j ch q ch x hs r j z ts c ts s s b p p p d t t t g k k k h h l l m m n n f f y y w w")
	finals   = map[string]string{"ong": "ung", "iong": "iung", "ian": "ien", "ie": "ieh", "ue": "ueh", "ve": "ueh", "v": "u"}
)

package names

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// spellings are where a language's names are usually written otherwise in Latin letters than the table of
// letters has it. What stands after "|" holds at the beginning of a word, and after a vowel or a sign.
var spellings = map[string]map[rune]string{
	"be": spelling("г h е e|ye ё io|yo ю iu|yu я ia|ya"),
	"ru": spelling("е e|ye й y"),
	"uk": spelling("г h и y ї i|yi й i є ie|ye ю iu|yu я ia|ya"),
}

func spelling(table string) map[rune]string {
	out, fields := map[rune]string{}, strings.Fields(table)
	for i := 0; i < len(fields); i += 2 {
		r, _ := utf8.DecodeRuneInString(fields[i])
		out[r] = fields[i+1]
	}
	return out
}

// Romanise writes a name in Latin letters without marks, as newspapers would: Cyrillic by what is usual for
// lang (be, ru, uk; "" or another: told by the letters), Han as pinyin with the surname first, Arabic and Hebrew
// without the vowels that they do not write. Scripts without a table stay as they are.
func Romanise(name, lang string) string {
	name = norm.NFC.String(name)
	usual, known := spellings[lang]
	if !known {
		usual = spellings[cyrillic(name)]
	}
	var b strings.Builder
	previous := rune(0)
	for at := 0; at < len(name); {
		r, size := utf8.DecodeRuneInString(name[at:])
		if unicode.Is(unicode.Han, r) {
			run := name[at:]
			if end := strings.IndexFunc(run, func(r rune) bool { return !unicode.Is(unicode.Han, r) }); end >= 0 {
				run = run[:end]
			}
			b.WriteString(mandarin(run, at == 0 && len(run) == len(name)))
			at, previous = at+len(run), 0
			continue
		}
		at += size
		small := unicode.ToLower(r)
		latin, special := usual[small]
		if special {
			after, free, both := strings.Cut(latin, "|")
			if latin = after; both && strings.ContainsRune(opens, previous) {
				latin = free
			}
		} else {
			latin = romanised(small, previous, name[at:])
		}
		if r != small && latin != "" {
			first, size := utf8.DecodeRuneInString(latin)
			latin = string(unicode.ToUpper(first)) + latin[size:]
		}
		b.WriteString(latin)
		previous = small
		if !unicode.IsLetter(r) {
			previous = 0
		}
	}
	return b.String()
}

// opens are the letters after which a Cyrillic vowel begins with y; 0 is the beginning of a word.
const opens = "\x00аеёєиіїоуўыэюяьъ'’"

// romanised is one small letter, or what stands between words.
func romanised(r, previous rune, rest string) string {
	switch {
	case r == '·' || r == '\u00a0':
		return " "
	case r != '-' && strings.ContainsRune(joiners, r):
		return ""
	case !unicode.IsLetter(r) && !unicode.IsNumber(r):
		if unicode.IsMark(r) {
			return ""
		}
		return string(r)
	}
	if letters[r] == "~" {
		next, _ := utf8.DecodeRuneInString(rest)
		return spell(waw(previous, next))
	}
	return spell(transliterate(string(r)))
}

// cyrillic tells which language's letters a Cyrillic name has; Russian where nothing speaks against it.
func cyrillic(name string) string {
	name = strings.ToLower(name)
	switch {
	case strings.ContainsAny(name, "ў"):
		return "be"
	case strings.ContainsAny(name, "їєґ"):
		return "uk"
	case strings.ContainsAny(name, "іi"):
		if strings.ContainsAny(name, "ыэё") {
			return "be"
		}
		if strings.ContainsAny(name, "и") {
			return "uk"
		}
		return "be"
	}
	return "ru"
}

// surnames of two characters, and those that are read in another way than the character usually is.
var (
	twoCharacters = strings.Fields("欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 司徒 司空 夏侯 端木 百里 呼延 长孙 長孫 宇文")
	asSurname     = map[rune]string{'单': "shan", '單': "shan", '曾': "zeng", '解': "xie", '仇': "qiu", '查': "zha", '任': "ren", '盖': "ge", '区': "ou", '區': "ou",
		'尉': "wei", '乐': "yue", '樂': "yue", '缪': "miao", '繆': "miao", '覃': "qin", '翟': "zhai", '员': "yun", '朴': "piao", '黑': "he", '折': "she", '尹': "yin", '秘': "bi"}
)

// Readings gives how a name in Han is written in Latin letters: in pinyin, as a surname and a given name and as one word
// for each character, and so by Wade and Giles; nothing of a name that has none. A name of more than four characters is
// one of another language, and read in pinyin alone, in the words that it has.
func Readings(name string) []string {
	n := 0
	for _, r := range name {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	switch {
	case n == 0:
		return nil
	case n > 4:
		return []string{Romanise(name, "")}
	}
	var apart strings.Builder
	for i, r := range []rune(name) {
		if syllable := syllableOf(r); i == 0 && asSurname[r] != "" {
			apart.WriteString(asSurname[r])
		} else if syllable != "" {
			apart.WriteString(" " + syllable)
		}
	}
	older := strings.Fields(apart.String())
	for i, syllable := range older {
		older[i] = wadeGiles(syllable)
	}
	return []string{Romanise(name, ""), title(apart.String()), title(strings.Join(older, " "))}
}

// title writes each word of pinyin with a capital.
func title(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}

// mandarin reads characters as pinyin: a whole name as surname and given name, anything else as one word.
func mandarin(han string, whole bool) string {
	runes := []rune(han)
	surname := 0
	if whole && len(runes) > 1 && len(runes) <= 4 {
		surname = 1
		if len(runes) > 2 {
			for _, two := range twoCharacters {
				if strings.HasPrefix(han, two) {
					surname = 2
				}
			}
		}
	}
	var b strings.Builder
	for i, r := range runes {
		syllable := syllableOf(r)
		if s := asSurname[r]; s != "" && i == 0 && surname == 1 {
			syllable = s
		}
		if i == surname && i > 0 {
			b.WriteByte(' ')
		}
		if (i == 0 || i == surname) && syllable != "" {
			syllable = strings.ToUpper(syllable[:1]) + syllable[1:]
		}
		b.WriteString(syllable)
	}
	return b.String()
}

var args = pinyin.NewArgs() // without tones

// syllables are those that were looked up, since that takes microseconds: at most one for each character of the table.
var syllables sync.Map // rune -> string

// syllableOf is how a character is mostly read, without its tone; "" where that is not known.
func syllableOf(r rune) string {
	if s, ok := syllables.Load(r); ok {
		return s.(string)
	}
	s := ""
	if all := pinyin.SinglePinyin(r, args); len(all) > 0 {
		s = all[0]
		syllables.Store(r, s)
	}
	return s
}

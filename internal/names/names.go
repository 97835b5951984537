// Package names knows how names of people are spelled: in which letters, in which of many systems of
// transliteration, with or without marks and vowels.
//
// In: a name as somebody wrote it. Out: its words in plain Latin letters ([Words]), the sounds by which words
// of all scripts meet ([Word.Keys]), a readable Latin spelling ([Romanise]), a name for a file ([Slug]), and
// whether two names may be one person's ([Alike]). Search, `vigil new`, import and the warnings of duplicates
// all ask here; the script of the search page works by the same tables ([Tables]).
//
//	"Лукашенко" ─letters─> lukaSenko ─spell─> lukashenko (Text)
//	                               └─sounds─> lksnk      (Key), as Łukašenka, Loukachenko, Lukaschenko
//
// It reads nothing, and knows nothing of people or pages.
package names

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is a part of a name.
type Word struct {
	// Text is the word in small Latin letters and digits. What is in a script without a table here stays in its
	// letters; Han is one word a character, in its simplified form.
	Text string
	// Keys are how the word sounds, one to four, most likely first. Words that are spellings of one name share
	// a key, as a rule; many that are not do too, since vowels do not count.
	Keys []string
}

// particles stand before names, are written or left out at will, and tell nobody apart.
var particles = strings.Fields("al el ul bin ibn ben bint abu de la da di do dos van von der den")

// Words splits a name into its words, without particles unless it has nothing else.
func Words(name string) []Word {
	words := split(name)
	if slices.ContainsFunc(words, func(w Word) bool { return !particle(w) }) {
		words = slices.DeleteFunc(words, particle)
	}
	return words
}

func particle(w Word) bool { return slices.Contains(particles, w.Text) }

// split gives all words of a name.
func split(name string) []Word {
	if strings.ContainsFunc(name, composable) {
		name = norm.NFC.String(name)
	}
	words := make([]Word, 0, 4)
	known := lately.Get().(map[string]Word)
	defer lately.Put(known)
	add := func(part string) {
		w, ok := known[part]
		if !ok {
			w = read(part)
			if len(known) == remembered {
				clear(known)
			}
			if len(part) <= remembers {
				known[strings.Clone(part)] = w
			}
		}
		if w.Text != "" {
			words = append(words, w)
		}
	}
	start := -1
	end := func(i int) {
		if start >= 0 {
			add(name[start:i])
		}
		start = -1
	}
	for i, r := range name {
		switch {
		case unicode.Is(unicode.Han, r):
			end(i)
			add(name[i : i+utf8.RuneLen(r)])
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if start < 0 {
				start = i
			}
		case start < 0 || unicode.IsMark(r) || strings.ContainsRune(joiners, r):
		default:
			end(i)
		}
	}
	end(len(name))
	return words
}

// lately are words of names that were split lately, by how they were written: most people share theirs with others.
var lately = sync.Pool{New: func() any { return map[string]Word{} }}

const (
	remembered = 4096 // words
	remembers  = 32   // bytes of a word
)

// read reads the letters of a word, or one Han character.
func read(part string) Word {
	letters := transliterate(part)
	if r, _ := utf8.DecodeRuneInString(part); unicode.Is(unicode.Han, r) {
		letters = string(simplified(r))
	}
	if letters == "" {
		return Word{}
	}
	return Word{spell(letters), keys(letters)}
}

// composable tells whether NFC may write a character otherwise: none of Latin letters, nor of Cyrillic ones, that have no
// mark as a character of its own. Asking this takes a tenth of the time that NFC needs to find nothing.
func composable(r rune) bool { return r >= 0x300 && (r < 0x400 || r > 0x482) }

// joiners stand inside a word: apostrophes, signs of softness, joiners of Arabic letters.
const joiners = "'’‘ʼʻʹʺʾʿ`´\u200c\u200d\u00ad"

// transliterate writes a word, in NFC, in Latin letters, where capitals stand for sounds of their own: see
// the table of letters.
func transliterate(word string) string {
	var b strings.Builder
	b.Grow(len(word))
	previous := rune(0)
	for i, r := range word {
		r = unicode.ToLower(r)
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteByte(byte(r))
			previous = r
			continue
		}
		if latin, ok := letters[r]; ok {
			if latin == "~" {
				next, _ := utf8.DecodeRuneInString(word[i+utf8.RuneLen(r):])
				latin = waw(previous, next)
			}
			b.WriteString(latin)
		} else if unicode.IsLetter(r) || unicode.IsNumber(r) {
			writeBase(&b, r)
		}
		previous = r
	}
	return b.String()
}

// writeBase writes a letter without its marks.
func writeBase(b *strings.Builder, r rune) {
	for _, part := range norm.NFKD.String(string(r)) {
		switch latin, ok := letters[part]; {
		case ok && latin != "~":
			b.WriteString(latin)
		case unicode.IsLetter(part) || unicode.IsNumber(part):
			b.WriteRune(unicode.ToLower(part))
		}
	}
}

// waw reads the letter that Arabic and Hebrew write both for v or w and for o or u, by its neighbours.
func waw(previous, next rune) string {
	switch {
	case previous == 0:
		return "v"
	case strings.ContainsRune(long, previous) || next != utf8.RuneError && strings.ContainsRune(long, next):
		return "V"
	}
	return "u"
}

// long are the letters of long vowels beside which waw is likely to be a consonant.
const long = "اآیيىאי"

// spell gives a transliterated word in plain Latin letters.
func spell(word string) string {
	if !strings.ContainsFunc(word, unicode.IsUpper) {
		return word
	}
	return plain.Replace(word)
}

// plain spells the capitals of transliterations.
var plain = strings.NewReplacer(spelled...)

// keys gives how a transliterated word sounds, in each reading, and without an article that is written
// as one with it.
func keys(word string) []string {
	out := make([]string, 0, len(readings))
	add := func(word string) {
		differ := strings.ContainsFunc(word, readDifferently)
		for i := range readings {
			if i > 0 && !differ {
				break
			}
			if k := readings[i].sound(word); !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	add(word)
	if len(word) > 4 && (word[0] == 'a' || word[0] == 'e') && word[1] == 'l' && !strings.ContainsRune("aeiouyjV", rune(word[2])) {
		add(word[2:])
	}
	return out
}

// mostSounds is how many sounds, or letters of a script without a table here, a key has: more than any name's, and
// few enough for two keys to be the name of a file.
const mostSounds = 16

// sound reads a word by the longest patterns that fit. A sound is never written twice in a row. A word without
// any sound is kept as it is. What is longer than mostSounds is cut off.
func (r *reading) sound(word string) string {
	var room [64]byte
	out := room[:0]
	var marked [66]byte
	rest := append(append(append(marked[:0], '^'), word...), '$')
next:
	for len(rest) > 0 {
		for _, p := range r[rest[0]] {
			if n := len(p.letters); len(rest) >= n && rest[n-1] == p.letters[n-1] && string(rest[:n]) == p.letters {
				for _, c := range []byte(p.sound) {
					if len(out) == 0 || out[len(out)-1] != c {
						out = append(out, c)
					}
				}
				rest = rest[n:]
				continue next
			}
		}
		out = append(out, rest[0]) // digits, and letters of other scripts
		rest = rest[1:]
	}
	if len(out) == 0 {
		return Cut(word)
	}
	return Cut(string(out))
}

// Cut gives the first letters of a word, as many as a key has at most.
func Cut(key string) string {
	n := 0
	for i := range key {
		if n++; n > mostSounds {
			return key[:i]
		}
	}
	return key
}

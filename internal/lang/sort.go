package lang

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// sorter holds what x/text allows one goroutine at a time.
type sorter struct {
	full  *collate.Collator // accents and case break ties
	loose *collate.Collator // base letters only
	title cases.Caser
	first map[rune]string // letters in upper case
	buf   collate.Buffer
}

func newSorter(tag language.Tag) *sorter {
	return &sorter{full: collate.New(tag), loose: collate.New(tag, collate.Loose), title: cases.Title(tag), first: map[rune]string{}}
}

// label is a letter of an A–Z list with its key in the loose collation.
type label struct {
	letter string
	key    []byte
}

// SortKey returns a key whose bytewise order is the language's order (CLDR
// collation). Names may share a key only if they look all but the same, so
// break ties by something of your own. Signs before the first letter or digit
// do not count, so that [Language.Initial] agrees with the order.
func (l *Language) SortKey(s string) []byte {
	w := l.sorters.Get().(*sorter)
	defer l.sorters.Put(w)
	return w.key(w.full, filed(s))
}

// Compare orders two names as their sort keys do, then bytewise: it is 0 only
// for equal strings. To sort many, take keys.
func (l *Language) Compare(a, b string) int {
	w := l.sorters.Get().(*sorter)
	defer l.sorters.Put(w)
	return cmp.Or(w.full.CompareString(filed(a), filed(b)), strings.Compare(a, b))
}

// Initial returns the letter under which an A–Z list files s, in upper case and
// without marks that the language counts as the same letter: "A" for "ábel" in
// English, but "Å" for "Åse" in Swedish. What starts with no letter is "#".
// In the order of SortKey names with the same initial stand together.
func (l *Language) Initial(s string) string {
	s = norm.NFC.String(filed(s))
	first, size := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) {
		return "#"
	}
	w := l.sorters.Get().(*sorter)
	defer l.sorters.Put(w)
	key := w.key(w.loose, s)
	for _, label := range l.labels {
		if bytes.HasPrefix(key, label.key) {
			return label.letter
		}
	}
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(s[:size]))
	if bytes.HasPrefix(key, w.key(w.loose, string(base))) {
		return w.title.String(string(base))
	}
	return w.title.String(s[:size])
}

// Capital returns s with its first letter in upper case, for headings.
func (l *Language) Capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if !unicode.IsLower(first) {
		return s
	}
	w := l.sorters.Get().(*sorter)
	defer l.sorters.Put(w)
	if w.first[first] == "" {
		w.first[first] = w.title.String(s[:size])
	}
	return w.first[first] + s[size:]
}

// newLabels prepares the letters of the alphabet; "Ch" must be tried before "C".
func (l *Language) newLabels(letters []string) {
	w := l.sorters.Get().(*sorter)
	defer l.sorters.Put(w)
	for _, letter := range letters {
		l.labels = append(l.labels, label{letter, w.key(w.loose, letter)})
	}
	slices.SortStableFunc(l.labels, func(a, b label) int { return cmp.Compare(len(b.key), len(a.key)) })
}

func (w *sorter) key(c *collate.Collator, s string) []byte {
	w.buf.Reset()
	return bytes.Clone(c.KeyFromString(&w.buf, s))
}

// filed drops the quotes, brackets and spaces before a name.
func filed(s string) string {
	return strings.TrimLeftFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}

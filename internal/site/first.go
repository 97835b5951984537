package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vigil/internal/names"
	"vigil/internal/profile"
)

// FirstLetters are the names that begin with the same letters, in any language of the site: those who read without
// script find a name by them. Where they are too many for a page, the pages of the next letter stand there instead.
type FirstLetters struct {
	Prefix string
	Path   string // below a language's root
	Names  []Filed
	Next   []*FirstLetters
}

// Filed is a person's name in one language of the site; one beyond the last language is the native one.
type Filed struct{ Person, Lang int32 }

// mostOnLetters is about how many bytes the names of one page take; with all around them it stays below 15 KB.
const mostOnLetters = 9000

// rowBytes is what a name takes on such a page beside itself and the address.
const rowBytes = 75

// filed is a name with what it is filed under.
type filed struct {
	text string
	Filed
	bytes int
}

// Scripts gives, for each script in which names of people are written, the pages of first letters.
func (s *Site) Scripts() [][]*FirstLetters { return s.filing().scripts }

// ByLetters is the page of some first letters by its path, or nil.
func (s *Site) ByLetters(path string) *FirstLetters { return s.filing().first[path] }

// filing is where the names of everybody stand.
type filing struct {
	scripts [][]*FirstLetters
	first   map[string]*FirstLetters // by path
}

func (s *Site) fileNames() filing {
	f := filing{first: map[string]*FirstLetters{}}
	at := map[*unicode.RangeTable]int{}
	for _, l := range f.divide(s.filed(), "") {
		first, _ := utf8.DecodeRuneInString(l.Prefix)
		script := scriptOf(first)
		if _, ok := at[script]; !ok {
			at[script] = len(f.scripts)
			f.scripts = append(f.scripts, nil)
		}
		f.scripts[at[script]] = append(f.scripts[at[script]], l)
	}
	return f
}

// filed gives every name in every language, sorted by what it is filed under.
func (s *Site) filed() []filed {
	all := make([]filed, 0, len(s.People)*len(s.Languages))
	for i := range s.People {
		p := &s.People[i]
		if p.Has(profile.Unnamed) {
			continue
		}
		var seen []string
		for lang := range s.Languages {
			name := p.Name(lang)
			if slices.Contains(seen, name) {
				continue
			}
			seen = append(seen, name)
			key, _, _ := strings.Cut(p.SortName(lang), "\x01")
			all = append(all, filed{foldLetters(key + " " + name), Filed{int32(i), int32(lang)}, len(name) + len(p.Slug) + rowBytes})
		}
		if name, _ := p.Native(len(s.Languages)); name != "" && !slices.Contains(seen, name) {
			key := name[strings.LastIndexByte(name, ' ')+1:]
			all = append(all, filed{foldLetters(key + " " + name), Filed{int32(i), int32(len(s.Languages))}, len(name) + len(p.Slug) + rowBytes})
		}
	}
	slices.SortFunc(all, func(a, b filed) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.Person, b.Person), cmp.Compare(a.Lang, b.Lang))
	})
	return all
}

// foldLetters is a name as it is filed: in capitals, Latin letters without marks, from its first letter on.
func foldLetters(name string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(name) {
		if b.Len() == 0 && !unicode.IsLetter(r) && !unicode.IsNumber(r) || unicode.IsMark(r) {
			continue
		}
		if r > unicode.MaxASCII && (unicode.Is(unicode.Latin, r) || unicode.Is(unicode.Arabic, r)) {
			r, _ = utf8.DecodeRuneInString(norm.NFKD.String(string(r)))
		}
		b.WriteRune(unicode.ToUpper(r))
	}
	return b.String()
}

// divide makes a page for each letter that follows the prefix in sorted names.
func (f *filing) divide(all []filed, prefix string) (out []*FirstLetters) {
	for len(all) > 0 {
		rest := all[0].text[len(prefix):]
		_, size := utf8.DecodeRuneInString(rest)
		next := prefix + rest[:size]
		n := 1
		for n < len(all) && (strings.HasPrefix(all[n].text, next) && size > 0 || all[n].text == next) {
			n++
		}
		if size == 0 {
			next += "\x00" // the whole name, beside longer ones that begin with it
		}
		out = append(out, f.pageOf(all[:n], next))
		all = all[n:]
	}
	return out
}

// pageOf makes the page of a prefix, and those below it if it needs any.
func (f *filing) pageOf(all []filed, prefix string) *FirstLetters {
	l := &FirstLetters{Prefix: strings.Trim(prefix, "\x00 "), Path: firstPath(prefix)}
	bytes := 0
	for _, n := range all {
		bytes += n.bytes
	}
	same := all[0].text == all[len(all)-1].text || utf8.RuneCountInString(prefix) >= mostFirst
	switch {
	case bytes <= mostOnLetters:
		l.take(all)
	case same:
		l.Next = f.parts(l, all)
	default:
		if l.Next = f.divide(all, prefix); len(l.Next) == 1 {
			return l.Next[0] // a letter further, all are still together
		}
	}
	f.first[l.Path] = l
	return l
}

// mostFirst is the most letters that a page goes by: its address, a file's name, has up to seven bytes for each.
const mostFirst = 30

// parts makes numbered pages of names that no letter tells apart.
func (f *filing) parts(l *FirstLetters, all []filed) (out []*FirstLetters) {
	for len(all) > 0 {
		n := len(out) + 1
		part := &FirstLetters{Prefix: fmt.Sprintf("%s %d", l.Prefix, n), Path: fmt.Sprintf("%s-part%d.html", strings.TrimSuffix(l.Path, ".html"), n)}
		bytes, to := 0, 0
		for to < len(all) && (to == 0 || bytes+all[to].bytes <= mostOnLetters) {
			bytes += all[to].bytes
			to++
		}
		part.take(all[:to])
		f.first[part.Path] = part
		out, all = append(out, part), all[to:]
	}
	return out
}

func (l *FirstLetters) take(all []filed) {
	l.Names = make([]Filed, 0, len(all))
	for _, n := range all {
		l.Names = append(l.Names, n.Filed)
	}
}

// firstPath writes letters other than Latin ones as code points, each with a digit in it, so that no two
// prefixes share a path.
func firstPath(prefix string) string {
	var parts []string
	latin := false
	for _, r := range strings.ToLower(prefix) {
		is := r >= 'a' && r <= 'z'
		part := string(r)
		if !is {
			if part = fmt.Sprintf("u%04x", r); !strings.ContainsAny(part, "0123456789") {
				part = fmt.Sprintf("u%06x", r)
			}
		}
		if is && latin {
			parts[len(parts)-1] += part
		} else {
			parts = append(parts, part)
		}
		latin = is
	}
	path := strings.Join(parts, "-")
	if names.Taken(path) {
		path += "-1"
	}
	return "people/" + path + ".html"
}

// scriptOf is the script of a letter; nil for digits and the like.
func scriptOf(r rune) *unicode.RangeTable {
	for _, name := range scriptNames {
		if table := unicode.Scripts[name]; name != "Common" && unicode.Is(table, r) {
			return table
		}
	}
	return nil
}

var scriptNames = keys(unicode.Scripts)

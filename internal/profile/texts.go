package profile

import (
	"encoding/binary"
	"iter"
	"slices"
	"strings"
)

// part is one of the texts of a record.
type part int

const (
	namesPart    part = iota // name and sort key of each site language, see Name
	placePart                // the prison of the open detention, `cc/slug`; else ""
	writesPart               // languages for letters that the profile names, with commas between them
	articlesPart             // codes, each ended by separator
	groupsPart               // keys, each ended by separator
	heldPart                 // pairs of days
)

// separator stands between texts; content may not hold it.
const separator = "\x00"

// keep puts the texts of a header into the record.
func (r *Record) keep(h *Header, slug string, named []Named) {
	b := append(make([]byte, 0, 256), slug...)
	end := func(p part) { r.ends[p] = uint32(len(b) - len(slug)) }
	b = appendNames(b, named)
	end(namesPart)
	if n := len(h.Detentions); n > 0 && h.Detentions[n-1].Open() {
		b = append(b, h.Detentions[n-1].Place...)
	}
	end(placePart)
	if h.Found.Reachable {
		b = append(b, strings.Join(h.Letters.Languages, ",")...)
	}
	end(writesPart)
	for i, c := range h.Charges { // four charges under one article are one person there
		if c.Article != "" && !slices.ContainsFunc(h.Charges[:i], func(before Charge) bool { return before.Article == c.Article }) {
			b = append(append(b, c.Article...), separator...)
		}
	}
	end(articlesPart)
	for _, key := range h.Groups {
		b = append(append(b, key...), separator...)
	}
	end(groupsPart)
	for _, period := range heldPeriods(h.Detentions) {
		b = binary.LittleEndian.AppendUint32(b, uint32(period[0]))
		b = binary.LittleEndian.AppendUint32(b, uint32(period[1]))
	}
	end(heldPart)
	text := string(b)
	r.Slug, r.text = text[:len(slug)], text[len(slug):]
}

// appendNames joins the names with separators; a name that is the same as in the first language is left out.
func appendNames(b []byte, named []Named) []byte {
	for i, n := range named {
		if i > 0 {
			b = append(b, separator...)
			if n == named[0] {
				continue
			}
		}
		b = append(b, n.Name...)
		if n.Sort != "" {
			b = append(append(b, 1), n.Sort...)
		}
	}
	return b
}

func (r *Record) part(p part) string {
	from := uint32(0)
	if p > 0 {
		from = r.ends[p-1]
	}
	return r.text[from:r.ends[p]]
}

// Place is the prison of the open detention, `cc/slug`, or the place in plain words; else "".
func (r *Record) Place() string { return r.part(placePart) }

// Writes gives the languages for letters that the profile names, with commas between them.
func (r *Record) Writes() string { return r.part(writesPart) }

// Articles are the codes of those that the person is or was charged under, each once.
func (r *Record) Articles() iter.Seq[string] { return each(r.part(articlesPart)) }

// Groups are the keys of the person's groups.
func (r *Record) Groups() iter.Seq[string] { return each(r.part(groupsPart)) }

func each(texts string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for rest := texts; rest != ""; {
			var text string
			if text, rest, _ = strings.Cut(rest, separator); !yield(text) {
				return
			}
		}
	}
}

// Held are the periods in which the person was held, see heldPeriods.
func (r *Record) Held() iter.Seq2[Day, Day] {
	return func(yield func(from, to Day) bool) {
		for days := r.part(heldPart); days != ""; days = days[8:] {
			if !yield(dayAt(days), dayAt(days[4:])) {
				return
			}
		}
	}
}

// HeldWithin gives the first day on which the person was held and the day after the last one. It tells whether
// there is any.
func (r *Record) HeldWithin() (first, last Day, ever bool) {
	days := r.part(heldPart)
	if days == "" {
		return 0, 0, false
	}
	return dayAt(days), dayAt(days[len(days)-4:]), true
}

// HeldOnce tells whether the person was held without a break.
func (r *Record) HeldOnce() bool { return len(r.part(heldPart)) == 8 }

// dayAt reads what LittleEndian.AppendUint32 wrote.
func dayAt(s string) Day {
	return Day(uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24)
}

// Name is the person's name in a site language, by its place in the site's list.
func (r *Record) Name(lang int) string { return r.named(lang).Name }

// SortName is what A–Z goes by: the given sort key or the last word of the name, then the whole name.
func (r *Record) SortName(lang int) string {
	n := r.named(lang)
	if n.Sort == "" {
		n.Sort = n.Name[strings.LastIndexByte(n.Name, ' ')+1:]
	}
	return n.Sort + "\x01" + n.Name
}

// Native is the name as people of the country write it, and its language, where the site's languages, of which there are
// some, do not have it; else nothing.
func (r *Record) Native(languages int) (name, tag string) {
	rest, ok := r.part(namesPart), true
	for range languages {
		if _, rest, ok = strings.Cut(rest, separator); !ok {
			return "", ""
		}
	}
	name, tag, _ = strings.Cut(rest, "\x01")
	return name, tag
}

func (r *Record) named(lang int) Named {
	rest, first := r.part(namesPart), ""
	for i := 0; ; i++ {
		one, more, _ := strings.Cut(rest, separator)
		if i == 0 {
			first = one
		}
		if i == lang {
			if one == "" {
				one = first
			}
			name, sort, _ := strings.Cut(one, "\x01")
			return Named{name, sort}
		}
		rest = more
	}
}

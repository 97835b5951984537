package content

import (
	"context"
	"fmt"
	"hash/fnv"
	"path"
	"slices"
	"strings"
	"sync"

	"vigil/internal/diag"
	"vigil/internal/markdown"
	"vigil/internal/names"
	"vigil/internal/profile"
)

var twins = diag.Rule{ID: "same-person", Severity: diag.Warning,
	Help: "Two profiles that are probably of one person, who would be counted twice: names that sound and look alike, in whatever script, " +
		"and one year of birth; or one name in two languages.",
	Mend: "If it is one person, keep one file, with former_slugs: for the other; if not, say so in one of the texts, with a link to the other person."}

const (
	mostSpellings = 6  // names of one person that are compared
	mostWords     = 5  // of each that count
	mostCompared  = 20 // people, of those whose names sound alike, with whom one is compared

	// mostRead is how many people who sound alike are looked at in one run, and perhaps read again: among a million
	// people, very many share name and year of birth.
	mostRead = 10_000
)

// likeness is what of a profile tells whether it may be of the same person as another one.
type likeness struct {
	country, slug string
	spellings     []string // the name, its forms in other languages, other spellings
	born          profile.Date
	gender        string
	ids           map[string]string
	links         func() []string // pages of the site to which the text leads
}

func likenessOf(h *profile.Header, country, slug string) *likeness {
	l := &likeness{country: country, slug: slug, born: h.Born, gender: h.Gender, ids: h.IDs}
	l.spellings = append(append(l.spellings, h.Name), h.Aliases...)
	for _, tag := range sortedKeys(h.Names) { // which mostly sound like the first
		l.spellings = append(l.spellings, h.Names[tag])
	}
	l.spellings = slices.DeleteFunc(l.spellings, func(name string) bool { return name == "" })
	l.spellings = l.spellings[:min(len(l.spellings), mostSpellings)]
	return l
}

// page is where the site shows the person.
func (l *likeness) page() string { return path.Join("countries", l.country, l.slug+".html") }

// may tells whether both may be one person: nothing tells them apart, and two of their names are alike. A text
// that leads from the one to the other says that they are two.
func (l *likeness) may(other *likeness) bool {
	for list, number := range l.ids {
		if n := other.ids[list]; n != "" && n != number {
			return false
		}
	}
	if l.gender != "" && other.gender != "" && l.gender != other.gender || !sameBirth(l.born, other.born) {
		return false
	}
	alike := slices.ContainsFunc(l.spellings, func(a string) bool {
		return slices.ContainsFunc(other.spellings, func(b string) bool { return names.Alike(a, b) })
	})
	return alike && !l.leadsTo(other) && !other.leadsTo(l)
}

// leadsTo tells whether the text has a link to the other person.
func (l *likeness) leadsTo(other *likeness) bool {
	return l.links != nil && slices.Contains(l.links(), other.page())
}

// sameBirth tells whether two births can be the same, one of which may be unknown, be known in part, or hold a slip:
// another day, another month, or both exchanged.
func sameBirth(a, b profile.Date) bool {
	switch {
	case a.IsZero() || b.IsZero():
		return true
	case a.Year != b.Year:
		return false
	case a.Exact() && b.Exact():
		return a.Month == b.Month || a.Day == b.Day || a.Month == b.Day && a.Day == b.Month
	}
	return a.Earliest() <= b.Latest() && b.Earliest() <= a.Latest()
}

// claims are by what people are found whose profiles are worth comparing: the year of birth with the sounds of a
// whole name, or of some of its words; and the name in two languages. They are hashes, since there may be several for
// each of a million people; two that agree by chance cost a look. The last bit says that it is the whole name: a part
// of one need not be compared with a part of another.
func claims(h *profile.Header) (out []uint32) {
	if h.Name == "" || h.Unnamed {
		return nil
	}
	add := func(sum uint32, whole bool) {
		if sum &^= 1; whole {
			sum |= 1
		}
		if !slices.Contains(out, sum) {
			out = append(out, sum)
		}
	}
	for _, tag := range sortedKeys(h.Names) {
		if main, other := folded(h.Name), folded(h.Names[tag]); other != main {
			add(hash(main)+hash(other), true)
		}
	}
	if h.Born.IsZero() {
		return out
	}
	for i, spelling := range likenessOf(h, "", "").spellings {
		words := names.Words(spelling)
		words = words[:min(len(words), mostWords)]
		eachChoice(words, hash(h.Born.String()[:4]), func(sum uint32, chosen int) {
			if whole := chosen == len(words); whole || chosen > 1 && i == 0 { // parts of the others mostly sound like those of the first
				add(sum, whole)
			}
		})
	}
	return out
}

// eachChoice gives the sum of the sounds' hashes, which does not depend on their order, for each choice of words that
// is not empty, and each way to read them.
func eachChoice(words []names.Word, sum uint32, give func(sum uint32, chosen int)) {
	var choose func(words []names.Word, sum uint32, chosen int)
	choose = func(words []names.Word, sum uint32, chosen int) {
		if len(words) == 0 {
			if chosen > 0 {
				give(sum, chosen)
			}
			return
		}
		choose(words[1:], sum, chosen)
		for _, k := range words[0].Keys {
			choose(words[1:], sum+hash(k), chosen+1)
		}
	}
	choose(words, sum, 0)
}

// hash is FNV-1a, mixed once more: sums of it must not agree where only last letters differ.
func hash(text string) uint32 {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(text))
	h := sum.Sum32()
	h = (h ^ h>>16) * 0x85ebca6b
	h = (h ^ h>>13) * 0xc2b2ae35
	return h ^ h>>16
}

func folded(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// claim is the hash of a claim and, below it, whose it is: the place in People. Numbers are sorted the fastest.
type claim uint64

func claimOf(hash uint32, who int) claim { return claim(hash)<<32 | claim(who) }

func (c claim) hash() uint32 { return uint32(c >> 32) }
func (c claim) who() int     { return int(uint32(c)) }

// samePerson warns at each profile that may be of the same person as one before it, in the order of paths. Of more
// people who sound alike than mostRead it looks at some, the same in each run.
func (s *Source) samePerson(all []claim, people []profile.Record, births []profile.Date) (ps []diag.Problem) {
	slices.Sort(all)
	before := map[string]string{} // a profile -> the first that may be of the same person
	read := 0
	for from, to := 0, 0; from < len(all); from = to {
		whole := false
		for to < len(all) && all[to].hash()|1 == all[from].hash()|1 {
			whole = whole || all[to].hash()&1 == 1
			to++
		}
		if size := to - from; whole && size > 1 && read+size <= mostRead {
			read += size
			s.compare(all[from:to], people, births, before)
		}
	}
	for _, p := range sortedKeys(before) {
		ps = append(ps, diag.Problem{Path: sourcePath(p), Rule: twins,
			Text: fmt.Sprintf("this is probably the same person as in %s: the names are alike, and the births can be the same", sourcePath(before[p])),
			Hint: "if so, keep one file, with former_slugs: for the other; if not, say so in one of the texts, with a link to the other person"})
	}
	return ps
}

// compare compares people who claim the same, each with the first of those before. Somebody whose
// birth fits nobody else's need not be read again.
func (s *Source) compare(alike []claim, people []profile.Record, births []profile.Date, before map[string]string) {
	whole := map[string]bool{}
	for _, c := range alike {
		if !slices.ContainsFunc(alike, func(other claim) bool {
			return other.who() != c.who() && sameBirth(births[other.who()], births[c.who()])
		}) {
			continue
		}
		p := path.Join("profiles", people[c.who()].Country.String(), people[c.who()].Slug+".md")
		whole[p] = whole[p] || c.hash()&1 == 1
	}
	var wholes, parts []*likeness
	for _, p := range sortedKeys(whole) {
		l := s.alike[p]
		if l == nil {
			if l = s.likeness(p); l == nil {
				continue
			}
		}
		if s.alike != nil {
			s.alike[p] = l
		}
		others := &parts
		if whole[p] {
			others = &wholes
		}
		for _, other := range slices.Concat(wholes, parts) {
			if (whole[p] || whole[other.file()]) && l.may(other) && (before[p] == "" || other.file() < before[p]) {
				before[p] = other.file()
			}
		}
		if len(*others) < mostCompared {
			*others = append(*others, l)
		}
	}
}

func (l *likeness) file() string { return path.Join("profiles", l.country, l.slug+".md") }

// likeness reads a profile once more, by its path below content/; nil if it is there no longer. The text is only parsed
// for those whose names are alike.
func (s *Source) likeness(at string) *likeness {
	var h profile.Header
	d, err := readHeader(s, at, &h, profile.Fields)
	if err != nil || d.unreadable {
		return nil
	}
	d.Free()
	l := likenessOf(&h, path.Base(path.Dir(at)), strings.TrimSuffix(path.Base(at), ".md"))
	body := d.body
	l.links = sync.OnceValue(func() (pages []string) {
		text, _ := markdown.Parse(at, body, 1)
		for _, link := range text.Links {
			pages = append(pages, path.Join(path.Dir(l.page()), link.To))
		}
		return pages
	})
	return l
}

// Alike lists the profiles, drafts too, that may be of somebody of whom there is none yet: slash paths from the source
// folder, sorted. A birth that is unknown can be any.
func (s *Source) Alike(ctx context.Context, workers int, h *profile.Header) (paths []string, err error) {
	w, l := &walker{s: s}, likenessOf(h, "", "")
	err = inParallel(ctx, workers, nil, w.profiles, func(g group) (bool, error) {
		other := s.likeness(g.path(""))
		return other != nil && l.may(other), nil
	}, func(g group, may bool) {
		if may {
			paths = append(paths, sourcePath(g.path("")))
		}
	})
	slices.Sort(paths)
	return paths, err
}

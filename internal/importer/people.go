package importer

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/edit"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// people finds those whom the site already has, and those whom the list has brought so far. Names are kept as
// digests where that will do: a list has a hundred thousand.
type people struct {
	folder   *edit.Folder
	language string // the site's main one
	all      []known
	byID     map[uint64]int32   // index into all, from 1; negative: the number of a row that was set aside
	byName   map[uint64][]int32 // every spelling of a name -> indexes into all
	byBirth  map[uint64][]int32 // the same by a day of birth
	lists    map[string]uint64  // a list that numbers people -> its bit
	numbers  uint64             // the bits of the lists whose numbers the map takes
	taken    map[uint64]bool    // cc/slug, also former ones
}

// known is somebody on the site, or whom a row of the list brought.
type known struct {
	path  string // cc/slug
	name  string
	lists uint64 // that have a number for the person
	row   int32  // that brought them; negative: that was about somebody on the site; 0: none yet
	born  profile.Date
}

func newPeople(folder *edit.Folder, language string) *people {
	return &people{folder: folder, language: language, byID: map[uint64]int32{}, byName: map[uint64][]int32{},
		byBirth: map[uint64][]int32{}, lists: map[string]uint64{}, taken: map[uint64]bool{}}
}

// load reads the headers of everybody on the site.
func (p *people) load(progress func(string, int, int)) error {
	countries, err := p.folder.List(profiles)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, c := range countries {
		if !c.IsDir() || schema.Country(c.Name()) != nil {
			continue
		}
		files, err := p.folder.List(profiles + "/" + c.Name())
		if err != nil {
			return err
		}
		for _, f := range files {
			slug, ok := strings.CutSuffix(f.Name(), ".md")
			if !ok || !schema.IsSlug(slug) || !f.Type().IsRegular() {
				continue
			}
			path := c.Name() + "/" + slug
			data, err := p.folder.Read(file(path))
			if err != nil {
				return err
			}
			h, _, err := parse(data)
			if err != nil {
				return fmt.Errorf("%s: %w; vigil check says more", file(path), err)
			}
			p.add(path, &h, 0)
			progress("known", len(p.all), 0)
		}
	}
	return nil
}

const profiles = "content/profiles"

// file is where somebody's profile lies in the source folder.
func file(path string) string { return profiles + "/" + path + ".md" }

// add remembers somebody.
func (p *people) add(path string, h *profile.Header, row int) {
	n := int32(len(p.all))
	p.all = append(p.all, known{path, strings.Clone(h.Name), p.numbered(h), int32(row), h.Born})
	p.taken[digest(path)] = true
	cc, _, _ := strings.Cut(path, "/")
	for _, former := range h.FormerSlugs {
		p.taken[digest(cc+"/"+former)] = true
	}
	for list, id := range h.IDs {
		key := digest("id", cc, list, id)
		if p.byID[key] == 0 {
			p.byID[key] = n + 1
		}
	}
	for _, key := range nameKeys(cc, h) {
		p.byName[key] = append(p.byName[key], n)
	}
	if h.Born.Exact() {
		key := birthKey(cc, h)
		p.byBirth[key] = append(p.byBirth[key], n)
	}
}

// seen remembers the numbers of a row that was set aside: another row with one of them is not to be taken for it.
func (p *people) seen(d *draft) {
	for list, id := range d.header.IDs {
		if key := digest("id", d.country, list, id); p.byID[key] == 0 {
			p.byID[key] = -int32(d.number)
		}
	}
}

// numbered tells which lists have a number for a person, a bit each. What is beyond 63 lists shares a bit.
func (p *people) numbered(h *profile.Header) (bits uint64) {
	for _, list := range sortedTags(h.IDs) {
		if p.lists[list] == 0 {
			p.lists[list] = 1 << min(len(p.lists), 63)
		}
		bits |= p.lists[list]
	}
	return bits
}

// nameKeys are a digest for every way in which somebody's name is written, in any order of its words.
func nameKeys(cc string, h *profile.Header) (keys []uint64) {
	spellings := []string{h.Name}
	for _, tag := range sortedTags(h.Names) {
		spellings = append(spellings, h.Names[tag])
	}
	for _, name := range spellings {
		words := strings.Fields(strings.ToLower(name))
		slices.Sort(words) // the order of names differs from list to list
		if key := digest("name", cc, strings.Join(words, " ")); len(words) > 0 && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

func birthKey(cc string, h *profile.Header) uint64 { return digest("born", cc, h.Born.String()) }

func sortedTags(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

func digest(parts ...string) uint64 {
	h := fnv.New64a()
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// parse reads the header of a profile.
func parse(data []byte) (profile.Header, *schema.Doc, error) {
	h := profile.NewHeader()
	l, err := edit.Split(data)
	if err != nil {
		return h, nil, err
	}
	doc := schema.Parse("profile", data[l.Start:l.End], l.Line)
	doc.Decode(schema.Struct(&h, profile.Fields))
	if p := firstError(doc); p != nil {
		return h, doc, fmt.Errorf("line %d: %s", p.Line, p.Text)
	}
	return h, doc, nil
}

// firstError is the first error that was found in a header, or nil.
func firstError(doc *schema.Doc) *diag.Problem {
	i := slices.IndexFunc(doc.Problems, func(p diag.Problem) bool { return p.Rule.Severity == diag.Error })
	if i < 0 {
		return nil
	}
	return &doc.Problems[i]
}

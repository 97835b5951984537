package importer

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"slices"
	"strings"

	"vigil/internal/edit"
	"vigil/internal/names"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// people finds those whom the site already has, and those whom the list has brought so far, by the number under
// which a list has them and by name and birth. It keeps digests, not names: a list has a hundred thousand.
type people struct {
	folder *edit.Folder
	paths  []string         // cc/slug; a row of the list is in it from when it was read
	rows   []int32          // the row that brought each; 0: it was there before
	byID   map[uint64]int32 // index into paths, from 1
	byName map[uint64]int32 // by native name and birth
	taken  map[uint64]bool  // cc/slug, also former ones
}

func newPeople(folder *edit.Folder) *people {
	return &people{folder: folder, byID: map[uint64]int32{}, byName: map[uint64]int32{}, taken: map[uint64]bool{}}
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
			progress("known", len(p.paths), 0)
		}
	}
	return nil
}

const profiles = "content/profiles"

// file is where somebody's profile lies in the source folder.
func file(path string) string { return profiles + "/" + path + ".md" }

// add remembers somebody.
func (p *people) add(path string, h *profile.Header, row int) {
	p.paths, p.rows = append(p.paths, path), append(p.rows, int32(row))
	n := int32(len(p.paths))
	p.taken[digest(path)] = true
	cc, _, _ := strings.Cut(path, "/")
	for _, former := range h.FormerSlugs {
		p.taken[digest(cc+"/"+former)] = true
	}
	for list, id := range h.IDs {
		key := digest("id", cc, list, id)
		if p.byID[key] == 0 {
			p.byID[key] = n
		}
	}
	for _, key := range nameKeys(cc, h) {
		if p.byName[key] == 0 {
			p.byName[key] = n
		}
	}
}

// find gives the index of somebody whom a draft is about, or -1. certain is false where only name and birth
// agree and both have a number in the same list.
func (p *people) find(cc string, h *profile.Header) (index int, byID bool) {
	for list, id := range h.IDs {
		if n := p.byID[digest("id", cc, list, id)]; n > 0 {
			return int(n - 1), true
		}
	}
	for _, key := range nameKeys(cc, h) {
		if n := p.byName[key]; n > 0 {
			return int(n - 1), false
		}
	}
	return -1, false
}

// nameKeys are a digest for every way in which somebody's name is written, with the birth; none without it: two
// people have one name more often than not.
func nameKeys(cc string, h *profile.Header) (keys []uint64) {
	if h.Born.IsZero() {
		return nil
	}
	for _, tag := range append([]string{""}, sortedTags(h.Names)...) {
		name := h.Name
		if tag != "" {
			name = h.Names[tag]
		}
		if words := strings.Fields(strings.ToLower(name)); len(words) > 1 {
			slices.Sort(words) // the order of names differs from list to list
			keys = append(keys, digest("name", cc, strings.Join(words, " "), h.Born.String()))
		}
	}
	return keys
}

func sortedTags(m map[string]string) (tags []string) {
	for tag := range m {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}

func digest(parts ...string) uint64 {
	h := fnv.New64a()
	for _, part := range parts {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// slug gives a new person a name for the file: the one in the list, else from the name, else from a name in
// another script, else from the list's own number; with the year of birth, or of the arrest, where it is taken.
func (p *people) slug(d *draft) (string, error) {
	h := &d.header
	base := ""
	if d.slug != "" {
		base = names.Slug(d.slug, "")
	}
	if base == "" {
		base = names.Slug(h.Name, "")
	}
	for _, tag := range sortedTags(h.Names) {
		if base == "" {
			base = names.Slug(h.Names[tag], tag)
		}
	}
	for _, list := range sortedTags(h.IDs) {
		if base == "" {
			base = names.Slug(list+" "+h.IDs[list], "")
		}
	}
	if base == "" {
		return "", errors.New("no Latin spelling can be made of the name; map a column to slug, or a number to ids")
	}
	tries := []string{base}
	if !h.Born.IsZero() {
		tries = append(tries, fmt.Sprintf("%s-%d", base, h.Born.Year))
	}
	for _, det := range h.Detentions {
		if !det.From.IsZero() {
			tries = append(tries, fmt.Sprintf("%s-%d", tries[len(tries)-1], det.From.Year))
			break
		}
	}
	for n := 2; ; n++ {
		for _, try := range tries {
			if schema.Slug(try) == nil && !p.taken[digest(d.country+"/"+try)] {
				return try, nil
			}
		}
		tries = []string{fmt.Sprintf("%s-%d", base, n)}
		if len(tries[0]) > names.MaxSlug || n > 10_000 {
			return "", fmt.Errorf("the name %q for the file is taken; map a column to slug", base)
		}
	}
}

// parse takes a profile apart: its header, and where its fields stand.
func parse(data []byte) (profile.Header, edit.Header, error) {
	h := profile.NewHeader()
	l, err := edit.Split(data)
	if err != nil {
		return h, l, err
	}
	doc := schema.Parse("profile", data[l.Start:l.End], 2)
	doc.Decode(schema.Struct(&h, profile.Fields))
	for _, p := range doc.Problems {
		if p.Rule.Severity == 0 {
			return h, l, fmt.Errorf("line %d: %s", p.Line, p.Text)
		}
	}
	return h, l, nil
}

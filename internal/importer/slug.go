package importer

import (
	"errors"
	"fmt"

	"vigil/internal/names"
	"vigil/internal/schema"
)

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

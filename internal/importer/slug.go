package importer

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"vigil/internal/names"
	"vigil/internal/profile"
)

// slug gives a new person a name for the file: the one in the list, else from the name, else from a name in
// another script, else from the list's own number; with the year of birth, or of the arrest, where it is taken.
func (p *people) slug(d *draft) (string, error) {
	h := &d.header
	base := cmp.Or(names.Slug(d.slug, ""), names.Slug(h.Name, p.language))
	for _, tag := range sortedTags(h.Names) {
		base = cmp.Or(base, names.Slug(h.Names[tag], tag))
	}
	for _, list := range sortedTags(h.IDs) {
		base = cmp.Or(base, names.Slug(list+" "+h.IDs[list], ""))
	}
	if base == "" {
		return "", errors.New("no Latin spelling can be made of the name; map a column to slug, or a number to ids")
	}
	var years []int
	if !h.Born.IsZero() {
		years = append(years, int(h.Born.Year))
	}
	if i := slices.IndexFunc(h.Detentions, func(d profile.Detention) bool { return !d.From.IsZero() }); i >= 0 {
		years = append(years, int(h.Detentions[i].From.Year))
	}
	slug := names.Free(base, years, func(slug string) bool { return p.taken[digest(d.country+"/"+slug)] })
	if slug == "" {
		return "", fmt.Errorf("the name %q for the file is taken; map a column to slug", base)
	}
	return slug, nil
}

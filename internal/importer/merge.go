package importer

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"vigil/internal/edit"
	"vigil/internal/profile"
)

// Difference is a field in which the list says something else than the profile.
type Difference struct {
	Row                     int
	Path, Field, Have, List string // Have and List as they would stand in the file
	Taken                   bool
}

// merge brings a draft into the profile that is there. An empty field is filled, a differing one offered, or
// taken where update names it. Fields that the map does not name, comments and the order of the file stay.
func merge(data []byte, d *draft, mapped, update []string, on profile.When) (out []byte, offered []Difference, err error) {
	have, _, err := parse(data)
	if err != nil {
		return nil, nil, err
	}
	next := d.header
	next.Names, next.IDs = together(have.Names, next.Names), together(have.IDs, next.IDs)
	if !have.Verified.IsZero() && next.Verified.Earliest() <= have.Verified.Earliest() {
		next.Verified = have.Verified // somebody looked later than the list
	}
	now, then := written(&have), written(&next)
	edited := slices.Clone(data)
	for _, field := range profile.Fields.Names() {
		if !slices.Contains(mapped, field) || then[field] == "" || then[field] == now[field] {
			continue
		}
		take := now[field] == "" || slices.Contains(update, field)
		if now[field] != "" {
			offered = append(offered, Difference{d.number, d.country + "/" + d.slug, field, shown(field, now[field]), shown(field, then[field]), take})
		}
		if take {
			if edited, err = edit.Put(edited, field, then[field], profile.Fields.Names()); err != nil {
				return nil, nil, err
			}
		}
	}
	if !bytes.Equal(edited, data) {
		h, doc, err := parse(edited)
		if err != nil {
			return nil, offered, err
		}
		h.Check(doc, on)
		if p := firstError(doc); p != nil {
			return nil, offered, errContradiction{p.Text}
		}
	}
	layout, err := edit.Split(edited)
	if err != nil {
		return nil, offered, err
	}
	if _, body, _ := bytes.Cut(edited[layout.End:], []byte("\n")); d.text != "" && len(bytes.TrimSpace(body)) == 0 {
		edited = append(bytes.TrimRight(edited, "\n"), "\n"+d.text...)
	}
	return edited, offered, nil
}

// errContradiction says that what the list adds contradicts what the profile has.
type errContradiction struct{ text string }

func (e errContradiction) Error() string { return e.text }

func together(have, list map[string]string) map[string]string {
	if have == nil {
		return list
	}
	out := maps.Clone(have)
	maps.Copy(out, list)
	return out
}

func written(h *profile.Header) map[string]string {
	out := map[string]string{}
	for _, w := range profile.Fields.Write(h) {
		out[w.Name] = w.Lines
	}
	return out
}

// shown is a field without its name and line ends, for a report.
func shown(field, lines string) string {
	return clip(strings.TrimPrefix(strings.TrimSpace(lines), field+":"))
}

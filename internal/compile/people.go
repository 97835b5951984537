package compile

import (
	"io"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/render"
	"vigil/internal/site"
)

// PeopleFile is a people file of the open data, in both forms.
type PeopleFile struct {
	Name     string // in the site, without its ending
	from, to int    // indexes into People
}

// PeopleFiles lists the people files in the order in which a build writes them: everybody, unless they
// are too many for one file, then country by country.
func (in *Input) PeopleFiles() (out []PeopleFile) {
	people := in.Library.People
	if len(people) <= site.MostInOneFile {
		out = append(out, PeopleFile{"data/people", 0, len(people)})
	}
	for from, to := 0, 0; from < len(people); from = to {
		for to < len(people) && people[to].Country == people[from].Country {
			to++
		}
		out = append(out, PeopleFile{"data/people/" + people[from].Country.String(), from, to})
	}
	return out
}

// WritePeople writes one people file in both forms, a person at a time. A build writes the same bytes
// while it renders everybody's page.
func (in *Input) WritePeople(f PeopleFile, json, csv io.Writer) error {
	d, err := begin(stays{json}, stays{csv})
	if err != nil {
		return err
	}
	if err := in.each(f.from, f.to, d.add); err != nil {
		return err
	}
	return d.close()
}

// WriteSources writes the list of facts and their sources, a person at a time, with the bytes of a build.
func (in *Input) WriteSources(r *render.Renderer, to io.Writer) error {
	if _, err := to.Write(append(render.SourcesHead(), r.EntrySources()...)); err != nil {
		return err
	}
	return in.each(0, len(in.Library.People), func(b *render.Data) error {
		_, err := to.Write(b.Sources.Bytes())
		return err
	})
}

// each hands over the data of people one by one.
func (in *Input) each(from, to int, do func(*render.Data) error) (err error) {
	var d render.Data
	for i := from; i < to; i++ {
		r := &in.Library.People[i]
		var person *content.Person
		if !r.Has(profile.Unnamed) {
			if person, err = in.Source.Person(r); err != nil {
				return err
			}
		}
		d.Reset()
		if err := d.Add(r, person, in.Library.Site.Main()); err != nil {
			return err
		}
		if err := do(&d); err != nil {
			return err
		}
	}
	return nil
}

// stays is a writer that stays open when the file on it ends.
type stays struct{ io.Writer }

func (stays) Close() error { return nil }

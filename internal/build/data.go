package build

import (
	"context"

	"vigil/internal/output"
	"vigil/internal/render"
)

// mostInOneFile is the number of people up to which there is one data file with everybody.
const mostInOneFile = 50000

// dataFile is a people file in both forms while it grows.
type dataFile struct {
	json, csv *output.File
	empty     bool
}

func (w *writer) open(name string) (*dataFile, error) {
	f := &dataFile{empty: true}
	var err error
	if f.json, err = w.tree.Create("data/" + name + ".json"); err != nil {
		return nil, err
	}
	if f.csv, err = w.tree.Create("data/" + name + ".csv"); err != nil {
		return nil, err
	}
	w.data = append(w.data, "data/"+name+".json", "data/"+name+".csv")
	if _, err = f.json.Write([]byte("[\n")); err != nil {
		return nil, err
	}
	_, err = f.csv.Write(render.CSVHead())
	return f, err
}

func (f *dataFile) add(b *batch) error {
	if !f.empty {
		if _, err := f.json.Write([]byte(",\n")); err != nil {
			return err
		}
	}
	f.empty = false
	if _, err := f.json.Write(b.json.Bytes()); err != nil {
		return err
	}
	_, err := f.csv.Write(b.csv.Bytes())
	return err
}

func (f *dataFile) close() error {
	if f == nil {
		return nil
	}
	if _, err := f.json.Write([]byte("\n]\n")); err != nil {
		return err
	}
	if err := f.json.Close(); err != nil {
		return err
	}
	return f.csv.Close()
}

// collect appends finished batches to the data files in the order of the index.
func (w *writer) collect(ctx context.Context, order <-chan *batch) (err error) {
	people := w.in.Library.People
	var everybody, country *dataFile
	if len(people) <= mostInOneFile {
		if everybody, err = w.open("people"); err != nil {
			return err
		}
	}
	code := ""
	for b := range order {
		select {
		case <-b.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if cc := people[b.from].Country.Value(); cc != code {
			if err := country.close(); err != nil {
				return err
			}
			if country, err = w.open("people/" + cc); err != nil {
				return err
			}
			code = cc
		}
		if everybody != nil {
			if err := everybody.add(b); err != nil {
				return err
			}
		}
		if err := country.add(b); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := country.close(); err != nil {
		return err
	}
	return everybody.close()
}

// describeData is written after the people: the counts, and the description of all data files.
func (w *writer) describeData(context.Context) error {
	counts, err := w.in.Site.CountsJSON()
	if err != nil {
		return err
	}
	if err := w.write("data/counts.json", counts); err != nil {
		return err
	}
	var files []render.Resource
	for _, name := range append([]string{"data/counts.json"}, w.data...) {
		sum, _ := w.tree.Sum(name)
		files = append(files, render.Resource{Path: name, Bytes: sum.Size, SHA256: sum.SHA256})
	}
	pkg, err := w.render.DataPackage(files)
	if err != nil {
		return err
	}
	return w.write("data/datapackage.json", pkg)
}

// rest writes the small files that others read: sitemap, robots, and the site's description for mirrors.
func (w *writer) rest(context.Context) error {
	if err := w.render.Sitemap(w.write); err != nil {
		return err
	}
	mirror, err := w.render.Mirror()
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{"robots.txt": w.render.Robots(), ".nojekyll": {}, output.Marker: mirror} {
		if err := w.write(name, data); err != nil {
			return err
		}
	}
	return nil
}

package compile

import (
	"context"
	"io"

	"vigil/internal/output"
	"vigil/internal/render"
	"vigil/internal/site"
)

// dataFile is a people file in both forms while it grows.
type dataFile struct {
	json, csv io.WriteCloser
	empty     bool
}

func (w *writer) create(name string) (*dataFile, error) {
	json, err := w.tree.Create("data/" + name + ".json")
	if err != nil {
		return nil, err
	}
	csv, err := w.tree.Create("data/" + name + ".csv")
	if err != nil {
		return nil, err
	}
	w.data = append(w.data, "data/"+name+".json", "data/"+name+".csv")
	return begin(json, csv)
}

func begin(json, csv io.WriteCloser) (*dataFile, error) {
	if _, err := json.Write([]byte("[\n")); err != nil {
		return nil, err
	}
	_, err := csv.Write(render.PeopleHead())
	return &dataFile{json, csv, true}, err
}

func (f *dataFile) add(d *render.Data) error {
	if !f.empty {
		if _, err := f.json.Write([]byte(",\n")); err != nil {
			return err
		}
	}
	f.empty = false
	if _, err := f.json.Write(d.Objects.Bytes()); err != nil {
		return err
	}
	_, err := f.csv.Write(d.Lines.Bytes())
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
	sources, err := w.tree.Create(SourcesFile)
	if err != nil {
		return err
	}
	if _, err := sources.Write(append(render.SourcesHead(), w.render.EntrySources()...)); err != nil {
		return err
	}
	var everybody, country *dataFile
	if len(people) <= site.MostInOneFile {
		if everybody, err = w.create("people"); err != nil {
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
		if cc := people[b.from].Country.String(); cc != code {
			if err := country.close(); err != nil {
				return err
			}
			if country, err = w.create("people/" + cc); err != nil {
				return err
			}
			code = cc
		}
		if everybody != nil {
			if err := everybody.add(&b.data); err != nil {
				return err
			}
		}
		if err := country.add(&b.data); err != nil {
			return err
		}
		if _, err := sources.Write(b.data.Sources.Bytes()); err != nil {
			return err
		}
		for _, f := range b.found {
			if err := w.shards.add(f); err != nil {
				return err
			}
		}
		w.batches.Put(b)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err := country.close(); err != nil {
		return err
	}
	if err := everybody.close(); err != nil {
		return err
	}
	w.data = append(w.data, SourcesFile)
	return sources.Close()
}

// SourcesFile, in the site, says where each fact of the site comes from: one file, whatever the number of people.
const SourcesFile = "data/sources.csv"

// describeData is written after the people: the counts, and the description of all data files.
func (w *writer) describeData(context.Context) error {
	var files []render.Resource
	described := func(name string) {
		sum, _ := w.tree.Sum(name)
		files = append(files, render.Resource{Path: name, Bytes: sum.Size, SHA256: sum.SHA256})
	}
	err := w.in.Figures(w.render, func(name string, data []byte) error {
		defer described(name)
		return w.tree.Write(name, data)
	})
	if err != nil {
		return err
	}
	for _, name := range w.data {
		described(name)
	}
	pkg, err := w.render.DataPackage(files)
	if err != nil {
		return err
	}
	return w.tree.Write("data/datapackage.json", pkg)
}

// Figures makes the data files that are not about people one by one.
func (in *Input) Figures(r *render.Renderer, write func(name string, data []byte) error) error {
	counts, err := in.Site.CountsJSON()
	if err != nil {
		return err
	}
	if err := write("data/counts.json", counts); err != nil {
		return err
	}
	if err := write("data/reported.csv", r.ReportedCSV()); err != nil {
		return err
	}
	return render.Schemas(write)
}

// rest writes the small files that others read: sitemap, robots, and the site's description for mirrors.
func (w *writer) rest(context.Context) error { return Rest(w.render, w.tree.Write) }

// Rest makes the small files that are neither pages nor data.
func Rest(r *render.Renderer, write func(name string, data []byte) error) error {
	if err := r.Sitemap(write); err != nil {
		return err
	}
	if err := r.Hosts(write); err != nil {
		return err
	}
	mirror, err := r.Mirror()
	if err != nil {
		return err
	}
	manifest, err := r.Manifest()
	if err != nil {
		return err
	}
	if security := r.Security(); security != nil {
		if err := write(render.SecurityFile, security); err != nil {
			return err
		}
	}
	for name, data := range map[string][]byte{"site.webmanifest": manifest, "robots.txt": r.Robots(), ".nojekyll": {}, output.Marker: mirror} {
		if err := write(name, data); err != nil {
			return err
		}
	}
	return nil
}

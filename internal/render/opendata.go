package render

import (
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/site"
)

// openDataView is data.html: what the open data is, in words.
type openDataView struct {
	Frame
	Files     []dataFile
	Countries []countryFiles
	Licence   *Link
	Address   string // of the site, if it is known
	Sums      string // address of SHA256SUMS
}

// dataFile is a file, or the same in two forms, and what stands in it.
type dataFile struct {
	What  string
	Forms []Link
}

type countryFiles struct {
	Country   Link
	People    int
	JSON, CSV string
}

func openData(c *composer, _ Document) (any, error) {
	s, t := c.site, c.lang.T
	v := openDataView{Frame: c.frame(t("footer.data"), false), Address: s.BaseURL, Sums: relative(c.file, "SHA256SUMS")}
	v.Description = t("data.lead")
	v.AsOf = c.time(s.AsOf.Date())
	if s.Site.Licence != "" {
		v.Licence = licence(s.Site.Licence)
	}
	file := func(key string, names ...string) {
		f := dataFile{What: t(key)}
		for _, name := range names {
			f.Forms = append(f.Forms, Link{Text: name, Href: relative(c.file, "data/"+name)})
		}
		v.Files = append(v.Files, f)
	}
	if len(s.People) <= site.MostInOneFile {
		file("data.people", "people.csv", "people.json")
	}
	file("data.counts", "counts.json")
	file("data.reported", "reported.csv")
	file("data.sources", "sources.csv")
	file("data.package", "datapackage.json")
	var schemas []string
	for _, k := range content.Kinds {
		schemas = append(schemas, strings.TrimPrefix(site.SchemaFile(k.Name), "data/"))
	}
	file("data.schema", schemas...)
	v.Files = append(v.Files, dataFile{What: t("writing.lead"), Forms: []Link{{Text: t("writing.title"), Href: c.link("writing.html")}}})
	for i := range s.Countries {
		x := &s.Countries[i]
		if len(x.People.Members) == 0 {
			continue // and so no file
		}
		at := relative(c.file, "data/people/"+x.Code)
		v.Countries = append(v.Countries, countryFiles{c.countryLink(x.Code), len(x.People.Members), at + ".json", at + ".csv"})
	}
	slices.SortStableFunc(v.Countries, func(a, b countryFiles) int { return c.lang.Compare(a.Country.Text, b.Country.Text) })
	return v, nil
}

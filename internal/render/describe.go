package render

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"strings"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// What describes the site to programs: its data, the site itself for mirrors, and its icons for a phone.

// Resource is a data file for the data package.
type Resource struct {
	Path   string // in the site
	Bytes  int64
	SHA256 [32]byte
}

// field is a column as a data package describes it.
type field struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// described is a column with what its name does not say.
type described struct {
	field
	Description string `json:"description,omitempty"`
}

func describedColumns() (out []described) {
	for _, c := range peopleColumns() {
		d := described{field: c}
		if of := detailsOf[c.Name]; of != "" {
			d.Description = "one for each of " + of + ", in the same order, with | between them"
		}
		out = append(out, d)
	}
	return out
}

// DataPackage is data/datapackage.json (Data Package v2): what data there is, of which day, under which
// licence, with size and hash.
func (r *Renderer) DataPackage(files []Resource) ([]byte, error) {
	type schema struct {
		Fields        any      `json:"fields"` // of field or described
		MissingValues []string `json:"missingValues"`
	}
	type resource struct {
		Name      string  `json:"name"`
		Path      string  `json:"path"`
		Format    string  `json:"format"`
		MediaType string  `json:"mediatype"`
		Encoding  string  `json:"encoding"`
		Bytes     int64   `json:"bytes"`
		Hash      string  `json:"hash"`
		Schema    *schema `json:"schema,omitempty"`
	}
	type license struct {
		Name  string `json:"name,omitempty"` // an identifier of opendefinition.org; one without an address needs it
		Title string `json:"title"`
		Path  string `json:"path,omitempty"`
	}
	people := &schema{describedColumns(), []string{""}}
	tables := map[string]*schema{
		"reported.csv": {Fields: reportedColumns, MissingValues: []string{""}},
		"sources.csv":  {Fields: sourcesColumns, MissingValues: []string{""}},
	}
	out := struct {
		Schema    string     `json:"$schema"`
		Name      string     `json:"name"`
		Title     string     `json:"title"`
		AsOf      string     `json:"as_of"`
		Licenses  []license  `json:"licenses,omitempty"`
		Resources []resource `json:"resources"`
	}{Schema: "https://datapackage.org/profiles/2.0/datapackage.json", Name: "vigil", Title: r.title(r.site.Site.Main()),
		AsOf: r.site.AsOf.String(), Resources: []resource{}}
	if l := licence(r.site.Site.Licence); l != nil && l.Text != "" {
		out.Licenses = []license{{"", l.Text, l.Href}}
		if l.Href == "" {
			out.Licenses[0].Name = "notspecified"
		}
	}
	for _, f := range files {
		path := strings.TrimPrefix(f.Path, "data/")
		base, ending, _ := strings.Cut(path, ".")
		x := resource{strings.ReplaceAll(base, "/", "-") + "-" + ending, path, ending, "application/json", "utf-8", f.Bytes,
			"sha256:" + hex.EncodeToString(f.SHA256[:]), nil}
		if ending == "csv" {
			x.MediaType, x.Schema = "text/csv", cmp.Or(tables[path], people)
		}
		out.Resources = append(out.Resources, x)
	}
	return indented(out)
}

// Schemas makes the schemas of all kinds.
func Schemas(write func(name string, data []byte) error) error {
	for _, k := range content.Kinds {
		schema, err := indented(content.Schema(k))
		if err == nil {
			err = write(site.SchemaFile(k.Name), schema)
		}
		if err != nil {
			return err
		}
	}
	return write(site.SchemaFile("mirror"), []byte(mirrorSchema))
}

// mirrorSchema is what a program may rely on in mirror.json. Later versions may add properties, and raise the format where an
// old reader would go wrong.
const mirrorSchema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "mirror.json",
  "description": "Which site a copy is of, and of which day. Nobody vouches for it but the signature of SHA256SUMS.",
  "type": "object",
  "required": ["generator", "format", "site", "base_url", "as_of", "public_key", "mirrors"],
  "properties": {
    "generator": {"const": "vigil"},
    "format": {"const": 1},
    "site": {"type": "string", "minLength": 1, "description": "title of the site in its main language"},
    "base_url": {"type": "string", "pattern": "^(https?://.+/)?$", "description": "main address; empty: there is none"},
    "as_of": {"type": "string", "format": "date", "description": "the day, in UTC, that all counters refer to"},
    "public_key": {"type": "string", "pattern": "^(RW[A-Za-z0-9+/]{54}={0,2})?$", "description": "of minisign, in one line; empty: the site is not signed"},
    "mirrors": {
      "type": "array",
      "description": "other addresses of the site",
      "items": {
        "type": "object",
        "required": ["url"],
        "properties": {
          "url": {"type": "string", "pattern": "^https?://.+/$", "description": "of the folder"},
          "kind": {"type": "string", "description": "in the words of the site: https, onion, cloud"}
        }
      }
    },
    "status": {
      "type": "object",
      "description": "what was found at these addresses; not there: nobody has looked",
      "required": ["looked", "copies"],
      "properties": {
        "looked": {"type": "string", "format": "date", "description": "the day, in UTC, on which somebody looked"},
        "copies": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["url"],
            "properties": {
              "url": {"type": "string", "pattern": "^https?://.+/$", "description": "the main address or one of the others"},
              "seen": {"type": "string", "format": "date", "description": "the last day on which it answered; not there: it never did"},
              "as_of": {"type": "string", "format": "date", "description": "the day that its copy was of then"},
              "whole": {"enum": ["yes", "no", "not checked"]},
              "genuine": {"enum": ["yes", "no", "not checked"]},
              "fresh": {"enum": ["yes", "no", "not checked"]}
            }
          }
        }
      }
    }
  }
}
`

// Mirror is mirror.json: which site this is and of which day; also the mark of a folder that Vigil made.
func (r *Renderer) Mirror() ([]byte, error) {
	type mirror struct {
		URL  string `json:"url"`
		Kind string `json:"kind,omitempty"`
	}
	type found struct {
		URL     string       `json:"url"`
		Seen    profile.Date `json:"seen,omitzero"`
		AsOf    profile.Date `json:"as_of,omitzero"`
		Whole   string       `json:"whole,omitempty"`
		Genuine string       `json:"genuine,omitempty"`
		Fresh   string       `json:"fresh,omitempty"`
	}
	type status struct {
		Looked profile.Date `json:"looked"`
		Copies []found      `json:"copies"`
	}
	out := struct {
		Generator string   `json:"generator"`
		Format    int      `json:"format"`
		Site      string   `json:"site"`
		BaseURL   string   `json:"base_url"`
		AsOf      string   `json:"as_of"`
		PublicKey string   `json:"public_key"` // empty: the site is not signed
		Mirrors   []mirror `json:"mirrors"`
		Status    *status  `json:"status,omitempty"`
	}{Generator: "vigil", Format: 1, Site: r.title(r.site.Site.Main()), BaseURL: r.site.BaseURL,
		AsOf: r.site.AsOf.String(), PublicKey: r.site.Site.PublicKey, Mirrors: []mirror{}}
	for _, m := range r.site.Site.Mirrors {
		out.Mirrors = append(out.Mirrors, mirror{m.URL, m.Kind})
	}
	if copies := r.site.Site.Copies; !copies.Looked.IsZero() {
		out.Status = &status{copies.Looked, []found{}}
		if out.BaseURL != "" {
			out.Status.Copies = append(out.Status.Copies, found(copies.At(out.BaseURL)))
		}
		for _, m := range out.Mirrors {
			out.Status.Copies = append(out.Status.Copies, found(copies.At(m.URL)))
		}
	}
	return indented(out)
}

// Manifest is site.webmanifest: what a phone shows for a site on its first screen.
func (r *Renderer) Manifest() ([]byte, error) {
	type icon struct {
		Src   string `json:"src"`
		Sizes string `json:"sizes"`
		Type  string `json:"type"`
	}
	main := r.site.Languages[0]
	out := struct {
		Name     string `json:"name"`
		Lang     string `json:"lang"`
		Dir      string `json:"dir"`
		StartURL string `json:"start_url"`
		Display  string `json:"display"`
		Icons    []icon `json:"icons"`
	}{r.title(main.Tag()), main.Tag(), main.Dir(), "index.html", "browser", []icon{
		{"static/icon-180.png", "180x180", "image/png"}, {"static/icon-512.png", "512x512", "image/png"}, {"static/favicon.svg", "any", "image/svg+xml"},
	}}
	return indented(out)
}

// indented is JSON that people can read too.
func indented(v any) ([]byte, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	return append(b, '\n'), err
}

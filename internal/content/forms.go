package content

import (
	"regexp"

	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Kind is a kind of file with front matter: what commands call it, where its files lie, and its fields.
type Kind struct {
	Name        string
	Dir         string // below content/; CC stands for a country
	Fields      schema.Form
	Translation schema.Form             // of <name>.<lang>.md
	CheckName   func(name string) error // of a file, without .md
}

// Kinds lists the kinds of Markdown files.
var Kinds = []Kind{
	{"profile", "profiles/CC", profile.Fields, profile.TranslationFields, schema.Slug},
	{"country", "countries", countryFields, countryFields.Translatable(), schema.Country},
	{"prison", "prisons/CC", prisonFields, prisonFields.Translatable(), schema.Slug},
	{"official", "officials/CC", officialFields, officialFields.Translatable(), schema.Slug},
	{"organisation", "organisations", organisationFields, organisationFields.Translatable(), schema.Slug},
	{"page", "pages", pageFields, pageFields.Translatable(), pageSlug},
	{"news", "news", newsFields, newsFields.Translatable(), newsSlug},
}

var kindPath = regexp.MustCompile(`^content/([a-z]+)/(?:([a-z]{2})/)?([^/.]+)(\.[^/.]+)?\.md$`)

// FormOf gives the fields that a file may have, by its slash path from the source folder; ok is false for what is
// no Markdown file of the content.
func FormOf(path string) (kind Kind, translation bool, form schema.Form, ok bool) {
	m := kindPath.FindStringSubmatch(path)
	if m == nil {
		return Kind{}, false, nil, false
	}
	dir := m[1]
	if m[2] != "" {
		dir += "/CC"
	}
	for _, k := range Kinds {
		if k.Dir == dir {
			if m[4] != "" {
				return k, true, k.Translation, true
			}
			return k, false, k.Fields, true
		}
	}
	return Kind{}, false, nil, false
}

// Schema is the JSON Schema of the front matter of a kind of file.
func Schema(k Kind) map[string]any {
	out := k.Fields.JSONSchema()
	out["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	out["title"] = "Front matter of a " + k.Name
	return out
}

package content

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"

	"vigil/internal/schema"
)

// CMS is a configuration for Decap CMS or Sveltia CMS: a form for every kind of file, made from its fields. Where
// the repository and its login are must be filled in by whoever runs the editor.
func CMS() (string, error) {
	var collections []map[string]any
	for _, k := range Kinds {
		dir, byCountry := strings.CutSuffix(k.Dir, "/CC")
		widgets := append(fieldsOf(k.Fields.Reference(), ""), map[string]any{"name": "body", "label": "text", "widget": "markdown", "required": false})
		c := map[string]any{"name": k.Name, "label": k.Name, "folder": "content/" + dir, "create": true, "extension": "md", "format": "frontmatter",
			"fields": widgets, "slug": "{{slug}}"}
		if byCountry {
			c["path"], c["nested"] = "{{country}}/{{slug}}", map[string]any{"depth": 2}
		}
		collections = append(collections, c)
	}
	out, err := yaml.Marshal(map[string]any{
		"backend":      map[string]any{"name": "github", "repo": "owner/repository", "branch": "main", "open_authoring": true},
		"publish_mode": "editorial_workflow",
		"media_folder": "content",
		"collections":  collections,
	})
	if err != nil {
		return "", fmt.Errorf("writing the forms: %w", err)
	}
	return "# Forms for Decap CMS or Sveltia CMS, made by vigil schema --cms. Put your repository for owner/repository.\n" + string(out), nil
}

// fieldsOf makes widgets of the fields below a prefix.
func fieldsOf(all []schema.Described, prefix string) (out []map[string]any) {
	for _, d := range all {
		name, ok := strings.CutPrefix(d.Name, prefix)
		if !ok || strings.Contains(name, ".") {
			continue
		}
		w := map[string]any{"name": name, "label": name, "hint": d.Help, "required": d.Required}
		switch {
		case d.Shape == "rows":
			w["widget"], w["fields"] = "list", fieldsOf(all, d.Name+".")
		case d.Shape == "fields" && len(fieldsOf(all, d.Name+".")) > 0:
			w["widget"], w["fields"] = "object", fieldsOf(all, d.Name+".")
		case d.Shape == "fields":
			w["widget"] = "keyvalue"
		case d.Shape == "list" && d.Values != nil:
			w["widget"], w["multiple"], w["options"] = "select", true, d.Values
		case d.Values != nil:
			w["widget"], w["options"] = "select", d.Values
		case d.Shape == "list":
			w["widget"] = "list"
		case d.Shape == "true or false":
			w["widget"] = "boolean"
		case d.Shape == "number":
			w["widget"] = "number"
		case d.Shape == "date":
			w["widget"], w["pattern"] = "string", []string{"^[0-9]{4}(-[0-9]{2}){0,2}$", "a date like 1984, 1984-09 or 1984-09-25"}
		default:
			w["widget"] = "string"
		}
		out = append(out, w)
	}
	return out
}

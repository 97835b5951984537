package main

import (
	"encoding/json"
	"fmt"

	"vigil/internal/content"
	"vigil/internal/diag"
)

func runSchema(c *call) int {
	cms := c.Bool("cms", false, "print the forms for Decap CMS and Sveltia CMS instead")
	if status, ok := c.parsePaths(); !ok {
		return status
	}
	if *cms {
		if len(c.rest) > 0 {
			return c.misuse("--cms prints the forms of every kind")
		}
		config, err := content.CMS()
		if err != nil {
			return c.fail(err)
		}
		fmt.Fprint(c.stdout, config)
		return exitOK
	}
	if len(c.rest) > 1 {
		return c.misuse("takes one kind of file")
	}
	var names []string
	all := map[string]any{}
	for _, k := range content.Kinds {
		names = append(names, k.Name)
		all[k.Name] = content.Schema(k)
		if len(c.rest) == 1 && k.Name == c.rest[0] {
			return c.print(content.Schema(k))
		}
	}
	if len(c.rest) == 0 {
		return c.print(all)
	}
	status := c.misuse("there is no kind of file %q", c.rest[0])
	if hint := diag.Suggest(c.rest[0], names); hint != "" {
		fmt.Fprintln(c.stderr, "  hint:", hint)
	}
	return status
}

// print writes JSON for people and programs.
func (c *call) print(v any) int {
	e := json.NewEncoder(c.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return c.fail(err)
	}
	return exitOK
}

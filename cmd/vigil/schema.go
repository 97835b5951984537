package main

import (
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
	switch len(c.rest) {
	case 0:
		all := map[string]any{}
		for _, k := range content.Kinds {
			all[k.Name] = content.Schema(k)
		}
		return c.print(all)
	case 1:
		k, status := c.kindOf(c.rest[0])
		if status != exitOK {
			return status
		}
		return c.print(content.Schema(k))
	}
	return c.misuse("takes one kind of file")
}

// print writes JSON for people and programs.
func (c *call) print(v any) int {
	if err := diag.JSON(c.stdout, v); err != nil {
		return c.fail(err)
	}
	return exitOK
}

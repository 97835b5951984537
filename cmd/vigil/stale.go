package main

import (
	"slices"

	"vigil/internal/compile"
	"vigil/internal/render"
)

func runStale(c *call) int {
	format := c.String("format", "text", "text, markdown or csv")
	if status, ok := c.parse(); !ok {
		return status
	}
	if !slices.Contains([]string{"text", "markdown", "csv"}, *format) {
		return c.misuse("--format takes text, markdown or csv, not %q", *format)
	}
	o := compile.Options{Source: *c.source, Cache: c.cache()}
	var err error
	if o.When, err = c.when(""); err != nil {
		return c.misuse("%v", err)
	}
	in, status := c.load(o)
	if status != exitOK {
		return status
	}
	defer in.Source.Close()
	if err := render.WriteNeeds(c.stdout, in.Site, *format); err != nil {
		return c.fail(err)
	}
	return exitOK
}

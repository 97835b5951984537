package main

import (
	"vigil/internal/compile"
	"vigil/internal/render"
)

func runStale(c *call) int {
	var o compile.Options
	format := c.format("text, markdown or csv", "text", "markdown", "csv")
	c.asOfToday(&o.When)
	if status, ok := c.parse(); !ok {
		return status
	}
	o.Source, o.Cache = *c.source, c.cache()
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

package main

import (
	"context"
	"fmt"
	"io"

	"vigil/internal/check"
	"vigil/internal/compile"
	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/site"
)

func runCount(c *call) int {
	var o compile.Options
	date := c.String("date", "", "the day that counters refer to (default: today, UTC)")
	format := c.String("format", "text", "text or json (the same as data/counts.json)")
	if status, ok := c.parse(); !ok {
		return status
	}
	if *format != "text" && *format != "json" {
		return c.misuse("--format takes text or json, not %q", *format)
	}
	var err error
	if o.When, err = c.when(*date); err != nil {
		return c.misuse("%v", err)
	}
	o.Source, o.Cache = *c.source, c.cache()
	in, problems, err := compile.Load(context.Background(), o)
	if err != nil {
		return c.fail(err)
	}
	defer in.Source.Close()
	if in.Site == nil {
		if err := check.Print(c.stderr, "text", problems); err != nil {
			return c.fail(err)
		}
		fmt.Fprintf(c.stderr, "vigil count: %s\n", plural(diag.Errors(problems), "error", "errors"))
		return mistaken
	}
	if *format == "json" {
		data, err := in.Site.CountsJSON()
		if err != nil {
			return c.fail(err)
		}
		c.stdout.Write(data)
		return fine
	}
	printCounts(c.stdout, o.When.AsOf, &in.Site.Counts)
	return fine
}

// printCounts says the counters in words.
func printCounts(w io.Writer, asOf profile.Day, n *site.Counts) {
	fmt.Fprintf(w, "as of %s: %s\n", asOf, plural(n.Total, "person", "people"))
	fmt.Fprintf(w, "  %6d held, of whom %s\n", n.Held, plural(n.PoliticalPrisoners, "political prisoner", "political prisoners"))
	for _, class := range profile.Classes[1:] {
		fmt.Fprintf(w, "  %6d %s\n", n.InClass(class), class)
	}
	for _, d := range []struct {
		days int64
		what string
	}{{n.Days.BehindBars, "behind bars"}, {n.Days.Restricted, "of restricted liberty"}} {
		atLeast := ""
		if n.Days.AtLeast {
			atLeast = "at least "
		}
		if d.days > 0 { // "at least 0" says nothing
			fmt.Fprintf(w, "  %s%d days %s\n", atLeast, d.days, d.what)
		}
	}
}

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"vigil/internal/compile"
	"vigil/internal/diag"
)

func runCheck(c *call) int {
	var o compile.Options
	format := c.format("text, json or github", diag.Formats...)
	strict := c.Bool("strict", false, "warnings are errors too")
	all := c.Bool("all", false, "show every warning, also of the whole folder (json always does)")
	fix := c.Bool("fix", false, "mend what can be meant in one way only: dates, words, blanks, the order of fields")
	rules := c.Bool("rules", false, "list the rules")
	c.asOfToday(&o.When)
	if status, ok := c.parsePaths(); !ok {
		return status
	}
	if *rules {
		for _, r := range compile.Rules() {
			fmt.Fprintf(c.stdout, "%-18s %-8s %s\n  hint: %s\n", r.ID, r.Severity, r.Help, r.Mend)
		}
		return exitOK
	}
	if *fix {
		c.writes = true
		c.clearUp()
		if err := c.fix(); err != nil {
			return c.fail(err)
		}
	}
	paths := make([]string, len(c.rest))
	for i, p := range c.rest {
		paths[i] = c.inSource(p)
	}
	o.Source, o.Cache = *c.source, c.cache()
	problems, err := compile.Check(context.Background(), o, paths)
	if err != nil {
		return c.fail(err)
	}
	if *format == "json" {
		err = diag.Print(c.stdout, *format, problems)
	} else {
		err = diag.Digest(c.stdout, *format, problems, *all || len(paths) > 0)
	}
	if err != nil {
		return c.fail(err)
	}
	errors := diag.Errors(problems)
	if *format != "json" {
		atLeast := ""
		if slices.ContainsFunc(problems, diag.Problem.More) {
			atLeast = "more than "
		}
		fmt.Fprintf(c.stderr, "%s%s, %s\n", atLeast, plural(errors, "error", "errors"), plural(len(problems)-errors, "warning", "warnings"))
	}
	if errors > 0 || *strict && len(problems) > 0 {
		return exitContent
	}
	return exitOK
}

// inSource gives a path as problems name it: with slashes, from the source folder. It is one typed from
// the working directory, if there is such a file, else one from the source folder.
func (c *call) inSource(p string) string {
	source, err := filepath.Abs(*c.source)
	if _, missing := os.Stat(p); err == nil && (missing == nil || filepath.IsAbs(p)) {
		if abs, err := filepath.Abs(p); err == nil {
			if rel, err := filepath.Rel(source, abs); err == nil && filepath.IsLocal(rel) {
				p = rel
			}
		}
	}
	return filepath.ToSlash(filepath.Clean(p))
}

package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"vigil/internal/compile"
	"vigil/internal/profile"
	"vigil/internal/site"
)

func runCount(c *call) int {
	var o compile.Options
	c.takesDate(&o.When)
	format := c.format("text or json (the same as data/counts.json)", "text", "json")
	if status, ok := c.parse(); !ok {
		return status
	}
	o.Source, o.Cache = *c.source, c.cache()
	in, status := c.load(o)
	if status != exitOK {
		return status
	}
	defer in.Source.Close()
	if *format == "json" {
		data, err := in.Site.CountsJSON()
		if err != nil {
			return c.fail(err)
		}
		c.stdout.Write(data)
		return exitOK
	}
	printCounts(c.stdout, o.When.AsOf, &in.Site.Counts)
	return exitOK
}

// load reads a site to its index; content with errors is refused.
func (c *call) load(o compile.Options) (compile.Input, int) {
	in, problems, err := compile.Load(context.Background(), o)
	if err != nil {
		return in, c.fail(err)
	}
	if in.Site == nil {
		in.Source.Close()
		return in, c.refuse(problems, "")
	}
	return in, exitOK
}

// printCounts says the counters in words.
func printCounts(w io.Writer, asOf profile.Day, n *site.Counts) {
	fmt.Fprintf(w, "as of %s: %s\n", asOf, plural(n.Total, "person", "people"))
	fmt.Fprintf(w, "  %6d held, of whom %s\n", n.Held, plural(n.PoliticalPrisoners, "political prisoner", "political prisoners"))
	fmt.Fprintf(w, "         %6d confirmed, %d not; release due and unconfirmed: %d\n", n.HeldConfirmed, n.HeldUnconfirmed, n.ReleaseDue)
	for _, class := range profile.Classes[1:] {
		fmt.Fprintf(w, "  %6d %s\n", n.InClass(class), class)
	}
	printDays(w, "held", n.DaysHeld)
	printDays(w, "documented", n.Days)
}

// printDays says a sum of days in words: of whom, confirmed, and how many if all unconfirmed are still held.
func printDays(w io.Writer, of string, d site.Days) {
	for _, f := range []struct {
		sure, ifHeld int64
		what         string
	}{{d.BehindBars, d.BehindBarsIfHeld, "behind bars"}, {d.Restricted, d.RestrictedIfHeld, "of restricted liberty"}} {
		atLeast := ""
		if d.AtLeast {
			atLeast = "at least "
		}
		var says []string
		if f.sure > 0 { // "at least 0" says nothing
			says = append(says, fmt.Sprintf("%s%d days %s", atLeast, f.sure, f.what))
		}
		if f.ifHeld > f.sure {
			says = append(says, fmt.Sprintf("%s%d days %s if all are still held", atLeast, f.ifHeld, f.what))
		}
		if len(says) > 0 {
			fmt.Fprintf(w, "  %s %s: %s\n", plural(d.People, "person", "people"), of, strings.Join(says, "; "))
		}
	}
	if d.Undated > 0 {
		fmt.Fprintf(w, "  %s %s: no date of a detention is known\n", plural(d.Undated, "person", "people"), of)
	}
}

package main

import (
	"fmt"
	"runtime/debug"
	"slices"
	"strings"

	"vigil/internal/compile"
	"vigil/internal/diag"
	"vigil/internal/importer"
	"vigil/internal/lang"
	"vigil/internal/profile"
	"vigil/internal/schema"
	"vigil/templates"
)

func runImport(c *call) int {
	if c.getenv("GOGC") == "" {
		debug.SetGCPercent(50) // a list is long and each row small: memory goes before time here
	}
	var o importer.Options
	mapFile := c.String("map", "", "`file` that says what the columns are")
	guess := c.Bool("guess", false, "print a map to begin with, from the list's columns")
	c.StringVar(&o.Country, "country", "", "country `code` of everybody, where the map does not say")
	c.BoolVar(&o.DryRun, "dry-run", false, "say what would happen, and write nothing")
	c.BoolVar(&o.Publish, "publish", false, "publish new profiles at once; otherwise each is a draft (publish: false)")
	update := c.String("update", "", "`fields` in which the list goes before the profiles: status,detentions")
	format := c.format("of the report: text or markdown", "text", "markdown")
	c.asOfToday(&o.When)
	if status, ok := c.parsePaths(); !ok {
		return status
	}
	switch {
	case len(c.rest) != 1:
		return c.misuse("takes one list, not %d files", len(c.rest))
	case *guess == (*mapFile != ""):
		return c.misuse("takes --map FILE, or --guess to print a map to begin with")
	case o.Country != "" && schema.Country(o.Country) != nil:
		return c.misuse("--country: %v", schema.Country(o.Country))
	}
	for _, field := range strings.FieldsFunc(*update, func(r rune) bool { return r == ',' || r == ' ' }) {
		if names := profile.Fields.Names(); !slices.Contains(names, field) {
			return c.unknown("--update: a profile has no field %q", field, names)
		}
		o.Update = append(o.Update, field)
	}
	o.Source, o.File, o.Language = *c.source, c.rest[0], mainLanguage(*c.source)
	var err error
	if o.Months, err = monthNames(*c.source); err != nil {
		return c.fail(err)
	}
	if *guess {
		if err := importer.Guess(c.stdout, o.File, importer.Layout{}, o.Months); err != nil {
			return c.fail(err)
		}
		return exitOK
	}
	return c.importList(*mapFile, o, *format == "markdown")
}

// importList turns a list into profiles, as a map says, and reports what came of it.
func (c *call) importList(mapFile string, o importer.Options, markdown bool) int {
	progress := newProgress(c, false)
	o.Progress = progress.show
	ctx, stop := untilStopped()
	defer stop()
	m, problems, err := importer.ReadMap(mapFile)
	var report *importer.Report
	if err == nil && len(problems) == 0 {
		report, problems, err = importer.Run(ctx, m, o)
	}
	progress.end()
	for _, p := range diag.Sort(problems) {
		fmt.Fprintln(c.stderr, p)
	}
	switch {
	case err != nil:
		return c.fail(err)
	case len(problems) > 0:
		fmt.Fprintf(c.stderr, "vigil import: %s in the map; nothing was written\n", plural(len(problems), "error", "errors"))
		return exitContent
	}
	if err := report.Write(c.stdout, markdown); err != nil {
		return c.fail(err)
	}
	switch {
	case report.DryRun:
		fmt.Fprintln(c.stdout, "\nnothing was written")
	case report.Quarantine != "":
		fmt.Fprintf(c.stdout, "\nthe rows that were set aside stand in %s: mend them and import that file with the same map\n", diag.Printable(report.Quarantine))
	}
	return exitOK
}

// monthNames are the names of the months in every language that the interface is written in, here or at this source.
func monthNames(source string) (names [][]string, err error) {
	over := compile.Templates(source)
	ours, err := lang.Tags(templates.FS)
	if err != nil {
		return nil, err
	}
	tags, err := lang.Tags(over)
	if err != nil {
		return nil, err
	}
	tags = append(tags, ours...)
	slices.Sort(tags)
	languages, err := lang.LoadAll(over, slices.Compact(tags), templates.FS)
	for _, l := range languages {
		names = append(names, l.MonthNames()...)
	}
	return names, err
}

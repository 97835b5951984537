package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"vigil/internal/compile"
	"vigil/internal/content"
	"vigil/internal/diag"
)

func runBuild(c *call) int {
	var o compile.Options
	c.StringVar(&o.Out, "out", "public", "folder to write the site to, from --source")
	c.takesDate(&o.When)
	c.Func("base-url", "the site's main `address`, instead of base_url in site.yaml", func(s string) error {
		base, err := content.BaseURL(s)
		o.BaseURL = &base
		return err
	})
	c.BoolVar(&o.DeleteForeign, "delete-foreign", false, "delete files in --out that vigil did not put there")
	keyFile := c.String("key", "", "secret key `file` to sign the site with; its password comes from VIGIL_KEY_PASSWORD or is asked for")
	c.IntVar(&o.Workers, "workers", 0, "how many to work at once (default: one for each processor)")
	quiet := c.Bool("quiet", false, "print problems only")
	if status, ok := c.parse(); !ok {
		return status
	}
	o.Source, o.Cache = *c.source, c.cache()
	if !filepath.IsAbs(o.Out) {
		o.Out = filepath.Join(o.Source, o.Out)
	}
	if *keyFile != "" {
		key, err := c.openKey(*keyFile)
		if err != nil {
			return c.fail(err)
		}
		o.PublicKey = key.Public()
		o.Sign = func(list io.Reader, site, asOf string, days int) ([]byte, error) {
			return key.Sign(list, claim(site, asOf, c.now(), days, 0))
		}
	}
	progress := newProgress(c, *quiet)
	o.Progress = progress.show
	ctx, stop := untilStopped()
	defer stop()
	start := c.now()
	report, err := compile.Site(ctx, o)
	progress.end()
	if printErr := c.problems(report.Problems); printErr != nil {
		return c.fail(printErr)
	}
	if err != nil {
		return c.fail(err)
	}
	if n := diag.Errors(report.Problems); n > 0 {
		fmt.Fprintf(c.stderr, "vigil build: %s; nothing was written\n", plural(n, "error", "errors"))
		return exitContent
	}
	if !*quiet {
		c.built(report, c.now().Sub(start), filepath.Join(o.Out, "index.html"))
	}
	return exitOK
}

// problems prints the errors, and how many warnings there are.
func (c *call) problems(ps []diag.Problem) error {
	if err := diag.Print(c.stderr, "text", worthReading(ps)); err != nil {
		return err
	}
	if n := len(ps) - diag.Errors(ps); n > 0 {
		fmt.Fprintf(c.stderr, "%s; vigil check lists them\n", plural(n, "warning", "warnings"))
	}
	return nil
}

// built says what was made, how long it took, the counters, and what to open.
func (c *call) built(report compile.Report, took time.Duration, first string) {
	r := report.Output
	fmt.Fprintf(c.stdout, "%s (%s) in %.1f s: %d written, %d unchanged, %d removed\n", plural(r.Files, "file", "files"), size(r.Bytes),
		took.Round(100*time.Millisecond).Seconds(), r.Written, r.Kept, r.Removed)
	printCounts(c.stdout, report.AsOf, &report.Counts)
	fmt.Fprintf(c.stdout, "open %s\n", diag.Printable(first))
}

// worthReading leaves the errors: a build tells what stopped it, and only how many warnings there are.
func worthReading(ps []diag.Problem) []diag.Problem {
	return slices.DeleteFunc(slices.Clone(ps), func(p diag.Problem) bool { return p.Rule.Severity == diag.Warning })
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func size(bytes int64) string {
	switch {
	case bytes >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
	case bytes >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	}
	return fmt.Sprintf("%.0f kB", float64(bytes)/1e3)
}

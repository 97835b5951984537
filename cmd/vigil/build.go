package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"vigil/internal/build"
	"vigil/internal/check"
	"vigil/internal/diag"
)

func runBuild(c *call) int {
	var o build.Options
	c.StringVar(&o.Out, "out", "public", "folder to write the site to")
	date := c.String("date", "", "the day that counters refer to (default: today, UTC)")
	base := c.String("base-url", "", "the site's main address, instead of base_url in site.yaml")
	c.IntVar(&o.Workers, "workers", 0, "how many to work at once (default: one for each processor)")
	quiet := c.Bool("quiet", false, "print problems only")
	if status, ok := c.parse(); !ok {
		return status
	}
	if len(c.rest) > 0 {
		return c.misuse("takes no arguments, but there is %q", c.rest[0])
	}
	var err error
	if o.When, err = c.when(*date); err != nil {
		return c.misuse("%v", err)
	}
	if *base != "" {
		o.BaseURL = base
	}
	o.Source = *c.source
	if !filepath.IsAbs(o.Out) {
		o.Out = filepath.Join(o.Source, o.Out)
	}
	progress := newProgress(c, *quiet)
	o.Progress = progress.show
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	start := c.now()
	report, err := build.Site(ctx, o)
	progress.end()
	if printErr := check.Print(c.stderr, "text", report.Problems); printErr != nil {
		return c.fail(printErr)
	}
	if err != nil {
		return c.fail(err)
	}
	if n := diag.Errors(report.Problems); n > 0 {
		fmt.Fprintf(c.stderr, "vigil build: %s; nothing was written\n", plural(n, "error", "errors"))
		return mistaken
	}
	if !*quiet {
		r := report.Output
		fmt.Fprintf(c.stdout, "%s (%s) in %.1f s: %d written, %d unchanged, %d removed\n", plural(r.Files, "file", "files"), size(r.Bytes),
			c.now().Sub(start).Round(100*time.Millisecond).Seconds(), r.Written, r.Kept, r.Removed)
		printCounts(c.stdout, report.AsOf, &report.Counts)
		fmt.Fprintf(c.stdout, "open %s\n", filepath.Join(o.Out, "index.html"))
	}
	return fine
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

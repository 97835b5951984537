package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"

	"vigil/internal/compile"
	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/diff"
)

func runDiff(c *call) int {
	if c.getenv("GOGC") == "" {
		debug.SetGCPercent(50) // two sites at once: memory goes before time here
	}
	base := c.String("base", "HEAD", "`revision` of Git, or a folder with a site, to compare with")
	format := c.format("text, markdown or json", diff.Formats...)
	var o compile.Options
	c.takesDate(&o.When)
	c.Func("base-url", "`address` under which the changed pages can be seen, such as a preview's", func(s string) error {
		url, err := content.BaseURL(s)
		o.BaseURL = &url
		return err
	})
	if status, ok := c.parse(); !ok {
		return status
	}
	o.Cache = c.cache()
	ctx, stop := untilStopped()
	defer stop()
	room, err := os.MkdirTemp("", "vigil-diff-")
	if err != nil {
		return c.fail(err)
	}
	defer os.RemoveAll(room)
	p := newProgress(c, false)
	o.Progress = p.show
	report, status := c.compare(ctx, o, *base, room)
	p.end()
	if status != exitOK {
		return status
	}
	if err := report.Write(c.stdout, *format); err != nil {
		return c.fail(err)
	}
	return exitOK
}

// compare reads both sites, each with a file in room for what it keeps.
func (c *call) compare(ctx context.Context, o compile.Options, base, room string) (*diff.Report, int) {
	old := base
	if info, err := os.Stat(filepath.Join(base, "content")); err != nil || !info.IsDir() {
		old = filepath.Join(room, "base")
		err := os.Mkdir(old, 0o700)
		if err == nil {
			err = diff.Extract(ctx, *c.source, base, old)
		}
		if errors.Is(err, diff.ErrRevision) {
			return nil, c.misuse("--base: %v", err)
		}
		if err != nil {
			return nil, c.fail(err)
		}
	}
	var sites [2]compile.Input
	for i, source := range []string{old, *c.source} {
		keep, err := os.Create(filepath.Join(room, fmt.Sprint(i)))
		if err != nil {
			return nil, c.fail(err)
		}
		defer keep.Close()
		o.Source, o.Keep = source, keep
		in, problems, err := compile.Load(ctx, o)
		if err != nil {
			return nil, c.fail(err)
		}
		defer in.Source.Close()
		if in.Site == nil {
			what := "the content"
			if i == 0 {
				what = "the content of " + diag.Printable(base)
			}
			return nil, c.refuse(problems, " in "+what+"; nothing was compared")
		}
		sites[i] = in
	}
	report, err := diff.Compare(sites[0], sites[1])
	if err != nil {
		return nil, c.fail(err)
	}
	return report, exitOK
}

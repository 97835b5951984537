package main

import (
	"fmt"
	"io"

	"vigil/internal/serve"
)

func runServe(c *call) int {
	addr := c.String("addr", "127.0.0.1:8080", "address to listen on, of this machine only")
	var o serve.Options
	c.takesDate(&o.When)
	if status, ok := c.parse(); !ok {
		return status
	}
	if err := serve.CheckAddr(*addr); err != nil {
		status := c.misuse("--addr: %v", err)
		fmt.Fprintln(c.stderr, "  hint: take 127.0.0.1:8080 or [::1]:8080; to show the site to others, build it and put it on a host")
		return status
	}
	ctx, stop := untilStopped()
	defer stop()
	p := newProgress(c, false)
	o.Source, o.Cache, o.Progress = *c.source, c.cache(), p.show
	o.Addr, o.Out, o.Log = *addr, line{c.stdout, p}, line{c.stderr, p}
	if err := serve.Run(ctx, o); err != nil {
		return c.fail(err)
	}
	return exitOK
}

// line writes where the progress may stand, which goes.
type line struct {
	io.Writer
	progress *progress
}

func (l line) Write(b []byte) (int, error) {
	l.progress.end()
	return l.Writer.Write(b)
}

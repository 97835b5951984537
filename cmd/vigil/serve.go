package main

import (
	"context"
	"os/signal"
	"syscall"

	"os"

	"vigil/internal/build"
	"vigil/internal/serve"
)

func runServe(c *call) int {
	addr := c.String("addr", "127.0.0.1:8080", "address to listen on, of this machine only")
	date := c.String("date", "", "the day that counters refer to (default: today, UTC)")
	if status, ok := c.parse(); !ok {
		return status
	}
	if err := serve.CheckAddr(*addr); err != nil {
		return c.misuse("--addr: %v", err)
	}
	when, err := c.when(*date)
	if err != nil {
		return c.misuse("%v", err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o := serve.Options{Options: build.Options{Source: *c.source, When: when}, Addr: *addr, Out: c.stdout, Log: c.stderr}
	if err := serve.Run(ctx, o); err != nil {
		return c.fail(err)
	}
	return fine
}

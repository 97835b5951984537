package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"vigil/internal/diag"
	"vigil/internal/mirror"
)

// runPull is no writing command like the others: what lies beside its folder is what a pull that was cut has fetched.
func runPull(c *call) int {
	var o mirror.Order
	c.StringVar(&o.Key, "key", "", "public `key` of the site, or a file with it")
	c.Func("from", "`address` of another copy to take files from; may be given several times", func(s string) error {
		o.From = append(o.From, s)
		return nil
	})
	every := c.Duration("watch", 0, "pull again after this `time`, like 1h, until the program is stopped")
	c.BoolVar(&o.DeleteForeign, "delete-foreign", false, "delete files in the folder that vigil did not put there")
	quiet := c.Bool("quiet", false, "print problems only")
	if status, ok := c.parsePaths(); !ok {
		return status
	}
	switch {
	case len(c.rest) != 2 || !isAddress(c.rest[0]) || isAddress(c.rest[1]):
		return c.misuse("takes the address of a copy and a folder")
	case o.Key == "":
		return c.misuse("takes --key KEY: without the key of the site anybody could send anything")
	case *every != 0 && *every < time.Minute:
		return c.misuse("--watch takes a minute or more")
	}
	o.From, o.Dir = append([]string{c.rest[0]}, o.From...), c.rest[1]
	web, err := c.web()
	if err != nil {
		return c.misuse("%v", err)
	}
	ctx, stop := untilStopped()
	defer stop()
	for {
		status := c.pull(ctx, web, o, *quiet)
		if *every == 0 || ctx.Err() != nil {
			return status
		}
		select { // not all mirrors at the same moment
		case <-ctx.Done():
			return status
		case <-time.After(*every - *every/20 + rand.N(*every/10)):
		}
	}
}

// pull pulls once and says what came of it.
func (c *call) pull(ctx context.Context, web *mirror.Web, o mirror.Order, quiet bool) int {
	progress := newProgress(c, quiet)
	o.Now, o.Progress = c.now(), progress.show
	done, err := web.Pull(ctx, o)
	progress.end()
	switch {
	case err != nil && ctx.Err() != nil:
		return c.fail(fmt.Errorf("stopped; %s is as it was, and what was fetched waits beside it for the next pull", o.Dir))
	case err != nil:
		for line := range strings.SplitSeq(err.Error(), "\n") {
			fmt.Fprintf(c.stderr, "%s: %s\n", c.Name(), diag.Printable(line))
		}
		fmt.Fprintf(c.stderr, "%s: %s is as it was\n", c.Name(), diag.Printable(o.Dir))
		return exitFailed
	}
	for _, note := range done.Notes {
		fmt.Fprintf(c.stderr, "  note: %s\n", diag.Printable(note))
	}
	if done.Signer != "" {
		fmt.Fprintf(c.stderr, "  note: the key has changed, as the old one announced: from now on use --key %s\n", done.Signer)
	}
	if quiet {
		return exitOK
	}
	if done.Nothing {
		fmt.Fprintf(c.stdout, "%s nothing new\n", c.now().UTC().Format(time.DateTime))
		return exitOK
	}
	fmt.Fprintf(c.stdout, "%s (%s) in %.1f s: %d fetched (%s over the line), %d unchanged, %d removed\n", plural(done.Files, "file", "files"),
		size(done.Result.Bytes), c.now().Sub(o.Now).Seconds(), done.Fetched, size(done.Bytes), done.Kept, done.Removed)
	fmt.Fprintf(c.stdout, "%s of %s, valid until %s, serial %d\n", diag.Printable(done.Claim.Site), done.Claim.AsOf,
		done.Claim.ValidUntil.Format(time.DateOnly), done.Claim.Serial)
	return exitOK
}

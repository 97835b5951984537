package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"testing"
	"time"
)

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		done, total int
		took        time.Duration
		want        string
	}{
		{0, 0, 0, "read 0"},
		{64, 0, 100 * time.Millisecond, "read 64"},
		{20000, 0, 2 * time.Second, "read 20000, 10000/s"},
		{250000, 1000000, 25 * time.Second, "read 250000/1000000, 10000/s, 1m15s left"},
		{1000000, 1000000, 100 * time.Second, "read 1000000/1000000, 10000/s, 0s left"},
	} {
		if got := told("read", c.done, c.total, c.took); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

// Who presses Ctrl-C is told so in plain words.
func TestStopped(t *testing.T) {
	var stderr bytes.Buffer
	c := &call{FlagSet: flag.NewFlagSet("vigil build", flag.ContinueOnError), stderr: &stderr}
	if status := c.fail(fmt.Errorf("reading: %w", context.Canceled)); status != exitFailed || stderr.String() != "vigil build: reading: stopped\n" {
		t.Errorf("%d, %q", status, stderr.String())
	}
}

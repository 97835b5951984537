package main

import (
	"fmt"
	"sync"
	"time"
)

// progress tells what a long command is doing: on a terminal one line, redrawn at most ten times a
// second; elsewhere a plain line for each stage. Nothing is shown for work of less than a second.
type progress struct {
	mu             sync.Mutex
	c              *call
	quiet, redraw  bool
	start, stageAt time.Time
	last           time.Time
	stage          string
	shown          bool
}

func newProgress(c *call, quiet bool) *progress {
	return &progress{c: c, quiet: quiet, start: c.now(), redraw: c.terminal && c.getenv("CI") == "" && c.getenv("NO_COLOR") == ""}
}

func (p *progress) show(stage string, done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.c.now()
	if stage != p.stage {
		p.stage, p.stageAt, p.last = stage, now, time.Time{}
		if !p.redraw && !p.quiet && now.Sub(p.start) > time.Second {
			fmt.Fprintf(p.c.stderr, "%s …\n", stage)
		}
	}
	if p.quiet || !p.redraw || now.Sub(p.start) < time.Second || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.shown = now, true
	fmt.Fprintf(p.c.stderr, "\r\x1b[K%s", told(stage, done, total, now.Sub(p.stageAt)))
}

// told says how far a stage is, and how long the rest will take if it goes on like that. How much there is to
// read is known only at the end.
func told(stage string, done, total int, took time.Duration) string {
	s := fmt.Sprintf("%s %d", stage, done)
	if total > 0 {
		s += fmt.Sprintf("/%d", total)
	}
	if took < time.Second/2 || done == 0 {
		return s
	}
	rate := float64(done) / took.Seconds()
	s += fmt.Sprintf(", %.0f/s", rate)
	if total > 0 {
		s += fmt.Sprintf(", %s left", time.Duration(float64(total-done)/rate*1e9).Round(time.Second))
	}
	return s
}

// end clears the line.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.c.stderr, "\r\x1b[K")
		p.shown = false
	}
}

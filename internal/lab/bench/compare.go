package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// compare lets Vigil, Hugo and the floor build the same set in turn, and prints what each cost.
func (b *bench) compare() error {
	s, err := b.writeSet(b.people)
	if err != nil {
		return err
	}
	builders, err := b.builders(s)
	if err != nil {
		return err
	}
	b.head(s)
	for i := range b.rounds {
		fmt.Fprintf(os.Stderr, "round %d of %d\n", i+1, b.rounds)
		if err := b.round(builders); err != nil {
			return err
		}
	}
	b.table(builders)
	return nil
}

// builders gives Vigil first: the others are compared with it, and the floor writes what it wrote in the first round.
func (b *bench) builders(s set) ([]*builder, error) {
	list := filepath.Join(b.work, "list")
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	all := []*builder{{
		name:    "Vigil",
		command: func(out string) *exec.Cmd { return b.vigilBuild(s.dir, out, b.date) },
		check: func(out string) error {
			return errors.Join(writeList(list, out), s.check(filepath.Join(out, "countries")))
		},
	}}
	if b.hugo != "" {
		peers, err := b.hugoBuilders(s)
		if err != nil {
			return nil, err
		}
		all = append(all, peers...)
	}
	if b.zola != "" {
		peer, err := b.zolaBuilder(s)
		if err != nil {
			return nil, err
		}
		all = append(all, peer)
	}
	return append(all, &builder{
		name:    "floor",
		command: func(out string) *exec.Cmd { return exec.CommandContext(b.ctx, self, floorMode, s.dir, list, out) },
	}), nil
}

// head says what was measured, where and when.
func (b *bench) head(s set) {
	fmt.Fprintf(b.out, "%d profiles, one language, %d rounds, %s; Vigil of this tree, %s", s.profiles, b.rounds, day(b.date), runtime.Version())
	for _, words := range b.peers {
		fmt.Fprintf(b.out, ", %s", words)
	}
	fmt.Fprintf(b.out, "; %s.\n\n", machine(b.work))
}

// table prints medians (least–most), and how many times Vigil's median each of the others' is.
func (b *bench) table(builders []*builder) {
	columns := []struct {
		of     func(sample) float64
		format string
	}{{wallOf, "%.2f s (%.2f–%.2f)"}, {cpuOf, "%.2f s (%.2f–%.2f)"}, {peakOf, "%.0f MB (%.0f–%.0f)"}}
	fmt.Fprintln(b.out, "| | wall | CPU | peak memory | files | bytes |\n|---|---|---|---|---|---|")
	for _, one := range builders {
		fmt.Fprintf(b.out, "| %s |", one.name)
		for _, c := range columns {
			s := over(one.samples, c.of)
			fmt.Fprintf(b.out, " "+c.format+" |", s.median, s.least, s.most)
		}
		fmt.Fprintf(b.out, " %d | %.1f MB |\n", one.output.files, float64(one.output.bytes)/1e6)
	}
	for _, one := range builders[1:] {
		fmt.Fprintf(b.out, "| Vigil / %s |", one.name)
		for _, c := range columns {
			r := ratio(builders[0].samples, one.samples, c.of)
			fmt.Fprintf(b.out, " %.2f (%.2f–%.2f) |", r.median, r.least, r.most)
		}
		fmt.Fprintf(b.out, " %.2f | %.2f |\n", float64(builders[0].output.files)/float64(one.output.files),
			float64(builders[0].output.bytes)/float64(one.output.bytes))
	}
}

// ratio compares round by round: what else the machine did then, it did to both.
func ratio(ours, theirs []sample, of func(sample) float64) spread {
	i := -1
	return over(ours, func(s sample) float64 { i++; return of(s) / of(theirs[i]) })
}

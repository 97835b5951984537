package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// scales prints what Vigil's build costs at each size, and what that is for one profile.
func (b *bench) scales() error {
	fmt.Fprintf(b.out, "Vigil of this tree, one language, medians of %d, %s, %s; %s.\n\n", b.rounds, day(b.date), runtime.Version(), machine(b.work))
	fmt.Fprintln(b.out, "| profiles | wall | CPU | peak memory | wall for one | CPU for one | files | bytes |\n|---|---|---|---|---|---|---|---|")
	for _, n := range b.scale {
		s, err := b.writeSet(n)
		if err != nil {
			return err
		}
		one := &builder{
			name:    "Vigil",
			command: func(out string) *exec.Cmd { return b.vigilBuild(s.dir, out, b.date) },
			check:   func(out string) error { return s.check(filepath.Join(out, "countries")) },
		}
		for range b.rounds {
			if err := b.round([]*builder{one}); err != nil {
				return err
			}
		}
		wall, cpu, peak := over(one.samples, wallOf).median, over(one.samples, cpuOf).median, over(one.samples, peakOf).median
		each := 1e6 / float64(s.profiles)
		fmt.Fprintf(b.out, "| %d | %.2f s | %.2f s | %.0f MB | %.0f µs | %.0f µs | %d | %.1f MB |\n",
			s.profiles, wall, cpu, peak, wall*each, cpu*each, one.output.files, float64(one.output.bytes)/1e6)
		if err := os.RemoveAll(s.dir); err != nil {
			return err
		}
	}
	return nil
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// sample is what one build cost.
type sample struct {
	wall, cpu time.Duration // cpu: user and system, of all its threads
	peak      int64         // bytes of memory, at most; 0 where the system does not say
}

// measure runs a command to its end.
func measure(cmd *exec.Cmd) (sample, error) {
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if err != nil {
		return sample{}, fmt.Errorf("%s: %w\n%s", filepath.Base(cmd.Path), err, said.Bytes())
	}
	return sample{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), peak(cmd.ProcessState)}, nil
}

// builder is one of those that are compared.
type builder struct {
	name    string
	command func(out string) *exec.Cmd
	check   func(out string) error // looks at what the first round made; nil: nothing to check
	samples []sample
	output  tree
}

// tree is how much a builder wrote.
type tree struct {
	files int
	bytes int64
}

func weigh(dir string) (t tree, err error) {
	err = eachFile(dir, func(_ string, info fs.FileInfo) {
		t.files++
		t.bytes += info.Size()
	})
	return t, err
}

// eachFile gives every file under a folder.
func eachFile(dir string, each func(file string, info fs.FileInfo)) error {
	return filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			each(file, info)
		}
		return err
	})
}

// round lets each build once, into a folder that is new, looks at it the first time, and removes it.
func (b *bench) round(builders []*builder) error {
	for _, one := range builders {
		out := filepath.Join(b.work, "out")
		s, err := measure(one.command(out))
		if err != nil {
			return err
		}
		if len(one.samples) == 0 {
			if one.output, err = weigh(out); err == nil && one.check != nil {
				err = one.check(out)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", one.name, err)
			}
		}
		one.samples = append(one.samples, s)
		if err := os.RemoveAll(out); err != nil {
			return err
		}
	}
	return nil
}

// spread is the median, the least and the most of a quantity over the rounds.
type spread struct{ median, least, most float64 }

func over(samples []sample, of func(sample) float64) spread {
	var all []float64
	for _, s := range samples {
		all = append(all, of(s))
	}
	slices.Sort(all)
	n := len(all)
	return spread{(all[(n-1)/2] + all[n/2]) / 2, all[0], all[n-1]}
}

func wallOf(s sample) float64 { return s.wall.Seconds() }
func cpuOf(s sample) float64  { return s.cpu.Seconds() }
func peakOf(s sample) float64 { return float64(s.peak) / 1e6 }

// check finds out whether each profile of the set has its page under out, at <country>/<name>.html or <country>/<name>/index.html, with the name on it.
func (s set) check(out string) error {
	pages := 0
	var missing []error
	err := eachProfile(s.people(), func(file string, header []byte) error {
		place, err := filepath.Rel(s.people(), file)
		if err != nil {
			return err
		}
		name := filepath.Join(out, strings.TrimSuffix(place, ".md"))
		page, err := os.ReadFile(name + ".html")
		if err != nil {
			page, err = os.ReadFile(filepath.Join(name, "index.html"))
		}
		pages++
		if name := nameIn(header); err == nil && !bytes.Contains(page, name) {
			err = fmt.Errorf("the page of %s does not hold the name %q", place, name)
		}
		if err != nil && len(missing) < 10 {
			missing = append(missing, err)
		}
		return nil
	})
	if pages != s.profiles {
		missing = append(missing, fmt.Errorf("%d profiles are there, not %d", pages, s.profiles))
	}
	return errors.Join(append(missing, err)...)
}

// nameIn gives the name in a header: invented names need no quotes or escapes.
func nameIn(header []byte) []byte {
	_, rest, _ := bytes.Cut(append([]byte{'\n'}, header...), []byte("\nname: "))
	name, _, _ := bytes.Cut(rest, []byte{'\n'})
	return name
}

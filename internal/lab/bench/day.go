package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// nextDay builds a day, the next day over it, and that day again with one profile edited; and prints what each
// build left as it was. A file that was not rewritten keeps its time, which is all that rsync asks for.
func (b *bench) nextDay() error {
	s, err := b.writeSet(b.people)
	if err != nil {
		return err
	}
	out := filepath.Join(b.work, "out")
	fmt.Fprintf(b.out, "%d profiles, one language, %s, %s; %s.\n\n", s.profiles, day(b.date), runtime.Version(), machine(b.work))
	fmt.Fprintln(b.out, "| build | files | bytes | written | bytes written | kept | removed | wall | CPU |\n|---|---|---|---|---|---|---|---|---|")
	var before listing
	for _, step := range []struct {
		name string
		when time.Time
		edit bool
	}{
		{"first", b.date.AddDate(0, 0, -1), false},
		{"next day", b.date, false},
		{"nothing changed", b.date, false},
		{"one profile edited", b.date, true},
	} {
		if step.edit {
			if err := s.editOne(); err != nil {
				return err
			}
		}
		cost, err := measure(b.vigilBuild(s.dir, out, step.when))
		if err != nil {
			return err
		}
		now, err := list(out)
		if err != nil {
			return err
		}
		c := now.since(before)
		fmt.Fprintf(b.out, "| %s | %d | %.1f MB | %d | %.1f MB | %d | %d | %.2f s | %.2f s |\n", step.name, len(now), float64(now.bytes())/1e6,
			c.written, float64(c.bytes)/1e6, len(now)-c.written, c.removed, cost.wall.Seconds(), cost.cpu.Seconds())
		before = now
	}
	return s.check(filepath.Join(out, "countries"))
}

// editOne adds a sentence to the text of the first profile.
func (s set) editOne() error {
	done := false
	return eachProfile(s.people(), func(file string, _ []byte) error {
		if done {
			return nil
		}
		done = true
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return os.WriteFile(file, append(bytes.TrimRight(data, "\n"), "\n\nA sentence more.\n"...), 0o644)
	})
}

// listing holds each file under a folder.
type listing map[string]stamp

type stamp struct {
	size    int64
	changed time.Time
}

func list(dir string) (listing, error) {
	l := listing{}
	return l, filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			l[file] = stamp{info.Size(), info.ModTime()}
		}
		return err
	})
}

func (l listing) bytes() (sum int64) {
	for _, s := range l {
		sum += s.size
	}
	return sum
}

// change is what came about between two listings.
type change struct {
	written, removed int
	bytes            int64 // of the written files
}

func (l listing) since(before listing) (c change) {
	for file, s := range l {
		if before[file] != s {
			c.written++
			c.bytes += s.size
		}
	}
	for file := range before {
		if _, ok := l[file]; !ok {
			c.removed++
		}
	}
	return c
}

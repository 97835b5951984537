package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
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
	fmt.Fprintln(b.out, "| build | files | bytes | written | bytes written | kept | removed | wall | CPU | of search | of lists to be narrowed |\n"+
		"|---|---|---|---|---|---|---|---|---|---|---|")
	var before listing
	for _, step := range []struct {
		name string
		when time.Time
		edit func(profile []byte) []byte // nil: none
	}{
		{"first", b.date.AddDate(0, 0, -1), nil},
		{"next day", b.date, nil},
		{"nothing changed", b.date, nil},
		{"one profile edited", b.date, func(p []byte) []byte { return append(bytes.TrimRight(p, "\n"), "\n\nA sentence more.\n"...) }},
		{"one name changed", b.date, func(p []byte) []byte { return nameLine.ReplaceAll(p, []byte("name: Zuzana Vymyslena")) }},
	} {
		if step.edit != nil {
			if err := s.editOne(step.edit); err != nil {
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
		fmt.Fprintf(b.out, "| %s | %d | %.1f MB | %d | %.1f MB | %d | %d | %.2f s | %.2f s | %s | %s |\n", step.name, len(now), float64(now.bytes())/1e6,
			c.written, float64(c.bytes)/1e6, len(now)-c.written, c.removed, cost.wall.Seconds(), cost.cpu.Seconds(),
			now.in(filepath.Join(out, "find")).since(before), now.in(filepath.Join(out, "narrow")).since(before))
		before = now
	}
	return s.check(filepath.Join(out, "countries"))
}

var nameLine = regexp.MustCompile(`(?m)^name: .*$`)

// editOne changes the first profile.
func (s set) editOne(edit func([]byte) []byte) error {
	return eachProfile(s.people(), func(file string, _ []byte) error {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		return cmp.Or(os.WriteFile(file, edit(data), 0o644), fs.SkipAll)
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
	return l, eachFile(dir, func(file string, info fs.FileInfo) { l[file] = stamp{info.Size(), info.ModTime()} })
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

// in is what lies in a folder.
func (l listing) in(dir string) listing {
	out := listing{}
	for file, s := range l {
		if strings.HasPrefix(file, dir+string(filepath.Separator)) {
			out[file] = s
		}
	}
	return out
}

// String says how many files were written, and how much.
func (c change) String() string { return fmt.Sprintf("%d, %.1f KB", c.written, float64(c.bytes)/1e3) }

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

package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// floorMode is the first argument with which the bench starts itself as the floor.
const floorMode = "floor"

// writeList writes what the floor is to make: a line for each file under dir, its size and its place.
func writeList(list, dir string) error {
	f, err := os.Create(list)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	err = eachFile(dir, func(file string, info fs.FileInfo) {
		fmt.Fprintf(w, "%d %s\n", info.Size(), strings.TrimPrefix(file, dir+string(filepath.Separator)))
	})
	return errors.Join(err, w.Flush(), f.Close())
}

// floor reads every file under source, then writes the files of the list into out: their sizes, with
// nothing in them that means anything. It works on as many files at once as there are processors.
func floor(source, list, out string) error {
	read := func(send func(string)) error {
		return filepath.WalkDir(source, func(file string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				send(file)
			}
			return err
		})
	}
	if err := parallel(read, func(file string) error {
		_, err := os.ReadFile(file)
		return err
	}); err != nil {
		return err
	}
	var made sync.Map // folders that exist
	return parallel(linesOf(list), func(line string) error { return writeLine(out, line, &made) })
}

func linesOf(list string) func(send func(string)) error {
	return func(send func(string)) error {
		f, err := os.Open(list)
		if err != nil {
			return err
		}
		defer f.Close()
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			send(lines.Text())
		}
		return lines.Err()
	}
}

func writeLine(out, line string, made *sync.Map) error {
	digits, place, _ := strings.Cut(line, " ")
	size, err := strconv.Atoi(digits)
	if err != nil {
		return fmt.Errorf("list of files: %w", err)
	}
	file := filepath.Join(out, place)
	dir := filepath.Dir(file)
	if _, there := made.Load(dir); !there {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		made.Store(dir, true)
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	for size > 0 && err == nil {
		n := min(size, len(filler))
		_, err = f.Write(filler[:n])
		size -= n
	}
	return errors.Join(err, f.Close())
}

// filler is what the floor writes; larger files get it several times.
var filler = []byte(strings.Repeat("0123456789abcdef", 1<<14))

// parallel gives what each sends to work, on all processors. It gives the first errors.
func parallel(each func(send func(string)) error, work func(string) error) error {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	err := each(func(item string) { g.Go(func() error { return work(item) }) })
	return errors.Join(err, g.Wait())
}

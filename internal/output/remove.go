package output

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"

	"golang.org/x/sync/errgroup"
)

// removeAll removes what stands at path, a folder with all that is in it; that there is nothing is fine.
// It is made of single calls, so that each of them can be made to fail, and works in many folders at once.
func (d disk) removeAll(path string) error {
	info, err := d.lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !info.IsDir():
		return d.remove(path)
	}
	return d.removeFolder(path, make(chan struct{}, d.workers()-1))
}

// removeFolder goes on for as long as that makes the folder emptier: some file systems leave names out
// when others are removed between two readings.
func (d disk) removeFolder(path string, busy chan struct{}) error {
	for {
		n, err := d.removeEntries(path, busy)
		if err != nil {
			return err
		}
		if err = d.remove(path); n == 0 || !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
}

// removeEntries empties a folder and counts what it removed. Each folder in it has a goroutine of its own
// while there is room in busy.
func (d disk) removeEntries(path string, busy chan struct{}) (n int, err error) {
	var g errgroup.Group
	err = d.eachEntry(path, func(e fs.DirEntry) error {
		n++
		name := filepath.Join(path, e.Name())
		if !e.IsDir() {
			return d.remove(name)
		}
		select {
		case busy <- struct{}{}:
			g.Go(func() error {
				defer func() { <-busy }()
				return d.removeFolder(name, busy)
			})
			return nil
		default:
			return d.removeFolder(name, busy)
		}
	})
	return n, join(err, g.Wait())
}

// eachEntry reads a folder in pieces: a million entries at once would weigh more than the ledger.
func (d disk) eachEntry(path string, do func(fs.DirEntry) error) error {
	f, err := d.open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for {
		entries, err := f.readDir(1024)
		for _, e := range entries {
			if err := do(e); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

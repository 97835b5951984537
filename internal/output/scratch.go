package output

import (
	"errors"
	"fmt"
	"io/fs"
)

// Scratch is a file for what a build needs again before it ends. It lies beside the output, where there must
// be room for a whole site, and nobody finds it: on most systems it has no name. Both methods may be called
// from any number of goroutines.
type Scratch struct{ file handle }

// Scratch makes the scratch file, once for each Tree. It is gone when the Tree has ended, however it ends.
func (t *Tree) Scratch() (*Scratch, error) {
	f, err := t.disk.scratch(t.scratch)
	if err != nil {
		return nil, fmt.Errorf("making room beside %s: %w", t.dir, err)
	}
	_ = t.disk.remove(t.scratch) // where an open file cannot be removed, endScratch does it
	t.made = &Scratch{f}
	return t.made, nil
}

// WriteAt writes all of p, or says why not.
func (s *Scratch) WriteAt(p []byte, at int64) (n int, err error) {
	err = s.file.disk.do("write", s.file.Name(), func() error { n, err = s.file.file.WriteAt(p, at); return err })
	return n, err
}

// ReadAt fills p; the error is io.EOF where the file ends before.
func (s *Scratch) ReadAt(p []byte, at int64) (n int, err error) {
	err = s.file.disk.do("read", s.file.Name(), func() error { n, err = s.file.file.ReadAt(p, at); return err })
	return n, err
}

// endScratch lets go of the scratch file; nothing in it is worth making durable.
func (t *Tree) endScratch() error {
	if t.made == nil {
		return nil
	}
	err := t.made.file.Close()
	t.made = nil
	if gone := t.disk.remove(t.scratch); !errors.Is(gone, fs.ErrNotExist) {
		err = join(err, gone)
	}
	return err
}

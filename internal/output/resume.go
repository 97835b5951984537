package output

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
)

// What is fetched over a slow line is not thrown away because the line was cut: a tree that is left, or killed,
// stays where it was written, readable by nobody else, until the next Begin of the same output. With
// Options.Resume that one takes from it what it can use, file by file and by their sums; any other, and a
// Commit, removes it.

// Leave ends a tree like Abort, but keeps what was written for the next Begin with Options.Resume. No writer
// may be running.
func (t *Tree) Leave() error {
	t.mu.Lock()
	if t.done {
		t.mu.Unlock()
		return nil
	}
	_, none := t.disk.lstat(t.before)
	if !t.working || t.ledger.count == 0 && none != nil {
		t.mu.Unlock()
		return t.Abort()
	}
	defer t.mu.Unlock()
	t.done = true
	return join(t.endScratch(), t.release())
}

// Left opens what was left of a file, all of it or a beginning, and says how many bytes that is.
func (t *Tree) Left(name string) (data io.ReadCloser, size int64, ok bool) {
	if CheckName(name) != nil || !t.options.Resume {
		return nil, 0, false
	}
	file := filepath.Join(t.before, filepath.FromSlash(name))
	f, info, err := t.disk.openRegular(file)
	if err != nil {
		return nil, 0, false
	}
	return f, info.Size(), true
}

// moveUp brings a file that was left into the new site.
func (t *Tree) moveUp(local string, in *folder) error {
	if err := in.make(); err != nil {
		return err
	}
	return t.disk.rename(filepath.Join(t.before, local), filepath.Join(t.staging, local))
}

// resume puts aside what the last tree wrote, with what those before it wrote. A swap that was cut short is
// ended first.
func (t *Tree) resume() error {
	if err := t.mend(); err != nil {
		return err
	}
	t.working = true
	if err := t.disk.remove(t.scratch); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, from := range []string{t.aside, t.staging} {
		if err := t.gather(from, t.before); err != nil {
			return err
		}
	}
	return nil
}

// gather moves what is at one place to another, where newer files go before older ones.
func (t *Tree) gather(from, to string) error {
	info, err := t.disk.lstat(from)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	there, err := t.disk.lstat(to)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return t.disk.rename(from, to)
	case err != nil:
		return err
	case !info.IsDir() || !there.IsDir():
		if err := t.disk.removeAll(to); err != nil {
			return err
		}
		return t.disk.rename(from, to)
	}
	err = t.disk.eachEntry(from, func(e fs.DirEntry) error {
		return t.gather(filepath.Join(from, e.Name()), filepath.Join(to, e.Name()))
	})
	if err != nil {
		return err
	}
	return t.disk.removeAll(from)
}

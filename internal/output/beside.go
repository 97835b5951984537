package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Beside the output NAME lie, while a build runs and after one that was killed:
//
//	.NAME.vigil-lock       held by the build; it says which folder the build made
//	.NAME.vigil-staging/   readable by nobody else
//	    new/               the new site; after the exchange the old one, until it is removed
//	    old/               the old site while two renames do the work of one exchange
//	    before/            what trees wrote that were to be gone on with
//	    scratch            the scratch file, where it cannot be nameless
//
// A repository can hold files of these names too. So only a folder that the lock file tells apart from any
// other is taken for ours: the record names the folder and the lock file by what the file system calls them
// (device and inode; on Windows the time of making) and holds the time to which the lock file was set.
// Neither a checkout nor an archive can foresee the three.
const (
	lockEnding    = ".vigil-lock"
	stagingEnding = ".vigil-staging"
	recordLimit   = 200 // bytes
)

// lockFile opens and locks the file at path, or returns ErrBusy. The holder removes the file before it lets
// go. So a lock may turn out to be on a file that is no longer at path, while somebody else locks the new
// one there: only the file at path counts.
func lockFile(path string) (*os.File, error) {
	for {
		f, err := openLock(path)
		if err != nil {
			return nil, err
		}
		if err := tryLock(f); err != nil {
			f.Close()
			return nil, err
		}
		at, err := isAt(f, path)
		if err == nil && at {
			return f, nil
		}
		f.Close()
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
}

// proof is what the lock file says of a folder beside it; ok is false for what this user did not make.
func proof(folder, lock fs.FileInfo) (text string, ok bool) {
	a, okA := identity(folder)
	b, okB := identity(lock)
	return fmt.Sprintf("%s %s %d\n", a, b, lock.ModTime().UnixNano()), okA && okB && folder.IsDir()
}

// left says whether anything stands where the folder of a build belongs, and whether a build made it.
func (t *Tree) left() (there, ours bool, err error) {
	folder, err := t.disk.lstat(t.beside)
	if errors.Is(err, fs.ErrNotExist) {
		return false, false, nil
	}
	if err != nil {
		return true, false, err
	}
	lock, err := t.lock.stat()
	if err != nil {
		return true, false, err
	}
	said, err := t.lock.readAll(recordLimit)
	want, ok := proof(folder, lock)
	return true, err == nil && ok && string(said) == want, err
}

// make makes the folder beside the output and writes its record, before anything else is in it.
func (t *Tree) make() error {
	if err := t.disk.mkdirPrivate(t.beside); err != nil {
		return err
	}
	t.working = true
	folder, err := t.disk.lstat(t.beside)
	if err != nil {
		return err
	}
	lock, err := t.lock.stat()
	if err != nil {
		return err
	}
	text, _ := proof(folder, lock)
	return t.lock.replace([]byte(text), lock.ModTime())
}

// recover mends and removes what a killed build left. What no build of ours left stays as it is and is an
// error, unless it is an empty folder: a build may have been killed before it wrote the record.
func (t *Tree) recover() error {
	there, ours, err := t.left()
	switch {
	case err != nil || !there:
		return err
	case ours && t.options.Resume:
		return t.resume()
	case ours:
		return t.clear()
	}
	if info, err := t.disk.lstat(t.beside); err == nil && info.IsDir() && t.disk.remove(t.beside) == nil {
		return nil
	}
	return fmt.Errorf("%s stands where a build works, and no build of this output left it: look what it is, and remove it", t.beside)
}

// clear removes the folder beside the output, but first ends a swap by two renames that was cut short.
func (t *Tree) clear() error {
	if err := t.mend(); err != nil {
		return err
	}
	return t.disk.removeAll(t.beside)
}

// mend puts the old site back if nothing is at dir, as the build that moved it away never said that it was
// done; otherwise the new one has arrived.
func (t *Tree) mend() error {
	if _, err := t.disk.lstat(t.aside); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	empty, err := t.disk.empty(t.dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return t.disk.rename(t.aside, t.dir)
	case err != nil:
		return err
	case empty: // somebody made the missing folder by hand
		if err := t.disk.remove(t.dir); err != nil {
			return err
		}
		return t.disk.rename(t.aside, t.dir)
	}
	return nil
}

// release lets go of the lock. Its file stays while it has something to say about what could not be removed.
func (t *Tree) release() error {
	if _, ours, err := t.left(); ours || err != nil {
		return join(err, t.lock.Close())
	}
	return t.disk.unlock(t.lock)
}

// Recover does for every output in a folder what the next build of it would do first: it removes what killed
// builds left, such as pages that were withdrawn. Builds that run are left alone, and so is what no build left.
func Recover(folder string) error {
	d := disk{}
	var outputs []string
	err := d.eachEntry(folder, func(e fs.DirEntry) error {
		name, isLock := strings.CutSuffix(e.Name(), lockEnding)
		if name, hidden := strings.CutPrefix(name, "."); isLock && hidden && name != "" && e.Type().IsRegular() {
			outputs = append(outputs, filepath.Join(folder, name))
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, dir := range outputs {
		err = join(err, recoverOne(d, dir))
	}
	return err
}

func recoverOne(d disk, dir string) (err error) {
	t := newTree(d, dir)
	t.lock, err = d.lock(t.lockAt)
	if errors.Is(err, ErrBusy) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("clearing up beside %s: %w", dir, err)
	}
	there, ours, err := t.left()
	if there && !ours {
		return join(err, t.lock.Close())
	}
	if ours {
		err = t.clear()
	}
	if err = join(err, t.release()); err != nil {
		return fmt.Errorf("clearing up beside %s: %w", dir, err)
	}
	return nil
}

package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// folder is a folder of the site. Both questions about it cost system calls once, not once per file.
type folder struct {
	name string
	old  func() bool  // is it in the published site, as a real folder?
	make func() error // makes it in the staging folder
}

// Write puts one file into the staging tree. The name is a clean relative slash path in ASCII; each is
// written once, and no two may differ only by case. Safe for concurrent use; data is not kept. After
// any failure Commit refuses.
func (t *Tree) Write(name string, data []byte) error {
	if err := CheckName(name); err != nil {
		return t.fail(name, err)
	}
	id, in, err := t.claim(name)
	if err != nil {
		return t.fail(name, err)
	}
	state := kept
	if !t.unchanged(name, in, int64(len(data)), bytes.NewReader(data)) {
		state = written
		if err := t.put(name, in, data); err != nil {
			return t.fail(name, err)
		}
	}
	t.settle(id, Sum{int64(len(data)), sha256.Sum256(data)}, state)
	return nil
}

// Keep takes a file over that has this SHA-256, as its bytes on disk say: from the old site, or with
// Options.Resume from what was left. Else it reports false, and the name is still free. For who knows what a
// file must be before having it. Safe for concurrent use.
func (t *Tree) Keep(name string, sum [sha256.Size]byte) (bool, error) {
	if err := CheckName(name); err != nil {
		return false, t.fail(name, err)
	}
	t.mu.Lock()
	in, err := t.folder(path.Dir(name))
	t.mu.Unlock()
	if err != nil {
		return false, t.fail(name, err)
	}
	local, state := filepath.FromSlash(name), kept
	size, ok := int64(0), false
	if in.old() {
		size, ok = t.holds(filepath.Join(t.dir, local), sum)
	}
	if !ok && t.options.Resume {
		state = written
		size, ok = t.holds(filepath.Join(t.before, local), sum)
	}
	if !ok {
		return false, nil
	}
	id, _, err := t.claim(name)
	if err != nil {
		return false, t.fail(name, err)
	}
	if state == written {
		if err := t.moveUp(local, in); err != nil {
			return false, t.fail(name, err)
		}
	}
	t.settle(id, Sum{size, sum}, state)
	return true, nil
}

// holds reports whether there is a regular file with these bytes, and how many. One that cannot be read is none.
func (t *Tree) holds(file string, sum [sha256.Size]byte) (size int64, ok bool) {
	f, info, err := t.disk.openRegular(file)
	if err != nil {
		return 0, false
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, io.LimitReader(f, info.Size()))
	return size, err == nil && size == info.Size() && [sha256.Size]byte(h.Sum(nil)) == sum
}

func (t *Tree) put(name string, in *folder, data []byte) error {
	f, err := t.create(name, in)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return t.finish(f)
}

// create opens a new file in the staging tree; one that exists is an error, never opened.
func (t *Tree) create(name string, in *folder) (handle, error) {
	if err := in.make(); err != nil {
		return handle{}, err
	}
	return t.disk.create(filepath.Join(t.staging, filepath.FromSlash(name)))
}

func (t *Tree) finish(f handle) error {
	if syncEach {
		if err := f.sync(); err != nil {
			f.Close()
			return err
		}
	}
	return f.Close()
}

// Sum tells size and hash of a file that was written so far.
func (t *Tree) Sum(name string) (Sum, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.ledger.has(name) {
		return Sum{}, false
	}
	id, _, _ := t.ledger.find(name)
	r := t.ledger.at(id)
	return r.Sum, r.state != claimed
}

// claim enters a name that nobody has yet.
func (t *Tree) claim(name string) (uint32, *folder, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.done {
		return 0, nil, errors.New("the site is already finished")
	}
	if f := t.folders[strings.ToLower(name)]; f != nil {
		return 0, nil, fmt.Errorf("there is already a folder %s", f.name)
	}
	in, err := t.folder(path.Dir(name))
	if err != nil {
		return 0, nil, err
	}
	id, err := t.ledger.add(name)
	if err != nil {
		return 0, nil, err
	}
	t.open++
	return id, in, nil
}

// folder finds or enters a folder and those above it; t.mu is held.
func (t *Tree) folder(name string) (*folder, error) {
	key := strings.ToLower(name)
	if f := t.folders[key]; f != nil {
		if f.name != name {
			return nil, fmt.Errorf("folder %s: %w", name, clash(name, f.name))
		}
		return f, nil
	}
	if id, _, ok := t.ledger.find(name); ok {
		return nil, fmt.Errorf("%s is already a file", t.ledger.name(id))
	}
	up, err := t.folder(path.Dir(name))
	if err != nil {
		return nil, err
	}
	local := filepath.FromSlash(name)
	f := &folder{
		name: name,
		old: sync.OnceValue(func() bool {
			if !up.old() {
				return false
			}
			info, err := t.disk.lstat(filepath.Join(t.dir, local))
			return err == nil && info.IsDir() // not through a link
		}),
		make: sync.OnceValue(func() error {
			if err := up.make(); err != nil {
				return err
			}
			return t.disk.mkdir(filepath.Join(t.staging, local))
		}),
	}
	t.folders[key] = f
	return f, nil
}

func (t *Tree) settle(id uint32, sum Sum, s state) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.ledger.at(id)
	r.Sum, r.state = sum, s
	t.open--
}

// fail remembers the first failure and says which file it was.
func (t *Tree) fail(name string, err error) error {
	err = fmt.Errorf("writing %s: %w", name, err)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.failed == nil {
		t.failed = err
	}
	return err
}

// unchanged reports whether the published site has a regular file of this name with these bytes. A
// file that cannot be read counts as changed: it is written anew, which mends it.
func (t *Tree) unchanged(name string, in *folder, size int64, data io.Reader) bool {
	if !in.old() {
		return false
	}
	old := filepath.Join(t.dir, filepath.FromSlash(name))
	info, err := t.disk.lstat(old)
	if err != nil || !info.Mode().IsRegular() || info.Size() != size { // most changes are seen without opening the file
		return false
	}
	f, err := t.disk.open(old)
	if err != nil {
		return false
	}
	defer f.Close()
	return t.equal(f, data, size)
}

// equal compares size bytes. It does not ask for more, which would be one call for each file: the old one
// was just seen to have this size.
func (t *Tree) equal(a, b io.Reader, size int64) bool {
	first, second := t.buffers.Get().(*[]byte), t.buffers.Get().(*[]byte)
	defer t.buffers.Put(first)
	defer t.buffers.Put(second)
	for size > 0 {
		n := min(size, int64(len(*first)))
		_, errA := io.ReadFull(a, (*first)[:n])
		_, errB := io.ReadFull(b, (*second)[:n])
		if errA != nil || errB != nil || !bytes.Equal((*first)[:n], (*second)[:n]) {
			return false
		}
		size -= n
	}
	return true
}

// Package output puts a site on disk.
//
// In: a folder to publish to, and files as (name, bytes), from any number of goroutines, whether rendered here or
// fetched from elsewhere: Begin, then Write, Create or Keep, then Commit or Abort.
// Out: that folder, whole: either exactly the files of this run with their manifest SHA256SUMS, or,
// after any failure, cut or kill, exactly the site that was there before. A file whose bytes on disk
// are still the same keeps its modification time, so that rsync and the like send only what changed.
//
// The files are gathered in a staging folder beside the output, on the same file system, and the two
// are exchanged in one step; until then a build may keep what it likes in a scratch file. It never writes
// into the published folder, never follows a symbolic link in it, never believes the old manifest, and never knows what a file is about.
package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"sync"
)

// Names that mean something in every output.
const (
	Manifest  = "SHA256SUMS"         // coreutils form; written by Commit, lists every other file
	Signature = "SHA256SUMS.minisig" // signs the manifest, so it is not listed in it
	Marker    = "mirror.json"        // the caller writes it: `"generator": "vigil"` marks a folder as ours
)

// ErrBusy is returned (wrapped) by Begin while another build holds the same output.
var ErrBusy = errors.New("another build is writing")

// Tree is a site that is being written. It ends with Commit or Abort.
type Tree struct {
	disk    disk
	dir     string   // the published folder, absolute
	beside  string   // the folder of this build, see beside.go, with the next three in it
	staging string   // the new site; after the exchange, the old one until it is removed
	aside   string   // the old site while two renames do the work of one exchange
	before  string   // what trees wrote that did not come to their end; only with Resume
	scratch string   // the scratch file, see Scratch
	made    *Scratch // unless it is nil
	working bool     // beside was made
	above   []string // folders above dir that Begin made, the outermost first
	lockAt  string   // the lock file
	lock    handle
	options Options
	buffers sync.Pool // *[]byte for comparing files

	mu      sync.Mutex // guards everything below
	ledger  *ledger
	folders map[string]*folder // by lower-case name; "." is the root
	open    int                // files claimed and not finished
	failed  error              // the first failure: such a tree is never published
	done    bool
}

// Options of Begin.
type Options struct {
	DeleteForeign bool // remove files in the output that this program did not put there
	Resume        bool // take over what a tree wrote that was left, or killed, before its Commit: see Leave
	// Sign makes the signature of the manifest, which is published with it; nil: there is none.
	Sign func(manifest io.Reader) ([]byte, error)
}

// Begin makes ready for a new site at dir: it refuses a dir that must not be replaced, takes the lock,
// mends what a killed build left behind and makes an empty staging folder. Missing parents are made.
// Refused are a symbolic link, a mount point, the working directory or a folder that holds it, a file,
// a folder that is neither empty nor ours, and, unless they may be deleted, files in it that are not ours.
// The error is ErrBusy at once if another build runs.
func Begin(dir string, o Options) (*Tree, error) { return begin(dir, disk{}, o) }

func newTree(d disk, abs string) *Tree {
	parent, name := filepath.Split(abs)
	beside := filepath.Join(parent, "."+name+stagingEnding)
	t := &Tree{
		disk: d, dir: abs, lockAt: filepath.Join(parent, "."+name+lockEnding),
		beside: beside, staging: filepath.Join(beside, "new"), aside: filepath.Join(beside, "old"), before: filepath.Join(beside, "before"),
		scratch: filepath.Join(beside, "scratch"), ledger: newLedger(), folders: map[string]*folder{},
	}
	t.buffers.New = func() any { b := make([]byte, 64<<10); return &b }
	return t
}

func begin(dir string, d disk, o Options) (*Tree, error) {
	if err := refuse(d, dir); err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("finding the output folder %s: %w", dir, err)
	}
	t := newTree(d, abs)
	t.options = o
	switch err := t.enter(); {
	case errors.Is(err, ErrBusy):
		return nil, fmt.Errorf("%w %s: wait until it has ended", ErrBusy, dir)
	case err != nil:
		return nil, join(fmt.Errorf("locking %s: %w", dir, err), t.removeAbove())
	}
	if err := t.prepare(); err != nil {
		return nil, join(fmt.Errorf("preparing %s: %w", dir, err), t.Abort())
	}
	return t, nil
}

// enter makes the folders above dir and takes the lock in the last of them. Another build that fails may
// remove them just then, as it had made them for itself: then they are made once more.
func (t *Tree) enter() (err error) {
	for range 10 {
		var made []string
		made, err = t.disk.mkdirAll(filepath.Dir(t.lockAt))
		t.above = append(t.above, made...)
		if err == nil {
			t.lock, err = t.disk.lock(t.lockAt)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return err
}

// prepare runs under the lock: what builds left beside dir belongs to one that is dead.
func (t *Tree) prepare() error {
	if err := t.recover(); err != nil {
		return err
	}
	if !t.working {
		if err := t.make(); err != nil {
			return err
		}
	}
	if err := t.disk.mkdir(t.staging); err != nil {
		return err
	}
	made, err := t.disk.lstat(t.staging)
	if err != nil {
		return err
	}
	// A narrow umask would hide the site from the web server. What it took from one folder says
	// whether every file needs a chmod; mostly none does.
	t.disk.chmod = made.Mode().Perm() != dirMode
	if t.disk.chmod {
		if err := t.disk.widen(t.staging); err != nil {
			return err
		}
	}
	old, err := t.disk.lstat(t.dir)
	hasOld := err == nil && old.IsDir()
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	if err != nil {
		return err
	}
	t.folders["."] = &folder{
		name: ".",
		old:  func() bool { return hasOld },
		make: func() error { return nil },
	}
	if hasOld {
		_, err = t.survey()
	}
	return err
}

// Abort removes the staging folder and releases the lock; the published site stays as it is. It does
// nothing after a Commit that succeeded, and may be called twice. No writer may be running.
func (t *Tree) Abort() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.done {
		return nil
	}
	t.done = true
	err := t.endScratch()
	if t.working {
		err = join(err, t.clear())
	}
	// The lock goes last: until then no other build may touch the staging folder.
	err = join(err, t.release())
	if err = join(err, t.removeAbove()); err != nil {
		return fmt.Errorf("clearing up beside %s: %w", t.dir, err)
	}
	return nil
}

// removeAbove removes the folders that Begin made above dir, unless something is in them by now: the new
// site, or another build that came in between.
func (t *Tree) removeAbove() error {
	for _, dir := range slices.Backward(t.above) {
		err := t.disk.remove(dir)
		if errors.Is(err, fs.ErrExist) {
			return nil
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// join is errors.Join on one line, and leaves a lone error as it is.
func join(first, second error) error {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	}
	return fmt.Errorf("%w (and then: %w)", first, second)
}

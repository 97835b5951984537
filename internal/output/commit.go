package output

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"

	"golang.org/x/sync/errgroup"
)

// Result is what a Commit did, in files of the manifest.
type Result struct {
	Files   int   // in the site now
	Bytes   int64 // all of them together
	Written int   // new, or with other bytes than before
	Kept    int   // as before, with their modification time
	Removed int   // of the old site, no longer published
}

// Commit writes the manifest, makes everything durable and exchanges the new site with the old one in
// one step. If nothing at all has changed, the old site is left untouched. The signature stays while
// the manifest it signs is the same, and goes otherwise. No writer may be running.
//
// On an error call Abort. Mostly the old site is then still in place; if the error says that the new
// one is, only clearing up has failed, the Result holds, and the next Begin does the rest.
func (t *Tree) Commit() (Result, error) {
	ids, err := t.seal()
	if err != nil {
		return Result{}, err
	}
	res, same := t.compare(ids)
	if t.folders["."].old() {
		if res.Removed, err = t.survey(); err != nil { // once more, as somebody may have put a file there
			return Result{}, err
		}
	}
	if same && res.Removed == 0 {
		return res, t.Abort()
	}
	if err := t.linkKept(ids); err != nil {
		return Result{}, err
	}
	if err := t.endScratch(); err != nil {
		return Result{}, err
	}
	if err := t.disk.flush(t.staging); err != nil {
		return Result{}, fmt.Errorf("making the new site durable: %w", err)
	}
	placed, err := t.swap()
	if err == nil {
		err = t.disk.syncDir(filepath.Dir(t.dir))
	}
	if err == nil {
		err = t.Abort() // the old site is now in the staging folder
	}
	switch {
	case err == nil:
		return res, nil
	case placed:
		return res, fmt.Errorf("the new site is in place, but: %w", err)
	}
	return Result{}, fmt.Errorf("putting the new site in place: %w", err)
}

// seal checks that the tree is complete and writes the manifest. It returns all files in its order.
func (t *Tree) seal() ([]uint32, error) {
	t.mu.Lock()
	failed, open, done, marked := t.failed, t.open, t.done, t.ledger.has(Marker)
	t.mu.Unlock()
	switch {
	case done:
		return nil, errors.New("the site is already finished")
	case failed != nil:
		return nil, fmt.Errorf("the site is not complete: %w", failed)
	case open > 0:
		return nil, fmt.Errorf("the site is not complete: %d files are still open", open)
	case !marked:
		return nil, fmt.Errorf("the site has no %s: the next build would not know it as ours", Marker)
	}
	f, err := t.stream(Manifest)
	if err != nil {
		return nil, err
	}
	ids := t.ledger.sorted()
	var line []byte
	for _, id := range ids {
		if !t.listed(id) {
			continue
		}
		r := t.ledger.at(id)
		line = hex.AppendEncode(line[:0], r.SHA256[:])
		line = append(line, "  "...)
		line = append(line, t.ledger.name(id)...)
		if _, err := f.Write(append(line, '\n')); err != nil {
			f.Close()
			return nil, err
		}
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	isKept := t.ledger.at(f.id).state == kept
	switch {
	case t.options.Sign != nil:
		return t.sign(ids, isKept)
	case isKept:
		return t.keepSignature(ids)
	}
	return ids, nil
}

// sign puts the signature of the manifest beside it.
func (t *Tree) sign(ids []uint32, isKept bool) ([]uint32, error) {
	at := filepath.Join(t.staging, Manifest)
	if isKept {
		at = filepath.Join(t.dir, Manifest)
	}
	manifest, err := t.disk.open(at)
	if err != nil {
		return nil, t.fail(Signature, err)
	}
	signature, err := t.options.Sign(manifest)
	manifest.Close()
	if err != nil {
		return nil, t.fail(Signature, err)
	}
	f, err := t.stream(Signature)
	if err != nil {
		return nil, err
	}
	if _, err := f.Write(signature); err != nil {
		f.Close()
		return nil, err
	}
	return append(ids, f.id), f.Close()
}

// keepSignature takes the old signature over, as the manifest that it signs has not changed.
func (t *Tree) keepSignature(ids []uint32) ([]uint32, error) {
	info, err := t.disk.lstat(filepath.Join(t.dir, Signature))
	if t.ledger.has(Signature) || err != nil || !info.Mode().IsRegular() {
		return ids, nil
	}
	id, _, err := t.claim(Signature)
	if err != nil {
		return nil, t.fail(Signature, err)
	}
	t.settle(id, Sum{}, kept) // never listed: its sum is not asked for
	return append(ids, id), nil
}

func (t *Tree) listed(id uint32) bool {
	name := string(t.ledger.name(id))
	return name != Manifest && name != Signature
}

// compare counts, and reports whether every file, the manifest and signature too, is as before.
func (t *Tree) compare(ids []uint32) (res Result, same bool) {
	same = true
	for _, id := range ids {
		r := t.ledger.at(id)
		same = same && r.state == kept
		if !t.listed(id) {
			continue
		}
		res.Files++
		res.Bytes += r.Size
		if r.state == kept {
			res.Kept++
		} else {
			res.Written++
		}
	}
	return res, same
}

// linkKept brings the unchanged files over as hard links: same bytes, same time, nothing copied. Only
// here, so that a build without any change makes no link at all. Each goroutine takes a run of names,
// so mostly folders of its own.
func (t *Tree) linkKept(ids []uint32) error {
	g, ctx := errgroup.WithContext(context.Background())
	for run := range slices.Chunk(ids, len(ids)/t.disk.workers()+1) {
		g.Go(func() error {
			for _, id := range run {
				if t.ledger.at(id).state != kept {
					continue
				}
				if ctx.Err() != nil { // another one has failed, and says why
					return nil
				}
				name := string(t.ledger.name(id))
				if err := t.keep(name); err != nil {
					return fmt.Errorf("keeping %s: %w", name, err)
				}
			}
			return nil
		})
	}
	return g.Wait()
}

func (t *Tree) keep(name string) error {
	t.mu.Lock()
	in, err := t.folder(path.Dir(name))
	t.mu.Unlock()
	if err != nil {
		return err
	}
	if err := in.make(); err != nil {
		return err
	}
	from, to := filepath.Join(t.dir, filepath.FromSlash(name)), filepath.Join(t.staging, filepath.FromSlash(name))
	err = t.disk.link(from, to)
	if err == nil {
		return nil
	}
	// No links on this file system (FAT), or too many on this file.
	if failed := t.copyOver(from, to); failed != nil {
		return join(err, failed)
	}
	return nil
}

// copyOver makes a copy with the old time.
func (t *Tree) copyOver(from, to string) error {
	in, info, err := t.disk.openRegular(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := t.disk.create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	if err := t.finish(out); err != nil {
		return err
	}
	return t.disk.chtimes(to, info.ModTime())
}

// swap puts staging at dir, and the old site at staging. Two renames do it where the system cannot
// exchange; a kill between them is mended by the next Begin.
func (t *Tree) swap() (placed bool, err error) {
	if _, err := t.disk.lstat(t.dir); errors.Is(err, fs.ErrNotExist) {
		err := t.disk.rename(t.staging, t.dir)
		return err == nil, err
	} else if err != nil {
		return false, err
	}
	err = t.disk.exchange(t.staging, t.dir)
	if !errors.Is(err, errors.ErrUnsupported) {
		return err == nil, err
	}
	// The record must outlive a power cut: it says whose the folder is that the site lies in meanwhile.
	if err := join(t.lock.sync(), t.disk.syncDir(filepath.Dir(t.dir))); err != nil {
		return false, err
	}
	if err := t.disk.rename(t.dir, t.aside); err != nil {
		return false, join(err, t.mend())
	}
	if err := t.disk.rename(t.staging, t.dir); err != nil {
		return false, join(err, t.mend())
	}
	return true, nil
}

package importer

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/fxamacker/cbor/v2"
)

// spooled is a file in the spool: its place, what it replaces, what it will hold.
type spooled struct {
	Path     string // cc/slug
	Was, Now []byte
}

func (r *run) keep(f spooled) error { return cbor.NewEncoder(r.out).Encode(f) }

// kept begins to read the spool.
func (r *run) kept() (*cbor.Decoder, error) {
	_, err := r.spool.Seek(0, io.SeekStart)
	return cbor.NewDecoder(r.spool), err
}

// write puts the files in their places. When one cannot be written, those before it are taken back.
func (r *run) write(ctx context.Context) (err error) {
	done := 0
	defer func() {
		if err != nil {
			err = errors.Join(err, r.takeBack(done))
		}
	}()
	in, err := r.kept()
	for err == nil {
		var f spooled
		if err = in.Decode(&f); err == io.EOF {
			return r.setRowsAside()
		}
		if err = cmp.Or(err, ctx.Err()); err == nil {
			done++
			err = r.put(f)
			r.Progress("write", done, r.report.Counts[New]+r.report.Counts[Changed])
		}
	}
	return err
}

// put writes one file: a new one only where there is none.
func (r *run) put(f spooled) error {
	if len(f.Was) == 0 {
		return r.people.folder.Create(file(f.Path), f.Now)
	}
	return r.people.folder.Replace(file(f.Path), f.Now)
}

// setRowsAside writes the rows that were set aside, at the end and at once: the file may be the list itself, which
// somebody mended, or lie there from last time.
func (r *run) setRowsAside() error {
	if r.rows.rows == 0 {
		return nil
	}
	to, err := quarantineFile(r.File)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(to), ".vigil-") // readable by its user only
	if err != nil {
		return err
	}
	_, err = r.aside.Seek(0, io.SeekStart)
	if err == nil {
		_, err = io.Copy(f, r.aside)
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), to)
	}
	if err != nil {
		os.Remove(f.Name())
		return err
	}
	r.report.Quarantine = to
	return nil
}

// takeBack undoes the first n files.
func (r *run) takeBack(n int) error {
	in, all := r.kept()
	for i := range n {
		var f spooled
		if err := in.Decode(&f); err != nil {
			return errors.Join(all, err)
		}
		at := file(f.Path)
		switch have, err := r.people.folder.Read(at); {
		case err != nil:
		case len(f.Was) > 0 && bytes.Equal(have, f.Now):
			all = errors.Join(all, r.people.folder.Replace(at, f.Was))
		case len(f.Was) == 0 && (i < n-1 || bytes.HasPrefix(f.Now, have)):
			all = errors.Join(all, r.people.folder.Remove(at))
		}
	}
	return all
}

package importer

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// keep puts a file into the spool: path, what it replaces, what it will hold.
func (r *run) keep(path string, was, now []byte) error {
	for _, part := range [][]byte{[]byte(path), was, now} {
		var n [4]byte
		binary.LittleEndian.PutUint32(n[:], uint32(len(part)))
		if _, err := r.out.Write(append(n[:], part...)); err != nil {
			return err
		}
	}
	return nil
}

// kept reads one file out of the spool.
func kept(in io.Reader) (path string, was, now []byte, err error) {
	var parts [3][]byte
	for i := range parts {
		var n [4]byte
		if _, err := io.ReadFull(in, n[:]); err != nil {
			return "", nil, nil, err
		}
		parts[i] = make([]byte, binary.LittleEndian.Uint32(n[:]))
		if _, err := io.ReadFull(in, parts[i]); err != nil {
			return "", nil, nil, err
		}
	}
	return string(parts[0]), parts[1], parts[2], nil
}

// write puts the files in their places. When one cannot be written, those before it are taken back.
func (r *run) write(ctx context.Context) (err error) {
	var done []string // of new files, and of changed ones their former content is in the spool
	defer func() {
		if err != nil {
			err = errors.Join(err, r.takeBack(len(done)))
		}
	}()
	if _, err := r.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	for in := bufio.NewReaderSize(r.spool, 1<<16); ; {
		path, was, now, err := kept(in)
		if err == io.EOF {
			return r.setRowsAside()
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		done = append(done, path)
		if err := r.put(path, was, now); err != nil {
			return err
		}
		r.Progress("write", len(done), r.report.Counts[New]+r.report.Counts[Changed])
	}
}

// put writes one file: a new one only where there is none.
func (r *run) put(path string, was, now []byte) error {
	if len(was) == 0 {
		return r.people.folder.Create(file(path), now)
	}
	return r.people.folder.Replace(file(path), now)
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
	if n == 0 {
		return nil
	}
	if _, err := r.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	in := bufio.NewReader(r.spool)
	var all error
	for i := range n {
		path, was, now, err := kept(in)
		if err != nil {
			return errors.Join(all, err)
		}
		switch have, err := r.people.folder.Read(file(path)); {
		case err != nil:
		case len(was) > 0 && slices.Equal(have, now):
			all = errors.Join(all, r.people.folder.Replace(file(path), was))
		case len(was) == 0 && (i < n-1 || strings.HasPrefix(string(now), string(have))):
			all = errors.Join(all, r.people.folder.Remove(file(path)))
		}
	}
	return all
}

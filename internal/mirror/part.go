package mirror

import (
	"crypto/sha256"
	"hash"
	"io"

	"vigil/internal/output"
)

const (
	inMemory = 1 << 20   // bytes of a file that wait in memory until it is whole; a longer one is written as it comes
	maxFile  = 512 << 20 // bytes of one file
	maxTotal = 64 << 30  // bytes of all that one pull fetches
)

// errLocal is what goes wrong on this computer: no address can help.
type errLocal struct{ error }

func (e errLocal) Unwrap() error { return e.error }

// part is as much of a file as has come. Without a tree only its sum is wanted.
type part struct {
	name string
	want [sha256.Size]byte
	tree *output.Tree
	file *output.File // once it is longer than inMemory
	data []byte       // until then
	hash hash.Hash
	size int64
}

func newPart(tree *output.Tree, name string, want [sha256.Size]byte) *part {
	return &part{name: name, want: want, tree: tree, hash: sha256.New()}
}

// Write takes what came.
func (p *part) Write(b []byte) (int, error) {
	p.hash.Write(b)
	p.size += int64(len(b))
	if p.tree == nil {
		return len(b), nil
	}
	if p.file == nil && p.size <= inMemory {
		p.data = append(p.data, b...)
		return len(b), nil
	}
	if p.file == nil {
		file, err := p.tree.Create(p.name)
		if err != nil {
			return 0, errLocal{err}
		}
		if _, err := file.Write(p.data); err != nil {
			return 0, errLocal{err}
		}
		p.file, p.data = file, nil
	}
	n, err := p.file.Write(b)
	if err != nil {
		return n, errLocal{err}
	}
	return n, nil
}

// begin takes over what an earlier pull had of a long file.
func (p *part) begin() error {
	left, size, ok := p.tree.Left(p.name)
	if !ok {
		return nil
	}
	defer left.Close()
	if size <= inMemory {
		return nil // no beginning: those are written only when they are longer
	}
	_, err := io.Copy(p, io.LimitReader(left, maxFile))
	if _, local := err.(errLocal); err != nil && !local {
		return p.restart() // it cannot be read: then it comes anew
	}
	return err
}

// restart throws away what came.
func (p *part) restart() error {
	p.hash.Reset()
	p.size, p.data = 0, p.data[:0]
	if p.file == nil {
		return nil
	}
	if err := p.file.Restart(); err != nil {
		return errLocal{err}
	}
	return nil
}

// right tells whether what came is the whole file as it is to be.
func (p *part) right() bool { return [sha256.Size]byte(p.hash.Sum(nil)) == p.want }

// finish puts the file in its place.
func (p *part) finish() error {
	var err error
	switch {
	case p.tree == nil:
	case p.file != nil:
		err = p.file.Close()
	default:
		err = p.tree.Write(p.name, p.data)
	}
	if err != nil {
		return errLocal{err}
	}
	return nil
}

// leave ends a file that did not come whole; the next pull begins with what came.
func (p *part) leave() error {
	if p.file == nil {
		return nil
	}
	return p.file.Close()
}

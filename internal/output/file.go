package output

import (
	"bufio"
	"crypto/sha256"
	"hash"
	"os"
)

// File is a file that is too large to hold in memory. Not safe for concurrent use.
type File struct {
	tree   *Tree
	name   string
	id     uint32
	in     *folder
	out    handle
	buffer *bufio.Writer
	hash   hash.Hash
	size   int64
	closed bool
}

// Create opens a file of the tree for streaming; the name as for Write. Close must be called before Commit.
func (t *Tree) Create(name string) (*File, error) {
	if err := CheckName(name); err != nil {
		return nil, t.fail(name, err)
	}
	return t.stream(name)
}

func (t *Tree) stream(name string) (*File, error) {
	id, in, err := t.claim(name)
	if err != nil {
		return nil, t.fail(name, err)
	}
	out, err := t.create(name, in)
	if err != nil {
		return nil, t.fail(name, err)
	}
	return &File{
		tree: t, name: name, id: id, in: in, out: out,
		buffer: bufio.NewWriterSize(out, 64<<10), hash: sha256.New(),
	}, nil
}

// Write appends to the file. It buffers, so small pieces are fine.
func (f *File) Write(p []byte) (int, error) {
	f.hash.Write(p)
	f.size += int64(len(p))
	n, err := f.buffer.Write(p)
	if err != nil {
		return n, f.tree.fail(f.name, err)
	}
	return n, nil
}

// Close finishes the file and makes its Sum known. A second Close returns os.ErrClosed.
func (f *File) Close() error {
	if f.closed {
		return os.ErrClosed
	}
	f.closed = true
	state, err := f.finish()
	if err != nil {
		return f.tree.fail(f.name, err)
	}
	f.tree.settle(f.id, Sum{f.size, [32]byte(f.hash.Sum(nil))}, state)
	return nil
}

func (f *File) finish() (state, error) {
	t := f.tree
	if err := f.buffer.Flush(); err != nil {
		f.out.Close()
		return 0, err
	}
	if err := t.finish(f.out); err != nil {
		return 0, err
	}
	if !f.in.old() {
		return written, nil
	}
	staged, err := t.disk.open(f.out.Name())
	if err != nil {
		return 0, err
	}
	same := t.unchanged(f.name, f.in, f.size, staged)
	staged.Close()
	if !same {
		return written, nil
	}
	return kept, t.disk.remove(f.out.Name())
}

// Restart empties the file, to be written anew.
func (f *File) Restart() error {
	f.buffer.Reset(f.out)
	f.hash.Reset()
	f.size = 0
	if err := f.out.empty(); err != nil {
		return f.tree.fail(f.name, err)
	}
	return nil
}

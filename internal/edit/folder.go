package edit

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
)

// Folder is a source folder whose files are read and written in place, by slash paths. Whatever is a link on the way
// to a file, or is the file, is refused: a pull request could have put it there, to lead anywhere.
type Folder struct{ root *os.Root }

// OpenFolder opens a source folder, which may itself be named by a link.
func OpenFolder(dir string) (*Folder, error) {
	root, err := os.OpenRoot(dir)
	return &Folder{root}, err
}

// Close lets go of the folder.
func (f *Folder) Close() error { return f.root.Close() }

// real says whether name is, or may become, a regular file in real folders; dir wants a folder in its place.
func (f *Folder) real(name string, dir bool) error {
	parts := strings.Split(name, "/")
	for i := range parts {
		at, folder := strings.Join(parts[:i+1], "/"), dir || i+1 < len(parts)
		switch info, err := f.root.Lstat(at); {
		case errors.Is(err, fs.ErrNotExist):
			return nil // and so is nothing below it
		case err != nil:
			return err
		case folder && !info.IsDir():
			return fmt.Errorf("%s is a link or a file where a folder belongs: put the folder itself here", at)
		case !folder && !info.Mode().IsRegular():
			return fmt.Errorf("%s is a link or a device, not a file: put the file itself here", name)
		}
	}
	return nil
}

// List lists a folder, sorted by name.
func (f *Folder) List(dir string) ([]fs.DirEntry, error) {
	if err := f.real(dir, true); err != nil {
		return nil, err
	}
	return fs.ReadDir(f.root.FS(), dir)
}

// maxFile is the most bytes of a file that is read, more than any text or photo of the content may have.
const maxFile = 32 << 20

// Read reads a file.
func (f *Folder) Read(name string) ([]byte, error) {
	if err := f.real(name, false); err != nil {
		return nil, err
	}
	if info, err := f.root.Stat(name); err == nil && info.Size() > maxFile {
		return nil, fmt.Errorf("%s has more than %d bytes", name, maxFile)
	}
	return f.root.ReadFile(name)
}

// Create writes a file where there is none, and the folders above it; no part of a file stays behind when it fails.
func (f *Folder) Create(name string, data []byte) error {
	if err := f.real(name, false); err != nil {
		return err
	}
	if err := f.root.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	err := f.write(name, data, 0o644)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		_ = f.Remove(name)
	}
	return err
}

// Replace writes a file anew: another reader sees the old bytes or the new ones.
func (f *Folder) Replace(name string, data []byte) error {
	if err := f.real(name, false); err != nil {
		return err
	}
	info, err := f.root.Lstat(name)
	if err != nil {
		return err
	}
	beside := path.Join(path.Dir(name), ".vigil-"+path.Base(name))
	if err := f.root.Remove(beside); err != nil && !errors.Is(err, fs.ErrNotExist) { // a killed command left it
		return err
	}
	if err = f.write(beside, data, info.Mode().Perm()); err == nil {
		err = f.root.Rename(beside, name)
	}
	if err != nil {
		_ = f.root.Remove(beside)
	}
	return err
}

// Remove removes a file, and the folder that held it when nothing else is there.
func (f *Folder) Remove(name string) error {
	err := f.root.Remove(name)
	_ = f.root.Remove(path.Dir(name))
	return err
}

func (f *Folder) write(name string, data []byte, mode fs.FileMode) error {
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	return errors.Join(err, file.Chmod(mode), file.Close())
}

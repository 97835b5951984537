package compile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"vigil/static"
	"vigil/templates"
)

// overlay reads a file from the first of its layers that has it: the source folder's own files go before
// those in the binary, file by file.
type overlay []fs.FS

func (o overlay) Open(name string) (f fs.File, err error) {
	err = fs.ErrNotExist
	for _, layer := range o {
		if f, err = layer.Open(name); !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return nil, err
}

// unreadable is a folder that could not be looked at: whoever reads it is told why.
type unreadable struct{ err error }

func (u unreadable) Open(string) (fs.File, error) { return nil, u.err }

func layers(source, name string, embedded fs.FS) fs.FS {
	dir := filepath.Join(source, name)
	switch _, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return embedded
	case err != nil: // not to be taken for none: it may hold files that differ from ours
		return unreadable{err}
	}
	return overlay{os.DirFS(dir), embedded}
}

// Templates are the templates of a source folder, over those in the binary.
func Templates(source string) fs.FS { return layers(source, "templates", templates.FS) }

// Static are the static files of a source folder, over those in the binary.
func Static(source string) fs.FS { return layers(source, "static", static.FS) }

// StaticNames lists the static files of all layers: plain files at the top, but for the Go code
// beside them and what editors leave behind.
func StaticNames(fsys fs.FS) ([]string, error) {
	seen := map[string]bool{}
	list := []fs.FS{fsys}
	if o, ok := fsys.(overlay); ok {
		list = o
	}
	for _, layer := range list {
		es, err := fs.ReadDir(layer, ".")
		if err != nil {
			return nil, err
		}
		for _, e := range es {
			name := e.Name()
			if e.Type().IsRegular() && filepath.Ext(name) != ".go" && name[0] != '.' && !strings.HasSuffix(name, "~") {
				seen[name] = true
			}
		}
	}
	return sorted(seen), nil
}

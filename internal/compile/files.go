package compile

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"vigil/internal/output"
	"vigil/internal/render"
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

// layers puts a folder of the source, if there is one, over what the binary has. It must be a real folder and
// hold nothing but real folders and files: a link could publish a file from anywhere.
func layers(source, name string, embedded fs.FS) fs.FS {
	dir := filepath.Join(source, name)
	switch info, err := os.Lstat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return embedded
	case err != nil: // not to be taken for none: it may hold files that differ from ours
		return unreadable{err}
	case !info.IsDir():
		return unreadable{fmt.Errorf("%s is a link or a file where a folder belongs: put the folder itself here", name)}
	}
	root, err := os.OpenRoot(dir) // closed when nobody holds it
	if err != nil {
		return unreadable{err}
	}
	var links []string
	err = fs.WalkDir(root.FS(), ".", func(file string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && !e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".#") { // Emacs leaves such links
			links = append(links, strconv.Quote(path.Join(name, file)))
		}
		return err
	})
	if len(links) > 0 {
		err = fmt.Errorf("%s: a link or a device, not a file: put the file itself here", strings.Join(links, ", "))
	}
	if err != nil {
		return unreadable{err}
	}
	return overlay{root.FS(), embedded}
}

// Templates are the templates of a source folder, over those in the binary.
func Templates(source string) fs.FS { return layers(source, "templates", templates.FS) }

// Static are the static files of a source folder, over those in the binary.
func Static(source string) fs.FS { return layers(source, "static", static.FS) }

// rootFolder is the folder in static/ whose files a host wants at the root of the site, such as CNAME.
const rootFolder = "root"

// StaticNames lists the static files of all layers by their address in the site: plain files at the top, but
// for the Go code beside them and what editors leave behind, and all files below static/root.
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
				seen["static/"+name] = true
			}
		}
		if err := rootNames(layer, seen); err != nil {
			return nil, err
		}
	}
	return slices.Sorted(maps.Keys(seen)), nil
}

// rootNames are the files below static/root: of those that begin with a dot (.well-known, .domains) all but
// what systems, editors and Git leave there.
func rootNames(layer fs.FS, seen map[string]bool) error {
	err := fs.WalkDir(layer, rootFolder, func(file string, e fs.DirEntry, err error) error {
		name := path.Base(file)
		left := name == ".DS_Store" || strings.HasPrefix(name, ".git") || strings.HasPrefix(name, ".#") || strings.HasSuffix(name, "~") ||
			strings.HasPrefix(name, ".") && strings.HasSuffix(name, ".swp")
		switch {
		case err == nil && file == rootFolder+"/static":
			return fmt.Errorf("static/%s: its files have the addresses of those in static/: put them there", file)
		case err == nil && strings.EqualFold(file, rootFolder+"/"+output.Signature):
			return fmt.Errorf("static/%s: a site is signed when it is made, by --key, or by vigil mirror sign: take it out", file)
		case err == nil && left && e.IsDir():
			return fs.SkipDir
		case err == nil && !left && e.Type().IsRegular():
			seen[strings.TrimPrefix(file, rootFolder+"/")] = true
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// StaticFile reads a static file by its address in the site, as it is published.
func (in *Input) StaticFile(address string) ([]byte, error) {
	fsys := in.Static
	name, ok := strings.CutPrefix(address, "static/")
	if !ok {
		return fs.ReadFile(fsys, rootFolder+"/"+address) // as it is: the host knows what it wants
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	if name == "style.css" {
		data = branded(data, in.Library.Site.Brand)
		if in.Site != nil { // else there are errors in the content
			data = append(data, render.Made(in.Site)...)
		}
	}
	return render.Static(name, data)
}

// refuseOut refuses an output that lies in a folder of the source or holds one: the next build would publish
// the site as static files, or find it among the content.
func refuseOut(source, out string) error {
	out, err := filepath.Abs(out)
	if err != nil {
		return fmt.Errorf("finding the output folder: %w", err)
	}
	for _, name := range []string{"content", "templates", "static"} {
		dir, err := filepath.Abs(filepath.Join(source, name))
		if err != nil {
			return fmt.Errorf("finding %s: %w", name, err)
		}
		in, err := within(out, dir)
		if err == nil && !in {
			in, err = within(dir, out)
		}
		if err != nil {
			return fmt.Errorf("comparing the output with %s: %w", name, err)
		}
		if in {
			return fmt.Errorf("output %s is, holds or lies in the folder %s of the source: choose another, such as public", out, name)
		}
	}
	return nil
}

// within reports whether file is dir or lies in it. It compares the folders, not their names: the same one can
// be reached by many. What is not there yet lies where it will.
func within(file, dir string) (bool, error) {
	folder, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) { // then it has but its name
		rel, err := filepath.Rel(dir, file)
		return err == nil && filepath.IsLocal(rel), nil
	}
	if err != nil {
		return false, err
	}
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	for {
		info, err := os.Stat(file)
		switch {
		case err == nil && os.SameFile(info, folder):
			return true, nil
		case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR):
			return false, err
		}
		up := filepath.Dir(file)
		if up == file {
			return false, nil
		}
		file = up
	}
}

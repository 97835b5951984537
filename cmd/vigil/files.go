package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// change is a file that a command is about to write.
type change struct {
	path     string // slash path from the source folder
	was, now []byte
}

// contentFiles lists the Markdown files that paths name, as slash paths from the source folder: files themselves,
// and of folders all in them; without paths those of content/.
func (c *call) contentFiles(paths []string) (files []string, err error) {
	if len(paths) == 0 {
		paths = []string{"content"}
	}
	for _, p := range paths {
		rel := c.inSource(p)
		if !filepath.IsLocal(filepath.FromSlash(rel)) {
			return nil, fmt.Errorf("%s lies outside the source folder", p)
		}
		root := filepath.Join(*c.source, filepath.FromSlash(rel))
		err := filepath.WalkDir(root, func(file string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() || file != root && !strings.HasSuffix(file, ".md") {
				return err
			}
			rel, err := filepath.Rel(*c.source, file)
			files = append(files, filepath.ToSlash(rel))
			return err
		})
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no %s", p)
		}
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// read reads a file of the source folder.
func (c *call) read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(*c.source, filepath.FromSlash(path)))
}

// write puts changes in their places, each whole. When one fails, those before it are taken back.
func (c *call) write(changes []change) error {
	for i, ch := range changes {
		if err := c.replace(ch.path, ch.now); err != nil {
			for _, done := range changes[:i] {
				err = errors.Join(err, c.replace(done.path, done.was))
			}
			return err
		}
	}
	return nil
}

// replace writes a file beside itself and puts it in place.
func (c *call) replace(path string, data []byte) error {
	file := filepath.Join(*c.source, filepath.FromSlash(path))
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".vigil-")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return err
}

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vigil/internal/edit"
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
			if err == nil && file == root && !e.IsDir() && !e.Type().IsRegular() {
				return fmt.Errorf("%s is a link or a device: name a file or a folder", p)
			}
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

// write puts changes in their places, each whole. When one fails, those before it are taken back.
func write(folder *edit.Folder, changes []change) error {
	for i, ch := range changes {
		if err := folder.Replace(ch.path, ch.now); err != nil {
			for _, done := range changes[:i] {
				err = errors.Join(err, folder.Replace(done.path, done.was))
			}
			return err
		}
	}
	return nil
}

// cache is the folder where made photos are kept from run to run; "" where the user has none.
func (c *call) cache() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "vigil", "photos")
}

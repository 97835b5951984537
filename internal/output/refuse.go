package output

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// markerLimit bounds what is read of a stranger's mirror.json, in bytes.
const markerLimit = 1 << 20

// refuse says why dir must not be replaced by a site; nil if it may. It changes nothing on disk.
func refuse(d disk, dir string) error {
	if dir == "" {
		return errors.New("no output folder is named")
	}
	info, err := d.lstat(filepath.Clean(dir)) // a slash at the end would follow a link
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking at the output folder: %w", err)
	}
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return fmt.Errorf("output %s is a symbolic link: name the folder that it points to, or remove the link", dir)
	case !info.IsDir():
		return fmt.Errorf("output %s is not a folder: remove it or choose another name", dir)
	}
	holds, err := holdsWorkingDir(d, info)
	if err != nil {
		return fmt.Errorf("finding the working directory: %w", err)
	}
	if holds {
		return fmt.Errorf("output %s is the working directory or holds it: choose a folder inside, such as public", dir)
	}
	mounted, err := d.mountPoint(dir)
	if err != nil {
		return fmt.Errorf("asking whether output %s is a mount point: %w", dir, err)
	}
	if mounted {
		return fmt.Errorf("output %s is a mount point, which cannot be exchanged in one step: choose a folder inside it", dir)
	}
	empty, err := d.empty(dir)
	if err != nil {
		return fmt.Errorf("looking into output %s: %w", dir, err)
	}
	if empty {
		return nil
	}
	ours, err := isOurs(d, dir)
	if err != nil {
		return fmt.Errorf("asking whether output %s is ours: %w", dir, err)
	}
	if ours {
		return nil
	}
	return fmt.Errorf("output %s was not made by vigil (it is not empty and has no %s of ours): empty it or choose another folder", dir, Marker)
}

// holdsWorkingDir compares the folders, not their names: the same one can be reached by many.
func holdsWorkingDir(d disk, dir fs.FileInfo) (bool, error) {
	at, err := os.Getwd()
	if err != nil {
		return false, err
	}
	for {
		info, err := d.stat(at)
		if err != nil {
			return false, err
		}
		if os.SameFile(info, dir) {
			return true, nil
		}
		up := filepath.Dir(at)
		if up == at {
			return false, nil
		}
		at = up
	}
}

// isOurs reports whether dir has a mirror.json that names vigil.
func isOurs(d disk, dir string) (bool, error) {
	f, _, err := d.openRegular(filepath.Join(dir, Marker))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, markerLimit))
	if err != nil {
		return false, err
	}
	var marker struct {
		Generator string `json:"generator"`
	}
	return json.Unmarshal(data, &marker) == nil && marker.Generator == "vigil", nil
}

package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"vigil/internal/diag"
)

// quiet is how long nothing must happen before the folder is read: editors save in several steps.
const quiet = 50 * time.Millisecond

// watched are the folders of a source folder that a site is made from.
var watched = []string{"content", "templates", "static"}

// watcher watches folders, not files: editors that save by renaming would take a watched file away.
type watcher struct {
	*fsnotify.Watcher
	source string
}

func newWatcher(source string) (*watcher, error) {
	fw, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, cannotWatch(err)
	}
	w := &watcher{fw, filepath.Clean(source)}
	err = w.Add(w.source) // for folders that come or go
	for _, name := range watched {
		if err == nil {
			err = w.add(filepath.Join(w.source, name))
		}
	}
	if err != nil {
		fw.Close()
		return nil, cannotWatch(err)
	}
	return w, nil
}

// cannotWatch says what to do where Linux lets a user watch no more: it speaks of space and of open files.
func cannotWatch(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
		return fmt.Errorf("watch: this system lets you watch no more folders: close other programs that do (editors, what keeps folders "+
			"in a cloud), or raise fs.inotify.max_user_watches and max_user_instances with sysctl (%w)", err)
	}
	return fmt.Errorf("watch: %w", err)
}

// add watches a folder and those in it. What is not there, or not any more, is none, and neither is a link: one in
// a branch that is checked out could lead to the whole disk.
func (w *watcher) add(dir string) error {
	return filepath.WalkDir(dir, func(at string, e fs.DirEntry, err error) error {
		switch {
		case err == nil && !e.IsDir():
			return nil
		case err == nil && at != dir && leftBehind(e.Name()):
			return fs.SkipDir
		case err == nil:
			err = w.Add(at)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

// follow watches the folders among the paths that changed. What was put into a new folder before it was
// watched is found when the folder is read, which comes after this.
func (w *watcher) follow(paths []string) error {
	for _, p := range paths {
		if err := w.add(filepath.Join(w.source, filepath.FromSlash(p))); err != nil {
			return cannotWatch(err)
		}
	}
	return nil
}

// leftBehind tells whether an editor keeps a file of that name for itself.
func leftBehind(name string) bool {
	return name == "4913" || strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") ||
		strings.HasSuffix(name, ".swp") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#")
}

// path gives what an event is about: a slash path below the source folder, or "" for nothing of ours.
func (w *watcher) path(e fsnotify.Event) string {
	rel, err := filepath.Rel(w.source, e.Name)
	if err != nil || e.Op == fsnotify.Chmod || leftBehind(filepath.Base(rel)) {
		return ""
	}
	rel = filepath.ToSlash(rel)
	if top, _, _ := strings.Cut(rel, "/"); !slices.Contains(watched, top) {
		return ""
	}
	return rel
}

// watch reads again whatever changes, until the context ends.
func (s *server) watch(ctx context.Context) {
	defer s.watcher.Close()
	changed := map[string]bool{}
	still := time.NewTimer(time.Hour)
	still.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case e := <-s.watcher.Events:
			p := s.watcher.path(e)
			if p == "" {
				continue
			}
			changed[p] = true
			still.Reset(quiet)
		case err := <-s.watcher.Errors: // too much at once to say what
			fmt.Fprintln(s.o.Log, "watch:", diag.Printable(err.Error()))
			for _, name := range watched {
				changed[name] = true
			}
			still.Reset(quiet)
		case <-still.C:
			paths := slices.Sorted(maps.Keys(changed))
			err := s.watcher.follow(paths)
			if err == nil {
				err = s.update(ctx, paths)
			}
			switch {
			case ctx.Err() != nil:
			case err != nil: // a file went while it was read, and the next event tells so; or somebody mends it
				s.cannotRead(err)
			default:
				clear(changed)
			}
		}
	}
}

// cannotRead shows what only a change to the folder can mend.
func (s *server) cannotRead(err error) {
	fmt.Fprintln(s.o.Log, diag.Printable(err.Error()))
	s.show(nil, []diag.Problem{{Path: "content", Rule: diag.Rule{ID: "unreadable"}, Text: err.Error()}}, false)
}

package serve

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"vigil/internal/compile"
	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/render"
)

// server is the handler, and the goroutine that reads.
type server struct {
	o     Options
	view  atomic.Pointer[view]
	shown shown
	run   string // tells a page that the server is another one

	// Only for the goroutine that reads:
	watcher  *watcher
	reader   *content.Reader
	scratch  *os.File         // what the last reading of everything keeps in
	last     compile.Input    // of the last reading; without a Site while there are errors
	content  []diag.Problem   // in the content alone
	problems []diag.Problem   // in all that was read
	parsed   *render.Renderer // with the templates; nil when they, or the languages, have changed
	tried    bool             // the templates and static files have been tried
	said     []diag.Problem   // that were printed, or counted; sorted
	views    int
}

// open watches the folders, so that no edit is missed, and then reads everything.
func open(ctx context.Context, o Options) (*server, error) {
	if info, err := os.Stat(filepath.Join(o.Source, "content")); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("there is no folder content in %s", o.Source)
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	s := &server{o: o, run: rand.Text()[:8], reader: content.NewReader(o.Source, o.When)}
	s.reader.UseCache(o.Cache)
	s.reader.KeepIn(s.newScratch)
	s.view.Store(&view{next: make(chan struct{})})
	var err error
	if s.watcher, err = newWatcher(o.Source); err != nil {
		return nil, err
	}
	if err := s.update(ctx, nil); err != nil {
		s.watcher.Close()
		return nil, err
	}
	return s, nil
}

// newScratch makes a file that has no name any more, where the system can do that: there it is gone whatever ends
// the server. The one before may still be in use; it is closed when nobody holds it.
func (s *server) newScratch() (content.Scratch, error) {
	f, err := os.CreateTemp("", "vigil-serve-")
	if err != nil {
		return nil, fmt.Errorf("making room for what is read: %w", err)
	}
	_ = os.Remove(f.Name()) // Windows cannot: close does it
	s.scratch = f
	return f, nil
}

// close is for when nobody asks any more.
func (s *server) close() {
	s.scratch.Close()
	_ = os.Remove(s.scratch.Name())
}

// update reads what changed, given as slash paths below the source folder, and shows what came of it. No
// paths mean everything. The error is for I/O; the same paths must then be read again.
func (s *server) update(ctx context.Context, changed []string) error {
	if err := s.read(ctx, changed); err != nil {
		return err
	}
	if len(changed) == 0 || slices.ContainsFunc(changed, below("templates", "static")) {
		s.tried = false
	}
	var e *edition
	problems := s.problems
	if s.last.Site != nil {
		var err error
		if e, err = newEdition(s.last, s.parsed, !s.tried); err != nil {
			e, problems = nil, diag.Sort(append(slices.Clone(problems), compile.Unusable(err)))
		} else {
			s.parsed = e.render
		}
		s.tried = err == nil
	}
	s.say(problems)
	other := func(p string) bool { return !below("static")(p) || !strings.HasSuffix(p, ".css") } // than a style sheet
	s.show(e, problems, len(changed) > 0 && !slices.ContainsFunc(changed, other))
	return nil
}

// below tells whether a path is, or lies in, one of the folders.
func below(folders ...string) func(string) bool {
	return func(p string) bool { return content.Within(p, folders) }
}

// read reads the content that changed and makes the index, as far as it depends on what changed.
func (s *server) read(ctx context.Context, changed []string) error {
	all := len(changed) == 0 || slices.Contains(changed, "content")
	src, lib, problems := s.last.Source, s.last.Library, s.content
	var paths []string // below content/; none: everything
	for _, p := range changed {
		if rest, ok := strings.CutPrefix(p, "content/"); ok && !all {
			paths = append(paths, rest)
		}
	}
	if all || slices.Contains(paths, "site.yaml") || slices.ContainsFunc(changed, below("templates")) {
		s.parsed = nil
	}
	if all || len(paths) > 0 {
		var err error
		if src, lib, problems, err = s.reader.Read(ctx, s.o.Workers, s.progress, paths...); err != nil {
			return err
		}
	} else if s.last.Site != nil && !slices.ContainsFunc(changed, below("templates")) {
		s.last.Static = compile.Static(s.o.Source)
		return nil
	}
	in, found, err := compile.Freeze(src, lib, problems, s.o.Options)
	if err != nil { // in the words of the templates
		in.Site, found = nil, append(found, compile.Unusable(err))
	}
	s.last, s.content, s.problems = in, problems, found
	return nil
}

func (s *server) progress(done int) {
	if s.o.Progress != nil {
		s.o.Progress("read", done, 0)
	}
}

// say prints the problems that were not there before. At the start the warnings are only counted: they
// are not what somebody is working on.
func (s *server) say(problems []diag.Problem) {
	start := s.views == 0
	before, errors := len(s.view.Load().errors), diag.Errors(problems)
	for _, p := range diag.Added(s.said, problems) {
		if !start || p.Rule.Severity == diag.Error {
			fmt.Fprintln(s.o.Log, p)
		}
	}
	s.said = problems
	switch {
	case start && len(problems) > errors:
		fmt.Fprintf(s.o.Log, "warnings: %d; vigil check lists them\n", len(problems)-errors)
	case errors > 0 && s.view.Load().edition != nil:
		fmt.Fprintf(s.o.Log, "errors: %d; the last good site stays\n", errors)
	case errors == 0 && before > 0:
		fmt.Fprintln(s.o.Log, "mended")
	}
}

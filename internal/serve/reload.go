package serve

import (
	"context"
	"crypto/rand"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"vigil/internal/build"
	"vigil/internal/content"
	"vigil/internal/diag"
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
	last     build.Input     // of the last reading
	problems []diag.Problem  // of the last reading
	said     map[string]bool // problems that were printed
	editions int
}

// open watches the folders, so that no edit is missed, and then reads everything.
func open(ctx context.Context, o Options) (*server, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	s := &server{o: o, run: rand.Text()[:8], reader: content.NewReader(o.Source, o.When)}
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

// update reads what changed and shows what came of it. No paths mean everything. The error is for I/O: the
// same paths must be read again.
func (s *server) update(ctx context.Context, changed []string) error {
	in, problems := s.last, s.problems
	all := len(changed) == 0 || slices.Contains(changed, "content")
	if all || slices.ContainsFunc(changed, wordsOrContent) {
		var err error
		if in, problems, err = s.read(ctx, all, changed); err != nil {
			return err
		}
	} else {
		in.Templates, in.Static = build.Templates(s.o.Source), build.Static(s.o.Source)
	}
	s.last, s.problems = in, problems
	if in.Site == nil {
		s.say(problems)
		s.show(nil, problems)
		return nil
	}
	looks := len(changed) == 0 || slices.ContainsFunc(changed, func(p string) bool { return !strings.HasPrefix(p, "content") })
	e, err := newEdition(in, looks)
	if err != nil {
		e, problems = nil, append(slices.Clone(problems), problem(err))
	}
	s.say(problems)
	s.show(e, problems)
	return nil
}

// wordsOrContent tells whether the index depends on a path: on templates/ it does for the words.
func wordsOrContent(p string) bool {
	return strings.HasPrefix(p, "content/") || p == "templates" || p == "templates/i18n" || strings.HasPrefix(p, "templates/i18n/")
}

// read reads the content that changed and makes the index.
func (s *server) read(ctx context.Context, all bool, changed []string) (build.Input, []diag.Problem, error) {
	var below []string // content/
	for _, p := range changed {
		if rest, ok := strings.CutPrefix(p, "content/"); ok {
			below = append(below, rest)
		}
	}
	src, lib, problems := s.last.Source, s.last.Library, s.problems
	if all || len(below) > 0 {
		if all {
			below = nil
		}
		var err error
		src, lib, problems, err = s.reader.Read(ctx, s.o.Workers, s.progress, below...)
		if err != nil {
			return build.Input{}, nil, err
		}
	}
	in, problems, err := build.Freeze(src, lib, problems, s.o.Options)
	if err != nil {
		problems = append(problems, problem(err))
		in.Site = nil
	}
	return in, problems, nil
}

func (s *server) progress(done int) {
	if s.o.Progress != nil {
		s.o.Progress("read", done, 0)
	}
}

// say prints the problems that were not there before. At the start the warnings are only counted: they
// are not what somebody is working on.
func (s *server) say(problems []diag.Problem) {
	start := s.said == nil
	before, errors := len(s.view.Load().errors), diag.Errors(problems)
	said := make(map[string]bool, len(problems))
	for _, p := range problems {
		text := p.String()
		said[text] = true
		if !s.said[text] && (!start || p.Rule.Severity == diag.Error) {
			fmt.Fprintln(s.o.Log, text)
		}
	}
	s.said = said
	switch {
	case start && len(problems) > errors:
		fmt.Fprintf(s.o.Log, "warnings: %d; vigil check lists them\n", len(problems)-errors)
	case errors > 0 && s.view.Load().edition != nil:
		fmt.Fprintf(s.o.Log, "errors: %d; the last good site stays\n", errors)
	case errors == 0 && before > 0:
		fmt.Fprintln(s.o.Log, "mended")
	}
}

package serve

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"vigil/internal/diag"
)

// view is what is served between two changes. It never changes.
type view struct {
	*edition                // the last good site; nil while there has been none
	version  string         // an open page of another version must be loaded again
	listed   string         // the same for a page that lists problems
	styles   int            // how often nothing but style sheets has changed
	problems []diag.Problem // all that is wrong now, errors first
	errors   []diag.Problem // those that stop a build; empty when the edition is of what is on disk
	next     chan struct{}  // closed when there is a newer view
}

// show puts a new view before the readers. Without an edition the last one stays. Where only style sheets have
// changed the open pages take these, and are not loaded again.
func (s *server) show(e *edition, problems []diag.Problem, onlyStyles bool) {
	last := s.view.Load()
	s.views++
	v := &view{edition: e, version: last.version, styles: last.styles, problems: slices.Clone(problems), next: make(chan struct{})}
	v.listed = s.run + "-" + strconv.Itoa(s.views)
	slices.SortStableFunc(v.problems, func(a, b diag.Problem) int { return cmp.Compare(a.Rule.Severity, b.Rule.Severity) })
	v.errors = v.problems[:diag.Errors(v.problems)]
	switch {
	case e == nil:
		if v.edition = last.edition; v.edition == nil { // the page that lists the problems is the only one
			v.version = v.listed
		}
	case onlyStyles && last.edition != nil:
		v.styles++
	default:
		v.version = v.listed
	}
	s.view.Store(v)
	close(last.next)
}

// shown keeps the pages that were looked at last as they were then: when a profile is broken while it is
// edited, its file no longer has what the last good page said.
type shown struct {
	mu    sync.Mutex
	pages map[string]shownPage
	order []string // oldest first
}

type shownPage struct {
	version string
	data    []byte
}

// mostShown is more pages than anybody has open.
const mostShown = 200

func (s *shown) put(name, version string, data []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pages == nil {
		s.pages = map[string]shownPage{}
	}
	if _, ok := s.pages[name]; ok {
		s.order = slices.DeleteFunc(s.order, func(n string) bool { return n == name })
	}
	s.order = append(s.order, name)
	s.pages[name] = shownPage{version, data}
	if len(s.order) > mostShown {
		delete(s.pages, s.order[0])
		s.order = s.order[1:]
	}
}

func (s *shown) get(name string) (shownPage, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, ok := s.pages[name]
	return p, ok
}

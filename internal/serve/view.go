package serve

import (
	"slices"
	"strconv"
	"sync"

	"vigil/internal/diag"
)

// view is what is served between two changes. It never changes.
type view struct {
	*edition                // the last good site; nil while there has been none
	version  string         // an open page of another version must be loaded again
	errors   []diag.Problem // what has been wrong since; empty when the edition is of what is on disk
	next     chan struct{}  // closed when there is a newer view
}

// show puts a new view before the readers. Without an edition the last one stays.
func (s *server) show(e *edition, problems []diag.Problem) {
	last := s.view.Load()
	v := &view{edition: e, version: last.version, next: make(chan struct{})}
	for _, p := range problems {
		if p.Rule.Severity == diag.Error {
			v.errors = append(v.errors, p)
		}
	}
	if e == nil {
		v.edition = last.edition
	}
	if e != nil || v.edition == nil { // the page that lists the problems is a page too
		s.editions++
		v.version = s.run + "-" + strconv.Itoa(s.editions)
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

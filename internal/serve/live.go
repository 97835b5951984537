package serve

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vigil/internal/diag"
	"vigil/internal/site"
)

// Addresses that exist only here. The layout names the script when a page is rendered for serve.
const (
	eventsPath   = "vigil-events"
	problemsPath = "-/problems"
	scriptPath   = "static/vigil-live.js"
)

// script is not in static/, so that no build publishes it.
//
//go:embed live.js
var script []byte

// state is what an open page must know. Each event has the whole of it, so that a page that missed some,
// or was asleep, needs only the next.
type state struct {
	Version  string         `json:"version"`
	Styles   int            `json:"styles"`         // another number: the style sheets have changed
	Problems []stateProblem `json:"problems"`       // of the files behind the page, then errors in others
	More     int            `json:"more,omitempty"` // problems beside these
	Stays    bool           `json:"stays"`          // there are errors: the page is as it was before
}

// mostProblems is how many an open page lists: a browser that draws ten thousand is busy for seconds.
const mostProblems = 100

type stateProblem struct {
	Place   string `json:"place"` // file:line:col, or less
	Text    string `json:"text"`
	Hint    string `json:"hint,omitempty"`
	Warning bool   `json:"warning,omitempty"`
	Page    string `json:"-"` // that shows the file, if there is one
}

// state is what a page, by its file name, must know; one that lists problems is loaded again whenever they change.
func (v *view) state(page string, listed bool) state {
	st := state{Version: v.version, Styles: v.styles, Problems: []stateProblem{}, Stays: len(v.errors) > 0}
	if listed {
		st.Version = v.listed
	}
	if v.edition != nil {
		_, page = v.inLanguage(page)
	}
	for _, own := range []bool{true, false} {
		for _, p := range v.problems {
			if !own && p.Rule.Severity != diag.Error || own != (site.PageOf(p.Path) == page) {
				continue
			}
			if len(st.Problems) < mostProblems {
				st.Problems = append(st.Problems, v.stateOf(p))
			}
		}
	}
	st.More = len(v.problems) - len(st.Problems)
	return st
}

// stateOf is a problem with the page that shows its file. Both names and words are a stranger's.
func (v *view) stateOf(p diag.Problem) stateProblem {
	place := diag.Printable(p.Path)
	if p.Line > 0 {
		place += ":" + strconv.Itoa(p.Line)
		if p.Col > 0 {
			place += ":" + strconv.Itoa(p.Col)
		}
	}
	out := stateProblem{Place: place, Text: diag.Printable(p.Text), Hint: diag.Printable(p.Hint), Warning: p.Rule.Severity == diag.Warning}
	if v.edition != nil {
		if page, ok := v.find(site.PageOf(p.Path)); ok {
			out.Page = v.Site.File(page)
		}
	}
	return out
}

// events sends the state now and whenever it changes (server-sent events), until the reader or the
// server goes.
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return
	}
	fmt.Fprint(w, "retry: 1000\n\n")
	page, listed := strings.TrimPrefix(r.URL.Query().Get("page"), "/"), r.URL.Query().Has("listed")
	for {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(idle)) // whoever does not read holds a view
		v := s.view.Load()
		data, err := json.Marshal(v.state(page, listed)) // one line
		if err == nil {
			_, err = fmt.Fprintf(w, "event: state\ndata: %s\n\n", data)
		}
		if err == nil {
			err = http.NewResponseController(w).Flush()
		}
		if err != nil {
			return
		}
		select {
		case <-v.next:
		case <-r.Context().Done():
			return
		}
	}
}

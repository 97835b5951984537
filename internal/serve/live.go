package serve

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"vigil/internal/diag"
)

// Addresses that exist only here. The layout names the script when a page is rendered for serve.
const (
	eventsPath = "vigil-events"
	scriptPath = "static/vigil-live.js"
)

// script is not in static/, so that no build publishes it.
//
//go:embed live.js
var script []byte

// state is what an open page must know. Each event has the whole of it, so that a page that missed some,
// or was asleep, needs only the next.
type state struct {
	Version  string         `json:"version"`
	Problems []stateProblem `json:"problems"`
	More     int            `json:"more,omitempty"` // problems beside these
}

// mostProblems is how many an open page lists: a browser that draws ten thousand is busy for seconds.
const mostProblems = 100

type stateProblem struct {
	Place string `json:"place"` // file:line:col, or less
	Text  string `json:"text"`
	Hint  string `json:"hint,omitempty"`
}

func stateOf(version string, ps []diag.Problem) state {
	s := state{Version: version, Problems: []stateProblem{}, More: max(0, len(ps)-mostProblems)}
	for _, p := range ps[:len(ps)-s.More] {
		place := diag.Printable(p.Path)
		if p.Line > 0 {
			place += ":" + strconv.Itoa(p.Line)
			if p.Col > 0 {
				place += ":" + strconv.Itoa(p.Col)
			}
		}
		s.Problems = append(s.Problems, stateProblem{place, diag.Printable(p.Text), diag.Printable(p.Hint)})
	}
	return s
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
	for {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(idle)) // whoever does not read holds a view
		v := s.view.Load()
		data, err := json.Marshal(stateOf(v.version, v.errors)) // one line
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

package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"vigil/internal/diag"
)

func TestCheckAddr(t *testing.T) {
	for addr, ok := range map[string]bool{
		"127.0.0.1:8080": true, "[::1]:0": true, "localhost:80": true, "127.1.2.3:8080": true,
		":8080": false, "0.0.0.0:8080": false, "[::]:8080": false, "192.0.2.7:80": false, "example.org:80": false, "8080": false, "": false, "localhost": false,
	} {
		if err := CheckAddr(addr); (err == nil) != ok {
			t.Errorf("%q: %v", addr, err)
		}
	}
}

func TestRunStops(t *testing.T) {
	f := write(t, written)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	o := f.options()
	said, out := io.Pipe()
	o.Out = out
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, o) }()
	line := make([]byte, 200)
	n, err := said.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	address, _, _ := strings.Cut(string(line[:n]), " ")
	r, err := http.Get(address + eventsPath)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("stopped with %v", err)
		}
	case <-time.After(deadline):
		t.Error("does not stop while a page is open")
	}
}

// A connection on which nothing comes is closed, whether nothing was asked, all was answered or a text is to
// follow; but not one that waits for events.
func TestIdleConnectionsAreClosed(t *testing.T) {
	before := idle
	idle = 50 * time.Millisecond
	defer func() { idle = before }()
	ctx, stop := context.WithCancel(context.Background())
	o := write(t, written).options()
	said, out := io.Pipe()
	o.Out = out
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, o) }()
	defer func() { stop(); <-ended }()
	line := make([]byte, 200)
	n, err := said.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	host := strings.TrimPrefix(strings.Split(string(line[:n]), "/ ")[0], "http://")
	wait := func(request string) error {
		c, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if _, err := io.WriteString(c, request); err != nil {
			t.Fatal(err)
		}
		limit := deadline
		if strings.Contains(request, eventsPath) {
			limit = 10 * idle
		}
		_ = c.SetReadDeadline(time.Now().Add(limit))
		_, err = io.Copy(io.Discard, c)
		return err
	}
	for name, request := range map[string]string{"nothing": "", "half": "GET / HT", "answered": "GET /index.html HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"text to follow": "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"} {
		if err := wait(request); err != nil {
			t.Errorf("%s: it stays open: %v", name, err)
		}
	}
	if err := wait("GET /" + eventsPath + " HTTP/1.1\r\nHost: localhost\r\n\r\n"); err == nil {
		t.Error("the page's events are cut off")
	}
}

// Whoever asks for events and does not read them is cut off: it would hold an old index in memory.
func TestEventsThatNobodyReadsEnd(t *testing.T) {
	before := idle
	idle = 100 * time.Millisecond
	defer func() { idle = before }()
	s := &server{}
	s.view.Store(&view{next: make(chan struct{})})
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.events(w, r)
		close(ended)
	}))
	defer server.Close()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	long := []diag.Problem{{Text: strings.Repeat("x", 1<<20)}}
	for late := time.After(deadline); ; {
		v := &view{next: make(chan struct{}), problems: long}
		old := s.view.Swap(v)
		close(old.next)
		select {
		case <-ended:
			return
		case <-late:
			t.Fatal("the events do not end")
		case <-time.After(time.Millisecond):
		}
	}
}

func TestRunFails(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	o := write(t, written).options()
	o.Addr = taken.Addr().String()
	if err := Run(context.Background(), o); err == nil || !strings.Contains(err.Error(), "in use: close the other program") {
		t.Errorf("a port that is taken: %v", err)
	}
	o = write(t, nil).options()
	if err := Run(context.Background(), o); err == nil {
		t.Error("a folder without content is served")
	}
	o.Addr = "0.0.0.0:0"
	if err := Run(context.Background(), o); err == nil {
		t.Error("listens to everybody")
	}
}

// Where the system lets nobody watch more, it is said what to do.
func TestCannotWatch(t *testing.T) {
	for err, want := range map[error]string{syscall.ENOSPC: "raise fs.inotify.max_user_watches", syscall.EMFILE: "close other programs",
		syscall.EACCES: "watch: "} {
		got := cannotWatch(fmt.Errorf("adding: %w", err))
		if !strings.HasPrefix(got.Error(), "watch: ") || !strings.Contains(got.Error(), want) || !errors.Is(got, err) {
			t.Errorf("%v: it says %v", err, got)
		}
	}
}

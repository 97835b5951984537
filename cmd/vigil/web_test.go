package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// socks is a small SOCKS5 proxy (RFC 1928) that leads to one server, whatever the name, and remembers the names.
type socks struct {
	to    string
	mu    sync.Mutex
	names []string
}

func (s *socks) listen(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return l.Addr().String()
}

func (s *socks) serve(c net.Conn) {
	defer c.Close()
	head := make([]byte, 2)
	if _, err := io.ReadFull(c, head); err != nil || head[0] != 5 {
		return
	}
	io.CopyN(io.Discard, c, int64(head[1])) // the ways to log in
	c.Write([]byte{5, 0})
	request := make([]byte, 5)
	if _, err := io.ReadFull(c, request); err != nil || request[1] != 1 || request[3] != 3 { // connect, by name
		return
	}
	rest := make([]byte, int(request[4])+2)
	if _, err := io.ReadFull(c, rest); err != nil {
		return
	}
	s.mu.Lock()
	s.names = append(s.names, fmt.Sprintf("%s:%d", rest[:request[4]], binary.BigEndian.Uint16(rest[request[4]:])))
	s.mu.Unlock()
	to, err := net.Dial("tcp", s.to)
	if err != nil {
		return
	}
	defer to.Close()
	c.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
	go io.Copy(to, c)
	io.Copy(c, to)
}

// All that a pull or a look asks for goes through the proxy, the look-up of names too.
func TestProxies(t *testing.T) {
	folder := trial.Write(t, trial.Folder(t), map[string]string{
		"mirror.json": `{"generator":"vigil","as_of":"2026-11-21"}`,
		"SHA256SUMS":  "d0c60f8b1b76e19e1d7bb04bd55e1a9b2a5db79eed97a4e1e0ba6b5e5e59b1c8  mirror.json\n", // not whole: said below
	})
	origin := httptest.NewServer(http.FileServer(http.Dir(folder)))
	defer origin.Close()
	s := &socks{to: strings.TrimPrefix(origin.URL, "http://")}
	bySocks := s.listen(t)
	var asked []string
	byHTTP := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Host)
		r.URL = &url.URL{Path: r.URL.Path}
		http.FileServer(http.Dir(folder)).ServeHTTP(w, r)
	}))
	defer byHTTP.Close()
	for _, x := range []struct {
		name, proxy, host string
		seen              *[]string
	}{
		{"ALL_PROXY", "socks5h://" + bySocks, "copy.invalid", &s.names},
		{"all_proxy", "socks5h://" + bySocks, "inventedinventedinventedinventedinventedinventedinvented.onion", &s.names},
		{"HTTP_PROXY", "socks5://" + bySocks, "copy.invalid", &s.names},
		{"HTTP_PROXY", byHTTP.URL, "copy.invalid", &asked},
	} {
		*x.seen = nil
		var stdout, stderr bytes.Buffer
		c := &call{stdout: &stdout, stderr: &stderr, now: func() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) },
			getenv: func(name string) string { return map[string]string{x.name: x.proxy}[name] }}
		run(c, []string{"mirror", "verify", "http://" + x.host + "/"})
		if !strings.Contains(stdout.String(), "mirror.json was changed") || !strings.Contains(stdout.String(), "fresh:   yes: of 2026-11-21") {
			t.Errorf("%s=%s: %s%s", x.name, x.proxy, &stdout, &stderr)
		}
		if len(*x.seen) == 0 || !strings.HasPrefix((*x.seen)[0], x.host) {
			t.Errorf("%s=%s: the proxy was asked for %v", x.name, x.proxy, *x.seen)
		}
	}
}

// What servers send unasked stands in no log of a host.
func TestServersCannotSpeakForUs(t *testing.T) {
	c := &call{getenv: func(string) string { return "" }}
	if _, err := c.web(); err != nil || log.Writer() != io.Discard {
		t.Errorf("%v, and package net/http writes to %T", err, log.Writer())
	}
}

// Package serve shows the site while somebody edits it.
//
// In: a source folder, and what its editor does to it. Out: on an address of this machine, the site that
// a build would write at that moment: each page is rendered when it is asked for, from the frozen index.
// Open pages load themselves again after a change; what is wrong shows on top of them, while the last
// good site stays. It writes but a scratch file, and answers nobody who is not on this machine.
//
//	fsnotify ─paths─> content.Reader ─records─> compile.Freeze ─> edition ─> view ─┬─page──> browser
//	                   (what changed)             (index)                        └─event─> its script
//
// One goroutine reads and freezes; requests only ever see a finished view.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"vigil/internal/compile"
)

// Options are what to serve and where.
type Options struct {
	compile.Options
	Addr string    // host:port of this machine, see CheckAddr
	Out  io.Writer // is told the address, once there is something to see
	Log  io.Writer // is told what is wrong in the content, and what was mended
}

// idle is how long a connection stays open on which nothing comes.
var idle = 10 * time.Second

// Run serves until the context ends, which is no error. The error is for an address that is taken and for
// a source folder that cannot be read or watched; mistakes in it are shown to the reader instead.
func Run(ctx context.Context, o Options) error {
	if err := CheckAddr(o.Addr); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", o.Addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%w: close the other program, perhaps another vigil serve, or take another address, as in --addr 127.0.0.1:8081", err)
	}
	if err != nil {
		return err // says what of
	}
	defer listener.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	s, err := open(ctx, o)
	if ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return err
	}
	defer s.close()
	watching := make(chan struct{})
	go func() {
		defer close(watching)
		s.watch(ctx)
	}()
	// No WriteTimeout: events go on for as long as a page is open. They end with ctx.
	server := &http.Server{Handler: s, ReadTimeout: idle, IdleTimeout: idle, BaseContext: func(net.Listener) context.Context { return ctx }}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	fmt.Fprintf(o.Out, "http://%s/ (stop with Ctrl-C)\n", listener.Addr())
	select {
	case err = <-ended:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
		defer cancel()
		if errors.Is(server.Shutdown(grace), context.DeadlineExceeded) {
			server.Close()
		}
	}
	stop()
	<-watching
	return err
}

// CheckAddr says what is wrong with an address to listen on. Only those of this machine will do: drafts
// are nobody else's business.
func CheckAddr(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("%q is no host and port", addr)
	}
	if !local(host) {
		return fmt.Errorf("%q is not an address of this machine alone", addr)
	}
	return nil
}

// local tells whether a host is this machine and can be no other: a name that somebody else's DNS
// answers could lead a browser here in their name.
func local(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}

package mirror

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Web asks copies over HTTP: without cookies, without a referrer, and without a word of who asks. It follows a
// server nowhere but to another page of that server. Safe for concurrent use.
type Web struct {
	client *http.Client
	proxy  func(*url.URL) (*url.URL, error)
	stall  time.Duration // in which a server must send something, see body
	turn   time.Duration // that the first answer may take, see turns
	limits limits
	pause  func(context.Context, time.Duration) error
	has    sync.Map // by folder: the signature of what was pulled into it last
}

// limits are how many bytes may come.
type limits struct{ list, file, total int64 }

// NewWeb makes a Web that goes through the proxy that is given for an address; nil: there is none.
func NewWeb(proxy func(*url.URL) (*url.URL, error)) *Web {
	if proxy == nil {
		proxy = func(*url.URL) (*url.URL, error) { return nil, nil }
	}
	at := guard{public: map[string]bool{}}
	return &Web{
		client: &http.Client{
			Transport: &http.Transport{
				Proxy:                  func(r *http.Request) (*url.URL, error) { return proxy(r.URL) },
				DialContext:            at.dial,
				TLSHandshakeTimeout:    30 * time.Second,
				MaxResponseHeaderBytes: maxHeader,
				MaxIdleConnsPerHost:    atOnce,
				IdleConnTimeout:        30 * time.Second,
				DisableCompression:     true, // it would hide how much comes over the line
				ForceAttemptHTTP2:      true,
			},
			CheckRedirect: redirect,
		},
		proxy: proxy, stall: time.Minute, turn: 5 * time.Minute, limits: limits{maxList, maxFile, maxTotal}, pause: pause,
	}
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(d):
		return nil
	}
}

// address reads the address of a copy: of its folder, or of its first page.
func (w *Web) address(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
		return nil, fmt.Errorf("%q is no address of a site: it begins with https:// or http://", text)
	case u.User != nil:
		return nil, fmt.Errorf("the address of %s holds a name or a password, which would stand in lists of processes and logs", u.Hostname())
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, fmt.Errorf("%q is no address of a folder", text)
	}
	u.RawPath, u.Path = "", strings.TrimSuffix(u.Path, "index.html")
	if !strings.HasSuffix(u.Path, "/") {
		u.Path += "/"
	}
	if strings.HasSuffix(strings.ToLower(u.Hostname()), ".onion") {
		if by, err := w.proxy(u); err != nil || by == nil {
			return nil, fmt.Errorf("%s is reached through Tor only: set ALL_PROXY=socks5h://127.0.0.1:9050", u.Hostname())
		}
	}
	return u, nil
}

const (
	maxHeader     = 64 << 10 // bytes of the header of an answer
	mostRedirects = 5
)

// refusal is what a server does that we do not go along with, however often one asks.
type refusal string

func (e refusal) Error() string { return string(e) }

// redirect follows a server only to itself: a mirror must not be able to make this computer ask others, least
// of all those beside it that strangers cannot reach.
func redirect(to *http.Request, via []*http.Request) error {
	to.Header.Del("Referer")
	from := via[0].URL
	for _, r := range via {
		if r.URL.String() == to.URL.String() {
			return refusal("redirects to itself")
		}
	}
	switch {
	case len(via) > mostRedirects:
		return refusal("redirects without end")
	case !strings.EqualFold(to.URL.Hostname(), from.Hostname()):
		return refusal(fmt.Sprintf("redirects to another host, %s: if there is a copy, give that address", to.URL.Hostname()))
	case to.URL.Scheme == from.Scheme && to.URL.Port() == from.Port():
		return nil
	case from.Scheme == "http" && to.URL.Scheme == "https" && (from.Port() == "" || from.Port() == "80") && (to.URL.Port() == "" || to.URL.Port() == "443"):
		return nil
	}
	return refusal("redirects to " + to.URL.Scheme + "://" + to.URL.Host + ": another port, or no longer encrypted")
}

// guard holds hosts to their place: who was reached on the public network is not looked for on this computer or
// the network around it, whatever the names say later. An address that the user gave may be there from the beginning.
type guard struct {
	mu     sync.Mutex
	public map[string]bool
}

func (g *guard) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	d := net.Dialer{Timeout: 30 * time.Second, Control: func(_, at string, _ syscall.RawConn) error { return g.allow(host, at) }}
	return d.DialContext(ctx, network, address)
}

func (g *guard) allow(host, address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if !private(at.Addr().Unmap()) {
		g.public[host] = true
	} else if g.public[host] {
		return refusal("its name now leads to an address in a private network, " + at.Addr().String())
	}
	return nil
}

var shared = netip.MustParsePrefix("100.64.0.0/10") // RFC 6598

func private(a netip.Addr) bool {
	return a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsUnspecified() || a.IsMulticast() || shared.Contains(a)
}

// pauseAfter is how long to wait after so many failures in a row: from half a second to half a minute, not the
// same for everybody.
func pauseAfter(failures int) time.Duration {
	d := min(time.Second<<min(failures, 10)/2, 30*time.Second)
	return d/2 + rand.N(d)
}

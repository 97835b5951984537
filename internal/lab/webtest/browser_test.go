package webtest

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	devlog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is the one browser of all tests, started by the first that needs it.
var browser struct {
	once   sync.Once
	ctx    context.Context
	cancel context.CancelFunc
	err    error
}

func startBrowser(path string) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.Env("TMPDIR="+temporary),
		chromedp.NoSandbox, chromedp.DisableGPU, // containers and root have no use for either
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	browser.ctx, _ = chromedp.NewContext(allocator)
	browser.cancel = cancel
	browser.err = chromedp.Do(browser.ctx)
}

func closeBrowser() {
	if browser.ctx == nil {
		return
	}
	ctx, cancel := context.WithTimeout(browser.ctx, 10*time.Second)
	defer cancel()
	chromedp.Cancel(ctx) // kindly, so that it removes its files
	browser.cancel()
}

// tab is a browser tab that remembers what it asked for and what went wrong in it.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu    sync.Mutex
	asked []string
	wrong []string // console messages, exceptions, blocked and failed requests
}

// newTab opens a tab that the test's end closes. A test has two minutes.
func newTab(t *testing.T) *tab {
	t.Helper()
	path := program(t, "chromium", "chromium-browser", "google-chrome")
	browser.once.Do(func() { startBrowser(path) })
	if browser.err != nil {
		t.Fatalf("start %s: %v", path, browser.err)
	}
	ctx, closeTab := chromedp.NewContext(browser.ctx)
	t.Cleanup(closeTab)
	b := &tab{t: t}
	if err := chromedp.Listen(ctx, b.note); err != nil {
		t.Fatalf("open a tab: %v", err)
	}
	var cancel context.CancelFunc
	b.ctx, cancel = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(cancel)
	return b
}

// Chromium reads no manifest from disk, and says so. A reader misses nothing.
var manifestOnDisk = regexp.MustCompile(`file:.*site\.webmanifest`)

func (b *tab) note(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.asked = append(b.asked, e.Request.URL)
	case *network.EventLoadingFailed:
		if e.Type == network.ResourceTypeManifest { // from a host it would be noted with its address, too
			return
		}
		b.wrong = append(b.wrong, fmt.Sprintf("a request failed: %s %s", e.ErrorText, e.BlockedReason))
	case *devlog.EventEntryAdded:
		if manifestOnDisk.MatchString(e.Entry.Text + e.Entry.URL) {
			return
		}
		b.wrong = append(b.wrong, fmt.Sprintf("%s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
	case *runtime.EventConsoleAPICalled:
		b.wrong = append(b.wrong, fmt.Sprintf("console.%s was called", e.Type))
	case *runtime.EventExceptionThrown:
		b.wrong = append(b.wrong, fmt.Sprintf("exception: %s %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
	}
}

// heard gives what the tab noted, and forgets it.
func (b *tab) heard() (asked, wrong []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	asked, wrong = b.asked, b.wrong
	b.asked, b.wrong = nil, nil
	return asked, wrong
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// follow clicks what the selector finds and waits for the page behind it.
func (b *tab) follow(selector chromedp.CSS) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Click(selector))); err != nil {
		b.t.Fatalf("click %s: %v", selector, err)
	}
}

// location is the page's path below a site's folder.
func (b *tab) location(site string) string {
	b.t.Helper()
	at, err := chromedp.Run(b.ctx, chromedp.Location())
	if err != nil {
		b.t.Fatal(err)
	}
	u, err := url.Parse(at)
	if err != nil {
		b.t.Fatal(err)
	}
	path, err := filepath.Rel(site, filepath.FromSlash(u.Path))
	if err != nil {
		b.t.Fatal(err)
	}
	return filepath.ToSlash(path)
}

// eval gives the value of an expression in the page. The page's policy does not bind it.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	for tries := 0; tries < 20 && err != nil && strings.Contains(err.Error(), "navigated or closed"); tries++ {
		time.Sleep(50 * time.Millisecond) // another page was about to open: ask that one
		v, err = chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

// call gives the browser a command of its protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, command, params); err != nil {
		b.t.Fatal(err)
	}
}

func fileURL(site, path string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(site, path))}).String()
}

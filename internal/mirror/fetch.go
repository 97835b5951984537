package mirror

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// leastPace is how many bytes a server must send within Web.stall: less would hold a pull up for ever.
const leastPace = 4 << 10

// maxWait is the longest that a server can make us wait by Retry-After, in seconds.
const maxWait = 120

var (
	errStalled = errors.New("stalls: less than 4 kB came within a minute")
	errSlow    = errors.New("sends too slowly")
	errTooMuch = errors.New("sends more than the file can have")
	errRange   = errors.New("cannot go on where it was cut")
	errCut     = errors.New("hung up before all had come")
)

// errStatus is an answer that is no file.
type errStatus struct {
	code int
	wait time.Duration // for which it wants to be left alone
}

func (e errStatus) Error() string {
	return strings.TrimSpace(fmt.Sprintf("answers %d %s", e.code, http.StatusText(e.code)))
}

func (e errStatus) Is(target error) bool {
	return target == fs.ErrNotExist && (e.code == http.StatusNotFound || e.code == http.StatusGone)
}

// mayPass tells whether an error may be gone when one asks again.
func mayPass(err error) bool {
	if s, ok := errors.AsType[errStatus](err); ok {
		return s.code >= 500 || s.code == http.StatusRequestTimeout || s.code == http.StatusTooManyRequests || s.code == http.StatusTooEarly
	}
	_, redirected := errors.AsType[refusal](err)
	return !redirected && !errors.Is(err, errTooMuch)
}

// body is a file as it comes: unpacked, no more than its limit, and no slower than leastPace.
type body struct {
	io.Reader
	from  int64        // bytes of the file before those that come
	came  func() int64 // bytes over the line so far
	close func()
}

// get asks for a file of a copy, from a byte on. At most limit bytes are read, packed or not.
//
// It does not ask by ETag or date whether there is something new: of two signatures, which have the same size, nginx
// makes the same ETag if their files have the same time, as in an image or after a copy that sets all times alike.
// What is asked for first has 350 bytes, and says by itself whether anything else has changed.
func (w *Web) get(ctx context.Context, base *url.URL, name string, from, limit int64) (*body, error) {
	at := *base
	at.Path += name
	ctx, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(w.stall, func() { cancel(errStalled) })
	end := func() { timer.Stop(); cancel(context.Canceled) }
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		end()
		return nil, err
	}
	req.Header.Set("User-Agent", "Mozilla/5.0") // says nothing, and some hosts answer nobody without one
	if from > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", from))
	} else {
		req.Header.Set("Accept-Encoding", "gzip")
	}
	res, err := w.client.Do(req)
	if err != nil {
		end()
		if u, ok := errors.AsType[*url.Error](err); ok { // the address is said beside
			err = u.Err
		}
		return nil, said(ctx, err)
	}
	b := &body{from: from, close: func() { end(); res.Body.Close() }}
	if err := b.accept(res); err != nil {
		b.close()
		return nil, err
	}
	line := &line{ctx: ctx, atMost: atMost{res.Body, limit + leastPace}, beat: func() { timer.Reset(w.stall) }}
	b.Reader, b.came = &atMost{line, limit - b.from}, func() int64 { return limit + leastPace - line.left }
	switch packed := res.Header.Get("Content-Encoding"); packed {
	case "", "identity":
	case "gzip":
		unpack := unpackers.Get().(*gzip.Reader)
		close := b.close
		b.close = func() { close(); unpackers.Put(unpack) }
		if err := unpack.Reset(line); err != nil {
			b.close()
			return nil, fmt.Errorf("sends what is no gzip: %w", said(ctx, err))
		}
		b.Reader = &atMost{unpack, limit - b.from}
	default:
		b.close()
		return nil, refusal(fmt.Sprintf("sends files packed as %q, which was not asked for", packed))
	}
	return b, nil
}

// unpackers are used again: each takes 40 kB.
var unpackers = sync.Pool{New: func() any { return new(gzip.Reader) }}

// accept looks at the head of an answer.
func (b *body) accept(res *http.Response) error {
	switch code := res.StatusCode; {
	case code == http.StatusOK:
		b.from = 0
	case code == http.StatusPartialContent && b.from > 0:
		if res.Header.Get("Content-Encoding") != "" || !strings.HasPrefix(res.Header.Get("Content-Range"), fmt.Sprintf("bytes %d-", b.from)) {
			return errRange
		}
	case code == http.StatusRequestedRangeNotSatisfiable && b.from > 0:
		return errRange
	default:
		seconds, _ := strconv.Atoi(res.Header.Get("Retry-After"))
		return errStatus{code, time.Duration(min(max(seconds, 0), maxWait)) * time.Second}
	}
	return nil
}

// said prefers why we ended a request to what came of that.
func said(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errCut
	}
	return err
}

// line is what comes over the line.
type line struct {
	atMost
	ctx   context.Context
	since int    // bytes since the last beat
	beat  func() // says that something came
}

func (l *line) Read(p []byte) (int, error) {
	n, err := l.atMost.Read(p)
	if l.since += n; l.since >= leastPace {
		l.since = 0
		l.beat()
	}
	if err != nil && err != io.EOF {
		err = said(l.ctx, err)
	}
	return n, err
}

// atMost is io.LimitedReader, which ends in an error and not as if all were there.
type atMost struct {
	from io.Reader
	left int64
}

func (a *atMost) Read(p []byte) (int, error) {
	n, err := a.from.Read(p)
	switch a.left -= int64(n); {
	case a.left < 0:
		return n, errTooMuch
	case err == io.ErrUnexpectedEOF: // of what came, or of what was packed in it
		return n, errCut
	}
	return n, err
}

// mostTries is how often one address is asked for one file.
const mostTries = 8

// turns is how long one answer may take: first five minutes, then twice as long each time. Who sends just enough not
// to stall could else hold a pull up for ever, while others have the same file. What has come is not asked for again.
func (w *Web) turns(ctx context.Context, tries int) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, w.turn<<tries, errSlow)
}

// small reads a file into memory; that there is none is fs.ErrNotExist.
func (w *Web) small(ctx context.Context, base *url.URL, name string, limit int64) ([]byte, error) {
	var came pieces
	tries := 0
	err := w.patiently(ctx, func() error {
		ctx, end := w.turns(ctx, tries)
		defer end()
		tries++
		b, err := w.get(ctx, base, name, came.size, limit)
		if errors.Is(err, errRange) || err == nil && b.from == 0 {
			came = pieces{}
		}
		if err != nil {
			return err
		}
		defer b.close()
		_, err = io.Copy(&came, b)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return slices.Concat(came.all...), nil
}

// pieces are what came of a file. They are put together at the end only: a list without an end, which costs a server
// little to send when it is packed, then takes no more memory than its limit.
type pieces struct {
	all  [][]byte
	size int64
}

func (p *pieces) Write(b []byte) (int, error) {
	p.all, p.size = append(p.all, bytes.Clone(b)), p.size+int64(len(b))
	return len(b), nil
}

// patiently tries again what may pass.
func (w *Web) patiently(ctx context.Context, try func() error) error {
	for failures := 0; ; failures++ {
		err := try()
		if err == nil || ctx.Err() != nil || !mayPass(err) || failures == mostTries/2 {
			return err
		}
		status, _ := errors.AsType[errStatus](err)
		if err := w.pause(ctx, max(pauseAfter(failures), status.wait)); err != nil {
			return err
		}
	}
}

package mirror

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	atOnce   = 8  // files that one address is asked for at once
	mostLies = 20 // times that it sends wrong bytes, after which an address is asked no more
)

// source is an address that files come from.
type source struct {
	base     *url.URL
	barred   string    // why it is asked for nothing
	out      string    // why it is asked for no more files of one list
	busy     int       // files that it is asked for now
	demerits int       // for failures, less with each success: others are asked first
	failures int       // in a row
	rest     time.Time // until when it is left alone
	lies     int
}

func (s *source) name() string { return s.base.Redacted() }

// sources are the addresses of one pull. Which of them sends a file does not matter, since every file is checked.
type sources struct {
	web   *Web
	tries int          // how often an address is asked for one file
	bytes atomic.Int64 // over the line, all together

	mu  sync.Mutex
	all []*source
}

// begin makes ready for another list: what was wrong with an address under one list may be right under another.
func (ss *sources) begin() {
	for _, s := range ss.all {
		s.out, s.lies, s.failures, s.rest = s.barred, 0, 0, time.Time{}
	}
}

// pick takes the address that is likely to answer soonest; nil if all that are left have been tried enough.
func (ss *sources) pick(ctx context.Context, tried map[*source]int) (*source, error) {
	ss.mu.Lock()
	var best *source
	for _, s := range ss.all {
		if s.out != "" || tried[s] >= ss.tries {
			continue
		}
		if best == nil || s.cost(tried) < best.cost(tried) {
			best = s
		}
	}
	if best == nil {
		ss.mu.Unlock()
		return nil, nil
	}
	best.busy++
	wait := time.Until(best.rest)
	ss.mu.Unlock()
	if wait > 0 {
		if err := ss.web.pause(ctx, wait); err != nil {
			ss.done(best, nil, err)
			return nil, err
		}
	}
	return best, nil
}

// cost orders addresses: first those that have not been asked for this file, then those that do well.
func (s *source) cost(tried map[*source]int) int { return s.busy + s.demerits + 100*tried[s] }

// errWrong says that a file came whole, and is not what the list says.
var errWrong = errors.New("sends something else than the list says")

// done notes how it went with an address. Several that fail at once count as one failure.
func (ss *sources) done(s *source, tried map[*source]int, err error) {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	s.busy--
	if err == nil {
		s.failures, s.demerits = 0, max(s.demerits-1, 0)
		return
	}
	if tried == nil {
		return
	}
	tried[s]++
	s.demerits += 2
	switch {
	case errors.Is(err, errTooMuch):
		s.out = err.Error() + ", and was asked no more"
	case errors.Is(err, errWrong):
		tried[s]++ // it is likely to do it again
		if s.lies, s.demerits = s.lies+1, s.demerits+8; s.lies >= mostLies {
			s.out = fmt.Sprintf("sent something else than the list says %d times, and was asked no more", mostLies)
		}
	case !mayPass(err) || errors.Is(err, fs.ErrNotExist):
		tried[s] = ss.tries // it would say the same again
	case time.Now().After(s.rest):
		status, _ := errors.AsType[errStatus](err)
		s.rest = time.Now().Add(max(pauseAfter(s.failures), status.wait))
		s.failures++
	}
}

// errLacking says that no address gave a file as the list says it is.
type errLacking struct {
	name string
	from []*source // those that were tried
	last []error   // what each did last
}

func (e errLacking) Error() string {
	if len(e.from) == 0 {
		return e.name + ": no address is left to ask"
	}
	said := make([]string, len(e.from))
	for i, s := range e.from {
		said[i] = fmt.Sprintf("%s %v", s.name(), e.last[i])
	}
	return e.name + ": " + strings.Join(said, "; ")
}

// fetch gets one file, from whichever address gives it as it is to be. Nobody is asked for an empty one: Netlify and
// others keep back .nojekyll, as they do with most names that begin with a dot.
func (ss *sources) fetch(ctx context.Context, p *part) error {
	if p.right() {
		return p.finish()
	}
	tried, last := map[*source]int{}, map[*source]error{}
	for {
		s, err := ss.pick(ctx, tried)
		if err != nil {
			return err
		}
		if s == nil {
			return ss.lacking(p.name, last)
		}
		turn, end := ss.web.turns(ctx, tried[s])
		err = ss.ask(turn, s, p)
		end()
		if _, local := errors.AsType[errLocal](err); local || ctx.Err() != nil {
			ss.done(s, nil, err)
			return err
		}
		ss.done(s, tried, err)
		if err == nil {
			return nil
		}
		last[s] = err
	}
}

func (ss *sources) lacking(name string, last map[*source]error) error {
	e := errLacking{name: name}
	for _, s := range ss.all {
		if err := last[s]; err != nil {
			e.from, e.last = append(e.from, s), append(e.last, err)
		}
	}
	return e
}

// ask gets the rest of a file from one address, and judges the whole. Where that is wrong, the beginning may have
// come from elsewhere: then the address is asked for all of it.
func (ss *sources) ask(ctx context.Context, s *source, p *part) error {
	err := ss.once(ctx, s, p)
	if errors.Is(err, errRange) {
		err = ss.once(ctx, s, p)
	}
	return err
}

func (ss *sources) once(ctx context.Context, s *source, p *part) error {
	begun := p.size
	b, err := ss.web.get(ctx, s.base, p.name, p.size, ss.web.limits.file)
	if errors.Is(err, errRange) {
		return errors.Join(err, p.restart())
	}
	if err != nil {
		return err
	}
	defer b.close()
	if b.from != p.size {
		begun = 0
		if err := p.restart(); err != nil {
			return err
		}
	}
	buffer := buffers.Get().(*[32 << 10]byte)
	_, err = io.CopyBuffer(p, b, buffer[:])
	buffers.Put(buffer)
	if ss.bytes.Add(b.came()) > ss.web.limits.total {
		return errLocal{errors.New("more came than a site can have: the pull was ended")}
	}
	switch {
	case errors.Is(err, errTooMuch):
		return errors.Join(err, p.restart())
	case err != nil:
		return err
	case p.right():
		return p.finish()
	}
	if err := p.restart(); err != nil {
		return err
	}
	if begun > 0 {
		return errRange
	}
	return errWrong
}

var buffers = sync.Pool{New: func() any { return new([32 << 10]byte) }}

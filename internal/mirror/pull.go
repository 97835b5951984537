package mirror

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"aead.dev/minisign"
	"golang.org/x/sync/errgroup"

	"vigil/internal/output"
)

// A pull goes through these steps, and publishes nothing unless each has been taken:
//
//	look       what the folder holds: of which site, how new, signed with which key
//	ask        each address for its signature, 350 bytes: key, site, serial, expiry
//	list       the list of files that the newest of them signs
//	take over  what the folder, or a pull that was cut, has already, file by file and by its sum
//	fetch      the rest, several at a time, from whichever address gives it as the list says
//	commit     everything at once, by package output; the list that it makes must be the one that was signed

// Order is what to pull, and whither.
type Order struct {
	From          []string  // addresses of copies, at least one
	Dir           string    // the folder that is served
	Key           string    // public key, or a file with it
	Now           time.Time // for expiry
	DeleteForeign bool      // as in output.Options
	Progress      func(stage string, done, total int)
}

// Pulled is what a pull did.
type Pulled struct {
	output.Result
	Claim   Claim
	Signer  string   // the public key, if it is not the given one but follows from it
	Nothing bool     // is new since this Web pulled into the folder before; its files were not looked at again
	Fetched int      // files
	Bytes   int64    // over the line, packed
	Notes   []string // what was wrong all the same: with newer lists, with addresses
}

// pull is one pull under way.
type pull struct {
	web   *Web
	order Order
	pub   minisign.PublicKey
	held  held
	from  *sources
	said  []string // what was said against addresses
}

// mostRounds is how often a pull begins anew because the site was published anew meanwhile.
const mostRounds = 5

// Pull makes a folder the same as the newest copy that the addresses have, if that is genuine and fresh, of the
// same site and no older. After any failure the folder is as it was, and what was fetched waits beside it for the
// next pull, as output.Leave says.
func (w *Web) Pull(ctx context.Context, o Order) (Pulled, error) {
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	p := &pull{web: w, order: o}
	var err error
	if p.pub, err = PublicKey(o.Key); err != nil {
		return Pulled{}, err
	}
	var tried [][]byte // signatures
	var failed []error
	for range mostRounds {
		if p.held, err = look(o.Dir, p.pub); err != nil {
			return Pulled{}, err
		}
		spent := p.from
		if p.from, err = w.sources(o.From, mostTries); err != nil {
			return Pulled{}, err
		}
		if spent != nil {
			p.from.bytes.Store(spent.bytes.Load()) // the limit is that of all rounds together
		}
		offers, err := p.ask(ctx)
		if err != nil {
			return Pulled{}, err
		}
		offers = slices.DeleteFunc(offers, func(o offer) bool {
			return slices.ContainsFunc(tried, func(t []byte) bool { return bytes.Equal(t, o.signature) })
		})
		if len(offers) == 0 {
			break
		}
		for _, offer := range offers {
			tried = append(tried, offer.signature)
			done, err := p.bring(ctx, offer)
			if err == nil {
				return p.report(done, offer, failed), nil
			}
			if _, local := errors.AsType[errLocal](err); local || ctx.Err() != nil {
				return Pulled{}, err
			}
			failed = append(failed, err)
		}
	}
	for _, s := range p.said {
		failed = append(failed, errors.New(s))
	}
	return Pulled{}, errors.Join(failed...)
}

// report says what was done, and what was wrong meanwhile: with newer lists, and with addresses.
func (p *pull) report(done Pulled, o offer, failed []error) Pulled {
	done.Claim, done.Bytes = o.claim, p.from.bytes.Load()
	for _, err := range failed {
		done.Notes = append(done.Notes, err.Error())
	}
	done.Notes = append(done.Notes, p.said...)
	if !o.by.Equal(p.pub) {
		done.Signer = o.by.String()
	}
	for _, s := range p.from.all {
		if said := s.name() + " " + s.out; s.out != "" && !slices.Contains(done.Notes, said) {
			done.Notes = append(done.Notes, said)
		}
	}
	return done
}

// sources reads addresses; the same one twice counts once.
func (w *Web) sources(addresses []string, tries int) (*sources, error) {
	ss := &sources{web: w, tries: tries}
	for _, text := range addresses {
		base, err := w.address(text)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(ss.all, func(s *source) bool { return s.base.String() == base.String() }) {
			ss.all = append(ss.all, &source{base: base})
		}
	}
	return ss, nil
}

// bring publishes what an offer says.
func (p *pull) bring(ctx context.Context, o offer) (done Pulled, err error) {
	if last, _ := p.web.has.Load(p.order.Dir); bytes.Equal(o.signature, p.held.signature) && last == string(o.signature) {
		done.Nothing = true
		return done, nil
	}
	p.from.begin()
	list, err := p.list(ctx, o)
	if err != nil {
		return done, err
	}
	sums, err := parseList(list)
	if err != nil {
		return done, err
	}
	if err := p.keepsKeys(sums); err != nil {
		return done, err
	}
	tree, err := output.Begin(p.order.Dir, output.Options{DeleteForeign: p.order.DeleteForeign, Resume: true,
		Sign: func(made io.Reader) ([]byte, error) { return sameList(made, list, o.signature) }})
	if err != nil {
		return done, errLocal{err}
	}
	todo, err := p.takeOver(ctx, tree, sums)
	if err == nil {
		done.Fetched, err = len(todo), p.fetch(ctx, tree, sums, todo)
	}
	if err == nil {
		p.order.Progress("publishing", 0, 0)
		if done.Result, err = tree.Commit(); err != nil {
			err = errLocal{err}
		}
	}
	if err == nil {
		p.web.has.Store(p.order.Dir, string(o.signature))
		return done, nil
	}
	end := tree.Leave
	if _, local := errors.AsType[errLocal](err); local { // a full disk, say: then nothing stays
		end = tree.Abort
	}
	if left := end(); left != nil {
		err = fmt.Errorf("%w (and then: %w)", err, left)
	}
	return done, err
}

// sameList gives the signature of a list, if the list that was made of the files is that one.
func sameList(made io.Reader, list, signature []byte) ([]byte, error) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := made.Read(buffer)
		if !bytes.HasPrefix(list, buffer[:n]) || err == io.EOF && len(list) > n {
			return nil, errors.New("the files are not those of the list that was signed")
		}
		list = list[n:]
		if err == io.EOF {
			return signature, nil
		}
		if err != nil {
			return nil, err
		}
	}
}

// takeOver keeps every file that is there already, and gives the names of the others.
func (p *pull) takeOver(ctx context.Context, tree *output.Tree, sums map[string][sha256.Size]byte) (todo []string, err error) {
	names := slices.Sorted(maps.Keys(sums))
	kept := make([]bool, len(names))
	var seen atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		g.Go(func() (err error) {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			if kept[i], err = tree.Keep(name, sums[name]); err != nil {
				return errLocal{err}
			}
			p.order.Progress("comparing", int(seen.Add(1)), len(sums))
			return nil
		})
	}
	err = g.Wait()
	for i, name := range names {
		if !kept[i] {
			todo = append(todo, name)
		}
	}
	return todo, err
}

// fetch gets files from the addresses.
func (p *pull) fetch(ctx context.Context, tree *output.Tree, sums map[string][sha256.Size]byte, todo []string) error {
	asked := 0
	for _, s := range p.from.all {
		if s.out == "" {
			asked++
		}
	}
	var fetched atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce * min(max(asked, 1), 4))
	for _, name := range todo {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error {
			if ctx.Err() != nil {
				return context.Cause(ctx)
			}
			file := newPart(tree, name, sums[name])
			err := file.begin()
			if err == nil {
				err = p.from.fetch(ctx, file)
			}
			if err != nil {
				return errors.Join(err, file.leave())
			}
			p.order.Progress("fetching", int(fetched.Add(1)), len(todo))
			return nil
		})
	}
	return g.Wait()
}

package compile

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"vigil/internal/content"
	"vigil/internal/output"
	"vigil/internal/profile"
	"vigil/internal/render"
	"vigil/internal/site"
)

// writer is the second pass.
type writer struct {
	tree    *output.Tree
	in      Input
	render  *render.Renderer
	options Options
	data    []string // names of the data files written so far
	shards  *shards
	buffers sync.Pool // *bytes.Buffer for pages
	batches sync.Pool // *batch that were written
}

func (w *writer) static(context.Context) error { return w.staticFiles(false) }

// root comes last: so it is told that a file from static/root takes the address of one of ours, and not the
// other way round.
func (w *writer) root(context.Context) error { return w.staticFiles(true) }

func (w *writer) staticFiles(atRoot bool) error {
	names, err := StaticNames(w.in.Static)
	if err != nil {
		return fmt.Errorf("static: %w", err)
	}
	for _, name := range names {
		if strings.HasPrefix(name, "static/") == atRoot {
			continue
		}
		data, err := w.in.StaticFile(name)
		if err == nil {
			err = w.tree.Write(name, data)
		}
		switch {
		case err != nil && atRoot:
			return fmt.Errorf("static/root/%s: %w", name, err)
		case err != nil:
			return fmt.Errorf("static: %w", err)
		}
	}
	return nil
}

// pages writes everything but the pages of people.
func (w *writer) pages(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	work := make(chan site.Page)
	var done atomic.Int64
	g.Go(func() error {
		defer close(work)
		for p := range w.in.Site.Pages() {
			if p.Kind == site.PersonPage {
				return nil // people come last
			}
			select {
			case work <- p:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range w.options.Workers {
		g.Go(func() error {
			for p := range work {
				doc, err := w.in.Read(p)
				if err != nil {
					return err
				}
				if err := w.page(p, doc); err != nil {
					return err
				}
				w.options.Progress("lists", int(done.Add(1)), 0)
			}
			return nil
		})
	}
	return g.Wait()
}

func (w *writer) page(p site.Page, doc render.Document) error {
	b := w.buffers.Get().(*bytes.Buffer)
	defer w.buffers.Put(b)
	b.Reset()
	if err := w.render.Page(b, p, doc); err != nil {
		return err
	}
	return w.tree.Write(w.in.Site.File(p), b.Bytes())
}

// batch is a run of people of one country; its data must reach the files in order.
type batch struct {
	from, to int // indexes into People
	done     chan struct{}
	data     render.Data
	found    []render.Found
}

// batchSize is small enough to keep both cores busy and few results waiting.
const batchSize = 128

// people writes each person's pages and, in the order of the index, their lines in the data files. Each
// person is taken from the scratch file once, whatever the number of languages.
func (w *writer) people(ctx context.Context) error {
	total := len(w.in.Library.People)
	g, ctx := errgroup.WithContext(ctx)
	work, order := make(chan *batch), make(chan *batch, 4*w.options.Workers)
	g.Go(func() error {
		defer close(work)
		defer close(order)
		for from := 0; from < total; {
			b := w.batches.Get().(*batch)
			b.from, b.to, b.done = from, min(from+batchSize, total), make(chan struct{})
			for i := from + 1; i < b.to; i++ {
				if w.in.Library.People[i].Country != w.in.Library.People[from].Country {
					b.to = i
				}
			}
			from = b.to
			for _, to := range []chan *batch{order, work} {
				select {
				case to <- b:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
		}
		return nil
	})
	var mu sync.Mutex
	written := 0
	for range w.options.Workers {
		g.Go(func() error {
			for b := range work {
				if err := w.batch(b); err != nil {
					return err
				}
				close(b.done)
				mu.Lock()
				written += b.to - b.from
				w.options.Progress("write", written, total)
				mu.Unlock()
			}
			return nil
		})
	}
	g.Go(func() error { return w.collect(ctx, order) })
	return g.Wait()
}

func (w *writer) batch(b *batch) error {
	s := w.in.Site
	b.data.Reset()
	b.found = b.found[:0]
	for i := b.from; i < b.to; i++ {
		r := &w.in.Library.People[i]
		var person *content.Person
		if !r.Has(profile.Unnamed) {
			var err error
			if person, err = w.in.Source.Person(r); err != nil {
				return err
			}
			for language := range s.Languages {
				p := site.Page{Kind: site.PersonPage, Lang: language, Path: site.PersonPath(r), Person: int32(i)}
				doc := render.Document{Person: person}
				if err := w.page(p, doc); err != nil {
					return err
				}
				if err := w.sharePicture(p, r, doc); err != nil {
					return err
				}
			}
			if searched {
				b.found = append(b.found, w.render.FoundPerson(r, person))
			}
		}
		if err := b.data.Add(r, person, w.in.Library.Site.Main()); err != nil {
			return err
		}
	}
	return nil
}

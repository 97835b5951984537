package mirror

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"

	"golang.org/x/sync/errgroup"

	"vigil/internal/output"
)

const (
	sampled   = 100 // files of a copy that Look fetches
	lookTries = 3   // times that it asks for each
	lookAgain = 3   // times that it begins anew, when the copy is published anew meanwhile
)

// Look asks of the copy at an address what Verify asks of a folder: is it whole, by a sample that nobody can
// foresee; was the list signed with the key; and is it still valid. A file that is not in the list cannot
// be seen from outside. The error says that there is no copy, or that it could not be reached.
func (w *Web) Look(ctx context.Context, address string, o Options) (Verdict, error) {
	base, err := w.address(address)
	if err != nil {
		return Verdict{}, err
	}
	for again := 1; ; again++ {
		v, newer, err := w.lookOnce(ctx, base, o)
		if err != nil {
			return v, fmt.Errorf("%s: %w", base.Redacted(), err)
		}
		if !newer || again == lookAgain {
			return v, nil
		}
	}
}

// remote reads small files of a copy over HTTP.
func (w *Web) remote(ctx context.Context, base *url.URL) reads {
	return func(name string, limit int64) ([]byte, error) { return w.small(ctx, base, name, limit) }
}

// lookOnce also tells whether the copy was published anew while it looked.
func (w *Web) lookOnce(ctx context.Context, base *url.URL, o Options) (v Verdict, newer bool, err error) {
	read := w.remote(ctx, base)
	list, err := read(output.Manifest, w.limits.list)
	if errors.Is(err, fs.ErrNotExist) {
		return v, false, fmt.Errorf("there is no %s: it is no copy of a site", output.Manifest)
	}
	if err != nil {
		return v, false, err
	}
	if sums, err := parseList(list); err != nil {
		v.wrong("%v", err)
	} else if err := w.sample(ctx, &v, base, sums); err != nil {
		return v, false, err
	}
	if err := v.judge(read, list, o); err != nil {
		return v, false, err
	}
	if !v.OK() {
		now, err := read(output.Manifest, w.limits.list)
		newer = err == nil && !bytes.Equal(now, list)
	}
	return v, newer, nil
}

// sample fetches some files of a copy: those with which one arrives, and others by chance.
func (w *Web) sample(ctx context.Context, v *Verdict, base *url.URL, sums map[string][32]byte) error {
	v.Files = len(sums)
	names := slices.Sorted(maps.Keys(sums))
	rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	if len(names) > sampled {
		first := slices.DeleteFunc([]string{"index.html", output.Marker}, func(n string) bool { _, there := sums[n]; return !there })
		names = append(first, slices.DeleteFunc(names, func(n string) bool { return slices.Contains(first, n) })...)[:sampled]
		v.Sample = sampled
	}
	from := &sources{web: w, tries: lookTries, all: []*source{{base: base}}}
	bad := make([]error, len(names))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(atOnce)
	for i, name := range names {
		g.Go(func() error {
			bad[i] = from.fetch(ctx, newPart(nil, name, sums[name]))
			return ctx.Err()
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i, err := range bad {
		if err != nil {
			v.wrong("%s", wrongWith(names[i], err))
		}
	}
	return nil
}

// wrongWith says what is wrong with a file, without the address.
func wrongWith(name string, err error) string {
	lacking, ok := errors.AsType[errLacking](err)
	if !ok || len(lacking.last) == 0 {
		return fmt.Sprintf("%s could not be fetched: %v", name, err)
	}
	switch why := lacking.last[0]; {
	case errors.Is(why, fs.ErrNotExist):
		return name + " is missing"
	case errors.Is(why, errWrong):
		return name + " was changed"
	default:
		return fmt.Sprintf("%s: the server %v", name, why)
	}
}

// Package synth writes a synthetic source folder, to try and to measure Vigil
// with. In: how many people, a seed, languages, a day. Out: content/ with a
// site.yaml, profiles, countries, prisons, laws, organisations and pages, in
// the form that volunteers write. All people are invented and say so, in their
// surname and in their text.
//
// The same options give the same bytes on every machine and with any number
// of workers. It reads nothing but the folder it is to fill, keeps nothing
// about the people it has written, never asks for the time, and never shares
// code with the packages that read content, so that it can test them.
package synth

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"
)

// Options says what to write.
type Options struct {
	People    int       // number of profiles, 1 to MaxPeople
	Seed      uint64    // another seed gives other people
	Languages []string  // BCP 47 tags, the main language first; empty: en
	AsOf      time.Time // its UTC day; all dates lie before it
	Words     int       // about the length of a profile's text; at least a sentence is written
	Workers   int       // files written at the same time; below 1: one for each processor
}

var tagForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`)

func (o *Options) check() error {
	if o.People < 1 || o.People > MaxPeople {
		return fmt.Errorf("number of people is %d, not 1 to %d", o.People, MaxPeople)
	}
	if o.AsOf.IsZero() {
		return errors.New("there is no as-of day")
	}
	if len(o.Languages) == 0 {
		o.Languages = []string{"en"}
	}
	for i, tag := range o.Languages {
		if !tagForm.MatchString(tag) {
			return fmt.Errorf("%q is not a language tag", tag)
		}
		if slices.Contains(o.Languages[:i], tag) {
			return fmt.Errorf("language %q stands twice", tag)
		}
	}
	if o.Workers < 1 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	return nil
}

// day is the as-of day, counted from 1970-01-01.
func (o Options) day() int {
	y, m, d := o.AsOf.UTC().Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Write fills dir, which must be missing or empty. After an error what was
// written so far is left there. Its memory does not grow with the number of
// people.
func Write(dir string, o Options) error {
	if err := o.check(); err != nil {
		return err
	}
	if err := refuse(dir); err != nil {
		return err
	}
	lands := share(o.People)
	if err := places(filepath.Join(dir, "content"), o, lands); err != nil {
		return fmt.Errorf("write synthetic places: %w", err)
	}
	if err := people(filepath.Join(dir, "content", "profiles"), o, lands); err != nil {
		return fmt.Errorf("write synthetic profiles: %w", err)
	}
	return nil
}

func refuse(dir string) error {
	there, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil
	case err == nil && len(there) > 0:
		return fmt.Errorf("%s is not empty (it holds %s)", dir, there[0].Name())
	}
	return err
}

// chunk is how many people of a country an author writes.
const chunk = 500

// people writes all profiles. Each one depends on nothing but the options and
// its number, so any author may write it.
func people(dir string, o Options, lands []territory) error {
	g, ctx := errgroup.WithContext(context.Background())
	g.SetLimit(o.Workers)
	for _, t := range lands {
		if err := os.MkdirAll(filepath.Join(dir, t.code), 0o755); err != nil {
			return errors.Join(err, g.Wait())
		}
		for from := t.from; from < t.to && ctx.Err() == nil; from += chunk {
			g.Go(func() error {
				a := newAuthor(dir, o)
				for i := from; i < min(from+chunk, t.to); i++ {
					if err := a.write(t, i); err != nil {
						return err
					}
				}
				return nil
			})
		}
	}
	return g.Wait()
}

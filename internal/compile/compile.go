// Package compile makes a site: the steps in order.
//
//	content/*.md ─> content ─header─> profile ─record─> site ─page─> render ─bytes─> output ─> public/
//	                  │                              (frozen)     ▲
//	                  └────────── scratch file: second pass ──────┘
//
// Two passes: the first reads every profile, checks it, keeps a record in memory and the rest in a scratch
// file; the index is then frozen; the second takes everybody from the scratch file, renders and writes. Memory
// grows only with the records, and no file is read twice but photos and the few that are not of people. Nothing
// is published unless everything was.
package compile

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/lang"
	"vigil/internal/output"
	"vigil/internal/profile"
	"vigil/internal/render"
	"vigil/internal/site"
	"vigil/templates"
)

// Options are what a build depends on, beside the content.
type Options struct {
	Source  string // folder with content/, and perhaps templates/ and static/
	Out     string
	When    profile.When
	BaseURL *string // instead of the one in site.yaml
	Workers int     // 0: one for each processor
	Cache   string  // folder where made photos are kept; "": none

	Keep content.Scratch // where Load keeps what Input.Source gives back of people and texts; nil: nowhere

	DeleteForeign bool // remove files in Out that this program did not put there

	PublicKey string // of Sign; "": the one that site.yaml names, if any
	// Sign makes the signature of the list of files: for which site, of which day and how many days it is to be
	// believed. nil: the site is not signed.
	Sign func(manifest io.Reader, site, asOf string, days int) ([]byte, error)

	// Progress is told the stage, how much of it is done, and of how much (0: not known yet). It may be
	// called from any goroutine, and often.
	Progress func(stage string, done, total int)
}

// Report is what a build made.
type Report struct {
	Problems []diag.Problem
	Counts   site.Counts
	AsOf     profile.Day
	Output   output.Result
	Decoded  int // photos that were not in the cache
}

// Site builds the site. Problems that are errors stop it before anything is written: then Report.Output
// is empty and the error nil.
func Site(ctx context.Context, o Options) (report Report, err error) {
	o.Workers, o.Progress = workersOf(o), progressOf(o)
	if err := ready(o); err != nil {
		return Report{}, err
	}
	var in Input
	begin := output.Options{DeleteForeign: o.DeleteForeign}
	if o.Sign != nil {
		begin.Sign = func(manifest io.Reader) ([]byte, error) {
			return o.Sign(manifest, in.Site.Name(), o.When.AsOf.String(), in.Library.Site.FreshDays)
		}
	}
	tree, err := output.Begin(o.Out, begin)
	if err != nil {
		return Report{}, err
	}
	defer func() {
		if failed := tree.Abort(); err == nil {
			err = failed // after another error the next build clears up
		}
	}()

	file, err := tree.Scratch()
	if err != nil {
		return Report{}, err
	}
	scratch := &measured{Scratch: file}
	o.Keep = scratch
	in, problems, err := Load(ctx, o)
	if err != nil {
		return Report{}, err
	}
	defer in.Source.Close()
	if err := nameKey(&in.Library.Site.PublicKey, o.PublicKey); err != nil {
		return Report{}, err
	}
	report = Report{Problems: problems, AsOf: o.When.AsOf}
	if diag.Errors(problems) > 0 {
		return report, nil
	}
	r, err := render.New(in.Site, in.Templates, false)
	if err != nil {
		return report, err
	}
	report.Counts = in.Site.Counts
	w := &writer{tree: tree, in: in, render: r, options: o, buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }},
		batches: sync.Pool{New: func() any { return new(batch) }},
		shards:  newShards(scratch, scratch.end)}
	for _, step := range []func(context.Context) error{w.static, w.photos, w.pages, w.people, w.search, w.describeData, w.rest, w.root} {
		if err := step(ctx); err != nil {
			return report, err
		}
	}
	report.Decoded = in.Source.Decoded()
	o.Progress("publish", 0, 0)
	report.Output, err = tree.Commit()
	return report, err
}

// ready looks whether the folders are there, before anything is made: else a slip in --source would leave a folder of that
// name behind.
func ready(o Options) error {
	info, err := os.Stat(filepath.Join(o.Source, "content"))
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir():
		return fmt.Errorf("there is no folder content in %s", o.Source)
	case err != nil:
		return fmt.Errorf("looking for the content: %w", err)
	}
	return refuseOut(o.Source, o.Out)
}

// nameKey puts the key that signs into the site's settings, whose pages show it; one that they name already must be the same.
func nameKey(named *string, signing string) error {
	if *named != "" && signing != "" && *named != signing {
		return errors.New("the key is not the one that site.yaml names in public_key: nobody who follows that one would believe this site")
	}
	*named = cmp.Or(*named, signing)
	return nil
}

// Input is a site that has been read: its index, and what pages are made from.
type Input struct {
	Source    *content.Source
	Library   *content.Library
	Languages []*lang.Language
	Site      *site.Site // nil while there are errors in the content
	Templates fs.FS
	Static    fs.FS
}

// Load is the first pass: content to frozen index. The caller closes Input.Source.
func Load(ctx context.Context, o Options) (Input, []diag.Problem, error) {
	src, problems, err := open(o)
	if err != nil {
		return Input{}, nil, err
	}
	lib, more, err := src.Load(ctx, workersOf(o), func(n int) { progressOf(o)("read", n, 0) })
	if err != nil {
		src.Close()
		return Input{}, nil, err
	}
	in, problems, err := Freeze(src, lib, slices.Concat(problems, more), o)
	if err != nil {
		src.Close()
		return Input{}, nil, err
	}
	return in, problems, nil
}

// open opens the content.
func open(o Options) (*content.Source, []diag.Problem, error) {
	src, problems, err := content.Open(o.Source, o.When)
	if err != nil {
		return nil, nil, err
	}
	src.UseCache(o.Cache)
	if o.Keep != nil {
		src.KeepIn(o.Keep)
	}
	return src, problems, nil
}

// Freeze makes the index of what the first pass has read, unless there are errors in it. The problems come
// back sorted, with those that only the whole can have.
func Freeze(src *content.Source, lib *content.Library, problems []diag.Problem, o Options) (Input, []diag.Problem, error) {
	in := Input{Source: src, Library: lib, Templates: Templates(o.Source), Static: Static(o.Source)}
	lists := collect(lib, o)
	between, err := in.betweenFiles(lists)
	if err != nil {
		return in, nil, err
	}
	var lacking []diag.Problem
	if in.Languages, lacking, err = site.Languages(src, in.Templates, templates.FS); err != nil {
		return in, nil, err
	}
	problems = diag.Sort(slices.Concat(problems, between, lacking))
	if diag.Errors(problems) > 0 {
		return in, problems, nil
	}
	in.Site, err = index(lists(), o, in.Languages)
	return in, problems, err
}

// collect puts people into lists, once, when they are needed.
func collect(lib *content.Library, o Options) func() *site.Site {
	return sync.OnceValue(func() *site.Site { return site.Collect(lib, o.When.AsOf) })
}

// betweenFiles is what is wrong between files: two that would have one address, links that lead nowhere, templates
// that nothing uses, folders that are not published.
func (in *Input) betweenFiles(lists func() *site.Site) ([]diag.Problem, error) {
	names, err := StaticNames(in.Static)
	if err != nil {
		return nil, fmt.Errorf("static: %w", err)
	}
	unused, err := unusedTemplates(in.Templates)
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	folders, err := unpublishedFolders(in.Static)
	if err != nil {
		return nil, fmt.Errorf("static: %w", err)
	}
	mark, err := checkMark(in.Library, in.Static)
	return slices.Concat(site.Clashes(in.Library), site.DeadLinks(in.Library, names, lists), mark, unused, folders), err
}

func workersOf(o Options) int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

func progressOf(o Options) func(string, int, int) {
	if o.Progress == nil {
		return func(string, int, int) {}
	}
	return o.Progress
}

// index freezes what the first pass has read.
func index(lists *site.Site, o Options, languages []*lang.Language) (*site.Site, error) {
	base := lists.Site.BaseURL
	if o.BaseURL != nil {
		var err error
		if base, err = content.BaseURL(*o.BaseURL); err != nil {
			return nil, fmt.Errorf("base URL: %w", err)
		}
	}
	return lists.Freeze(base, languages)
}

// Read gives what a page shows beside the index, as the second pass needs it.
func (in *Input) Read(p site.Page) (doc render.Document, err error) {
	tag := in.Site.Languages[p.Lang].Tag()
	for _, at := range in.Site.Quoted(p) {
		if doc.People == nil {
			doc.People = map[int32]*content.Quote{}
		}
		if doc.People[at], err = in.Source.Quote(&in.Library.People[at]); err != nil {
			return doc, err
		}
	}
	switch {
	case p.Kind == site.PersonPage:
		doc.Person, err = in.Source.Person(&in.Library.People[p.Person])
	case p.Kind == site.TextPage:
		doc.Body, err = in.Library.Pages[p.Key].Body(in.Source, tag)
	case p.Kind == site.OrganisationPage:
		doc.Body, err = in.Library.Organisations[p.Key].Body(in.Source, tag)
	case p.Kind == site.OfficialPage:
		doc.Body, err = in.Library.Officials[p.Key].Body(in.Source, tag)
	case p.Kind == site.NewsPage:
		doc.Body, err = in.Library.News[p.Key].Body(in.Source, tag)
	case p.List != nil && (p.Number > 1 || p.ByDays):
	case p.Kind == site.CountryPage:
		if e := in.Library.Countries[p.List.Country]; e != nil {
			doc.Body, err = e.Body(in.Source, tag)
		}
	case p.List != nil && p.List.Kind == site.OfPrison:
		doc.Body, err = in.Library.Prisons[p.List.Country+"/"+p.List.Key].Body(in.Source, tag)
	}
	return doc, err
}

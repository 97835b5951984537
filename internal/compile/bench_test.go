package compile_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"strconv"
	"testing"
	"time"

	"vigil/internal/compile"
	"vigil/internal/lab/synth"
	"vigil/internal/profile"
	"vigil/internal/render"
	"vigil/internal/site"
)

// crowd is how many synthetic people the benchmarks work on: enough for lists of many pages.
const crowd = 2000

// synthetic writes the crowd and gives the options to build it.
func synthetic(b *testing.B) compile.Options {
	b.Helper()
	day := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	source := b.TempDir() + "/source"
	if err := synth.Write(source, synth.Options{People: crowd, Seed: 1, AsOf: day, Words: 200}); err != nil {
		b.Fatal(err)
	}
	return compile.Options{Source: source, Out: b.TempDir() + "/public", When: profile.When{AsOf: profile.DayOf(day), Today: profile.DayOf(day)}}
}

func input(b *testing.B, o compile.Options) compile.Input {
	b.Helper()
	keep, err := os.Create(b.TempDir() + "/scratch")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { keep.Close() })
	o.Keep = keep
	in, problems, err := compile.Load(context.Background(), o)
	if err != nil || in.Site == nil {
		b.Fatal(err, problems)
	}
	b.Cleanup(func() { in.Source.Close() })
	return in
}

// perProfile reports wall time for one of n profiles.
func perProfile(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/profile")
}

// The first pass: headers to frozen index.
func BenchmarkLoad(b *testing.B) {
	o := synthetic(b)
	for b.Loop() {
		in, _, err := compile.Load(context.Background(), o)
		if err != nil {
			b.Fatal(err)
		}
		in.Source.Close()
	}
	perProfile(b, crowd)
}

func BenchmarkIndex(b *testing.B) {
	o := synthetic(b)
	in := input(b, o)
	for b.Loop() {
		if _, err := site.Collect(in.Library, o.When.AsOf).Freeze("", in.Site.Languages); err != nil {
			b.Fatal(err)
		}
	}
	perProfile(b, crowd)
}

// named gives the pages of people.
func named(s *site.Site) (out []site.Page) {
	for p := range s.Pages() {
		if p.Kind == site.PersonPage {
			out = append(out, p)
		}
	}
	return out
}

// The second pass's reading: a header and a text again.
func BenchmarkReadPerson(b *testing.B) {
	in := input(b, synthetic(b))
	pages := named(in.Site)
	for i := 0; b.Loop(); i++ {
		if _, err := in.Read(pages[i%len(pages)]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRenderPerson(b *testing.B) {
	in := input(b, synthetic(b))
	r, err := render.New(in.Site, in.Templates, false)
	if err != nil {
		b.Fatal(err)
	}
	pages := named(in.Site)[:100]
	var docs []render.Document
	for _, p := range pages {
		doc, err := in.Read(p)
		if err != nil {
			b.Fatal(err)
		}
		docs = append(docs, doc)
	}
	b.ReportAllocs()
	var page bytes.Buffer
	size := 0
	for i := 0; b.Loop(); i++ {
		page.Reset()
		if err := r.Page(&page, pages[i%100], docs[i%100]); err != nil {
			b.Fatal(err)
		}
		size += page.Len()
	}
	b.ReportMetric(float64(size)/float64(b.N), "bytes/page")
}

// The open data of everybody: reading them again, and their objects and lines.
func BenchmarkPeopleFile(b *testing.B) {
	in := input(b, synthetic(b))
	b.ReportAllocs()
	for b.Loop() {
		if err := in.WritePeople(in.PeopleFiles()[0], io.Discard, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	perProfile(b, crowd)
}

func BenchmarkRenderList(b *testing.B) {
	in := input(b, synthetic(b))
	r, err := render.New(in.Site, in.Templates, false)
	if err != nil {
		b.Fatal(err)
	}
	l := in.Site.List(site.OfClass, "", "held")
	var page bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		page.Reset()
		if err := r.Page(&page, site.Page{Kind: site.ListPage, Path: l.Path, List: l, Number: 2}, render.Document{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWholeBuild(b *testing.B) {
	o := synthetic(b)
	parent := b.TempDir()
	for i := 0; b.Loop(); i++ {
		o.Out = parent + "/" + strconv.Itoa(i)
		makeSite(b, o)
	}
	perProfile(b, crowd)
}

// A rebuild with nothing changed: everything is rendered and compared, nothing written.
func BenchmarkRebuild(b *testing.B) {
	o := synthetic(b)
	makeSite(b, o)
	for b.Loop() {
		makeSite(b, o)
	}
	perProfile(b, crowd)
}

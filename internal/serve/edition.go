package serve

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"vigil/internal/compile"
	"vigil/internal/content"
	"vigil/internal/render"
	"vigil/internal/site"
)

// edition is the site after one reading, ready to be shown. It never changes.
type edition struct {
	compile.Input
	render *render.Renderer
	pages  func() map[string]site.Page       // by file name, made when the first is asked for; people are found in the index
	search func() (map[string][]byte, error) // the shards, made when the first is asked for
}

// newEdition takes the parsed templates, or parses them where there are none. With try, one page of every kind is
// made, since html/template finds some mistakes only then.
func newEdition(in compile.Input, parsed *render.Renderer, try bool) (_ *edition, err error) {
	if parsed == nil {
		parsed, err = render.New(in.Site, in.Templates, true)
	} else {
		parsed = parsed.With(in.Site)
	}
	if err != nil {
		return nil, err
	}
	e := &edition{Input: in, render: parsed}
	e.pages = sync.OnceValue(e.pagesByName)
	e.search = sync.OnceValues(func() (map[string][]byte, error) {
		files := map[string][]byte{}
		return files, e.Search(parsed, func(name string, data []byte) error { files[name] = bytes.Clone(data); return nil })
	})
	if try {
		err = e.try()
	}
	return e, err
}

func (e *edition) try() error {
	tried := map[[2]int]bool{} // kind and language
	for p := range e.Site.Pages() {
		id := [2]int{int(p.Kind), p.Lang}
		if tried[id] && p.Kind == site.PersonPage {
			break // all others came before
		}
		if !tried[id] {
			tried[id] = true
			if _, err := e.page(p); err != nil && !gone(err) {
				return err
			}
		}
	}
	names, err := compile.StaticNames(e.Static)
	for _, name := range names {
		if err == nil {
			_, err = e.static(name)
		}
	}
	return err
}

func (e *edition) pagesByName() map[string]site.Page {
	pages := map[string]site.Page{}
	for p := range e.Site.Pages() {
		if p.Kind == site.PersonPage {
			break // all others came before
		}
		pages[e.Site.File(p)] = p
	}
	return pages
}

// find gives the page that stands at a file name.
func (e *edition) find(name string) (site.Page, bool) {
	if p, ok := e.findPerson(name); ok {
		return p, true
	}
	p, ok := e.pages()[name]
	return p, ok
}

func (e *edition) findPerson(name string) (site.Page, bool) {
	p := site.Page{Kind: site.PersonPage}
	p.Lang, p.Path = e.inLanguage(name)
	ref, inCountry := strings.CutPrefix(p.Path, "countries/")
	ref, html := strings.CutSuffix(ref, ".html")
	if !inCountry || !html {
		return p, false
	}
	p.Person = int32(e.Library.Find(ref))
	return p, p.Person >= 0
}

// inLanguage splits the folder of a language off a file name.
func (e *edition) inLanguage(name string) (language int, rest string) {
	for i, l := range e.Site.Languages[1:] {
		if rest, ok := strings.CutPrefix(name, l.Tag()+"/"); ok {
			return i + 1, rest
		}
	}
	return 0, name
}

// page makes a page. The file behind it may have changed or gone since the index was made: see gone.
func (e *edition) page(p site.Page) ([]byte, error) {
	doc, err := e.Read(p)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = e.render.Page(&b, p, doc)
	return b.Bytes(), err
}

// sharePicture is the picture for those who come upon a link to a person's page; nil if the page has none.
func (e *edition) sharePicture(of string) ([]byte, error) {
	p, ok := e.find(of)
	if !ok || p.Kind != site.PersonPage {
		return nil, nil
	}
	doc, err := e.Read(p)
	if err != nil {
		return nil, err
	}
	return e.render.SharePicture(p, doc)
}

// gone tells whether a page could not be made because the file on disk is not the one that was indexed.
func gone(err error) bool {
	return errors.Is(err, content.ErrChanged) || errors.Is(err, fs.ErrNotExist)
}

// static gives a static file as a build publishes it.
func (e *edition) static(name string) ([]byte, error) {
	data, err := e.StaticFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

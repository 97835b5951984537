package lang

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// Broken is what is wrong with a language's file of interface strings, a line for each entry.
type Broken struct {
	Tag string
	Err error
}

func (b *Broken) Error() string { return b.Err.Error() }

// LoadAll reads the interface strings of languages from the folder i18n/ of the templates. What the file of a language
// lacks comes from that in our own folder, if there is one, and then from English. The error is a *Broken for a file that is
// wrong, and fs.ErrNotExist where there is none.
func LoadAll(templates fs.FS, tags []string, our ...fs.FS) ([]*Language, error) {
	read := func(tag string, fallback *Language) (*Language, error) {
		name := "i18n/" + tag + ".yaml"
		data, err := fs.ReadFile(templates, name)
		if err != nil {
			return nil, fmt.Errorf("language %s has no interface strings: %w", tag, err)
		}
		for _, fsys := range our {
			if under, missing := fs.ReadFile(fsys, name); missing == nil && !bytes.Equal(under, data) {
				if fallback, err = again(under, tag, fallback); err != nil {
					return nil, err
				}
			}
		}
		l, err := again(data, tag, fallback)
		if err != nil {
			return nil, &Broken{tag, err}
		}
		return l, nil
	}
	english, err := read("en", nil)
	if err != nil {
		return nil, err
	}
	out := make([]*Language, len(tags))
	for i, tag := range tags {
		if out[i] = english; tag != "en" {
			if out[i], err = read(tag, english); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// loaded has the languages that LoadAll made last: a server, and a comparison of two sites, want the same ones again.
var loaded sync.Map // layer -> made

type (
	layer struct{ tag, under string } // under: what it lies over
	made  struct {
		text     string
		language *Language
	}
)

// again is Load, which it leaves out where the text is the one of the last time.
func again(text []byte, tag string, fallback *Language) (*Language, error) {
	at := layer{tag: tag}
	if fallback != nil {
		at.under = fallback.Tag()
	}
	if last, ok := loaded.Load(at); ok && last.(made).text == string(text) && last.(made).language.fallback == fallback {
		return last.(made).language, nil
	}
	l, err := Load(text, tag, fallback)
	if err == nil {
		loaded.Store(at, made{string(text), l})
	}
	return l, err
}

// Tags lists the languages that have interface strings in the folder i18n/ of the templates.
func Tags(templates fs.FS) (tags []string, err error) {
	files, err := fs.Glob(templates, "i18n/*.yaml")
	for _, f := range files {
		tags = append(tags, strings.TrimSuffix(path.Base(f), ".yaml"))
	}
	return tags, err
}

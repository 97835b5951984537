package lang

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"strings"
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
				if fallback, err = Load(under, tag, fallback); err != nil {
					return nil, err
				}
			}
		}
		l, err := Load(data, tag, fallback)
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

// Tags lists the languages that have interface strings in the folder i18n/ of the templates.
func Tags(templates fs.FS) (tags []string, err error) {
	files, err := fs.Glob(templates, "i18n/*.yaml")
	for _, f := range files {
		tags = append(tags, strings.TrimSuffix(path.Base(f), ".yaml"))
	}
	return tags, err
}

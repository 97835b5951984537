package lang

import (
	"fmt"
	"io/fs"
)

// LoadAll reads the interface strings of languages from the folder i18n/ of the templates. English stands
// in for what one of them lacks.
func LoadAll(templates fs.FS, tags []string) ([]*Language, error) {
	read := func(tag string, fallback *Language) (*Language, error) {
		data, err := fs.ReadFile(templates, "i18n/"+tag+".yaml")
		if err != nil {
			return nil, fmt.Errorf("language %s has no interface strings: %w", tag, err)
		}
		return Load(data, tag, fallback)
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

package schema

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// pairs calls do for each key of a mapping, once a key.
func (d *Doc) pairs(w where, do func(key, value *yaml.Node)) {
	if w.n.Kind != yaml.MappingNode {
		d.at(w, Shape, fmt.Sprintf("%s takes fields with values, not %s", w.name, shape(w.n)), "write “field: value”")
		return
	}
	var seen map[string]int
	if many := 2 * 32; len(w.n.Content) > many { // fewer are looked through quicker
		seen = make(map[string]int, len(w.n.Content)/2)
	}
	for i := 0; i+1 < len(w.n.Content); i += 2 {
		key, value := w.n.Content[i], w.n.Content[i+1]
		if !d.plain(w.child(key)) {
			continue
		}
		if key.Kind != yaml.ScalarNode || key.Value == "<<" {
			d.at(w.child(key), Feature, "the name of a field must be a plain word", "write “field: value”")
			continue
		}
		if first, twice := earlier(w.n.Content[:i], key, seen); twice {
			d.at(w.child(key), Duplicate, fmt.Sprintf("field %q stands twice; the first is in line %d", clip(key.Value), d.offset+first), "keep one")
			continue
		}
		do(key, value)
	}
}

// earlier tells whether a key stands among those before it, and in which line; seen holds them if it is not nil.
func earlier(before []*yaml.Node, key *yaml.Node, seen map[string]int) (line int, found bool) {
	if seen != nil {
		if line, found = seen[key.Value]; !found {
			seen[key.Value] = key.Line
		}
		return line, found
	}
	for i := 0; i < len(before); i += 2 {
		if k := before[i]; k.Kind == yaml.ScalarNode && k.Value == key.Value && k.Anchor == "" && k.Style&yaml.TaggedStyle == 0 {
			return k.Line, true
		}
	}
	return 0, false
}

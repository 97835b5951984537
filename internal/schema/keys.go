package schema

import (
	"fmt"

	"go.yaml.in/yaml/v4"
)

// pairs calls do for each key of a mapping, once a key.
func (d *Doc) pairs(w where, do func(key, value *node)) {
	if w.n.kind != yaml.MappingNode {
		d.at(w, Shape, fmt.Sprintf("%s takes fields with values, not %s", w.name, shape(w.n)), "write “field: value”")
		return
	}
	var seen map[string]int
	if n := w.n.size() / 2; n > 32 { // fewer are looked through quicker
		seen = make(map[string]int, n)
	}
	var value *node
	for key := w.n.first; key != nil; key = value.next {
		value = key.next
		if !d.plain(w.child(key)) {
			continue
		}
		if key.kind != yaml.ScalarNode || key.value == "<<" {
			d.at(w.child(key), Feature, "the name of a field must be a plain word", "write “field: value”")
			continue
		}
		if first, twice := earlier(w.n, key, seen); twice {
			d.at(w.child(key), Duplicate, fmt.Sprintf("field %q stands twice; the first is in line %d", clip(key.value), d.offset+first), "keep one")
			continue
		}
		do(key, value)
	}
}

// earlier tells whether a key of a mapping stands among those before it, and in which line; seen holds them if it is not nil.
func earlier(m, key *node, seen map[string]int) (line int, found bool) {
	if seen != nil {
		if line, found = seen[key.value]; !found {
			seen[key.value] = int(key.line)
		}
		return line, found
	}
	for k := m.first; k != key; k = k.next.next {
		if k.value == key.value && k.kind == yaml.ScalarNode && !k.anchor && k.style&yaml.TaggedStyle == 0 {
			return int(k.line), true
		}
	}
	return 0, false
}

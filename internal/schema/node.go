package schema

import "go.yaml.in/yaml/v4"

// node is a value in a document, or the name of a field, and where it stands. A header has a hundred, and the YAML library's
// own are three times as large.
type node struct {
	kind   yaml.Kind
	style  yaml.Style
	anchor bool // of one: &x
	null   bool
	value  string

	first, last *node // inside: items, or names and values by turns
	next        *node // behind it, in what holds both

	line, column int32
}

// add puts a node behind those that are inside.
func (n *node) add(inside *node) {
	if n.first == nil {
		n.first = inside
	} else {
		n.last.next = inside
	}
	n.last = inside
}

// size is how many nodes are inside.
func (n *node) size() (size int) {
	for x := n.first; x != nil; x = x.next {
		size++
	}
	return size
}

// tree is what a tree of the library says.
func tree(from *yaml.Node) *node {
	n := &node{kind: from.Kind, style: from.Style, anchor: from.Anchor != "", null: from.Tag == "!!null", value: from.Value,
		line: int32(from.Line), column: int32(from.Column)}
	for _, x := range from.Content {
		n.add(tree(x))
	}
	return n
}

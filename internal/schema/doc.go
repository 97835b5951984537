package schema

import (
	"go.yaml.in/yaml/v4"

	"vigil/internal/diag"
)

// Doc is one parsed header: its tree (for positions) and the problems found in it so far.
type Doc struct {
	Path     string
	Problems []diag.Problem
	Of       string // of a translation: the Mark of what it was made from; "" where it does not say

	root   *node
	room   *room  // of its first nodes
	said   [2]int // problems so far, by severity: a hundred warnings must not hide an error
	offset int    // lines of the file before the header's first
}

// most is how many errors, and how many warnings, one file can have: nobody mends more at once, and a hostile
// file has a million.
const most = 100

// MaxMarks is the most marks of YAML (commas, brackets, line ends, colons and hyphens before a blank) in one
// file. Each can be a node, and a node takes a kilobyte: a megabyte of commas would take two gigabytes.
const MaxMarks = 40_000

// Parse reads the YAML of a header, in UTF-8, whose first line is line number first of the file at path.
// Broken YAML gives one problem, since what follows from it would only confuse.
func Parse(path string, header []byte, first int) *Doc {
	d := &Doc{Path: path, offset: first - 1}
	if d.manyMarks(header) || d.manyDocuments(header) {
		return d
	}
	d.room = rooms.Get().(*room)
	if d.root = plainTree(string(header), d.room); d.root != nil {
		return d
	}
	d.Free()
	var n yaml.Node
	if err := yaml.Unmarshal(header, &n); err != nil {
		d.syntax(err, header)
		return d
	}
	if len(n.Content) == 1 {
		if root := tree(n.Content[0]); !empty(root) {
			d.root = root
		}
	}
	return d
}

// Free lets other documents have the memory of the tree, which nobody asks any more for values or places. Only who reads
// very many needs to say so.
func (d *Doc) Free() {
	if d.room != nil {
		rooms.Put(d.room)
		d.root, d.room = nil, nil
	}
}

// Report adds a problem at a field, e.g. Report(rule, text, hint, "detentions", 1, "to"); a part of the
// path that is not in the file stands at the part before it.
func (d *Doc) Report(rule diag.Rule, text, hint string, path ...any) {
	d.Add(d.Problem(rule, text, hint, path...))
}

// Problem is what Report would add, for whoever knows only later whether it is one.
func (d *Doc) Problem(rule diag.Rule, text, hint string, path ...any) diag.Problem {
	line, col := d.position(path)
	return diag.Problem{Path: d.Path, Line: line, Col: col, Rule: rule, Text: text, Hint: hint}
}

// Add adds a problem of this file.
func (d *Doc) Add(p diag.Problem) {
	if d.said[p.Rule.Severity]++; d.said[p.Rule.Severity] <= most {
		d.Problems = append(d.Problems, p)
	}
}

func (d *Doc) report(rule diag.Rule, line, col int, text, hint string) {
	d.Add(diag.Problem{Path: d.Path, Line: line, Col: col, Rule: rule, Text: text, Hint: hint})
}

func (d *Doc) position(path []any) (line, col int) {
	if d.root == nil {
		return d.offset + 1, 1
	}
	n, at := d.root, d.root
	for _, step := range path {
		value, begin := child(n, step)
		if value == nil {
			break
		}
		n, at = value, begin
	}
	return d.offset + int(at.line), int(at.column)
}

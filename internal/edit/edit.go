// Package edit changes single fields in the front matter of a file and leaves every other byte as it is.
//
// In: the bytes of a file that somebody wrote. Out: the bytes with a field put, or with the fields in their usual
// order. It knows nothing of what a field means; whoever calls it makes sure that the file still says the same, or
// what it is now meant to say. A Folder reads and writes such files, and follows no link.
package edit

import (
	"bytes"
	"errors"
	"slices"
	"strings"
)

// ErrNoHeader says that a file has no front matter between two lines of three hyphens.
var ErrNoHeader = errors.New("there is no header between two lines of ---")

// Header says where the front matter of a file and each of its fields stand, as places in the file.
type Header struct {
	Start, End int // of the YAML, without the lines of hyphens
	Line       int // number of its first line
	Fields     []Field
}

// Field is a field in the first column with everything that belongs to it: From is the first of the comments and
// empty lines above, Name the line of its name, To the end.
type Field struct {
	Name         string
	From, At, To int
}

// Split finds the fields of a header: a line that begins with anything but a blank, a hyphen or a comment begins
// one.
func Split(data []byte) (h Header, err error) {
	at, above := 0, -1
	begun := false
	for line := range bytes.Lines(data) {
		from := at
		at += len(line)
		text := strings.TrimRight(string(line), "\r\n")
		switch {
		case !begun && strings.TrimSpace(text) == "---":
			begun, h.Start, h.Line, above = true, at, 1+bytes.Count(data[:at], []byte("\n")), at
		case !begun && strings.TrimSpace(text) != "":
			return h, ErrNoHeader
		case !begun:
		case strings.TrimSpace(text) == "---":
			h.End = from
			return h, nil
		case strings.TrimSpace(text) == "" || text[0] == '#':
		case text[0] == ' ' || text[0] == '\t' || text[0] == '-':
			if n := len(h.Fields); n > 0 {
				h.Fields[n-1].To = at
			}
			above = at
		default:
			name, _, _ := strings.Cut(text, ":")
			h.Fields = append(h.Fields, Field{strings.Trim(strings.TrimSpace(name), `"'`), above, from, at})
			above = at
		}
	}
	return h, ErrNoHeader
}

// Put writes lines over a field, or at the place where people look for it: behind the last field that stands
// before it in order. The lines begin with the field's name and end with a line end.
func Put(data []byte, name, lines string, order []string) ([]byte, error) {
	h, err := Split(data)
	if err != nil {
		return nil, err
	}
	place := slices.Index(order, name)
	at := h.Start
	for _, f := range h.Fields {
		if f.Name == name {
			return slices.Concat(data[:f.At], []byte(lines), data[f.To:]), nil
		}
		if slices.Index(order, f.Name) < place {
			at = f.To
		}
	}
	return slices.Concat(data[:at], []byte(lines), data[at:]), nil
}

// Sort puts the fields into an order, each with the comments above it, ends lines with a line feed and the file
// with one. Fields that the order does not name come last, as they stood.
func Sort(data []byte, order []string) ([]byte, error) {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	h, err := Split(data)
	if err != nil {
		return nil, err
	}
	rank := func(f Field) int {
		if i := slices.Index(order, f.Name); i >= 0 {
			return i
		}
		return len(order)
	}
	sorted := slices.Clone(h.Fields)
	slices.SortStableFunc(sorted, func(a, b Field) int { return rank(a) - rank(b) })
	out := slices.Clone(data[:h.Start])
	for i, f := range sorted {
		lines := data[f.From:f.To]
		if i == 0 {
			lines = bytes.TrimLeft(lines, "\n") // empty lines keep fields apart, and there is none before
		}
		out = append(out, lines...)
	}
	rest := h.Start
	if n := len(h.Fields); n > 0 {
		rest = h.Fields[n-1].To
	}
	out = append(out, data[rest:]...)
	return append(bytes.TrimRight(out, " \t\n"), '\n'), nil
}

// Append adds an item to the list in a field, in the form that the list has: a line of its own, or between its
// brackets.
func Append(data []byte, name, item string) ([]byte, error) {
	h, err := Split(data)
	if err != nil {
		return nil, err
	}
	for _, f := range h.Fields {
		if f.Name != name {
			continue
		}
		lines := data[f.At:f.To]
		for line := range bytes.Lines(lines[bytes.IndexByte(lines, '\n')+1:]) {
			if text := bytes.TrimLeft(line, " "); bytes.HasPrefix(text, []byte("- ")) {
				indent := line[:len(line)-len(text)]
				return slices.Concat(data[:f.To], indent, []byte("- "+item+"\n"), data[f.To:]), nil
			}
		}
		end := bytes.LastIndexByte(lines, ']')
		begin := bytes.IndexByte(lines, '[')
		if begin < 0 || end < begin || bytes.IndexByte(lines, '#') >= 0 {
			return nil, errors.New("its form is not known")
		}
		if len(bytes.TrimSpace(lines[begin+1:end])) > 0 {
			item = ", " + item
		}
		return slices.Concat(data[:f.At+end], []byte(item), data[f.At+end:]), nil
	}
	return nil, errors.New("there is no " + name)
}

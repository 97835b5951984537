package schema

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// Most headers are plain: fields line by line, lists, rows in braces, texts that end with their line. Reading
// these here takes a tenth of the time that the YAML library needs, which is a sixth of a build. Whatever is not
// surely plain, and whatever is wrong, the library reads; a test compares the two.

// quick reads plain YAML.
type quick struct {
	lines []string
	at    int // the line that comes next
	depth int
	nodes []node // for the next ones
}

// room is for the nodes of nearly every header; larger ones take several.
type room [128]node

var rooms = sync.Pool{New: func() any { return new(room) }}

// plainTree gives the tree that the library would give, or nil if the library has to look. The first nodes are in the room.
func plainTree(header string, first *room) *node {
	q := &quick{lines: strings.Split(strings.TrimSuffix(header, "\n"), "\n"), nodes: first[:]}
	for _, r := range header {
		if r < ' ' && r != '\n' || r == utf8.RuneError || r >= 0x7f &&
			(r < 0xa0 || r >= 0x2028 && !unicode.IsLetter(r) && !unicode.IsPunct(r) && !unicode.IsMark(r)) {
			return nil
		}
	}
	n := q.block(0)
	if q.at < len(q.lines) {
		return nil
	}
	return n
}

// node makes a node whose place is behind the given part of the current line.
func (q *quick) node(kind yaml.Kind, style yaml.Style, before, value string) *node {
	if len(q.nodes) == 0 {
		q.nodes = new(room)[:]
	}
	n := &q.nodes[0]
	q.nodes = q.nodes[1:]
	*n = node{kind: kind, style: style, value: value, line: int32(q.at + 1), column: int32(utf8.RuneCountInString(before) + 1)}
	return n
}

// indent is how far the next line is indented; -1 at the end.
func (q *quick) indent() int {
	if q.at == len(q.lines) {
		return -1
	}
	line := q.lines[q.at]
	return len(line) - len(strings.TrimLeft(line, " "))
}

// block reads the lines that begin in a column, or nil.
func (q *quick) block(indent int) *node {
	if q.depth++; q.depth > 8 || q.indent() != indent {
		return nil
	}
	defer func() { q.depth-- }()
	if !strings.HasPrefix(q.lines[q.at][indent:], "- ") {
		return q.fields(indent, q.node(yaml.MappingNode, 0, q.lines[q.at][:indent], ""))
	}
	list := q.node(yaml.SequenceNode, 0, q.lines[q.at][:indent], "")
	for q.indent() == indent {
		line := q.lines[q.at]
		if !strings.HasPrefix(line[indent:], "- ") {
			break // the next field of what holds a list that is not indented
		}
		var item *node
		if _, _, field := key(line[indent+2:]); field {
			item = q.fields(indent+2, q.node(yaml.MappingNode, 0, line[:indent+2], ""))
		} else {
			item = q.line(line, indent+2)
		}
		if item == nil {
			return nil
		}
		list.add(item)
	}
	return list
}

// fields reads fields that begin in a column; the first may stand behind the hyphen of a list.
func (q *quick) fields(indent int, m *node) *node {
	for first := true; first || q.indent() == indent; first = false {
		line := q.lines[q.at]
		name, rest, ok := key(line[indent:])
		if !ok {
			return nil
		}
		k := q.node(yaml.ScalarNode, 0, line[:indent], name)
		var v *node
		if rest != "" {
			v = q.line(line, len(line)-len(rest))
		} else {
			q.at++
			if next := q.indent(); next > indent || next == indent && strings.HasPrefix(q.lines[q.at][indent:], "- ") {
				v = q.block(next)
			}
		}
		if v == nil {
			return nil
		}
		m.add(k)
		m.add(v)
	}
	if q.indent() > indent {
		return nil
	}
	return m
}

// key splits a field's name from what follows on its line.
func key(s string) (name, rest string, ok bool) {
	i := 0
	for i < len(s) && (s[i] >= 'a' && s[i] <= 'z' || s[i] == '_' || i > 0 && (s[i] >= '0' && s[i] <= '9' || s[i] == '-')) {
		i++
	}
	if i == 0 || i > 100 || i == len(s) || s[i] != ':' || i+1 < len(s) && s[i+1] != ' ' || s[:i] == "null" {
		return "", "", false
	}
	return s[:i], strings.TrimLeft(s[i+1:], " "), true
}

// line reads the value that begins at a place of the current line and must end with it.
func (q *quick) line(line string, from int) *node {
	v, end := q.value(line, from, "")
	if v == nil || strings.Trim(line[end:], " ") != "" {
		return nil
	}
	q.at++
	return v
}

// value reads a value; stops are the characters that end one that is inside brackets.
func (q *quick) value(s string, from int, stops string) (*node, int) {
	if from == len(s) {
		return nil, 0
	}
	switch c := s[from]; {
	case c == '"' || c == '\'':
		end := strings.IndexByte(s[from+1:], c)
		if end < 0 {
			return nil, 0
		}
		style, text := yaml.DoubleQuotedStyle, s[from+1:from+1+end]
		if c == '\'' {
			style = yaml.SingleQuotedStyle
		}
		if end += from + 2; strings.IndexByte(text, '\\') >= 0 || end < len(s) && strings.IndexByte(" "+stops, s[end]) < 0 {
			return nil, 0
		}
		return q.node(yaml.ScalarNode, style, s[:from], text), end
	case c == '[':
		return q.flow(q.node(yaml.SequenceNode, yaml.FlowStyle, s[:from], ""), s, from+1, ",]")
	case c == '{':
		return q.flow(q.node(yaml.MappingNode, yaml.FlowStyle, s[:from], ""), s, from+1, ",}")
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf:
		return q.plain(s, from, stops)
	}
	return nil, 0
}

// plain reads a text without quotes.
func (q *quick) plain(s string, from int, stops string) (*node, int) {
	end := from
	for ; end < len(s); end++ {
		switch c := s[end]; {
		case c == ':' && (end+1 == len(s) || s[end+1] == ' ' || stops != "" && bracketing(s[end+1])), c == '#' && s[end-1] == ' ',
			c == '?' && stops != "" && (end+1 == len(s) || s[end+1] == ' '):
			return nil, 0
		case stops != "" && bracketing(c):
			if strings.IndexByte(stops, c) < 0 {
				return nil, 0
			}
			text := strings.TrimRight(s[from:end], " ")
			return q.scalar(s, from, text), end
		}
	}
	if stops != "" {
		return nil, 0 // goes on in the next line
	}
	return q.scalar(s, from, strings.TrimRight(s[from:], " ")), end
}

// bracketing tells whether a character ends a text without quotes that is inside brackets.
func bracketing(c byte) bool {
	switch c {
	case ',', '[', ']', '{', '}':
		return true
	}
	return false
}

func (q *quick) scalar(s string, from int, text string) *node {
	n := q.node(yaml.ScalarNode, 0, s[:from], text)
	n.null = text == "null" || text == "Null" || text == "NULL"
	return n
}

// flow reads a list or a row in brackets; the opening one has been read. stops are the comma and the closing one.
func (q *quick) flow(n *node, s string, at int, stops string) (*node, int) {
	if q.depth++; q.depth > 8 {
		return nil, 0
	}
	defer func() { q.depth-- }()
	skip := func() {
		for at < len(s) && s[at] == ' ' {
			at++
		}
	}
	for skip(); at < len(s) && s[at] != stops[1]; skip() {
		if n.kind == yaml.MappingNode {
			name, rest, ok := key(s[at:])
			if !ok {
				return nil, 0
			}
			n.add(q.node(yaml.ScalarNode, 0, s[:at], name))
			at = len(s) - len(rest)
		}
		v, end := q.value(s, at, stops)
		if v == nil {
			return nil, 0
		}
		n.add(v)
		at = end
		if skip(); at < len(s) && s[at] == ',' {
			at++
		} else if at == len(s) || s[at] != stops[1] {
			return nil, 0
		}
	}
	if at == len(s) {
		return nil, 0
	}
	return n, at + 1
}

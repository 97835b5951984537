package markdown

import (
	"bytes"
	"fmt"
)

// Limits on what a text may ask of the parser, each far above what any real text needs. goldmark takes time
// that grows with the square of most of these, and 16 KiB of table can ask for gigabytes.
const (
	MaxBlock  = 32 << 10 // bytes of lines without an empty one between them
	MaxNested = 20       // quotes and lists inside each other, as one line begins them
	MaxIndent = 100      // columns before a line's first letter
	MaxOpen   = 50       // [ or ( that are open at the same time in a block
	MaxCells  = 20_000   // places between | in all tables of a text, empty ones included
	MaxLinks  = 10_000   // [ and < in a text: each could begin a link
	MaxMarks  = 50_000   // * _ ~ ` & \ in a text: each could begin something
	MaxLines  = 20_000   // lines of a text
)

// excess is a limit that a text goes beyond: in which line (from 0), and how.
type excess struct {
	line       int
	text, hint string
}

// block is what was seen since the last empty line.
type block struct {
	bytes, lines, pipes   int // pipes: the most in a line
	square, round         int // open now
	mostSquare, mostRound int
	links, marks          int // [ and <; * _ ~ ` & \
	first                 int // its first line
}

// tooMuch looks for what would make the parser slow, in one pass and without parsing. It may take a line of
// code for something else; no real one comes near a limit.
func tooMuch(body []byte) *excess {
	var b block
	cells, links, marks, line := 0, 0, 0, 0
	small := len(body) <= MaxLinks && bytes.IndexByte(body, '|') < 0 && // then only the beginnings of lines can go beyond a limit
		bytes.Count(body, []byte("[")) <= MaxOpen && bytes.Count(body, []byte("(")) <= MaxOpen
	for rest := body; len(rest) > 0; line++ {
		var at []byte
		if end := bytes.IndexByte(rest, '\n'); end < 0 {
			at, rest = rest, nil
		} else {
			at, rest = rest[:end], rest[end+1:]
		}
		if line == MaxLines {
			return &excess{line, fmt.Sprintf("the text has more than %d lines", MaxLines), "shorten it"}
		}
		nested, indent := begins(at)
		if indent == len(at) {
			cells, links, marks = cells+b.cells(), links+b.links, marks+b.marks
			b = block{first: line + 1}
			continue
		}
		if !small {
			b.add(at)
		}
		switch {
		case nested > MaxNested:
			return &excess{line, fmt.Sprintf("quotes and lists are nested %d deep here; at most %d are possible", nested, MaxNested),
				"put fewer of > - * 1. at the beginning of the line"}
		case indent > MaxIndent:
			return &excess{line, fmt.Sprintf("this line begins after %d blanks; at most %d are possible", indent, MaxIndent), "indent it less"}
		case b.bytes > MaxBlock:
			return &excess{b.first, fmt.Sprintf("more than %d bytes follow each other without an empty line", MaxBlock),
				"put empty lines between paragraphs, or cut the list or table in two"}
		case max(b.mostSquare, b.mostRound) > MaxOpen:
			return &excess{line, fmt.Sprintf("more than %d brackets are open here", MaxOpen), "close them, or take them out"}
		case links+b.links > MaxLinks:
			return &excess{line, fmt.Sprintf("the text has more than %d of [ and <", MaxLinks), "take some links out"}
		case marks+b.marks > MaxMarks:
			return &excess{line, fmt.Sprintf("the text has more than %d of * _ ~ ` & \\", MaxMarks), "take some out"}
		case cells+b.cells() > MaxCells:
			return &excess{line, fmt.Sprintf("the tables have more than %d cells", MaxCells), "make them smaller; large tables are better published as data"}
		}
	}
	return nil
}

func (b *block) cells() int {
	if b.pipes == 0 {
		return 0
	}
	return (b.pipes + 1) * b.lines
}

func (b *block) add(line []byte) {
	b.bytes += len(line) + 1
	b.lines++
	pipes := 0
	for _, c := range line {
		switch c {
		case '|':
			pipes++
		case '*', '_', '~', '`', '&', '\\':
			b.marks++
		case '<':
			b.links++
		case '[':
			b.links++
			b.square++
			b.mostSquare = max(b.mostSquare, b.square)
		case ']':
			b.square = max(0, b.square-1)
		case '(':
			b.round++
			b.mostRound = max(b.mostRound, b.round)
		case ')':
			b.round = max(0, b.round-1)
		}
	}
	b.pipes = max(b.pipes, pipes)
}

// begins counts the quotes and lists that a line begins, and the blanks before all else.
func begins(line []byte) (nested, indent int) {
	for indent < len(line) && (line[indent] == ' ' || line[indent] == '\t' || line[indent] == '\r') {
		indent++
	}
	for i := indent; i < len(line); {
		n := marker(line[i:])
		if n == 0 {
			break
		}
		nested++
		for i += n; i < len(line) && (line[i] == ' ' || line[i] == '\t'); i++ {
		}
	}
	return nested, indent
}

// marker is the length of > or of a list's mark at the beginning of s; 0 if there is none.
func marker(s []byte) int {
	digits := 0
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	n := digits + 1
	switch {
	case digits == 0 && s[0] == '>':
		return 1
	case digits == 0 && (s[0] == '-' || s[0] == '*' || s[0] == '+'), digits > 0 && n <= len(s) && (s[digits] == '.' || s[digits] == ')'):
		if n == len(s) || s[n] == ' ' || s[n] == '\t' {
			return n
		}
	}
	return 0
}

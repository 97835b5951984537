package markdown

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// Link is a link without a scheme: to a file of the site, relative to the page that shows the body. One to
// a heading of the same body is none, if the heading is there.
type Link struct {
	To        string // as a browser will understand it; "" and "#…" lead nowhere
	Line, Col int32  // in the file
}

// headings gives ids to headings in any script. The prefix keeps them apart from the ids of the page.
type headings struct{ used map[string]int } // id -> the last number tried after it

func (h *headings) Generate(value []byte, _ ast.NodeKind) []byte {
	id := "t-" + strings.Trim(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return unicode.ToLower(r)
		}
		return '-'
	}, string(value)), "-")
	for strings.Contains(id, "--") {
		id = strings.ReplaceAll(id, "--", "-")
	}
	if h.used == nil {
		h.used = map[string]int{}
	}
	unique := id
	for h.used[unique] > 0 { // also by a heading that ends in a number
		h.used[id]++
		unique = fmt.Sprintf("%s-%d", id, h.used[id])
	}
	h.used[unique] = 1
	return []byte(unique)
}

func (h *headings) Put([]byte) {}

// unknown tells whether a link goes elsewhere in the site, or to a heading that the body does not have.
func (h *headings) unknown(to string) bool {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" {
		return false
	}
	return !strings.HasPrefix(to, "#") || h.used[u.Fragment] == 0
}

// cursor finds the places of nodes. They come in order, or nearly, so it goes on from the last one: a
// hostile body has a hundred thousand links in one line.
type cursor struct {
	body           []byte
	pos, line, col int // from 0
}

// place is the line (from 0) and column (from 1, in characters) of a node in the body.
func (c *cursor) place(n ast.Node) (line, col int) {
	pos := n.Pos()
	for ; pos < 0 && n != nil; n = n.Parent() {
		pos = n.Pos()
	}
	pos = min(max(pos, 0), len(c.body))
	if pos < c.pos {
		c.pos, c.line, c.col = 0, 0, 0
	}
	passed := c.body[c.pos:pos]
	if end := bytes.LastIndexByte(passed, '\n'); end >= 0 {
		c.line, c.col = c.line+bytes.Count(passed, []byte("\n")), 0
		passed = passed[end+1:]
	}
	c.pos, c.col = pos, c.col+utf8.RuneCount(passed)
	return c.line, c.col + 1
}

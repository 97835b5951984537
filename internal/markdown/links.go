package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// anchors writes links. Only here is an address written, and it is the one that was judged: goldmark's own
// writer resolves escapes and entities once more.
type anchors struct{}

func (a anchors) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindLink, a.link)
	r.Register(ast.KindAutoLink, a.link)
	r.Register(ast.KindImage, a.image)
}

func (anchors) link(w util.BufWriter, body []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		if n.Kind() == ast.KindLink {
			_, _ = w.WriteString("</a>")
		}
		return ast.WalkContinue, nil
	}
	to := address(n, body)
	if _, why := judge(to); why != "" {
		return ast.WalkStop, errors.New(why) // Check has not been asked
	}
	_, _ = w.WriteString(`<a href="`)
	_, _ = w.Write(util.EscapeHTML([]byte(to)))
	_ = w.WriteByte('"')
	if n, ok := n.(*ast.Link); ok && n.Title != nil {
		_, _ = w.WriteString(` title="`)
		html.DefaultWriter.Write(w, n.Title)
		_ = w.WriteByte('"')
	}
	if len(to) > 4 && strings.EqualFold(to[:4], "http") {
		_, _ = w.WriteString(` rel="noreferrer noopener"`)
	}
	_ = w.WriteByte('>')
	if n, ok := n.(*ast.AutoLink); ok {
		_, _ = w.Write(util.EscapeHTML(n.Label(body)))
		_, _ = w.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

func (anchors) image(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkStop, errors.New("an image stands in the text") // Check has not been asked
}

// address is where a link goes, as it is written into the page.
func address(n ast.Node, body []byte) string {
	switch n := n.(type) {
	case *ast.Link:
		return string(util.URLEscape(n.Destination, true))
	case *ast.AutoLink:
		to := string(util.URLEscape(n.URL(body), false))
		if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(to), "mailto:") {
			to = "mailto:" + to
		}
		return to
	}
	return ""
}

// judge reads an address, and says why it must not be written, or "". A browser takes a backslash for a slash, and what is
// no scheme to us must be none to it.
func judge(to string) (u *url.URL, why string) {
	u, err := url.Parse(to)
	switch {
	case err != nil, strings.ContainsFunc(to, func(r rune) bool { return r <= ' ' || r == '\\' || r >= 0x7f }):
		return u, fmt.Sprintf("the link %s cannot be read", short(to))
	case u.Scheme == "" && (u.Host != "" || strings.HasPrefix(to, "/") || strings.Contains(u.Path, "\\")):
		return u, fmt.Sprintf("the link %s does not work in a copy of the site", short(to))
	case u.Scheme == "", u.Scheme == "https", u.Scheme == "http", u.Scheme == "mailto", u.Scheme == "tel":
		return u, ""
	}
	return u, fmt.Sprintf("links to %s: are not allowed", u.Scheme)
}

// Link is a link without a scheme: to a file of the site, relative to the page that shows the body. One to
// a heading of the same body is none, if the heading is there.
type Link struct {
	To        string // as it is written into the page; "" and "#…" lead nowhere
	Line, Col int32  // in the file
}

// headings gives ids to headings in any script. The prefix keeps them apart from the ids of the page.
type headings struct{ used map[string]int } // id -> the last number tried after it

func (h *headings) Generate(value []byte, _ ast.NodeKind) []byte {
	words := strings.FieldsFunc(strings.ToLower(string(value)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	id := "t-" + strings.Join(words, "-")
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
func (h *headings) unknown(to string, u *url.URL) bool {
	return u.Scheme == "" && (!strings.HasPrefix(to, "#") || h.used[u.Fragment] == 0)
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

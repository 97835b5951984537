package markdown

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	render "github.com/yuin/goldmark/renderer/html"

	"vigil/internal/diag"
)

// entity is the name of a character: goldmark takes nothing else for one.
var entity = regexp.MustCompile(`&#?[0-9A-Za-z]+;`)

// shown is the text of a block as readers get it, up to the node that was added last. A file holds no character
// that cannot be seen, but it can name one: &#x202e;.
type shown struct{ text []byte }

// add appends what a node shows, and finds a character in it that cannot be seen.
func (s *shown) add(n ast.Node, body []byte) (r rune, hidden bool) {
	switch n := n.(type) {
	case *ast.Text:
		return s.append(n.Value(body), !n.IsRaw() && n.Parent().Kind() != ast.KindCodeSpan)
	case *ast.Link:
		return new(shown).append(n.Title, true)
	case *ast.FencedCodeBlock: // the language becomes a class of the element
		if n.Info != nil {
			return new(shown).append(n.Info.Value(body), true)
		}
	default:
		if n.Type() == ast.TypeBlock {
			s.text = s.text[:0]
		}
	}
	return 0, false
}

// append adds a text; named tells whether characters can be named in it.
func (s *shown) append(text []byte, named bool) (r rune, hidden bool) {
	before := len(s.text)
	if !named || bytes.IndexByte(text, '&') < 0 {
		s.text = append(s.text, text...)
		return 0, false
	}
	var b writer
	render.DefaultWriter.Write(&b, text)
	s.text = append(s.text, html.UnescapeString(b.String())...)
	for i, r := range string(s.text[before:]) {
		if !strings.ContainsRune("\r\n", r) && diag.Hidden(s.text[:before+i], r) {
			return r, true
		}
	}
	return 0, false
}

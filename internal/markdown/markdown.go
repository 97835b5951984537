// Package markdown turns the bodies that volunteers write into safe HTML, and says what in them is not
// allowed. It hides goldmark.
//
// In: Markdown. Out: problems with line and column, or HTML that holds no raw HTML, no image, and no
// link but to https, http, mailto, tel or another page of the site. It reads no file.
package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	render "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"vigil/internal/diag"
)

var (
	rawHTML = diag.Rule{ID: "raw-html", Help: "Bodies hold no HTML: it could run code or break the page around it.",
		Mend: "Write it in Markdown; a < that is meant as a sign is written \\<."}
	image = diag.Rule{ID: "image", Help: "Bodies hold no images; a person's photo lies beside the profile.",
		Mend: "Take the picture out; put a portrait beside the profile as a photo."}
	badLink = diag.Rule{ID: "bad-link", Help: "Links go to https, http, mailto, tel, or a file of the site.",
		Mend: "Link to an address that begins with https://, or to a page of the site."}
	skipped = diag.Rule{ID: "heading-skip", Severity: diag.Warning, Help: "Headings go down one level at a time: who cannot see the page finds the way by them.",
		Mend: "Write the heading with one # more than the one above it, or with fewer."}
	topLevel = diag.Rule{ID: "top-heading", Help: "Headings start at ##: the page's title is its only first heading.",
		Mend: "Write the heading with ##."}
)

// Rules is this package's part of the table of check rules.
var Rules = []diag.Rule{rawHTML, image, badLink, topLevel, skipped}

// engine is made once; a goldmark object costs more than a page.
var engine = goldmark.New(
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), // style= would break the CSP
		extension.Strikethrough,
	),
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
	goldmark.WithRendererOptions(render.WithWriter(texts{render.DefaultWriter}), renderer.WithNodeRenderers(util.Prioritized(anchors{}, 1))),
)

// texts writes texts as goldmark does. Most hold nothing that it would write in another way, and it looks at each letter twice.
type texts struct{ render.Writer }

func (t texts) Write(to util.BufWriter, text []byte) {
	if bytes.ContainsAny(text, "&<>\"\\\x00") {
		t.Writer.Write(to, text)
	} else {
		_, _ = to.Write(text)
	}
}

// writer is a buffer that goldmark writes into as it is; around any other it puts one more.
type writer struct{ strings.Builder }

func (*writer) Available() int { return 0 }
func (*writer) Buffered() int  { return 0 }
func (*writer) Flush() error   { return nil }

// Text is a body that was parsed.
type Text struct {
	Links []Link // to the site itself: only somebody who knows all its pages can judge them

	body []byte
	tree ast.Node // nil where there was too much to parse
}

// Parse parses a body, and reports what it may not hold. path and firstLine (of the body in its file) place that.
func Parse(path string, body []byte, firstLine int) (Text, []diag.Problem) {
	if x := tooMuch(body); x != nil {
		return Text{}, []diag.Problem{{Path: path, Line: firstLine + x.line, Col: 1, Rule: diag.TooLarge, Text: x.text, Hint: x.hint}}
	}
	if !utf8.Valid(body) {
		return Text{}, nil // whoever reads files has said so
	}
	ids := &headings{}
	tree := engine.Parser().Parse(text.NewReader(body), parser.WithContext(parser.NewContext(parser.WithIDs(ids))))
	ps, links := examine(tree, ids, path, body, firstLine)
	return Text{Links: links, body: body, tree: tree}, ps
}

// HTML renders the text. This is the only place in Vigil that makes a template.HTML. It is safe also where Parse
// has reported something; the error is for what cannot be shown at all.
func (t Text) HTML() (template.HTML, error) {
	if t.tree == nil {
		return "", errors.New("render Markdown: the text was not parsed")
	}
	var b writer
	b.Grow(len(t.body) + len(t.body)/4)
	if err := engine.Renderer().Render(&b, t.body, t.tree); err != nil {
		return "", fmt.Errorf("render Markdown: %w", err)
	}
	return template.HTML(b.String()), nil
}

// most is how many problems of one body are shown: a hostile one has a million, and placing each takes time.
const most = 100

// examine looks at every part of a text for what may not be there.
func examine(tree ast.Node, ids *headings, path string, body []byte, firstLine int) (ps []diag.Problem, links []Link) {
	at := cursor{body: body}
	say := func(n ast.Node, rule diag.Rule, text, hint string) {
		line, col := at.place(n)
		if n := len(ps); n > 0 && rule == rawHTML && ps[n-1].Rule == rule && ps[n-1].Line == firstLine+line {
			return // the tag that closes what was reported
		}
		ps = append(ps, diag.Problem{Path: path, Line: firstLine + line, Col: col, Rule: rule, Text: text, Hint: hint})
	}
	var seen shown
	named := entity.Match(body) // a character that cannot be seen may be
	level := 1                  // of the last heading: at first that of the page's title
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if len(ps) >= most {
			return ast.WalkStop, nil
		}
		if !entering {
			return ast.WalkContinue, nil
		}
		if named {
			if r, hidden := seen.add(n, body); hidden {
				say(n, diag.HiddenCharacter, fmt.Sprintf("readers would get an invisible character U+%04X from this text", r), "take the &…; that stands for it out")
			}
		}
		switch n := n.(type) {
		case *ast.RawHTML, *ast.HTMLBlock:
			say(n, rawHTML, "HTML is not allowed in the text", "use Markdown; to show a <, write \\<")
		case *ast.Image:
			say(n, image, "images are not allowed in the text", "put the photo beside the profile as <slug>.jpg, with photo: in the header")
		case *ast.Link, *ast.AutoLink:
			to := address(n, body)
			if u, why := judge(to); why != "" {
				say(n, badLink, why, "link to https://…, mailto:…, tel:… or a page of the site, such as about.html")
			} else if ids.unknown(to, u) {
				line, col := at.place(n)
				links = append(links, Link{To: to, Line: int32(firstLine + line), Col: int32(col)})
			}
		case *ast.Heading:
			if n.Level == 1 {
				say(n, topLevel, "a heading of the first level stands in the text", "begin with ##")
			} else if n.Level > level+1 {
				above := fmt.Sprintf("one of level %d", level)
				if level == 1 {
					above = "the page's title"
				}
				say(n, skipped, fmt.Sprintf("a heading of level %d follows %s", n.Level, above), "write it with "+strings.Repeat("#", level+1))
			}
			level = n.Level
		}
		return ast.WalkContinue, nil
	})
	return ps, links
}

// short quotes a stranger's text in a message.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return strconv.Quote(s)
}

package tmpl

import (
	"bytes"
	"html/template"
	"io"
	"strings"
	"text/template/parse"
)

// context is a place in HTML where a value can stand: between prefix and suffix of its frame.
type context struct {
	frame          *template.Template
	prefix, suffix string
	same           func(string) bool // html/template would write the value as it is
}

// contexts are the places that pages need, by the escapers that html/template puts there.
var contexts = func() map[string]*context {
	out := map[string]*context{}
	for frame, same := range map[string]func(string) bool{
		`{{.}}`:                plainText,
		`<title>{{.}}</title>`: plainText,
		`<a title="{{.}}">`:    plainText,
		`<a href="{{.}}">`:     plainAddress,
		`<a href="#{{.}}">`:    plainWord,
		`<img srcset="{{.}}">`: func(string) bool { return false },
	} {
		t := template.Must(template.New("frame").Parse(frame))
		template.Must(t, t.Execute(io.Discard, "")) // escapes it
		prefix, suffix, _ := strings.Cut(frame, "{{.}}")
		for _, n := range t.Tree.Root.Nodes {
			if action, ok := n.(*parse.ActionNode); ok {
				out[escapers(action.Pipe)] = &context{t, prefix, suffix, same}
			}
		}
	}
	return out
}()

// escapers names the functions that html/template has put at the end of a pipeline.
func escapers(p *parse.PipeNode) string {
	var names []string
	for _, cmd := range p.Cmds {
		if f, ok := cmd.Args[0].(*parse.IdentifierNode); ok && len(cmd.Args) == 1 && strings.HasPrefix(f.Ident, "_html_template_") {
			names = append(names, f.Ident)
		}
	}
	return strings.Join(names, " ")
}

// print writes a text as html/template would in this place.
func (c *context) print(b *bytes.Buffer, value string) error {
	if c.same(value) {
		b.WriteString(value)
		return nil
	}
	return c.escape(b, value)
}

// printAny writes a value of any type. HTML among HTML stays as it is.
func (c *context) printAny(b *bytes.Buffer, value any) error {
	if html, ok := value.(template.HTML); ok && c.prefix == "" {
		b.WriteString(string(html))
		return nil
	}
	return c.escape(b, value)
}

// escape lets html/template write a value.
func (c *context) escape(b *bytes.Buffer, value any) error {
	var framed bytes.Buffer
	if err := c.frame.Execute(&framed, value); err != nil {
		return err
	}
	s := strings.TrimPrefix(framed.String(), c.prefix)
	b.WriteString(strings.TrimSuffix(s, c.suffix))
	return nil
}

// plainText tells whether none of the characters is special in HTML text or a quoted attribute.
func plainText(s string) bool { return !strings.ContainsAny(s, "\x00\"&'+<>") }

// plainAddress tells whether an address is of an allowed kind and nothing in it needs an escape.
func plainAddress(s string) bool {
	return only(strings.TrimPrefix(s, "https://"), "-._~/#?=,;@!$*")
}

// plainWord is for the part of an address behind # or ?.
func plainWord(s string) bool { return only(s, "-._~") }

// only tells whether there are but Latin letters, digits and some more characters.
func only(s, more string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && strings.IndexByte(more, c) < 0 {
			return false
		}
	}
	return true
}

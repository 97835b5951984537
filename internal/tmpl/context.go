package tmpl

import (
	"bytes"
	"html/template"
	"io"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// context is a place in HTML where a value can stand: between prefix and suffix of its frame.
type context struct {
	frame          *template.Template
	prefix, suffix string
	same           func(string) bool // html/template would write the text as it is
}

// contexts are the places that pages need, by the escapers that html/template puts there. What these do is
// never asked of their names: a release of Go that names them otherwise only makes pages slow.
var contexts = func() map[string]*context {
	out := map[string]*context{}
	for frame, same := range map[string]func(string) bool{
		`{{.}}`:                ofText.spell,
		`<title>{{.}}</title>`: ofText.spell,
		`<a title="{{.}}">`:    ofText.spell,
		`<a href="{{.}}">`:     plainAddress,
		`<a href="#{{.}}">`:    ofWord.spell,
		`<img srcset="{{.}}">`: never,
		`<script type="application/ld+json">{{.}}</script>`: never,
	} {
		t := template.Must(template.New("frame").Parse(frame))
		template.Must(t, t.Execute(io.Discard, "")) // escapes it
		prefix, suffix, _ := strings.Cut(frame, "{{.}}")
		for _, n := range t.Tree.Root.Nodes {
			if action, ok := n.(*parse.ActionNode); ok && escapers(action.Pipe) != "" {
				out[escapers(action.Pipe)] = &context{t, prefix, suffix, same}
			}
		}
	}
	return out
}()

// escapers names the functions that html/template has put behind the one command of a pipeline; "" if that
// is not what stands there.
func escapers(p *parse.PipeNode) string {
	var names []string
	for _, cmd := range p.Cmds[1:] {
		f, ok := cmd.Args[0].(*parse.IdentifierNode)
		if !ok || len(cmd.Args) > 1 || !strings.HasPrefix(f.Ident, "_html_template_") {
			return ""
		}
		names = append(names, f.Ident)
	}
	return strings.Join(names, " ")
}

var (
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int]()
	htmlType   = reflect.TypeFor[template.HTML]()
	jsType     = reflect.TypeFor[template.JS]()
)

// print writes a value as html/template would in this place. HTML among HTML and JS in a script stay as they are.
func (c *context) print(b *bytes.Buffer, v reflect.Value) {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch v.Type() { // panics where there is no value
	case stringType:
		if s := v.String(); c.same(s) {
			b.WriteString(s)
			return
		}
	case intType:
		if s := strconv.FormatInt(v.Int(), 10); c.same(s) {
			b.WriteString(s)
			return
		}
	case htmlType:
		if c.prefix == "" {
			b.WriteString(v.String())
			return
		}
	case jsType:
		if strings.HasPrefix(c.prefix, "<script") {
			b.WriteString(v.String())
			return
		}
	}
	var framed bytes.Buffer
	if err := c.frame.Execute(&framed, v.Interface()); err != nil {
		panic(err)
	}
	text := framed.Bytes()[len(c.prefix):]
	b.Write(text[:len(text)-len(c.suffix)])
}

func never(string) bool { return false }

// letters is a set of bytes.
type letters [256]bool

// without are all but some.
func without(some string) (set letters) {
	for c := range set {
		set[c] = strings.IndexByte(some, byte(c)) < 0
	}
	return set
}

// latin are the Latin letters, digits and some more characters.
func latin(more string) (set letters) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + more) {
		set[c] = true
	}
	return set
}

// spell tells whether a text has no others.
func (set *letters) spell(s string) bool {
	for i := range len(s) {
		if !set[s[i]] {
			return false
		}
	}
	return true
}

var (
	ofText    = without("\x00\"&'+<>")  // not special in HTML text or a quoted attribute
	ofAddress = latin("-._~/#?=,;@!$*") // need no escape in an address
	ofWord    = latin("-._~")           // nor in the part of one behind # or ?
)

// plainAddress tells whether an address is of an allowed kind and nothing in it needs an escape.
func plainAddress(s string) bool { return ofAddress.spell(strings.TrimPrefix(s, "https://")) }

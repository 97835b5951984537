package tmpl

import (
	"bytes"
	"errors"
	"html/template"
	"strings"
	"testing"
)

type date struct{ ISO, Text string }

type link struct {
	Href, Text string
	Current    bool
}

type frame struct {
	Title string
	AsOf  date
	Links []link
}

// Name has a method, which goes before a field.
type named struct{ First string }

func (n named) Name() string { return "by " + n.First }

// spoken says what it is.
type spoken struct{ Text string }

func (s spoken) String() string { return "said " + s.Text }

type view struct {
	frame
	Frame   frame
	Name    string
	Number  int
	Some    *link
	None    *link
	Words   []string
	Nothing []string
	Safe    any
	Nil     any
	Float   float64
	Yes     bool
	Spoken  spoken
	Data    any
	Loud    named
}

var functions = template.FuncMap{
	"join":  strings.Join,
	"twice": func(s string) string { return s + s },
	"all":   func(s ...any) string { return template.HTMLEscaper(s...) },
	"dated": func(key string, d date) date { return date{d.ISO, key + " " + d.Text} },
}

// inEveryPlace has a value in each kind of place in HTML, and every construct that templates use.
const inEveryPlace = `{{define "page"}}<!doctype html><title>{{.Name}} · {{.Frame.Title}}</title>
<h1 title="{{.Name}}" data-n="{{.Number}}">{{.Name}}{{.Number}}</h1>
{{with .Some}}<a href="{{.Href}}"{{if .Current}} aria-current="page"{{end}}>{{.Text}}{{$.Name}}</a>{{else}}nobody{{end}}
{{with .None}}<b>{{.Text}}</b>{{else}}<i>{{.Name}}</i>{{end}}
{{range $i, $w := .Words}}{{if $i}}, {{end}}<a href="#{{$w}}">{{$w}}</a>{{template "words" .}}{{end}}{{range .Nothing}}x{{else}}none{{end}}
{{range .Frame.Links}}<img src="{{.Href}}" alt="{{.Text}}" srcset="{{.Href}}">{{end}}
{{if and .Words (or .Nothing (not .None))}}yes{{end}}
{{if or .Nothing .None}}no{{else if eq .Name "Jane"}}Jane{{else}}not{{end}}{{if ne .Name .Frame.Title}}differ{{end}}
{{template "date" dated "since" .Frame.AsOf}}{{$d := dated "until" .Frame.AsOf}}{{$d.Text}} {{twice (print "a" .Name)}} {{twice "b&"}}
{{.Safe}}<i title="{{.Safe}}">{{.Float}} {{.Yes}} {{.Spoken}} {{.Words}} {{.Frame.AsOf}}</i><a href="{{.Spoken}}">{{with .Safe}}{{.}}{{end}}</a>
{{template "any" .Safe}}{{with .Data}}{{template "data" .}}{{end}}
{{end}}
{{define "date"}}<time datetime="{{.ISO}}">{{.Text}}</time>{{end}}
{{define "words"}}<span>{{.}}</span>{{end}}
{{define "any"}}{{.}}{{end}}
{{define "data"}}<script type="application/ld+json">{{.}}</script>{{end}}
{{define "method"}}{{.Loud.Name}}{{end}}
{{define "script"}}<script>let x = {{.Name}}</script>{{end}}
{{define "no value"}}{{.Nil}}{{end}}
{{define "nil"}}{{.None.Text}}{{end}}
{{define "unknown"}}{{.Nowhere}}{{end}}
{{define "in title"}}<title>{{template "words" .Name}}</title>{{end}}
{{define "several"}}{{all .Name .Number}}{{printf "%q" .Name}}{{len .Words}}{{end}}`

func newSet(t testing.TB, html *template.Template) *Set {
	t.Helper()
	set, err := New(html, functions)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func parsed(t testing.TB) *template.Template {
	t.Helper()
	return template.Must(template.New("").Funcs(functions).Parse(inEveryPlace))
}

// attacks are values that some escaper must change, and some that only look so.
var attacks = []string{"Jane", "", "Jane O'Brien & Söhne", `"><script>alert(1)</script>`, "javascript:alert(1)", "JaVaScRiPt&colon;alert(1)",
	"data:text/html,x", "vbscript:x", "//host/x", "https://x.example/?a=b&c=d",
	"https://x.example/a_b~c-d.html?x=1#y", "http://x.example/", "mailto:jane@x.example", "../by/jane-doe.html", "index.html#people", "a:b", "/a:b",
	"https:javascript:x", "https://javascript:alert(1)", "1+1", "a b", "%zz", "%20",
	"\x00", "\xff\xfe", "\u202ejane", "Алена", "فارسی", "{{.Name}}", "-->", "]]>", "`x`", "a\nb", "(x)", "[x]", "1, 2 3x", "javascript:\u2028x"}

func both(t testing.TB, name string, v any) (got, want string) {
	t.Helper()
	set := newSet(t, parsed(t))
	var b, plain bytes.Buffer
	err := set.Execute(&b, name, v)
	wrong := parsed(t).ExecuteTemplate(&plain, name, v)
	if (err == nil) != (wrong == nil) {
		t.Fatalf("%s: %v; html/template says %v", name, err, wrong)
	}
	if err != nil {
		return "", ""
	}
	return b.String(), plain.String()
}

func viewOf(s string) view {
	v := view{Name: s, Number: -12, Words: []string{"x", s}, Safe: template.HTML("<b>safe</b>"), Data: map[string]string{"name": s}, Loud: named{s}, Float: 0.5,
		Yes: true, Spoken: spoken{s}}
	v.Some = &link{s, s, true}
	v.Frame = frame{Title: s, AsOf: date{"2021-01-02", s}, Links: []link{{s, s, false}, {"x.jpg", s, true}}}
	v.frame = v.Frame
	return v
}

// Whatever the value and wherever it stands, the bytes are those of html/template.
func TestSameAsHTMLTemplate(t *testing.T) {
	for _, s := range attacks {
		for _, data := range []any{viewOf(s), new(viewOf(s))} {
			for _, name := range []string{"page", "method", "script", "several", "in title"} {
				if got, want := both(t, name, data); got != want || want == "" {
					t.Errorf("%s with %q:\n got %s\nwant %s", name, s, got, want)
				}
			}
		}
	}
	both(t, "nil", viewOf("x"))
	both(t, "unknown", viewOf("x"))
	both(t, "page", nil)
	both(t, "no such template", viewOf("x"))
}

// What the templates of pages use is executed here; whatever else there is goes to html/template. Where this
// fails with a new release of Go, html/template has changed inside: pages are right and slow until this package
// has been looked through.
func TestWhatIsLeft(t *testing.T) {
	for name, leave := range map[string]bool{"page": false, "script": false, "data": false, "method": true, "several": true, "in title": true, "any": false,
		"no value": true} {
		set := newSet(t, parsed(t))
		var b bytes.Buffer
		if err := set.Execute(&b, name, viewOf("x")); err != nil {
			t.Fatal(err)
		}
		if why, left := set.Left()[name]; left != leave {
			t.Errorf("%s: left to html/template %t (%s)", name, left, why)
		}
	}
}

// A release of Go that names its escapers otherwise, or no longer puts them into the tree, makes pages slow, not
// wrong.
func TestEscapersOfAnotherName(t *testing.T) {
	known := contexts
	defer func() { contexts = known }()
	contexts = nil
	set := newSet(t, parsed(t))
	var got, want bytes.Buffer
	if err := errors.Join(set.Execute(&got, "page", viewOf("x")), parsed(t).ExecuteTemplate(&want, "page", viewOf("x"))); err != nil ||
		got.String() != want.String() {
		t.Errorf("%v: got %s", err, &got)
	}
	if set.Left()["page"] == "" {
		t.Error("a page is executed here without knowing the escapers")
	}
}

// A set is shared by all workers, and a buffer holds what was in it.
func TestConcurrently(t *testing.T) {
	set := newSet(t, parsed(t))
	_, want := both(t, "page", viewOf("O'Brien"))
	done := make(chan string)
	for range 8 {
		go func() {
			b := bytes.NewBufferString("before ")
			for range 50 {
				b.Truncate(len("before "))
				_ = set.Execute(b, "page", viewOf("O'Brien"))
			}
			done <- b.String()
		}()
	}
	for range 8 {
		if got := <-done; got != "before "+want {
			t.Errorf("got %s", got)
		}
	}
}

func FuzzSameAsHTMLTemplate(f *testing.F) {
	for _, s := range attacks {
		f.Add(s)
	}
	html := parsed(f)
	set := newSet(f, parsed(f))
	f.Fuzz(func(t *testing.T, s string) {
		var got, want bytes.Buffer
		if err := set.Execute(&got, "page", viewOf(s)); err != nil {
			t.Fatal(err)
		}
		if err := html.ExecuteTemplate(&want, "page", viewOf(s)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want.Bytes()) {
			t.Errorf("%q:\n got %s\nwant %s", s, &got, &want)
		}
	})
}

func BenchmarkExecute(b *testing.B) {
	v := viewOf("Jane Doe")
	set, html := newSet(b, parsed(b)), parsed(b)
	for name, execute := range map[string]func(*bytes.Buffer, string, any) error{
		"here": set.Execute, "html-template": func(out *bytes.Buffer, name string, data any) error { return html.ExecuteTemplate(out, name, data) },
	} {
		b.Run(name, func(b *testing.B) {
			var out bytes.Buffer
			b.ReportAllocs()
			for b.Loop() {
				out.Reset()
				if err := execute(&out, "page", v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

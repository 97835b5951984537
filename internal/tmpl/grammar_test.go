package tmpl

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"math/rand/v2"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

// thing is data of every kind, inside itself, so that most names mean something wherever the dot is.
type thing struct {
	Text, Empty, Bad string
	Number, Zero     int
	Small            int8
	Float            float64
	Yes, No          bool
	One, None        *thing
	Many, Nobody     []thing
	Words            []string
	Mixed            []any
	Map              map[string]string
	Any, Nothing     any
	Safe             any
	HTML             template.HTML
	URL              template.URL
	JS               template.JS
	Call             func(string) string
	Spoken           spoken
	Loud             *named
	inner
	*lost
}

type inner struct{ Inner string }

type lost struct{ Lost string }

func (t thing) Method() string              { return "method of " + t.Text }
func (t *thing) Pointer() string            { return "pointer to " + t.Text }
func (t thing) With(s string, n int) string { return fmt.Sprint(s, n) }
func (t thing) Fails() (string, error)      { return "", errors.New("it fails") }

func everything(depth int, text string) thing {
	t := thing{Text: text, Bad: `<script>"x" & 'y'</script>`, Number: -7, Small: 3, Float: 1.5, Yes: true, Words: []string{"a", text},
		Mixed: []any{1, "x<", nil, template.HTML("<i>")},
		Map:   map[string]string{"Text": "of a map", "k": "<v>"}, Any: text, Safe: template.HTML("<b>safe</b>"), HTML: "<u>html</u>", URL: "javascript:x", JS: "f()",
		Call: strings.ToUpper, Spoken: spoken{text},
		Loud: &named{"loud"}, inner: inner{"inner " + text}}
	if depth > 0 {
		one := everything(depth-1, text+"'s one")
		t.One, t.Many, t.Any = &one, []thing{everything(depth-1, "first"), everything(0, "")}, one
	}
	return t
}

var grammarFunctions = template.FuncMap{
	"t":     func(key string, args ...any) string { return key + fmt.Sprint(args...) },
	"num":   func(n int) string { return fmt.Sprint("n", n) },
	"inc":   func(n int) int { return n + 1 },
	"upper": strings.ToUpper,
	"one":   func(t thing) *thing { return t.One },
	"any":   func() any { return nil },
	"safe":  func(s string) template.HTML { return template.HTML("<i>" + s + "</i>") },
	"fails": func(s string) (string, error) { return s, errors.New("fails with " + s) },
	"works": func(s string) (string, error) { return s, nil },
	"panic": func(s string) string { panic("panics with " + s) },
	"loud":  func(s fmt.Stringer) string { return s.String() },
}

// places are where in HTML a list can stand.
var grammarPlaces = []string{"%s", "%s", "%s", "<p>%s</p>", "<title>%s</title>", `<a title="%s">x</a>`, `<a title=%s>x</a>`, `<a href="%s">x</a>`,
	`<a href="x?a=%s#%s">x</a>`, `<img srcset="%s, x 2x">`, `<p style="color: %s">`, "<style>p { color: %s }</style>",
	"<script>var x = %s</script>", `<script>var x = "%s"</script>`, `<script type="application/ld+json">%s</script>`, `<p onclick="f(%s)">x</p>`, "<!-- %s -->",
	"<textarea>%s</textarea>", "<p %s>", "<p class='%s'>", "<iframe srcdoc=\"%s\">"}

// writer writes templates; its choices come from a fuzzer or from dice.
type writer struct {
	choose func(n int) int
	calls  []string // templates that may be called: none that could call back
	vars   []string
	plain  bool // little but what is executed here
}

func (w *writer) of(choices ...string) string { return choices[w.choose(len(choices))] }

func (w *writer) list(depth int) string {
	var b strings.Builder
	for range 1 + w.choose(3) {
		b.WriteString(w.node(depth))
	}
	return b.String()
}

// within is a list whose variables end with it.
func (w *writer) within(depth int) string {
	n := len(w.vars)
	defer func() { w.vars = w.vars[:n] }()
	return w.list(depth)
}

func (w *writer) node(depth int) string {
	n := w.choose(20)
	if depth == 0 {
		n = w.choose(8)
	}
	before := len(w.vars)
	defer func() {
		if n >= 9 && n != 18 {
			w.vars = w.vars[:before]
		}
	}()
	switch n {
	case 0, 1:
		return w.of("text ", "\n", " & ", "x = 1; ", "")
	case 2, 3, 4, 5:
		return "{{" + w.pipeline(1) + "}}"
	case 6:
		return "{{" + w.operand(1) + "}}"
	case 7, 8:
		if len(w.calls) == 0 {
			return "-"
		}
		return `{{template "` + w.of(w.calls...) + `" ` + w.of(".", ".", "$", w.pipeline(1), "") + "}}"
	case 9, 10, 11:
		return "{{if " + w.declared() + w.condition(1) + "}}" + w.within(depth-1) + w.otherwise("if", depth) + "{{end}}"
	case 12, 13:
		return "{{with " + w.declared() + w.pipeline(1) + "}}" + w.within(depth-1) + w.otherwise("with", depth) + "{{end}}"
	case 14, 15:
		v := w.of("", "", "$x := ", "$i, $x := ")
		for name := range strings.FieldsSeq(strings.NewReplacer(":=", "", ",", "").Replace(v)) {
			w.vars = append(w.vars, name)
		}
		return "{{range " + v + w.of(".Many", ".Words", ".Nobody", ".Mixed", ".Map", "3", ".One.Many", w.pipeline(1)) + "}}" + w.within(depth-1) + w.of("", "", "",
			"{{break}}", "{{continue}}", "{{if .}}{{break}}{{end}}") +
			w.otherwise("", depth) + "{{end}}"
	case 18:
		name := w.of("$x", "$y")
		s := "{{" + name + " := " + w.pipeline(1) + "}}"
		w.vars = append(w.vars, name)
		return s
	case 19:
		if len(w.vars) > 0 {
			return "{{" + w.of(w.vars...) + " = " + w.pipeline(1) + "}}"
		}
	}
	return w.of("{{- /* a comment */ -}}", " {{- .Text -}} ", `{{"{{"}}`, "{{block \"own\" .}}{{.Text}}{{end}}", "{{.}}", "{{$}}")
}

func (w *writer) declared() string {
	if w.choose(4) > 0 {
		return ""
	}
	name := w.of("$x", "$y")
	w.vars = append(w.vars, name)
	return name + " := "
}

func (w *writer) otherwise(of string, depth int) string {
	switch n := w.choose(4); {
	case n == 0:
		return "{{else}}" + w.within(depth-1)
	case n == 1 && of != "":
		return "{{else " + of + " " + w.condition(1) + "}}" + w.within(depth-1)
	}
	return ""
}

func (w *writer) condition(depth int) string {
	if w.plain {
		x, y := w.operand(depth), w.operand(depth)
		return w.of(x, x, "not "+x, "and "+x+" "+y, "or "+x+" "+y, "eq "+x+" "+y, "ne .Text "+y, "eq .Number .Zero", "or (not "+x+") (and "+y+" .Yes)")
	}
	switch w.choose(8) {
	case 0:
		return w.of("and", "or") + w.arguments(depth, w.choose(4))
	case 1:
		return "not" + w.arguments(depth, w.of2(1, 1, 1, 0, 2))
	case 2, 3:
		return w.of("eq", "ne", "lt", "ge") + w.arguments(depth, w.of2(2, 2, 2, 1, 3, 0))
	}
	return w.pipeline(depth)
}

func (w *writer) of2(choices ...int) int { return choices[w.choose(len(choices))] }

func (w *writer) arguments(depth, n int) (s string) {
	for range n {
		s += " " + w.operand(depth)
	}
	return s
}

func (w *writer) pipeline(depth int) string {
	s := w.command(depth)
	if w.choose(5) == 0 && !w.plain {
		s += " | " + w.of(`printf "<%s>"`, `printf "%.1s."`, "len", "urlquery", "html", "js", "t", "t \"k\"", "print 1", "num", "safe", "not", "index", "slice",
			"fails", "one", "eq .Text", "printf")
	}
	return s
}

func (w *writer) command(depth int) string {
	if w.plain {
		return w.of(w.operand(depth), w.operand(depth), "t "+w.operand(depth), `t "<k>" 1 `+w.operand(depth), "num .Number", "inc .Number", "upper .Text", "one .",
			"print "+w.operand(depth))
	}
	switch w.choose(12) {
	case 0:
		return "t" + w.arguments(depth, w.choose(4))
	case 1:
		return w.of("num", "inc", "upper", "one", "safe", "works", "fails", "panic", "loud", "any") + w.arguments(depth, w.of2(1, 1, 1, 0, 2))
	case 2:
		return w.of("print", "printf", `printf "%v"`, `printf "%d%s"`, "println", "len", "html", "js", "urlquery") + w.arguments(depth, w.choose(3))
	case 3:
		return w.of("index .Words 1", "index .Map \"k\"", "index .Many 5", "slice .Text 1", "slice .Words 0 9", "len .Words", "len .Text", "call .Call .Text",
			"call .Text", ".With .Text 2", ".With 1", ".Method", ".Pointer", ".One.Pointer", ".Fails",
			".Text 1", "(.One).Text", "(index .Many 0).Text", ".Map.Text", ".Map.missing", ".Nowhere", ".One.Nowhere", ".None.Text", ".Lost", ".hidden", "1 | print",
			"nil", "and", "or", "not", "eq", "and .Yes .Text", "or .Empty .Text", "eq .Text .Empty")
	case 4:
		return w.condition(0)
	}
	return w.operand(depth)
}

func (w *writer) operand(depth int) string {
	n := w.choose(14)
	if w.plain {
		n = 4 + w.choose(10)
	}
	switch {
	case n == 0 && depth > 0:
		return "(" + w.pipeline(depth-1) + ")"
	case n == 1 && depth > 0:
		return "(" + w.condition(depth-1) + ")"
	case n == 2:
		return w.of("1", "0", "-3", "1e6", "1.5", "0x10", "'a'", "1_000", "+1", "01", "1i", "true", "false")
	case n == 3:
		return w.of(`"text"`, `"<b>"`, "`raw`", `""`, `"\x41"`)
	case n == 5 && w.plain:
		return w.of(`"<b>"`, "3", "(t .Text)", ".HTML", ".Any", ".Spoken", ".Float", ".One.One", ".None", ".")
	case n == 4:
		return w.of(append([]string{"$", "$.Text", "$.One.Text", "$.Nowhere"}, w.vars...)...)
	case n == 5:
		return w.of(".", ".", "any", ".One.One.Text", ".None", ".Loud.Name", ".Loud.First", ".Spoken", ".Spoken.Text", ".Call", ".Map", ".Many", ".Any", ".Nothing",
			".Safe", ".HTML", ".URL", ".JS", ".Float", ".Small", ".Mixed")
	}
	return w.of(".Text", ".Text", ".Bad", ".Empty", ".Number", ".Zero", ".Yes", ".No", ".One", ".One.Text", ".One.Bad", ".Inner", ".Words", ".Safe", ".Number")
}

// source writes a whole set: a page, and what it calls.
func (w *writer) source() string {
	var b strings.Builder
	for _, name := range []string{"a", "b", "page"} {
		place := w.of(grammarPlaces...)
		if name != "page" {
			place = w.of("%s", "%s", "<b>%s</b>", place)
		}
		for strings.Contains(place, "%s") {
			w.vars = nil
			place = strings.Replace(place, "%s", strings.ReplaceAll(w.within(2), "%", "\x01"), 1)
		}
		fmt.Fprintf(&b, "{{define %q}}\n%s{{end}}\n", name, strings.ReplaceAll(place, "\x01", "%"))
		w.calls = append(w.calls, name)
	}
	return b.String()
}

func parseGrammar(src string) (*template.Template, error) {
	return template.New("set.html").Option("missingkey=error").Funcs(grammarFunctions).Parse(src)
}

func said(err error) string {
	if err == nil {
		return "nothing"
	}
	return err.Error()
}

// differs compares with html/template, for data of several types in turn. It tells whether the first was not left to it.
func differs(t testing.TB, src string) (here bool) {
	t.Helper()
	want, err := parseGrammar(src)
	if err != nil {
		return false
	}
	other, _ := parseGrammar(src)
	set, err := New(other, grammarFunctions)
	if err != nil {
		t.Fatal(err)
	}
	one := everything(2, "Jane O'Brien")
	for i, data := range []any{one, &one, everything(1, "plain"), everything(2, "1"), "text", nil, one} {
		var a, b bytes.Buffer
		b.WriteString("before ")
		wrong := want.ExecuteTemplate(&a, "page", data)
		err := set.Execute(&b, "page", data)
		if "before "+a.String() != b.String() || said(wrong) != said(err) {
			t.Fatalf("%s\nwith %T:\n got %s\nwant %s\n got error %v\nwant error %v", src, data, &b, &a, err, wrong)
		}
		if _, left := set.Left()["page"]; i == 0 {
			here = !left
		}
	}
	return here
}

// Whoever writes whatever template gets what html/template gives, to the byte, in output and in errors.
func TestAnyTemplate(t *testing.T) {
	n := 300
	switch {
	case trial.Long:
		n = 60_000
	case trial.Landing:
		n = 1_000
	}
	here, parsed := 0, 0
	for i := range n {
		dice := rand.New(rand.NewPCG(uint64(i), 9))
		src := (&writer{choose: dice.IntN, plain: i%2 == 0}).source()
		if _, err := parseGrammar(src); err == nil {
			parsed++
		}
		if differs(t, src) {
			here++
		}
	}
	t.Logf("of %d templates %d could be parsed, %d were executed here", n, parsed, here)
	if parsed < n/2 || here < n/10 {
		t.Errorf("of %d templates %d could be parsed and %d were executed here: the test tests little", n, parsed, here)
	}
}

func FuzzAnyTemplate(f *testing.F) {
	f.Add([]byte("some bytes to choose with, and some more"))
	f.Fuzz(func(t *testing.T, choices []byte) {
		i := 0
		src := (&writer{plain: len(choices)%2 == 0, choose: func(n int) int {
			if i++; i > len(choices) {
				return 0
			}
			return int(choices[i-1]) % n
		}}).source()
		differs(t, src)
	})
}

// Each of these was once another thing here than in html/template, or is next to one.
func TestTemplatesThatWereWrong(t *testing.T) {
	for _, page := range []string{
		`{{.Text | printf "%.1s."}}`, `{{.Text | printf "<%s>"}}`, `{{.Text | len}}`, `{{.Text | urlquery}}`, `{{.Text | t "k"}}`, `{{.Bad | html}}`,
		`{{html .Bad}}`, `{{.Bad | js}}`, `<a href="?{{.Bad | urlquery}}">`, `<p title={{.Bad | html}}>`,
		`{{$x := .Text}}{{with $x := .Empty}}{{else}}{{$x}}{{end}}`, `{{$x := .Text}}{{range $x := .Nobody}}{{else}}{{$x}}{{end}}`,
		`{{$x := .Text}}{{if $x := .Empty}}{{else}}{{$x}}{{end}}`, `{{$x := 1}}{{with .Text}}{{$x := 2}}{{$x}}{{end}}{{$x}}`,
		`{{$x := 1}}{{range .Words}}{{$x}}{{$x = 2}}{{end}}{{$x}}`, `{{if .No}}{{$x := 1}}{{else}}{{$x}}{{end}}`,
		`{{1e6}} {{0x10}} {{1_000}} {{'a'}} {{1.0}} {{+1}} {{1i}}`, `{{num 1e6}}{{num 0x10}}{{num 'a'}}`, `{{num 1.5}}`,
		`{{if not .Text .Bad}}x{{end}}`, `{{if and}}x{{end}}`, `{{if or}}x{{end}}`, `{{if not}}x{{end}}`, `{{if eq .Text}}x{{end}}`,
		`{{if eq .Text .Bad .Text}}x{{end}}`, `{{if eq .Number .Text}}x{{end}}`, `{{t}}`, `{{t 1}}`, `{{num}}`, `{{num 1 2}}`,
		`{{fails .Text}}`, `{{works .Text}}`, `before {{panic .Text}}`, `{{panic "x"}}`, `{{if .No}}{{panic "x"}}{{end}}`, `{{.None.Text}}`, "\n\n  {{.Nowhere}}",
		`{{.Map.nowhere}}`, `{{.hidden}}`, `{{.Lost}}`, `<script>{{t "nav.home"}}</script>`,
		`<script>{{.Number}}{{.Text}}{{.Many}}</script>`, `<p onclick="f({{t "x"}})">`, `<style>{{t "x"}}</style>`, `<p style="{{.Text}}">`,
		`<img srcset="{{.Text}}, {{t "a 2x, javascript:x"}}">`, `<a href="{{t "javascript:x"}}">`, `{{template "self" .Text}}`,
		`{{template "bounded" .Text}}`, `<title>{{template "bounded" .Text}}</title>`, `<script>{{template "bounded" .Text}}</script>`, `{{template "nowhere" .}}`,
		`{{template "bounded"}}`, `{{break}}`, `{{range .Many}}{{.Pointer}}{{end}}`, `{{.Call}}`, `{{.Nothing}}`, `{{any}}`,
		`{{with .Nothing}}{{.}}{{end}}{{range .Mixed}}[{{.}}]{{end}}`, `{{with $x, $y := .Text}}{{end}}`, `{{.One.Method}}{{.Loud.Name}}{{.Spoken}}`,
		`{{(.One).Text}}`, `{{print .Text 1 2.0}}{{printf "%d" .Text}}`,
	} {
		differs(t, `{{define "self"}}{{.}}{{end}}{{define "bounded"}}{{.}}{{if .}}{{template "bounded" (slice . 1)}}{{end}}{{end}}{{define "page"}}`+page+`{{end}}`)
	}
}

// executeAt makes the page when so many functions are inside each other.
func executeAt(depth int, set *Set) error {
	if depth > 0 {
		return executeAt(depth-1, set)
	}
	return set.Execute(new(bytes.Buffer), "page", "data")
}

// Endless recursion is an error with the template's name and line, in whatever it is wrapped, not the end of
// the process: html/template goes on until the stack is a gigabyte.
func TestEndlessRecursion(t *testing.T) {
	for name, again := range map[string]string{"each other": `{{template "y" .}}`, "itself": `{{template "x" .}}`,
		"wrapped": strings.Repeat("{{with $}}", 50) + `<p>{{template "y" .}}</p>` + strings.Repeat("{{end}}", 50)} {
		t.Run(name, func(t *testing.T) {
			if name != "each other" {
				trial.Slow(t)
			}
			html, err := parseGrammar(`{{define "x"}}` + again + `{{end}}{{define "y"}}` + "\n\n" + `<b>{{template "x" .}}</b>{{end}}` + "\n" +
				`{{define "page"}}{{template "x" .}}{{end}}`)
			if err != nil {
				t.Fatal(err)
			}
			set, err := New(html, grammarFunctions)
			if err != nil {
				t.Fatal(err)
			}
			start, times := 9000, 1 // deep, since each look at the stack takes as long as that is high
			if trial.Landing {
				start, times = 0, 2
			}
			for range times {
				if err := executeAt(start, set); err == nil || !strings.Contains(err.Error(), "template: set.html:") ||
					!strings.Contains(err.Error(), "without end") {
					t.Error(err)
				}
			}
		})
	}
}

package hostile

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/renderer/html"
)

const shell = `<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ` +
	`'self'"><title>x</title></head><body>`

// careless are places in which a careless renderer puts a text as it is.
var careless = map[string]func(text string) (file string, data []byte){
	"text":         func(s string) (string, []byte) { return "x.html", []byte(shell + "<p>" + s + "</p>") },
	"title":        func(s string) (string, []byte) { return "x.html", []byte("<title>" + s + "</title>" + shell) },
	"textarea":     func(s string) (string, []byte) { return "x.html", []byte(shell + "<p title='" + s + "'>") },
	"double quote": func(s string) (string, []byte) { return "x.html", []byte(shell + `<p title="` + s + `">x</p>`) },
	"address":      func(s string) (string, []byte) { return "x.html", []byte(shell + `<a href="` + s + `">x</a>`) },
	"JSON-LD": func(s string) (string, []byte) {
		return "x.html", []byte(shell + `<script type="application/ld+json">{"@context":"https://schema.org","name":"` + s + `"}</script>`)
	},
	"comment": func(s string) (string, []byte) { return "x.html", []byte(shell + "<!-- " + s + " -->") },
	"feed": func(s string) (string, []byte) {
		return "feed.xml", []byte(`<feed xmlns="http://www.w3.org/2005/Atom"><title>` + s + `</title></feed>`)
	},
	"JSON": func(s string) (string, []byte) { return "x.json", []byte(`{"name":"` + s + `"}`) },
	"CSV": func(s string) (string, []byte) {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		_ = w.Write([]string{s})
		w.Flush()
		return "x.csv", b.Bytes()
	},
}

// plain payloads do nothing in any of these places; other programs than a browser would take them for more.
var plain = named("backslash", "script string", "template string", "CSS expression", "CSS address", "entity, no semicolon", "overlong by letters",
	"backtick", "entity", "entity number", "template, other", "format", "formula after a separator", "formula after a line end", "percent")

func named(names ...string) map[string]bool {
	out := map[string]bool{}
	for _, n := range names {
		out[n] = true
	}
	return out
}

// Known to be bad: every check that the accepted site passes fails where a text is not escaped.
func TestFindingsFindWhatIsPlanted(t *testing.T) {
	met := map[string]int{}
	for _, p := range payloads {
		n := 0
		for place, put := range careless {
			if place == "comment" { // is always found
				continue
			}
			if file, data := put(p.text); len(findings(file, data)) > 0 {
				met[place]++
				n++
			}
		}
		if n == 0 && !plain[p.name] {
			t.Errorf("%s is found nowhere", p.name)
		}
	}
	for place, put := range careless {
		if file, data := put("nothing"); place != "comment" && len(findings(file, data)) > 0 {
			t.Errorf("%s: what is harmless is found: %v", place, findings(file, data))
		}
		if place != "comment" && met[place] == 0 {
			t.Errorf("in %s no payload is found", place)
		}
	}
	for _, bad := range []string{"<p>no policy</p>", shell + "<p style=color:red>", shell + "<!-- x -->", shell + "<script src=static/days.js>x</script>",
		shell + "<script src=https://hostile.invalid/static/days.js></script>", shell + "<a href='java\tscript:x'>x</a>",
		shell + "<a href=//hostile.invalid>x</a>", shell + "<meta http-equiv=refresh content='0; url=//hostile.invalid/x.html'>",
		shell + "<link rel=stylesheet href=https://hostile.invalid/x.css>", shell + "<svg><a xlink:href=javascript:x>x</a></svg>"} {
		if len(findings("x.html", []byte(bad))) == 0 {
			t.Errorf("nothing is found in %s", bad)
		}
	}
	for _, bad := range []string{`{"url":"javascript:x"}`, `[{"sources":[{"archived":"//hostile.invalid"}]}]`, `{"url":"ms-msdt:x"}`} {
		if len(findings("x.json", []byte(bad))) == 0 {
			t.Errorf("nothing is found in %s", bad)
		}
	}
	if len(findings("x.exe", nil)) == 0 {
		t.Error("any kind of file passes")
	}
}

// With raw HTML on, what the corpus holds is found in the page: the corpus is dangerous where nobody looks.
func TestUnsafeMarkdownIsFound(t *testing.T) {
	unsafe := goldmark.New(goldmark.WithRendererOptions(html.WithUnsafe()))
	allowed := named("<b>bold</b>", "</p>", "<p id=main>", "<!DOCTYPE x>", "<title>",
		"<frameset onload="+run+">") // elements of our own, or ignored where they stand
	for _, text := range active {
		var b bytes.Buffer
		if err := unsafe.Convert([]byte(text), &b); err != nil {
			t.Fatal(err)
		}
		if len(findings("x.html", []byte(shell+b.String()))) == 0 && !allowed[text] {
			t.Errorf("nothing is found in %s", b.String())
		}
	}
	found, all := 0, 0
	for _, to := range addresses {
		for _, l := range links {
			var b bytes.Buffer
			if err := unsafe.Convert([]byte(l.before+to+l.after), &b); err != nil {
				t.Fatal(err)
			}
			all++
			if len(findings("x.html", []byte(shell+b.String()))) > 0 {
				found++
			}
		}
	}
	if t.Logf("%d of %d addresses", found, all); found < all/2 || strings.Contains(shell, "unsafe") {
		t.Errorf("of %d addresses only %d are found", all, found)
	}
}

package schema

import (
	"html/template"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vigil/internal/diag"
)

// An address that is accepted is one that a browser reads as we do, and that a template leaves as it is.
func FuzzURL(f *testing.F) {
	for _, s := range []string{"https://example.org/", "http://example.onion/a?b#c", "javascript:alert(1)", "JaVaScRiPt:x", "java\tscript:x", " https://x",
		"https:x", "https:///x", "//x", "https://a@b", "https://a\\@b",
		"https://x/\u2028", "https://x/\u0085", "https://:80", "https://x:y", "https://[::1]:80/", "https://x/\"onclick=y", "https://x/<script>", "https://x/{{.}}",
		"https://x?a&b=';", "https://х.example/ы", "https://x/%zz", "data:text/html,x", "HTTPS://X", "https://%41/", "https://x%2f.example/",
		"https://x\u202e.example"} {
		f.Add(s)
	}
	page := template.Must(template.New("").Parse(`<a href="{{.}}">x</a><link href={{.}}><img src='{{.}}'>`))
	f.Fuzz(func(t *testing.T, s string) {
		if URL(s) != nil {
			return
		}
		u, err := url.Parse(s)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
			t.Fatalf("%q is accepted: %v %v", s, u, err)
		}
		if r, hidden := diag.FirstHidden(s); hidden || strings.ContainsAny(s, " \t\n\\") {
			t.Fatalf("%q is accepted with %U", s, r)
		}
		var b strings.Builder
		if err := page.Execute(&b, s); err != nil || strings.Contains(b.String(), "ZgotmplZ") {
			t.Fatalf("%q became %s %v", s, b.String(), err)
		}
		root, err := html.Parse(strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for n := range root.Descendants() {
			for _, a := range n.Attr {
				seen++
				if to, err := url.Parse(a.Val); err != nil || a.Key != "href" && a.Key != "src" || to.Scheme != u.Scheme || to.Hostname() != u.Hostname() ||
					to.Port() != u.Port() {
					t.Errorf("%q became %s", s, b.String())
				}
			}
		}
		if seen != 3 {
			t.Errorf("%q became %s", s, b.String())
		}
	})
}

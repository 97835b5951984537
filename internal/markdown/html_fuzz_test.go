package markdown

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"vigil/internal/diag"
)

// written are the elements that Markdown can make, and their attributes.
var written = map[string][]string{
	"p": nil, "a": {"href", "rel", "title"}, "em": nil, "strong": nil, "del": nil, "br": nil, "hr": nil, "code": {"class"}, "pre": nil, "blockquote": nil,
	"ul": nil, "ol": {"start"}, "li": nil, "table": nil, "thead": nil, "tbody": nil, "tr": nil, "th": nil, "td": nil,
	"h1": {"id"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"},
}

const tooDeep = "html: open stack of elements exceeds 512 nodes"

// strangers says what a browser would find in a text, inside a page, that no text may hold: an element or an
// attribute of another kind, a link to anything but https, http, mailto, tel or a page, or an end of the
// element that holds the text.
func strangers(text string) (found []string) {
	root, err := html.Parse(strings.NewReader("<!doctype html><html><head></head><body><article>" + text + "</article><footer></footer></body></html>"))
	if err != nil {
		return []string{err.Error()}
	}
	var inside *html.Node
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			if n.Type == html.CommentNode && n.Data != " raw HTML omitted " || n.Type == html.DoctypeNode && n.Parent != root {
				found = append(found, "a comment")
			}
			continue
		}
		switch n.Data {
		case "article":
			inside = n
			continue
		case "html", "head", "body", "footer":
			if n.Data == "footer" && n.Parent.Data != "body" || len(n.Attr) > 0 {
				found = append(found, n.Data+" was moved or changed")
			}
			continue
		}
		allowed, known := written[n.Data]
		if !known || n.Namespace != "" || !slices.Contains(slices.Collect(n.Ancestors()), inside) {
			found = append(found, "<"+n.Data+">")
		}
		for _, a := range n.Attr {
			if !slices.Contains(allowed, a.Key) || a.Key == "href" && !harmless(n, a.Val) || a.Key == "class" && !strings.HasPrefix(a.Val, "language-") ||
				a.Key == "id" && !strings.HasPrefix(a.Val, "t-") {
				found = append(found, "<"+n.Data+" "+a.Key+"="+a.Val+">")
			}
		}
	}
	return found
}

// harmless reads an address as a browser does: blanks and controls around it and line ends in it do not
// count, a backslash is a slash.
func harmless(n *html.Node, to string) bool {
	to = strings.TrimFunc(to, func(r rune) bool { return r <= ' ' })
	to = strings.NewReplacer("\t", "", "\n", "", "\r", "", "\\", "/").Replace(to)
	scheme, _, absolute := strings.Cut(to, ":")
	if !absolute || strings.ContainsAny(scheme, "/?#") {
		u, err := url.Parse(to)
		return err == nil && u.Host == "" && !strings.HasPrefix(to, "/")
	}
	switch strings.ToLower(scheme) {
	case "https", "http":
		return slices.Contains(n.Attr, html.Attribute{Key: "rel", Val: "noreferrer noopener"})
	case "mailto", "tel":
		return true
	}
	return false
}

// Whatever a stranger writes, a browser finds nothing in it that could run, load or break out, even when
// nobody called Check.
func FuzzHTMLHoldsNoStrangersTag(f *testing.F) {
	for _, s := range []string{"<script>x</script>", "[a](javascript:x)", "<a onclick=x>", "![x](x)", "[x](<javascript:\nx>)", "`<script>`", "<svg/onload=x>",
		"[x](javascript&colon;x)", "[x](java&Tab;script:x)",
		"[x](&#x6a;avascript:x)", "[x](//example.org)", "[x](\\\\example.org)", "[x](/\\example.org)", "[x](< //example.org>)", "[x](<\u00a0//example.org>)",
		"<javascript:x>", "<data:text/html,x>", "<x@example.org>", "<mailto:x>",
		"[x](y \"title' onclick=z\")", "```x\" onclick=y\n<b>\n```", "``` </code><script>\n```", "## <b> \"x\" onclick=y", "|a|\n|:-:|\n|<b>|",
		"</article><script>x</script>", "&lt;script&gt;", "&#60;b&#62;", "[x]: javascript:y\n[x]",
		"[x](https:example.org)", "[x](HTTPS://example.org)", "[x](tel:1)", "~~<b>~~", "[![x](javascript:y)](z)", "1. a\n\n   <b>",
		"{{.}} {# #} <?php ?> <![CDATA[x]]> <!-- --> <!x>", "\x00<b>", "[x](y\x00z)", "> [x](javascript\\:y)", "[x](C:/y)", "[x](blob:https://y)",
		"[a](&sol\\;&sol\\;example.org/../a.html)", "[b](ms-msdt&colon\\;x/../a.html)", "[x](\\&sol;y)", "[x](&amp;#47;&amp;#47;y)",
		"[r]\n\n[r]: &bsol\\;&bsol\\;y '&quot;'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		html, err := rendered(body)
		if err != nil {
			t.Skip()
		}
		found := strangers(string(html))
		if slices.Equal(found, []string{tooDeep}) {
			t.Skip() // for the parser; how deep a text may go is another question
		}
		if found != nil {
			t.Errorf("%q became %q, with %q", body, html, found)
		}
	})
}

// What Check passes shows nothing that cannot be seen, in whatever element or attribute.
func FuzzWhatIsShownCanBeSeen(f *testing.F) {
	for _, s := range []string{"a&#x202e;b", "&zwnj;", "می&zwnj;خ", "**م**&zwj;", "[x](y \"&shy;\")", "``` &lrm;\nx\n```", "&#8203\\;", "&amp;#x202e;",
		"|&rlm;|\n|-|", "<a@b.c>&NoBreak;", "[&shy;]: x\n[&shy;]", "a\n&#917600;", "`&shy;`&shy;", "م\n&zwnj;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if _, named := diag.FirstHidden(strings.ReplaceAll(body, "\r", "")); named || !utf8.ValidString(body) {
			t.Skip() // refused before
		}
		if _, ps := Parse("x.md", []byte(body), 1); len(ps) > 0 {
			t.Skip()
		}
		page, err := rendered(body)
		if err != nil {
			t.Fatalf("%q: %v", body, err)
		}
		root, err := html.Parse(strings.NewReader(string(page)))
		if err != nil {
			t.Skip()
		}
		for n := range root.Descendants() {
			texts := []string{n.Data}
			for _, a := range n.Attr {
				texts = append(texts, a.Val)
			}
			for _, s := range texts {
				if r, found := diag.FirstHidden(s); found && (r != 0x200c && r != 0x200d || n.Type != html.TextNode) { // a joiner may follow another element
					t.Errorf("%q shows U+%04X in %q", body, r, s)
				}
			}
		}
	})
}

// The same look finds each of these, so it can find.
func TestStrangersAreFound(t *testing.T) {
	for _, text := range []string{"<script>x</script>", "<p onclick=x>", "<img src=x>", "<svg></svg>", "<a href='javascript:x'>x</a>",
		"<a href='JAVA\nSCRIPT:x'>x</a>", "<a href=' data:x'>x</a>", "<a href='//example.org'>x</a>", "<a href='/\\example.org'>x</a>",
		"<a href='https://example.org'>x</a>", "<p style='x'>", "<table><td align=left>", "</article><p>x</p>", "<math></math>", "<!--x-->", "<p id=main>x",
		"<code class=top>x</code>", "<base href=x>", "<form></form>", "<style></style>", "<body onload=x>"} {
		if strangers(text) == nil {
			t.Errorf("nothing is found in %s", text)
		}
	}
	if found := strangers("<h2 id=\"t-x\">x</h2><p>x <a href=\"a.html#t-y\">y</a> <a href=\"https://example.org\" rel=\"noreferrer " +
		"noopener\">z</a>"); found != nil {
		t.Errorf("what Markdown makes is taken for a stranger's: %q", found)
	}
}

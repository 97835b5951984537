package markdown

import (
	"fmt"
	"html/template"
	"strings"
	"testing"

	render "github.com/yuin/goldmark/renderer/html"
)

func TestCheckRefuses(t *testing.T) {
	for body, want := range map[string]string{
		"a <b>bold</b> word":                                     "3:3: raw-html",
		"one\n\n<div>\nx\n</div>":                                "5:1: raw-html",
		"<!-- hidden -->":                                        "3:1: raw-html",
		"![alt](x.jpg)":                                          "3:1: image",
		"one\ntwo [x](javascript:alert(1))":                      "4:5: bad-link",
		"[x](javascript&colon;alert(1))":                         "3:1: bad-link",
		"[x](data:text/html;base64,AAAA)":                        "3:1: bad-link",
		"[x][1]\n\n[1]: vbscript:x":                              "3:1: bad-link",
		"[x](//example.org/)":                                    "3:1: bad-link",
		"[x](/about.html)":                                       "3:1: bad-link",
		"[a](&sol\\;&sol\\;evil.example/../index.html)":          "3:1: bad-link",
		"x [b](ms-msdt&colon\\;x/../index.html)":                 "3:3: bad-link",
		"[c][r]\n\n[r]: search-ms&colon\\;x/../index.html":       "3:1: bad-link",
		"[d](\\&sol;evil.example) [e](intent&#58\\;x/../a.html)": "3:1: bad-link 3:25: bad-link",
		"# Title":                            "3:1: top-heading",
		"Title\n=====":                       "3:1: top-heading",
		"Title\n=":                           "3:1: top-heading",
		"x\n\n># Title":                      "5:2: top-heading",
		"<b>x</b>\n<i>y</i>":                 "3:1: raw-html 4:1: raw-html",
		"## Fine\n\nA [link](https://a.org)": "",
		"[page](about.html#t-x), [mail](mailto:a@example.org), 1 < 2, \\<b>": "",
	} {
		var got []string
		_, problems := Parse("x.md", []byte(body), 3)
		for _, p := range problems {
			got = append(got, strings.TrimSuffix(strings.TrimPrefix(strings.SplitN(p.String(), ": ", 2)[0], "x.md:"), ":")+": "+p.Rule.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", body, got, want)
		}
	}
}

// A file holds no character that cannot be seen, but it can name one.
func TestCheckFindsWhatReadersCannotSee(t *testing.T) {
	for body, want := range map[string]string{
		"Fine.\n\none\ntwo &#x202e;three":   "6:1: U+202E",
		"**a**&rlm;b":                       "3:6: U+200F",
		"## x&shy;y":                        "3:4: U+00AD",
		"|a|\n|-|\n|b&NoBreak;|":            "5:2: U+2060",
		"[x](a.html \"t&ZeroWidthSpace;\")": "3:1: U+200B",
		"``` a&#xfe0f;\nx\n```":             "3:1: U+FE0F",
		"x&zwnj;y &#917760;":                "3:1: U+200C",
		"می&zwnj;خواهم, **می**&zwnj;خواهم &#1740;&zwnj;":                             "",
		"`&#x202e;`, \\&#x202e; and &amp;#x202e; &nbsp;&#9;&NewLine;\r\n\n    &shy;": "",
	} {
		got := ""
		_, problems := Parse("x.md", []byte(body), 3)
		for _, p := range problems {
			_, r, _ := strings.Cut(p.Text, "U+")
			got += fmt.Sprintf("%d:%d: U+%.4s", p.Line, p.Col, r)
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", body, got, want)
		}
	}
}

// rendered is what a page would show of a body, whatever Parse says of it.
func rendered(body string) (template.HTML, error) {
	text, _ := Parse("x.md", []byte(body), 1)
	return text.HTML()
}

func TestHTML(t *testing.T) {
	for body, want := range map[string]string{
		"## Катование и letters\n\n## Катование и letters": "<h2 id=\"t-катование-и-letters\">Катование и letters</h2>\n" +
			"<h2 id=\"t-катование-и-letters-2\">Катование и letters</h2>\n",
		"[a](https://example.org/?a=1&b=2)": "<p><a href=\"https://example.org/?a=1&amp;b=2\" rel=\"noreferrer noopener\">a</a></p>\n",
		"[a](about.html)":                   "<p><a href=\"about.html\">a</a></p>\n",
		"|a|\n|:-:|\n|1|": "<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n" +
			"</table>\n",
	} {
		got, err := rendered(body)
		if err != nil || string(got) != want {
			t.Errorf("%q:\n got %q %v\nwant %q", body, got, err, want)
		}
	}
}

// Whatever character goldmark writes in another way than it stands, it still does.
func TestTextsAreWrittenAsGoldmarkDoes(t *testing.T) {
	for c := range 256 {
		var got, want writer
		text := []byte{'a', byte(c), '!', 'z', byte(c)}
		texts{render.DefaultWriter}.Write(&got, text)
		render.DefaultWriter.Write(&want, text)
		if got.String() != want.String() {
			t.Errorf("%q: got %q, want %q", text, got.String(), want.String())
		}
	}
}

// A text that is nothing but mistakes must not take minutes to look at.
func TestCheckStopsAtSomePoint(t *testing.T) {
	if _, ps := Parse("x.md", []byte(strings.Repeat("x <b>\n\n", 9_000)), 1); len(ps) != most {
		t.Errorf("%d problems, want %d", len(ps), most)
	}
	if text, _ := Parse("x.md", []byte(strings.Repeat("[ў](b) ", 3_000)), 1); len(text.Links) != 3_000 || text.Links[2_999].Col != 20_994 {
		t.Errorf("%d links, the last %v", len(text.Links), text.Links[len(text.Links)-1])
	}
}

// Links to the site itself are given out with their places; all others are not.
func TestCheckGivesLinks(t *testing.T) {
	for body, want := range map[string]string{
		"[a](about.html), [b](https://example.org), [c](mailto:a@example.org) <https://example.org>": "3:1:about.html",
		"Ў [a](../x.html#t-y)\n> [b](y.html?z) [c]()":                                                "3:3:../x.html#t-y 4:3:y.html?z 4:17:",
		"[a][1] and [b][1]\n\n[1]: by/":                                                              "3:1:by/ 3:12:by/",
		"[a](a&period;html) \\[b](b.html) `[c](c.html)`":                                             "3:1:a.html",
		"|ў|[a](a.html)|\n|-|-|\n|1|*x* [b](b.html)|":                                                "3:4:a.html 5:8:b.html",
		"[a](#t-який) [b](#t-%D1%8F%D0%BA%D0%B8%D0%B9) [c](#t-x) [d](#)\n\n## Який":                  "3:47:#t-x 3:57:#",
		"<b>x</b> [a](a.html)":                                                                       "3:10:a.html",
	} {
		var got []string
		text, _ := Parse("x.md", []byte(body), 3)
		for _, l := range text.Links {
			got = append(got, fmt.Sprintf("%d:%d:%s", l.Line, l.Col, l.To))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", body, got, want)
		}
	}
}

// A heading can end in the number that another one would be given.
func TestHeadingsHaveIDsOfTheirOwn(t *testing.T) {
	for body, want := range map[string]string{
		"## A\n## A\n## A 2":         "t-a t-a-2 t-a-2-2",
		"## A 2\n## A\n## A\n## A":   "t-a-2 t-a t-a-3 t-a-4",
		"## A\n## A 2\n## A\n## A 2": "t-a t-a-2 t-a-3 t-a-2-2",
		"## !\n## ?":                 "t- t--2",
	} {
		html, err := rendered(body)
		var got []string
		for _, part := range strings.Split(string(html), `id="`)[1:] {
			id, _, _ := strings.Cut(part, `"`)
			got = append(got, id)
		}
		if err != nil || strings.Join(got, " ") != want {
			t.Errorf("%q: got %q %v, want %q", body, got, err, want)
		}
	}
}

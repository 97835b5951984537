package hostile

import (
	"fmt"
	"strings"
)

const john = "content/profiles/aq/john-example.md"

// refusedValues are wrong addresses, references and names in every field that takes one.
func refusedValues() (out []Case) {
	urls := []string{"javascript:" + run, "JAVASCRIPT:x", "java\tscript:x", " javascript:x", "data:text/html,x", "vbscript:x", "//hostile.invalid/",
		"/etc/passwd", "../x", "file:///etc/passwd", "https:evil", "https:/evil",
		"https://", "https://user:secret@example.net/", "http:\\\\evil", "ftp://example.net/", "https://exa mple.net/",
		"javascript://example.net/%0a" + run, "javascript&colon;x", "x"}
	for _, f := range []struct{ name, field string }{
		{"source", "events: []\nphoto:\nletters: {url: %s}"}, {"recognised", "recognised: [{by: Somebody, as: political-prisoner, url: %s}]"},
	} {
		for _, u := range urls {
			out = append(out, refused("url profile."+f.name+"/"+u, "bad-value", john, 0, Profile("name: John Example\n"+fmt.Sprintf(f.field, quoted(u)), "")))
		}
	}
	for _, f := range []struct{ name, path, file string }{
		{"source.url", john, "---\nname: J\nstatus: died\nsources: [{url: %s}]\n---\n"},
		{"source.archived", john, "---\nname: J\nstatus: died\nsources: [{title: x, archived: %s}]\n---\n"},
		{"organisation.url", "content/organisations/o.md", "---\nname: O\nurl: %s\n---\n"},
		{"official.sanctions.url", "content/officials/aq/o.md", "---\nname: O\noffice: x\nsanctions: [{by: x, url: %s}]\nsources: [{title: x}]\n---\n"},
		{"prison.letters.url", "content/prisons/aq/c.md", "---\nname: C\nletters: {url: %s}\n---\n"},
		{"law.url", "content/laws/aq.yaml", "AQ-1: {title: x, url: %s}\n"},
		{"reported.source.url", "content/reported.yaml", "- {date: 2020-01-01, number: 1, definition: x, by: X Y, source: {url: %s}}\n"},
		{"site.repository", "content/site.yaml", "repository: %s\n"},
	} {
		for _, u := range urls {
			out = append(out, refused("url "+f.name+"/"+u, "bad-value", f.path, 0, fmt.Sprintf(f.file, quoted(u))))
		}
	}
	for _, f := range []struct{ name, path, file string }{ // addresses of folders, behind which paths are put: no question, no place within a page
		{"site.base_url", "content/site.yaml", "base_url: %s\n"}, {"site.mirrors.url", "content/site.yaml", "mirrors: [{url: %s}]\n"},
		{"mirrors.copies.url", "content/mirrors.yaml", "looked: 2020-01-01\ncopies: [{url: %s}]\n"},
	} {
		for _, u := range append([]string{"https://mirror.invalid/?to=", "https://mirror.invalid?", "https://mirror.invalid/#", "https://mirror.invalid/x#y",
			"https://mirror.invalid/?#", "https://mirror.invalid/\"x", "https://mirror.invalid/'x", "https://mirror.invalid/<b>", "https://mirror.invalid/`x",
			"https://user@mirror.invalid/", "http://user:secret@invented.onion/", "https://@mirror.invalid/", "ipfs://mirror.invalid/",
			"onion:invented.onion", "ws://mirror.invalid/", "about:blank", "blob:https://mirror.invalid/", "view-source:https://mirror.invalid/",
			"mirror.invalid"}, urls...) {
			out = append(out, refused("folder "+f.name+"/"+u, "bad-value", f.path, 0, fmt.Sprintf(f.file, quoted(u))))
		}
	}
	slugs := []string{"//evil.example", "../../x", "https:evil", "..", ".", "/x", "x/y", "x.html", "../x", "..\\x", "x%2fy", "%2e%2e", "javascript:x",
		"x?y", "x#y", "Jane", "con", "index", "page-2", "status", "x y", "x--y", "-x", "ж", "x\ty", strings.Repeat("x", 81), "<b>", "x\"y", "&#46;&#46;"}
	for _, s := range slugs {
		for _, f := range []string{"former_slugs", "groups"} {
			out = append(out, refused(f+"/"+s, "bad-value", john, 0, Profile("name: John Example\n"+f+": ["+quoted(s)+"]", "")))
		}
		out = append(out, refused("site.groups/"+s, "bad-value", "content/site.yaml", 0, "groups: {"+quoted(s)+": x}\n"))
	}
	for _, s := range []string{"photos/../x", "../../etc/passwd", "/etc/passwd", "aq/../by/x", "C:\\x", "aq/jane-example/../x",
		"\\\\host\\x"} { // references that are none: plain text, or refused where only a reference may stand
		out = append(out, refused("news.people/"+s, "unknown-reference", "content/news/2026-01-01-x.md", 0,
			"---\ntitle: x\npeople: ["+quoted(s)+"]\nsources: [{title: x}]\n---\n"),
			refused("member_of/"+s, "bad-value", "content/organisations/o.md", 0, "---\nname: O\nmember_of: ["+quoted(s)+"]\n---\n"))
	}
	for _, tag := range []string{"by", "xx", "qaa", "zzz", "be-by", "be-latn", "../x", "<b>", "x-y", "be-Latn-BY-x",
		"__proto__"} { // each would be a page of letters
		letters := "letters: {languages: [" + quoted(tag) + "]}"
		out = append(out, refused("letters.languages/"+tag, "bad-value", john, 0, Profile("name: John Example\n"+letters, "")),
			refused("prison.letters.languages/"+tag, "bad-value", "content/prisons/aq/c.md", 0, "---\nname: C\n"+letters+"\n---\n"))
	}
	for field, value := range map[string]string{"gender": "<b>", "criteria": "[\"<script>\"]", "citizenship": "[\"../\"]", "born": "1980-01-01<script>",
		"letters": "{state: \"javascript:x\"}", "withhold": "[status]", "charges": "[{article: \"AQ-1/../..\"}]",
		"publish": "\"'false'\"", "events": "[{date: 2020-01-01, type: \"a b\", text: x}]"} {
		out = append(out, refused("word "+field, "bad-value", john, 0, Profile("name: John Example\n"+field+": "+value, "")))
	}
	return out
}

// unseen are characters that hide, turn or end what a file says: by code point and name.
var unseen = map[rune]string{
	0x00: "NUL", 0x01: "SOH", 0x07: "BEL", 0x08: "backspace", 0x0b: "VT", 0x0c: "FF", 0x1b: "escape", 0x1f: "US", 0x7f: "DEL", 0x80: "PAD", 0x85: "NEL",
	0x9b: "CSI", 0x9f: "APC",
	0xad: "soft hyphen", 0x34f: "grapheme joiner", 0x61c: "ALM", 0x115f: "Hangul filler", 0x1160: "Hangul filler", 0x180e: "Mongolian separator",
	0x200b: "ZWSP", 0x200c: "ZWNJ", 0x200d: "ZWJ", 0x200e: "LRM", 0x200f: "RLM",
	0x2028: "line separator", 0x2029: "paragraph separator", 0x202a: "LRE", 0x202b: "RLE", 0x202c: "PDF", 0x202d: "LRO", 0x202e: "RLO", 0x2060: "WJ",
	0x2061: "function application", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI",
	0x206a: "ISS", 0x206f: "NODS", 0x3164: "Hangul filler", 0xfeff: "ZWNBSP", 0xffa0: "halfwidth filler", 0xfff9: "annotation", 0xfffb: "annotation end",
	0xe0001: "tag", 0xe0041: "tag A", 0xe007f: "cancel tag",
	0x17b4: "Khmer vowel", 0x17b5: "Khmer vowel", 0x180b: "Mongolian selector", 0x180f: "Mongolian selector", 0x2800: "Braille blank",
	0xfe00: "variation selector", 0xfe0f: "emoji selector", 0xfff0: "unassigned", 0xfffe: "no character", 0xfdd0: "no character",
	0x13430: "hieroglyph joiner", 0x16fe4: "Khitan filler", 0x1bca0: "shorthand", 0x1d159: "null notehead", 0x1d173: "begin beam", 0x1d17a: "end phrase",
	0xe0080: "unassigned tag", 0xe0100: "variation selector 17", 0xe01ef: "variation selector 256",
}

// refusedCharacters are every such character in a name, where it would hide a key, in a key, in the text, in
// a law file, and as an escape of YAML.
func refusedCharacters() (out []Case) {
	for r, name := range unseen {
		name = fmt.Sprintf("U+%04X %s/", r, name)
		c := string(r)
		for where, file := range map[string]string{
			"name": Profile("name: Jo"+c+"hn", ""), "hidden key": Profile("name: John Example"+c+"publish: true", ""), "key": Profile("na"+c+"me: John", ""),
			"text": Profile("name: John Example", "A te"+c+"xt.\n"), "comment": Profile("name: John Example # x"+c+"publish: false", ""),
		} {
			line := 2
			if where == "text" {
				line = 7
			}
			out = append(out, refused(name+where, "hidden-character", john, line, file))
		}
		out = append(out, refused(name+"law", "hidden-character", "content/laws/aq.yaml", 1, "AQ-1: {title: x"+c+"}\n"),
			refused(name+"site", "hidden-character", "content/site.yaml", 1, "title: x"+c+"\n"),
			refused(name+"escape", "bad-value", john, 2, Profile(fmt.Sprintf("name: \"Jo\\U%08Xhn\"", r), "")))
		if r == 0 || r >= 0x80 && r < 0xa0 && r != 0x81 { // numbers of windows-1252 to a browser, but for those that it leaves out
			continue
		}
		for where, text := range map[string]string{"sentence": "A te&#%d;xt.", "heading": "## A te&#x%x;xt",
			"link text": "[te&#%d;xt](https://example.net/)", "title of a link": "[x](https://example.net/ 'te&#x%x;xt')", "cell": "| te&#%d;xt |\n|-|"} {
			out = append(out, refused(name+"entity in a "+where, "hidden-character", john, 7, Profile("name: John Example", fmt.Sprintf(text, r)+"\n")))
		}
	}
	for name, bytes := range map[string]string{"stray": "\x80", "cut": "\xe2\x80", "overlong slash": "\xc0\xaf", "overlong less": "\xe0\x80\xbc",
		"surrogate": "\xed\xa0\x80", "too large": "\xf5\x80\x80\x80", "Latin 1": "\xe9"} {
		out = append(out, refused("not UTF-8/"+name, "encoding", john, 2, Profile("name: Jo"+bytes+"hn", "")),
			refused("not UTF-8 in the text/"+name, "encoding", john, 7, Profile("name: John Example", "x"+bytes+"\n")))
	}
	for name, file := range map[string]string{"byte order mark": "\xef\xbb\xbf" + Profile("name: J", ""), "UTF-16": "\xff\xfe-\x00-\x00-\x00",
		"UTF-16 big": "\xfe\xff\x00-\x00-"} {
		out = append(out, refused("encoding/"+name, "encoding", john, 1, file))
	}
	return append(out, refused("lone carriage return/name", "hidden-character", john, 2, Profile("name: John Example\rpublish: false", "")),
		refused("lone carriage return/all", "hidden-character", john, 1, strings.ReplaceAll(Profile("name: John Example", ""), "\n", "\r")))
}

package hostile

import (
	"fmt"
	"slices"
	"strings"
)

// refusedSyntax are headers and files that abuse YAML.
func refusedSyntax() (out []Case) {
	const n = "name: John Example\n"
	for _, c := range []struct {
		name, rule string
		line       int
		fields     string
	}{
		{"anchor", "yaml-feature", 2, "name: &a John Example"}, {"anchor on a list", "yaml-feature", 3, n + "aliases: &a [x]"}, {"anchor on a row",
			"yaml-feature", 3, n + "events: [&a {date: 2020-01-01, text: x}]"}, {"anchor on a key", "yaml-feature", 3, n + "&a born: 1980"},
		{"alias without anchor", "yaml-syntax", 2, "name: *a"}, {"anchor and alias", "yaml-feature", 0, "name: &a John\nsort: *a"}, {"alias as a key",
			"yaml-feature", 0, "name: &a born\n*a : 1980"},
		{"merge key", "yaml-feature", 3, n + "<<: {born: 1980}"}, {"merge key in a row", "yaml-feature", 3, n + "sentence: {<<: {years: 2}}"},
		{"merge of a list", "yaml-feature", 3, n + "<<: [{born: 1980}, {died: 1990}]"},
		{"quoted merge key", "yaml-feature", 3, n + "\"<<\": {born: 1980}"},
		{"tag", "yaml-feature", 2, "name: !!str John Example"}, {"local tag", "yaml-feature", 2, "name: !x John"}, {"python tag", "yaml-feature", 2,
			"name: !!python/object/apply:os.system [x]"}, {"binary", "yaml-feature", 2, "name: !!binary aGk="}, {"tag of a list", "yaml-feature", 3,
			n + "aliases: !!set {x}"},
		{"verbatim tag", "yaml-feature", 2, "name: !<tag:yaml.org,2002:str> John"}, {"tag on a key", "yaml-feature", 3, n + "!!str born: 1980"},
		{"timestamp tag", "yaml-feature", 3, n + "born: !!timestamp 1980-01-01"},
		{"second document", "yaml-feature", 3, n + "--- # x\npublish: false"}, {"end of document", "yaml-feature", 3, n + "...\npublish: false"},
		{"directive", "yaml-feature", 2, "%YAML 1.1\n" + n}, {"directive of tags", "yaml-feature", 2, "%TAG ! tag:x,2000:\n" + n},
		{"key twice", "duplicate-field", 3, n + "name: Somebody Else"}, {"key twice, quoted", "duplicate-field", 3, n + "\"name\": Somebody Else"},
		{"key twice, escaped", "duplicate-field", 3, n + "\"n\\u0061me\": Somebody Else"}, {"key twice in a row", "duplicate-field", 3,
			n + "sentence: {years: 1, years: 2}"},
		{"list as a key", "yaml-feature", 3, n + "? [a, b]\n: c"}, {"row as a key", "yaml-feature", 3, n + "{a: b}: c"},
		{"empty key", "unknown-field", 3, n + ": x"}, {"null key", "unknown-field", 3, n + "~: x"}, {"unknown field", "unknown-field", 3,
			n + "__proto__: {x: y}"}, {"field in capitals", "unknown-field", 3, n + "Publish: false"}, {"look-alike field", "unknown-field", 3, n + "рublish: false"},
		{"list for a text", "wrong-shape", 2, "name: [John, Example]"}, {"row for a text", "wrong-shape", 2, "name: {a: b}"}, {"text for a list",
			"wrong-shape", 3, n + "aliases: x"}, {"text for rows", "wrong-shape", 3, n + "events: x"}, {"row for rows", "wrong-shape", 3, n + "events: {a: b}"},
		{"truth in Norwegian", "bad-value", 3, n + "publish: no"}, {"truth in capitals", "bad-value", 3, n + "publish: FALSE"}, {"number with an exponent",
			"bad-value", 3, n + "sentence: {years: 1e9}"}, {"negative", "bad-value", 3, n + "sentence: {years: -1}"}, {"octal", "bad-value", 3,
			n + "sentence: {years: 0o17}"},
		{"huge number", "bad-value", 3, n + "sentence: {years: 99999999999999999999}"}, {"infinite", "bad-value", 3, n + "sentence: {years: .inf}"},
		{"sexagesimal", "bad-value", 3, n + "born: 1:30:00"}, {"date with a time", "bad-value", 3, n + "born: 1980-01-01T00:00:00Z"},
		{"language that is none", "bad-value", 3, n + "names: {\"../be\": x}"}, {"language with markup", "bad-value", 3, n + "names: {\"be\\\" onclick=x\": y}"},
		{"deep list", "wrong-shape", 3, n + "aliases: " + strings.Repeat("[", 500) + strings.Repeat("]", 500)}, {"deep row", "wrong-shape", 3,
			n + "letters: {address: " + strings.Repeat("{be: ", 500) + "x" + strings.Repeat("}", 501)},
		{"open brackets", "yaml-syntax", 3, n + "aliases: " + strings.Repeat("[", 30_000)}, {"open braces", "yaml-syntax", 3,
			n + "aliases: " + strings.Repeat("{", 30_000)}, {"more open brackets", "too-large", 0, n + "aliases: " + strings.Repeat("[", 60_000)}, {"stairs",
			"wrong-shape", 0, n + "aliases:\n" + numbered(300, func(i int) string { return strings.Repeat(" ", i+1) + "a:\n" })},
		{"long name", "too-large", 2, "name: " + strings.Repeat("x", 50_000)}, {"long alias", "too-large", 3, n + "aliases: [" + strings.Repeat("x",
			301) + "]"}, {"long text", "too-large", 3, n + "events: [{date: 2020-01-01, text: " + strings.Repeat("x", 20_000) + "}]"},
		{"long key", "unknown-field", 3, n + "? " + strings.Repeat("x", 50_000) + "\n: y"}, {"many aliases", "too-large", 3,
			n + "aliases: [" + strings.Repeat("x,", 2_000) + "]"}, {"many rows", "too-large", 3, n + "events: [" + strings.Repeat("{},", 2_000) + "]"},
		{"many former names", "too-large", 3, n + "former_slugs: [" + strings.Repeat("x,", 21) + "]"}, {"many charges", "too-large", 3,
			n + "charges: [" + strings.Repeat("{text: x},", 101) + "]"}, {"all commas", "too-large", 0, n + "aliases: [" + strings.Repeat("~,", 30_000) + "]"},
		{"header too large", "too-large", 1, n + "# " + strings.Repeat("x", 66_000)},
		{"bomb", "yaml-feature", 0, n + "aliases: &a [x]\noccupation: &b [*a,*a,*a,*a,*a,*a,*a,*a]\n" +
			"groups: &c [*b,*b,*b,*b,*b,*b,*b,*b]\ncitizenship: [*c,*c,*c,*c,*c,*c,*c,*c]"},
		{"quote not closed", "yaml-syntax", 2, "name: \"John"}, {"tab", "yaml-syntax", 4, n + "letters:\n\tstate: open"},
	} {
		out = append(out, refused("YAML/"+c.name, c.rule, john, c.line, Profile(c.fields, "")))
	}
	whole := func(name, rule, path, data string) {
		out = append(out, refused("file/"+name, rule, path, 0, data))
	}
	law, reported, site := "content/laws/aq.yaml", "content/reported.yaml", "content/site.yaml"
	for _, path := range []string{law, reported, site, "content/mirrors.yaml"} {
		whole(path+"/300,000 keys", "too-large", path, keys(300_000))
		whole(path+"/commas", "too-large", path, "["+strings.Repeat("~,", 400_000)+"]")
		whole(path+"/nested anchors", "too-large", path, numbered(100_000, func(i int) string { return fmt.Sprintf("&a%d [", i) }))
		whole(path+"/aliases", "too-large", path, "a: &a x\nb:\n"+strings.Repeat("- *a\n", 100_000))
		whole(path+"/too large", "too-large", path, "a: "+strings.Repeat("x", 1<<20))
		whole(path+"/deep", "yaml-syntax", path, strings.Repeat("[", 30_000))
		whole(path+"/documents", "yaml-feature", path, "a: b\n---\nc: d\n")
	}
	whole(law+"/bomb", "yaml-feature", law, bomb("AQ-%d:"))
	whole(reported+"/bomb", "yaml-feature", reported, bomb("-"))
	whole(site+"/bomb", "yaml-feature", site, "groups:\n"+bomb("  g%d:"))
	for _, c := range Large() {
		whole("text, "+c.Name, "too-large", john, Profile("name: John Example", c.Shown))
	}
	for name, data := range map[string]string{"empty": "", "blank": " \n\n", "no header": "Text.\n", "not closed": "---\nname: x\n",
		"TOML": "+++\nname = 'x'\n+++\n", "hyphens in text": "---\nname: x\n   ---\nstatus: died\nsources: [{title: x}]\n---\n",
		"four hyphens": "----\nname: x\n----\n", "only hyphens": "---", "script first": "<script>" + run + "</script>\n---\n"} {
		whole(name, "front-matter", john, data)
	}
	return out
}

// numbered is n pieces of text, each made of its number.
func numbered(n int, piece func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(piece(i))
	}
	return b.String()
}

// keys is a file of n fields.
func keys(n int) string { return numbered(n, func(i int) string { return fmt.Sprintf("k%d: \n", i) }) }

// bomb is ten lists of which each names the one before nine times.
func bomb(key string) string {
	return numbered(10, func(i int) string {
		k := key
		if strings.Contains(key, "%") {
			k = fmt.Sprintf(key, i)
		}
		return fmt.Sprintf("%s &a%d [%s]\n", k, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", max(i-1, 0)), 9), ","))
	})
}

// Large are Markdown texts, in Shown, for which a parser would take minutes or gigabytes. Each has a
// megabyte, but for the one that would take too many lines.
func Large() (out []Case) {
	const size = 1 << 20
	add := func(name, part string) {
		out = append(out, Case{Name: name, Shown: strings.Repeat(part, size/len(part))})
	}
	for _, part := range []string{">", "> ", "- ", "1. ", "- > ", "[", "![", "[a](", "[a](<b", "[a](b \"", "<a", "<!--", "<a x='", "*a ", "*a _b ",
		"**a**", "_ a", "~~a ", "`a` ", "&lt;", "\\", "[]", "[a](b) ", "[a]: b '", "[a]: b '\n", "<http://a> ",
		"# a\n", "a\n", "a\n\n", "\n", "- a\n", "- a\n\n  b\n", "```\n", "    a\n", "***\n", "|", "(", " a"} {
		add(fmt.Sprintf("%q", part), part)
	}
	out = append(out, Case{Name: "wide table of many rows", Shown: "|" + strings.Repeat("a|", 8000) + "\n|" + strings.Repeat("-|",
		8000) + "\n" + strings.Repeat("|\n", 8000)})
	return out
}

// Refused are all cases that must be refused, but for those that need a file system to play with.
func Refused() []Case {
	out := slices.Concat(refusedValues(), refusedCharacters(), refusedSyntax(), refusedTexts())
	slices.SortStableFunc(out, func(a, b Case) int { return strings.Compare(a.Name, b.Name) })
	return out
}

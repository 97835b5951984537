// Package hostile is a corpus of content that means harm: text that tries to run code in a reader's browser,
// to reach another host, to hide what a file says, to fill the memory, or to lead out of the tree.
//
// In: nothing. Out: cases, most of them made from tables (what is tried × where), each with what must become
// of it: refused with one rule, or shown as the harmless text that it is. It reads no file and builds
// nothing; the tests beside it and the browser's tests do.
//
// What is tried comes from what is publicly known of such attacks. A script that ran would call __hostile,
// open a dialog, or ask hostile.invalid for something.
package hostile

import (
	"encoding/json"
	"strings"
)

// Case is one try.
type Case struct {
	Name  string
	Files map[string]string // below the source folder, beside those of Base; an accepted case has none of its own
	Rule  string            // by which it is refused; "": it is shown
	Path  string            // the file in which the problem stands
	Line  int               // its line; 0: not asked
	Shown string            // the text that a page shows
}

// refused is a case of one file.
func refused(name, rule, path string, line int, data string) Case {
	return Case{Name: name, Rule: rule, Path: path, Line: line, Files: map[string]string{path: data}}
}

// Day is the as-of day of the corpus.
const Day = "2026-11-21"

// Base is a small site without any problem, to which a refused case adds its files.
func Base() map[string]string {
	return map[string]string{
		"content/site.yaml":                   "languages: [en, be]\ngroups: {writers: Writers}\n",
		"content/profiles/aq/jane-example.md": Profile("name: Jane Example", "A text.\n"),
	}
}

// Profile is a profile with the given fields in its first lines, from line 2 on.
func Profile(fields, body string) string {
	return "---\n" + fields + "\nstatus: released\ndetentions: [{kind: imprisoned, from: 2020-01-01, to: 2021-02-01, end: released}]\n" +
		"sources: [{title: An invented book}]\n---\n" + body
}

// quoted is a text as YAML takes it, whatever is in it.
func quoted(s string) string {
	if !strings.ContainsAny(s, "\n\t") {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string is always JSON
	}
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(b))
}

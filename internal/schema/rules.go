package schema

import (
	"strings"

	"vigil/internal/diag"
)

// What can be wrong with a header before anyone asks what it means.
var (
	Syntax    = diag.Rule{ID: "yaml-syntax", Help: "The header must be valid YAML."}
	Feature   = diag.Rule{ID: "yaml-feature", Help: "Anchors, aliases, merge keys, tags and further documents are refused: they can hide what a header says."}
	Unknown   = diag.Rule{ID: "unknown-field", Help: "Only the fields of the kind of file are allowed, so that a typing mistake cannot lose a fact."}
	Duplicate = diag.Rule{ID: "duplicate-field", Help: "A field stands once; YAML readers differ in which of two they take."}
	Missing   = diag.Rule{ID: "missing-field", Help: "Required fields must be there and not empty."}
	Shape     = diag.Rule{ID: "wrong-shape", Help: "A field takes a text, a list or a mapping, as the field reference says."}
	Value     = diag.Rule{ID: "bad-value", Help: "Closed lists, dates, codes and addresses have a fixed form."}
)

// Rules is this package's part of the table of check rules.
var Rules = []diag.Rule{Syntax, Feature, Unknown, Duplicate, Missing, Shape, Value}

// plainWords says the usual slips in YAML so that someone who does not know YAML can mend them.
// The first row whose pattern is in the library's message is taken.
var plainWords = []struct{ in, text, hint string }{
	{"cannot start any token", "this line cannot be read", "indent with spaces, not tabs, and put quotes around a value that begins with @, ` or %"},
	{"a tab character", "a tab is used for indentation", "indent with spaces"},
	{"mapping values are not allowed", "a value may not hold “: ” without quotes", "put quotes around the whole value: title: \"Court: the verdict\"; or check the indentation"},
	{"unexpected end of stream", "a quotation mark is opened and not closed", "close it, or double an apostrophe inside single quotes"},
	{"expected ',' or ']'", "a list opened with [ is not closed", "end it with ]"},
	{"expected ',' or '}'", "a mapping opened with { is not closed", "end it with }"},
	{"expected node content", "a list or mapping is opened and not closed", "end it with ] or }"},
	{"expected '-' indicator", "a list and fields stand at the same indentation", "indent the list items alike, and start each with “- ”"},
	{"expected <document start>", "text follows that belongs to no field", "write “field: value”"},
	{"could not find expected ':'", "a line has no “: ” after the field's name", "write “field: value”"},
	{"unknown anchor", "a value may not begin with * without quotes", "put quotes around it"},
	{"unknown escape", "a backslash inside double quotes begins an escape that does not exist", "use single quotes"},
	{"control characters", "there is an invisible control character", "delete the line and type it again"},
}

func inPlainWords(message string) (text, hint string) {
	for _, p := range plainWords {
		if strings.Contains(message, p.in) {
			return p.text, p.hint
		}
	}
	return "this is not valid YAML: " + message, ""
}

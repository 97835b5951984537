package schema

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"vigil/internal/diag"
)

// slip is a usual slip in YAML, said so that someone who does not know YAML can mend it.
type slip struct {
	in         string // part of the library's message
	start      bool   // stands where the broken thing began, not where the library noticed
	text, hint string
}

const (
	notClosed = "a quotation mark is opened and not closed"
	closeIt   = "close it, or double an apostrophe inside single quotes"
)

// slips are tried from the top.
var slips = []slip{
	{"cannot start any token", false, "a value may not begin with @, ` or % without quotes", "put quotes around the whole value"},
	{"a tab character", false, "a tab is used for indentation", "indent with spaces"},
	{"mapping values are not allowed", false, "a value may not hold “: ” without quotes", "put quotes around the whole value: title: \"Court: the verdict\""},
	{"unexpected end of stream", true, notClosed, closeIt},
	{"expected ',' or ']'", true, "a comma or the closing ] is missing in this list", "put a comma between two items, and ] after the last"},
	{"expected ',' or '}'", true, "a comma or the closing } is missing in this row",
		"put a comma between two fields, and } after the last; put quotes around a text that holds “: ” or #"},
	{"expected node content", true, "something is opened with [ or { and not closed", "end it with ] or }"},
	{"expected '-' indicator", false, "this line does not fit the list above it",
		"begin each item in the same column with “- ”, and the item's further fields under its first"},
	{"expected <document start>", false, "text follows that belongs to no field", "write “field: value”"},
	{"could not find expected ':'", true, "this line has no “: ” after a field's name", "write “field: value”; indent a text that goes on from the line above"},
	{"expected key", false, "this line does not fit the ones above it", "check its indentation and its quotation marks; it should read “field: value”"},
	{"unknown anchor", true, "a value may not begin with * without quotes", "put quotes around it"},
	{"alphabetic or numeric character", true, "a value may not begin with * or & without quotes",
		"put quotes around it; an item of a list begins with a hyphen and a space: “- ”"},
	{"block sequence entries are not allowed", false, "a list may not begin on the line of its field", "begin it on the next line, or write it as [one, two]"},
	{"mapping keys are not allowed", false, "a value may not begin with “? ” without quotes", "put quotes around it"},
	{"comment or line break", false, "after | or > the text begins on the next line", "move the text to the next line and indent it"},
	{"unknown escape", false, "a backslash inside double quotes begins an escape that does not exist", "use single quotes"},
	{"exceeded max depth", false, "brackets or indentation are nested too deep", "no field needs more than four levels"},
	{"control characters", false, "there is an invisible control character", "delete the line and type it again"},
}

// manyDocuments reports a line that ends the document for YAML: what follows, perhaps `publish: false`,
// would be ignored.
func (d *Doc) manyDocuments(header []byte) bool {
	begun := false
	n := 0
	for line := range bytes.Lines(header) {
		n++
		switch line = bytes.TrimRight(line, " \t\r\n"); {
		case string(line) == "---" && !begun:
			begun = true
		case bytes.HasPrefix(line, []byte("%")), marks(line, "---"), marks(line, "..."):
			d.report(Feature, d.offset+n, 1, "a line that begins with ---, ... or % may not stand inside the fields",
				"delete the line; put quotes around a text that begins so")
			return true
		case len(line) > 0 && line[0] != '#':
			begun = true
		}
	}
	return false
}

// manyMarks refuses a file of which the tree alone would fill the memory. A header is too short for that.
func (d *Doc) manyMarks(header []byte) bool {
	if len(header) <= MaxMarks {
		return false
	}
	n := 0
	for i, c := range header {
		switch c {
		case ',', '[', ']', '{', '}', '\n':
			n++
		case ':', '-', '?':
			if i+1 == len(header) || header[i+1] == ' ' || header[i+1] == '\t' || header[i+1] == '\n' {
				n++
			}
		}
	}
	if n > MaxMarks {
		d.report(diag.TooLarge, 0, 0, fmt.Sprintf("there are %d commas, brackets, colons and lines; at most %d are possible", n, MaxMarks),
			"split the file, or take out what is not needed")
	}
	return n > MaxMarks
}

// marks tells whether YAML takes a line for the mark: alone, or followed by a blank.
func marks(line []byte, mark string) bool {
	rest, ok := bytes.CutPrefix(line, []byte(mark))
	return ok && (len(rest) == 0 || rest[0] == ' ' || rest[0] == '\t')
}

// syntax reports why the header is not YAML, where a person would look for it.
func (d *Doc) syntax(err error, header []byte) {
	le, ok := errors.AsType[*yaml.LoadError](err)
	if !ok {
		d.report(Syntax, d.offset+1, 1, "this is not valid YAML: "+clip(err.Error()), "")
		return
	}
	lines := strings.Split(strings.TrimSuffix(string(header), "\n"), "\n")
	line, col := le.Mark.Line, le.Mark.Column
	s := slip{text: "this is not valid YAML: " + clip(le.Message)}
	if i := slices.IndexFunc(slips, func(s slip) bool { return strings.Contains(le.Message, s.in) }); i >= 0 {
		s = slips[i]
	}
	if s.start && le.ContextMark.Line > 0 {
		line, col = le.ContextMark.Line, le.ContextMark.Column
	}
	if line > len(lines) { // noticed after the end
		line, col = len(lines), 1
	}
	src := lines[max(line, 1)-1]
	indent := strings.TrimLeft(src, " ")
	switch before := cut(src, col-1); {
	case s.in == "mapping values are not allowed" && d.pasted(lines, line):
		return
	case strings.HasPrefix(indent, "\t"):
		s.text, s.hint, col = "a tab is used for indentation", "indent with spaces", len(src)-len(indent)+1
	case s.in == "mapping values are not allowed" && len(indent) < len(src) && !strings.Contains(before, ": "):
		s.text, s.hint, col = "this line begins too far to the right", "begin it in the same column as the field above it", len(src)-len(indent)+1
	case s.in == "expected key", s.in == "expected ',' or '}'", s.in == "expected ',' or ']'":
		from := line
		if s.in == "expected key" {
			from = 1
		}
		if l, c := openQuote(lines, from, le.Mark.Line); l > 0 {
			line, col, s.text, s.hint = l, c, notClosed, closeIt
		}
	}
	d.report(Syntax, d.offset+max(line, 1), max(col, 1), s.text, s.hint)
}

var (
	wideSpace = regexp.MustCompile(`^[ -]*[a-z_]+:([\x{a0}\x{2007}\x{202f}\x{3000}])`)
	bullet    = regexp.MustCompile(`^ *([•·‣▪◦●–—])`)
	ending    = regexp.MustCompile(`^["']\s*[,\]}]*\s*(#.*)?$`)
)

// pasted reports what a text processor put in the place of a plain character: then YAML notices something else, further
// down. It looks from the top for a blank that is none, then for a bullet in the line or above it, then for a quotation
// that goes on up to the beginning of the next one.
func (d *Doc) pasted(lines []string, line int) bool {
	say := func(line, at int, text, hint string) bool {
		d.report(Syntax, d.offset+line, utf8.RuneCountInString(lines[line-1][:at])+1, text, hint)
		return true
	}
	for n, src := range lines[:line] {
		if m := wideSpace.FindStringSubmatchIndex(src); m != nil {
			return say(n+1, m[2], "a wide or unbreakable space stands behind the colon", "delete it and type an ordinary space")
		}
	}
	indent := len(lines[line-1]) - len(strings.TrimLeft(lines[line-1], " "))
	for n := line; n > 0 && n >= line-1; n-- { // of which an item may go on in the other
		if m := bullet.FindStringSubmatchIndex(lines[n-1]); m != nil && (n == line || indent > m[2]) {
			return say(n, m[2], "an item of a list begins with a bullet or a dash", "begin it with a hyphen and a space: “- ”")
		}
	}
	if l, c := openQuote(lines, 1, line-1); l > 0 {
		at := len(cut(lines[l-1], c-1))
		mark := lines[l-1][at : at+1]
		for n := l; n < line; n++ { // the next such mark: one that ends a value ends the quotation
			if i := strings.Index(lines[n], mark); i >= 0 {
				return !ending.MatchString(lines[n][i:]) && say(l, at, notClosed, closeIt)
			}
		}
	}
	return false
}

// cut is the first n characters of a line.
func cut(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

var opening = regexp.MustCompile(`(?:[:-]\s+|[\[,{]\s*)(["'])`) // not at the end of "He said:"

// openQuote finds the last of some lines on which a value begins with a quotation mark that has no
// second half there; 0 if there is none. Only the first few quotations of a line are looked at.
func openQuote(lines []string, first, last int) (line, col int) {
	for n := min(last, len(lines)); n >= first; n-- {
		src := lines[n-1]
		for _, m := range opening.FindAllStringSubmatchIndex(src, 16) {
			if strings.Count(src[m[2]:], src[m[2]:m[3]])%2 == 1 {
				return n, utf8.RuneCountInString(src[:m[2]]) + 1
			}
		}
	}
	return 0, 0
}

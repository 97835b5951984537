package edit

import (
	"strings"
	"unicode/utf8"
)

// Replace puts a word over the one that stands in a line, from 1, at a column, from 1 and in characters: between its
// quotes, if it has any. ok is false where something else stands there.
func Replace(data []byte, line, col int, was, now string) (out []byte, ok bool) {
	text, at := string(data), 0
	for ; line > 1; line-- {
		n := strings.IndexByte(text[at:], '\n')
		if n < 0 {
			return nil, false
		}
		at += n + 1
	}
	for ; col > 1; col-- {
		_, n := utf8.DecodeRuneInString(text[at:])
		if n == 0 || text[at] == '\n' {
			return nil, false
		}
		at += n
	}
	rest := text[at:]
	quote := ""
	if rest != "" && (rest[0] == '"' || rest[0] == '\'') {
		quote = rest[:1]
	}
	end := quote + was + quote
	after, found := strings.CutPrefix(rest, end)
	if !found || was == "" || quote == "" && after != "" && !strings.ContainsAny(after[:1], " \t\r\n:,]}") {
		return nil, false
	}
	return []byte(text[:at] + quote + now + quote + after), true
}

package diag

import "strings"

// Code is a stranger's text in Markdown, as code, where nothing is markup, a link or a mention.
func Code(s string) string {
	s, fence := Printable(s), "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// Escaped is a stranger's text in Markdown between other words. Forges make links of addresses, people and numbers
// after they have resolved escapes: what begins one is code.
func Escaped(s string) string {
	s = Printable(s)
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '@' || r == '#' || r == ':' || r == '.' && strings.HasSuffix(strings.ToLower(s[:i]), "www"):
			b.WriteString("`" + string(r) + "`")
		case r < 0x80 && strings.ContainsRune("\\`*_[]<>&|~{}$!^=+\"", r):
			b.WriteString("\\" + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

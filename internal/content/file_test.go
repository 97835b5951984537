package content

import (
	"bytes"
	"strings"
	"testing"
)

// Header and body are parts of the file at the lines that are claimed; every problem in them stands there.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{"---\na: b\n---\nbody\n", "---\r\na: b\r\n---\r\nbody", "\n\n---\n---\n", "---\na: b\n", "---\na: |\n  ---\nb\n---\n",
		"\xef\xbb\xbf---\n---\n", "", "x",
		"---\n---", "---\n\n---\n\n\nbody", "---\na\xff\n---\n", "---\na\r\n---\rb\n---\n", "--- \na: b\n--- \nx", " ---\na: b\n---\n", "---\n...\n---\n---\n",
		"\u00a0---\na\n---\u00a0\nb", "---\na\u200cb\n---\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file := split("x.md", data)
		lines := bytes.SplitAfter(data, []byte("\n"))
		for _, p := range file.wrong {
			if p.Line < 1 || p.Line > len(lines) || p.Col < 1 || p.Text == "" || p.Hint == "" {
				t.Errorf("%q: %v", data, p)
			}
		}
		if file.unreadable != (len(file.wrong) > 0) {
			t.Errorf("%q: unreadable %v, but %v", data, file.unreadable, file.wrong)
		}
		if file.unreadable {
			return
		}
		from := func(line int) []byte { return bytes.Join(lines[min(line-1, len(lines)):], nil) }
		if !bytes.HasPrefix(from(file.headerLine), file.header) {
			t.Errorf("%q: header %q is not in line %d", data, file.header, file.headerLine)
		}
		if !bytes.Equal(from(file.bodyLine), file.body) {
			t.Errorf("%q: body %q is not all from line %d", data, file.body, file.bodyLine)
		}
		if end := strings.TrimSpace(string(lines[file.bodyLine-2])); end != "---" {
			t.Errorf("%q: the line before the body is %q", data, end)
		}
	})
}

func TestSplitTakesNoFileForGranted(t *testing.T) {
	many := "---\nname: x\n---\n" + strings.Repeat("\u200b", 10_000)
	if n := len(split("x.md", []byte(many)).wrong); n != most {
		t.Errorf("%d problems of one kind in one file, want %d", n, most)
	}
}

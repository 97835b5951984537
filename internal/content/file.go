package content

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"vigil/internal/diag"
)

// Limits on what a stranger can send, each far above what any real file needs (.github/LIMITS.md).
const (
	MaxHeader = 64 << 10 // bytes of front matter
	MaxBody   = 1 << 20  // bytes of Markdown
	MaxYAML   = 1 << 20  // bytes of a law file, reported.yaml, mirrors.yaml or site.yaml

	maxFile = MaxHeader + MaxBody + 16 // with the lines that part the two
)

// What can be wrong with a file before its header is read.
var (
	fileType = diag.Rule{ID: "unexpected-file", Help: "Only known kinds of files at their places are content; anything else could be published by mistake.",
		Mend: "Move the file to where its kind belongs, or take it out."}
	fileName = diag.Rule{ID: "file-name", Help: "Names of files become addresses: small Latin letters, digits and hyphens.",
		Mend: "Rename the file: small Latin letters and digits, with single hyphens between them."}
	tooLarge = diag.TooLarge
	encoding = diag.Rule{ID: "encoding", Help: "Files are UTF-8 without a byte order mark.",
		Mend: "Save the file again as UTF-8, without a byte order mark."}
	conflict = diag.Rule{ID: "conflict", Help: "Two people changed the same lines, and somebody has to choose: readers would get both versions.",
		Mend: "Keep what is right of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."}
	noHeader = diag.Rule{ID: "front-matter", Help: "A Markdown file begins with a header between two lines of three hyphens.",
		Mend: "Begin the file with a line of ---, then the fields, then a line of --- again, each at the beginning of its line."}
)

// file is a Markdown file taken apart.
type file struct {
	path                 string
	header, body         []byte
	headerLine, bodyLine int // line numbers of their first lines
	wrong                []diag.Problem
	unreadable           bool // nothing of it is to be used
}

func (f *file) blank() bool { return len(bytes.TrimSpace(f.body)) == 0 }

// most is how many hidden characters of one file are shown: nobody mends more one by one.
const most = 20

func (f *file) say(rule diag.Rule, line, col int, text, hint string) {
	f.wrong = append(f.wrong, diag.Problem{Path: f.path, Line: line, Col: col, Rule: rule, Text: text, Hint: hint})
	f.unreadable = true
}

// readBytes reads a file whose entry has been seen to be a regular one. large tells that it has more than limit bytes.
func (s *Source) readBytes(path string, limit int) (data []byte, large bool, err error) {
	r, err := s.open(path)
	if err != nil {
		return nil, false, fmt.Errorf("read content: %w", err)
	}
	defer r.Close()
	info, err := r.Stat()
	if err != nil {
		return nil, false, fmt.Errorf("read content: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, false, fmt.Errorf("read content: %s is not a regular file: %w", path, fs.ErrInvalid)
	}
	b := bytes.NewBuffer(make([]byte, 0, min(int(info.Size()), limit)+bytes.MinRead))
	if _, err := b.ReadFrom(io.LimitReader(r, int64(limit)+1)); err != nil {
		return nil, false, fmt.Errorf("read content: %w", err)
	}
	return b.Bytes(), b.Len() > limit, nil
}

// split takes a file apart and looks for everything that could hide what it says.
func split(path string, data []byte) *file {
	f := &file{path: path}
	if len(bytes.TrimSpace(data)) == 0 {
		f.say(noHeader, 1, 1, "the file is empty", "begin with a line of ---, then fields such as name: …, then --- again")
		return f
	}
	if !f.visible(data) {
		return f
	}
	rest, first, ok := f.opening(data)
	if !ok {
		return f
	}
	sure := len(rest) // of the header: lines without three hyphens do not end it
	if i := bytes.Index(rest, []byte("---")); i >= 0 {
		sure = bytes.LastIndexByte(rest[:i], '\n') + 1
	}
	r := readers.Get().(*bufio.Reader)
	defer readers.Put(r)
	r.Reset(io.MultiReader(strings.NewReader("---\n"), bytes.NewReader(rest[sure:])))
	_, err := frontmatter.MustParse(r, nil, frontmatter.NewFormat("---", "---", func(header []byte, _ any) error {
		f.header = rest[:sure+len(header)] // which is left to the strict decoder of package schema
		return errClosed
	}))
	if !errors.Is(err, errClosed) {
		if !f.dashed(rest, first) {
			f.say(noHeader, first-1, 1, "the header that begins here is not closed", "write a line of --- after the last field")
		}
		return f
	}
	end, body, _ := bytes.Cut(rest[len(f.header):], []byte("\n"))
	f.body, f.headerLine = body, first
	f.bodyLine = f.headerLine + bytes.Count(f.header, []byte("\n")) + 1
	if bytes.Contains(body, []byte("---")) { // most texts hold none, and the expression takes its time
		if m := another.FindIndex(body); m != nil {
			f.say(noHeader, f.bodyLine+bytes.Count(body[:m[0]], []byte("\n")), 1, "a second header begins here",
				"write one file for each person or text: move what begins here to a file of its own")
		}
	}
	if string(bytes.TrimRight(end, " \t\r")) != "---" {
		f.say(noHeader, f.bodyLine-1, 1, "an indented --- ends the header here",
			"if the header ends here, move --- to the beginning of the line; if it is part of a text, write fewer hyphens")
	}
	if len(f.header) > MaxHeader {
		f.say(tooLarge, 1, 1, fmt.Sprintf("the header has %d bytes; at most %d are allowed", len(f.header), MaxHeader), "shorten it")
	}
	if len(f.body) > MaxBody {
		f.say(tooLarge, f.bodyLine, 1, fmt.Sprintf("the text has %d bytes; at most %d are allowed", len(f.body), MaxBody), "shorten it")
	}
	return f
}

// opening finds the line that opens the header: rest follows it, and begins in line first of the file.
func (f *file) opening(data []byte) (rest []byte, first int, ok bool) {
	rest = data
	for first = 2; ; first++ {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		switch string(bytes.TrimSpace(line)) {
		case "":
		case "---":
			return rest, first, true
		default:
			if !f.dashed(line, first-1) {
				f.say(noHeader, first-1, 1, "the file does not begin with a header", "the first line is ---, then fields, then --- again")
			}
			return nil, first, false
		}
	}
}

// dashes is a line of three hyphens of which a phone or a text processor has made dashes.
var dashes = regexp.MustCompile(`(?m)^[ \t]*-*[–—][-–—]*[ \t\r]*$`)

// dashed reports the first such line of a text that begins in a line of the file; false: there is none.
func (f *file) dashed(text []byte, line int) bool {
	m := dashes.FindIndex(text)
	if m != nil {
		f.say(noHeader, line+bytes.Count(text[:m[0]], []byte("\n")), 1, "dashes stand here in the place of three hyphens",
			"type --- again: phones and text processors make dashes of it")
	}
	return m != nil
}

// readers hold buffers, of which frontmatter would make one for each file.
var readers = sync.Pool{New: func() any { return bufio.NewReader(nil) }}

// errClosed ends the search for the end of a header: what stands behind it is not to be copied.
var errClosed = errors.New("the header is closed")

// another is the header of somebody else in the text of one.
var another = regexp.MustCompile(`(?m)^---[ \t]*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*(?:name|title):[ \t]`)

// unjoined is the line that git puts before two versions which it could not join.
var unjoined = regexp.MustCompile(`(?m)^<{7}(?:[ \r]|$)`)

// visible reports a byte order mark, two versions in one file, the first byte that is not UTF-8 and every character that cannot be seen.
func (f *file) visible(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		f.say(encoding, 1, 1, "the file begins with a byte order mark", "save it as “UTF-8”, not as “UTF-8 with BOM”")
		return false
	}
	if bytes.Contains(data, []byte("<<<<<<<")) {
		if m := unjoined.FindIndex(data); m != nil {
			f.say(conflict, 1+bytes.Count(data[:m[0]], []byte("\n")), 1, "two versions of the same lines begin here, which git could not join",
				"keep what is right of the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>")
			return false
		}
	}
	line, start := 1, 0 // start of the line in bytes
	for i := 0; i < len(data); {
		c := data[i]
		if c >= ' ' && c < 0x7f || c == '\t' {
			i++
			continue
		}
		if c == '\n' {
			i++
			line, start = line+1, i
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		col := func() int { return utf8.RuneCount(data[start:i]) + 1 } // only when asked: a line may be long
		switch {
		case c == '\r' && i+1 < len(data) && data[i+1] == '\n': // CRLF is a line end
		case c == '\r':
			f.say(diag.HiddenCharacter, line, col(), "a carriage return stands without a line feed", "save the file with line ends of Unix or Windows")
			return false
		case r == utf8.RuneError && n == 1:
			f.say(encoding, line, col(), "the file is not UTF-8 here", "save it as UTF-8")
			return false
		case diag.Hidden(data[:i], r):
			if len(f.wrong) == most {
				return false
			}
			hint := "delete it and type the text around it again"
			if before, _ := utf8.DecodeLastRune(data[:i]); r == '\ufe0f' || r == '\u200d' && unicode.Is(unicode.So, before) {
				hint = "it is a part of the emoji here: leave that out"
			}
			f.say(diag.HiddenCharacter, line, col(), fmt.Sprintf("an invisible character U+%04X stands here", r), hint)
		}
		i += n
	}
	return !f.unreadable
}

package content

import (
	"errors"
	"fmt"
	"hash/maphash"
	"html/template"
	"slices"

	"vigil/internal/diag"
	"vigil/internal/markdown"
	"vigil/internal/schema"
)

// document is a Markdown file that was read: whoever asks, whatever it is about.
type document struct {
	*file       // as it was taken apart; with what is wrong with its text
	*schema.Doc // of its header; what the checks of a kind report goes there

	shown Body // the text as pages show it
	seen  []seen
}

// seen is a file as the first pass saw it.
type seen struct {
	_      struct{} `cbor:",toarray"`
	Path   string   // below content/
	Digest uint64
}

// ErrChanged says that a file was edited after it was read.
var ErrChanged = errors.New("changed while the site was being made; make it again")

// unchanged tells by ErrChanged that one of the files is no longer what was read.
func (s *Source) unchanged(files []seen) error {
	for _, f := range files {
		data, _, err := s.readBytes(f.Path, maxFile)
		if err != nil {
			return err
		}
		if digest(data) != f.Digest {
			return fmt.Errorf("%s: %w", sourcePath(f.Path), ErrChanged)
		}
	}
	return nil
}

var seed = maphash.MakeSeed()

// digest tells an edit between two reads of this process.
func digest(data []byte) uint64 { return maphash.Bytes(seed, data) }

// problems are all that is wrong with the file.
func (d *document) problems() []diag.Problem { return slices.Concat(d.wrong, d.Problems) }

// read reads a Markdown file: opens it, takes it apart, decodes its header into a struct and parses its text. at is
// the file's path below content/, table has the fields that its header may hold. The error is for I/O.
func read[T any](s *Source, at string, into *T, table schema.Table[T]) (*document, error) {
	d, err := readHeader(s, at, into, table)
	if err != nil || d.unreadable {
		return d, err
	}
	text, ps := markdown.Parse(d.path, d.body, d.bodyLine)
	d.wrong = append(d.wrong, ps...)
	d.shown.path, d.shown.links = d.path, text.Links
	if diag.Errors(ps) == 0 && s.scratch != nil { // nobody else asks for it
		if d.shown.HTML, err = text.HTML(); err != nil {
			return nil, fmt.Errorf("%s: %w", d.path, err)
		}
	}
	return d, nil
}

// readHeader is read without the text.
func readHeader[T any](s *Source, at string, into *T, table schema.Table[T]) (*document, error) {
	data, large, err := s.readBytes(at, maxFile)
	if err != nil {
		return nil, err
	}
	f := split(sourcePath(at), data)
	if large {
		f.wrong = nil
		f.say(tooLarge, 0, 0, "the file is larger than a header and a body may be", "shorten it")
	}
	d := &document{file: f, Doc: &schema.Doc{Path: f.path}}
	if s.edited {
		d.seen = []seen{{Path: at, Digest: digest(data)}}
	}
	if f.unreadable {
		return d, nil
	}
	d.Doc = schema.Parse(f.path, f.header, f.headerLine)
	decode(d.Doc, into, table)
	return d, nil
}

// outdated tells whether a translation was made from another version of the original than there is.
func (d *document) outdated(original *document) bool {
	if d.Of == "" || original.unreadable {
		return false
	}
	_, _, form, ok := FormOf(d.path)
	return ok && d.Of != schema.Mark(form, original.header, original.body)
}

// Mark is schema.Mark of a file of the content, by its slash path from the source folder.
func Mark(path string, data []byte) (string, error) {
	kind, translation, _, ok := FormOf(path)
	if !ok || translation {
		return "", fmt.Errorf("%s is no file of the content that has translations", path)
	}
	f := split(path, data)
	if f.unreadable {
		return "", fmt.Errorf("%s cannot be read: vigil check says why", path)
	}
	return schema.Mark(kind.Translation, f.header, f.body), nil
}

// decode fills a struct from a header; an empty header lacks whatever is required.
func decode[T any](doc *schema.Doc, into *T, table schema.Table[T]) {
	if doc.Decode(schema.Struct(into, table)) || len(doc.Problems) > 0 {
		return
	}
	for _, field := range table {
		if field.Required {
			doc.Report(schema.Missing, fmt.Sprintf("missing required field %q", field.Name), field.Help)
		}
	}
}

// Body is the text of a file, as pages show it, and the language that it is in.
type Body struct {
	_    struct{} `cbor:",toarray"`
	Lang string
	HTML template.HTML

	path  string // of the file, and the text's links to the site itself, in the first pass
	links []markdown.Link
}

// in is the file's text, which is in a language.
func (d *document) in(lang string) Body {
	d.shown.Lang = lang
	return d.shown
}

// bodyIn is the place of the text that is shown in a language: its own, else the first.
func bodyIn(bodies []Body, lang string) int {
	for i, b := range bodies {
		if b.Lang == lang {
			return i
		}
	}
	return 0
}

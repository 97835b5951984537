package main

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/edit"
	"vigil/internal/schema"
)

// fix mends what a machine can: words and dates that can mean one thing only, blanks, the order of fields. It shows
// what it is about to do, and asks first where somebody sits at a terminal. Either all is written or nothing.
func (c *call) fix() error {
	files, err := c.contentFiles(c.rest)
	if err != nil {
		return err
	}
	folder, err := edit.OpenFolder(*c.source)
	if err != nil {
		return err
	}
	defer folder.Close()
	var changes []change
	for _, file := range files {
		_, _, form, ok := content.FormOf(file)
		if !ok {
			continue
		}
		data, err := folder.Read(file)
		if err != nil {
			return err
		}
		if now := mended(file, data, form); string(now) != string(data) {
			changes = append(changes, change{file, data, now})
		}
	}
	for _, ch := range changes {
		for line := range strings.Lines(string(diff.Diff(ch.path, ch.was, ch.path, ch.now))) {
			fmt.Fprintln(c.stdout, diag.Printable(strings.TrimRight(line, "\r\n")))
		}
	}
	if len(changes) == 0 {
		return nil
	}
	if c.canAsk() {
		switch write, err := c.yes("Write " + plural(len(changes), "file", "files") + "?"); {
		case errors.Is(err, errNoAnswer), err == nil && !write:
			fmt.Fprintln(c.stderr, "nothing was written")
			return nil
		case err != nil:
			return err
		}
	}
	if err := write(folder, changes); err != nil {
		return err
	}
	fmt.Fprintf(c.stderr, "%s mended\n", plural(len(changes), "file", "files"))
	return nil
}

// mended gives the file with all changes after which fewer errors are in its header, and with its fields in order.
func mended(path string, data []byte, form schema.Form) []byte {
	if now := spaced(data, form.Names()); errorsIn(path, now, form) < errorsIn(path, data, form) {
		data = now
	}
	for again := true; again; {
		again = false
		for _, p := range problemsIn(path, data, form) {
			if p.Fix == (diag.Fix{}) {
				continue // nobody need count the errors of a long header for it
			}
			if now, ok := without(p, path, data, form); ok {
				data, again = now, true
			}
		}
	}
	now, _ := formatted(path, data, form)
	return now
}

// without gives the file with a problem mended, if it then has fewer errors. Where a field gets its right name, its
// value, which nobody has read before, may need the same.
func without(p diag.Problem, path string, data []byte, form schema.Form) (now []byte, ok bool) {
	before, line := errorsIn(path, data, form), p.Line
	for p.Fix != (diag.Fix{}) {
		if data, ok = edit.Replace(data, p.Line, p.Col, p.Fix.Was, p.Fix.Now); !ok {
			return nil, false
		}
		if errorsIn(path, data, form) < before {
			return data, true
		}
		left := problemsIn(path, data, form)
		next := slices.IndexFunc(left, func(p diag.Problem) bool { return p.Line == line && p.Fix != (diag.Fix{}) })
		if next < 0 || left[next].Col <= p.Col {
			return nil, false
		}
		p = left[next]
	}
	return nil, false
}

// problemsIn are those of a file's header; one that cannot be found is a problem too.
func problemsIn(path string, data []byte, form schema.Form) []diag.Problem {
	h, err := edit.Split(data)
	if n := h.End - h.Start; err == nil && n > content.MaxHeader {
		err = fmt.Errorf("the header would have %d bytes; at most %d are allowed", n, content.MaxHeader)
	}
	if err != nil {
		return []diag.Problem{{Path: path, Line: 1, Col: 1, Rule: schema.Syntax, Text: err.Error(), Hint: "vigil check says more"}}
	}
	_, ps := form.Canonical(path, data[h.Start:h.End], h.Line)
	return ps
}

// errorsIn counts errors. Of broken YAML only the first is known, so that it counts for more than any number.
func errorsIn(path string, data []byte, form schema.Form) int {
	ps := problemsIn(path, data, form)
	if slices.ContainsFunc(ps, func(p diag.Problem) bool { return p.Rule == schema.Syntax }) {
		return 1 << 20
	}
	return diag.Errors(ps)
}

// tight is a field without the blank that YAML wants behind the colon.
var tight = regexp.MustCompile(`^([a-z_]+):([^ \t\r\n:/][^\r\n]*)`)

// spaced gives the header blanks for tabs before lines, and one behind the colon of each field.
func spaced(data []byte, fields []string) []byte {
	h, err := edit.Split(data)
	if err != nil {
		return data
	}
	out := slices.Clone(data[:h.Start])
	for line := range bytes.Lines(data[h.Start:h.End]) {
		text := bytes.TrimLeft(line, " \t")
		out = append(out, bytes.ReplaceAll(line[:len(line)-len(text)], []byte("\t"), []byte("  "))...)
		if m := tight.FindSubmatch(line); m != nil && slices.Contains(fields, string(m[1])) {
			text = slices.Concat(m[1], []byte(": "), m[2], line[len(m[0]):])
		}
		out = append(out, text...)
	}
	return append(out, data[h.End:]...)
}

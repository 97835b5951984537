package main

import (
	"fmt"
	"path"
	"strings"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/edit"
	"vigil/internal/schema"
)

func runFmt(c *call) int {
	check := c.Bool("check", false, "name the files that would change, and change none")
	translated := c.Bool("translated", false, "the translations that are named were brought up to date: say of which version of the original they are")
	if status, ok := c.parsePaths(); !ok {
		return status
	}
	if *translated && len(c.rest) == 0 {
		return c.misuse("--translated takes the translations that were brought up to date")
	}
	files, err := c.contentFiles(c.rest)
	if err != nil {
		return c.fail(err)
	}
	folder, err := edit.OpenFolder(*c.source)
	if err != nil {
		return c.fail(err)
	}
	defer folder.Close()
	var changes []change
	var problems []diag.Problem
	for _, file := range files {
		_, translation, form, ok := content.FormOf(file)
		if !ok {
			continue
		}
		if *translated && !translation {
			return c.misuse("--translated: %s is no translation", diag.Printable(file))
		}
		data, err := folder.Read(file)
		if err != nil {
			return c.fail(err)
		}
		now, ps := formatted(file, data, form)
		problems = append(problems, ps...)
		if *translated && diag.Errors(ps) == 0 {
			if now, err = marked(folder, file, now, form); err != nil {
				return c.fail(err)
			}
		}
		if string(now) != string(data) && diag.Errors(ps) == 0 {
			changes = append(changes, change{file, data, now})
		}
	}
	if diag.Errors(problems) > 0 {
		return c.refuse(problems, "; nothing was written")
	}
	for _, ch := range changes {
		fmt.Fprintln(c.stdout, diag.Printable(ch.path))
	}
	if *check {
		if len(changes) > 0 {
			return exitFailed
		}
		return exitOK
	}
	if err := write(folder, changes); err != nil {
		return c.fail(err)
	}
	return exitOK
}

// marked says in a translation of which version of its original it is.
func marked(folder *edit.Folder, file string, data []byte, form schema.Form) ([]byte, error) {
	dir, name := path.Split(file)
	name, _, _ = strings.Cut(name, ".")
	original := dir + name + ".md"
	of, err := folder.Read(original)
	if err != nil {
		return nil, err
	}
	mark, err := content.Mark(original, of)
	if err != nil {
		return nil, err
	}
	return edit.Put(data, "of", "of: "+mark+"\n", form.Names())
}

// formatted gives the file with its fields in their usual order. A file that would then say something else stays
// as it is: what the lines of a header look like is not always what YAML makes of them.
func formatted(path string, data []byte, form schema.Form) ([]byte, []diag.Problem) {
	h, err := edit.Split(data)
	if err != nil {
		return data, []diag.Problem{{Path: path, Line: 1, Col: 1, Rule: schema.Syntax, Text: err.Error(),
			Hint: "begin the file with ---, and end its fields with ---"}}
	}
	was, ps := form.Canonical(path, data[h.Start:h.End], h.Line)
	if diag.Errors(ps) > 0 {
		return data, ps
	}
	now, err := edit.Sort(data, form.Names())
	if err != nil {
		return data, nil
	}
	again, err := edit.Split(now)
	if err != nil {
		return data, nil
	}
	then, more := form.Canonical(path, now[again.Start:again.End], again.Line)
	if then != was || diag.Errors(more) > 0 {
		return data, nil
	}
	return now, nil
}

package compile

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/lang"
	"vigil/internal/render"
	"vigil/templates"
)

var unusedTemplate = diag.Rule{ID: "unused-template", Severity: diag.Warning,
	Help: "A file in templates/ goes before the one of the same name in the program; under any other name nothing would use it.",
	Mend: "Give the file the name that is meant, or take it out; parts of one's own stand in parts.html, each in a {{define}}."}

var unusable = diag.Rule{ID: "unusable", Help: "A site can be made from the templates, the words and the static files.",
	Mend: "Mend the file at the place that is named, or take it out: the program has its own."}

// unusedTemplates are the files among a source folder's own templates whose names mean nothing, but for what
// editors leave behind and the Go code beside our own.
func unusedTemplates(fsys fs.FS) (ps []diag.Problem, err error) {
	own, ok := fsys.(overlay)
	if !ok {
		return nil, nil
	}
	var stems []string
	names := map[string]string{} // by stem
	err = fs.WalkDir(templates.FS, ".", func(name string, e fs.DirEntry, err error) error {
		if dir := path.Dir(name); err == nil && !e.IsDir() && dir != "i18n" {
			stem := strings.TrimSuffix(name, path.Ext(name))
			stems, names[stem] = append(stems, stem), name
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(own[0], ".", func(name string, e fs.DirEntry, err error) error {
		ending, left := path.Ext(name), name != "." && path.Base(name)[0] == '.'
		stem := strings.TrimSuffix(name, ending)
		switch {
		case err != nil || e.IsDir() && !left:
			return err
		case e.IsDir():
			return fs.SkipDir
		case left || ending == ".go" || strings.HasSuffix(name, "~") || names[stem] == name || path.Dir(name) == "i18n" && ending == ".yaml":
			return nil
		}
		p := diag.Problem{Path: "templates/" + name, Rule: unusedTemplate, Text: "nothing uses a template of this name",
			Hint: "the names are those in templates/ of Vigil; parts of one's own stand in parts.html, each in a {{define}}"}
		if path.Dir(name) == "i18n" {
			p.Text, p.Hint = "nothing uses this file", "the words of a language stand in i18n/<tag>.yaml"
		} else if near := diag.Nearest(stem, stems); near != "" {
			p.Hint = fmt.Sprintf("did you mean %s?", names[near])
		}
		ps = append(ps, p)
		return nil
	})
	return ps, err
}

var unpublished = diag.Rule{ID: "unpublished", Severity: diag.Warning, Help: "Files that lie in static/ itself are published, and those in static/root.",
	Mend: "Put the files of the folder into static/ itself, or take it out."}

// unpublishedFolders are the folders in a source folder's own static/ that nothing is published of.
func unpublishedFolders(fsys fs.FS) (ps []diag.Problem, err error) {
	own, ok := fsys.(overlay)
	if !ok {
		return nil, nil
	}
	es, err := fs.ReadDir(own[0], ".")
	for _, e := range es {
		if e.IsDir() && e.Name() != rootFolder && e.Name()[0] != '.' {
			ps = append(ps, diag.Problem{Path: "static/" + e.Name(), Rule: unpublished, Text: "nothing in this folder is published",
				Hint: "put its files into static/ itself: they are static/… in the site"})
		}
	}
	return ps, err
}

// broken is what stops a build in templates and static files, as far as that is known without a page.
func (in *Input) broken(language *lang.Language) (ps []diag.Problem, err error) {
	for _, err := range render.Broken(language, in.Templates) {
		ps = append(ps, Unusable(err))
	}
	names, err := StaticNames(in.Static)
	for _, name := range names {
		if !render.Minified(name) { // as it is, however large
			continue
		}
		if _, err := in.StaticFile(name); err != nil {
			ps = append(ps, Unusable(err))
		}
	}
	return ps, err
}

// places finds in the errors of templates and of static files the place that is meant.
var places = []*regexp.Regexp{
	regexp.MustCompile(`(?s)template: ?(?P<template>[^:\s]+):(?P<line>\d+)(?::(?P<column>\d+))?: (?P<text>.*)`),
	regexp.MustCompile(`(?s)template:(?P<template>[^:\s]+): (?P<text>.*)`),
	regexp.MustCompile(`(?s)language "?(?P<words>[\w-]+)"?:\s+(?:line (?P<line>\d+): )?(?P<text>.*)`),
	regexp.MustCompile(`(?s)(?P<file>(?:static|templates|content)/[^:\s"]+)"?: (?P<text>.*)`),
}

// Unusable is the problem that stopped a build with an error, at the file and line that the error names.
func Unusable(err error) diag.Problem {
	p := diag.Problem{Path: "content", Text: err.Error(), Rule: unusable}
	for _, place := range places {
		m := place.FindStringSubmatch(p.Text)
		if m == nil {
			continue
		}
		for i, name := range place.SubexpNames() {
			switch name {
			case "template":
				p.Path = "templates/" + m[i]
			case "words":
				p.Path = "templates/i18n/" + m[i] + ".yaml"
			case "file":
				p.Path = m[i]
			case "line":
				p.Line, _ = strconv.Atoi(m[i])
			case "column":
				p.Col, _ = strconv.Atoi(m[i])
			case "text":
				p.Text = m[i]
			}
		}
		return p
	}
	return p
}

package site

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/lang"
	"vigil/internal/schema"
)

var (
	noStrings = diag.Rule{ID: "no-interface", Help: "Every language of the site has a file of interface strings: templates/i18n/<tag>.yaml.",
		Mend: "Copy templates/i18n/en.yaml to the file that is named, and translate it."}
	brokenStrings = diag.Rule{ID: "interface-strings",
		Help: "A file of interface strings has every plural form of its language, and the keys and placeholders of English.",
		Mend: "Make the string like the one in en.yaml: its plural forms, and its words in braces."}
)

// Languages reads the interface strings of the site's languages from the templates, over those in our own. Problems are those of each
// language that has none, or whose file is broken; with any there are no languages. The error is for I/O.
func Languages(src *content.Source, templates, our fs.FS) (all []*lang.Language, ps []diag.Problem, err error) {
	tags := src.Site().Languages
	if all, err = lang.LoadAll(templates, tags, our); err == nil {
		return all, nil, nil
	}
	for i, tag := range tags { // each by itself, to say all that is wrong
		_, err := lang.LoadAll(templates, []string{tag}, our)
		wrong, broken := errors.AsType[*lang.Broken](err)
		switch {
		case err == nil:
		case broken:
			ps = append(ps, stringsWrong(templates, wrong)...)
		case errors.Is(err, fs.ErrNotExist):
			p := src.AtLanguage(i)
			p.Rule, p.Text = noStrings, fmt.Sprintf("the interface has no texts in %s", tag)
			p.Hint = fmt.Sprintf("to begin, copy templates/i18n/en.yaml of Vigil to templates/i18n/%s.yaml beside content/ and translate it, "+
				"or take %s out of languages:", tag, tag)
			ps = append(ps, p)
		default:
			return nil, nil, err
		}
	}
	return nil, ps, nil
}

// stringsWrong is a problem for each entry that is wrong in a file of strings; where it is no YAML, what a header's would be.
func stringsWrong(templates fs.FS, b *lang.Broken) (ps []diag.Problem) {
	name := "i18n/" + b.Tag + ".yaml"
	file := "templates/" + name
	first, entries, found := strings.Cut(b.Error(), "\n") // the first line says of which language
	if !found {
		data, err := fs.ReadFile(templates, name)
		if doc := schema.Parse(file, data, 1); err == nil && len(doc.Problems) > 0 {
			return doc.Problems
		}
		entries = first
	}
	lines := strings.Split(entries, "\n")
	for _, text := range lines {
		p := diag.Problem{Path: file, Rule: brokenStrings, Text: text, Hint: "compare it with templates/i18n/en.yaml"}
		if _, err := fmt.Sscanf(text, "line %d:", &p.Line); err == nil {
			_, p.Text, _ = strings.Cut(text, ": ")
			p.Col = 1
		}
		ps = append(ps, p)
	}
	return ps
}

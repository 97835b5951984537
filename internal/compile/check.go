package compile

import (
	"context"
	"io/fs"
	"slices"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/lang"
	"vigil/internal/site"
)

// Rules lists every rule, in the order in which a file meets them.
func Rules() []diag.Rule {
	return slices.Concat(diag.Rules, content.Rules(), site.Rules, []diag.Rule{brokenStrings, missingString})
}

var (
	brokenStrings = diag.Rule{ID: "interface-strings", Help: "Every language of the site has a file of interface strings, with all plural forms."}
	missingString = diag.Rule{ID: "missing-string", Severity: diag.Warning, Help: "Readers see English where a language of the site lacks an interface string."}
)

// Check is the first pass alone, of a whole source folder or only of the given files and folders of it (slash
// paths relative to the source folder). What concerns the whole, and the interface strings, is looked at with the
// whole. The error is for I/O.
func Check(ctx context.Context, o Options, paths []string) ([]diag.Problem, error) {
	src, problems, err := open(o, nil)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	if len(paths) > 0 {
		more, err := src.Check(ctx, workersOf(o), paths)
		problems = slices.DeleteFunc(slices.Concat(problems, more), func(p diag.Problem) bool { return !content.Within(p.Path, paths) })
		return diag.Sort(problems), err
	}
	lib, more, err := src.Load(ctx, workersOf(o), nil)
	if err != nil {
		return nil, err
	}
	between, err := betweenFiles(lib, Static(o.Source))
	if err != nil {
		return nil, err
	}
	return diag.Sort(slices.Concat(problems, more, between, interfaceStrings(Templates(o.Source), src.Site().Languages))), nil
}

// interfaceStrings names what the site's languages lack: a file that cannot be read is an error, a string that it
// does not have a warning.
func interfaceStrings(templates fs.FS, tags []string) (ps []diag.Problem) {
	for _, tag := range tags {
		file := "templates/i18n/" + tag + ".yaml"
		ls, err := lang.LoadAll(templates, []string{tag})
		if err != nil {
			return append(ps, diag.Problem{Path: file, Rule: brokenStrings, Text: err.Error(), Hint: "copy templates/i18n/en.yaml and translate it"})
		}
		for _, key := range ls[0].Missing() {
			ps = append(ps, diag.Problem{Path: file, Rule: missingString, Text: "there is no " + key, Hint: "add it, as in en.yaml"})
		}
	}
	return ps
}

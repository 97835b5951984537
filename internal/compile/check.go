package compile

import (
	"context"
	"io/fs"
	"slices"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/site"
)

// Rules lists every rule, in the order in which a file meets them.
func Rules() []diag.Rule {
	return slices.Concat(diag.Rules, content.Rules(), site.Rules, []diag.Rule{missingString, brandMark})
}

var missingString = diag.Rule{ID: "missing-string", Severity: diag.Warning, Help: "Readers see English where a language of the site lacks an interface string.",
	Mend: "Add the string to the file of the language."}

// Check is the first pass alone, of a whole source folder or only of the given files and folders of it (slash
// paths relative to the source folder). What concerns the whole, and the interface strings, is looked at with the
// whole. The error is for I/O.
func Check(ctx context.Context, o Options, paths []string) ([]diag.Problem, error) {
	src, problems, err := open(o)
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
	between, err := betweenFiles(lib, Static(o.Source), collect(lib, o))
	if err != nil {
		return nil, err
	}
	lacking, err := interfaceStrings(src, Templates(o.Source))
	return diag.Sort(slices.Concat(problems, more, between, lacking)), err
}

// interfaceStrings names what the site's languages lack: a file is an error, a string that it does not have a
// warning.
func interfaceStrings(src *content.Source, templates fs.FS) ([]diag.Problem, error) {
	languages, ps, err := site.Languages(src, templates)
	for _, l := range languages {
		for _, key := range l.Missing() {
			ps = append(ps, diag.Problem{Path: "templates/i18n/" + l.Tag() + ".yaml", Rule: missingString, Text: "there is no " + key, Hint: "add it, as in en.yaml"})
		}
	}
	return ps, err
}

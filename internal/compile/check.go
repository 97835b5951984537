package compile

import (
	"context"
	"slices"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/site"
	"vigil/templates"
)

// Rules lists every rule, in the order in which a file meets them.
func Rules() []diag.Rule {
	return slices.Concat(diag.Rules, content.Rules(), site.Rules, []diag.Rule{missingString, brandMark, unusedTemplate, unusable, unpublished})
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
	in := Input{Library: lib, Templates: Templates(o.Source), Static: Static(o.Source)}
	between, err := in.betweenFiles(collect(lib, o))
	if err != nil {
		return nil, err
	}
	own, err := in.own(src)
	return diag.Sort(slices.Concat(problems, more, between, own)), err
}

// own is what a site's own files lack or have wrong: a language's file of interface strings (a string that it does not
// have is a warning), and what stops a build in templates and static files.
func (in *Input) own(src *content.Source) ([]diag.Problem, error) {
	languages, ps, err := site.Languages(src, in.Templates, templates.FS)
	for _, l := range languages {
		for _, key := range l.Missing() {
			ps = append(ps, diag.Problem{Path: "templates/i18n/" + l.Tag() + ".yaml", Rule: missingString, Text: "there is no " + key, Hint: "add it, as in en.yaml"})
		}
	}
	if err != nil || len(languages) == 0 {
		return ps, err
	}
	broken, err := in.broken(languages[0])
	return append(ps, broken...), err
}

package check

import (
	"context"
	"io/fs"
	"slices"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/lang"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// Rules lists every rule, in the order in which a file meets them.
func Rules() []diag.Rule {
	return slices.Concat(content.Rules(), site.Rules, []diag.Rule{brokenStrings, missingString})
}

var (
	brokenStrings = diag.Rule{ID: "interface-strings", Help: "Every language of the site has a file of interface strings, with all plural forms."}
	missingString = diag.Rule{ID: "missing-string", Severity: diag.Warning, Help: "Readers see English where a language of the site lacks an interface string."}
)

// Content checks a source folder, or only the given files and folders of it (slash paths relative to the
// folder). templates holds the interface strings, static names the static files; they matter when everything
// is looked at. cache is the folder where made photos are kept, or "". The error is for I/O.
func Content(ctx context.Context, source, cache string, templates fs.FS, static []string, when profile.When, workers int, paths []string) ([]diag.Problem, error) {
	src, problems, err := content.Open(source, when)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	src.UseCache(cache)
	var more []diag.Problem
	if len(paths) == 0 {
		var lib *content.Library
		if lib, more, err = src.Load(ctx, workers, nil); err == nil {
			problems = slices.Concat(problems, site.Clashes(lib), site.DeadLinks(lib, static))
		}
	} else {
		more, err = src.Check(paths)
	}
	if err != nil {
		return nil, err
	}
	problems = append(problems, more...)
	if len(paths) == 0 {
		problems = append(problems, interfaceStrings(templates, src.Site().Languages)...)
	} else {
		problems = slices.DeleteFunc(problems, func(p diag.Problem) bool { return !content.Within(p.Path, paths) })
	}
	return diag.Sort(problems), nil
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

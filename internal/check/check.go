package check

import (
	"context"
	"slices"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// Rules lists every rule, in the order in which a file meets them.
func Rules() []diag.Rule { return slices.Concat(content.Rules(), site.Rules) }

// Content checks a source folder, or only the given files and folders of it (slash paths relative to the
// folder). The error is for I/O.
func Content(ctx context.Context, source string, when profile.When, workers int, paths []string) ([]diag.Problem, error) {
	src, problems, err := content.Open(source, when)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	var more []diag.Problem
	if len(paths) == 0 {
		var lib *content.Library
		if lib, more, err = src.Load(ctx, workers, nil); err == nil {
			problems = append(problems, site.Clashes(lib)...)
		}
	} else {
		more, err = src.Check(paths)
	}
	if err != nil {
		return nil, err
	}
	problems = append(problems, more...)
	if len(paths) > 0 {
		problems = slices.DeleteFunc(problems, func(p diag.Problem) bool { return !content.Within(p.Path, paths) })
	}
	return diag.Sort(problems), nil
}

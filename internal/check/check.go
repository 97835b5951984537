package check

import (
	"context"
	"slices"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/profile"
)

// Rules lists every rule, in the order in which a file meets them.
func Rules() []diag.Rule { return content.Rules() }

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
		_, more, err = src.Load(ctx, workers, nil)
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

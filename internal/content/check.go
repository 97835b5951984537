package content

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/schema"
)

// Check looks at some files or folders only (slash paths that begin with content/): entries, to
// which profiles refer, and of the profiles just those. What can be known only from everybody is not
// looked at.
func (s *Source) Check(ctx context.Context, workers int, paths []string) ([]diag.Problem, error) {
	l, problems, err := s.entries()
	if err != nil {
		return nil, err
	}
	w := &walker{s: s}
	var groups []group
	for _, p := range paths {
		gs, err := w.profilesAt(strings.Trim(path.Clean(p), "/"))
		if err != nil {
			return nil, err
		}
		groups = append(groups, gs...)
	}
	err = s.readProfiles(ctx, workers, nil, l, these(groups), func(_ group, k kept) { problems.Add(k.problems...) })
	problems.Join(&w.problems)
	return problems.All(), err
}

// profilesAt gives the profiles that a path is or holds.
func (w *walker) profilesAt(at string) (out []group, err error) {
	in, ok := strings.CutPrefix(at, "content")
	if !ok {
		return nil, fmt.Errorf("%s: not in content/: %w", at, fs.ErrInvalid)
	}
	if _, err := w.s.root.Stat(path.Join(".", in)); err != nil {
		return nil, fmt.Errorf("check: %w", err)
	}
	parts := strings.Split(strings.Trim(in, "/"), "/")
	if parts[0] != "" && parts[0] != "profiles" {
		return nil, nil
	}
	if len(parts) < 2 {
		return out, w.profiles(func(gs []group) error { out = append(out, gs...); return nil })
	}
	out, err = w.groups("profiles/"+parts[1], schema.Slug, true)
	if len(parts) > 2 {
		name, _, _ := strings.Cut(parts[2], ".")
		out = slices.DeleteFunc(out, func(g group) bool { return g.name != name })
	}
	return out, err
}

// Within tells whether a problem's path is, or lies in, one of the paths.
func Within(file string, paths []string) bool {
	return slices.ContainsFunc(paths, func(p string) bool {
		p = strings.Trim(path.Clean(p), "/")
		return file == p || strings.HasPrefix(file, p+"/")
	})
}

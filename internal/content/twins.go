package content

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/profile"
)

var twins = diag.Rule{ID: "same-person", Severity: diag.Warning, Help: "Two profiles with one name and one birth date, or one name in two languages, are probably of one person, who would be counted twice."}

// claims are what a profile says that can be true of one person only: a name with a birth date, or with its form in
// another language. They are hashes, since there may be two for each of a million people.
func claims(h *profile.Header) (out []uint64) {
	name := folded(h.Name)
	if name == "" || h.Unnamed {
		return nil
	}
	add := func(kind, value string) {
		sum := fnv.New64a()
		fmt.Fprintf(sum, "%s\x00%s\x00%s", name, kind, value)
		if hash := sum.Sum64(); !slices.Contains(out, hash) {
			out = append(out, hash)
		}
	}
	if h.Born.Exact() {
		add("born", h.Born.String())
	}
	for _, tag := range sortedKeys(h.Names) {
		if other := folded(h.Names[tag]); other != name {
			add("name", other)
		}
	}
	return out
}

func folded(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// claim is one of a person, by the place in People.
type claim struct {
	hash uint64
	who  int32
}

// samePerson warns at each profile that claims what one before it, in the order of paths, claims too.
func samePerson(all []claim, people []profile.Record) (ps []diag.Problem) {
	path := func(who int32) string {
		return sourcePath("profiles", people[who].Country.Value(), people[who].Slug+".md")
	}
	slices.SortFunc(all, func(a, b claim) int { return cmp.Compare(a.hash, b.hash) })
	before := map[string]string{} // a profile -> the first that claims the same
	for from, to := 0, 0; from < len(all); from = to {
		for to < len(all) && all[to].hash == all[from].hash {
			to++
		}
		if to == from+1 {
			continue
		}
		var paths []string
		for _, c := range all[from:to] {
			paths = append(paths, path(c.who))
		}
		slices.Sort(paths)
		for _, p := range paths[1:] {
			if first := before[p]; first == "" || paths[0] < first {
				before[p] = paths[0]
			}
		}
	}
	for _, p := range sortedKeys(before) {
		ps = append(ps, diag.Problem{Path: p, Rule: twins, Text: "this is probably the same person as in " + before[p] + ": the names are the same, and the birth date or the name in another language too",
			Hint: "if so, keep one file, with former_slugs: for the other; if not, say in both texts that they are two"})
	}
	return ps
}

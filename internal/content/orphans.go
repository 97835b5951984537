package content

import (
	"path"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

var orphan = diag.Rule{ID: "orphan", Severity: diag.Warning,
	Help: "Prisons, organisations and law files are there because somebody's file names them; else a name may have been mistyped, or a file forgotten.",
	Mend: "Name it where it belongs, or take the file out."}

// uses are the prisons (cc/slug), organisations (a slug) and articles (a code) that a profile names.
func uses(h *profile.Header) (out []string) {
	for _, d := range h.Detentions {
		if schema.IsRef(d.Place) {
			out = append(out, d.Place)
		}
	}
	for _, r := range h.Recognised {
		if schema.IsSlug(r.By) {
			out = append(out, r.By)
		}
	}
	for _, c := range h.Charges {
		out = append(out, c.Article)
	}
	return out
}

// orphans reports what no file names; used is what profiles name. An organisation that does something else than to
// recognise people needs nobody to name it.
func (s *Source) orphans(l *Library, used map[string]bool) (ps []diag.Problem) {
	say := func(file, text, hint string) {
		ps = append(ps, diag.Problem{Path: sourcePath(file), Rule: orphan, Text: text, Hint: hint})
	}
	for _, ref := range sortedKeys(l.Prisons) {
		if !used[ref] {
			say(path.Join("prisons", ref+".md"), "nobody's file names this prison",
				"write place: "+ref+" in the detentions of who is or was held there, or take the file out")
		}
	}
	named := map[string]bool{}
	for _, m := range s.mentions {
		named[m.name] = true
	}
	for _, o := range l.Organisations {
		for _, of := range o.Head.MemberOf {
			named[of] = true
		}
	}
	for _, n := range l.News {
		named[n.Head.By.Main] = true
	}
	for _, r := range l.Reported {
		named[r.By.Main] = true
	}
	for _, slug := range sortedKeys(l.Organisations) {
		other := slices.ContainsFunc(l.Organisations[slug].Head.Role, func(role string) bool { return role != "recognises" })
		if !used[slug] && !named[slug] && !other {
			say(path.Join("organisations", slug+".md"), "no file names this organisation",
				"write by: "+slug+" where it recognises somebody, say in role: what else it does, or take the file out")
		}
	}
	laws := map[string]bool{} // whether anybody is charged under an article of the country's
	for code := range l.Articles {
		cc := strings.ToLower(code[:2])
		laws[cc] = laws[cc] || used[code]
	}
	for _, cc := range sortedKeys(laws) {
		if !laws[cc] {
			say(path.Join("laws", cc+".yaml"), "nobody is charged under an article of this file", "write the articles' codes in charges:, or take the file out")
		}
	}
	return ps
}

package content

import (
	"fmt"
	"slices"

	"vigil/internal/diag"
	"vigil/internal/markdown"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// What can be wrong between files.
var (
	unknownRef  = diag.Rule{ID: "unknown-reference", Help: "A prison, official, person or organisation that is named by its file must have one."}
	unknownCode = diag.Rule{ID: "unknown-article", Severity: diag.Warning, Help: "An article has a page once its law file knows it."}
	unknownKey  = diag.Rule{ID: "unknown-group", Severity: diag.Warning, Help: "A group has a label and a page once site.yaml knows it."}
	formerSlug  = diag.Rule{ID: "former-slug", Help: "A former name leads to one person only."}
	noText      = diag.Rule{ID: "no-translation", Severity: diag.Warning, Help: "Profiles want a text in every language of the site."}
)

// Rules lists every rule about content, in the order in which a file meets them.
func Rules() []diag.Rule {
	return slices.Concat(
		[]diag.Rule{fileType, fileName, encoding, hiddenChar, tooLarge, noHeader, otherLanguage},
		schema.Rules, markdown.Rules, profile.Rules(),
		[]diag.Rule{unknownRef, formerSlug, unknownCode, unknownKey, noText},
	)
}

// references checks what small files say of each other. Who is in the news is checked by Load.
func (s *Source) references(l *Library) (ps []diag.Problem) {
	say := func(at string, text, hint string) {
		ps = append(ps, diag.Problem{Path: at, Line: 1, Col: 1, Rule: unknownRef, Text: text, Hint: hint})
	}
	slugs := sortedKeys(l.Organisations)
	for _, key := range slugs {
		for _, of := range l.Organisations[key].Head.MemberOf {
			if l.Organisations[of] == nil {
				say(l.Organisations[key].Path(), fmt.Sprintf("member_of: there is no organisation %q", of), diag.Suggest(of, slugs))
			}
		}
	}
	for _, of := range s.site.Recognisers {
		if l.Organisations[of] == nil {
			say("content/site.yaml", fmt.Sprintf("recognisers: there is no organisation %q", of), diag.Suggest(of, slugs))
		}
	}
	for _, key := range sortedKeys(l.News) {
		if by := l.News[key].Head.By; schema.IsSlug(by) && l.Organisations[by] == nil {
			say(l.News[key].Path(), fmt.Sprintf("by: there is no organisation %q", by), diag.Suggest(by, slugs))
		}
	}
	for _, r := range l.Reported {
		if schema.IsSlug(r.By) && l.Organisations[r.By] == nil {
			say("content/reported.yaml", fmt.Sprintf("by: there is no organisation %q", r.By), diag.Suggest(r.By, slugs))
		}
	}
	return ps
}

// refer checks what a profile says of other files.
func (l *Library) refer(h *profile.Header, d *schema.Doc) {
	for i, x := range h.Detentions {
		if schema.IsRef(x.Place) && l.Prisons[x.Place] == nil {
			d.Report(unknownRef, fmt.Sprintf("there is no prison %q", x.Place),
				orElse(diag.Suggest(x.Place, sortedKeys(l.Prisons)), "add content/prisons/"+x.Place+".md, or write the place in plain words"), "detentions", i, "place")
		}
	}
	for i, x := range h.Proceedings {
		if schema.IsRef(x.Judge) && l.Officials[x.Judge] == nil {
			d.Report(unknownRef, fmt.Sprintf("there is no official %q", x.Judge),
				orElse(diag.Suggest(x.Judge, sortedKeys(l.Officials)), "add content/officials/"+x.Judge+".md, or write the name in plain words"), "proceedings", i, "judge")
		}
	}
	for i, x := range h.Recognised {
		if schema.IsSlug(x.By) && l.Organisations[x.By] == nil {
			d.Report(unknownRef, fmt.Sprintf("there is no organisation %q", x.By),
				orElse(diag.Suggest(x.By, sortedKeys(l.Organisations)), "add content/organisations/"+x.By+".md, or write its name in plain words"), "recognised", i, "by")
		}
	}
	for i, x := range h.Charges {
		if _, ok := l.Articles[x.Article]; x.Article != "" && !ok {
			d.Report(unknownCode, fmt.Sprintf("no law file knows the article %s", x.Article), "add it to content/laws, so that it has a title and a page", "charges", i, "article")
		}
	}
	for i, g := range h.Groups {
		if _, ok := l.Site.Groups[g]; !ok {
			d.Report(unknownKey, fmt.Sprintf("site.yaml knows no group %q", g), orElse(diag.Suggest(g, sortedKeys(l.Site.Groups)), "add it to groups: in content/site.yaml"), "groups", i)
		}
	}
}

func orElse(hint, other string) string {
	if hint != "" {
		return hint
	}
	return other
}

package site

import (
	"fmt"
	"maps"
	"slices"

	"vigil/internal/content"
	"vigil/internal/diag"
)

var clash = diag.Rule{ID: "same-address", Help: "Two pages cannot have one address.",
	Mend: "Rename one of the two files."}

// Rules is this package's part of the table of check rules.
var Rules = []diag.Rule{clash, deadLink, noStrings, brokenStrings}

// folders are the folders of the built site. A page of that name would be people.html beside
// people/index.html, which hosts that leave endings away cannot tell apart.
var folders = []string{"countries", "criteria", "data", "find", "groups", "letters", "narrow", "news", "officials", "organisations", "people", "static",
	"status", "year"}

// Clashes reports content that would want one address for two pages. Nothing else can: names of files
// are unique in their folder, and those of Vigil's own pages are refused as slugs.
func Clashes(l *content.Library) (ps []diag.Problem) {
	taken := map[string]string{}
	for _, code := range slices.Sorted(maps.Keys(l.Articles)) {
		slug := ArticleSlug(code)
		if other, ok := taken[slug]; ok {
			ps = append(ps, diag.Problem{Path: "content/laws/" + lawOf(code) + ".yaml", Rule: clash,
				Text: fmt.Sprintf("%s and %s would be one page: articles/%s.html", other, code, slug), Hint: "keep one, or write one of them in another way"})
			continue
		}
		taken[slug] = code
	}
	for _, slug := range slices.Sorted(maps.Keys(l.Pages)) {
		if slices.Contains(folders, slug) || slices.Contains(l.Site.Languages[1:], slug) {
			ps = append(ps, diag.Problem{Path: l.Pages[slug].Path(), Rule: clash,
				Text: fmt.Sprintf("%s.html would stand beside the folder %s of the site", slug, slug), Hint: "choose another name"})
		}
	}
	return ps
}

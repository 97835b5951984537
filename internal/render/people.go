package render

import (
	"slices"
	"strings"

	"vigil/internal/profile"
	"vigil/internal/site"
)

// peopleView is everybody, A–Z.
type peopleView struct {
	Frame
	Total   Number
	Letters []Link
	Groups  []letterGroup
	Paging  *Paging
}

type letterGroup struct {
	Letter, ID string
	People     []Row
}

func people(c *composer, _ Document) (any, error) {
	l := c.page.List
	v := peopleView{Frame: c.frame(c.lang.T("people.title"), false), Total: Number{N: len(l.Members)}, Paging: c.paging(l)}
	v.Description = c.lang.T("people.description")
	v.numbered(c)
	for i, in := range c.site.Initials(c.page.Lang) {
		href := c.link(l.PagePath(in.Page)) + "#" + letterID(i)
		if in.Page == c.page.Number {
			href = "#" + letterID(i)
		}
		v.Letters = append(v.Letters, Link{Text: in.Letter, Href: href})
	}
	ids := c.site.Initials(c.page.Lang)
	for _, at := range c.site.OnPage(c.page) {
		p := &c.site.People[at]
		letter := ""
		if !p.Has(profile.Unnamed) {
			letter = c.lang.Initial(p.SortName(c.page.Lang))
		}
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Letter != letter {
			i := slices.IndexFunc(ids, func(in site.Initial) bool { return in.Letter == letter })
			v.Groups = append(v.Groups, letterGroup{Letter: letter, ID: letterID(i)})
		}
		g := &v.Groups[len(v.Groups)-1]
		g.People = append(g.People, c.row(p, true, false))
	}
	return v, nil
}

func letterID(i int) string {
	if i < 0 {
		return "unnamed"
	}
	return "letter-" + string(rune('a'+i%26)) + strings.Repeat("x", i/26)
}

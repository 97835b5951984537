package render

import (
	"strings"

	"vigil/internal/profile"
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
	letters, current := c.site.Initials(c.page.Lang), -1
	for i, in := range letters {
		if in.Page < c.page.Number {
			current = i // which goes on here
		}
		if !in.Again {
			v.Letters = append(v.Letters, Link{Text: in.Letter, Href: c.onPage(l.PagePath(in.Page), letterID(i))})
		}
	}
	on := c.site.OnPage(c.page)
	rows := make([]Row, len(on))
	for i, at := range on {
		p, before := &c.site.People[at], current
		rows[i] = c.row(p, true, false)
		if p.Has(profile.Unnamed) { // they come last
			current = -1
		} else if current+1 < len(letters) && letters[current+1].First == at {
			current++
		}
		if i == 0 || current != before {
			g := letterGroup{ID: letterID(current), People: rows[i:i]}
			if current >= 0 {
				g.Letter = letters[current].Letter
			}
			v.Groups = append(v.Groups, g)
		}
		g := &v.Groups[len(v.Groups)-1]
		g.People = g.People[:len(g.People)+1]
	}
	return v, nil
}

func letterID(i int) string {
	if i < 0 {
		return "unnamed"
	}
	return "letter-" + string(rune('a'+i%26)) + strings.Repeat("x", i/26)
}

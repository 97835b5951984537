package render

import (
	"slices"
	"strconv"

	"vigil/internal/site"
)

// jump is how one gets about in a long list: to a letter, or to a year, and from the order of names to that of days.
type jump struct {
	Label  string
	To     []Link
	Orders []Link // by name, by days; the one without an address is this page's
}

// mostLetters is how many letters an alphabet has at most: a list with more is in a script without one.
const mostLetters = 60

// jump makes the jump of a list of more than a page, and marks the rows on this page to which it leads.
func (c *composer) jump(l *site.List, people []int32, rows []Row) *jump {
	if len(l.Members) <= site.PageSize {
		return nil
	}
	j := &jump{}
	held := l
	if l.Kind == site.OfCountry {
		held = c.heldIn(l.Country)
	}
	days := held != nil && held.DaysPages() > 0
	if days {
		j.Orders = []Link{{Text: c.lang.T("list.by_name"), Href: c.link(l.Path)}, {Text: c.lang.T("list.by_days"), Href: c.link(held.DaysPath(1))}}
		here := 0
		if c.page.ByDays {
			here = 1
		}
		j.Orders[here].Href = ""
	}
	letters := c.site.Letters(l, c.page.Lang)
	if c.page.ByDays || days && len(letters) > mostLetters {
		j.Label, j.To = c.lang.T("list.years"), c.yearsOf(held, people, rows)
		return j
	}
	j.Label = c.lang.T("people.letters")
	for i, in := range letters {
		id := letterID(i)
		if at := slices.Index(people, in.First); at >= 0 {
			rows[at].ID = id
		}
		j.To = append(j.To, Link{Text: in.Letter, Href: c.onPage(l.PagePath(in.Page), id)})
	}
	return j
}

// onPage is the address of a place on a page, which may be this one.
func (c *composer) onPage(path, id string) string {
	if path == c.page.Path {
		return "#" + id
	}
	return c.link(path) + "#" + id
}

// yearsOf are those in which the custody of those held longest began, and marks the rows where they begin.
func (c *composer) yearsOf(l *site.List, people []int32, rows []Row) (out []Link) {
	last := int16(0)
	for i, at := range c.site.Longest(l) {
		year := c.site.People[at].Since.Year
		if year == 0 || year == last {
			continue
		}
		last = year
		id := "y" + strconv.Itoa(int(year))
		if on := slices.Index(people, at); on >= 0 && c.page.ByDays {
			rows[on].ID = id
		}
		out = append(out, Link{Text: c.lang.Year(int(year)), Href: c.onPage(l.DaysPath(i/site.PageSize+1), id)})
	}
	return out
}

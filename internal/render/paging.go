package render

import "vigil/internal/site"

// Paging is the navigation between the pages of a list.
type Paging struct {
	Number, Of     int
	Previous, Next string
	Pages          []Link // first, last and those around; an entry without Href is a gap
}

// around is how many page numbers are shown on each side of the present one.
const around = 2

func (c *composer) paging(l *site.List) *Paging {
	of, path := l.Pages(), l.PagePath
	if c.page.ByDays {
		of, path = l.DaysPages(), l.DaysPath
	}
	if of == 1 {
		return nil
	}
	p := &Paging{Number: c.page.Number, Of: of}
	if p.Number > 1 {
		p.Previous = c.link(path(p.Number - 1))
	}
	if p.Number < of {
		p.Next = c.link(path(p.Number + 1))
	}
	last := 0
	for n := 1; n <= of; n++ {
		if n != 1 && n != of && (n < p.Number-around || n > p.Number+around) {
			continue
		}
		if n > last+1 {
			p.Pages = append(p.Pages, Link{Text: "…"})
		}
		p.Pages = append(p.Pages, Link{Text: c.lang.Number(n), Href: c.link(path(n)), Current: n == p.Number})
		last = n
	}
	return p
}

// numbered adds the page's number to the title of a further page, so that titles differ.
func (f *Frame) numbered(c *composer) {
	of := 0
	if c.page.List != nil {
		of = c.page.List.Pages()
	}
	if c.page.ByDays {
		of = c.page.List.DaysPages()
		f.Title += " · " + c.lang.T("list.by_days")
	}
	if c.page.Number > 1 {
		f.Title += " · " + c.lang.T("pages.position", "page", c.page.Number, "pages", of)
	}
}

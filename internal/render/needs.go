package render

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/schema"
	"vigil/internal/site"
)

// mostWanted is how many files stand under one need on the page, and in one country where the command lists them.
const mostWanted = 25

// needsView is needs.html: what wants a look.
type needsView struct {
	Frame
	HowTo Link
	Parts []needPart
}

type needPart struct {
	ID, Title, Help string
	All             Number
	Rows            []needRow
	More            string
}

// needRow is a file: whom or what it is about, where, and since when.
type needRow struct {
	Link  Link
	About string
	When  *dated
}

func wanted(c *composer, _ Document) (any, error) {
	v := needsView{Frame: c.frame(c.lang.T("needs.title"), false)}
	v.Description, v.AsOf = c.lang.T("needs.lead"), c.time(c.site.AsOf.Date())
	for _, slug := range []string{"add-information", "how-to-help"} {
		if e := c.site.Library.Pages[slug]; e != nil && v.HowTo.Href == "" {
			v.HowTo = c.pageLink(e)
		}
	}
	for _, of := range c.r.wanted() {
		key := of.Need.String()
		p := needPart{ID: key, Title: c.lang.T("need." + key), Help: c.lang.T("need-help." + key), All: Number{N: of.All}}
		if l := c.site.List(site.ReleaseDue, "", ""); of.Need == site.NeedsRelease && len(l.Members) == of.All { // else it has people without a name
			p.All.Href = c.link(l.Path)
		}
		for _, t := range of.First {
			p.Rows = append(p.Rows, c.needRow(t))
		}
		if more := of.All - len(of.First); more > 0 {
			p.More = c.lang.N("needs.more", more)
		}
		v.Parts = append(v.Parts, p)
	}
	return v, nil
}

func (c *composer) needRow(t site.Task) (r needRow) {
	r.Link = linked(c.nameOf(t), c.link(t.Page))
	var about []string
	if t.Country != "" && t.Country != t.Key { // the file of a country has its name
		about = append(about, c.countryName(t.Country))
	}
	if t.Lang != "" {
		about = append(about, c.lang.LanguageName(t.Lang))
	}
	key, never := "", ""
	switch t.Need {
	case site.NeedsRelease:
		key = "needs.release"
	case site.NeedsCheck, site.NeedsCheckSoon, site.NeedsArrest:
		key, never = "confirmed.row", "needs.never"
	case site.NeedsAddress:
		key, never = "needs.address", "needs.address_never"
	}
	if never != "" && t.Since.IsZero() {
		about = append(about, c.lang.T(never))
	}
	r.About = c.comma(about...)
	if key != "" && !t.Since.IsZero() {
		d := date(c.lang, key, c.time(t.Since))
		if r.About != "" {
			d.Before = c.lang.T("join.comma") + " " + d.Before
		}
		r.When = &d
	}
	return r
}

// nameOf is what the content calls a person or an entry.
func (c *composer) nameOf(t site.Task) Words {
	if t.Person >= 0 {
		return Words{Text: c.site.People[t.Person].Name(c.page.Lang)}
	}
	l, tag, main := c.site.Library, c.lang.Tag(), c.site.Site.Main()
	var name, in string
	switch kind, _, _ := strings.Cut(strings.TrimPrefix(t.Path, "content/"), "/"); kind {
	case "countries":
		return Words{Text: c.countryName(t.Key)}
	case "prisons":
		return c.placeName(t.Key)
	case "officials":
		name, in = l.Officials[t.Key].Head.Name, main
	case "organisations":
		name, in = l.Organisations[t.Key].Head.Name, main
	case "pages":
		name, in = l.Pages[t.Key].Text(tag, main, pageTitle)
	case "news":
		name, in = l.News[t.Key].Text(tag, main, func(n *content.News) schema.Text { return n.Title })
	}
	return c.in(cmp.Or(name, t.Key), in)
}

// WriteNeeds writes everything that wants a look, by country, oldest first: as text or Markdown the first of each need
// in each country, as csv all of it.
func WriteNeeds(w io.Writer, s *site.Site, format string) error {
	var b strings.Builder
	if format == "csv" {
		b.Write(line("country", "need", "since", "name", "language", "file", "page"))
		for _, of := range s.Wanted(0, true) {
			for _, t := range of.First {
				b.Write(line(t.Country, t.Need.String(), t.Since.String(), taskName(s, t), t.Lang, t.Path, t.Page))
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	}
	markdown := format == "markdown"
	head, part, row, more := "%s\n", "  %s: %d\n", "    %s\n", "    … and %d more; --format csv lists them all\n"
	if markdown {
		head, part, row, more = "## %s\n", "\n### %s: %d\n\n", "- [ ] %s\n", "\n… and %d more\n"
	}
	country := "-"
	for _, of := range s.Wanted(mostWanted, true) {
		if of.Country != country {
			if country != "-" {
				b.WriteString("\n")
			}
			country = of.Country
			fmt.Fprintf(&b, head, cmp.Or(strings.ToUpper(country), "All countries"))
		}
		fmt.Fprintf(&b, part, inWords[of.Need], of.All)
		for _, t := range of.First {
			fmt.Fprintf(&b, row, taskText(s, t, markdown))
		}
		if n := of.All - len(of.First); n > 0 {
			fmt.Fprintf(&b, more, n)
		}
	}
	if b.Len() == 0 {
		b.WriteString("Nothing needs a look.\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// inWords are the needs as the command names them, in English as all that it says.
var inWords = [...]string{
	site.NeedsRelease:     "release was due",
	site.NeedsCheck:       "not confirmed lately",
	site.NeedsCheckSoon:   "not confirmed any more within 30 days",
	site.NeedsArrest:      "no date of arrest",
	site.NeedsAddress:     "address not known, or unchecked for a year",
	site.NeedsSource:      "a source that may vanish",
	site.NeedsUpdate:      "translation older than its original",
	site.NeedsTranslation: "not translated",
}

func taskName(s *site.Site, t site.Task) string {
	if t.Person >= 0 {
		return s.People[t.Person].Name(0)
	}
	return t.Key
}

func taskText(s *site.Site, t site.Task, markdown bool) string {
	name, file := diag.Printable, diag.Printable
	if markdown {
		name, file = diag.Escaped, diag.Code
	}
	parts := []string{name(taskName(s, t))}
	since := ""
	switch t.Need {
	case site.NeedsRelease, site.NeedsCheck, site.NeedsCheckSoon, site.NeedsAddress:
		since = cmp.Or(t.Since.String(), "never")
	case site.NeedsArrest, site.NeedsSource, site.NeedsUpdate, site.NeedsTranslation:
	}
	for _, p := range []string{since, t.Lang} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(append(parts, file(t.Path)), "  ")
}

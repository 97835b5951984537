package render

import (
	"cmp"
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// lettersView is the page about letters: whom to write to, and how.
type lettersView struct {
	Frame
	Today     *letterRow
	Day       Time          // of today's name: it stays so in an old copy
	Parts     []lettersPart // of whom there is something new
	Languages []namedList
	Countries []namedList
	All       Number
	Calendar  string
	HowTo     string
}

// lettersPart is the beginning of a list; the number leads to the whole of it.
type lettersPart struct {
	ID, Title, Rule string
	Number
	Rows []letterRow
}

// letterRow is somebody to whom one can write.
type letterRow struct {
	Name, Href string
	Other      Words
	Place      Words
	Date       *dated // of what the list is about
	Turns      int
	Languages  []string
	Envelope   *envelope
	Online     string // a page that takes letters, where none go by post
}

func letters(c *composer, doc Document) (any, error) {
	s := c.site
	v := lettersView{Frame: c.frame(c.lang.T("letters.title"), false), All: c.number(c.site.List(site.ToWrite, "", site.LettersToAll))}
	v.Description = c.lang.T("letters.lead")
	v.Calendar, v.HowTo = c.link("calendar.ics"), c.textPage("how-to-help")
	if at := s.WriteTo; at >= 0 && doc.People[at] != nil {
		row := c.letterRow(at, doc.People[at], "")
		c.addressed(&row, at, doc.People[at])
		v.Today = &row
		v.Day = c.time(s.AsOf.Date())
	}
	for _, key := range []string{site.LettersBirthdays, site.LettersOpened, site.LettersMoved} {
		l := s.List(site.ToWrite, "", key)
		part := lettersPart{ID: key, Number: c.number(l)}
		part.Title, part.Rule = c.lettersTitle(l)
		for _, at := range s.LettersShown(l, c.page.Lang) {
			part.Rows = append(part.Rows, c.letterRow(at, doc.People[at], key))
		}
		if len(part.Rows) > 0 {
			v.Parts = append(v.Parts, part)
		}
	}
	for _, l := range s.Lists() {
		switch {
		case l.Kind != site.ToWrite || len(l.Members) == 0:
		case l.Country != "":
			v.Countries = append(v.Countries, namedList{c.number(l), Words{Text: c.countryName(l.Country)}})
		case l.Language() != "":
			v.Languages = append(v.Languages, namedList{c.number(l), Words{Text: c.lang.Capital(c.lang.LanguageName(l.Language()))}})
		}
	}
	c.byName(v.Countries)
	c.byName(v.Languages)
	return v, nil
}

// letterRow says of somebody what a list of letters says; q, if given, tells when they were moved.
func (c *composer) letterRow(at int32, q *content.Quote, list string) letterRow {
	r := &c.site.People[at]
	row := letterRow{Name: r.Name(c.page.Lang), Href: c.link(site.PersonPath(r)), Other: c.otherName(r), Place: c.placeName(r.Place())}
	switch {
	case list == site.LettersBirthdays:
		day := c.site.Birthday(r.Born)
		_, row.Turns = profile.Age(r.Born, day)
		row.Date = &dated{Date: c.time(day.Date())}
	case list == site.LettersMoved && q != nil && !q.Moved.IsZero():
		row.Date = c.dated("letters.moved_on", q.Moved)
	default:
		row.Date = c.dated("days.since", r.Since)
	}
	return row
}

// addressed adds where a letter goes, and in which languages.
func (c *composer) addressed(row *letterRow, at int32, q *content.Quote) {
	r := &c.site.People[at]
	row.Languages = c.languageNames(c.site.LetterLanguages(r))
	if row.Envelope = c.envelope(q, r); row.Envelope == nil {
		row.Online = c.lettersOnline(&q.Letters, r)
	}
}

// lettersTitle is what a list of people to write to is called, and who is in it.
func (c *composer) lettersTitle(l *site.List) (title, rule string) {
	switch tag := l.Language(); {
	case l.Country != "":
		return c.lang.T("letters.in_country", "country", c.countryName(l.Country)), ""
	case tag != "":
		return c.lang.T("letters.in_language", "language", c.lang.LanguageName(tag)), ""
	}
	title, rule = c.lang.T("letters."+l.Key), "letters."+l.Key+"_rule"
	if l.Key == site.LettersToAll {
		return title, c.lang.T(rule)
	}
	return title, c.lang.N(rule, profile.LettersDays)
}

// lettersListView is a list of people to write to, with their addresses; on paper, sheets of labels.
type lettersListView struct {
	Frame
	Rule   string
	Total  int
	Nobody string        // key of what is said of an empty list
	Sheets [][]letterRow // as many on each as there are labels on a sheet
	Paging *Paging
}

func lettersList(c *composer, doc Document) (any, error) {
	l := c.page.List
	title, rule := c.lettersTitle(l)
	v := lettersListView{Frame: c.frame(title, false), Rule: rule, Total: len(l.Members), Nobody: "list.nobody", Paging: c.paging(l)}
	if l.Key == site.LettersToAll {
		v.Nobody = "letters.nobody"
	}
	v.Crumbs = []Link{{Text: c.lang.T("nav.write"), Href: c.link("letters.html")}}
	v.Description = strings.TrimSpace(c.lang.T("letters.lead") + " " + rule)
	v.Styles = append(v.Styles, "labels.css")
	v.numbered(c)
	on := c.site.OnPage(c.page)
	rows := make([]letterRow, 0, len(on))
	for _, at := range on {
		row := c.letterRow(at, doc.People[at], l.Key)
		c.addressed(&row, at, cmp.Or(doc.People[at], &content.Quote{}))
		rows = append(rows, row)
	}
	v.Sheets = slices.Collect(slices.Chunk(rows, site.LabelsOnSheet))
	return v, nil
}

// byName puts lists in the order of their names.
func (c *composer) byName(ls []namedList) {
	slices.SortStableFunc(ls, func(a, b namedList) int { return c.lang.Compare(a.Name.Text, b.Name.Text) })
}

package render

import (
	"cmp"
	"slices"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// homeView is the first page.
type homeView struct {
	Frame
	Headline headline
	Block    block
	Today    *nameToday
	Held     []heldRow // everybody held, if they are few; else Crowd and Longest
	Names    string    // head of Held
	Axis     lines
	Crowd    *lines
	Caption  string // of the drawing
	Longest  []Row

	LongestHead string
	AllHeld     Link
	Others      []counted
	Sums        []sum
	Reports     []homeReport
	Detained    []dateRow
	Freed       []dateRow
	Birthdays   []dateRow
	Countries   []countryRow
	Letters     string
}

// nameToday is the name for the day.
type nameToday struct {
	Row
	Why    Words
	Button string
}

// heldRow is somebody held with the line to today.
type heldRow struct {
	Row
	Why  Words
	Line *lines
}

// homeReport is the newest number that organisations published for a country.
type homeReport struct {
	Label   string
	Country string
	What    Words
	Date    Time
}

// dateRow is a person with a day.
type dateRow struct {
	Row
	Date    Time
	Country string
	Turns   int
}

func home(c *composer, doc Document) (any, error) {
	s := c.site
	held := c.heldIn("")
	head := c.headline(held, s.Counts.Total)
	v := homeView{Frame: c.frame(head.Before+head.Text+head.After, true), Headline: head}
	v.Description = c.lang.T("home.lead")
	v.Manifest = relative(c.file, "site.webmanifest")
	v.Block = c.block(held, c.heldText(held, "class-help.held", "class-help.held-unconfirmed"))
	v.Names = c.heldText(held, "home.names", "home.names_last_known")
	v.LongestHead = c.heldText(held, "home.longest", "home.names_last_known")
	v.Block.Parts = c.partsOfHeld("")
	v.Today = c.nameToday(doc)
	v.people(c, doc, held)
	v.Others = c.notHeld()
	v.Sums = c.sums(&s.Counts)
	v.Reports = c.newestReports()
	for _, at := range s.Recent.Detained {
		v.Detained = append(v.Detained, c.dateRow(at, s.People[at].Since))
	}
	for _, at := range s.Recent.Freed {
		v.Freed = append(v.Freed, c.dateRow(at, s.People[at].Until))
	}
	for _, at := range s.Recent.Birthdays {
		day := s.Birthday(s.People[at].Born)
		row := c.dateRow(at, day.Date())
		_, row.Turns = profile.Age(s.People[at].Born, day)
		v.Birthdays = append(v.Birthdays, row)
	}
	v.Countries = c.mostHeld()
	v.Letters = c.link("letters.html")
	if s.BaseURL != "" {
		v.JSONLD = linkedData(dataset(c, v.SiteTitle))
	}
	return v, nil
}

// nameToday is the name for the day, with why the person is held.
func (c *composer) nameToday(doc Document) *nameToday {
	at := c.site.NameOfDay
	if at < 0 {
		return nil
	}
	r := &c.site.People[at]
	v := &nameToday{Row: c.row(r, true, false), Why: c.whyLine(r, doc.People[at])}
	v.Button = c.lang.G("home.story", gender(r.Gender))
	if c.site.CanWrite(r) {
		v.Button = c.lang.G("write.heading", gender(r.Gender))
	}
	return v
}

// whyLine is why somebody is held, in one line: as the quote says it, if there is one, else by the articles of the record.
func (c *composer) whyLine(r *profile.Record, q *content.Quote) Words {
	if q != nil {
		if summary := c.summary(q); summary.Text != "" {
			return summary
		}
		if why := c.why(q.Charges); len(why) > 0 {
			return why[0]
		}
		if len(q.Charges) > 0 { // none of them stands
			return Words{}
		}
	}
	for code := range r.Articles() {
		if title := c.words(c.site.Articles[code].Title); title.Text != "" {
			return title
		}
	}
	return Words{}
}

// people puts the held people on the page: few with a line each, many as lines that stand for some, and with the
// names of those held longest.
func (v *homeView) people(c *composer, doc Document, held *site.List) {
	order := c.site.ByDays(held)
	v.AllHeld = Link{Text: c.lang.N("home.all_names", len(order)), Href: c.link(held.Path)}
	if len(order) <= site.FewPeople {
		drawn, axis := c.rowLines(order)
		for i, at := range order {
			v.Held = append(v.Held, heldRow{c.row(&c.site.People[at], true, false), c.whyLine(&c.site.People[at], doc.People[at]), drawn[i]})
		}
		v.Axis = axis
		return
	}
	v.Crowd, v.Caption = c.crowd(order)
	for _, at := range order {
		if p := &c.site.People[at]; len(v.Longest) < site.LongestHeld && !p.Has(profile.Unnamed) && !p.Since.IsZero() {
			v.Longest = append(v.Longest, c.row(p, true, false))
		}
	}
}

// newestReports are the newest published numbers, one for each country; of one day the first.
func (c *composer) newestReports() (out []homeReport) {
	const most = 3
	newest := map[string]*content.Reported{}
	for i := range c.site.Reported {
		r := &c.site.Reported[i]
		if n := newest[r.Country]; n == nil || r.Date != n.Date {
			newest[r.Country] = r
		}
	}
	for i := len(c.site.Reported) - 1; i >= 0 && len(out) < most; i-- {
		r := &c.site.Reported[i]
		if newest[r.Country] != r {
			continue
		}
		x := homeReport{Label: c.lang.Number(r.Number), Country: c.lang.T("numbers.world"), What: c.words(r.Definition), Date: c.time(r.Date)}
		if r.AtLeast {
			x.Label = c.lang.T("numbers.at_least", "number", x.Label)
		}
		if r.Country != "" {
			x.Country = c.countryName(r.Country)
		}
		out = append(out, x)
	}
	return out
}

// mostHeld are the countries with most people held, and then with most people.
func (c *composer) mostHeld() []countryRow {
	const most = 12
	out := c.countryRows()
	slices.SortStableFunc(out, func(a, b countryRow) int {
		return cmp.Or(cmp.Compare(b.Cells[0].N, a.Cells[0].N), cmp.Compare(b.All.N, a.All.N))
	})
	return out[:min(len(out), most)]
}

func (c *composer) dateRow(at int32, d profile.Date) dateRow {
	p := &c.site.People[at]
	return dateRow{Row: c.row(&c.site.People[at], true, false), Date: c.time(d), Country: c.countryName(p.Country.String())}
}

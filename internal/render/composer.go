package render

import (
	"html/template"
	"path"
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/lang"
	"vigil/internal/profile"
	"vigil/internal/schema"
	"vigil/internal/site"
)

// composer is one page while it is made.
type composer struct {
	r     *Renderer
	site  *site.Site
	lang  *lang.Language
	terms *terms
	page  site.Page
	file  string      // the page's name in the site
	day   profile.Day // that the page speaks of
}

// Link is a link to a page of the site, or to another site. Lang and Dir are those of the text, empty
// where they are the page's.
type Link struct {
	Text, Href string
	Current    bool
	Outside    bool // in the foot: to another site
	Lang, Dir  string
}

// linked is a link with words of some language.
func linked(w Words, href string) Link {
	return Link{Text: w.Text, Href: href, Lang: w.Lang, Dir: w.Dir}
}

func (l Link) words() Words { return Words{l.Text, l.Lang, l.Dir} }

// Words is a text with the language that it is in; Lang and Dir are each empty where they are the page's.
type Words struct{ Text, Lang, Dir string }

// Number is a number of people. It has an address wherever a list of exactly these people stands.
type Number struct {
	N    int
	Href string
}

// Frame is what every page has around its content.
type Frame struct {
	Lang, Dir   string
	SiteTitle   string
	Title       string // of the page: its h1
	TitleIn     Words  // the language of the title, where it is not the page's
	Description string
	Static      string // prefix of static files
	Languages   []Language
	Crumbs      []Link // pages above this one, but for the first page, to which the site's name leads
	AsOf        Time   // set on pages that show days: they are of that day
	Past        Time   // set when the site shows an earlier day
	Canonical   string
	Image       string // absolute, for Open Graph
	Feed        string
	Manifest    string // of the home page only, so that other pages need not load it
	JSONLD      template.JS
	Numbers     string   // address of the page with the reported numbers
	Method      string   // address of the page that explains the numbers
	Mirrors     string   // address of the page that says where else the site is
	Onion       string   // this page's onion address, which Tor Browser offers
	Fresh       int      // how many days the counts go on in a copy
	Months      string   // names of the months that these days lie in, for days.js
	Styles      []string // of this kind of page, below Static, after style.css
	Script      string   // of this kind of page, below Static
	NoIndex     bool
	Live        bool
}

// Language is an entry of the language switch. Dir is empty where it is the page's.
type Language struct {
	Tag, Dir, Name, Href string
	Absolute             string // for hreflang; "" without a base URL
	Current              bool
}

// base is the frame of any view.
func (f Frame) base() Frame { return f }

// link gives the address of a page of this language, relative to the page being made.
func (c *composer) link(path string) string { return relative(c.file, c.site.Root(c.page.Lang)+path) }

// textPage gives the address of a page of content/pages, or "" where the site has none of the name.
func (c *composer) textPage(slug string) string {
	if c.site.Library.Pages[slug] == nil {
		return ""
	}
	return c.link(slug + ".html")
}

// relative is the shortest relative address from one file of the site to another.
func relative(from, to string) string {
	at := 0
	for i := 0; i < len(from) && i < len(to) && from[i] == to[i]; i++ {
		if from[i] == '/' {
			at = i + 1
		}
	}
	return strings.Repeat("../", strings.Count(from[at:], "/")) + to[at:]
}

// absolute gives the whole address of a file, or "" where the site has no base URL.
func (c *composer) absolute(file string) string {
	if c.site.BaseURL == "" {
		return ""
	}
	return c.site.BaseURL + asFolder(file)
}

// asFolder leaves index.html away, as search engines prefer.
func asFolder(file string) string {
	if path.Base(file) == "index.html" {
		return strings.TrimSuffix(file, "index.html")
	}
	return file
}

// number counts the people of a list and links to it.
func (c *composer) number(l *site.List) Number {
	if l == nil {
		return Number{}
	}
	return Number{len(l.Members), c.link(l.Path)}
}

func (c *composer) words(t schema.Text) Words {
	return c.in(t.For(c.lang.Tag(), c.site.Site.Main()))
}

func (c *composer) in(text, language string) Words {
	if text == "" {
		return Words{}
	}
	w := c.language(language)
	w.Text = text
	return w
}

// language is that of a text, where it is not the page's.
func (c *composer) language(tag string) Words {
	if tag == c.lang.Tag() {
		return Words{}
	}
	dir := known(&c.r.dirs, tag, func() string { return lang.Direction(tag) })
	if dir == c.lang.Dir() {
		return Words{Lang: tag}
	}
	return Words{Lang: tag, Dir: dir}
}

// comma puts what is there of the parts behind one another.
func (c *composer) comma(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return strings.Join(parts, c.terms.comma)
}

// frame makes the surroundings of a page. counts tells whether the page shows running days.
func (c *composer) frame(title string, counts bool) Frame {
	s := c.site
	f := Frame{
		Lang: c.lang.Tag(), Dir: c.lang.Dir(), SiteTitle: c.r.title(c.lang.Tag()), Title: title,
		Static: relative(c.file, "static/"), Canonical: c.absolute(c.file),
		Feed: c.link("feed.xml"), Numbers: c.link("numbers.html"), Mirrors: c.link("mirrors.html"), Live: c.r.live, Styles: []string{"lists.css"},
	}
	if counts {
		f.AsOf, f.Fresh, f.Months = c.time(c.day.Date()), s.Site.FreshDays, c.months()
	}
	if onion := s.Site.Onion(); onion != "" {
		f.Onion = onion + c.file
	}
	if s.Past {
		f.Past = c.time(s.AsOf.Date())
	}
	if f.Canonical != "" {
		f.Image = s.BaseURL + "static/share.png"
	}
	for i, l := range s.Languages {
		if len(s.Languages) == 1 {
			break // nothing to choose from
		}
		other := c.page
		other.Lang = i
		file := s.File(other)
		f.Languages = append(f.Languages, Language{l.Tag(), c.language(l.Tag()).Dir, l.Name(), relative(c.file, file), c.absolute(file), i == c.page.Lang})
	}
	f.Method = c.textPage("methodology")
	return f
}

func pageTitle(p *content.Page) schema.Text { return p.Title }

// countryName is the name from the country's file if it is there in the page's language, or CLDR's.
func (c *composer) countryName(code string) string {
	if name, ok := c.terms.countries[code]; ok {
		return name
	}
	return c.lang.Country(code)
}

// countryWithin is that name within a sentence.
func (c *composer) countryWithin(code string) string {
	if name, ok := c.terms.countries[code]; ok {
		return name
	}
	return c.lang.CountryWithin(code)
}

func countryNamed(x *content.Country) schema.Text { return x.Name }

// countryLink has no address for a country without a page, as where only an official or an organisation is.
func (c *composer) countryLink(code string) Link {
	l := Link{Text: c.countryName(code)}
	if c.site.CountryOf(code) != nil {
		l.Href = c.link("countries/" + code + "/index.html")
	}
	return l
}

// standing is a person's status in words: of somebody unconfirmed the last known one.
func (c *composer) standing(r *profile.Record) string {
	return c.terms.statuses[standing{r.Status, r.Gender, r.Unconfirmed()}]
}

// lastKnown is a status that nobody has confirmed lately.
func (c *composer) lastKnown(s profile.Status, gender byte) string {
	return c.terms.statuses[standing{s, gender, true}]
}

// gender is one of a record ('f', 'm' or 0) as interface strings know it.
func gender(g byte) string {
	switch g {
	case 'f':
		return "female"
	case 'm':
		return "male"
	}
	return ""
}

// status is a status's label for a person of a gender ('f', 'm' or 0).
func (c *composer) status(s profile.Status, gender byte) string {
	return c.terms.statuses[standing{s, gender, false}]
}

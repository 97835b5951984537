// Package render turns a page of the index into bytes.
//
// In: the frozen index, templates, and for a page the person or the text that it shows. Out: HTML, feeds
// and data files. It reads no disk, keeps nothing between pages but the menu and the foot of each
// folder, and is shared by all workers: templates are parsed and minified once, and escaped once for each language.
package render

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"sync"
	texttemplate "text/template"

	"vigil/internal/content"
	"vigil/internal/lang"
	"vigil/internal/site"
	"vigil/internal/tmpl"
)

// Renderer renders the pages of one site.
type Renderer struct {
	site      *site.Site
	live      bool
	templates fs.FS                  // nil: they are parsed as they are written, not minified
	sets      []map[string]*tmpl.Set // by language and file of a page's own
	hosts     *texttemplate.Template

	native  map[string]native   // by country
	terms   []*terms            // by language
	chromes sync.Map            // chromeKey -> rendered
	near    sync.Map            // country and language tag -> see nearness
	dirs    sync.Map            // language tag -> its direction
	wanted  func() []site.Tasks // what stands on needs.html, the same in every language
}

// native tells how the site's languages belong to a country.
type native struct {
	home int    // index of the language that is at home there; 0 if none is
	own  []bool // in which a name is as people there write it: that one, or else those in their script
}

func natives(s *site.Site) map[string]native {
	out := map[string]native{}
	for _, country := range s.Countries {
		n := native{own: make([]bool, len(s.Languages))}
		for i, l := range s.Languages {
			n.own[i], _ = lang.Native(l.Tag(), country.Code)
		}
		for i, l := range s.Languages {
			if _, home := lang.Native(l.Tag(), country.Code); home {
				n.home, n.own = i, make([]bool, len(s.Languages))
				n.own[i] = true
			}
		}
		out[country.Code] = n
	}
	return out
}

// Document is what a page shows beside the index: a person, or a text.
type Document struct {
	Person *content.Person
	Body   content.Body
	People map[int32]*content.Quote // those of site.Quoted, by their place in People
}

// views is the table of how page kinds look: a template and the function that fills it. A kind without a
// template writes its bytes itself.
var views = map[site.Kind]struct {
	template string
	fill     func(*composer, Document) (any, error)
	write    func(*composer, *bytes.Buffer, Document) error
}{
	site.Home:              {template: "home.html", fill: home},
	site.CountriesPage:     {template: "countries.html", fill: countries},
	site.CountryPage:       {template: "country.html", fill: country},
	site.PersonPage:        {template: "person.html", fill: person},
	site.MovedPage:         {template: "moved.html", fill: moved},
	site.ListPage:          {template: "list.html", fill: list},
	site.PeoplePage:        {template: "people.html", fill: people},
	site.TextPage:          {template: "text.html", fill: text},
	site.OrganisationsPage: {template: "directory.html", fill: organisations},
	site.OrganisationPage:  {template: "entry.html", fill: organisation},
	site.OfficialsPage:     {template: "directory.html", fill: officials},
	site.OfficialPage:      {template: "entry.html", fill: official},
	site.NewsListPage:      {template: "directory.html", fill: newsList},
	site.NewsPage:          {template: "entry.html", fill: news},
	site.NumbersPage:       {template: "numbers.html", fill: numbers},
	site.SearchPage:        {template: "search.html", fill: search},
	site.FirstPage:         {template: "first.html", fill: firstLetters},
	site.DataPage:          {template: "data.html", fill: openData},
	site.MirrorsPage:       {template: "mirrors.html", fill: mirrors},
	site.NeedsPage:         {template: "needs.html", fill: wanted},
	site.WritingPage:       {template: "writing.html", fill: howToWrite},
	site.LettersPage:       {template: "letters.html", fill: letters},
	site.LettersListPage:   {template: "letters-list.html", fill: lettersList},
	site.NotFound:          {template: "404.html", fill: notFound},
	site.Feed:              {write: feed},
	site.CountryFeed:       {write: feed},
	site.Calendar:          {write: calendar},
	site.CountryCalendar:   {write: calendar},
	site.NarrowWords:       {write: narrowed},
	site.NarrowFacts:       {write: narrowFacts},
	site.NarrowNames:       {write: narrowNames},
}

// New parses the templates. live adds the script of `vigil serve` to every page.
func New(s *site.Site, templates fs.FS, live bool) (*Renderer, error) {
	r, err := parsed(s, templates, live, shortened)
	if err != nil {
		if placed := Broken(s.Languages[0], templates); len(placed) > 0 {
			err = placed[0] // with the file and its line
		}
		return nil, err
	}
	r.templates = templates
	return r, nil
}

func parsed(s *site.Site, templates fs.FS, live bool, prepare preparation) (*Renderer, error) {
	r := (&Renderer{live: live}).With(s)
	var err error
	if r.hosts, err = parseHosts(templates); err != nil {
		return nil, err
	}
	groups, errs := parseTemplates(templates, functions(s.Languages[0]), prepare)
	if len(errs) > 0 {
		return nil, errs[0]
	}
	for _, l := range s.Languages {
		sets, err := setsOf(groups, functions(l))
		if err != nil {
			return nil, err
		}
		r.sets = append(r.sets, sets)
	}
	return r, nil
}

// With is a renderer of another index in the same languages: templates need not be parsed again.
func (r *Renderer) With(s *site.Site) *Renderer {
	out := &Renderer{site: s, live: r.live, templates: r.templates, sets: r.sets, hosts: r.hosts, native: natives(s),
		wanted: sync.OnceValue(func() []site.Tasks { return s.Wanted(mostWanted, false) })}
	for i := range s.Languages {
		out.terms = append(out.terms, out.termsOf(i))
	}
	return out
}

// title is the site's name in a language.
func (r *Renderer) title(tag string) string {
	title, _ := r.site.Site.Title.For(tag, r.site.Site.Main())
	return title
}

func (r *Renderer) composer(p site.Page) *composer {
	return &composer{r: r, site: r.site, terms: r.terms[p.Lang], lang: r.site.Languages[p.Lang], page: p, file: r.site.File(p), day: r.site.AsOf}
}

// Page renders one page to the end of b.
func (r *Renderer) Page(b *bytes.Buffer, p site.Page, doc Document) error {
	c := r.composer(p)
	v := views[p.Kind]
	if v.write != nil {
		return v.write(c, b, doc)
	}
	view, err := v.fill(c, doc)
	if err == nil {
		err = r.compose(b, c, v.template, view)
	}
	if err != nil {
		err = fmt.Errorf("render %s: %w", c.file, err)
		if r.templates == nil {
			return err
		}
		if whole, failed := parsed(r.site, r.templates, r.live, asWritten); failed == nil {
			if placed := whole.Page(new(bytes.Buffer), p, doc); placed != nil {
				err = placed // with the line of the file
			}
		}
	}
	return err
}

// compose puts a page together: head, menu, notices, the kind's own part, foot. A redirect and the page
// for unknown addresses are whole by themselves.
func (r *Renderer) compose(b *bytes.Buffer, c *composer, own string, view any) error {
	t := r.sets[c.page.Lang][own]
	if c.page.Kind == site.MovedPage || c.page.Kind == site.NotFound {
		return t.Execute(b, own, view)
	}
	var frame any = view.(interface{ base() Frame }).base()
	around, err := r.chrome(c, t)
	if err != nil {
		return err
	}
	if err := t.Execute(b, "head", frame); err != nil {
		return err
	}
	b.Write(around.menu)
	if err := t.Execute(b, "notices", frame); err != nil {
		return err
	}
	if err := t.Execute(b, own, view); err != nil {
		return err
	}
	b.Write(around.foot)
	return nil
}

// minified are the kinds of static files that are made smaller, by the ending of their names.
var minified = map[string]string{".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

// Minified tells whether Static changes a file of this name.
func Minified(name string) bool { return minified[path.Ext(name)] != "" }

// Static prepares a static file for publishing: style sheets, scripts and drawings are minified.
func Static(name string, data []byte) ([]byte, error) {
	if !Minified(name) {
		return data, nil
	}
	out, err := minifier.Bytes(minified[path.Ext(name)], data)
	if err != nil {
		return nil, fmt.Errorf("static/%s: %w", name, err)
	}
	return out, nil
}

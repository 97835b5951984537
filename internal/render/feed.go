package render

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/profile"
	"vigil/internal/site"
)

// feedEntries is the number of people in a feed.
const feedEntries = 50

// RFC 4287. Ids are tag: URIs (RFC 4151): they hold the main address's host, not its path.
type (
	atomFeed struct {
		XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Language string      `xml:"xml:lang,attr"`
		Title    string      `xml:"title"`
		ID       string      `xml:"id"`
		Updated  string      `xml:"updated"`
		Author   string      `xml:"author>name"`
		Rights   string      `xml:"rights,omitempty"`
		Links    []atomLink  `xml:"link"`
		Entries  []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr,omitempty"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		Title   string   `xml:"title"`
		ID      string   `xml:"id"`
		Updated string   `xml:"updated"`
		Link    atomLink `xml:"link"`
		Summary string   `xml:"summary"`
	}
)

// feed lists the people of whom something dated was noted last. Its dates are dates of facts.
func feed(c *context, b *bytes.Buffer, _ Document) error {
	s := c.site
	siteTitle := c.r.title(c.lang.Tag())
	f := atomFeed{Language: c.lang.Tag(), Title: siteTitle, ID: c.tag(c.file), Author: siteTitle, Rights: s.Site.Licence}
	home, of := c.site.Root(c.page.Lang)+"index.html", ""
	if c.page.Key != "" {
		of = c.page.Key
		f.Title += " · " + c.countryName(of)
		home = c.site.Root(c.page.Lang) + "countries/" + of + "/index.html"
	}
	f.Links = []atomLink{{"alternate", "text/html", c.address(home)}, {"self", "application/atom+xml", c.address(c.file)}}
	f.Updated = stamp(profile.Date{})
	for i, at := range s.Latest(of, feedEntries) {
		p := &s.People[at]
		if i == 0 {
			f.Updated = stamp(p.Updated)
		}
		path := s.Root(c.page.Lang) + site.PersonPath(p)
		f.Entries = append(f.Entries, atomEntry{
			Title: p.Name(c.page.Lang), ID: c.tag(path), Updated: stamp(p.Updated), Link: atomLink{"alternate", "text/html", c.address(path)},
			Summary: c.comma(c.standing(p), c.countryName(p.Country.Value())),
		})
	}
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(b).Encode(f); err != nil {
		return fmt.Errorf("render %s: %w", c.file, err)
	}
	return b.WriteByte('\n')
}

// address is absolute where the site has a base URL, else relative to the feed.
func (c *context) address(file string) string {
	return cmp.Or(c.absolute(file), relative(c.file, file))
}

// tag makes an id from the main address's host and a year in which it was ours.
func (c *context) tag(file string) string {
	return "tag:" + c.host() + ",2026:" + strings.TrimSuffix(file, ".html")
}

// host is the main address's, or one that is nobody's.
func (c *context) host() string {
	if u, err := url.Parse(c.site.BaseURL); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return "vigil.invalid"
}

// stamp is the first moment of a date.
func stamp(d profile.Date) string {
	if d.IsZero() {
		return "1970-01-01T00:00:00Z" // nothing is dated; the clock must not stand in
	}
	return d.Earliest().String() + "T00:00:00Z"
}

// Sitemap lists every page for search engines, in files of at most 50,000 addresses (sitemaps.org). Without
// a base URL there is none.
func (r *Renderer) Sitemap(write func(name string, data []byte) error) error {
	if r.site.BaseURL == "" {
		return nil
	}
	const most = 50000
	var maps []string
	var urls []string
	flush := func() error {
		if len(urls) == 0 {
			return nil
		}
		name := "sitemap.xml"
		if len(maps) > 0 || len(urls) == most {
			name = "sitemap-" + strconv.Itoa(len(maps)+1) + ".xml"
		}
		maps = append(maps, name)
		err := write(name, sitemap("urlset", "url", urls))
		urls = urls[:0]
		return err
	}
	for p := range r.site.Pages() {
		if !indexed(p.Kind) {
			continue
		}
		urls = append(urls, r.site.BaseURL+asFolder(r.site.File(p)))
		if len(urls) == most {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	if slices.Contains(maps, "sitemap.xml") {
		return nil
	}
	for i := range maps {
		maps[i] = r.site.BaseURL + maps[i]
	}
	return write("sitemap.xml", sitemap("sitemapindex", "sitemap", maps))
}

// indexed tells whether search engines should list a kind of page.
func indexed(k site.Kind) bool {
	return views[k].template != "" && k != site.NotFound && k != site.MovedPage
}

func sitemap(root, item string, urls []string) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + "<" + root + ` xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, u := range urls {
		b.WriteString("<" + item + "><loc>")
		_ = xml.EscapeText(&b, []byte(u)) // a bytes.Buffer does not fail
		b.WriteString("</loc></" + item + ">\n")
	}
	b.WriteString("</" + root + ">\n")
	return b.Bytes()
}

// Robots is robots.txt: everything may be read.
func (r *Renderer) Robots() []byte {
	s := "User-agent: *\nAllow: /\n"
	if r.site.BaseURL != "" {
		s += "Sitemap: " + r.site.BaseURL + "sitemap.xml\n"
	}
	return []byte(s)
}

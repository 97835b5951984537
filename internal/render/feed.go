package render

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"net/url"
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
func feed(c *composer, b *bytes.Buffer, _ Document) error {
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
			Summary: c.comma(c.standing(p), c.countryName(p.Country.String())),
		})
	}
	b.WriteString(xml.Header)
	if err := xml.NewEncoder(b).Encode(f); err != nil {
		return fmt.Errorf("render %s: %w", c.file, err)
	}
	return b.WriteByte('\n')
}

// address is absolute where the site has a base URL, else relative to the feed.
func (c *composer) address(file string) string {
	return cmp.Or(c.absolute(file), relative(c.file, file))
}

// tag makes an id from the main address's host and a year in which it was ours.
func (c *composer) tag(file string) string {
	return "tag:" + c.host() + ",2026:" + strings.TrimSuffix(file, ".html")
}

// host is the main address's, or one that is nobody's.
func (c *composer) host() string {
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

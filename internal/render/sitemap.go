package render

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strconv"

	"vigil/internal/site"
)

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

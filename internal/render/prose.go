package render

import (
	"html/template"

	"vigil/internal/content"
	"vigil/internal/profile"
)

// prose is the running text of a page and what it rests on.
type prose struct {
	Body         template.HTML
	BodyIn       Words  // the text's language, where it is not the page's; without a text of its own
	Untranslated string // says so
	Sources      []source
	Verified     *dated
}

// source is where what a page says comes from.
type source struct {
	Title         Words
	URL, Archived string
	Date          Time
}

func (c *composer) prose(b content.Body, sources []profile.Source, verified profile.Date) prose {
	return prose{
		Body: b.HTML, BodyIn: c.language(b.Lang), Untranslated: c.untranslated(b.Lang),
		Sources: c.sources(sources), Verified: c.dated("confirmed.sentence", verified),
	}
}

func (c *composer) untranslated(in string) string {
	if in == "" || in == c.lang.Tag() {
		return ""
	}
	return c.lang.T("untranslated", "language", c.lang.LanguageName(in))
}

// sources are the links that a page rests on; one without a title shows its address.
func (c *composer) sources(ss []profile.Source) (out []source) {
	for _, s := range ss {
		w := c.words(s.Title)
		if w.Text == "" {
			w = Words{Text: s.URL}
		}
		out = append(out, source{w, s.URL, s.Archived, c.time(s.Date)})
	}
	return out
}

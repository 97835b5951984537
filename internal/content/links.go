package content

import "vigil/internal/markdown"

// Links are the links of one text to the site itself. Where they lead is known when everything has been
// read; most texts have none.
type Links struct {
	Path  string // of the Markdown file, relative to the source folder
	Shown uint16 // a bit for each language of the site in whose pages the text stands
	To    []markdown.Link
}

// links are those of the texts of one person or entry, as far as a page shows them.
func (s *Site) links(bodies []Body) (out []Links) {
	for at, b := range bodies {
		l := Links{Path: b.path, To: b.links}
		for i, lang := range s.Languages {
			if len(l.To) > 0 && bodyIn(bodies, lang) == at {
				l.Shown |= 1 << i
			}
		}
		if l.Shown != 0 {
			out = append(out, l)
		}
	}
	return out
}

package markdown

import "html/template"

// Text is a body that was read: what pages show of it, and its links to the site itself.
type Text struct {
	HTML  template.HTML
	Links []Link
}

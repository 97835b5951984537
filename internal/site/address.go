package site

import (
	"path"
	"strconv"
	"strings"

	"vigil/internal/content"
	"vigil/internal/profile"
)

// Addresses of pages and files, all below a language's root unless it is said otherwise.

// PageOf is the page that shows the text of a content file, below the language's root.
func PageOf(file string) string {
	folder, name := path.Split(strings.TrimPrefix(file, "content/"))
	name, _, _ = strings.Cut(name, ".") // and of its translations
	kind, cc, _ := strings.Cut(strings.TrimSuffix(folder, "/"), "/")
	switch kind {
	case "profiles":
		return "countries/" + cc + "/" + name + ".html"
	case "countries":
		return "countries/" + name + "/index.html"
	case "prisons":
		return "countries/" + cc + "/prisons/" + name + ".html"
	case "pages":
		return name + ".html"
	}
	return folder + name + ".html" // news, organisations, officials
}

// PersonPath is the address of a person's page below the language's root.
func PersonPath(p *profile.Record) string {
	return "countries/" + p.Country.String() + "/" + p.Slug + ".html"
}

// PhotoPath is the address of a picture of a person in the site; all languages share it. No two people share
// one, since the width is what follows the last hyphen.
func PhotoPath(p *profile.Record, width int) string {
	return photoPath(p.Country.String()+"/"+p.Slug, width)
}

func photoPath(ref string, width int) string {
	return "countries/" + ref + "-" + strconv.Itoa(width) + ".jpg"
}

// PhotoRef is the cc/slug whose picture would stand at an address.
func PhotoRef(path string) (ref string, ok bool) {
	ref, inCountry := strings.CutPrefix(path, "countries/")
	width := strings.LastIndexByte(ref, '-')
	if !inCountry || width < 0 || !strings.HasSuffix(ref, ".jpg") {
		return "", false
	}
	return ref[:width], true
}

// SharePath is the address of the picture that is shown where a person's page in a language is shared.
func (s *Site) SharePath(p *profile.Record, language int) string {
	return s.Root(language) + strings.TrimSuffix(PersonPath(p), ".html") + ".png"
}

// PhotoOf is what the index knows of a person's published photo, or nil.
func (s *Site) PhotoOf(p *profile.Record) *content.Photo {
	if p.Photo == 0 {
		return nil
	}
	return s.Photos[p.Country.String()+"/"+p.Slug]
}

// lawOf is the country whose law an article stands in; a code with a mistake may be shorter.
func lawOf(code string) string { return strings.ToLower(code[:min(2, len(code))]) }

// articlePath is the address of an article's page below the language's root.
func articlePath(code string) string {
	return "countries/" + lawOf(code) + "/articles/" + ArticleSlug(code) + ".html"
}

// ArticleSlug is an article's code in an address: lower case, with - for anything but letters and digits.
func ArticleSlug(code string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(code) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && s[len(s)-1] != '-' {
			b.WriteByte('-')
		}
	}
	return strings.Trim(b.String(), "-")
}

// SchemaFile is where the JSON Schema of a kind of file of the content stands: for editors, and for whoever writes such
// files by a program.
func SchemaFile(kind string) string { return "data/schema/" + kind + ".json" }

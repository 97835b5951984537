package site

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/photo"
)

var deadLink = diag.Rule{ID: "dead-link", Help: "A link in a text names a file of the site, as seen from every page that shows the text.",
	Mend: "Correct the link; from a person's page another person of the country is <name>.html, a page of the site ../../<name>.html."}

// MostInOneFile is the number of people up to which there is one data file with everybody.
const MostInOneFile = 50000

const (
	mostLinks   = 100 // dead ones of one text that are shown: a hostile one has a hundred thousand
	longestLink = 60  // characters of one that are shown
	deepestPage = 4   // folders above a page
)

// DeadLinks reports the links of texts that lead to no file of the site; static names the static files, and lists gives
// what Collect makes of the library, should it be needed. Of a
// site as it was on an earlier day it looks at links to people only: texts are of today, and so is what they
// link to, but nobody who is not published may be named.
func DeadLinks(l *content.Library, static []string, lists func() *Site) []diag.Problem {
	if len(l.Links) == 0 {
		return nil
	}
	var ps diag.List
	files := newAddresses(l, static, lists)
	for _, from := range l.Links {
		t := text{files, from, PageOf(from.Path)}
		found := 0
		for _, link := range from.To {
			if found == mostLinks || t.leads(link.To, from.Shown) || l.Past && !t.toPerson(link.To) {
				continue
			}
			found++
			text, hint := t.say(link.To)
			ps.Add(diag.Problem{Path: from.Path, Line: int(link.Line), Col: int(link.Col), Rule: deadLink, Text: text, Hint: hint})
		}
	}
	return ps.All()
}

// addresses are the files that the site will have.
type addresses struct {
	l     *content.Library
	once  map[string]bool        // beside the tree of the main language, and in no other
	pages func() map[string]bool // but those of people, which may be a million; below a language's root
}

func newAddresses(l *content.Library, static []string, lists func() *Site) *addresses {
	a := &addresses{l: l, once: map[string]bool{"404.html": true, "robots.txt": true, "site.webmanifest": true, "mirror.json": true, "SHA256SUMS": true}}
	for _, name := range []string{"nginx.conf", "Caddyfile", "torrc", "_headers"} {
		a.once["hosts/"+name] = true
	}
	a.once[".well-known/security.txt"] = len(l.Site.Security.Contact) > 0
	for _, name := range static {
		a.once[name] = true
	}
	for _, name := range []string{"counts.json", "reported.csv", "sources.csv", "datapackage.json", "schema/mirror.json"} {
		a.once["data/"+name] = true
	}
	for _, k := range content.Kinds {
		a.once[SchemaFile(k.Name)] = true
	}
	people := map[string]bool{"people": len(l.People) <= MostInOneFile}
	for i := range l.People {
		people["people/"+l.People[i].Country.String()] = true
	}
	for name, there := range people {
		a.once["data/"+name+".json"], a.once["data/"+name+".csv"] = there, there
	}
	for ref, p := range l.Photos {
		for i := range p.Sizes {
			a.once[photoPath(ref, photo.Widths[i])] = true
		}
	}
	a.pages = sync.OnceValue(func() map[string]bool {
		out, s := map[string]bool{}, lists()
		for _, k := range Kinds() {
			if !slices.Contains(notLinked, k) {
				kinds[k].each(s, func(p Page) bool { out[p.Path] = true; return true })
			}
		}
		return out
	})
	return a
}

// notLinked are pages to which a text need not lead: those of first letters and of parts of lists come and go with the
// people on them. People, and who has moved, are looked for in the library.
var notLinked = []Kind{PersonPage, MovedPage, NotFound, FirstPage, NarrowFacts, NarrowNames}

// has tells whether the site has a file. A profile that has no page because of a mistake counts: the mistake
// has been reported.
func (a *addresses) has(file string) bool {
	if a.once[file] {
		return true
	}
	for i := range a.l.Site.Languages {
		if rest, ok := strings.CutPrefix(file, a.root(i)); ok && i > 0 {
			file = rest
			break
		}
	}
	if ref := personAt(file); ref != "" && (a.l.Find(ref) >= 0 || a.l.Former[ref] != "" || a.l.Absent[ref]) {
		return true
	}
	return a.pages()[file]
}

// personAt is the cc/slug of the person whose page a file below a language's root would be, or "".
func personAt(file string) string {
	folder, name := path.Split(file)
	cc, ok := strings.CutPrefix(folder, "countries/")
	slug, isPage := strings.CutSuffix(name, ".html")
	if !ok || !isPage || strings.Count(cc, "/") != 1 || slug == "index" || strings.HasPrefix(slug, "page-") { // of the country
		return ""
	}
	return cc + slug
}

// root is the folder of a language.
func (a *addresses) root(language int) string {
	if language == 0 {
		return ""
	}
	return a.l.Site.Languages[language] + "/"
}

// text is a text with links, and the page that shows it.
type text struct {
	*addresses
	content.Links
	page string
}

// leads tells whether an address leads to a file from the text's page in each of these languages.
func (t *text) leads(to string, languages uint16) bool {
	for i := range t.l.Site.Languages {
		if languages&(1<<i) != 0 && !t.has(follow(t.root(i)+t.page, to)) {
			return false
		}
	}
	return true
}

// toPerson tells whether an address is that of a person's page, in any language, if there were one.
func (t *text) toPerson(to string) bool {
	for from := range t.l.Site.Languages {
		file := follow(t.root(from)+t.page, to)
		for in := range t.l.Site.Languages {
			if below, ok := strings.CutPrefix(file, t.root(in)); ok && personAt(below) != "" {
				return true
			}
		}
	}
	return false
}

// follow is the file that an address names as seen from a page, or "". A folder is no file: a copy on a disk
// or in an archive cannot show one.
func follow(page, to string) string {
	u, err := url.Parse(to)
	if err != nil || u.RawQuery != "" || u.ForceQuery || strings.Contains(u.Path, "//") {
		return ""
	}
	switch _, last := path.Split(u.Path); last {
	case "", ".", "..":
		return ""
	}
	return path.Join(path.Dir(page), u.Path)
}

// say is what is wrong with a dead link, and what to write instead.
func (t *text) say(to string) (text, hint string) {
	shown := []rune(to)
	if read, err := url.PathUnescape(to); err == nil && utf8.ValidString(read) {
		shown = []rune(read)
	}
	if len(shown) > longestLink {
		shown = append(shown[:longestLink], '…')
	}
	text = fmt.Sprintf("the link %q leads to no file of the site", string(shown))
	if strings.HasPrefix(to, "#") {
		return fmt.Sprintf("this text has no heading for the link %q", string(shown)), "the link to the heading ## Who decides is #t-who-decides"
	}
	if better := t.better(to); better != "" {
		return text, "write " + better
	}
	if t.Shown&1 != 0 && t.leads(to, 1) {
		for i, lang := range t.l.Site.Languages {
			if !t.leads(to, t.Shown&(1<<i)) {
				return text + " in " + lang, "the text is shown in " + lang + " too, and that file is not there: link to a page instead"
			}
		}
	}
	home := strings.Repeat("../", strings.Count(t.page, "/")) + "index.html"
	return text, fmt.Sprintf("write the address of a file as seen from %s, like %s; that of another site begins with https://", t.page, home)
}

// better is the address of a file that was probably meant: the same one as seen from another folder, a page
// for its Markdown file, a folder's index.html. It is never that of a page that is not published.
func (t *text) better(to string) string {
	to, fragment, found := strings.Cut(to, "#")
	if found {
		fragment = "#" + fragment
	}
	to, _, _ = strings.Cut(to, "?")
	name, up := to, ""
	for more := true; more; {
		name = strings.TrimPrefix(name, "./")
		if name, more = strings.CutPrefix(name, "../"); more {
			up += "../"
		}
	}
	name = strings.TrimSuffix(name, "/")
	bare, isMarkdown := strings.CutSuffix(name, ".md")
	meant := []string{name, name + ".html", strings.TrimPrefix(name+"/index.html", "/"), "countries/" + name}
	if isMarkdown {
		meant = []string{bare + ".html", PageOf(path.Join(path.Dir(t.Path), to)), PageOf(bare)}
	}
	ups := []string{up}
	for n := range deepestPage + 1 {
		ups = append(ups, strings.Repeat("../", n))
	}
	for _, name := range meant {
		for _, up := range ups {
			if t.leads(up+name, t.Shown) {
				return up + name + fragment
			}
		}
	}
	return ""
}

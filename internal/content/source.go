// Package content reads the folder content/ that volunteers edit.
//
// In: a source folder. Out: the site's settings, the headers of all entries, a record for every person, and
// every problem at once; on demand, in the second pass, a person's header and text. What must not be
// published has been taken out before anything leaves this package. It never reads outside content/, and
// writes only to the scratch file that it is given and to the cache of photos.
//
//	Load, Reader, Check ─> walk ─> readProfile ─> read (open, split, decode, parse the text) ─> publish ─┬─> record
//	                                                                                                     └─> scratch file
package content

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"unicode"

	"golang.org/x/net/idna"

	"vigil/internal/diag"
	"vigil/internal/photo"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Source is an opened source folder. It is read-only and may be shared between goroutines.
type Source struct {
	root *os.Root // the folder content/
	when profile.When
	site Site

	photos *photo.Maker

	mentions   []mention      // in site.yaml
	languageAt []diag.Problem // where each language stands there

	scratch *scratch             // nil: nothing is kept for a second pass
	edited  bool                 // somebody may edit the files while this is in use
	alike   map[string]*likeness // of profiles that were compared; nil: it is not kept
	last    atomic.Pointer[folder]
}

// folder is one that was opened: finding it anew for every file in it takes three of four system calls.
type folder struct {
	dir  string
	root *os.Root
}

// opened is how files are opened: a pipe that took the place of one is not waited for, and without the flag package os
// would set it, see that it is of no use for files, and take it back, in four system calls.
const opened = os.O_RDONLY | syscall.O_NONBLOCK

// open opens a file below content/.
func (s *Source) open(name string) (*os.File, error) {
	dir, base := path.Split(name)
	if s.edited || dir == "" {
		return s.root.OpenFile(name, opened, 0)
	}
	f := s.last.Load()
	if f == nil || f.dir != dir {
		root, err := s.root.OpenRoot(path.Clean(dir))
		if err != nil {
			return nil, err
		}
		f = &folder{dir, root}
		s.last.Store(f) // the one before is closed when nobody holds it
	}
	file, err := f.root.OpenFile(base, opened, 0)
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		wrong.Path = name
	}
	return file, err
}

// Open opens the folder content/ of a source folder and reads its site.yaml and mirrors.yaml; problems in them come
// with the Source. The error is for I/O: no such folder, no permission.
func Open(dir string, when profile.When) (*Source, []diag.Problem, error) {
	// A link in a pull request could lead anywhere.
	if info, err := os.Lstat(path.Join(dir, "content")); err == nil && !info.IsDir() {
		return nil, nil, errors.New("content is a link or a file where a folder belongs: put the folder itself here")
	}
	root, err := os.OpenRoot(path.Join(dir, "content"))
	if err != nil {
		return nil, nil, fmt.Errorf("open content: %w", err)
	}
	s := &Source{root: root, when: when, photos: photo.NewMaker("")}
	problems, err := s.readSite()
	if err == nil {
		var more []diag.Problem
		more, err = s.readCopies()
		problems = append(problems, more...)
	}
	if err != nil {
		root.Close()
		return nil, nil, err
	}
	return s, problems, nil
}

// Close lets go of the folder.
func (s *Source) Close() error { return s.root.Close() }

// AtLanguage is a problem, still without rule and text, at the place in site.yaml where a language of the site stands.
func (s *Source) AtLanguage(i int) diag.Problem {
	if i < len(s.languageAt) {
		return s.languageAt[i]
	}
	return diag.Problem{Path: "content/site.yaml"}
}

// Site is the site's settings.
func (s *Source) Site() *Site { return &s.site }

// Site is content/site.yaml, where every key has a default, and mirrors.yaml.
type Site struct {
	Title       schema.Text
	BaseURL     string   // "": the site names no absolute address
	Languages   []string // the first is the main one
	Recognition string   // required or presumed
	Recognisers []string // organisations whose recognition counts; empty: any
	Groups      map[string]schema.Text
	Mirrors     []Mirror
	Copies      Copies // what was found at these addresses, from mirrors.yaml
	Repository  string
	Contact     schema.Text
	Licence     string
	Brand       Brand
	Security    Security
	PublicKey   string // of minisign, with which copies are checked; empty: the site is not signed
	FreshDays   int    // how long a copy counts on
	Renew       string // daily or weekly: how often a person's page gets a new as-of day

	SharePictures bool // a picture for each person's page, shown where it is shared
}

// maxLanguages is what a record has bits for.
const maxLanguages = 16

// maxGroups is far more than a site shows: each is a page in every language.
const maxGroups = 100

// Mirror is another place where the site stands.
type Mirror struct {
	URL  string // ends in "/"
	Kind string // in the words of site.yaml, or nothing
}

// Onion tells whether the address opens in Tor Browser alone.
func (m Mirror) Onion() bool {
	u, err := url.Parse(m.URL)
	return err == nil && strings.HasSuffix(strings.ToLower(u.Hostname()), ".onion")
}

// Onion is the site's first onion address, or "".
func (s *Site) Onion() string {
	for _, m := range s.Mirrors {
		if m.Onion() {
			return m.URL
		}
	}
	return ""
}

// Main is the site's main language.
func (s *Site) Main() string { return s.Languages[0] }

// Reachable tells whether readers can find those who keep the site. Where they cannot, no page invites them to.
func (s *Site) Reachable() bool { return s.Repository != "" || !s.Contact.IsZero() }

// Presumed tells whether everybody held counts as a political prisoner (content/pages/methodology.md).
func (s *Site) Presumed() bool { return s.Recognition == "presumed" }

var siteFields = schema.Table[Site]{
	{Name: "title", Help: "the site's name", Title: true, In: func(s *Site) any { return &s.Title }},
	{Name: "base_url", Help: "the main address, https://…; empty: none", Check: baseURL, In: func(s *Site) any { return &s.BaseURL }},
	{Name: "languages", Help: "language tags, the main one first", Check: SiteLanguage, In: func(s *Site) any { return &s.Languages }},
	{Name: "recognition", Help: "required: only whom a recogniser names; presumed: everybody held", Values: []string{"required", "presumed"},
		In: func(s *Site) any { return &s.Recognition }},
	{Name: "recognisers", Help: "slugs of organisations whose recognition counts; empty: any", Check: schema.Slug,
		In: func(s *Site) any { return &s.Recognisers }},
	{Name: "groups", Help: "key: label", In: func(s *Site) any { return &s.Groups }},
	{Name: "mirrors", Help: "other places of this site", In: func(s *Site) any { return schema.Rows(&s.Mirrors, mirrorFields) }},
	{Name: "repository", Help: "where the content is kept, https://…", Check: schema.URL, In: func(s *Site) any { return &s.Repository }},
	{Name: "contact", Help: "an address, a key, a link", In: func(s *Site) any { return &s.Contact }},
	{Name: "licence", Help: "of the content", In: func(s *Site) any { return &s.Licence }},
	{Name: "public_key", Help: "with which copies are checked, as vigil mirror keygen prints it", In: func(s *Site) any { return &s.PublicKey }},
	{Name: "fresh_days", Help: "for how many days a copy counts on by itself; afterwards it says how old it is", In: func(s *Site) any { return &s.FreshDays }},
	{Name: "renew", Help: "daily or weekly: how often a person's page gets a new day", Values: []string{"daily", "weekly"},
		In: func(s *Site) any { return &s.Renew }},
	{Name: "share_pictures", Help: "true: a picture with name and status for each person's page, shown where it is shared; needs base_url",
		In: func(s *Site) any { return &s.SharePictures }},
	{Name: "brand", Help: "a mark and two colours of one's own", In: func(s *Site) any { return schema.Struct(&s.Brand, brandFields) }},
	{Name: "security", Help: "whom to tell of a hole in the site", In: func(s *Site) any { return schema.Struct(&s.Security, securityFields) }},
}

var mirrorFields = schema.Table[Mirror]{
	{Name: "url", Help: "its address", Required: true, Check: baseURL, In: func(m *Mirror) any { return &m.URL }},
	{Name: "kind", Help: "https, onion, ipfs …", In: func(m *Mirror) any { return &m.Kind }},
}

var unreachable = diag.Rule{ID: "no-contact", Severity: diag.Warning, Help: "Who finds a mistake about themselves must be able to say so.",
	Mend: "Write contact: and an address, a key or a link into content/site.yaml."}

func baseURL(s string) error {
	_, err := BaseURL(s)
	return err
}

// SiteLanguage checks the tag of a language of the site. Each has a folder, so the tag must be a name that
// every system can store: four languages are called like devices of Windows.
func SiteLanguage(tag string) error {
	if err := schema.LanguageTag(tag); err != nil {
		return err
	}
	if len(tag) > 2 {
		return schema.Slug(strings.ToLower(tag))
	}
	return nil
}

// BaseURL checks and tidies an absolute address for the site: "" or one that ends in "/". It is ASCII, as feeds, sitemaps and
// headers want it: the names of hosts have other letters as xn--….
func BaseURL(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	if err := schema.URL(s); err != nil {
		return "", err
	}
	u, err := url.Parse(strings.TrimRight(s, "/"))
	if err == nil && strings.ContainsFunc(u.Host, func(r rune) bool { return r > unicode.MaxASCII }) {
		var host string
		host, err = idna.Lookup.ToASCII(u.Hostname())
		u.Host = strings.Replace(u.Host, u.Hostname(), host, 1) // a port may follow
	}
	if err != nil || strings.ContainsAny(s, "?#\"'<>`") || strings.Contains(u.Path, "//") { // paths are put behind it
		return "", &schema.Fault{Text: fmt.Sprintf("%q is not the address of a folder", s), Hint: "write https://, the host, and perhaps a path"}
	}
	return u.String() + "/", nil
}

func (s *Source) readSite() ([]diag.Problem, error) {
	s.site = Site{Recognition: "required", FreshDays: 14, Renew: "daily", Languages: []string{"en"}, Title: schema.Text{Main: "Vigil"}}
	const file = "site.yaml"
	doc, err := s.readYAML(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	doc.Decode(schema.Struct(&s.site, siteFields))
	for i, tag := range s.site.Languages {
		if tag != "" && slices.Index(s.site.Languages, tag) < i {
			doc.Report(schema.Duplicate, fmt.Sprintf("language %s stands twice", tag), "keep one", "languages", i)
		}
	}
	if len(s.site.Languages) > maxLanguages {
		doc.Report(schema.Value, fmt.Sprintf("languages: at most %d are possible", maxLanguages), "take some out", "languages", maxLanguages)
	}
	for i, tag := range s.site.Languages {
		if tag != "" {
			s.languageAt = append(s.languageAt, doc.Problem(diag.Rule{}, "", "", "languages", i))
		}
	}
	s.site.Languages = slices.DeleteFunc(s.site.Languages, func(tag string) bool { return tag == "" }) // reported
	if len(s.site.Languages) == 0 {
		s.site.Languages = []string{"en"}
	}
	for i, slug := range s.site.Recognisers {
		s.mentions = append(s.mentions, mentioned(organisation, slug, doc, "recognisers", i))
	}
	if n := len(s.site.Groups); n > maxGroups {
		doc.Report(schema.Value, fmt.Sprintf("groups: there are %d; at most %d are possible", n, maxGroups), "each has a list of people: take some out", "groups")
	}
	for _, key := range sortedKeys(s.site.Groups) {
		if err := schema.Slug(key); err != nil {
			doc.Report(schema.Value, "groups: "+err.Error(), hintOf(err), "groups", key)
		}
	}
	if !s.site.Reachable() {
		doc.Report(unreachable, "readers cannot reach this site: there is neither a contact nor a repository",
			"write contact: and an address, a key or a link; until then no page invites anyone to tell you")
	}
	s.site.Security.check(doc, s.when.Today)
	s.site.BaseURL, _ = BaseURL(s.site.BaseURL)
	for i := range s.site.Mirrors {
		s.site.Mirrors[i].URL, _ = BaseURL(s.site.Mirrors[i].URL)
	}
	return doc.Problems, nil
}

// readYAML reads a file that is all YAML. What is no plain file is not opened; walker.top reports it.
func (s *Source) readYAML(name string) (*schema.Doc, error) {
	if info, err := s.root.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return &schema.Doc{Path: path.Join("content", name)}, nil
	}
	data, large, err := s.readBytes(name, MaxYAML)
	if err != nil {
		return nil, err
	}
	at := path.Join("content", name)
	f := &file{path: at}
	if large {
		f.say(tooLarge, 0, 0, fmt.Sprintf("the file is larger than %d bytes", MaxYAML), "split it")
	}
	if large || !f.visible(data) {
		return &schema.Doc{Path: at, Problems: f.wrong}, nil
	}
	return schema.Parse(at, data, 1), nil
}

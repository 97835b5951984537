package content

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/markdown"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Library is everything that the first pass keeps: the small kinds whole, without their texts, and a
// record for everybody.
type Library struct {
	Site          *Site
	Countries     map[string]*Entry[Country]      // by country code
	Prisons       map[string]*Entry[Prison]       // by cc/slug
	Articles      map[string]Article              // by code
	Officials     map[string]*Entry[Official]     // by cc/slug
	Organisations map[string]*Entry[Organisation] // by slug
	Pages         map[string]*Entry[Page]         // by slug
	News          map[string]*Entry[News]         // by date and slug
	Reported      []Reported
	People        []profile.Record  // by country and slug; the unnamed of a country come first
	Photos        map[string]*Photo // of published people, by cc/slug
	Former        map[string]string // former cc/slug -> cc/slug
	Absent        map[string]bool   // cc/slug, also former, that a text may name though there is no page: a mistake has been reported there, or nothing was known yet
	Past          bool              // there are facts after the as-of day: the site shows an earlier one
	Links         []Links           // of texts to the site itself, by path

	mentions []mention // of people, in the news
}

// Entry is one file of a small kind and its translations.
type Entry[T any] struct {
	Key  string
	Head T
	In   map[string]T // text fields of the translations, by language

	group   group
	digests map[string]uint64 // of the files as the first pass saw them, by language; "" is the main one
}

// Text is a text field in a language: from the translation file, else from the field itself. It says in
// which language the text is.
func (e *Entry[T]) Text(lang, main string, field func(*T) schema.Text) (text, in string) {
	if t, ok := e.In[lang]; ok {
		if f := field(&t); f.Main != "" {
			return f.Main, lang
		}
	}
	return field(&e.Head).For(lang, main)
}

// Body is a Markdown text and the language that it is in.
type Body struct {
	Lang string
	Text []byte

	path  string // of the file, and the text's links to the site itself, in the first pass
	links []markdown.Link
}

// Body reads an entry's text in a language, or in the main one where there is none. A file that is no
// longer what the first pass saw gives ErrChanged.
func (e *Entry[T]) Body(s *Source, lang string) (Body, error) {
	if lang != s.site.Main() && slices.Contains(e.group.langs, lang) {
		if f, err := e.again(s, lang); err != nil || !f.blank() {
			return f.in(lang), err
		}
	}
	f, err := e.again(s, "")
	return f.in(s.site.Main()), err
}

// again reads a file of the entry for the second pass; lang "" is the main one.
func (e *Entry[T]) again(s *Source, lang string) (*file, error) {
	f, err := s.readMarkdown(e.group.path(lang))
	if err == nil && f.digest != e.digests[lang] {
		err = fmt.Errorf("%s: %w", sourcePath(e.group.path(lang)), ErrChanged)
	}
	if err != nil {
		return &file{}, err
	}
	return f, nil
}

// Path is the entry's main file, relative to the source folder.
func (e *Entry[T]) Path() string { return "content/" + e.group.path("") }

// Small reads every kind but profiles.
func (s *Source) Small() (*Library, []diag.Problem, error) {
	l := &Library{Site: &s.site, Articles: map[string]Article{}, Photos: map[string]*Photo{}, Former: map[string]string{}}
	w := &walker{s: s}
	var err error
	step := func(f func() error) {
		if err == nil {
			err = f()
		}
	}
	step(w.top)
	step(func() (err error) {
		l.Countries, err = readKind(w, "countries", schema.Country, countryFields, lookCountry)
		return
	})
	step(func() (err error) { l.Prisons, err = readByCountry(w, "prisons", prisonFields, lookPrison); return })
	step(func() (err error) {
		l.Officials, err = readByCountry(w, "officials", officialFields, lookOfficial)
		return
	})
	step(func() (err error) {
		l.Organisations, err = readKind(w, "organisations", schema.Slug, organisationFields, lookOrganisation)
		return
	})
	step(func() (err error) { l.Pages, err = readKind(w, "pages", pageSlug, pageFields, lookPage); return })
	step(func() (err error) { l.News, err = readKind(w, "news", newsSlug, newsFields, lookNews); return })
	step(func() error { return w.laws(l.Articles) })
	step(func() (err error) { l.Reported, err = w.reported(); return })
	if err != nil {
		return nil, nil, err
	}
	l.Past = s.cut(l)
	l.Links = w.links
	l.mentions = slices.DeleteFunc(slices.Clone(w.mentions), func(m mention) bool { return m.of != person || m.name == "" })
	return l, append(w.problems, s.organisations(l, w.mentions)...), nil
}

// newsDate is the day in the name of a statement's file; none if the name has no such day, which is reported.
func newsDate(name string) (d profile.Date) {
	if len(name) > 10 {
		d, _ = profile.ParseDate(name[:10])
	}
	return d
}

// cut leaves of the small kinds what was there on the as-of day: news, reported numbers and sanctions. It tells
// whether anything came later.
func (s *Source) cut(l *Library) (later bool) {
	ahead := func(d profile.Date) bool {
		yes := !d.IsZero() && d.Earliest() > s.when.AsOf
		later = later || yes
		return yes
	}
	maps.DeleteFunc(l.News, func(key string, _ *Entry[News]) bool { return ahead(newsDate(key)) })
	l.Reported = slices.DeleteFunc(l.Reported, func(r Reported) bool { return ahead(r.Date) })
	for _, e := range l.Officials {
		e.Head.Sanctions = slices.DeleteFunc(e.Head.Sanctions, func(x Sanction) bool { return ahead(x.Date) })
	}
	return later
}

// taken are the names of pages that Vigil makes itself.
var taken = []string{"404", "letters", "mirrors", "numbers", "search"}

func pageSlug(name string) error {
	if slices.Contains(taken, name) {
		return &schema.Fault{Text: fmt.Sprintf("%s.html is a page that Vigil makes", name), Hint: "choose another name"}
	}
	return schema.Slug(name)
}

func newsSlug(name string) error {
	if len(name) < 12 || name[10] != '-' {
		return &schema.Fault{Text: fmt.Sprintf("%q has no date in front", name), Hint: "name it like 2026-01-31-a-short-title.md"}
	}
	if d, err := profile.ParseDate(name[:10]); err != nil || !d.Exact() {
		return &schema.Fault{Text: fmt.Sprintf("%q has no date in front", name), Hint: "name it like 2026-01-31-a-short-title.md"}
	}
	return schema.Slug(name)
}

func readByCountry[T any](w *walker, dir string, table schema.Table[T], look look[T]) (map[string]*Entry[T], error) {
	out := map[string]*Entry[T]{}
	ccs, err := w.folders(dir)
	for _, cc := range ccs {
		if err != nil {
			break
		}
		var in map[string]*Entry[T]
		in, err = readKind(w, dir+"/"+cc, schema.Slug, table, look)
		for slug, e := range in {
			e.Key = cc + "/" + slug
			out[e.Key] = e
		}
	}
	return out, err
}

// look checks what a field table cannot say of a kind.
type look[T any] func(w *walker, doc *schema.Doc, head *T)

// readKind reads a folder of Markdown files of one kind, with their translations.
func readKind[T any](w *walker, dir string, form func(string) error, table schema.Table[T], look look[T]) (map[string]*Entry[T], error) {
	groups, err := w.groups(dir, form, false)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*Entry[T], len(groups))
	translatable := table.Translatable()
	for _, g := range groups {
		e := &Entry[T]{Key: g.name, In: map[string]T{}, group: g, digests: map[string]uint64{}}
		out[g.name] = e
		f, err := readInto(w, g.path(""), &e.Head, table, look)
		if err != nil {
			return nil, err
		}
		e.digests[""] = f.digest
		bodies := []Body{f.in(w.s.site.Main())}
		for _, lang := range g.langs {
			var t T
			f, err := readInto(w, g.path(lang), &t, translatable, nil)
			if err != nil {
				return nil, err
			}
			e.In[lang], e.digests[lang] = t, f.digest
			if !f.blank() {
				bodies = append(bodies, f.in(lang))
			}
			w.language(lang, g.path(lang))
		}
		w.links = append(w.links, w.s.site.links(bodies)...)
	}
	return out, nil
}

// readInto reads one file and checks its header and its text.
func readInto[T any](w *walker, at string, into *T, table schema.Table[T], look look[T]) (*file, error) {
	f, err := w.s.readMarkdown(at)
	if err != nil {
		return nil, err
	}
	f.path = "content/" + at
	for i := range f.problems {
		f.problems[i].Path = f.path
	}
	w.problems = append(w.problems, f.problems...)
	if f.unreadable {
		return f, nil
	}
	doc := schema.Parse(f.path, f.header, f.headerLine)
	decode(doc, into, table)
	if look != nil {
		look(w, doc, into)
	}
	w.problems = append(w.problems, doc.Problems...)
	w.problems = append(w.problems, f.checkBody()...)
	return f, nil
}

// decode fills a struct from a header; an empty header lacks whatever is required.
func decode[T any](doc *schema.Doc, into *T, table schema.Table[T]) {
	if doc.Decode(schema.Struct(into, table)) || len(doc.Problems) > 0 {
		return
	}
	for _, field := range table {
		if field.Required {
			doc.Report(schema.Missing, fmt.Sprintf("missing required field %q", field.Name), field.Help)
		}
	}
}

var otherLanguage = diag.Rule{ID: "other-language", Severity: diag.Warning, Help: "A translation is shown once its language stands in site.yaml."}

func (w *walker) language(lang, at string) {
	if lang == w.s.site.Main() {
		w.say(fileType, at, fmt.Sprintf("%s is the site's main language, and no translation", lang), "put the text into the main file, or change languages: in content/site.yaml")
	}
	if !slices.Contains(w.s.site.Languages, lang) {
		w.say(otherLanguage, at, fmt.Sprintf("the site has no language %s", lang), "add it to languages: in content/site.yaml")
	}
}

func (w *walker) laws(into map[string]Article) error {
	es, err := w.entries("laws")
	for _, e := range es {
		at := "laws/" + e.Name()
		cc, isYAML := strings.CutSuffix(e.Name(), ".yaml")
		if !w.regular(e, at) {
			continue
		}
		if !isYAML || schema.Country(cc) != nil {
			w.say(fileType, at, "this kind of file does not belong here", "here belong <country code>.yaml, like by.yaml")
			continue
		}
		doc, err := w.s.readYAML(at)
		if err != nil {
			return err
		}
		var articles map[string]Article
		doc.Decode(schema.Map(&articles, schema.ArticleCode, articleFields))
		for _, code := range sortedKeys(articles) {
			if !strings.EqualFold(code[:min(2, len(code))], cc) {
				doc.Report(schema.Value, fmt.Sprintf("%s is not an article of %s", code, strings.ToUpper(cc)), "move it to the file of its country", code)
			}
			into[code] = articles[code]
		}
		w.problems = append(w.problems, doc.Problems...)
	}
	return err
}

func (w *walker) reported() ([]Reported, error) {
	doc, err := w.s.readYAML("reported.yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var rows []Reported
	doc.Decode(schema.Rows(&rows, reportedFields))
	for i := range rows {
		lookReported(w, doc, i, &rows[i])
	}
	w.problems = append(w.problems, doc.Problems...)
	slices.SortStableFunc(rows, func(a, b Reported) int {
		return cmp.Compare(a.Date.Earliest(), b.Date.Earliest())
	})
	return rows, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

func sourcePath(parts ...string) string { return path.Join(append([]string{"content"}, parts...)...) }

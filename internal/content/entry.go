package content

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Entry is one file of any kind but profiles, and its translations.
type Entry[T any] struct {
	Key  string
	Head T
	In   map[string]T // text fields of the translations, by language

	path    string // of the main file, relative to the source folder
	scratch int64  // where the scratch file keeps the texts
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

// Body gives an entry's text in a language, or in the main one where there is none.
func (e *Entry[T]) Body(s *Source, lang string) (Body, error) {
	bodies, err := restore[[]Body](s, e.scratch, usualEntry)
	if err != nil {
		return Body{}, fmt.Errorf("%s: %w", e.Path(), err)
	}
	return bodies[bodyIn(bodies, lang)], nil
}

// Path is the entry's main file, relative to the source folder.
func (e *Entry[T]) Path() string { return e.path }

// entries reads every kind but profiles.
func (s *Source) entries() (*Library, diag.List, error) {
	l := &Library{Site: &s.site, Articles: map[string]Article{}, Outdated: map[string][]string{}}
	w := &walker{s: s, outdated: l.Outdated}
	var errs [9]error
	errs[0] = w.top()
	l.Countries, errs[1] = readKind(w, "countries", schema.Country, countryFields, nil)
	l.Prisons, errs[2] = readByCountry(w, "prisons", prisonFields, checkPrison)
	l.Officials, errs[3] = readByCountry(w, "officials", officialFields, checkOfficial)
	l.Organisations, errs[4] = readKind(w, "organisations", schema.Slug, organisationFields, checkOrganisation)
	l.Pages, errs[5] = readKind(w, "pages", pageSlug, pageFields, nil)
	l.News, errs[6] = readKind(w, "news", newsSlug, newsFields, checkNews)
	errs[7] = w.laws(l.Articles)
	l.Reported, errs[8] = w.reported()
	if err := cmp.Or(errs[:]...); err != nil {
		return nil, diag.List{}, err
	}
	l.Past = s.dropLater(l)
	l.Links = w.links
	l.valid = targets{sortedKeys(l.Prisons), sortedKeys(l.Officials), sortedKeys(l.Organisations), sortedKeys(l.Site.Groups)}
	w.problems.Add(s.organisations(l, w.mentions)...)
	l.mentions = slices.DeleteFunc(w.mentions, func(m mention) bool { return m.of != person || m.name == "" })
	return l, w.problems, nil
}

// newsDate is the day in the name of a statement's file; none if the name has no such day, which is reported.
func newsDate(name string) (d profile.Date) {
	if len(name) > 10 {
		d, _ = profile.ParseDate(name[:10])
	}
	return d
}

// dropLater leaves of the entries what was there on the as-of day: news, reported numbers and sanctions. It tells
// whether anything came later.
func (s *Source) dropLater(l *Library) (later bool) {
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
var taken = []string{"404", "data", "letters", "mirrors", "needs", "numbers", "search", "writing"}

func pageSlug(name string) error {
	if slices.Contains(taken, name) {
		return &schema.Fault{Text: fmt.Sprintf("%s.html is a page that Vigil makes", name), Hint: "choose another name"}
	}
	return schema.Slug(name)
}

func newsSlug(name string) error {
	if len(name) < 12 || name[10] != '-' || !newsDate(name).Exact() {
		return &schema.Fault{Text: fmt.Sprintf("%q has no date in front", name), Hint: "name it like 2026-01-31-a-short-title.md"}
	}
	return schema.Slug(name)
}

func readByCountry[T any](w *walker, dir string, table schema.Table[T], check check[T]) (map[string]*Entry[T], error) {
	out := map[string]*Entry[T]{}
	ccs, err := w.folders(dir)
	if err != nil {
		return nil, err
	}
	for _, cc := range ccs {
		in, err := readKind(w, dir+"/"+cc, schema.Slug, table, check)
		if err != nil {
			return nil, err
		}
		for slug, e := range in {
			e.Key = cc + "/" + slug
			out[e.Key] = e
		}
	}
	return out, nil
}

// check is for what a field table cannot say of a kind; nil: nothing.
type check[T any] func(w *walker, doc *schema.Doc, head *T)

// readKind reads a folder of Markdown files of one kind, with their translations.
func readKind[T any](w *walker, dir string, form func(string) error, table schema.Table[T], check check[T]) (map[string]*Entry[T], error) {
	groups, err := w.groups(dir, form, false)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*Entry[T], len(groups))
	translatable := table.Translatable()
	for _, g := range groups {
		e := &Entry[T]{Key: g.name, In: map[string]T{}, path: sourcePath(g.path(""))}
		out[g.name] = e
		d, err := read(w.s, g.path(""), &e.Head, table)
		if err != nil {
			return nil, err
		}
		original := d
		if !d.unreadable {
			for _, f := range table {
				if day, ok := f.In(&e.Head).(*profile.Date); ok { // of what has happened
					w.s.when.HasCome(*day, d.Doc, f.Name)
				}
			}
			if check != nil {
				check(w, d.Doc, &e.Head)
			}
		}
		w.problems.Add(d.problems()...)
		bodies, files := []Body{d.in(w.s.site.Main())}, d.seen
		for _, lang := range g.langs {
			var t T
			d, err := read(w.s, g.path(lang), &t, translatable)
			if err != nil {
				return nil, err
			}
			w.problems.Add(d.problems()...)
			e.In[lang], files = t, append(files, d.seen...)
			if d.outdated(original) {
				w.outdated[e.path] = append(w.outdated[e.path], lang)
			}
			if !d.blank() {
				bodies = append(bodies, d.in(lang))
			}
			w.problems.Add(w.s.wrongLanguage(lang, g.path(lang))...)
		}
		if e.scratch, err = save(w.s, bodies, files); err != nil {
			return nil, err
		}
		w.links = append(w.links, w.s.site.links(bodies)...)
	}
	return out, nil
}

var otherLanguage = diag.Rule{ID: "other-language", Severity: diag.Warning, Help: "A translation is shown once its language stands in site.yaml.",
	Mend: "Add the language to languages: in content/site.yaml, or take the translation out."}

// wrongLanguage says of a translation's language that it is not one of the others of the site.
func (s *Source) wrongLanguage(lang, at string) []diag.Problem {
	p := diag.Problem{Path: sourcePath(at), Rule: otherLanguage}
	switch {
	case lang == s.site.Main():
		p.Rule, p.Text = fileType, fmt.Sprintf("%s is the site's main language, and no translation", lang)
		p.Hint = "put the text into the main file, or change languages: in content/site.yaml"
	case !slices.Contains(s.site.Languages, lang):
		p.Text, p.Hint = fmt.Sprintf("the site has no language %s", lang), "add it to languages: in content/site.yaml"
	default:
		return nil
	}
	return []diag.Problem{p}
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
		w.problems.Add(doc.Problems...)
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
		checkReported(w, doc, i, &rows[i])
	}
	w.problems.Add(doc.Problems...)
	slices.SortStableFunc(rows, func(a, b Reported) int {
		return cmp.Compare(a.Date.Earliest(), b.Date.Earliest())
	})
	return rows, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// sourcePath is a path below content/ from the source folder.
func sourcePath(at string) string { return "content/" + at }

package render

import (
	"fmt"
	"html/template"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/minify/v2/svg"

	"vigil/internal/lang"
	"vigil/internal/tmpl"
)

// shared are the files with what every page is made with; tops are the templates in them that pages begin and end with.
var (
	shared = []string{"layout.html", "parts.html", "write.html"}
	tops   = []string{"head", "menu", "notices", "foot"}
)

// own are the files with what pages of one kind show.
func own() (files []string) {
	for _, v := range views {
		if v.template != "" {
			files = append(files, v.template)
		}
	}
	slices.Sort(files)
	return slices.Compact(files)
}

// preparation is what is done to the text of a template before it is parsed.
type preparation func(src []byte) ([]byte, error)

func shortened(src []byte) ([]byte, error) { return minifier.Bytes("text/html", src) }
func asWritten(src []byte) ([]byte, error) { return src, nil }

// group is a set of templates in which each name stands once: those of all pages, and those in files, which are of some pages.
type group struct {
	all   *template.Template
	files []string
}

// parseTemplates parses the templates. Those of all kinds of pages are in one group, which is quicker, but for a file with a template
// whose name is taken: this one is for that kind of page alone, as in html/template the last one of a name counts. The errors are the
// first of each file.
func parseTemplates(templates fs.FS, funcs template.FuncMap, prepare preparation) (groups []*group, errs []error) {
	base := template.New("").Option("missingkey=error").Funcs(funcs)
	for _, name := range shared {
		file, err := parseTemplate(templates, name, funcs, prepare)
		if err == nil {
			err = add(base, file)
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	most := &group{all: template.Must(base.Clone())} // a clone fails only after executing
	groups = []*group{most}
	for _, name := range own() {
		file, err := parseTemplate(templates, name, funcs, prepare)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		g := most
		if slices.ContainsFunc(file.Templates(), func(t *template.Template) bool { return most.all.Lookup(t.Name()) != nil }) {
			g = &group{all: template.Must(base.Clone())}
			groups = append(groups, g)
		}
		if err := add(g.all, file); err != nil {
			errs = append(errs, err)
			continue
		}
		g.files = append(g.files, name)
	}
	return groups, errs
}

func parseTemplate(templates fs.FS, name string, funcs template.FuncMap, prepare preparation) (*template.Template, error) {
	src, err := fs.ReadFile(templates, name)
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	if src, err = prepare(src); err != nil {
		return nil, fmt.Errorf("templates: %s: %w", name, err)
	}
	file, err := template.New(name).Funcs(funcs).Parse(string(src))
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	return file, nil
}

// add puts the templates of a file among others.
func add(others, file *template.Template) error {
	for _, t := range file.Templates() {
		if _, err := others.AddParseTree(t.Name(), t.Tree); err != nil {
			return fmt.Errorf("templates: %w", err)
		}
	}
	return nil
}

// setsOf makes the sets of one language, for each file of a page's own.
func setsOf(groups []*group, funcs template.FuncMap) (map[string]*tmpl.Set, error) {
	sets := map[string]*tmpl.Set{}
	for _, g := range groups {
		set, err := setOf(g, funcs)
		if err != nil {
			return nil, fmt.Errorf("templates: %w", err)
		}
		for _, name := range g.files {
			sets[name] = set
		}
	}
	return sets, nil
}

// setOf escapes all templates together: html/template makes a copy of a template for each context in which it is called, and what
// came of one that was escaped before would depend on which page came first.
func setOf(g *group, funcs template.FuncMap) (*tmpl.Set, error) {
	t, err := g.all.Clone()
	if err != nil {
		return nil, err
	}
	const every = "(every page)" // a name that no template has
	// Each call by itself: what begins behind a template that does not end where text stands would be taken for a part of it.
	calls := `{{if false}}{{template "` + strings.Join(slices.Concat(tops, g.files), `"}}{{end}}{{if false}}{{template "`) + `"}}{{end}}`
	if _, err = t.Funcs(funcs).New(every).Parse(calls); err != nil {
		return nil, err
	}
	set, err := tmpl.New(t, funcs)
	if err != nil {
		return nil, err
	}
	return set, set.Try(every)
}

// Broken says what is wrong with the templates, as far as that is known without a page: of each file the first error.
func Broken(l *lang.Language, templates fs.FS) (errs []error) {
	if _, err := parseHosts(templates); err != nil {
		errs = append(errs, err)
	}
	groups, more := parseTemplates(templates, functions(l), asWritten)
	errs = append(errs, more...)
	for _, g := range groups {
		set, err := tmpl.New(g.all, functions(l))
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, name := range slices.Concat(tops, g.files) {
			if err := set.Try(name); err != nil {
				errs = append(errs, err)
			}
		}
	}
	return errs
}

// minifier works on templates when they are parsed, so that pages need not be minified one by one.
var minifier = func() *minify.M {
	m := minify.New()
	m.Add("text/html", &html.Minifier{KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true, KeepDefaultAttrVals: true,
		TemplateDelims: html.GoTemplateDelims})
	m.AddFunc("text/css", css.Minify)
	m.AddFuncRegexp(regexp.MustCompile("javascript$"), js.Minify)
	m.AddFunc("image/svg+xml", svg.Minify)
	return m
}()

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

// smaller is what a template is made before it is parsed.
type smaller func(src []byte) ([]byte, error)

func shortened(src []byte) ([]byte, error) { return minifier.Bytes("text/html", src) }
func asWritten(src []byte) ([]byte, error) { return src, nil }

// parseTemplates parses the templates of all kinds of pages together. The errors are the first of each file.
func parseTemplates(templates fs.FS, funcs template.FuncMap, small smaller) (all *template.Template, errs []error) {
	all = template.New("").Option("missingkey=error").Funcs(funcs)
	for _, name := range slices.Concat(shared, own()) {
		if err := parseTemplate(all, templates, name, funcs, small); err != nil {
			errs = append(errs, fmt.Errorf("templates: %w", err))
		}
	}
	return all, errs
}

// parseTemplate adds to all the templates of a file. The names of two files must be different ones.
func parseTemplate(all *template.Template, templates fs.FS, name string, funcs template.FuncMap, small smaller) error {
	src, err := fs.ReadFile(templates, name)
	if err == nil {
		if src, err = small(src); err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
	}
	if err != nil {
		return err
	}
	file, err := template.New(name).Funcs(funcs).Parse(string(src))
	if err != nil {
		return err
	}
	for _, t := range file.Templates() {
		if all.Lookup(t.Name()) != nil {
			return fmt.Errorf("template:%s: %q is defined in another file, too: give it a name of its own", name, t.Name())
		}
		if _, err := all.AddParseTree(t.Name(), t.Tree); err != nil {
			return err
		}
	}
	return nil
}

// setOf makes the set of one language. All templates are escaped here, together: html/template makes a copy of a template for each
// context in which it is called, and what came of one that was escaped before would depend on which page came first.
func setOf(all *template.Template, funcs template.FuncMap) (*tmpl.Set, error) {
	t, err := all.Clone()
	if err != nil {
		return nil, err
	}
	const every = "every"
	calls := `{{if false}}{{template "` + strings.Join(slices.Concat(tops, own()), `"}}{{template "`) + `"}}{{end}}`
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
	all, more := parseTemplates(templates, functions(l), asWritten)
	errs = append(errs, more...)
	set, err := tmpl.New(all, functions(l))
	if err != nil {
		return append(errs, err)
	}
	for _, name := range slices.Concat(tops, own()) {
		if all.Lookup(name) == nil {
			continue // its file is one of those that are broken
		}
		if err := set.Try(name); err != nil {
			errs = append(errs, err)
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

package diff

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"

	"vigil/internal/compile"
	"vigil/internal/content"
	"vigil/internal/schema"
	"vigil/internal/site"
)

// texts compares everything that is no profile.
func (c *comparison) texts() error {
	b, a := c.before.Library, c.after.Library
	err := cmp.Or(
		entries(c, "country", b.Countries, a.Countries, func(e *content.Entry[content.Country]) string {
			return cmp.Or(c.in(e.Head.Name), strings.ToUpper(e.Key))
		}),
		entries(c, "prison", b.Prisons, a.Prisons, func(e *content.Entry[content.Prison]) string { return c.in(e.Head.Name) }),
		entries(c, "official", b.Officials, a.Officials, func(e *content.Entry[content.Official]) string { return e.Head.Name }),
		entries(c, "organisation", b.Organisations, a.Organisations, func(e *content.Entry[content.Organisation]) string { return e.Head.Name }),
		entries(c, "page", b.Pages, a.Pages, func(e *content.Entry[content.Page]) string { return c.in(e.Head.Title) }),
		entries(c, "news", b.News, a.News, func(e *content.Entry[content.News]) string { return c.in(e.Head.Title) }),
	)
	c.articles()
	c.reported()
	if !reflect.DeepEqual(b.Site, a.Site) {
		c.Texts = append(c.Texts, Text{Kind: "settings", Key: "site.yaml", Change: Corrected})
	}
	return err
}

// in is a text in the site's main language.
func (c *comparison) in(t schema.Text) string {
	main := c.after.Library.Site.Main()
	text, _ := t.For(main, main)
	return text
}

// entries compares the files of a kind.
func entries[T any](c *comparison, kind string, was, is map[string]*content.Entry[T], name func(*content.Entry[T]) string) error {
	return each(was, is, func(key string, a, b *content.Entry[T]) error {
		if b == nil {
			c.Texts = append(c.Texts, Text{Kind: kind, Key: key, Change: Withdrawn})
			return nil
		}
		text := Text{Kind: kind, Key: key, Name: name(b), URL: c.url(site.PageOf(b.Path())), Change: Added}
		if a != nil {
			same, err := sameEntry(c, a, b)
			if err != nil || same {
				return err
			}
			text.Change = Corrected
		}
		c.Texts = append(c.Texts, text)
		return nil
	})
}

// each goes through the keys of both maps; what one of them lacks is nil.
func each[V any](was, is map[string]*V, do func(key string, a, b *V) error) error {
	for _, key := range sortedKeys(was, is) {
		if err := do(key, was[key], is[key]); err != nil {
			return err
		}
	}
	return nil
}

func sameEntry[T any](c *comparison, a, b *content.Entry[T]) (bool, error) {
	if !reflect.DeepEqual(a.Head, b.Head) || !reflect.DeepEqual(a.In, b.In) {
		return false, nil
	}
	for _, lang := range c.after.Library.Site.Languages {
		var html [2]content.Body
		for i, side := range []struct {
			in *compile.Input
			e  *content.Entry[T]
		}{{c.before, a}, {c.after, b}} {
			var err error
			if html[i], err = side.e.Body(side.in.Source, lang); err != nil {
				return false, err
			}
		}
		if html[0].HTML != html[1].HTML {
			return false, nil
		}
	}
	return true, nil
}

// articles compares the laws, article by article: one has a page where somebody is charged under it.
func (c *comparison) articles() {
	of := func(l *content.Library) map[string]*content.Article {
		out := map[string]*content.Article{}
		for code, x := range l.Articles {
			out[code] = &x
		}
		return out
	}
	_ = each(of(c.before.Library), of(c.after.Library), func(code string, a, b *content.Article) error {
		text := Text{Kind: "article", Key: code, Change: changed(a, b)}
		if b != nil {
			text.Name = code + " " + c.in(b.Title)
			if l := c.after.Site.List(site.OfArticle, strings.ToLower(code[:2]), code); l != nil {
				text.URL = c.url(l.Path)
			}
		}
		if !reflect.DeepEqual(a, b) {
			c.Texts = append(c.Texts, text)
		}
		return nil
	})
}

// reported compares the numbers that others published, by whom, of where, when, and what they counted.
func (c *comparison) reported() {
	of := func(l *content.Library) map[string]*content.Reported {
		out, times := map[string]*content.Reported{}, map[string]int{}
		for _, r := range l.Reported {
			where, by := "", c.in(r.By)
			if r.Country != "" {
				where = " in " + strings.ToUpper(r.Country)
			}
			if o := l.Organisations[by]; o != nil {
				by = o.Head.Name
			}
			key := fmt.Sprintf("%s%s, %s, by %s", c.in(r.Definition), where, r.Date, by)
			for first := key; out[key] != nil; { // the same twice
				times[first]++
				key = fmt.Sprintf("%s (%d)", first, times[first]+1)
			}
			out[key] = &r
		}
		return out
	}
	_ = each(of(c.before.Library), of(c.after.Library), func(key string, a, b *content.Reported) error {
		if reflect.DeepEqual(a, b) {
			return nil
		}
		text := Text{Kind: "reported number", Key: key, Change: changed(a, b)}
		if b != nil {
			text.Name, text.URL, text.Says = text.Key, c.url("numbers.html"), grouped(int64(b.Number))
			if a != nil && a.Number != b.Number {
				text.Says = grouped(int64(a.Number)) + " → " + text.Says
			}
		}
		c.Texts = append(c.Texts, text)
		return nil
	})
}

func changed[T any](a, b *T) Change {
	switch {
	case a == nil:
		return Added
	case b == nil:
		return Withdrawn
	}
	return Corrected
}

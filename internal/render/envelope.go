package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil/internal/content"
	"vigil/internal/lang"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// envelope is what stands on a letter, line by line: the recipient, then the address.
type envelope struct {
	Lines Words  // as people in the country write it
	Latin string // the same in Latin letters; "" where Lines are in them, or nobody has written it so
	State string // the country in the page's language, for post from elsewhere; "" where the address names it
	Size  string // " long" or " long longest": how small the letters must be, so that a label holds all of it
}

// envelope gives the envelope of somebody to whom one can write by post; nil for others.
func (c *composer) envelope(q *content.Quote, r *profile.Record) *envelope {
	if !c.site.CanWrite(r) {
		return nil
	}
	country := r.Country.String()
	native, latin := c.ownAddress(q.Letters.Address, country)
	name, latinName := c.recipient(q, r)
	if prison := c.site.Prisons[r.Place()]; prison != nil {
		if native+latin == "" && !r.Has(profile.Online) {
			native, latin = prison.Head.Address.Native, prison.Head.Address.Latin
		}
		if prison.Head.Letters.BirthYear && !r.Born.IsZero() {
			year := ", " + r.Born.String()[:4]
			name.Text += year
			latinName += year
		}
	}
	e := &envelope{Lines: name}
	switch {
	case native+latin == "":
		return nil
	case native == "" && latinName != name.Text:
		e.Lines.Text += "\n" + latinName + "\n" + latin
	case native == "":
		e.Lines.Text += "\n" + latin
	default:
		e.Lines.Text += "\n" + native
		if latin != "" && latin != native {
			e.Latin = latinName + "\n" + latin
		}
	}
	if state := c.countryName(country); !strings.Contains(strings.ToLower(native+"\n"+latin), strings.ToLower(state)) {
		e.State = state
	}
	switch {
	case e.rows(42) > 8:
		e.Size = " long longest"
	case e.rows(34) > 6:
		e.Size = " long"
	}
	return e
}

// rows is how many lines of so many letters it takes.
func (e *envelope) rows(letters int) (n int) {
	for line := range strings.SplitSeq(e.Lines.Text+"\n"+e.State, "\n") {
		n += 1 + utf8.RuneCountInString(line)/letters
	}
	return n
}

// recipient is somebody's name as people in the country write it, and in Latin letters.
func (c *composer) recipient(q *content.Quote, r *profile.Record) (native Words, latin string) {
	best := -1
	see := func(name, tag string) {
		if n := c.r.nearness(r.Country.String(), tag); n > best {
			best, native = n, Words{Text: name, Lang: tag}
		}
		if latin == "" && isLatin(name) {
			latin = name
		}
	}
	for i, l := range c.site.Languages {
		if name := r.Name(i); i == 0 || name != r.Name(0) { // else nobody has written it in this one
			see(name, l.Tag())
		}
	}
	for _, tag := range sortedKeys(q.Names) {
		see(q.Names[tag], tag)
	}
	if latin == "" {
		latin = native.Text
	}
	return native, latin
}

// ownAddress takes an address apart that the profile itself gives.
func (c *composer) ownAddress(t schema.Text, country string) (native, latin string) {
	best := -1
	see := func(text, tag string) {
		switch n := c.r.nearness(country, tag); {
		case text == "":
		case isLatin(text) && latin == "":
			latin = text
		case !isLatin(text) && n > best:
			best, native = n, text
		}
	}
	see(t.Main, c.site.Site.Main())
	for _, tag := range sortedKeys(t.By) {
		see(t.By[tag], tag)
	}
	return native, latin
}

// isLatin tells whether all letters of a text are Latin.
func isLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) })
}

// nearness says how near a language is to how people of a country write their names: by the country's file, else by
// where the language is at home and by its script.
func (r *Renderer) nearness(country, tag string) int {
	key := [2]string{country, tag}
	if n, ok := r.near.Load(key); ok {
		return n.(int)
	}
	n := 0
	switch script, home := lang.Native(tag, country); {
	case home:
		n = 2
	case script:
		n = 1
	}
	if e := r.site.Library.Countries[country]; e != nil {
		if i := slices.Index(e.Head.Native, tag); i >= 0 {
			n = 3 + len(e.Head.Native) - i
		}
	}
	r.near.Store(key, n)
	return n
}

// prisonOf is the prison where somebody is held, if there is a file of it.
func (c *composer) prisonOf(r *profile.Record) *content.Entry[content.Prison] {
	return c.site.Prisons[r.Place()]
}

// letterRules are what the prison says about letters, else the country.
func (c *composer) letterRules(r *profile.Record) Words {
	main, tag := c.site.Site.Main(), c.lang.Tag()
	if e := c.prisonOf(r); e != nil {
		if w := c.in(e.Text(tag, main, func(x *content.Prison) schema.Text { return x.Letters.Rules })); w.Text != "" {
			return w
		}
	}
	if e := c.site.Library.Countries[r.Country.String()]; e != nil {
		return c.in(e.Text(tag, main, func(x *content.Country) schema.Text { return x.Letters }))
	}
	return Words{}
}

// lettersOnline is the page that takes letters, for those to whom one can write through one.
func (c *composer) lettersOnline(l *profile.Letters, r *profile.Record) string {
	if e := c.prisonOf(r); l.URL == "" && e != nil {
		return e.Head.Letters.URL
	}
	return l.URL
}

func (c *composer) languageNames(tags []string) (out []string) {
	for _, tag := range tags {
		out = append(out, known(&c.terms.languages, tag, func() string { return c.lang.LanguageName(tag) }))
	}
	return out
}

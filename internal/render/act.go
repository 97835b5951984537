package render

import (
	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// act is the box “What you can do now” on a person's page.
type act struct {
	State           string // key of letters.*
	Addresses       []Words
	Rules           Words
	Languages       []string
	URL             string
	Checked         Time
	HowTo, AddFacts string
	Held, Died      bool // held: and confirmed
	Unconfirmed     bool // held, but nobody can say that a letter would arrive
}

// act gathers what a reader can do for this person.
func (c *context) act(h *profile.Header, r *profile.Record) *act {
	class := h.Status.Class()
	a := &act{Held: r.Has(profile.Confirmed), Unconfirmed: r.Unconfirmed(), Died: class == profile.Died, AddFacts: c.addFacts()}
	if _, ok := c.site.Library.Pages["how-to-help"]; ok {
		a.HowTo = c.link("how-to-help.html")
	}
	if !a.Held {
		return a
	}
	a.State = h.Letters.State
	a.URL, a.Languages = h.Letters.URL, c.languageNames(h.Letters.Languages)
	if a.State != "no" && a.State != "asked-privacy" && a.State != "relatives-only" {
		if w := c.words(h.Letters.Address); w.Text != "" {
			a.Addresses = []Words{w}
		}
	}
	if e := c.site.Prisons[r.Place.Value()]; e != nil {
		a.prison(c, e)
	}
	if e := c.site.Library.Countries[r.Country.Value()]; e != nil && a.Rules.Text == "" {
		a.Rules = c.in(e.Text(c.lang.Tag(), c.site.Site.Main(), func(x *content.Country) schema.Text { return x.Letters }))
	}
	return a
}

func (a *act) prison(c *context, e *content.Entry[content.Prison]) {
	p := e.Head
	open := a.State == "open" || a.State == "unknown" || a.State == ""
	if open && len(a.Addresses) == 0 {
		for _, text := range []string{p.Address.Native, p.Address.Latin} {
			if text != "" {
				a.Addresses = append(a.Addresses, Words{Text: text})
			}
		}
		if len(a.Addresses) > 0 {
			a.Checked = c.time(p.Checked)
		}
	}
	if open {
		a.Rules = c.words(p.Letters.Rules)
		if a.URL == "" {
			a.URL = p.Letters.URL
		}
		if len(a.Languages) == 0 {
			a.Languages = c.languageNames(p.Letters.Languages)
		}
	}
}

func (c *context) languageNames(tags []string) (out []string) {
	for _, tag := range tags {
		out = append(out, c.lang.LanguageName(tag))
	}
	return out
}

func (c *context) addFacts() string {
	if _, ok := c.site.Library.Pages["add-information"]; ok {
		return c.link("add-information.html")
	}
	return ""
}

package content

import (
	"cmp"
	"fmt"
	"slices"

	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Quote is what pages about several people say of one beside the record: so little that it lies by itself in the scratch
// file, since everybody stands on a handful of such pages.
type Quote struct {
	_        struct{} `cbor:",toarray"`
	Summary  schema.Text
	In       map[string]string // summaries of translations, by language
	Charges  []profile.Charge  // where they stand in for a summary, and the articles of the record do not say the same
	Names    map[string]string
	Letters  profile.Letters
	Moved    profile.Date // last day on which somebody came to another place
	Hearings []profile.Proceeding
}

// Quote is what others' pages say of the person.
func (p *Person) Quote() *Quote {
	h := &p.Header
	q := &Quote{Summary: h.Summary, Names: h.Names, Letters: h.Letters, Moved: cmp.Or(h.MovedOn(), h.ArrivedOn()), Hearings: h.Hearings()}
	if h.Summary.Main == "" && slices.ContainsFunc(h.Charges, func(c profile.Charge) bool { return !c.Text.IsZero() || !c.Stands() }) {
		q.Charges = h.Charges
	}
	for lang, t := range p.In {
		if t.Summary.Main != "" {
			if q.In == nil {
				q.In = map[string]string{}
			}
			q.In[lang] = t.Summary.Main
		}
	}
	return q
}

// more are the flags of a record by which a page knows whether the quote has something for it; main is the name.
func (q *Quote) more(languages []string, main string) (f profile.Flags) {
	if !q.Summary.IsZero() || len(q.In)+len(q.Charges) > 0 {
		f = profile.Worded
	}
	for tag, name := range q.Names {
		if name == main || !slices.Contains(languages, tag) {
			f |= profile.Spelled
		}
	}
	return f
}

// Quote gives of one person what others' pages say, as KeepIn has kept it.
func (s *Source) Quote(r *profile.Record) (*Quote, error) {
	q, err := restore[*Quote](s, r.Quote, usualQuote)
	if err != nil {
		return nil, fmt.Errorf("profile of %s/%s: %w", r.Country.String(), r.Slug, err)
	}
	return q, nil
}

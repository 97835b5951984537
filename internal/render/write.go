package render

import (
	"slices"

	"vigil/internal/content"
	"vigil/internal/profile"
)

// writing is the part of a person's page that says how to write to them, or what helps instead.
type writing struct {
	Held, Died bool
	Heading    string
	State      string // key of letters.*: whether letters arrive; "" where there is nothing to say
	Invited    bool   // one can write
	Envelope   *envelope
	URL        string // a page that takes letters
	Rules      Words
	Languages  []string
	Checked    *dated // of the address
	Old        bool   // long ago
	Unchecked  bool   // nobody knows when
	Moved      *dated // to another place, since
	Helpers    []Link
	Sheet      *sheet
	Letters    string // address of the page about letters
	HowTo      string
	AddFacts   string
}

// sheet is what a page says only on paper: where it is.
type sheet struct {
	Address string
	QR      *qrCode // nil without a base URL
}

// oldAddress is after how many days an address is said to be old: prisons move less often than prisoners.
const oldAddress = 180

// write gathers what a reader can do for this person.
func (c *composer) write(h *profile.Header, q *content.Quote, r *profile.Record) *writing {
	class := h.Status.Class()
	w := &writing{Held: class == profile.Held, Died: class == profile.Died, AddFacts: c.addFacts(), Letters: c.link("letters.html"),
		HowTo: c.textPage("how-to-help")}
	if !w.Held {
		return w
	}
	w.Invited = c.site.CanWrite(r)
	w.State = c.lettersState(h, r, w.Invited)
	if !w.Invited {
		w.Heading, w.Helpers = c.lang.T("act.heading"), c.helpers(h, r)
		return w
	}
	w.Heading = c.lang.G("write.heading", h.Gender)
	w.Envelope = c.envelope(q, r)
	w.URL, w.Rules = c.lettersOnline(&h.Letters, r), c.letterRules(r)
	w.Languages = c.languageNames(c.site.LetterLanguages(r))
	if w.Envelope != nil {
		w.checked(c, h, r)
	}
	w.Sheet = c.sheet()
	return w
}

// lettersState says whether letters arrive.
func (c *composer) lettersState(h *profile.Header, r *profile.Record, invited bool) string {
	unwanted := slices.Contains([]string{"no", "relatives-only", "asked-privacy"}, h.Letters.State)
	switch {
	case unwanted, invited && h.Letters.State != "":
		return h.Letters.State
	case invited:
		return "unknown"
	case h.Letters.State != "withheld" && !r.Has(profile.Confirmed):
		return "withheld" // until somebody confirms it
	}
	return ""
}

// checked says how far the address can be relied on.
func (w *writing) checked(c *composer, h *profile.Header, r *profile.Record) {
	last := h.Verified
	moved := h.MovedOn()
	if e := c.prisonOf(r); e != nil && h.Letters.Address.IsZero() {
		last = e.Head.Checked
	} else if came := h.ArrivedOn(); moved.IsZero() && !came.IsZero() && (last.IsZero() || last.Latest() < came.Earliest()) {
		moved = came // since somebody wrote down the address
	}
	w.Moved, w.Unchecked = c.dated("write.moved", moved), last.IsZero()
	key := "act.checked"
	if w.Old = !last.IsZero() && int(c.site.AsOf-last.Latest()) > oldAddress; w.Old {
		key = "write.old"
	}
	w.Checked = c.dated(key, last)
}

// helpersNamed is how many organisations a page names.
const helpersNamed = 3

// helpers are organisations that help people of the country, or that recognise this one and help.
func (c *composer) helpers(h *profile.Header, r *profile.Record) (out []Link) {
	for _, slug := range sortedKeys(c.site.Organisations) {
		o := &c.site.Organisations[slug].Head
		near := o.Country == r.Country.String() || slices.ContainsFunc(h.Recognised, func(x profile.Recognition) bool { return x.By == slug })
		if near && slices.Contains(o.Role, "helps") && len(out) < helpersNamed {
			link, _ := c.organisation(slug)
			out = append(out, link)
		}
	}
	return out
}

// sheet says where the page is, for whoever has it on paper.
func (c *composer) sheet() *sheet {
	if at := c.absolute(c.file); at != "" {
		return &sheet{at, newQR(at)}
	}
	return &sheet{Address: c.file}
}

// addFacts is the page that says how to tell us; "" where nobody could.
func (c *composer) addFacts() string {
	if !c.site.Site.Reachable() {
		return ""
	}
	return c.textPage("add-information")
}

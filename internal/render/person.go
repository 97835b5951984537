package render

import (
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/lang"
	"vigil/internal/profile"
	"vigil/internal/schema"
	"vigil/internal/site"
)

// personView is a person's page. Sections without content are nil and are left out.
type personView struct {
	Frame
	prose
	Class        string
	Portrait     *portrait
	Name         string
	Names        []Words // in other languages
	Aliases      []string
	Years        string // of a life that has ended
	StatusLine   string
	StatusDate   Time
	StatusHelp   string // what the status means
	Recognised   string // "political prisoner", where somebody held is recognised
	Place        *Place
	Since, Until Time
	Held         string // "3 years 3 months 19 days"
	Why          []Words
	Counters     []*Counter
	IfHeld       []*Counter // of somebody unconfirmed: the days if the custody goes on
	Confirmed    Time       // the last confirmation, where it no longer holds
	NeverChecked bool
	Expected     Time
	ExpectedBy   string
	Passed       bool // the expected release has passed unconfirmed
	Write        *writing
	Born         Time
	Age          string
	Died         Time
	Citizenship  []string
	Occupation   []Words
	Region       Words
	Summary      Words // why, and what is happening, in a sentence
	Groups       []Link
	Work         []Words // occupations that no group's name says already: "lawyer" beside "Lawyers"
	Sentence     *sentence
	Criteria     []criterion
	Charges      []charge
	Line         *lines
	Button       string // to the block about letters
	Happened     []happening
	Recognitions []recognition
	News         []Link
	Correct      string
}

// Place is a prison with its page, or plain words.
type Place struct {
	Name Words
	Href string
}

type (
	sentence struct {
		Life, Death bool
		Length      string
		Regime      Words
	}
	criterion struct {
		Letter, Key string
		Href        string
	}
	charge struct {
		Code, Href string
		Text       Words // or else the title of the article
		Stage      string
	}
	recognition struct {
		By           Link
		As           string
		Since, Until Time
		URL          string
	}
)

func person(c *composer, doc Document) (any, error) {
	p, r := doc.Person, &c.site.People[c.page.Person]
	h, q := &p.Header, p.Quote()
	class := h.Status.Class()
	c.day = c.site.PageDay(r, h)
	v := &personView{Frame: c.frame(r.Name(c.page.Lang), class == profile.Held && len(h.Detentions) > 0), Class: class.String()}
	v.Name, v.Styles = v.Title, nil // loads nothing that only other pages need
	v.Crumbs = []Link{c.countryLink(p.Country)}
	v.Portrait = c.portrait(h, r)
	v.Names, v.Aliases = c.names(p, r), h.Aliases
	v.glance(c, h, r)
	v.facts(c, p, q)
	v.history(c, h)
	v.prose = c.prose(p.Body(c.lang.Tag()), h.Sources, h.Verified)
	if class != profile.Died {
		v.Line = c.personLine(h, r)
	}
	if v.Write = c.write(h, q, r); v.Write.Held {
		v.Button = v.Write.Heading
	}
	for _, key := range c.site.NewsOf[c.page.Person] {
		v.News = append(v.News, c.news(key))
	}
	v.Correct = c.addFacts()
	v.describe(c, h, p)
	v.share(c, p)
	return v, nil
}

// names are the other names of a person, each once: in the main language, and as
// people in the country write it. Transliterations for readers elsewhere stand on their pages.
func (c *composer) names(p *content.Person, r *profile.Record) (out []Words) {
	seen := map[string]bool{r.Name(c.page.Lang): true}
	add := func(name, tag string, wanted bool) {
		if name != "" && wanted && !seen[name] {
			seen[name] = true
			out = append(out, c.in(name, tag))
		}
	}
	site := map[string]bool{}
	for i, l := range c.site.Languages {
		site[l.Tag()] = true
		add(r.Name(i), l.Tag(), i == 0 || c.r.native[p.Country].own[i])
	}
	for _, tag := range sortedKeys(p.Header.Names) {
		add(p.Header.Names[tag], tag, !site[tag])
	}
	return out
}

// glance is what the page says first: what holds, where, since when, how many days, why.
func (v *personView) glance(c *composer, h *profile.Header, r *profile.Record) {
	held := h.Status.Class() == profile.Held
	v.StatusLine = c.standing(r)
	if h.Status.Class() != profile.Died { // beside a death it would only be noise
		v.StatusHelp = c.status(h.Status, r.Gender) + ": " + c.lang.T("status-help."+h.Status.String())
	}
	var last profile.Detention
	if n := len(h.Detentions); n > 0 {
		last = h.Detentions[n-1]
	}
	switch {
	case h.Status.Class() == profile.Died:
		v.StatusDate = c.time(h.Died)
		if last.End == profile.StatusDied {
			v.StatusLine = c.lang.Capital(c.lang.G("died.in_custody", h.Gender))
			if v.StatusDate == (Time{}) {
				v.StatusDate = c.time(last.To)
			}
		}
		v.Years = c.years(h.Born, h.Died)
	case !held && h.Status != profile.StatusUnknown: // that somebody's fate is unknown did not begin with a day
		v.StatusDate = c.time(last.To)
	}
	if held && r.Has(profile.Recognised) {
		v.Recognised = c.lang.G("recognition.political-prisoner", h.Gender)
	}
	if held && last.Place != "" {
		place := c.place(last.Place)
		v.Place = &place
	}
	v.Since = c.time(r.Since)
	// One line can say it only of one unbroken time; the timeline tells the rest.
	if !held && r.HeldOnce() && !r.First.IsZero() && !last.To.IsZero() && !r.Days.BehindBars.Unknown && !r.Days.Restricted.Unknown {
		v.Since, v.Until = c.time(r.First), c.time(last.To)
		if r.First.Exact() && last.To.Exact() {
			v.Held = strings.ReplaceAll(c.lang.Span(profile.Span(r.First.Earliest(), last.To.Earliest())), " ", "\u00a0")
		}
	}
	v.Why = c.why(h.Charges)
	v.count(c, h, r, held)
	if r.Unconfirmed() {
		v.Confirmed, v.NeverChecked = c.time(r.Confirmed), r.Confirmed.IsZero()
	}
	if held && !h.Expected.Date.IsZero() {
		v.Expected, v.ExpectedBy = c.time(h.Expected.Date), h.Expected.Basis
		v.Passed = r.Has(profile.ReleaseDue)
	}
}

// count adds the two figures. A figure that may be 0 is not printed: "since" says what is known. Of somebody
// unconfirmed there are two numbers: up to this day if the custody goes on, and up to the last confirmation.
func (v *personView) count(c *composer, h *profile.Header, r *profile.Record, held bool) {
	days := r.Days
	if c.day != c.site.AsOf {
		until := c.day
		if r.Unconfirmed() {
			until = r.Confirmed.Earliest()
		}
		days = profile.Count(h.Detentions, until, c.day)
	}
	add := func(t profile.Tally, figure string, now bool) {
		key := "days." + figure
		if now && r.Unconfirmed() && t.IfHeld > t.Lower {
			v.IfHeld = append(v.IfHeld, c.counter("days.if_held_"+figure, int(t.IfHeld), one(r.Begun(c.day))))
			key = "days.confirmed"
		} else if t.AtLeast() {
			key = "days.at_least_" + figure
		}
		if t.Lower > 0 {
			v.Counters = append(v.Counters, c.counter(key, int(t.Lower), one(now && c.site.Runs(r, c.day))))
		}
	}
	bars := r.Status.BehindBars()
	add(days.BehindBars, "behind_bars", held && bars)
	add(days.Restricted, "restricted", held && !bars)
}

// one is the number of people whose days a count holds, if it runs.
func one(runs bool) int {
	if runs {
		return 1
	}
	return 0
}

// why are the charges in plain words, or the titles of the articles; not those that were dropped.
func (c *composer) why(charges []profile.Charge) (out []Words) {
	for _, x := range charges {
		if !x.Stands() {
			continue
		}
		w := c.words(x.Text)
		if w.Text == "" {
			w = c.words(c.site.Articles[x.Article].Title)
		}
		if w.Text != "" && !slices.Contains(out, w) && len(out) < 3 {
			out = append(out, w)
		}
	}
	return out
}

func (c *composer) years(born, died profile.Date) string {
	if born.IsZero() || died.IsZero() {
		return ""
	}
	return c.lang.Year(int(born.Year)) + "–" + c.lang.Year(int(died.Year))
}

func (v *personView) facts(c *composer, p *content.Person, q *content.Quote) {
	h := &p.Header
	v.Born = c.time(h.Born)
	if h.Status.Class() != profile.Died { // else the day stands beside the status
		v.Died = c.time(h.Died)
	}
	if !h.Born.IsZero() && h.Status.Class() != profile.Disappeared {
		v.Age = c.age(h)
	}
	for _, cc := range h.Citizenship {
		v.Citizenship = append(v.Citizenship, c.lang.Country(cc))
	}
	v.Region = c.translated(p.In[c.lang.Tag()].Region.Main, h.Region)
	v.Summary = c.summary(q)
	for _, o := range p.In[c.lang.Tag()].Occupation {
		v.Occupation = append(v.Occupation, Words{Text: o.Main})
	}
	if v.Occupation == nil {
		for _, o := range h.Occupation {
			v.Occupation = append(v.Occupation, c.words(o))
		}
	}
	for _, key := range h.Groups {
		if l := c.site.List(site.OfGroup, "", key); l != nil {
			v.Groups = append(v.Groups, linked(c.words(c.site.Site.Groups[key]), c.link(l.Path)))
		}
	}
	const ending = 6 // bytes by which the name of many is longer than that of one
	v.Work = slices.DeleteFunc(slices.Clone(v.Occupation), func(o Words) bool {
		return slices.ContainsFunc(v.Groups, func(g Link) bool {
			return strings.HasPrefix(strings.ToLower(g.Text), strings.ToLower(o.Text)) && len(g.Text) <= len(o.Text)+ending
		})
	})
	if s := h.Sentence; !s.IsZero() {
		v.Sentence = &sentence{Life: s.Life, Death: s.Death, Length: c.lang.Span(s.Years, s.Months, s.Days), Regime: c.words(s.Regime)}
		if s.Years+s.Months+s.Days == 0 {
			v.Sentence.Length = ""
		}
	}
	for _, letter := range h.Criteria {
		v.Criteria = append(v.Criteria, criterion{letter, "criterion." + letter, c.link(c.site.List(site.OfCriterion, "", letter).Path)})
	}
	for _, x := range h.Charges {
		ch := charge{Code: c.lang.T("article.code", "code", articleName(c.lang, x.Article)), Text: c.words(x.Text)}
		if a, ok := c.site.Articles[x.Article]; ok {
			if ch.Text.Text == "" {
				ch.Text = c.words(a.Title)
			}
			if l := c.site.List(site.OfArticle, strings.ToLower(x.Article[:2]), x.Article); l != nil {
				ch.Href = c.link(l.Path)
			}
		}
		if x.Stage != "" {
			ch.Stage = "charge." + x.Stage
		}
		v.Charges = append(v.Charges, ch)
	}
}

// translated is a text of a person from the file in the page's language, or else from the main one.
func (c *composer) translated(own string, main schema.Text) Words {
	if own != "" {
		return Words{Text: own}
	}
	return c.words(main)
}

// articleName is the article as people write it: without the state's letters, and from left to right in every language.
func articleName(l *lang.Language, code string) string {
	if len(code) < 3 {
		return code
	}
	if l.Dir() == "rtl" {
		return "\u2066" + code[3:] + "\u2069"
	}
	return code[3:]
}

func (c *composer) age(h *profile.Header) string {
	low, high := profile.Age(h.Born, c.day)
	switch {
	case !h.Died.IsZero():
		low, _ = profile.Age(h.Born, h.Died.Earliest())
		_, high = profile.Age(h.Born, h.Died.Latest())
	case h.Status.Class() == profile.Died:
		return ""
	}
	if low == high {
		return c.lang.N("age.years", high)
	}
	return c.lang.N("age.range", high, "from", low)
}

// summary is why somebody is held, in a sentence, if somebody has written one.
func (c *composer) summary(q *content.Quote) Words {
	return c.translated(q.In[c.lang.Tag()], q.Summary)
}

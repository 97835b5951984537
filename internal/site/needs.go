package site

import (
	"cmp"
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/profile"
)

// Need is why a file wants somebody to look.
type Need uint8

const (
	NeedsRelease     Need = iota // held, and a release was due
	NeedsCheck                   // held, and nobody has confirmed it lately
	NeedsCheckSoon               // the same within soonDays
	NeedsArrest                  // held, and no source here says since when
	NeedsAddress                 // people are held in a prison whose address is not known, or not checked for addressDays
	NeedsSource                  // a source has an address that soon leads nowhere
	NeedsUpdate                  // a translation is older than its original
	NeedsTranslation             // there is none in a language of the site
)

// String is the word for the need in commands, data and keys of strings.
func (n Need) String() string {
	return [...]string{"release-due", "unconfirmed", "soon", "no-arrest", "address", "source", "outdated", "untranslated"}[n]
}

const (
	// soonDays is how far ahead confirmations are asked for.
	soonDays = 30
	// addressDays is how long the address of a prison counts as checked.
	addressDays = 365
)

// Task is one thing to look at. It holds nothing that the site does not show.
type Task struct {
	Need    Need
	Country string       // "" for what belongs to none
	Since   profile.Date // the older the sooner; zero: nobody knows since when
	Person  int32        // index into People, or -1
	Path    string       // of the file, from the source folder
	Page    string       // where the site shows it, below the language's root; "" where it does not
	Key     string       // of an entry
	Lang    string       // of a translation that is wanted
}

// Tasks are those of one need in one country, oldest first; All is how many there are.
type Tasks struct {
	Need    Need
	Country string // "" also where countries are not told apart
	All     int
	First   []Task
}

// Wanted gives what wants a look, at most so many of each need (0: all of them), by country or of all countries together.
func (s *Site) Wanted(most int, byCountry bool) []Tasks {
	type key struct {
		country string
		need    Need
	}
	found := map[key]*Tasks{}
	s.eachTask(func(t Task) {
		k := key{need: t.Need}
		if byCountry {
			k.country = t.Country
		}
		if found[k] == nil {
			found[k] = &Tasks{Need: t.Need, Country: k.country}
		}
		f := found[k]
		f.All++
		f.First = append(f.First, t)
		if most > 0 && len(f.First) >= 2*most { // room for the first ones only, whatever their number
			f.First = oldest(f.First)[:most]
		}
	})
	out := make([]Tasks, 0, len(found))
	for _, f := range found {
		f.First = oldest(f.First)
		if most > 0 {
			f.First = f.First[:min(len(f.First), most)]
		}
		out = append(out, *f)
	}
	slices.SortFunc(out, func(a, b Tasks) int {
		return cmp.Or(strings.Compare(a.Country, b.Country), cmp.Compare(a.Need, b.Need))
	})
	return out
}

func oldest(ts []Task) []Task {
	since := func(t Task) profile.Day {
		if t.Since.IsZero() {
			return profile.Never
		}
		return t.Since.Earliest()
	}
	slices.SortStableFunc(ts, func(a, b Task) int {
		return cmp.Or(cmp.Compare(since(a), since(b)), strings.Compare(a.Path, b.Path), strings.Compare(a.Lang, b.Lang))
	})
	return ts
}

// eachTask goes through people and entries.
func (s *Site) eachTask(yield func(Task)) {
	for i := range s.People {
		if p := &s.People[i]; !p.Has(profile.Unnamed) {
			s.personTasks(int32(i), p, yield)
		}
	}
	for _, ref := range keys(s.Prisons) {
		s.prisonTask(ref, yield)
	}
	for cc, e := range s.Library.Countries {
		entryTasks(s, e, true, cc, func(c *content.Country) []profile.Source { return c.Sources }, yield)
	}
	for key, e := range s.Prisons {
		entryTasks(s, e, false, key[:2], func(p *content.Prison) []profile.Source { return p.Sources }, yield)
	}
	for key, e := range s.Officials {
		entryTasks(s, e, false, key[:2], func(o *content.Official) []profile.Source { return o.Sources }, yield)
	}
	for _, e := range s.Organisations {
		entryTasks(s, e, false, "", func(o *content.Organisation) []profile.Source { return o.Sources }, yield)
	}
	for _, e := range s.Library.Pages {
		entryTasks(s, e, true, "", func(p *content.Page) []profile.Source { return p.Sources }, yield)
	}
	for _, e := range s.News {
		entryTasks(s, e, true, "", func(n *content.News) []profile.Source { return n.Sources }, yield)
	}
}

func (s *Site) personTasks(at int32, p *profile.Record, yield func(Task)) {
	t := Task{Country: p.Country.String(), Person: at, Path: "content/profiles/" + p.Country.String() + "/" + p.Slug + ".md", Page: PersonPath(p)}
	say := func(need Need, since profile.Date, lang string) {
		t.Need, t.Since, t.Lang = need, since, lang
		yield(t)
	}
	switch {
	case p.Has(profile.ReleaseDue):
		say(NeedsRelease, p.Release, "")
	case p.Unconfirmed():
		say(NeedsCheck, p.Confirmed, "")
	case p.Has(profile.Confirmed) && p.ConfirmedUntil() < s.AsOf+soonDays:
		say(NeedsCheckSoon, p.Confirmed, "")
	}
	if p.Status.Class() == profile.Held && p.Since.IsZero() {
		say(NeedsArrest, p.Confirmed, "")
	}
	if p.Has(profile.DeadSource) {
		say(NeedsSource, p.Updated, "")
	}
	for _, lang := range s.Outdated[t.Path] {
		say(NeedsUpdate, p.Updated, lang)
	}
	for i, l := range s.Languages[1:] {
		if p.Has(profile.Story) && p.Translations&(1<<(i+1)) == 0 {
			say(NeedsTranslation, p.Updated, l.Tag())
		}
	}
}

func (s *Site) prisonTask(ref string, yield func(Task)) {
	cc, slug, _ := strings.Cut(ref, "/")
	e, l := s.Prisons[ref], s.List(OfPrison, cc, slug)
	if l == nil || len(l.Members) == 0 {
		return // nobody's letters go there
	}
	checked := e.Head.Checked
	if a := e.Head.Address; a.Native != "" || a.Latin != "" {
		if !checked.IsZero() && checked.Latest()+addressDays >= s.AsOf {
			return
		}
	}
	yield(Task{Need: NeedsAddress, Country: cc, Since: checked, Person: -1, Path: e.Path(), Page: l.Path, Key: ref})
}

// entryTasks are about the sources and the translations of an entry; texts of some kinds only want a translation.
func entryTasks[T any](s *Site, e *content.Entry[T], translated bool, country string, sources func(*T) []profile.Source, yield func(Task)) {
	t := Task{Country: country, Person: -1, Path: e.Path(), Page: PageOf(e.Path()), Key: e.Key}
	if slices.ContainsFunc(sources(&e.Head), func(x profile.Source) bool { return x.Dead() != "" }) {
		t.Need = NeedsSource
		yield(t)
	}
	for _, lang := range s.Outdated[e.Path()] {
		t.Need, t.Lang = NeedsUpdate, lang
		yield(t)
	}
	for _, l := range s.Languages[1:] {
		if _, there := e.In[l.Tag()]; translated && !there {
			t.Need, t.Lang = NeedsTranslation, l.Tag()
			yield(t)
		}
	}
}

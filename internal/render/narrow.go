package render

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/profile"
	"vigil/internal/site"
)

// narrowWords is what the script that narrows a country's list (static/narrow.js) needs to know beside the people.
type narrowWords struct {
	Folder    string                  `json:"folder"` // of the files with people, from the list
	Facts     []string                `json:"facts"`  // their names
	Total     int                     `json:"total"`
	Languages []string                `json:"languages"` // of the names
	Lang      int                     `json:"lang"`      // the page's among them
	Home      int                     `json:"home"`      // the country's own
	Filters   []filter                `json:"filters"`
	Statuses  map[string]statusFilter `json:"statuses"`
	Words     map[string]string       `json:"words"`
}

// filter is one thing by which a list is narrowed; without choices it is yes or no.
type filter struct {
	Key     string   `json:"key"`
	Label   string   `json:"label"`
	Choices []choice `json:"choices,omitempty"`
}

// choice is what stands in addresses, what readers see, and the language of that where it is not the page's.
type choice [3]string

type statusFilter struct {
	Label     string   `json:"label"`
	LastKnown string   `json:"last,omitempty"` // of those held of whom nobody knows it lately
	In        []string `json:"in"`             // see site.FilterOf
}

// Flags of a person in the files of facts.
const (
	flagWrite       = "w" // can be written to
	flagUnconfirmed = "u" // last known to be held
)

// narrowed writes the words and the choices of a country.
func narrowed(c *composer, b *bytes.Buffer, _ Document) error {
	country := c.site.CountryOf(c.page.Key)
	t := c.lang.T
	v := narrowWords{Folder: relative(c.file, site.NarrowFolder(country.Code)), Total: len(country.People.Members), Lang: c.page.Lang,
		Home: c.r.native[country.Code].home, Statuses: map[string]statusFilter{}, Words: map[string]string{}}
	for _, f := range country.Facts() {
		v.Facts = append(v.Facts, f.FileOf("facts"))
	}
	for _, l := range c.site.Languages {
		v.Languages = append(v.Languages, l.Tag())
	}
	for _, key := range []string{"any", "loading", "failed", "none", "more", "all"} {
		v.Words[key] = t("narrow." + key)
	}
	v.Words["count"] = t("narrow.count", "n", "{n}", "total", "{total}")
	v.Words["first"], v.Words["unnamed"] = t("list.year", "year", "{year}"), t("people.unnamed")
	here := c.findChoices(country)
	prison := func(ref string) Words { return c.placeName(wholeRef(ref, country.Code)) }
	byName := func(a, b choice) int { return c.lang.Compare(a[1], b[1]) }
	byKey := func(a, b choice) int { return strings.Compare(a[0], b[0]) }
	inLaw := func(a, b choice) int { return site.CompareArticles(a[0], b[0]) }
	v.Filters = slices.DeleteFunc([]filter{
		{"status", t("column.status"), c.statusChoices(here, v.Statuses)},
		{"group", t("search.group"), choicesOf(here.groups, c.groupWords, byName)},
		{"article", t("search.article"), choicesOf(here.articles, c.articleWords, inLaw)},
		{"year", t("narrow.year"), choicesOf(here.years, c.yearWords, byKey)},
		{"prison", t("search.prison"), choicesOf(here.prisons, prison, byName)},
	}, func(f filter) bool { return len(f.Choices) == 0 })
	if here.write {
		v.Filters = append(v.Filters, filter{Key: "write", Label: t("narrow.write")})
	}
	call(b, "vigilNarrow", "", v)
	return nil
}

// here is what the people of a country have, as far as a list can be narrowed by it.
type here struct {
	statuses                         map[profile.Status]bool
	groups, articles, prisons, years map[string]bool
	write                            bool
}

func (c *composer) findChoices(country *site.Country) here {
	h := here{map[profile.Status]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, false}
	for _, at := range c.site.Sorted(country.People, 0) {
		p := &c.site.People[at]
		h.statuses[p.Status] = true
		if p.Has(profile.Unnamed) {
			continue
		}
		for _, key := range c.knownGroups(p) {
			h.groups[key] = true
		}
		for code := range p.Articles() {
			h.articles[code] = true
		}
		if _, ok := c.site.Prisons[p.Place()]; ok {
			h.prisons[shortRef(p.Place(), country.Code)] = true
		}
		if p.First.Year != 0 {
			h.years[strconv.Itoa(int(p.First.Year))] = true
		}
		h.write = h.write || c.site.CanWrite(p)
	}
	return h
}

// knownGroups are those of somebody that site.yaml names.
func (c *composer) knownGroups(p *profile.Record) (out []string) {
	for key := range p.Groups() {
		if c.site.List(site.OfGroup, "", key) != nil {
			out = append(out, key)
		}
	}
	return out
}

// statusChoices are the statuses of the people, each class before its own unless it is the same people.
func (c *composer) statusChoices(h here, words map[string]statusFilter) (out []choice) {
	for _, class := range site.ByCountry {
		var own []choice
		for _, s := range profile.Statuses() {
			if s.Class() != class || !h.statuses[s] {
				continue
			}
			in := site.FilterOf(s)
			f := statusFilter{Label: c.status(s, 0), In: in}
			if class == profile.Held {
				f.LastKnown = c.lastKnown(s, 0)
			}
			words[s.String()] = f
			own = append(own, choice{in[0], f.Label})
		}
		if len(own) > 1 {
			out = append(out, choice{class.String(), c.lang.Capital(c.lang.T("class." + class.String()))})
			for i := range own {
				own[i][1] = "– " + own[i][1]
			}
		}
		out = append(out, own...)
	}
	return out
}

func (c *composer) groupWords(key string) Words { return c.words(c.site.Site.Groups[key]) }

// articleWords name an article also where no law file knows it.
func (c *composer) articleWords(code string) Words {
	if c.site.Articles[code].Title.IsZero() {
		return Words{Text: c.lang.T("article.code", "code", articleName(c.lang, code))}
	}
	return c.article(code)
}

func choicesOf(keys map[string]bool, name func(string) Words, order func(a, b choice) int) (out []choice) {
	for _, key := range sortedKeys(keys) {
		w := name(key)
		out = append(out, choice{key, w.Text, w.Lang})
	}
	slices.SortStableFunc(out, order)
	return out
}

// shortRef is a prison as it stands in the files of a country: without the country where it is that one.
func shortRef(ref, country string) string { return strings.TrimPrefix(ref, country+"/") }

func wholeRef(ref, country string) string {
	if strings.Contains(ref, "/") {
		return ref
	}
	return country + "/" + ref
}

// narrowFacts writes a line for each person of a slice: status, year of the first detention, prison, articles, groups,
// flags, with tabs between. Before the first of each file of names stands a line with that file's name.
func narrowFacts(c *composer, b *bytes.Buffer, _ Document) error {
	country := c.site.CountryOf(c.page.Key)
	slice := country.Facts()[c.page.Number]
	names := country.Names()
	var text strings.Builder
	for i, at := range c.site.Sorted(country.People, 0)[slice.From:slice.To] {
		for len(names) > 0 && names[0].From <= slice.From+i {
			if names[0].From == slice.From+i {
				text.WriteString(">" + names[0].FileOf("names") + "\n")
			}
			names = names[1:]
		}
		p := &c.site.People[at]
		fields := make([]string, 6)
		fields[0] = p.Status.String()
		if !p.Has(profile.Unnamed) {
			if p.First.Year != 0 {
				fields[1] = strconv.Itoa(int(p.First.Year))
			}
			if _, ok := c.site.Prisons[p.Place()]; ok {
				fields[2] = shortRef(p.Place(), country.Code)
			}
			fields[3], fields[4] = strings.Join(slices.Collect(p.Articles()), " "), strings.Join(c.knownGroups(p), " ")
			if c.site.CanWrite(p) {
				fields[5] = flagWrite
			}
		}
		if p.Unconfirmed() {
			fields[5] += flagUnconfirmed
		}
		text.WriteString(strings.TrimRight(strings.Join(fields, "\t"), "\t") + "\n")
	}
	call(b, "vigilNarrow", slice.FileOf("facts"), text.String())
	return nil
}

// narrowNames writes a line for each person of a slice: slug, then the name in each language of the site, empty where
// it is the main one, then the native one and its language, if that is none of these; nothing of those who are not named.
func narrowNames(c *composer, b *bytes.Buffer, _ Document) error {
	country := c.site.CountryOf(c.page.Key)
	slice := country.Names()[c.page.Number]
	var text strings.Builder
	for _, at := range c.site.Sorted(country.People, 0)[slice.From:slice.To] {
		if p := &c.site.People[at]; !p.Has(profile.Unnamed) {
			fields := []string{p.Slug}
			for i := range c.site.Languages {
				name := p.Name(i)
				if i > 0 && name == p.Name(0) {
					name = ""
				}
				fields = append(fields, oneLine(name))
			}
			if text, tag := p.Native(len(c.site.Languages)); text != "" {
				fields = append(fields, oneLine(text), tag)
			}
			text.WriteString(strings.TrimRight(strings.Join(fields, "\t"), "\t"))
		}
		text.WriteByte('\n')
	}
	call(b, "vigilNarrow", slice.FileOf("names"), text.String())
	return nil
}

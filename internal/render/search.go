package render

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/content"
	"vigil/internal/names"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// Found is what search knows of a person, a country, a prison, an article or a group.
type Found struct {
	// Line stands in the shards. Its fields end with tabs: how the words of all names sound; the address below a
	// language's root (of people cc/slug, without the rest); the year of birth or nothing, and, behind a blank, the
	// language of the native name if that is none of the site's; then the name in each language of the site, empty where
	// it is the main one; then the native one; then others.
	Line string
	// Path is the address in it.
	Path string
	// Places are where somebody looks for it: words by their sound, of a name each before each other one, then up to
	// two of the rest; behind two blanks, how the first two are spelled, since many names sound the same.
	Places []string
}

const (
	mostPlaces = 100 // of one person
	mostNames  = 12  // that are no language's of the site
	// mostOther is the most bytes of these together, as each is in up to mostPlaces shards. Real ones take a tenth.
	mostOther = 2 << 10
)

// FoundPerson is what search knows of a person who has a page.
func (r *Renderer) FoundPerson(rec *profile.Record, p *content.Person) Found {
	all := make([]string, 0, len(r.site.Languages)+2)
	for i := range r.site.Languages {
		all = append(all, rec.Name(i))
	}
	h, translated := &p.Header, []string(nil)
	for _, tag := range sortedKeys(h.Names) {
		if !slices.Contains(r.site.Site.Languages, tag) {
			translated = append(translated, h.Names[tag])
		}
	}
	others := slices.Concat(translated, h.Aliases)
	for _, tag := range sortedKeys(p.In) {
		others = append(others, p.In[tag].Aliases...)
	}
	year := ""
	if rec.Born.Year != 0 {
		year = strconv.Itoa(int(rec.Born.Year))
	}
	if text, tag := rec.Native(len(all)); text != "" {
		all, year = append(all, text), year+" "+tag
	}
	return FoundUnder(p.Country+"/"+p.Slug, year, all, others)
}

// FoundLists are what search knows of countries, and of prisons, articles and groups with people.
func (r *Renderer) FoundLists() (out []Found) {
	composers := make([]*composer, len(r.site.Languages))
	for i := range composers {
		composers[i] = r.composer(site.Page{Lang: i})
	}
	lists := r.site.In(site.OfGroup, "")
	for _, country := range r.site.Countries {
		lists = slices.Concat(lists, []*site.List{country.People}, r.site.In(site.OfPrison, country.Code), r.site.In(site.OfArticle, country.Code))
	}
	for _, l := range lists {
		all, code := make([]string, 0, len(composers)), []string(nil)
		if l.Kind == site.OfArticle {
			code = []string{l.Key}
		}
		for _, c := range composers {
			name, _ := c.titled(l)
			if l.Kind == site.OfCountry {
				name.Text = c.countryName(l.Country)
			}
			all = append(all, name.Text)
		}
		out = append(out, FoundUnder(l.Path, "", all, code))
	}
	return out
}

// FoundUnder is what search knows of something at an address: a person (without .html) with a year of birth, or a list. It is
// called named in each language of the site, the main one first, then natively, and others beside.
func FoundUnder(path, year string, named, others []string) Found {
	var b strings.Builder
	f := Found{Path: path, Places: make([]string, 0, 16)}
	sounds, texts := make([]string, 0, 16), make([]string, 0, 16)
	see := func(name string) (new bool) {
		words := names.Words(name)
		for _, w := range words {
			for _, k := range w.Keys {
				if !slices.Contains(sounds, k) {
					sounds = append(sounds, k)
				}
			}
			if !slices.Contains(texts, w.Text) {
				texts, new = append(texts, w.Text), new || len(w.Text) > 1
			}
		}
		if new || len(f.Places) == 0 { // or it is nothing but initials
			f.place(words, !strings.HasSuffix(path, ".html"))
		}
		return new
	}
	for i, name := range named {
		b.WriteByte('\t')
		if i == 0 || name != named[0] {
			b.WriteString(oneLine(name))
			see(name)
			others = slices.Concat(others, names.Readings(name))
		}
	}
	size := 0
	for n, name := range others {
		if size += len(name); n >= mostNames || size > mostOther {
			break
		}
		for _, name := range append([]string{name}, names.Readings(name)...) {
			if see(name) { // else it is another order, or initials
				b.WriteString("\t" + oneLine(name))
			}
		}
	}
	f.Line = strings.Join(sounds, " ") + "\t" + path + "\t" + year + b.String()
	return f
}

// place adds where a name is looked for: each word before every other one, or, where they are many or
// it is no person, before the next. The two words after that one tell people apart of whom many share both.
func (f *Found) place(words []names.Word, every bool) {
	n := len(words)
	var restRoom, placeRoom [128]byte
	for i, w := range words {
		for j := range words {
			next := j == (i+1)%n
			if i == j && n > 1 || !next && (!every || n > 4) {
				continue
			}
			rest := restRoom[:0]
			for at, left := 0, 3; at < n && left > 0; at++ {
				if other := (j + at) % n; other != i {
					rest = append(append(rest, ' '), words[other].Keys[0]...)
					left--
				}
			}
			for _, k := range w.Keys {
				place := append(append(append(placeRoom[:0], k...), rest...), "  "...)
				sounds := string(place)
				if len(f.Places) == mostPlaces || slices.ContainsFunc(f.Places, func(p string) bool { return strings.HasPrefix(p, sounds) }) {
					continue
				}
				place = append(place, names.Cut(w.Text)...)
				if i != j {
					place = append(append(place, ' '), names.Cut(words[j].Text)...)
				}
				f.Places = append(f.Places, string(place))
			}
		}
	}
}

// oneLine leaves out what separates fields and lines.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Folder of the shards, and the file that says which there are.
const (
	FindFolder = "find/"
	FindIndex  = FindFolder + "index.js"
)

// ShardFile is the name of the file with what is placed from start on. What is neither a small Latin letter
// nor a digit is written as its code point. A start that is too long for the name of a file, as where hundreds share a
// name, has a checksum instead.
func ShardFile(start string) string {
	var b strings.Builder
	for _, r := range start {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteByte('-')
			b.WriteRune(r)
		} else {
			b.WriteString("-u" + strconv.FormatInt(int64(r), 16))
		}
	}
	if b.Len() > longestShardName {
		sum := sha256.Sum256([]byte(start))
		return FindFolder + "long-" + hex.EncodeToString(sum[:16]) + ".js"
	}
	return FindFolder + "n" + b.String() + ".js"
}

// longestShardName is the most bytes of the letters in one.
const longestShardName = 100

// Shard writes the script with some lines, which the search page asks for.
func Shard(b *bytes.Buffer, start string, lines []string) {
	call(b, "vigilFind", start, strings.Join(lines, "\n"))
}

// ShardIndex writes the script that says where each shard begins, in how many languages names are, and how they are compared,
// with the other forms of the characters that are in names. han are these.
func ShardIndex(b *bytes.Buffer, starts []string, languages int, han map[rune]bool) {
	long := map[string]string{}
	for _, start := range starts {
		if file := strings.TrimPrefix(ShardFile(start), FindFolder); strings.HasPrefix(file, "long-") {
			long[start] = file
		}
	}
	call(b, "vigilFind", "", struct {
		Starts    []string          `json:"starts"`
		Long      map[string]string `json:"long"` // files of starts that are not called by their letters
		Languages int               `json:"languages"`
		Names     json.RawMessage   `json:"names"`
		Han       string            `json:"han"`
	}{append([]string{}, starts...), long, languages, names.Tables(), names.Variants(han)})
}

// call gives a function of a script a value, and what to call it: scripts are the only files that a page may load from disk.
func call(b *bytes.Buffer, function, key string, value any) {
	to := json.NewEncoder(b)
	b.WriteString(function)
	for i, v := range []any{key, value} {
		b.WriteByte("(,"[i])
		if err := to.Encode(v); err != nil {
			panic(err) // neither a text nor the tables can fail
		}
		b.Truncate(b.Len() - 1) // the end of the line
	}
	b.WriteString(")\n")
}

type searchView struct {
	Frame
	Find      string // folder of the shards
	At        int    // of the page's language among those of the site
	Found     string // for the script: how many were found, and what
	Kinds     string
	Born      string
	Scripts   []scriptLinks
	Countries []Link
	Groups    []Link
}

// scriptLinks are the first letters of the names in one script.
type scriptLinks struct {
	Label   string
	Letters []Link
}

func search(c *composer, _ Document) (any, error) {
	v := searchView{Frame: c.frame(c.lang.T("nav.find"), false), Find: relative(c.file, FindFolder), At: c.page.Lang}
	v.Found, v.Born = c.lang.T("search.found", "n", "{n}"), c.lang.T("search.born", "n", "{n}")
	for _, kind := range []string{"country", "prison", "article", "group"} {
		v.Kinds += kind + "=" + c.lang.T("search."+kind) + ";"
	}
	v.Styles, v.Script, v.Description = append(v.Styles, "search.css"), "search.js", c.lang.T("search.description")
	for _, script := range c.site.Scripts() {
		first := scriptLinks{Label: script[0].Prefix + "–" + script[len(script)-1].Prefix, Letters: c.firstLinks(script)}
		v.Scripts = append(v.Scripts, first)
	}
	for _, country := range c.site.Countries {
		v.Countries = append(v.Countries, c.countryLink(country.Code))
	}
	slices.SortFunc(v.Countries, func(a, b Link) int { return cmp.Or(c.lang.Compare(a.Text, b.Text), strings.Compare(a.Href, b.Href)) })
	for _, l := range c.site.In(site.OfGroup, "") {
		w, _ := c.titled(l)
		v.Groups = append(v.Groups, linked(w, c.link(l.Path)))
	}
	return v, nil
}

// firstView is the names with the same first letters.
type firstView struct {
	Frame
	Next  []Link
	Names []nameRow
}

// nameRow is a name as it is filed there.
type nameRow struct {
	Name          Words
	Href, Country string
}

func firstLetters(c *composer, _ Document) (any, error) {
	l := c.site.ByLetters(c.page.Key)
	v := firstView{Frame: c.frame(c.lang.T("first.title", "letters", l.Prefix+"…"), false), Next: c.firstLinks(l.Next)}
	v.Crumbs = []Link{{Text: c.lang.T("nav.find"), Href: c.link("search.html")}}
	for _, f := range l.Names {
		p := &c.site.People[f.Person]
		text, tag := p.Native(len(c.site.Languages))
		if int(f.Lang) < len(c.site.Languages) {
			text, tag = p.Name(int(f.Lang)), c.site.Languages[f.Lang].Tag()
		}
		row := nameRow{c.in(text, tag), c.link(site.PersonPath(p)), c.countryName(p.Country.String())}
		v.Names = append(v.Names, row)
	}
	return v, nil
}

func (c *composer) firstLinks(all []*site.FirstLetters) (out []Link) {
	for _, l := range all {
		out = append(out, Link{Text: l.Prefix, Href: c.link(l.Path)})
	}
	return out
}

package importer

import (
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigil/internal/profile"
	"vigil/internal/schema"
)

// column is what a list shows of one of its columns.
type column struct {
	name   string
	filled int
	values map[string]int // up to manyValues
	order  []string       // in which they came
	more   bool           // than manyValues
	dates  int
	urls   int
	script string
	comma  int // names with a comma
}

// manyValues is how many different values of a column are counted: one with more is no list of words.
const manyValues = 200

// Guess prints a map to begin with: what each column may be, and the values found in it.
func Guess(w io.Writer, file string, l Layout, months [][]string) error {
	t, err := open(file, l)
	if err != nil {
		return err
	}
	columns := make([]*column, len(t.columns))
	for i, name := range t.columns {
		columns[i] = &column{name: name, values: map[string]int{}}
	}
	d := &dates{months: monthNames(months)}
	var empty []string
	rows := 0
	err = t.each(func(_ int, cells []string) error {
		rows++
		for i, cell := range cells {
			if isNothing(cell) && !columns[i].means(cell) {
				if !slices.Contains(empty, cell) {
					empty = append(empty, cell)
				}
				continue
			}
			columns[i].add(cell, d)
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, guessed(file, rows, columns, empty, d))
	return err
}

// nothing is what people write where they have nothing to write.
var nothing = regexp.MustCompile(`(?i)^([-–—?.*/]+|n/?a|none|null|nil|unknown|false|nan|нет|нет данных|н/д|неизвестно|` +
	`невядома|невідомо|نامشخص|不详|未知|9999(-99)*|0000(-00)*)$`)

func isNothing(cell string) bool { return nothing.MatchString(cell) }

// means tells whether a value is one of our own words for the field that a column seems to be for: unknown.
func (c *column) means(cell string) bool {
	for _, h := range hints {
		if h.is.MatchString(c.name) {
			return slices.Contains(wordsOf(h.target), strings.ToLower(cell))
		}
	}
	return false
}

func (c *column) add(cell string, d *dates) {
	if cell == "" {
		return
	}
	c.filled++
	if _, known := c.values[cell]; known || len(c.values) < manyValues {
		if !known {
			c.order = append(c.order, cell)
		}
		c.values[cell]++
	} else {
		c.more = true
	}
	if strings.HasPrefix(cell, "http://") || strings.HasPrefix(cell, "https://") {
		c.urls++
	}
	if strings.Contains(cell, ",") {
		c.comma++
	}
	if _, err := d.read(cell); err == nil && strings.ContainsAny(westernDigits(cell), "0123456789") && utf8.RuneCountInString(cell) > 3 {
		c.dates++
	}
	if c.script == "" {
		c.script = scriptOf(cell)
	}
}

// scriptOf guesses the language of a name from its script.
func scriptOf(text string) string {
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			if strings.ContainsAny(strings.ToLower(text), "ў") {
				return "be"
			}
			return "ru"
		case unicode.Is(unicode.Arabic, r):
			return "fa"
		case unicode.Is(unicode.Han, r):
			return "zh"
		case unicode.Is(unicode.Georgian, r):
			return "ka"
		case unicode.Is(unicode.Hebrew, r):
			return "he"
		case unicode.Is(unicode.Latin, r):
			return "latin"
		}
	}
	return ""
}

// kind is what a column may be, by its name and, where that says nothing, by its values.
func (c *column) kind() string {
	if c.urls > c.filled/2 && c.filled > 0 {
		for _, h := range hints {
			if h.target == "photo" && h.is.MatchString(c.name) {
				return "photo"
			}
		}
		return "sources"
	}
	for _, h := range hints {
		if !h.is.MatchString(c.name) {
			continue
		}
		if isDate := c.dates > c.filled/2; !isDate && slices.Contains([]string{"from", "to", "verdict", "born", "died"}, h.target) && c.filled > 0 && c.dates == 0 {
			continue
		}
		return h.target
	}
	return ""
}

// guessed writes the map.
func guessed(file string, rows int, columns []*column, empty []string, d *dates) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	by := map[string][]*column{}
	for _, c := range columns {
		by[c.kind()] = append(by[c.kind()], c)
	}
	line("# A map for %s (%d rows), guessed from the names and values of its columns: check every line.", comment(filepath.Base(file)), rows)
	line("# .github/IMPORT.md explains the words. Columns that stand nowhere below are dropped: leave out phone numbers,")
	line("# relatives, and whatever else could harm somebody.")
	line("")
	line("# country: by            # of everybody, or {column: …, values: {Belarus: by}}")
	for _, c := range by["country"] {
		line("# country: %s            # if that is who holds them; if it is where they are from, citizenship: in fields", c.countries())
	}
	switch {
	case len(d.dmy) > 0 && len(d.mdy) == 0:
		line("dates: {order: dmy}      # such as %s", comment(strings.Join(d.dmy, ", ")))
	case len(d.mdy) > 0 && len(d.dmy) == 0:
		line("dates: {order: mdy}      # such as %s", comment(strings.Join(d.mdy, ", ")))
	case len(d.either) > 0:
		line("# dates: {order: dmy}    # or mdy: %s can be read both ways", comment(strings.Join(d.either, ", ")))
	}
	if len(empty) > 0 {
		quotedEmpty := make([]string, len(empty))
		for i, e := range empty {
			quotedEmpty[i] = schema.Quoted(e)
		}
		line("empty: [%s]", strings.Join(quotedEmpty, ", "))
	}
	line("set:                       # the same for everybody")
	line("  # verified: 2026-01-31   # the day of the list, never today")
	line("  sources:")
	line("    - {title: %s}", schema.Quoted(tidy(filepath.Base(file))))
	line("fields:")
	(&guess{&b, by}).fields()
	for _, c := range by["photo"] {
		line("photo: %s", ref(c))
	}
	if cs := by["text"]; len(cs) > 0 {
		line("text:")
		for _, c := range cs {
			line("  - {column: %s}", ref(c))
		}
	}
	line("")
	line("# What stands in the columns:")
	for _, c := range columns {
		note := ""
		if c.kind() == "private" {
			note = "; looks private, and is left out above"
		}
		line("#   %s: %d filled%s%s", comment(c.name), c.filled, c.sample(), note)
	}
	return b.String()
}

// sample shows some of the values of a column. Private ones are not copied.
func (c *column) sample() string {
	if c.kind() == "private" || len(c.order) == 0 {
		return ""
	}
	few := c.order
	if c.many() {
		few = few[:min(3, len(few))]
	} else {
		few = few[:min(12, len(few))]
	}
	parts := make([]string, len(few))
	for i, v := range few {
		if parts[i] = comment(clip(v)); c.values[v] > 1 {
			parts[i] += fmt.Sprintf(" (%d)", c.values[v])
		}
	}
	s := ": " + strings.Join(parts, " · ")
	if len(few) < len(c.order) || c.more {
		s += " …"
	}
	return s
}

// many tells a column of free texts from one of a few words.
func (c *column) many() bool { return c.more || len(c.values) > 30 || len(c.values) > c.filled/2+3 }

// comment keeps a stranger's text within the line of a comment.
func comment(s string) string { return shownCell(s) }

// ref is a column's name as a value of YAML.
func ref(c *column) string { return schema.Quoted(c.name) }

// guess writes the part of the map about fields.
type guess struct {
	b  *strings.Builder
	by map[string][]*column
}

func (g *guess) line(format string, args ...any) { fmt.Fprintf(g.b, format+"\n", args...) }

func (g *guess) fields() {
	g.names()
	for _, field := range []string{"gender", "born", "died", "status"} {
		for i, c := range g.by[field] {
			if i == 0 {
				g.line("  %s: %s", field, g.words(c, field))
			}
		}
	}
	for _, field := range []string{"occupation", "aliases"} {
		for i, c := range g.by[field] {
			if i == 0 {
				g.line("  %s: {column: %s, split: [\",\", \";\"]}", field, ref(c))
			}
		}
	}
	if cs := g.by["region"]; len(cs) > 0 {
		g.line("  region: %s", ref(cs[0]))
	}
	for i, c := range g.by["ids"] {
		if i == 0 {
			g.line("  ids: {list: %s}          # put the name of the organisation, like viasna, for list", ref(c))
		}
	}
	g.detentions()
	if cs := g.by["charges"]; len(cs) > 0 {
		g.line("  charges:                 # an article looks like BY-342.2: the letters of the country first")
		g.line("    - article: {column: %s, split: [\",\", \";\"], take: ['\\d+(\\.\\d+)*'], as: XX-$0}", ref(cs[0]))
	}
	if cs := g.by["sentence"]; len(cs) > 0 {
		g.line("  sentence:")
		g.line("    years: {column: %s, take: ['(\\d+)\\s*(?:y|г|л|год|лет|سال|年)']}", ref(cs[0]))
		g.line("    months: {column: %s, take: ['(\\d+)\\s*(?:m|мес|ماه|个月)']}", ref(cs[0]))
	}
	for i, c := range g.by["sources"] {
		if i == 0 {
			g.line("  sources:")
		}
		g.line("    - {url: {column: %s, split: [\" \", \";\"]}}", ref(c))
	}
}

func (g *guess) names() {
	given, family := g.by["given"], g.by["family"]
	switch {
	case len(given) > 0 && len(family) > 0:
		g.line("  name: %s", schema.Quoted("{"+given[0].name+"} {"+family[0].name+"}"))
		g.line("  sort: %s", ref(family[0]))
		return
	case len(g.by["name"]) == 0:
		g.line("  # name: …              # which column has the name?")
		return
	}
	main, others := g.by["name"][0], g.by["name"]
	for _, c := range others {
		if c.script == "latin" {
			main = c
			break
		}
	}
	swap := ""
	if main.comma > main.filled/2 {
		swap = `, swap: ","`
	}
	if swap != "" {
		g.line("  name: {column: %s%s}", ref(main), swap)
	} else {
		g.line("  name: %s", ref(main))
	}
	told := map[string]bool{}
	for _, c := range others {
		if c != main && c.script != "latin" && c.script != "" && !told[c.script] {
			if len(told) == 0 {
				g.line("  names:")
			}
			told[c.script] = true
			g.line("    %s: %s", c.script, ref(c))
		}
	}
	if main.script != "latin" && len(told) == 0 && main.script != "" {
		g.line("  names: {%s: %s}", main.script, ref(main))
	}
}

// words is a rule for a column of a few words, each of which is to be said in ours.
func (g *guess) words(c *column, field string) string {
	if c.many() || field == "born" || field == "died" {
		return ref(c)
	}
	var pairs []string
	for _, v := range c.order {
		pairs = append(pairs, schema.Quoted(v)+": "+answer(field, v))
	}
	return fmt.Sprintf("{column: %s, values: {%s}}", ref(c), strings.Join(pairs, ", "))
}

func (g *guess) detentions() {
	from, to, verdict, place := g.by["from"], g.by["to"], g.by["verdict"], g.by["place"]
	if len(from)+len(to)+len(verdict) == 0 {
		return
	}
	first := func(cs []*column) string {
		if len(cs) == 0 {
			return ""
		}
		return ref(cs[0])
	}
	row := func(parts ...string) {
		var out []string
		for i := 0; i < len(parts); i += 2 {
			if parts[i+1] != "" {
				out = append(out, parts[i]+": "+parts[i+1])
			}
		}
		g.line("    - {%s}", strings.Join(out, ", "))
	}
	g.line("  detentions:              # the status says how the last one ended")
	if len(verdict) > 0 {
		row("kind", profile.Pretrial.String(), "from", first(from), "to", first(verdict))
		row("kind", profile.Imprisoned.String(), "from", first(verdict), "to", first(to), "place", first(place))
		return
	}
	row("from", first(from), "to", first(to), "place", first(place))
}

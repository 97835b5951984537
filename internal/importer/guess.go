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
	t, header, err := belowTitles(file, l)
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
			if nothing.MatchString(cell) && !columns[i].means(cell) {
				if len(empty) < manyValues && !slices.Contains(empty, cell) {
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
	_, err = io.WriteString(w, guessed(file, header, rows, columns, empty, d))
	return err
}

// belowTitles opens a list at the row with the names of its columns: titles and heads of groups, which stand above it,
// fill less than half as many cells.
func belowTitles(file string, l Layout) (*table, int, error) {
	t, err := open(file, l)
	if err != nil {
		return nil, 0, err
	}
	header := 1
	for row := 2; row <= titleRows+1; row++ {
		l.Header = row
		if below, err := open(file, l); err == nil && below.named() > 2*t.named() {
			t, header = below, row
		}
	}
	return t, header, nil
}

// titleRows is above how many rows the names of the columns are looked for.
const titleRows = 5

// nothing is what people write where they have nothing to write.
var nothing = regexp.MustCompile(`(?i)^([-–—?.*/]+|n/?a|none|null|nil|unknown|false|nan|нет|нет данных|н/д|неизвестно|` +
	`невядома|невідомо|نامشخص|不详|未知|9999(-99)*|0000(-00)*)$`)

// hinted are what the name of a column may stand for, the likeliest first.
func (c *column) hinted() (targets []string) {
	for _, h := range hints {
		if h.is.MatchString(c.name) {
			targets = append(targets, h.target)
		}
	}
	return targets
}

// means tells whether a value is one of our own words for the field that a column seems to be for: unknown.
func (c *column) means(cell string) bool {
	targets := c.hinted()
	return len(targets) > 0 && slices.Contains(profile.Words(targets[0]), strings.ToLower(cell))
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
	if _, err := d.read(cell); err == nil && strings.ContainsAny(western.Replace(cell), "0123456789") && utf8.RuneCountInString(cell) > 3 {
		c.dates++
	}
	if c.script == "" {
		c.script = scriptOf(cell)
	}
}

// scripts are those of names, with the language that a map begins with.
var scripts = []struct {
	table    *unicode.RangeTable
	language string
}{{unicode.Cyrillic, "ru"}, {unicode.Arabic, "fa"}, {unicode.Han, "zh"}, {unicode.Georgian, "ka"}, {unicode.Hebrew, "he"}, {unicode.Latin, "latin"}}

// scriptOf guesses the language of a name from its script.
func scriptOf(text string) string {
	for _, r := range text {
		for _, s := range scripts {
			switch {
			case !unicode.Is(s.table, r):
			case s.language == "ru" && strings.Contains(strings.ToLower(text), "ў"):
				return "be"
			default:
				return s.language
			}
		}
	}
	return ""
}

// kind is what a column may be, by its name and, where that says nothing, by its values.
func (c *column) kind() string {
	targets := c.hinted()
	if c.urls > c.filled/2 && c.filled > 0 {
		if slices.Contains(targets, "photo") {
			return "photo"
		}
		return "sources"
	}
	for _, target := range targets {
		if c.filled == 0 || c.dates > 0 || !slices.Contains([]string{"from", "to", "verdict", "born", "died"}, target) {
			return target
		}
	}
	return ""
}

// guessed writes the map.
func guessed(file string, header, rows int, columns []*column, empty []string, d *dates) string {
	g := &guess{by: map[string][]*column{}}
	for _, c := range columns {
		g.by[c.kind()] = append(g.by[c.kind()], c)
	}
	g.line("# A map for %s (%d rows), guessed from the names and values of its columns: check every line.", shownCell(filepath.Base(file)), rows)
	g.line("# .github/IMPORT.md explains the words. Columns that stand nowhere below are dropped: leave out phone numbers,")
	g.line("# relatives, and whatever else could harm somebody.")
	g.line("")
	if header > 1 {
		g.line("header: %d                # the row with the names of the columns", header)
	}
	g.line("# country: by            # of everybody, or {column: …, values: {Belarus: by}}")
	for _, c := range g.by["country"] {
		g.line("# country: %s            # if that is who holds them; if it is where they are from, citizenship: in fields", c.countries())
	}
	switch {
	case len(d.dmy) > 0 && len(d.mdy) == 0:
		g.line("dates: {order: dmy}      # such as %s", shownCell(strings.Join(d.dmy, ", ")))
	case len(d.mdy) > 0 && len(d.dmy) == 0:
		g.line("dates: {order: mdy}      # such as %s", shownCell(strings.Join(d.mdy, ", ")))
	case len(d.either) > 0:
		g.line("# dates: {order: dmy}    # or mdy: %s can be read both ways", shownCell(strings.Join(d.either, ", ")))
	}
	if len(empty) > 0 {
		for i, e := range empty {
			empty[i] = schema.Quoted(e)
		}
		g.line("empty: [%s]", strings.Join(empty, ", "))
	}
	g.line("set:                       # the same for everybody")
	g.line("  # verified: 2026-01-31   # the day of the list, never today")
	g.line("  sources:")
	g.line("    - {title: %s}", schema.Quoted(tidy(filepath.Base(file))))
	g.line("fields:")
	g.fields()
	g.first("photo", "photo: @")
	if cs := g.by["text"]; len(cs) > 0 {
		g.line("text:")
		for _, c := range cs {
			g.line("  - {column: %s}", ref(c))
		}
	}
	g.line("")
	g.line("# What stands in the columns:")
	for _, c := range columns {
		note := ""
		if c.kind() == "private" {
			note = "; looks private, and is left out above"
		}
		g.line("#   %s: %d filled%s%s", shownCell(c.name), c.filled, c.sample(), note)
	}
	return g.String()
}

// sample shows some of the values of a column. Private ones are not copied.
func (c *column) sample() string {
	if c.kind() == "private" || len(c.order) == 0 {
		return ""
	}
	shown := 12
	if c.many() {
		shown = 3
	}
	few := c.order[:min(shown, len(c.order))]
	parts := make([]string, len(few))
	for i, v := range few {
		if parts[i] = shownCell(clip(v)); c.values[v] > 1 {
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

// ref is a column's name as a value of YAML.
func ref(c *column) string { return schema.Quoted(c.name) }

// guess writes the map.
type guess struct {
	strings.Builder
	by map[string][]*column // what they may be
}

func (g *guess) line(format string, args ...any) { fmt.Fprintf(g, format+"\n", args...) }

// first writes lines in which @ stands for the first column that may be of a kind, if there is one.
func (g *guess) first(kind string, lines ...string) {
	if cs := g.by[kind]; len(cs) > 0 {
		g.WriteString(strings.ReplaceAll(strings.Join(lines, "\n")+"\n", "@", ref(cs[0])))
	}
}

func (g *guess) fields() {
	g.names()
	for _, field := range []string{"gender", "born", "died", "status"} {
		if cs := g.by[field]; len(cs) > 0 {
			g.line("  %s: %s", field, cs[0].words(field))
		}
	}
	g.first("occupation", `  occupation: {column: @, split: [",", ";"]}`)
	g.first("aliases", `  aliases: {column: @, split: [",", ";"]}`)
	g.first("region", "  region: @")
	g.first("ids", "  ids: {list: @}          # put the name of the organisation, like viasna, for list")
	g.detentions()
	g.first("charges", "  charges:                 # an article looks like BY-342.2: the letters of the country first",
		`    - article: {column: @, split: [",", ";"], take: ['\d+(\.\d+)*'], as: XX-$0}`)
	g.first("sentence", "  sentence:", `    years: {column: @, take: ['(\d+)\s*(?:y|г|л|год|лет|سال|年)']}`,
		`    months: {column: @, take: ['(\d+)\s*(?:m|мес|ماه|个月)']}`)
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
	if main.comma > main.filled/2 {
		g.line(`  name: {column: %s, swap: ","}`, ref(main))
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
func (c *column) words(field string) string {
	if c.many() || answers[field] == nil {
		return ref(c)
	}
	var pairs []string
	for _, v := range c.order {
		pairs = append(pairs, schema.Quoted(v)+": "+answer(field, v))
	}
	return fmt.Sprintf("{column: %s, values: {%s}}", ref(c), strings.Join(pairs, ", "))
}

func (g *guess) detentions() {
	if len(g.by["from"])+len(g.by["to"])+len(g.by["verdict"]) == 0 {
		return
	}
	part := func(name, kind string) string {
		if cs := g.by[kind]; len(cs) > 0 {
			return ", " + name + ": " + ref(cs[0])
		}
		return ""
	}
	g.line("  detentions:              # the status says how the last one ended")
	if len(g.by["verdict"]) > 0 {
		g.line("    - {kind: %s%s%s}", profile.Pretrial, part("from", "from"), part("to", "verdict"))
		g.line("    - {kind: %s%s%s%s}", profile.Imprisoned, part("from", "verdict"), part("to", "to"), part("place", "place"))
		return
	}
	g.line("    - {%s}", strings.TrimPrefix(part("from", "from")+part("to", "to")+part("place", "place"), ", "))
}

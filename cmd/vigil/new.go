package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/edit"
	"vigil/internal/names"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// novelty is a file that is about to be begun, and what is known for it so far.
type novelty struct {
	*call
	kind                                            content.Kind
	name                                            string // of whom or what it is about; a country's code
	country, slug, bornText, statusText, from, date string
	native                                          string // the name as people of the country write it, behind its language
	language                                        string // the site's main one, in which names stand
	another                                         bool   // whoever is alike was looked at
	when                                            profile.When
	born                                            profile.Date
	status                                          profile.Status
}

func runNew(c *call) int {
	n := &novelty{call: c}
	c.StringVar(&n.country, "country", "", "`code` of the state that holds or prosecutes, or where a prison lies")
	c.StringVar(&n.slug, "slug", "", "`name` of the file, in small Latin letters, where none can be made of NAME")
	c.StringVar(&n.bornText, "born", "", "a person's birth: 1984, 1984-09 or 1984-09-25")
	c.StringVar(&n.statusText, "status", "", "what holds of a person now: pretrial, imprisoned …")
	c.StringVar(&n.from, "from", "", "since when a person is held")
	c.StringVar(&n.date, "date", "", "the day of a piece of news (default: today, UTC)")
	c.BoolVar(&n.another, "another", false, "it is another person than those whose names are alike")
	c.asOfToday(&n.when)
	if status, ok := c.parsePaths(); !ok {
		return status
	}
	n.language = mainLanguage(*c.source)
	if status := n.collect(); status != exitOK {
		return status
	}
	if n.kind.Name == "profile" {
		if status := n.mayBeAnother(); status != exitOK {
			return status
		}
	}
	return n.write()
}

// kindOf finds the kind that a word names.
func (c *call) kindOf(word string) (content.Kind, int) {
	var words []string
	for _, k := range content.Kinds {
		if k.Name == word {
			return k, exitOK
		}
		words = append(words, k.Name)
	}
	if word == "person" { // nearer to prison, by its letters
		status := c.misuse("there is no kind of file %q", word)
		fmt.Fprintln(c.stderr, `  hint: did you mean "profile"?`)
		return content.Kind{}, status
	}
	return content.Kind{}, c.unknown("there is no kind of file %q", word, words)
}

// collect asks for what was not given, and holds everything against the rules of its field.
func (n *novelty) collect() (status int) {
	if len(n.rest) == 0 {
		return n.misuse("takes a kind of file and a name: vigil new profile \"Alena Prykladava\"")
	}
	if n.kind, status = n.kindOf(n.rest[0]); status != exitOK {
		return status
	}
	n.name = strings.Join(n.rest[1:], " ")
	person, news, country := n.kind.Name == "profile", n.kind.Name == "news", n.kind.Name == "country"
	name, nameCheck := "Name in the site's main language", visible
	switch {
	case news:
		name = "Headline"
	case country:
		name, nameCheck = "Two letters of the country (by)", schema.Country
	}
	free := len(n.rest) < 3 && n.name == "" // somebody is asked for everything: also for what may be left out
	return n.settle(n.kind.Name, free, []fact{
		{"NAME", name, &n.name, true, false, nameCheck, nil},
		{"--country", "Two letters of the country (by)", &n.country, strings.HasSuffix(n.kind.Dir, "/CC"), false, schema.Country, nil},
		{"--slug", "Name of the file in small Latin letters (alena-prykladava)", &n.slug, true, false, schema.Slug,
			func() bool { return n.slugOf() != "" }},
		{"", "Name as people there write it, behind its language (be: Алена Прыкладава)", &n.native, person, true, checkNative, nil},
		{"--born", "Born (1984, 1984-09 or 1984-09-25)", &n.bornText, person, true, n.checkDate(&n.born), nil},
		{"--status", "Status (pretrial, imprisoned, released …)", &n.statusText, person, true,
			func(s string) error { return n.status.UnmarshalText([]byte(s)) }, nil},
		{"--from", "Held since (2021, 2021-07 or 2021-07-14)", &n.from, person, true, n.checkDate(nil), nil},
		{"--date", "", &n.date, news, true, n.checkDate(nil), nil},
		{"--source URL", "Address of a page that says so (https://…)", &n.cited, slices.Contains(n.kind.Fields.Names(), "sources"), true, schema.URL, nil},
	})
}

func (n *novelty) checkDate(into *profile.Date) func(string) error {
	return func(s string) error {
		d, err := profile.ParseDate(s)
		if err == nil && d.Earliest() > n.when.Today {
			return fmt.Errorf("%s is in the future (today is %s)", d, n.when.Today)
		}
		if into != nil {
			*into = d
		}
		return err
	}
}

// checkNative wants a name behind the tag of its language.
func checkNative(s string) error {
	tag, name, ok := strings.Cut(s, ":")
	if !ok {
		return &schema.Fault{Text: "the language is missing", Hint: "write it in front: be: Алена Прыкладава, ru: Елена Прикладова, fa: …"}
	}
	return cmp.Or(schema.Language(strings.TrimSpace(tag)), visible(name))
}

// names are those in other languages.
func (n *novelty) names() map[string]string {
	tag, name, ok := strings.Cut(n.native, ":")
	if !ok {
		return nil
	}
	return map[string]string{strings.TrimSpace(tag): strings.TrimSpace(name)}
}

// slugOf is the name of the file as far as the name gives one.
func (n *novelty) slugOf() string {
	switch {
	case n.kind.Name == "country":
		return n.name
	case n.slug != "":
		return n.slug
	}
	return names.Slug(n.name, n.language)
}

// mainLanguage is the site's, in which names are written and thus romanised; "" where its settings cannot be read.
func mainLanguage(source string) string {
	src, _, err := content.Open(source, profile.When{})
	if err != nil {
		return ""
	}
	defer src.Close()
	return src.Site().Main()
}

// mayBeAnother shows who is probably the same person, before anything is written.
func (n *novelty) mayBeAnother() int {
	src, _, err := content.Open(*n.call.source, n.when)
	if err != nil {
		return n.fail(err)
	}
	defer src.Close()
	ctx, stop := untilStopped()
	defer stop()
	paths, err := src.Alike(ctx, 0, &profile.Header{Name: n.name, Names: n.names(), Born: n.born})
	if err != nil {
		return n.fail(err)
	}
	if len(paths) == 0 || n.another {
		return exitOK
	}
	fmt.Fprintf(n.stderr, "%q may be here already, perhaps in another spelling:\n", diag.Printable(n.name))
	for _, p := range paths[:min(len(paths), mostAlike)] {
		fmt.Fprintf(n.stderr, "  %s\n", diag.Printable(p))
	}
	if more := len(paths) - mostAlike; more > 0 {
		fmt.Fprintf(n.stderr, "  and %d more\n", more)
	}
	otherwise := "; if it is another person, give --another"
	if n.canAsk() {
		if yes, err := n.yes("Is it another person?"); err != nil {
			return n.fail(err)
		} else if yes {
			return exitOK
		}
		otherwise = ""
	}
	fmt.Fprintf(n.stderr, "vigil new: nothing was written\n  hint: add what you know to that file%s\n", otherwise)
	return exitFailed
}

// mostAlike is how many people with names that are alike are shown.
const mostAlike = 10

// write puts the file in its place and says what comes next.
func (n *novelty) write() int {
	draft := edit.Draft(n.kind.Fields.Reference(), n.given())
	_, problems := n.kind.Fields.Canonical("", draft[len("---\n"):len(draft)-len("---\n")], 2)
	for _, p := range problems {
		if p.Rule.ID != schema.Missing.ID && p.Rule.Severity == diag.Error { // the rest is to be filled in
			return n.misuse("%s", p.Text)
		}
	}
	folder, err := edit.OpenFolder(*n.call.source)
	if err != nil {
		return n.fail(err)
	}
	defer folder.Close()
	file, err := n.place(folder)
	if err == nil {
		err = folder.Create(file, draft)
	}
	if err != nil {
		return n.fail(err)
	}
	fmt.Fprintf(n.stdout, "%s\n", file)
	then := "next: "
	if marks := edit.Marks(draft); len(marks) > 0 {
		lines := strings.Trim(strings.ReplaceAll(fmt.Sprint(marks), " ", ", "), "[]")
		fmt.Fprintf(n.stdout, "next: fill in what is marked with <-- (line %s), and the text below the second ---\n", lines)
		then = "then: "
	}
	fmt.Fprintf(n.stdout, "%svigil check %s says what is missing; vigil serve shows the page while you write\n", then, file)
	return exitOK
}

// place is where the file goes: whoever has the name of a file already keeps it.
func (n *novelty) place(folder *edit.Folder) (string, error) {
	dir := path.Join("content", strings.Replace(n.kind.Dir, "CC", n.country, 1))
	there, err := folder.List(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", err
	}
	taken := func(slug string) bool {
		return slices.ContainsFunc(there, func(e os.DirEntry) bool { return strings.EqualFold(e.Name(), slug+".md") })
	}
	slug := n.slugOf()
	switch {
	case n.kind.Name == "news":
		day := n.when.Today.String()
		if n.date != "" {
			day = n.date
		}
		slug = day + "-" + slug
	case n.kind.Name == "profile" && n.slug == "":
		var years []int
		if n.born.Year > 0 {
			years = append(years, int(n.born.Year))
		}
		slug = names.Free(slug, years, taken)
	}
	file := path.Join(dir, slug+".md")
	if slug == "" || taken(slug) {
		return "", fmt.Errorf("%s is there already", file)
	}
	return file, n.kind.CheckName(slug)
}

// given is what the file says from the beginning, as YAML by the names of fields.
func (n *novelty) given() map[string]string {
	given := map[string]string{}
	if n.kind.Name != "country" {
		given[n.kind.Fields.Names()[0]] = schema.Quoted(n.name)
	}
	if slices.Contains(n.kind.Fields.Names(), "verified") { // whoever writes it has just looked
		given["verified"] = n.when.Today.String()
	}
	if n.cited != "" {
		given["sources.url"] = schema.Quoted(n.cited)
	}
	if n.kind.Name != "profile" {
		return given
	}
	if given["status"] = n.status.String(); !n.born.IsZero() {
		given["born"] = n.born.String()
	}
	for tag, name := range n.names() {
		given["names"] = "{" + tag + ": " + schema.Quoted(name) + "}"
	}
	switch {
	case n.status == profile.NoStatus, n.status.IsMeasure():
		given["detentions.kind"] = n.status.String()
	case !n.status.Alone():
		given["detentions.end"] = n.status.String()
	}
	if n.from != "" {
		given["detentions.from"] = n.from
	}
	return given
}

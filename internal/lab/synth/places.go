package synth

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// articles is how many articles each country's invented law has.
const articles = 24

func articleCode(cc string, i int) string {
	code := fmt.Sprintf("%s-%d", strings.ToUpper(cc), 100+i*13)
	if i%4 == 3 {
		code += ".2"
	}
	return code
}

// Most profiles have two or three warnings, as they have in lists that many people keep: a group that site.yaml
// does not know, an article that no law file knows, and a word of two scripts.

const unknownGroup = "cyclists"

var lookalike = strings.NewReplacer("a", "а", "e", "е", "o", "о") // Latin to Cyrillic

func unknownArticle(cc string) string { return strings.ToUpper(cc) + "-900" }

// prisonSlug names prison i of a country: every third is for remand.
func prisonSlug(i int) string {
	if i%3 == 0 {
		return fmt.Sprintf("remand-%d", i+1)
	}
	return fmt.Sprintf("colony-%d", i+1)
}

// places writes everything but the profiles.
func places(dir string, o Options, lands []territory) error {
	a := newAuthor(dir, o)
	a.d = newDice(o.Seed, 1<<63) // no person has this number
	if err := a.site(); err != nil {
		return err
	}
	for i, slug := range []string{"about", "how-to-help", "privacy"} {
		if err := a.page(slug, i+1); err != nil {
			return err
		}
	}
	for i := range organisations {
		if err := a.organisation(i, lands); err != nil {
			return err
		}
	}
	for _, t := range lands {
		if err := a.land(t); err != nil {
			return err
		}
	}
	return nil
}

// save writes what was printed and empties the buffer.
func (a *author) save(path ...string) error {
	file := filepath.Join(append([]string{a.dir}, path...)...)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	err := os.WriteFile(file, a.b, 0o644)
	a.b = a.b[:0]
	return err
}

func (a *author) site() error {
	var slugs []string
	for _, org := range organisations[:recognisers] {
		slugs = append(slugs, org.slug)
	}
	a.printf("title: Synthetic test site\nbase_url: https://example.org\nlanguages: [%s]\nrecognition: required\nrecognisers: [%s]\ngroups:\n",
		strings.Join(a.o.Languages, ", "), strings.Join(slugs, ", "))
	for _, g := range groups {
		a.printf("  %s: {%s: %s", g.key, a.o.Languages[0], g.label)
		for _, lang := range a.o.Languages[1:] {
			a.printf(", %s: %s", lang, a.phrase(lang, headings))
		}
		a.printf("}\n")
	}
	a.printf("repository: https://example.org/repository\ncontact: https://example.org/contact\nlicence: CC0-1.0\n")
	return a.save("site.yaml")
}

// page writes a page and all its translations.
func (a *author) page(slug string, menu int) error {
	for i, lang := range a.o.Languages {
		name := slug + ".md"
		if i > 0 {
			name = slug + "." + lang + ".md"
		}
		a.printf("---\ntitle: %s\n", a.phrase(lang, headings))
		if i == 0 {
			a.printf("menu: %d\n", menu)
		}
		a.printf("---\n\nThis is a synthetic test site. %s\n\n", invented(lang))
		for range 6 {
			a.printf("%s\n", a.sentence(lang))
		}
		if err := a.save("pages", name); err != nil {
			return err
		}
	}
	return nil
}

func (a *author) organisation(i int, lands []territory) error {
	org := organisations[i]
	a.printf("---\nname: %s\nurl: https://example.org/%s\ncountry: %s\nrole: [%s]\n", org.name, org.slug, lands[i%len(lands)].code, org.role)
	a.source()
	a.printf("---\n\nAn invented organisation. %s\n", a.sentence(a.o.Languages[0]))
	return a.save("organisations", org.slug+".md")
}

// source writes the fields that all kinds but a law take.
func (a *author) source() {
	a.printf("sources: [{url: https://example.org/reports/%d, title: Synthetic report}]\n", a.d.between(1, 9999))
	a.field("verified", date{a.asOf - a.d.between(1, 100), full})
}

func (a *author) land(t territory) error {
	main := a.o.Languages[0]
	a.printf("---\nletters: %q\n", a.sentence(main))
	a.source()
	a.printf("---\n\nInvented context for a synthetic test site.\n")
	for range 5 {
		a.printf("%s\n", a.sentence(main))
	}
	if err := a.save("countries", t.code+".md"); err != nil {
		return err
	}
	for i := range articles {
		a.printf("%s: {title: Invented article on %s, url: https://example.org/law/%s/%d}\n", articleCode(t.code, i), topics[i%len(topics)], t.code, i)
	}
	if err := a.save("laws", t.code+".yaml"); err != nil {
		return err
	}
	for i := range t.prisons() {
		if err := a.prison(t, i); err != nil {
			return err
		}
	}
	return nil
}

func (a *author) prison(t territory, i int) error {
	kind := "Remand prison"
	if i%3 != 0 {
		kind = "Colony"
	}
	town := pick(&a.d, syllables[:])
	second := pick(&a.d, syllables[:])
	in := func(s script) string { return title(town[s]+second[s], s) }
	a.printf("---\nname: %s No. %d of %s\n", kind, i+1, in(latin))
	a.printf("address: {native: %s %d, latin: %s %d}\n", in(scriptOf(t.native)), i+1, in(latin), i+1)
	a.printf("region: %s\nkind: %s\nletters: {languages: [%s]}\n", in(latin), strings.ToLower(kind), strings.Join(a.o.Languages, ", "))
	a.field("checked", date{a.asOf - a.d.between(1, 300), full})
	a.source()
	a.printf("---\n\nAn invented prison. %s\n", a.sentence(a.o.Languages[0]))
	return a.save("prisons", t.code, prisonSlug(i)+".md")
}

package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/lang"
	"vigil/internal/profile"
	"vigil/internal/schema"
	"vigil/internal/start"
	"vigil/templates"
)

func runInit(c *call) int {
	var s start.Site
	c.StringVar(&s.Title, "title", "", "what the site is called")
	languages := c.String("languages", "", "`tags` of its languages, the main one first: be,ru,en")
	c.StringVar(&s.Country, "country", "", "`code` of the country with which it begins: by")
	c.StringVar(&s.Contact, "contact", "", "an `address`, a key or a link under which readers reach you")
	var when profile.When
	c.asOfToday(&when)
	if status, ok := c.parsePaths(); !ok {
		return status
	}
	if len(c.rest) != 1 {
		return c.misuse("takes the folder of the new site")
	}
	known, err := lang.Tags(templates.FS)
	if err != nil {
		return c.fail(err)
	}
	if status := c.settle("site", true, []fact{
		{"--title", "What is the site called?", &s.Title, true, false, visible, nil},
		{"--languages", "Its languages, the main one first (" + strings.Join(known, ", ") + ")", languages, true, false,
			func(tags string) error { return inLanguages(tags, known) }, nil},
		{"--country", "Two letters of the country with which it begins (by)", &s.Country, true, false, schema.Country, nil},
		{"--contact", "An address, a key or a link under which readers reach you", &s.Contact, true, true, visible, nil},
	}); status != exitOK {
		return status
	}
	s.Languages, s.Revision, s.Day = tagsOf(*languages), version(), when.Today.String()
	if strings.ContainsAny(s.Revision, "()") { // built without a revision
		s.Revision = "main"
	}
	if err := start.Write(c.rest[0], s); err != nil {
		return c.fail(err)
	}
	dir := diag.Printable(c.rest[0])
	fmt.Fprintf(c.stdout, "%s\nnext: cd %s; vigil new profile \"A Name\" --country %s\nthen: vigil serve shows the site; README.md says the rest\n", dir, dir,
		s.Country)
	return exitOK
}

func tagsOf(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// inLanguages takes languages for which the program has words.
func inLanguages(list string, known []string) error {
	tags := tagsOf(list)
	for i, tag := range tags {
		switch {
		case !slices.Contains(known, tag):
			return &schema.Fault{Text: fmt.Sprintf("the program has no words in %q", tag),
				Hint: "begin with some of " + strings.Join(known, ", ") + "; templates/i18n/<language>.yaml adds another later"}
		case slices.Contains(tags[:i], tag):
			return fmt.Errorf("%s stands twice", tag)
		}
	}
	if len(tags) == 0 {
		return errors.New("there is no language")
	}
	return nil
}

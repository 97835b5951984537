package render

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"vigil/internal/profile"
	"vigil/internal/site"
)

// Each number leads to its data, also where they are too many for one file.
func TestNumbersLeadToTheirData(t *testing.T) {
	held := "---\nname: Invented Held\nstatus: imprisoned\ndetentions: [{kind: imprisoned, from: 2024-01-02, place: by/c-1}]\nsources: [{title: Invented}]\n" +
		"charges: [{article: BY-1}]\ncriteria: [a]\nexpected_release: {date: 2025-01-01}\n---\n"
	e := newExample(t, "", map[string]string{"laws/by.yaml": "BY-1: {title: Invented}\n", "prisons/by/c-1.md": "---\nname: Invented\n---\n",
		"profiles/ae/held.md": held, "profiles/by/held.md": held, "profiles/az/held.md": held})
	pages := e.all(t)
	for name, want := range map[string]string{"index.html": "data/people.csv", "status/held.html": "../data/people.csv",
		"countries/by/index.html": "../../data/people/by.csv"} {
		if !strings.Contains(pages[name], `<a href="`+want+`">CSV</a>`) {
			t.Errorf("%s does not lead to %s", name, want)
		}
	}
	var order []string
	for _, m := range regexp.MustCompile(`href="data/people/(..)\.csv"`).FindAllStringSubmatch(pages["data.html"], -1) {
		order = append(order, m[1])
	}
	if got := strings.Join(order, " "); got != "az by ae" { // by name, not by code
		t.Errorf("the countries stand in the order %s", got)
	}

	for _, l := range e.site.Lists() {
		only := e.composer(site.Page{Kind: site.Home}).block(l, "").Only
		all := l.Kind == site.Everybody || l.Kind == site.OfCountry || l.Kind == site.ToWrite
		if !all && !slices.ContainsFunc(columns, func(c column) bool { return c.name == only }) {
			t.Errorf("%s is to be found by the column %q", l.Path, only)
		}
	}

	e.site.People = append(e.site.People, make([]profile.Record, site.MostInOneFile)...)
	c := e.composer(site.Page{Kind: site.Home})
	if got := c.block(c.site.List(site.Everybody, "", ""), "").CSV; got != "data.html#countries" {
		t.Errorf("the number of many leads to %q", got)
	}
	if !strings.Contains(pages["data.html"], `id="countries"`) {
		t.Error("data.html has no such place")
	}
}

// A row does not repeat the heading above it, and keeps apart what makes no sentence.
func TestRowsBesideTheirHeading(t *testing.T) {
	const person = "---\nname: %s\nstatus: %s\nsources: [{title: Invented, date: 2020-05-01}]\n%s---\n"
	e := newExample(t, "", map[string]string{
		"site.yaml":           "languages: [en, fa]\n",
		"profiles/aq/dead.md": fmt.Sprintf(person, "Invented Dead", "died", ""),
		"profiles/aq/shot.md": fmt.Sprintf(person, "Invented Shot", "executed", ""),
		"profiles/aq/held.md": fmt.Sprintf(person, "Invented Held", "imprisoned", "detentions: [{kind: imprisoned, from: 2019-01-02}]\n"+
			"charges: [{article: AQ-282.1(2), stage: charged}]\n"),
	})
	pages := e.all(t)
	country := pages["countries/aq/index.html"]
	if !strings.Contains(country, ">Died</h2>") || strings.Contains(country, "<span>Died</span>") || !strings.Contains(country, "<span>Executed</span>") {
		t.Error("a row says once more that somebody died, or not how:", country)
	}
	if want := "days</span> <span>· last confirmed <time"; !strings.Contains(pages["status/held.html"], want) {
		t.Errorf("status/held.html has no %q", want)
	}
	for _, name := range []string{"fa/status/held.html", "fa/countries/aq/held.html"} {
		if want := "\u2066282.1(2)\u2069"; !strings.Contains(pages[name], want) { // else shown as (2)282.1
			t.Errorf("%s has no %q", name, want)
		}
	}
}

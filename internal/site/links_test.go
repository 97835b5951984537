package site_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"vigil/internal/diag"
)

// linked is a site with a page of every kind.
var linked = files{
	"content/site.yaml":              "languages: [en, ru]\ngroups: {writers: Writers}\nrecognition: presumed\n",
	"content/laws/by.yaml":           "BY-342.1: {title: One}\n",
	"content/countries/by.md":        "---\n---\n",
	"content/prisons/by/ik-1.md":     "---\nname: Colony\n---\n",
	"content/pages/about.md":         "---\ntitle: About\n---\n",
	"content/pages/privacy.md":       "---\ntitle: Privacy\n---\n",
	"content/news/2026-01-31-a.md":   "---\ntitle: A\nsources: [{title: s}]\n---\n",
	"content/organisations/watch.md": "---\nname: Watch\n---\n",
	"content/officials/by/judge.md":  "---\nname: Judge\noffice: Judge\nsources: [{title: s}]\n---\n",
	"content/profiles/by/ann.md": person("Ann Invented", detained("imprisoned", "from: 2021, place: by/ik-1"), "former_slugs: [anna]",
		"groups: [writers]", "criteria: [a]", "charges: [{article: BY-342.1}]"),
	"content/profiles/kz/bob.md":        person("Bob Invented", "status: died"),
	"content/profiles/by/draft.md":      person("Draft Invented", "status: died", "publish: false"),
	"content/profiles/by/unnamed-1.md":  person("Nobody Invented", "status: died", "unnamed: true"),
	"content/profiles/by/unnamed-1a.md": person("Withheld Invented", "status: died", "withhold: [former_slugs]", "former_slugs: [once]"),
}

// write is a text put at the end of a file of the fixture.
func (f files) write(file, text string) files { return f.with(files{file: f[file] + text}) }

// deadLinks are what is said of dead links, with their hints, in lines.
func deadLinks(t *testing.T, f files, on string) (out []string) {
	t.Helper()
	s, problems := loadDir(t, write(t, f), on)
	for _, p := range problems {
		if p.Rule.ID == "dead-link" {
			out = append(out, p.String())
		} else if p.Rule.Severity == diag.Error {
			t.Errorf("the fixture has another mistake: %s", p)
		}
	}
	if (s == nil) != (out != nil) {
		t.Errorf("there is a site: %v, though %q", s != nil, out)
	}
	return out
}

func TestDeadLinks(t *testing.T) {
	const page, ann, news = "content/pages/about.md", "content/profiles/by/ann.md", "content/news/2026-01-31-a.md"
	type link struct{ file, to, hint string } // no hint: the link is alive; "write x" is short for it
	all := map[string][]link{}
	for _, c := range []link{
		// From every kind of page to every kind of file.
		{ann, "../../about.html", ""},
		{ann, "anna.html", ""},
		{ann, "../kz/bob.html#t-x", ""},
		{ann, "./index.html", ""},
		{ann, "feed.xml", ""},
		{ann, "articles/by-342-1.html", ""},
		{ann, "status/held.html", ""},
		{"content/countries/by.md", "ann.html", ""},
		{"content/prisons/by/ik-1.md", "../ann.html", ""},
		{"content/organisations/watch.md", "../officials/by/judge.html", ""},
		{"content/officials/by/judge.md", "../../organisations/watch.html", ""},
		{"content/officials/by/judge.md", "../index.html", ""},
		{news, "../countries/by/prisons/ik-1.html", ""},
		{news, "index.html", ""},
		{page, "groups/writers.html", ""},
		{page, "criteria/a.html", ""},
		{page, "year/2021.html", ""},
		{page, "status/political-prisoners.html", ""},
		{page, "people/index.html", ""},
		{page, "numbers.html", ""},
		{page, "about%2Ehtml", ""},
		{page, "ru/../about.html", ""},

		// What a slip makes of them.
		{ann, "about.html", "write ../../about.html"},
		{ann, "about.html#t-one", "write ../../about.html#t-one"},
		{ann, "../../../about.html", "write ../../about.html"},
		{ann, "../../about.html?x=1", "write ../../about.html"},
		{ann, "../../about", "write ../../about.html"},
		{ann, "../../pages/about.md", "write ../../about.html"},
		{ann, "../kz/bob.md", "write ../kz/bob.html"},
		{ann, "../../profiles/kz/bob.md", "write ../../countries/kz/bob.html"},
		{ann, "kz/bob.html", "write ../kz/bob.html"},
		{ann, "../", "write ../index.html"},
		{ann, ".", "write ./index.html"},
		{page, "countries/by/", "write countries/by/index.html"},
		{page, "countries/by", "write countries/by/index.html"},
		{page, "by/ann.html", "write countries/by/ann.html"},
		{page, "ABOUT.html", "write the address"},
		{page, "", "write index.html"},
		{page, "www.example.org", "write the address of a file as seen from about.html, like index.html; that of another site begins with https://"},
		{ann, "nobody.html", "write the address of a file as seen from countries/by/ann.html, like ../../index.html; that of another site begins with https://"},
		{page, "#t-nothing", "the link to the heading ## Who decides is #t-who-decides"},

		// Who is not on the site is not told from who was never heard of.
		{ann, "draft.html", "write the address"},
		{ann, "draft.md", "write the address"},
		{page, "draft.html", "write the address"},
		{ann, "unnamed-1.html", "write the address"},
		{ann, "once.html", "write the address"},

		// What stands in the main language's tree only. The text of about is shown in the Russian one too.
		{page, "data/people.json", "the text is shown in ru too, and that file is not there: link to a page instead"},
		{page, "404.html", "the text is shown in ru too"},
		{page, "ru/about.html", "the text is shown in ru too"},
	} {
		all[c.file] = append(all[c.file], c)
	}
	for file, links := range all {
		text := ""
		for _, c := range links {
			text += "\nA [link](" + c.to + ").\n"
		}
		found := deadLinks(t, linked.write(file, text), today)
		dead := 0
		for _, c := range links {
			var got []string
			for _, one := range found {
				if strings.Contains(one+" ", fmt.Sprintf("link %q", c.to)) {
					got = append(got, one)
				}
			}
			if dead += len(got); len(got) != min(1, len(c.hint)) {
				t.Errorf("%s: %q: %q", c.file, c.to, got)
				continue
			}
			text, hint, _ := strings.Cut(strings.Join(got, ""), "\n  hint: ")
			if !strings.HasPrefix(hint, c.hint) || c.hint != "" && (!strings.Contains(text, ":3: ") || !strings.HasPrefix(text, c.file+":")) {
				t.Errorf("%s: %q: got %q, want the hint %q", c.file, c.to, got, c.hint)
			}
		}
		if dead != len(found) {
			t.Errorf("%s: %d dead links, %d of them are looked for: %q", file, len(found), dead, found)
		}
	}
}

// A text is judged where it is shown: a translation in its language's tree, the main text in its own and in
// those that have no text.
func TestDeadLinksOfTranslations(t *testing.T) {
	const ru = "---\n---\n"
	for name, c := range map[string]struct {
		f    files
		want string
	}{
		"the same address":        {linked.write("content/pages/about.ru.md", ru+"[x](privacy.html)"), ""},
		"a file of the main tree": {linked.write("content/pages/about.ru.md", ru+"[x](../static/style.css) [x](../data/people/by.csv) [x](../about.html)"), ""},
		"as in the main language": {linked.write("content/pages/about.ru.md", ru+"[x](static/style.css)"),
			"content/pages/about.ru.md:3:1: the link \"static/style.css\" leads to no file of the site\n  hint: write ../static/style.css"},
		"both have a text": {linked.write("content/pages/about.ru.md", ru+"Text.").write("content/pages/about.md", "[x](data/counts.json)"), ""},
		"one is blank": {linked.write("content/pages/about.ru.md", ru+"\n").write("content/pages/about.md", "[x](data/counts.json)"),
			"content/pages/about.md:4:1: the link \"data/counts.json\" leads to no file of the site in ru"},
		"a person's": {linked.write("content/profiles/by/ann.ru.md", ru+"[x](bob.html)"),
			"content/profiles/by/ann.ru.md:3:1: the link \"bob.html\" leads to no file of the site\n  hint: write the"},
		"a person's only text": {linked.write("content/profiles/by/ann.ru.md", ru+"[x](../../ru/about.html)"),
			"content/profiles/by/ann.ru.md:3:1: the link \"../../ru/about.html\" leads to no file of the site in ru\n  hint: the text is shown in ru too"},
		"in no language of the site": {linked.write("content/profiles/by/ann.uk.md", ru+"[x](bob.html)"), ""},
		"of a draft":                 {linked.write("content/profiles/by/draft.md", "[x](bob.html)"), ""},
		"of somebody unnamed":        {linked.write("content/profiles/by/unnamed-1.md", "[x](bob.html)"), ""},
	} {
		got := strings.Join(deadLinks(t, c.f, today), "\n")
		if (got == "") != (c.want == "") || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// A mistake in one profile does not make mistakes of the links to it.
func TestLinksToAProfileWithAMistake(t *testing.T) {
	f := linked.write("content/pages/about.md", "[Bob](countries/kz/bob.html)").with(files{"content/profiles/kz/bob.md": person("Bob", "stauts: died")})
	_, problems := loadDir(t, write(t, f), today)
	problems = slices.DeleteFunc(problems, func(p diag.Problem) bool { return p.Rule.Severity == diag.Warning })
	for _, p := range problems {
		if p.Path != "content/profiles/kz/bob.md" {
			t.Errorf("%v", p)
		}
	}
	if len(problems) == 0 {
		t.Error("no mistake was reported")
	}
}

// On an earlier day there were fewer people. That is no mistake in the texts of today.
func TestLinksOnAnEarlierDay(t *testing.T) {
	f := linked.write("content/pages/about.md", "[Ann](countries/by/ann.html), [2021](year/2021.html)")
	if got := deadLinks(t, f, "2020-01-01"); got != nil {
		t.Errorf("%q", got)
	}
}

// A hostile text does not fill the screen.
func TestDeadLinksStopAtSomePoint(t *testing.T) {
	if n := len(deadLinks(t, linked.write("content/pages/about.md", strings.Repeat("[x](y) ", 2_000)), today)); n != 100 {
		t.Errorf("%d problems", n)
	}
}

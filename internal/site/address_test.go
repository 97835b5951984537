package site_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/site"
)

func TestPaging(t *testing.T) {
	for _, c := range []struct {
		path          string
		people, pages int
		last          string
	}{
		{"countries/by/index.html", 0, 1, "countries/by/index.html"},
		{"countries/by/index.html", 100, 1, "countries/by/index.html"},
		{"countries/by/index.html", 101, 2, "countries/by/page-2.html"},
		{"people/index.html", 1308, 14, "people/page-14.html"},
		{"status/held.html", 250, 3, "status/held/page-3.html"},
		{"countries/by/articles/by-342.html", 200, 2, "countries/by/articles/by-342/page-2.html"},
		{"groups/an-index.html", 101, 2, "groups/an-index/page-2.html"},
	} {
		l := &site.List{Path: c.path, Members: make([]int32, c.people)}
		if l.Pages() != c.pages || l.PagePath(1) != c.path || l.PagePath(c.pages) != c.last {
			t.Errorf("%s with %d people: %d pages from %s to %s, want %d to %s", c.path, c.people, l.Pages(), l.PagePath(1), l.PagePath(c.pages), c.pages, c.last)
		}
	}
}

func TestArticleSlug(t *testing.T) {
	for code, want := range map[string]string{
		"BY-342.2": "by-342-2", "RU-282.2(1)": "ru-282-2-1", "CN-105-2": "cn-105-2", "IR-500A": "ir-500a", "BY-1..2": "by-1-2", "BY-1()": "by-1",
	} {
		if got := site.ArticleSlug(code); got != want {
			t.Errorf("%s: %s, want %s", code, got, want)
		}
	}
}

func TestFormerAddressesLeadToPeople(t *testing.T) {
	s := load(t, files{
		"content/profiles/by/anna.md":  person("Anna A", "former_slugs: [hanna, ana]", "status: died"),
		"content/profiles/by/draft.md": person("Draft D", "former_slugs: [sketch]", "publish: false", "status: died"),
		"content/profiles/by/kept.md":  person("Kept K", "former_slugs: [secret]", "withhold: [former_slugs]", "status: died"),
	}, today)
	var got []string
	for p := range s.Pages() {
		if p.Kind == site.MovedPage {
			got = append(got, p.Path+" > "+s.People[p.Person].Slug)
		}
	}
	if want := []string{"countries/by/ana.html > anna", "countries/by/hanna.html > anna"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Every page of the site is one file, also where file systems do not tell case.
func TestAddressesAreUnique(t *testing.T) {
	f := files{
		"content/site.yaml":      "languages: [en, ru]\ngroups: {held: Held, index-2: Two, people: People}\n",
		"content/laws/by.yaml":   "BY-342: {title: A}\nBY-342.2: {title: B}\n",
		"content/pages/about.md": "---\ntitle: About\n---\n",
	}
	for i, st := range profile.Statuses() {
		fields := detained(st.String(), "from: 2020-01-01")
		if c := st.Class(); c != profile.Held && c != profile.Persecuted {
			fields = "status: " + st.String() + "\ndetentions: [{kind: pretrial, from: 2020-01-01, to: 2021-02-01, end: " + st.String() + "}]"
		}
		f["content/profiles/by/p"+strconv.Itoa(i)+".md"] = person("Person P"+strconv.Itoa(i), fields, "groups: [held, people]",
			"charges: [{article: BY-342}, {article: BY-342.2}]")
	}
	for i := range 101 {
		f["content/profiles/by/more"+strconv.Itoa(i)+".md"] = person("More M"+strconv.Itoa(i), "status: died", "groups: [held]")
	}
	s := load(t, f, today)
	seen := map[string]site.Page{}
	for p := range s.Pages() {
		name := strings.ToLower(s.File(p))
		if other, ok := seen[name]; ok {
			t.Errorf("%s is written for %s and for %s", name, other.Kind, p.Kind)
		}
		seen[name] = p
	}
	if again := len(slices.Collect(s.Pages())); again != len(seen) {
		t.Error("the pages differ from one run to the next")
	}
}

func TestClashes(t *testing.T) {
	for _, c := range []struct {
		name string
		f    files
		want []string
	}{
		{"articles", files{"content/laws/by.yaml": "BY-342.2: {title: A}\nBY-342-2: {title: B}\nBY-342A: {title: C}\nBY-342a: {title: D}\nBY-342: {title: E}\n"},
			[]string{"content/laws/by.yaml: BY-342-2 and BY-342.2 would be one page", "content/laws/by.yaml: BY-342A and BY-342a would be one page"}},
		{"a page called like a folder", files{"content/pages/people.md": "---\ntitle: People\n---\n", "content/pages/peoples.md": "---\ntitle: Peoples\n---\n"},
			[]string{"content/pages/people.md: people.html would stand beside the folder people"}},
		{"a page called like a language", files{"content/site.yaml": "languages: [en, ru]\n", "content/pages/ru.md": "---\ntitle: Ru\n---\n"},
			[]string{"content/pages/ru.md: ru.html would stand beside the folder ru"}},
		{"none", files{"content/pages/about.md": "---\ntitle: About\n---\n"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, problems := loadDir(t, write(t, c.f), today)
			problems = slices.DeleteFunc(problems, func(p diag.Problem) bool { return p.Rule.Severity == diag.Warning })
			if (s == nil) != (c.want != nil) || len(problems) != len(c.want) {
				t.Fatalf("problems: %v", problems)
			}
			for i, want := range c.want {
				if !strings.HasPrefix(problems[i].String(), want) {
					t.Errorf("%q, want %q", problems[i], want)
				}
			}
		})
	}
}

// Every page that Vigil makes beside index.html, and every folder, is refused to the texts of a site: else a new kind
// of page could take the address of one.
func TestNoTextTakesTheAddressOfAPage(t *testing.T) {
	f := files{
		"content/profiles/by/anna.md":   person("Anna A", detained("pretrial", "from: 2020-01-01")),
		"content/organisations/help.md": "---\nname: Help\n---\n",
		"content/officials/by/judge.md": "---\nname: Judge\noffice: judge\nsources: [{title: Invented}]\n---\n",
		"content/news/2021-01-01-x.md":  "---\ntitle: X\nsources: [{title: Invented}]\n---\n",
	}
	made := map[string]bool{}
	for p := range load(t, f, today).Pages() {
		top, _, _ := strings.Cut(p.Path, "/")
		made["content/pages/"+strings.TrimSuffix(top, ".html")+".md"] = true
	}
	delete(made, "content/pages/feed.xml.md") // no slug
	for name := range made {
		f[name] = "---\ntitle: X\n---\n"
	}
	_, problems := loadDir(t, write(t, f), today)
	for name := range made {
		if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Path == name }) {
			t.Errorf("%s is not refused: add it to taken in package content, or to folders in package site", name)
		}
	}
	if len(made) < 8 {
		t.Errorf("only %d names were tried", len(made))
	}
}

package compile_test

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
	"golang.org/x/net/html"

	"vigil/internal/compile"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// lettersFolder is a country with a prison, somebody who can be written to, and people who cannot for one reason
// each; their addresses are secret.
func lettersFolder() files {
	held := "status: imprisoned\ndetentions: [{kind: imprisoned, from: 2020-01-02, place: by/c-1}]"
	lately := "verified: 2026-11-01"
	letters := func(state string) string {
		return "letters: {state: " + state + ", address: " + secret + " street, url: \"https://" + secret + ".example/\"}"
	}
	f := files{
		"content/site.yaml":          "languages: [en, be]\nbase_url: https://vigil.example/\n",
		"content/countries/by.md":    "---\nnative: [be]\nletters: Blue ink only.\n---\n",
		"content/countries/by.be.md": "---\nletters: Толькі сінім.\n---\n",
		"content/prisons/by/c-1.md": "---\nname: Colony 1\naddress:\n  native: |-\n    ПК № 1\n    вул. Выдуманая, 1\n    220000 Мінск\n  latin: |-\n" +
			"    IK-1, Street 1\n    220000 Minsk\nletters: {languages: [be, ru], rules: No stickers., birth_year: true}\nchecked: 2026-10-01\n---\n",
		"content/prisons/by/c-1.be.md": "---\nname: Калонія 1\nletters: {rules: Без налепак.}\n---\n",
		"content/prisons/by/old.md":    "---\nname: Colony 2\naddress: {latin: Street 2}\nchecked: 2025\n---\n",
		"content/organisations/aid.md": "---\nname: Invented Aid\ncountry: by\nrole: [helps]\n---\n",

		"content/profiles/by/open.md": person("Alena Prykladava", held, lately, "names: {be: Алена Прыкладава}", "gender: female", "born: 1984-12-25",
			"letters: {state: open}"),
		"content/profiles/by/own.md": person("Boris Ownov", held, lately,
			"letters: {state: open, address: {be: \"Скрыня 5\", en: \"Box 5\"}, languages: [en]}", "born: 1990-01-10",
			"events: [{date: 2026-10-30, type: letters-open, text: Letters arrive again}]"),
		"content/profiles/by/moved.md": person("Vera Movedova", "names: {be: Vera Movedova}",
			"status: imprisoned\ndetentions: [{kind: imprisoned, from: 2020-01-02, to: 2026-11-03, place: by/c-1}, {kind: imprisoned, from: 2026-11-03, place: "+
				"by/old}]", lately),
		"content/profiles/by/passed-on.md": person("Yan Passedon", held, lately, "names: {ru: Ян Перадан}",
			"events: [{date: 2026-11-05, type: transfer, text: Taken away}]"),
		"content/profiles/by/online.md": person("Online Person", held, lately, "letters: {state: e-letters, url: \"https://letters.example/\"}"),

		"content/profiles/by/no.md":        person("No Letters", held, lately, letters("no")),
		"content/profiles/by/relatives.md": person("For Relatives", held, lately, letters("relatives-only")),
		"content/profiles/by/asked.md":     person("Asked Privacy", held, lately, letters("asked-privacy"), "born: 1980-12-24"),
		"content/profiles/by/stale.md":     person("Not Confirmed", held, "verified: 2026-01-01", letters("open")),
		"content/profiles/by/never.md":     person("Never Confirmed", held, letters("unknown")),
		"content/profiles/by/free.md": person("Free Person",
			"status: released\ndetentions: [{kind: imprisoned, from: 2020-01-02, to: 2026-11-02, place: by/c-1, end: released}]", lately, letters("open")),
		"content/profiles/by/nowhere.md": person("Nowhere Known", "status: imprisoned\ndetentions: [{kind: imprisoned, from: 2020-01-02}]", lately),
		"content/profiles/by/kept.md":    person("Kept Back", held, lately, letters("open"), "withhold: [letters]"),
		"content/profiles/by/unnamed.md": "---\nunnamed: true\nstatus: imprisoned\ndetentions: [{kind: imprisoned, from: 2020-01-02, place: by/c-1}]\n" +
			"verified: 2026-11-01\n" + letters("open") + "\nsources: [{title: Invented}]\n---\n",
	}
	return f
}

// lettersSite is the site of that folder, for the tests that only look.
func lettersSite(t *testing.T) *built {
	t.Helper()
	return siteOnce(t, "letters", func() compile.Options { return options(lettersFolder().write(t, quick(t)), quick(t)+"/public") })
}

// cannot says of everybody who cannot be written to what the page says instead.
var cannot = map[string]string{
	"no": "Do not write: letters are not let through", "relatives": "Do not write: only letters from relatives are let through",
	"asked": "Do not write: the person or the family has asked for no letters to be sent",
	"stale": "Until somebody does, no address is shown here", "never": "Until somebody does, no address is shown here",
	"nowhere": "We have no address for letters", "kept": "We have no address for letters", "free": "",
}

// No page but the prison's own shows an address of somebody who cannot be written to, and no list names them.
func TestOnlyThoseWhoCanBeWrittenTo(t *testing.T) {
	site := lettersSite(t)
	for name, text := range site.files {
		if strings.Contains(text, secret) {
			t.Errorf("%s holds an address that must not be shown", name)
		}
	}
	for who, says := range cannot {
		page := site.pages["countries/by/"+who+".html"]
		if text := textOf(page.root); !strings.Contains(text, says) || strings.Contains(text, "220000") || len(page.find("address", "")) > 0 {
			t.Errorf("%s: %q is not said, or an address is", who, says)
		}
		if helped := strings.Contains(textOf(page.root), "What you can do instead"); helped != (who != "free") || helped &&
			!strings.Contains(textOf(page.root), "Invented Aid") {
			t.Errorf("%s: what helps instead is said: %v", who, helped)
		}
		for name, text := range site.files {
			if strings.Contains(name, "letters") && strings.Contains(text, "/"+who+".html") {
				t.Errorf("%s names %s", name, who)
			}
		}
	}
	for name, want := range map[string][]string{
		"letters/all.html": {"moved", "online", "open", "own", "passed-on"}, "letters/by.html": {"moved", "online", "open", "own", "passed-on"},
		"letters/birthdays.html": {"open", "own"}, "letters/opened.html": {"own"}, "letters/moved.html": {"moved", "passed-on"},
		"letters/in-be.html": {"online", "open", "passed-on"}, "letters/in-en.html": {"own"},
	} {
		var got []string
		for _, m := range regexp.MustCompile(`countries/by/([a-z-]+)\.html"`).FindAllStringSubmatch(site.files[name], -1) {
			got = append(got, m[1])
		}
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s names %q, want %q", name, got, want)
		}
	}
}

// An envelope has the name as people in the country write it, the year of birth where the prison asks for it, the
// address line by line, and the same in Latin letters.
func TestEnvelopes(t *testing.T) {
	site := lettersSite(t)
	for who, want := range map[string][]string{
		"open":   {"Алена Прыкладава, 1984\nПК № 1\nвул. Выдуманая, 1\n220000 Мінск\nBelarus", "Alena Prykladava, 1984\nIK-1, Street 1\n220000 Minsk\nBelarus"},
		"own":    {"Boris Ownov, 1990\nСкрыня 5\nBelarus", "Boris Ownov, 1990\nBox 5\nBelarus"},
		"moved":  {"Vera Movedova\nStreet 2\nBelarus"},
		"online": nil,
	} {
		page := site.pages["countries/by/"+who+".html"]
		var got []string
		for _, n := range page.find("address", "envelope") {
			got = append(got, lines(n))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", who, got, want)
		}
	}
	for name, says := range map[string][]string{
		"countries/by/open.html": {"Write to her", "Letters arrive.", "No stickers.", "Belarusian and Russian", "Address last checked 1 October 2026",
			"Censors read every letter", "https://vigil.example/countries/by/open.html"},
		"be/countries/by/open.html":   {"Напісаць ёй", "Лісты даходзяць.", "Без налепак.", "https://vigil.example/be/countries/by/open.html"},
		"be/countries/by/moved.html":  {"Толькі сінім."},
		"countries/by/moved.html":     {"We do not know whether letters arrive", "Blue ink only.", "Address last checked 2025; it may have changed"},
		"countries/by/passed-on.html": {"There was a transfer (5 November 2026)"},
		"countries/by/online.html":    {"Letters arrive through an online service", "Send a letter online"},
		"letters.html": {"A letter for today", "On 21 November 2026", "turns 42", "Censors read every letter",
			"moved 3 November 2026", "moved 5 November 2026"},
		"letters/all.html":   {"Алена Прыкладава, 1984", "Скрыня 5", "Ян Перадан", "Send a letter online"},
		"letters/moved.html": {"moved 3 November 2026", "moved 5 November 2026"},
		"be/letters.html":    {"Ліст на сёння"},
	} {
		text := textOf(site.pages[name].root)
		for _, s := range says {
			if !strings.Contains(text, s) {
				t.Errorf("%s does not say %q", name, s)
			}
		}
	}
	for _, n := range site.pages["letters/all.html"].find("address", "envelope") {
		if text := lines(n); strings.HasPrefix(text, "Vera") && attr(n, "lang") != "be" {
			t.Errorf("%q is in %q", text, attr(n, "lang"))
		}
	}
	if codes := site.pages["countries/by/open.html"].find("div", "sheet"); len(codes) != 1 || len(site.pages["countries/by/no.html"].find("div", "sheet")) > 0 {
		t.Error("there is no sheet of somebody who can be written to, or one of somebody who cannot")
	}
}

// lines is the text of an address with its breaks.
func lines(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case c.Data == "br":
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// From the first page an address is two links away: the menu's, and a name.
func TestTwoTapsToAnAddress(t *testing.T) {
	site := lettersSite(t)
	for _, language := range []string{"", "be/"} {
		found := false
		for _, link := range site.pages[language+"index.html"].links {
			if to, _, _ := target(language+"index.html", link); to == language+"letters.html" {
				found = true
			}
		}
		reached := 0
		for _, link := range site.pages[language+"letters.html"].links {
			if to, _, _ := target(language+"letters.html", link); strings.HasPrefix(to, language+"countries/by/") &&
				len(site.pages[to].find("address", "envelope")) > 0 {
				reached++
			}
		}
		if !found || reached == 0 {
			t.Errorf("%q: a link to letters on the first page: %v; links to addresses there: %d", language, found, reached)
		}
	}
}

// Every day has its person, the same for everybody; those who have been held longest take turns.
func TestWhomToWriteToToday(t *testing.T) {
	f := lettersFolder()
	for i := range 40 {
		f[fmt.Sprintf("content/profiles/by/many-%02d.md", i)] = person("Many "+string(rune('A'+i)),
			fmt.Sprintf("status: pretrial\ndetentions: [{kind: pretrial, from: %d-05-06, place: by/c-1}]", 1980+i), "verified: 2026-11-15")
	}
	in, _, err := compile.Load(context.Background(), options(f.write(t, trial.Folder(t)), trial.Folder(t)+"/public"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Source.Close()
	seen, before := map[string]int{}, ""
	for day := range profile.Day(60) {
		s, err := site.Collect(in.Library, in.Site.AsOf+day).Freeze("", in.Site.Languages)
		if err != nil {
			t.Fatal(err)
		}
		name := s.People[s.WriteTo].Name(0)
		if seen[name]++; name == before {
			t.Errorf("day %d has %s again", day, name)
		}
		before = name
	}
	if len(seen) != 30 || seen["Many A"] != 2 || seen["Many "+string(rune('A'+35))] != 0 {
		t.Errorf("in 60 days %d people had their turn: %v", len(seen), seen)
	}
}

// Calendars are read by a parser that is not ours, and are formed as RFC 5545 wants it.
func TestCalendars(t *testing.T) {
	f := lettersFolder()
	long := strings.Repeat("Вельмі доўгае імя; ", 12) + `\ "x", y`
	f["content/profiles/by/hearing.md"] = person("Hearing Person", "names: {be: '"+long+"'}",
		"status: pretrial\ndetentions: [{kind: pretrial, from: 2026-01-02}]", "verified: 2026-11-01",
		"expected_release: {date: 2027-02-03}", "proceedings: [{type: \"hearing, the second\", court: Invented; Court, date: 2026-12-01}, {type: later, date: "+
			"2027-03}, {type: the third, date: 2027-01-15}, {type: twice, date: 2026-12-01}, {type: past, date: 2026-01-01, result: none}]")
	f["content/profiles/ru/elsewhere.md"] = person("Elsewhere Person", "status: pretrial\ndetentions: [{kind: pretrial, from: 2026-01-02}]", "born: 1990-12-31",
		"verified: 2026-11-01")
	f["content/countries/cn.md"] = "---\n---\nNothing is ahead here.\n"
	o := options(f.write(t, trial.Folder(t)), trial.Folder(t)+"/public")
	makeSite(t, o)
	site := tree(t, o.Out)
	for name, want := range map[string][]string{
		"calendar.ics": {
			"20261201 In court: Hearing Person | hearing, the second, Invented; Court, Belarus", "20261225 Birthday: Alena Prykladava | Turns 42, Colony 1, Belarus",
			"20261231 Birthday: Elsewhere Person | Turns 36, Russia",
			"20270110 Birthday: Boris Ownov | Turns 37, Colony 1, Belarus",
			"20270115 In court: Hearing Person | the third, Belarus",
			"20270203 Release expected: Hearing Person | The release has been announced for this day; whether it happens must be checked.",
		},
		"countries/ru/calendar.ics": {"20261231 Birthday: Elsewhere Person | Turns 36, Russia"},
		"be/countries/by/calendar.ics": {"20261201 Суд: " + long + " | hearing, the second, Invented; Court, Беларусь",
			"20261225 Дзень нараджэння: Алена Прыкладава | Спаўняецца 42 гады, Калонія 1, Беларусь",
			"20270110 Дзень нараджэння: Boris Ownov | Спаўняецца 37 гадоў, Калонія 1, Беларусь",
			"20270115 Суд: " + long + " | the third, Беларусь", "20270203 Чакаецца вызваленне: " + long +
				" | Пра вызваленне ў гэты дзень абвешчана; ці адбылося яно, трэба праверыць."},
	} {
		c, err := ics.ParseCalendar(strings.NewReader(site[name]))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var got []string
		uids := map[string]bool{}
		for _, e := range c.Events() {
			value := func(p ics.ComponentProperty) string {
				if found := e.GetProperty(p); found != nil {
					return found.Value
				}
				return ""
			}
			got = append(got, value(ics.ComponentPropertyDtStart)+" "+value(ics.ComponentPropertySummary)+" | "+value(ics.ComponentPropertyDescription))
			uids[e.Id()] = true
			if url := value(ics.ComponentPropertyUrl); site[strings.TrimPrefix(url, "https://vigil.example/")] == "" ||
				value(ics.ComponentPropertyDtstamp) > "20261121" {
				t.Errorf("%s: %s leads to %q, revised %s", name, e.Id(), url, value(ics.ComponentPropertyDtstamp))
			}
		}
		if !slices.Equal(got, want) || len(uids) != len(want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	for name, text := range site {
		if path.Ext(name) != ".ics" {
			continue
		}
		rest, ended := strings.CutSuffix(text, "\r\n")
		for i, line := range strings.Split(rest, "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !ended {
				t.Errorf("%s: line %d has %d octets: %q", name, i+1, len(line), line)
			}
		}
		if !bytes.Equal([]byte(text), bytes.ToValidUTF8([]byte(text), nil)) {
			t.Errorf("%s: a letter is cut", name)
		}
		if c, err := ics.ParseCalendar(strings.NewReader(text)); err != nil || len(c.Components) == 0 { // RFC 5545, 3.6
			t.Errorf("%s is empty (%v)", name, err)
		}
	}
}

package render

import (
	"fmt"
	"strings"
	"testing"

	"vigil/internal/profile"
)

// unsure is somebody with everything that would invite a letter, last confirmed on a day.
func unsure(verified, more string) string {
	return "---\nname: Invented Held\nborn: 1984-09-25\nstatus: imprisoned\ndetentions: [{kind: imprisoned, from: 2003-06-19, place: aq/c-1}]\nverified: " +
		verified +
		"\nletters: {state: open, address: Own street 7, url: 'https://letters.example/', languages: [be]}\n" + more + "sources: [{title: Invented}]\n---\n"
}

// Nothing on a page of somebody who may be free invites a letter, or says more than was last known.
func TestAnUnconfirmedPersonIsWrittenNoLetters(t *testing.T) {
	files := func(languages, person string) map[string]string {
		return map[string]string{"site.yaml": "languages: [" + languages + "]\n", "profiles/aq/held.md": person, "countries/aq.md": "---\nletters: National rules\n" +
			"---\n",
			"prisons/aq/c-1.md": "---\nname: Invented colony\naddress: {native: Prison street 8}\nletters: {rules: Prison rules, url: 'https://prison.example/'}\n---\n"}
	}
	invites := []string{"Own street 7", "Prison street 8", "letters.example", "prison.example", "Prison rules", "National rules", "1984-09-25", "25 September",
		"Write a letter", "You can write", "Напишите письмо", "Напісаць ліст"}
	for name, person := range map[string]string{
		"stale": unsure("2019-04-29", ""), "due for release": unsure("2026-11-01", "expected_release: {date: 2026-11-20}\n"),
	} {
		pages := newExample(t, "", files("en, ru, be, fa", person)).all(t)
		for _, root := range []string{"", "ru/", "be/", "fa/"} {
			page := pages[root+"countries/aq/held.html"]
			for _, no := range invites {
				if strings.Contains(page, no) {
					t.Errorf("%s: %scountries/aq/held.html says %q", name, root, no)
				}
			}
		}
		page := pages["countries/aq/held.html"]
		for _, want := range []string{"Last known: in prison", "days behind bars if still held", "of them confirmed",
			"ntil somebody does, no address is shown here"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %q", name, want)
			}
		}
		if home := pages["index.html"]; !strings.Contains(home, "last known to be held") || strings.Contains(home, "Coming birthdays") {
			t.Errorf("%s: the home page says more than is known: %s", name, home)
		}
	}
	stale := newExample(t, "", files("en", unsure("2019-04-29", ""))).all(t)["countries/aq/held.html"]
	for _, want := range []string{`<data value="8556" data-run="1">8,556</data>`, `<data value="5793">5,793</data>`,
		`up to <time datetime="2019-04-29">29 April 2019</time>`} {
		if !strings.Contains(stale, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	// Control: of somebody confirmed all of it is there.
	sure := newExample(t, "", files("en", unsure("2026-11-01", ""))).all(t)["countries/aq/held.html"]
	for _, want := range []string{"Own street 7", "letters.example", "1984-09-25", "Write a letter", `<data value="8556" data-run="1">`} {
		if !strings.Contains(sure, want) {
			t.Errorf("the page of somebody confirmed lacks %q", want)
		}
	}
}

// On the site of an earlier day somebody who is free today was held, and confirmed: no address is shown, but not for
// want of a confirmation.
func TestWhoWasConfirmedOnAnEarlierDay(t *testing.T) {
	asOf := profile.Date{Year: 2019, Month: 6, Day: 1}.Earliest()
	page := exampleOn(t, asOf, "", map[string]string{"profiles/aq/freed.md": "---\nname: Invented Freed\nstatus: released\n" +
		"detentions: [{kind: imprisoned, from: 2019-03-01, to: 2020-01-01, end: released}]\nletters: {address: Own street 7}\n" +
		"sources: [{title: Invented}]\n---\n"}).all(t)["countries/aq/freed.html"]
	for says, want := range map[string]bool{"days behind bars": true, "We have no address": true, "recently confirmed": false, "Own street 7": false} {
		if strings.Contains(page, says) != want {
			t.Errorf("the page says %q: %v", says, !want)
		}
	}
}

// A detention that ended on a day which nobody knows has no number of days, whatever followed it.
func TestAnUnknownEndIsNotToday(t *testing.T) {
	page := newExample(t, "", map[string]string{"profiles/aq/freed.md": "---\nname: Invented Freed\nstatus: deported\ndetentions:\n" +
		"  - {kind: imprisoned, from: 2022-06-26}\n  - {kind: travel-ban, to: 2023, end: deported}\n" +
		"sources: [{title: Invented}]\n---\n"}).all(t)["countries/aq/freed.html"]
	if !strings.Contains(page, "date unknown") || strings.Contains(page, "<data") {
		t.Errorf("the page counts the days of an unknown period: %s", page)
	}
}

// Where nobody is confirmed, no heading and no list says that somebody is held now.
func TestWhereNobodyIsConfirmedNobodyIsHeldNow(t *testing.T) {
	now := map[string][]string{"": {"Held now", "1 held", "those held now", ">In custody", ">People in custody", ">in custody", ">Held<",
		">People in prison<", ">In prison<", "is held in", "Held longest"},
		"ru/": {"кто в неволе сейчас", ">1 в неволе", ">Под стражей", ">под стражей", ">В неволе<", ">Дольше всех", ">В неволе;"},
		"be/": {"хто ў няволі цяпер", ">1 у няволі", ">За кратамі", ">за кратамі", ">У няволі<", ">Найдаўжэй", ">У няволі;"},
		"fa/": {"اکنون دربندند", ">۱ نفر دربند,", ">۱ نفر دربند،", ">در بازداشت", ">دربند<", ">دربندان، به"}}
	for _, verified := range []string{"2019-04-29", "2026-11-01"} {
		pages := newExample(t, "", map[string]string{"site.yaml": "languages: [en, ru, be, fa]\n", "profiles/aq/held.md": unsure(verified, ""),
			"prisons/aq/c-1.md": "---\nname: Invented colony\n---\n"}).all(t)
		sure := verified > "2026"
		for root, says := range now {
			found := 0
			for _, name := range []string{"index.html", "countries/index.html", "countries/aq/index.html", "status/held.html", "countries/aq/status/held.html",
				"status/imprisoned.html", "numbers.html"} {
				for _, no := range says {
					if !strings.Contains(pages[root+name], no) {
						continue
					}
					if found++; !sure {
						t.Errorf("%s%s says %q of somebody last confirmed in 2019", root, name, no)
					}
				}
			}
			if sure && found < 4 {
				t.Errorf("%s: of somebody confirmed, only %d texts say so: the test looks for others", root, found)
			}
		}
	}
}

// The days of a person lead to the rule by which they are counted, where the site has a page of it.
func TestDaysLeadToTheirRule(t *testing.T) {
	for rule, prefix := range map[string]string{"": `<p class="count">`,
		"---\ntitle: How we count\n---\nText.\n": `<p class="count"><a href="../../methodology.html">`} {
		files := map[string]string{"prisons/aq/c-1.md": "---\nname: Invented colony\n---\n", "profiles/aq/sure.md": unsure("2026-11-01", ""),
			"profiles/aq/stale.md": unsure("2019-04-29", "")}
		if rule != "" {
			files["pages/methodology.md"] = rule
		}
		pages := newExample(t, "", files).all(t)
		for _, name := range []string{"sure", "stale"} {
			if want := prefix + `<data value="8556" data-run="1">`; !strings.Contains(pages["countries/aq/"+name+".html"], want) {
				t.Errorf("the page of %s lacks %s", name, want)
			}
		}
	}
}

// The words beside a country's number are about the people that it counts.
func TestACountryThatHoldsNobodySaysNothingOfTheHeld(t *testing.T) {
	const free = "---\nname: Invented Free\nstatus: released\ndetentions: [{kind: imprisoned, from: 2003-06-19, to: 2010-01-01, end: released}]\n" +
		"sources: [{title: Invented}]\n---\n"
	for person, held := range map[string]bool{free: false, unsure("2026-11-01", ""): true} {
		page := newExample(t, "", map[string]string{"profiles/aq/one.md": person, "prisons/aq/c-1.md": "---\nname: Invented colony\n" +
			"---\n"}).all(t)["countries/aq/index.html"]
		for _, says := range []string{"People who are in detention", "column <bdi>status</bdi>", ">List<"} {
			if strings.Contains(page, says) != held {
				t.Errorf("somebody is held: %v; the page says %q: %v", held, says, !held)
			}
		}
	}
}

// A copy counts on for as long as a confirmation surely holds, and not a day longer.
func TestACountRunsOnlyWhileItIsSure(t *testing.T) {
	for verified, runs := range map[string]bool{"2026-06-08": true, "2026-06-07": false} { // 166 days ago: 14 are left; 167: 13
		page := newExample(t, "", map[string]string{"prisons/aq/c-1.md": "---\nname: Invented colony\n---\n", "profiles/aq/held.md": unsure(verified, "")}).all(t)
		for _, name := range []string{"countries/aq/held.html", "index.html", "status/held.html"} {
			if got := strings.Contains(page[name], `data-run="1"`); got != runs {
				t.Errorf("verified %s: %s runs: %v", verified, name, got)
			}
			if !strings.Contains(page[name], `data-fresh="14"`) {
				t.Errorf("%s does not say how long a copy counts", name)
			}
		}
	}
}

// What is said of the lines to those who do not see them is true, also where most or all of them begin in one year.
func TestLinesAreSaid(t *testing.T) {
	for years, says := range map[string]string{
		"2003 2023 2023 2023": "the earliest begins in 2003, at least half of them in 2023 or later.",
		"2003 2010 2012 2023": "the earliest begins in 2003, at least half of them in 2012 or later.",
		"2023 2023 2023 2025": "most of them begin in 2023, the latest in 2025.",
		"2025 2025 2025":      "each begins in 2025.",
	} {
		files := map[string]string{"prisons/aq/c-1.md": "---\nname: Invented colony\n---\n"}
		for i, year := range strings.Fields(years) {
			files[fmt.Sprintf("profiles/aq/held-%d.md", i)] = strings.Replace(unsure("2026-11-01", ""), "from: 2003-06-19", "from: "+year+"-06-19", 1)
		}
		page := newExample(t, "", files).all(t)["countries/aq/index.html"]
		if want := "Lines from arrest to 21 November 2026: " + says; !strings.Contains(page, want) {
			t.Errorf("%s: the page lacks %q", years, want)
		}
	}
}

// That nobody can be written to is said only where it is so.
func TestAnEmptyListOfLetters(t *testing.T) {
	undated := strings.Replace(unsure("2026-11-01", ""), "from: 2003-06-19, ", "", 1) // nobody has a turn
	example := func(person string) map[string]string {
		return newExample(t, "", map[string]string{"profiles/aq/held.md": person, "prisons/aq/c-1.md": "---\nname: Invented colony\n---\n"}).all(t)
	}
	pages := example(undated)
	const nobody = "There is nobody here for whom we have a recently confirmed address."
	for _, name := range []string{"letters.html", "letters/moved.html", "letters/all.html"} {
		if strings.Contains(pages[name], nobody) {
			t.Errorf("%s says that nobody can be written to", name)
		}
	}
	if !strings.Contains(pages["letters/moved.html"], "No profile here belongs on this list yet.") {
		t.Error("the empty list says nothing")
	}
	for _, name := range []string{"letters.html", "letters/all.html"} {
		if page := example(unsure("2019-04-29", ""))[name]; !strings.Contains(page, nobody) {
			t.Errorf("%s does not say that nobody can be written to: %s", name, page)
		}
	}
}

// A part of the people held is said to be "of them" only where there are others.
func TestAPartOfThoseHeldIsSmallerThanTheWhole(t *testing.T) {
	const recognised = "recognised: [{by: Invented Watch, as: political-prisoner}]\n"
	for _, c := range []struct {
		people []string
		want   []string
	}{
		{[]string{unsure("2026-11-01", "")}, []string{" confirmed recently · as of "}},
		{[]string{unsure("2026-11-01", recognised)}, []string{" recognised as a political prisoner · ", " confirmed recently · as of "}},
		{[]string{unsure("2019-04-29", recognised), unsure("2019-04-29", recognised)}, []string{" recognised as political prisoners · as of "}},
		{[]string{unsure("2026-11-01", recognised), unsure("2019-04-29", "")},
			[]string{" of them recognised as a political prisoner · ", " of them confirmed recently · ", " of them not confirmed recently · as of "}},
	} {
		files := map[string]string{"prisons/aq/c-1.md": "---\nname: Invented colony\n---\n"}
		for i, person := range c.people {
			files[fmt.Sprintf("profiles/aq/held-%d.md", i)] = person
		}
		pages := newExample(t, "", files).all(t)
		for _, name := range []string{"index.html", "countries/aq/index.html"} {
			for _, want := range c.want {
				if !strings.Contains(pages[name], "</a>"+want) {
					t.Errorf("%d people, %s: no %q in %s", len(c.people), name, want, pages[name])
				}
			}
			if parts := strings.HasPrefix(c.want[0], " of them"); strings.Contains(pages[name], " of them recognised") != parts {
				t.Errorf("%d people, %s: some are said to be of them: %t", len(c.people), name, !parts)
			}
		}
	}
}

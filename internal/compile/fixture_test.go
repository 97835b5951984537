package compile_test

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"

	"vigil/internal/compile"
	"vigil/internal/diag"
	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

// files are a source folder: names below it with their text.
type files map[string]string

func (f files) write(t testing.TB, dir string) string { return trial.Write(t, dir, f) }

// person is a profile with a source, and a text if one is given as the last field after "---".
func person(name string, fields ...string) string {
	header, body := strings.Join(fields, "\n"), ""
	if h, b, ok := strings.Cut(header, "\n---\n"); ok {
		header, body = h, b
	}
	return "---\nname: " + name + "\n" + header + "\nsources: [{url: \"https://example.net/a?b=1&c=2\", title: Invented}]\n---\n" + body
}

// interfaceOf is the least that an interface language needs, with a word of its own.
func interfaceOf(home string) string {
	return `format:
  months: {format: [m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12]}
  date: {day: "{day} {month} {year}", month: "{month} {year}", year: "{year}"}
  list: {two: "{a}, {b}", middle: "{a}, {b}", end: "{a}, {b}"}
nav.home: ` + home + "\n"
}

// publicKey is of nobody.
const publicKey = "RWQXOQr6KENipkpB5PxuAJT8BQQh4oESgi04UkznoJcv+0NX6YUZYiXQ"

// secret stands in everything that must not reach the site.
const secret = "zzhidden"

var portrait = sync.OnceValue(func() string { return noise(700, 800, asJPEG) })

// invented is a site with everything that is hard: two languages, one from right to left; lists of three
// pages; every status; unnamed people; partial dates; text that tries to break out; a law without people, a
// prison without people, a country without people; drafts.
func invented() files {
	f := files{
		"content/site.yaml": "title: {en: Invented Vigil, fa: نگهبان ساختگی}\nlanguages: [en, fa]\nrecognisers: [watch]\n" +
			"groups: {writers: {en: Writers & <poets>}, held: Held, nobody: Nobody}\nrepository: https://example.net/repository\n" +
			"licence: CC BY-SA 4.0 (https://example.net/licence)\n" +
			"security: {contact: [mailto:safe@example.net], expires: 2027-06-01}\n" +
			"mirrors: [{url: \"https://mirror.example.net/x\", kind: cloud}, {url: \"http://invented.onion/\"}]\npublic_key: " + publicKey + "\n",
		"templates/i18n/fa.yaml": interfaceOf("خانه"),

		"content/countries/by.md": "---\nletters: Blue ink only.\nsources: [{title: Invented}]\nverified: 2026-01\n---\n## Context\n\nInvented.\n\n" +
			"## Context\n\nAgain.\n",
		"content/countries/by.fa.md": "---\nname: بلاروس\n---\n## وضعیت\n\nساختگی.\n",
		"content/countries/cn.md":    "---\n---\nNobody is listed here.\n",
		"content/laws/by.yaml": "BY-342.2: {title: \"Invented <article>\", url: \"https://example.net/law\"}\nBY-342: {title: {en: Another, fa: دیگر}}\n" +
			"BY-1: {title: Nobody}\n",
		"content/laws/ir.yaml": "IR-500: {title: A law of a country without a page, url: \"https://example.net/law\"}\n",
		"content/prisons/by/c-1.md": "---\nname: Colony & 1\naddress: {native: \"Вуліца 1\", latin: \"Street 1\"}\n" +
			"letters: {rules: No parcels., languages: [be, ru], url: \"https://example.net/letters\"}\nchecked: 2026-05\n---\n| a | b |\n|---|---|\n| 1 | 2 |\n",
		"content/prisons/kz/k-1.md": "---\nname: Empty\n---\n",

		"content/organisations/watch.md": "---\nname: Invented Watch\nnames: {fa: نگهبان, ru: Придуманный дозор}\nurl: https://example.net/\ncountry: by\n" +
			"role: [recognises, helps]\nmember_of: [union]\n---\nText.\n",
		"content/organisations/union.md": "---\nname: Invented Union\ncountry: fr\n---\n",
		"content/officials/by/judge.md": "---\nname: Invented Judge\noffice: Judge\nborn: 1960-01\nresponsible_for: A verdict\n" +
			"sanctions: [{by: Somebody, date: 2022, url: \"https://example.net/s\"}]\nsources: [{title: Invented}]\n---\n",
		"content/news/2026-05-01-a-letter.md": "---\ntitle: A letter\npeople: [by/full, by/free]\nby: watch\nsources: [{title: Invented}]\n---\nSomething.\n",
		"content/reported.yaml": "- {date: 2021-10-22, country: by, number: 833, definition: political prisoners, by: watch, breakdown: " +
			"{pretrial: 300}, source: {title: Invented}}\n" +
			"- {date: 2020, number: 9000, at_least: true, definition: everybody, by: Somebody, source: {url: \"https://example.net/n\"}}\n",
		"content/pages/about.md": "---\ntitle: About\nmenu: 2\n---\n## One\n\n" +
			"See [how](methodology.html), [the list](people/index.html) and <https://example.net>.\n\n## One\n",
		"content/pages/about.fa.md":        "---\ntitle: درباره\n---\nمتن.\n",
		"content/pages/methodology.md":     "---\ntitle: How we count\nmenu: 1\n---\n## Rules\n",
		"content/pages/an-index.md":        "---\ntitle: An index\n---\n",
		"content/pages/how-to-help.md":     "---\ntitle: How to help\n---\n",
		"content/pages/add-information.md": "---\ntitle: Add information\n---\n",

		"content/profiles/by/full.md": person(`'Поўная "Full" O''Name <script>alert(1)</script>'`, "sort: Full",
			`names: {fa: کامل, ru: Полная, ar: "كاملة", en: ignored}`,
			`aliases: ["=1+1|x", "</script><b>", "Ful  l"]`, "former_slugs: [old-full, older-index]", "gender: female", "born: 1984-02-29", "citizenship: [by, pl]",
			"status: imprisoned",
			`occupation: ["@writer | editor", {en: poet, fa: شاعر}]`, "groups: [writers, held, writers]",
			"detentions:\n  - {kind: house-arrest, from: 2020-01-01, to: 2020-02, end: released}\n"+
				"  - {kind: pretrial, from: 2020-09, to: 2021-03-03, place: Some cell}\n  - {kind: imprisoned, from: 2021-03-03, place: by/c-1}",
			"charges:\n  - {article: BY-342, stage: charged}\n  - {article: BY-342, stage: convicted, text: \"For <b>words</b>\"}\n  - {article: BY-342.2}\n"+
				"  - {article: BY-999}\n  - {text: Plain words, stage: dropped}",
			"sentence: {years: 10, months: 1, regime: strict}", "expected_release: {date: 2026-01-01, basis: court}",
			"proceedings: [{type: verdict, date: 2021-03-03, court: Court, judge: by/judge, result: guilty}, {type: hearing, date: 2027-01-01}]",
			"recognised: [{by: watch, as: political-prisoner, since: 2021-05-05, url: \"https://example.net/r\"}, {by: Somebody, as: arbitrary-detention}]",
			"criteria: [a, b, c, d, e]", "letters: {state: open, languages: [be]}", "events: [{date: 2022-10, text: A prize, source: 1}]", "verified: 2026-01-01",
			`photo: {credit: {en: "</figcaption><script>", fa: عکاس}, alt: "x\" onerror=\"alert(1)"}`,
			"---\n## What happened\n\nText & more “text”.\n\n## What happened\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"),
		"content/profiles/by/full.jpg":   portrait(),
		"content/profiles/by/full.fa.md": "---\nname: کامل\noccupation: [نویسنده]\n---\nمتن.\n",
		"content/profiles/by/free.md": person("Free Person", "born: 1980-12-13", "status: released", "groups: [writers]",
			"detentions: [{kind: imprisoned, from: 2020-01-02, to: 2026-05-02, place: by/c-1, end: released}]", "charges: [{article: BY-342}]",
			"letters: {state: open, address: "+secret+" street}"),
		"content/profiles/by/an-index.md": person("An Index", "status: died", "died: 2020-05"),
		"content/profiles/by/unnamed-1.md": "---\nunnamed: true\nname: " + secret + "\nstatus: imprisoned\ngroups: [writers]\n" +
			"detentions: [{kind: imprisoned, from: 2020-01-02, place: by/c-1}]\nsources: [{title: " +
			secret + "}]\n---\n" + secret + "\n",
		"content/profiles/ru/unnamed-2.md": "---\nunnamed: true\nstatus: released\nsources: [{title: Invented}]\n---\n",
		"content/profiles/by/" + secret + ".md": person(secret, "publish: false", "status: imprisoned", "former_slugs: ["+secret+"-old]", "groups: [nobody]",
			"detentions: [{kind: imprisoned, from: 2020-01-02}]", "---\n"+secret),
		"content/profiles/by/" + secret + "-2.md":  person(secret, "publish_after: 2026-12-31", "status: died"),
		"content/profiles/by/" + secret + ".fa.md": "---\nname: " + secret + "\n---\n" + secret + "\n",
		"content/profiles/ru/withheld.md": person("Withheld Person", "withhold: [names, aliases, born, charges, former_slugs, groups, events]",
			"names: {fa: "+secret+"}", "aliases: ["+secret+"]", "born: 1999-09-09", "groups: [writers]", "former_slugs: ["+secret+"-3]",
			"charges: [{article: BY-342, text: "+secret+"}]", "events: [{date: 2020-01-01, text: "+secret+"}]", "status: imprisoned",
			"detentions: [{kind: imprisoned}]"),
		"content/profiles/ru/twice.md": person("Twice Held", "status: pretrial",
			"detentions: [{kind: imprisoned, from: 2014-03-31, to: 2014-04-02, end: released}, {kind: pretrial}]"),
		"content/profiles/ru/this-year.md": person("This Year", "born: 1990-11-22", "status: pretrial", "detentions: [{kind: pretrial, from: 2026}]"),
	}
	for _, st := range profile.Statuses() {
		fields := "status: " + st.String()
		switch st.Class() {
		case profile.Held, profile.Persecuted:
			fields += "\ndetentions: [{kind: " + st.String() + ", from: 2021-05}]"
		default:
			fields += "\ndetentions: [{kind: pretrial, from: 2020-01-02, to: 2021, end: " + st.String() + "}]"
		}
		f["content/profiles/ru/status-"+st.String()+".md"] = person("Status "+st.String(), fields, "born: 1970", "---\nA text.\n")
	}
	for i := range 210 {
		f[fmt.Sprintf("content/profiles/by/many-%03d.md", i)] = person(fmt.Sprintf("Many %c%03d", 'A'+i%26, i), "status: pretrial",
			fmt.Sprintf("detentions: [{kind: pretrial, from: %d-05-06, place: by/c-1}]", 2020+i%2),
			"groups: [writers]", "charges: [{article: BY-342}]", "recognised: [{by: watch, as: political-prisoner}]", "criteria: [a]")
	}
	return f
}

// smaller is the same site with lists of two pages.
func smaller() files { return invented().without("content/profiles/by/many-1") }

func (f files) with(name, text string) files {
	out := maps.Clone(f)
	out[name] = text
	return out
}

// options are those of a build of a folder on the day of the fixture.
func options(source, out string) compile.Options {
	return on(compile.Options{Source: source, Out: out, Workers: 2, Cache: cache}, "2026-11-21")
}

// on is another as-of day; today is that of the fixture, or that day if it is later.
func on(o compile.Options, day string) compile.Options {
	d, err := profile.ParseDate(day)
	if err != nil {
		panic(err)
	}
	o.When = profile.When{Today: max(o.When.Today, d.Earliest()), AsOf: d.Earliest()}
	return o
}

// problems are what a build says of the content before it writes anything.
func problems(t testing.TB, o compile.Options) []diag.Problem {
	t.Helper()
	in, ps, err := compile.Load(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	in.Source.Close()
	return ps
}

// makeSite builds a site without errors.
func makeSite(t testing.TB, o compile.Options) compile.Report {
	t.Helper()
	report, err := compile.Site(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range report.Problems {
		if p.Rule.Severity == diag.Error {
			t.Fatalf("the fixture has errors: %v", p)
		}
	}
	return report
}

package hostile

import (
	"fmt"
	"slices"
	"strings"
)

// sheet fills the fields of one of each kind of file with a few payloads, and notes a case for each.
type sheet struct {
	n        int
	payloads []payload
	cases    *[]Case
}

// v is the value of a field: the payloads, each with a mark behind it by which its text is found again.
func (s *sheet) v(field string) string { return s.value(field, true) }

// short is for fields that take less than the others: a summary has at most 200 letters.
func (s *sheet) short() *sheet { return &sheet{s.n, s.payloads[:1], s.cases} }

// unseen is v for a field that no page shows.
func (s *sheet) unseen(field string) string { return s.value(field, false) }

func (s *sheet) value(field string, seen bool) string {
	var parts []string
	for _, p := range s.payloads {
		c := Case{Name: field + "/" + p.name}
		text := fmt.Sprintf("%s m%dm", p.text, len(*s.cases))
		if seen {
			c.Shown = strings.Join(strings.Fields(text), " ")
		}
		*s.cases = append(*s.cases, c)
		parts = append(parts, text)
	}
	return quoted(strings.Join(parts, " "))
}

// together is how many payloads share a field: more would not fit into a name.
const together = 4

// chunks are the payloads as sheets take them.
func chunks() (out [][]payload) {
	var others []payload
	for _, p := range payloads {
		if p.alone {
			out = append(out, []payload{p})
		} else {
			others = append(others, p)
		}
	}
	return append(out, slices.Collect(slices.Chunk(others, together))...)
}

// Accepted is a site in which every field of every kind of file holds every payload, and every text that is
// harmless however it looks; and the cases that it holds. It has two languages and must have no problem.
func Accepted() (files map[string]string, cases []Case) {
	files = map[string]string{}
	var groups, laws, reported, mirrors strings.Builder
	for i, ps := range chunks() {
		s := &sheet{i, ps, &cases}
		fmt.Fprintf(&groups, "  g%d: {en: %s, be: %s}\n", i, s.v("site.groups.en"), s.v("site.groups.be"))
		fmt.Fprintf(&mirrors, "  - {url: 'https://m%d.example/;${&amp;}', kind: %s}\n", i, s.v("site.mirrors.kind"))
		fmt.Fprintf(&laws, "AQ-%d: {title: {en: %s, be: %s}, url: 'https://example.net/law'}\n", i, s.v("law.title.en"), s.v("law.title.be"))
		fmt.Fprintf(&reported, "- {date: 2020-01-%02d, country: aq, number: 3, definition: {en: %s, be: %s}, by: %s, source: {title: %s}}\n",
			1+i%28, s.v("reported.definition.en"), s.v("reported.definition.be"), s.v("reported.by"), s.unseen("reported.source.title"))
		s.profile(files)
		s.others(files)
		cc := codes[2*i : 2*i+2]
		files["content/countries/"+cc+".md"] = fmt.Sprintf("---\nname: {en: %s, be: %s}\nletters: %s\n%s---\n", s.v("country.name.en"),
			s.v("country.name.be"), s.unseen("country.letters"), s.sources("country"))
	}
	// The letters of a country are shown to whoever is held there without rules of a prison.
	site := &sheet{0, payloads[:together], &cases}
	more := &sheet{0, payloads[together : 2*together], &cases}
	files["content/site.yaml"] = fmt.Sprintf("title: {en: %s, be: %s}\nlanguages: [en, be]\nbase_url: https://example.net/x/\n"+
		"repository: https://example.net/repository\ncontact: %s\nlicence: %s\ngroups:\n%smirrors:\n%s",
		site.v("site.title.en"), more.v("site.title.be"), site.unseen("site.contact"), more.v("site.licence"), groups.String(), mirrors.String())
	files["content/laws/aq.yaml"] = laws.String()
	files["content/reported.yaml"] = reported.String()
	texts(files, &cases)
	return files, cases
}

// codes are those of countries, one for each sheet.
const codes = "adaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjblbmbnbobqbrbsbtbvbwbybzcacccdcfcgchcickclcmcncocrcucvcwcxcyczdedjdkdm"

func (s *sheet) sources(kind string) string {
	return fmt.Sprintf("sources:\n  - {url: 'https://example.net/\"><script>?a=b&c=%%22', "+
		"title: {en: %s, be: %s}, archived: 'https://example.net/''onclick=x'}\n  - {title: %s}\n",
		s.v(kind+".source.title.en"), s.v(kind+".source.title.be"), s.v(kind+".source.title"))
}

// profile writes a person who is held and has every field, and the person's translation.
func (s *sheet) profile(files map[string]string) {
	at := fmt.Sprintf("content/profiles/aq/p-%d", s.n)
	files[at+".md"] = strings.Join([]string{"---",
		"name: " + s.v("profile.name"), "sort: " + s.unseen("profile.sort"), "names: {ru: " + s.v("profile.names.ru") + ", fa: " + s.v("profile.names.fa") + "}",
		"aliases: [" + s.v("profile.aliases") + "]", "region: " + s.v("profile.region"), "summary: " + s.short().v("profile.summary"),
		"ids: {o-list: " + s.unseen("profile.ids") + "}", fmt.Sprintf("former_slugs: [q-%d]", s.n), "born: 1980-01-02",
		"status: imprisoned", "occupation: [" + s.v("profile.occupation") + "]", fmt.Sprintf("groups: [g%d]", s.n),
		"detentions:",
		"  - {kind: pretrial, from: 2020-01-01, to: 2021-01-01, place: " + s.v("profile.detention.place") + "}",
		fmt.Sprintf("  - {kind: imprisoned, from: 2021-01-01, place: aq/c-%d}", s.n),
		"charges:",
		fmt.Sprintf("  - {article: AQ-%d, text: {en: %s, be: %s}}", s.n, s.v("profile.charge.text.en"), s.v("profile.charge.text.be")),
		"  - {text: " + s.v("profile.charge.text alone") + "}",
		"sentence: {years: 2, regime: " + s.v("profile.sentence.regime") + "}",
		"proceedings:",
		fmt.Sprintf("  - {type: %s, date: 2020-05-05, court: %s, judge: %s, result: %s}", s.v("profile.proceeding.type"), s.v("profile.proceeding.court"),
			s.v("profile.proceeding.judge"), s.v("profile.proceeding.result")),
		"recognised: [{by: " + s.v("profile.recognised.by") + ", as: political-prisoner, url: 'https://example.net/\"onclick=x'}]",
		"letters: {state: open, address: " + s.v("profile.letters.address") + ", url: 'https://example.net/?q=''\"<script>'}",
		"events: [{date: 2020-06-06, text: {en: " + s.v("profile.event.text.en") + ", be: " + s.v("profile.event.text.be") + "}}]",
		s.sources("profile") + "verified: 2026-11-01", "---", "",
	}, "\n")
	files[at+".be.md"] = strings.Join([]string{"---", "name: " + s.v("translation.name"), "aliases: [" + s.unseen("translation.aliases") + "]",
		"occupation: [" + s.unseen("translation.occupation") + "]", "---", ""}, "\n")
}

// others writes one of each other kind.
func (s *sheet) others(files map[string]string) {
	put := func(path, format string, args ...any) { files["content/"+path] = fmt.Sprintf(format, args...) }
	put(fmt.Sprintf("prisons/aq/c-%d.md", s.n),
		"---\nname: {en: %s, be: %s}\naddress: {native: %s, latin: %s}\nregion: %s\nkind: %s\nletters: {rules: %s}\n%s---\n",
		s.v("prison.name.en"), s.v("prison.name.be"), s.v("prison.address.native"), s.v("prison.address.latin"), s.unseen("prison.region"),
		s.unseen("prison.kind"), s.v("prison.letters.rules"), s.sources("prison"))
	put(fmt.Sprintf("officials/aq/o-%d.md", s.n),
		"---\nname: %s\nnames: {be: %s}\noffice: {en: %s, be: %s}\nresponsible_for: %s\nsanctions: [{by: %s, url: 'https://example.net/\"><b>'}]\n%s---\n",
		s.v("official.name"), s.v("official.names.be"), s.v("official.office.en"), s.v("official.office.be"), s.v("official.responsible_for"),
		s.v("official.sanctions.by"), s.sources("official"))
	put(fmt.Sprintf("organisations/o-%d.md", s.n), "---\nname: %s\nnames: {be: %s}\nurl: 'https://example.net/''\"><b>'\nrole: [helps]\n%s---\n",
		s.v("organisation.name"), s.v("organisation.names.be"), s.sources("organisation"))
	menu := ""
	if s.n%9 == 0 {
		menu = "menu: 1\n"
	}
	put(fmt.Sprintf("pages/p-%d.md", s.n), "---\ntitle: %s\n%s%s---\n", s.v("page.title"), menu, s.sources("page"))
	put(fmt.Sprintf("pages/p-%d.be.md", s.n), "---\ntitle: %s\n---\n", s.v("page translation.title"))
	put(fmt.Sprintf("news/2026-01-%02d-n-%d.md", 1+s.n%28, s.n), "---\ntitle: {en: %s, be: %s}\npeople: [aq/p-%d]\nby: %s\n%s---\n",
		s.v("news.title.en"), s.v("news.title.be"), s.n, s.v("news.by"), s.sources("news"))
}

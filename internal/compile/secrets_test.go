package compile_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
)

// earlierDay is a day for which sites are made again; facts marked `later` came about after it.
const earlierDay = "2023-06-01"

// dice decide an invented folder. What may be seen is thrown with one, what must not be seen with another,
// what came about after earlierDay with a third: so that one can be changed without the others. Hidden or
// ahead 0 is a folder in which there is nothing of the kind.
type dice struct{ seed, hidden, ahead uint64 }

// inventor makes a folder in which every field of every kind of file says a marker.
type inventor struct {
	files
	dice
	open, hide, late *rand.Rand
	n                map[markerKind]int
	must             map[string]string // marker in a published field -> the field
	people           []*invention
	id               string // of the person or file being made; it stands in every marker
}

// invention is what a site may say of a person, as a reader of the content folder would put it together.
type invention struct {
	cc, slug, id, file         string
	status, class, place, year string
	groups, articles, criteria []string
	recognised, unnamed        bool
	sure                       bool // somebody has confirmed lately, for both days, that the person is held
}

func invent(d dice) *inventor {
	v := &inventor{files: files{}, dice: d, must: map[string]string{}, open: rand.New(rand.NewPCG(d.seed, 1)), hide: rand.New(rand.NewPCG(d.seed, 2+d.hidden)),
		late: rand.New(rand.NewPCG(d.seed, 1<<32+d.ahead))}
	v.n = map[markerKind]int{secretly: int(d.hidden) * 10000, later: int(d.ahead) * 10000}
	v.small()
	for i := range 14 {
		v.person(i)
	}
	if v.hidden > 0 {
		for i := range 1 + v.hide.IntN(3) {
			v.draft(i)
		}
	}
	return v
}

// word is a marker that can be part of an address.
func (v *inventor) word(k markerKind) string {
	v.n[k]++
	return k.latin + v.id + strconv.Itoa(v.n[k])
}

// text is a marker with letters and signs that are escaped in one place or another, quoted for YAML.
func (v *inventor) text(k markerKind) string {
	v.n[k]++
	return fmt.Sprintf(`"%[1]s%[3]s%[4]d <%[2]s%[3]s%[4]d> & 'é' + %%"`, k.latin, k.cyrillic, v.id, v.n[k])
}

// shown is a text that the site must show somewhere.
func (v *inventor) shown(field string) string {
	s := v.text(openly)
	v.must[openly.latin+v.id+strconv.Itoa(v.n[openly])] = field
	return s
}

func (v *inventor) url(k markerKind) string {
	return `"https://` + v.word(k) + `.example/` + v.word(k) + `"`
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

func day(r *rand.Rand, from, to int) string {
	return fmt.Sprintf("%d-%02d-%02d", from+r.IntN(to-from+1), 1+r.IntN(12), 1+r.IntN(28))
}

// note is a comment in YAML and one as people write them in Markdown: for other volunteers, not for readers.
func (v *inventor) note() (yaml, markdown string) {
	if v.hidden == 0 {
		return "# a note\n", ""
	}
	return "# " + v.word(secretly) + " " + secretly.cyrillic + "\n", "\n[//]: # (" + v.word(secretly) + ")\n"
}

// write adds a file with notes in header and text; its translations are made by the caller.
func (v *inventor) write(name, header, body string) {
	yaml, markdown := v.note()
	v.files[name] = "---\n" + yaml + header + yaml + "---\n" + body + markdown
	if v.hidden > 0 && pick(v.hide, true, false) { // in a language that the site does not have
		v.files[strings.TrimSuffix(name, ".md")+".de.md"] = "---\n" + yaml + "---\n" + v.word(secretly) + "\n"
	}
}

var (
	inventedCountries = []string{"by", "ir", "ru"}
	inventedLanguages = []string{"fa", "ru"}
)

// small makes every kind of file but people.
func (v *inventor) small() {
	yaml, _ := v.note()
	languages := []string{"[en]", "[en, fa]", "[en, fa, ru]"}[v.seed%3]
	v.files["content/site.yaml"] = yaml + "title: " + v.shown("title") + "\nlanguages: " + languages + "\nrecognition: " + pick(v.open, "required", "presumed") +
		"\nrecognisers: [watch]\ngroups: {writers: " + v.shown("groups") + ", workers: Workers, nobody: Nobody}\nlicence: CC BY-SA 4.0\n"
	if v.seed%2 == 0 {
		v.files["content/site.yaml"] += "base_url: https://vigil.example/there/\n"
	}
	for _, cc := range inventedCountries {
		v.write("content/countries/"+cc+".md", "letters: "+v.text(openly)+"\n", v.word(openly)+"\n")
		v.write("content/prisons/"+cc+"/p-1.md", "name: "+v.shown("prison name")+"\naddress: {native: "+v.shown("prison address")+", latin: "+
			v.shown("prison address")+"}\nletters: {rules: "+v.shown("rules")+"}\n", v.word(openly)+"\n")
		v.write("content/officials/"+cc+"/judge.md", "name: "+v.shown("official")+"\noffice: "+v.shown("office")+"\nsources: [{title: "+v.shown("source")+"}]\n", "")
		upper := strings.ToUpper(cc)
		v.files["content/laws/"+cc+".yaml"] = yaml + upper + "-1: {title: " + v.text(openly) + "}\n" + yaml + upper + "-2: {title: Two}\n" + upper +
			"-3: {title: Nobody}\n"
	}
	v.write("content/organisations/watch.md", "name: "+v.shown("organisation")+"\nrole: [recognises]\n", "")
	v.write("content/pages/about.md", "title: "+v.shown("page")+"\nmenu: 1\n", v.word(openly)+"\n")
	v.files["content/reported.yaml"] = yaml + "- {date: 2021-10-22, country: by, number: 5, definition: " + v.shown("definition") +
		", by: watch, source: {title: " + v.shown("source") + "}}\n"
}

// lastYear is that of dated facts: what is held back may have come after earlierDay, what is shown has not.
func lastYear(k markerKind) int {
	if k == secretly {
		return 2025
	}
	return 2022
}

// withholdable is a field that can be held back, with a value that has a marker in every part.
type withholdable struct {
	name  string
	must  bool // a marker in it is shown to readers, whatever the status
	value func(v *inventor, k markerKind, r *rand.Rand, say func() string) string
}

var withholdables = []withholdable{
	{"sort", false, func(v *inventor, k markerKind, r *rand.Rand, _ func() string) string {
		return string(rune('a'+r.IntN(26))) + v.word(k)
	}},
	{"names", true, func(v *inventor, k markerKind, _ *rand.Rand, say func() string) string {
		return "{fa: " + v.text(k) + ", ru: " + v.text(k) + ", ka: " + say() + "}"
	}},
	{"aliases", true, func(v *inventor, k markerKind, _ *rand.Rand, say func() string) string {
		return "[" + say() + ", " + say() + "]"
	}},
	{"former_slugs", false, func(v *inventor, k markerKind, _ *rand.Rand, _ func() string) string {
		return "[" + v.word(k) + ", " + v.word(k) + "]"
	}},
	{"gender", false, func(_ *inventor, _ markerKind, r *rand.Rand, _ func() string) string {
		return pick(r, "female", "male")
	}},
	{"born", false, func(_ *inventor, _ markerKind, r *rand.Rand, _ func() string) string { return day(r, 1940, 1999) }},
	{"died", false, func(_ *inventor, _ markerKind, r *rand.Rand, _ func() string) string { return day(r, 2025, 2025) }},
	{"citizenship", false, func(_ *inventor, _ markerKind, r *rand.Rand, _ func() string) string {
		return pick(r, "[bt]", "[pl, lt]", "[ua]")
	}},
	{"occupation", true, func(v *inventor, k markerKind, _ *rand.Rand, say func() string) string {
		return "[" + say() + ", {en: " + say() + ", fa: " + v.text(k) + "}]"
	}},
	{"region", true, func(_ *inventor, _ markerKind, _ *rand.Rand, say func() string) string { return say() }},
	{"summary", true, func(_ *inventor, _ markerKind, _ *rand.Rand, say func() string) string { return say() }},
	{"ids", true, func(_ *inventor, _ markerKind, _ *rand.Rand, say func() string) string {
		return "{watch: " + say() + "}"
	}},
	{"groups", false, func(v *inventor, k markerKind, r *rand.Rand, _ func() string) string {
		return "[" + pick(r, "writers", "workers") + ", " + v.word(k) + "]"
	}},
	{"charges", true, func(v *inventor, k markerKind, r *rand.Rand, say func() string) string {
		return "[{article: " + pick(r, "BY-1", "BY-2", "RU-1") + ", stage: charged, text: " + say() + "}, {article: BY-" + v.word(k) + "}]"
	}},
	{"sentence", true, func(v *inventor, k markerKind, r *rand.Rand, say func() string) string {
		return fmt.Sprintf("{years: %d, months: %d, regime: %s}", 1+r.IntN(20), r.IntN(12), say())
	}},
	{"expected_release", false, func(_ *inventor, _ markerKind, r *rand.Rand, _ func() string) string {
		return "{date: " + day(r, 2027, 2035) + ", basis: " + pick(r, "court", "family") + "}"
	}},
	{"proceedings", true, func(v *inventor, k markerKind, r *rand.Rand, say func() string) string {
		ahead := "{type: " + say() + ", date: " + day(r, 2027, 2028) + "}"
		if k == secretly && pick(r, true, false) {
			return "[" + ahead + "]"
		}
		return "[{type: " + say() + ", date: " + day(r, 2021, lastYear(k)) + ", court: " + say() + ", judge: " + say() + ", result: " + say() + "}, " + ahead + "]"
	}},
	{"recognised", true, func(v *inventor, k markerKind, r *rand.Rand, say func() string) string {
		until := ""
		if k == openly && v.ahead > 0 {
			until = ", until: " + day(v.late, 2024, 2025)
		}
		return "[{by: watch, as: political-prisoner, since: " + day(r, 2021, lastYear(k)) + ", url: " + v.url(k) + "}, {by: " + say() +
			", as: arbitrary-detention" + until + "}]"
	}},
	{"criteria", false, func(_ *inventor, _ markerKind, r *rand.Rand, _ func() string) string {
		return pick(r, "[a]", "[b, c]", "[e]")
	}},
	{"letters", false, func(v *inventor, k markerKind, r *rand.Rand, _ func() string) string {
		return "{state: " + pick(r, "open", "e-letters", "unknown") + ", address: " + v.text(k) + ", url: " + v.url(k) + ", languages: [" + pick(r, "be", "uk",
			"fr") + "]}"
	}},
	{"events", true, func(v *inventor, k markerKind, r *rand.Rand, say func() string) string {
		return "[{date: " + day(r, 2021, lastYear(k)) + ", type: " + v.word(k) + ", text: " + say() + ", source: 1}]"
	}},
	{"photo", false, func(v *inventor, k markerKind, _ *rand.Rand, _ func() string) string {
		return "{credit: " + v.text(k) + ", alt: " + v.text(k) + "}"
	}},
	{"verified", false, func(_ *inventor, _ markerKind, r *rand.Rand, _ func() string) string { return day(r, 2020, 2022) }},
}

// person makes somebody who is on the site: with a name, or, every fifth, unnamed.
func (v *inventor) person(i int) {
	v.id = "i" + strings.Repeat("x", i) + "q" // no id begins another
	p := &invention{cc: inventedCountries[i%3], id: v.id, unnamed: i%5 == 4}
	v.people = append(v.people, p)
	k := openly
	if p.unnamed {
		k = secretly
	}
	p.slug = v.word(k)
	if p.unnamed && v.hidden == 0 {
		p.slug = "somebody-" + strconv.Itoa(i)
	}
	p.file = "content/profiles/" + p.cc + "/" + p.slug + ".md"
	header, ahead := v.life(p, i)
	if p.unnamed {
		v.unnamed(p, header, ahead)
		return
	}
	v.named(p, header, ahead)
}

// life is status and detentions, and what lies after earlierDay: rows of detentions, and of three other fields.
func (v *inventor) life(p *invention, i int) (header string, ahead map[string]string) {
	ahead = map[string]string{}
	from, place := day(v.open, 2016, 2022), pick(v.open, p.cc+"/p-1", "")
	if p.unnamed {
		place = v.text(secretly)
	}
	p.year = from[:4]
	p.sure = p.unnamed || i%4 != 0 || pick(v.open, true, false)
	end := ""
	kind := pick(v.open, "pretrial", "imprisoned", "house-arrest")
	switch i % 4 {
	case 0, 1:
		p.status, p.class, p.place = kind, "held", place
	case 2:
		p.status, p.class, end = pick(v.open, "released", "exiled", "exchanged"), "former", ", to: "+day(v.open, 2023, 2023)
	case 3:
		p.status, p.class, end = "died", "died", ", to: "+day(v.open, 2024, 2024)
	}
	if end != "" {
		end += ", end: " + p.status
	}
	rows := "{kind: " + kind + ", from: " + from + end
	if i == 8 && !p.unnamed { // nobody knows since when
		p.year, rows = "", "{kind: "+kind
	}
	if place != "" {
		rows += ", place: " + strconv.Quote(strings.Trim(place, `"`))
	}
	rows += "}"
	if v.ahead > 0 && p.class == "held" && i%2 == 1 && !p.unnamed { // moved, after earlierDay
		at := day(v.late, 2023+1, 2025)
		p.place = ""
		rows = strings.TrimSuffix(rows, "}") + ", to: " + at + "}, {kind: " + kind + ", from: " + at + ", place: " + v.text(later) + "}"
	}
	if v.ahead > 0 && !p.unnamed && p.year != "" && p.sure { // a later hearing would confirm the earlier day
		at := func() string { return day(v.late, 2024, 2025) }
		ahead["events"] = "{date: " + at() + ", text: " + v.text(later) + "}"
		ahead["proceedings"] = "{type: " + v.text(later) + ", date: " + at() + ", court: " + v.text(later) + ", result: " + v.text(later) + "}"
		ahead["recognised"] = "{by: " + v.text(later) + ", as: prisoner-of-conscience, since: " + at() + ", url: " + v.url(later) + "}"
	}
	header = "status: " + p.status + "\ndetentions: [" + rows + "]\n"
	if p.unnamed { // that somebody is confirmed is no secret, since when is
		header += "verified: 2026-11-" + strconv.Itoa(10+i%3+int(v.hidden)) + "\n"
	}
	return header, ahead
}

// unnamed makes the file of somebody whose name must not be shown; all that is in it is secret.
func (v *inventor) unnamed(p *invention, header string, _ map[string]string) {
	if v.hidden == 0 {
		v.files[p.file] = "---\nunnamed: true\nsources: [{title: None}]\n" + header + "---\n"
		return
	}
	say := func() string { return v.text(secretly) }
	header += "unnamed: true\nname: " + v.text(secretly) + "\nsources: [{url: " + v.url(secretly) + ", title: " + say() + ", archived: " + v.url(secretly) + "}]\n"
	for _, f := range withholdables {
		if f.name != "died" && f.name != "verified" && pick(v.hide, true, true, false) {
			header += f.name + ": " + f.value(v, secretly, v.hide, say) + "\n"
		}
	}
	v.secretFiles(p.file, header)
}

// secretFiles writes a profile of which nothing may be shown, with translations and a photo.
func (v *inventor) secretFiles(file, header string) {
	v.write(file, header, "## "+v.word(secretly)+"\n\n"+secretly.cyrillic+" "+v.word(secretly)+"\n")
	for _, lang := range append(inventedLanguages, "de") {
		v.files[strings.TrimSuffix(file, "md")+lang+".md"] = "---\nname: " + v.text(secretly) + "\noccupation: [" + v.text(secretly) + "]\n---\n" +
			v.word(secretly) + "\n"
	}
	ending := pick(v.hide, "jpg", "png")
	v.files[strings.TrimSuffix(file, "md")+ending] = string(photo(ending, v.word(secretly)))
}

// draft makes somebody who is not published, or not yet.
func (v *inventor) draft(i int) {
	v.id = "d" + strings.Repeat("x", i) + "q"
	say := func() string { return v.text(secretly) }
	header := "name: " + say() + "\nstatus: imprisoned\ndetentions: [{kind: imprisoned, from: " + day(v.hide, 2001, 2009) + ", place: " + say() + "}]\n" +
		"sources: [{title: " + say() + "}]\n"
	header += pick(v.hide, "publish: false\n", "publish: false\nunnamed: true\n", "publish_after: "+day(v.hide, 2027, 2028)+"\n", "publish_after: 2026-11-22\n",
		"publish_after: 2026\n")
	for _, f := range withholdables {
		if f.name != "died" && pick(v.hide, true, false) {
			header += f.name + ": " + f.value(v, secretly, v.hide, say) + "\n"
		}
	}
	cc := pick(v.hide, "by", "aq")
	v.secretFiles("content/profiles/"+cc+"/"+v.word(secretly)+".md", header)
}

// named makes somebody with a page. Each field is thrown: shown, held back, or not there.
func (v *inventor) named(p *invention, header string, ahead map[string]string) {
	source := "url: " + v.url(openly) + ", title: " + v.shown("source")
	if p.sure {
		source += ", date: 2026-11-05"
	}
	header += "name: " + v.shown("name") + "\nsources: [{" + source + "}]\n"
	var withheld []string
	undated := p.year == "" // then only what is held back has a date
	for _, f := range withholdables {
		if f.name == "died" && p.class != "former" { // who died in custody has that day already
			continue
		}
		switch fate := v.open.IntN(3); {
		case fate == 0 || undated && slices.Contains([]string{"proceedings", "events", "recognised"}, f.name):
			withheld = append(withheld, f.name)
			if v.hidden > 0 && pick(v.hide, true, true, true, false) {
				header += f.name + ": " + f.value(v, secretly, v.hide, func() string { return v.text(secretly) }) + "\n"
			}
		case fate == 1:
			header += f.name + ": " + v.public(p, f.name, f.value, f.must, ahead[f.name]) + "\n"
			delete(ahead, f.name)
		default:
			if row := ahead[f.name]; row != "" && v.ahead > 0 {
				header += f.name + ": [" + row + "]\n"
			}
		}
	}
	header += "withhold: [" + strings.Join(withheld, ", ") + "]\n"
	v.write(p.file, header, "## "+v.word(openly)+"\n\n"+openly.cyrillic+v.id+" text\n")
	v.translations(p, withheld)
	v.picture(p, slices.Contains(withheld, "photo"))
	if pick(v.open, true, false) {
		v.write("content/news/2022-03-04-"+v.word(openly)+".md", "title: "+v.shown("news")+"\npeople: ["+p.cc+"/"+p.slug+"]\nby: "+v.shown("news by")+"\n"+
			"sources: [{title: "+v.shown("source")+"}]\n", v.word(openly)+"\n")
	}
}

// public is a field that is shown, but for the day of birth of those who are not held and the address of those who
// cannot be written to. It notes in which lists the person then is.
func (v *inventor) public(p *invention, name string, value func(*inventor, markerKind, *rand.Rand, func() string) string, must bool, ahead string) string {
	say := func() string { return v.text(openly) }
	if must {
		say = func() string { return v.shown(name) }
	}
	text := value(v, openly, v.open, say)
	list := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("[, ]", r) })
	}
	switch {
	case name == "verified" && p.sure:
		text = "2026-11-0" + strconv.Itoa(1+v.open.IntN(9))
	case name == "born" && (p.class != "held" || !p.sure):
		if v.hidden == 0 {
			break
		}
		text = text[:4] + day(v.hide, 1, 1)[1:]
	case name == "letters" && p.class == "held" && p.sure && pick(v.open, true, false):
	case name == "letters": // no address of who may not be held, or must not be written to
		state := "open"
		if p.class == "held" && p.sure {
			state = pick(v.open, "no", "relatives-only", "asked-privacy")
		}
		text = "{state: " + state + "}"
		if v.hidden > 0 {
			text = "{state: " + state + ", address: {en: " + v.text(secretly) + ", fa: " + v.text(secretly) + "}, url: " + v.url(secretly) + ", languages: [" +
				pick(v.hide, "be", "uk") + "]}"
		}
	case name == "groups":
		p.groups = list(text)[:1]
	case name == "criteria":
		p.criteria = list(text)
	case name == "charges":
		p.articles = []string{text[len("[{article: "):][:4]}
	case name == "recognised":
		p.recognised = true
	}
	if ahead != "" {
		text = strings.TrimSuffix(text, "]") + ", " + ahead + "]"
	}
	return text
}

func (v *inventor) translations(p *invention, withheld []string) {
	for _, lang := range inventedLanguages {
		if pick(v.open, true, false) {
			continue
		}
		header := ""
		for _, f := range []struct{ name, by, value string }{{"name", "names", "%s"}, {"sort", "sort", "%s"}, {"aliases", "aliases", "[%s]"},
			{"occupation", "occupation", "[%s]"}} {
			held := slices.Contains(withheld, f.by) || f.name == "sort" && slices.Contains(withheld, "names")
			switch {
			case !held:
				header += f.name + ": " + fmt.Sprintf(f.value, v.text(openly)) + "\n"
			case v.hidden > 0 && pick(v.hide, true, true, false):
				header += f.name + ": " + fmt.Sprintf(f.value, v.text(secretly)) + "\n"
			}
		}
		v.files[strings.TrimSuffix(p.file, "md")+lang+".md"] = "---\n" + header + "---\n" + v.word(openly) + "\n"
	}
}

package webtest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"vigil/internal/lab/trial"
	"vigil/internal/names"
)

// typed types into the field of search.html and gives, once there is an answer, milliseconds and addresses.
const typed = `new Promise(done => {
	const field = document.getElementById('find'), said = document.getElementById('find-status'), from = performance.now();
	said.textContent = '';
	new MutationObserver((_, me) => {
		if (!said.textContent || said.textContent === document.querySelector('.finder').dataset.loading) return;
		const took = performance.now() - from;
		me.disconnect();
		done([took.toFixed(1), ...[...document.querySelectorAll('#find-list li')].map(li => li.to)].join('\n'));
	}).observe(said, {childList: true});
	field.focus();
	field.value = %s;
	field.dispatchEvent(new Event('input'));
})`

// search gives how long an answer took in the page, and what was found.
func (b *tab) search(query string) (ms float64, found []string) {
	b.t.Helper()
	lines := strings.Split(eval[string](b, fmt.Sprintf(typed, strconv.QuoteToGraphic(query))), "\n")
	ms, _ = strconv.ParseFloat(lines[0], 64)
	return ms, lines[1:]
}

// The script of the page knows the words and sounds of names as package names does.
func TestScriptAgreesAboutNames(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	b.do(chromedp.Navigate(fileURL(inventedSite, "search.html")))
	b.search("a b")
	r := rand.New(rand.NewPCG(1, 1))
	all := []string{"O’Prykład-Ščasny", "İlham ıI ŞÖZ", "علی\u200cرضا", "أبو الحسن", "دَاوُود", "王伟-Li", "馬克西米", "e\u0301tè",
		"БГУ 342.2(1)", "ტესტ", "ትዕግስት", "Σίσυφος",
		"ｆｕｌｌ", "𠮷野", "\u202ea\u0301b", "al-Hassan bin Ali", "שלום", "한글", "'x'", "İ", "ǅ", "ﷺ"}
	for range 150 {
		n := somebody(r)
		for _, s := range append([]system{n.of.home}, n.of.elsewhere...) {
			all = append(all, n.in(s))
		}
		all = append(all, n.native(), mistyped(r, n.native()))
	}
	all = append(all, strings.Repeat("አ", 40), strings.Repeat("𠀀𞤀", 40), strings.Repeat("bdkl", 10)) // longer than any key
	for chunk := range slices.Chunk(all, 200) {
		var quoted []string
		for _, name := range chunk {
			quoted = append(quoted, strconv.QuoteToGraphic(name))
		}
		js := "[" + strings.ReplaceAll(strings.Join(quoted, ","), `\U000`, `\U000`) + "].map(n => vigilFind.words(n).map(w => w.t + ' ' + w.k.join(' ')).join('|'))"
		for i, got := range eval[[]string](b, js) {
			var want []string
			for _, w := range names.Words(chunk[i]) {
				want = append(want, w.Text+" "+strings.Join(w.Keys, " "))
			}
			if got != strings.Join(want, "|") {
				t.Errorf("%q: the script says %q, package names %q", chunk[i], got, want)
			}
		}
	}
}

// crowd builds a site of people with real names' frequencies.
func crowd(t *testing.T, r *rand.Rand, n int) (site string, people []named) {
	t.Helper()
	source := trial.Folder(t)
	site = filepath.Join(trial.Folder(t), "site")
	for i := range n {
		p := somebody(r)
		people = append(people, p)
		dir := filepath.Join(source, "content/profiles", p.of.country)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("---\nname: %q\nnames: {%s: %q}\nstatus: pretrial\ndetentions: [{kind: pretrial, from: 2026-01-01}]\nverified: 2026-11-01\n"+
			"sources: [{title: Invented}]\n---\n",
			p.in(p.of.home), p.of.tag, p.native())
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("p%d.md", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := buildSite(source, site, inventedDay); err != nil {
		t.Fatal(err)
	}
	return site, people
}

// variant is one way in which somebody may look for a person.
type variant struct{ how, query, want string }

// variants spells some people, whose names nobody else has, by the tables; a third with a mistake of typing.
func variants(r *rand.Rand, people []named, n int) (out []variant) {
	same := map[string]int{}
	for _, p := range people {
		same[p.native()]++
	}
	for len(out) < n {
		i := r.IntN(len(people))
		p := people[i]
		if same[p.native()] > 1 {
			continue
		}
		s := p.of.elsewhere[r.IntN(len(p.of.elsewhere))]
		v := variant{p.of.tag + " by " + s.name, p.in(s), fmt.Sprintf("countries/%s/p%d.html", p.of.country, i)}
		switch len(out) % 6 {
		case 0:
			v.how, v.query = p.of.tag+" as at home", p.native()
		case 1:
			words := strings.Fields(v.query)
			slices.Reverse(words)
			v.how, v.query = v.how+", turned round", strings.ToUpper(strings.Join(words, " "))
		case 2, 3:
			v.how, v.query = v.how+", mistyped", mistyped(r, v.query)
		}
		out = append(out, v)
	}
	return out
}

// Somebody who is looked for by another table's spelling, in another order, or with one mistake of typing, is
// among the first five.
func TestPeopleAreFoundInAnySpelling(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	crowdSize, tries := 1000, 60
	if trial.Long {
		crowdSize, tries = 20000, 300
	}
	b := newTab(t)
	r := rand.New(rand.NewPCG(13, 7))
	site, people := crowd(t, r, crowdSize)
	b.do(chromedp.Navigate(fileURL(site, "search.html")))
	call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 6})
	b.search("a b")
	var took []float64
	hits := 0
	for _, v := range variants(r, people, tries) {
		ms, found := b.search(v.query)
		took = append(took, ms)
		if slices.Contains(found[:min(5, len(found))], v.want) {
			hits++
		} else {
			t.Logf("not among the first five: %s, %q (place %d of %d)", v.how, v.query, slices.Index(found, v.want)+1, len(found))
		}
	}
	slices.Sort(took)
	t.Logf("%d of %d variants found among %d people; an answer after %.0f ms in the median, %.0f ms in nine of ten, on a processor six times slower",
		hits, tries, crowdSize, took[tries/2], took[tries*9/10])
	if hits*100 < tries*95 {
		t.Errorf("found %d of %d variants in the first five", hits, tries)
	}
}

// Each is looked for in a script of its own, with a mistake, in part, or is no person.
var lookedFor = map[string]string{
	"longissima maximiliana": "countries/aq/long-name.html",
	"Maksimiliana LONGISIMA": "countries/aq/long-name.html",
	"M. Longissima":          "countries/aq/long-name.html",
	"Вельмідоўгая Выдуманая": "countries/aq/long-name.html",
	"ماکسیمیلیانا بلندنام":   "countries/aq/long-name.html",
	"ماكسيميليانا":           "countries/aq/long-name.html",
	"马克西米":                   "countries/aq/long-name.html",
	"馬克西米":                   "countries/aq/long-name.html",
	"გამოგონილი":             "countries/aq/long-name.html",
	"ארוכת":                  "countries/aq/long-name.html",
	"Antarctica":             "countries/aq/index.html",
	"journalists":            "groups/journalists.html",
	"AQ-130":                 "countries/aq/articles/aq-130-1-b.html",
}

const results = `[(said => said === document.querySelector('.finder').dataset.loading ? '' : said)(document.getElementById('find-status').textContent),
	...[...document.querySelectorAll('#find-list [role=option]')].map(li => li.to)].join(' ')`

// lookFor types a query into search.html and waits for an answer.
func lookFor(v viewer, query string) (answer string) {
	v.text(fmt.Sprintf(`(f => { document.getElementById('find-status').textContent = ''; f.focus(); f.value = %s; f.dispatchEvent(new Event('input')) `+
		`})(document.getElementById('find'))`, strconv.QuoteToGraphic(query)))
	for range 100 {
		if answer = v.text(results); !strings.HasPrefix(answer+" ", " ") {
			return answer
		}
		time.Sleep(50 * time.Millisecond)
	}
	return "no answer"
}

// In both browsers, from disk and below a folder of a host, in the main language and another.
func TestNamesAreFoundInEveryScript(t *testing.T) {
	t.Parallel()
	for _, browser := range viewers {
		for _, from := range []string{"disk", "host"} {
			t.Run(browser.name+" from "+from, func(t *testing.T) {
				t.Parallel()
				root := fileURL(inventedSite, "") + "/"
				if from == "host" {
					trial.Slow(t)
					root = serve(t, inventedSite)
				}
				v := browser.start(t)
				for _, page := range []string{"search.html", "fa/search.html"} {
					v.open(root + page)
					for query, want := range lookedFor {
						if page != "search.html" && query != "longissima maximiliana" {
							continue
						}
						if got := lookFor(v, query); !slices.Contains(strings.Fields(got), want) {
							t.Errorf("%s, %s: %q finds %s, not %s", from, page, query, got, want)
						}
					}
				}
				v.open(root + "search.html")
				lookFor(v, "longissima maximiliana")
				press := func(key string) {
					v.text(fmt.Sprintf(`document.getElementById('find').dispatchEvent(new KeyboardEvent('keydown', {key: %q, bubbles: true, cancelable: true}))`, key))
				}
				const said = `(f => f.getAttribute('aria-expanded') + ' ' + f.getAttribute('aria-activedescendant') + ' ' + ` +
					`document.querySelectorAll('[aria-selected=true]').length)(document.getElementById('find'))`
				if got := v.text(`document.querySelector('[role=status]').textContent`); got != "Found: 1" {
					t.Errorf("%s: a reader of the screen hears %q", from, got)
				}
				press("ArrowDown")
				if got := v.text(said); got != "true find-0 1" {
					t.Errorf("%s: after an arrow: %s", from, got)
				}
				press("Escape")
				if got := v.text(said); got != "false null 0" {
					t.Errorf("%s: after Escape: %s", from, got)
				}
				lookFor(v, "longissima maximiliana")
				press("ArrowDown")
				v.text(`setTimeout(() => document.getElementById('find').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true})))`)
				for range 100 {
					if strings.HasSuffix(v.text(`location.href`), "/countries/aq/long-name.html") {
						break
					}
					time.Sleep(50 * time.Millisecond)
				}
				if got := v.text(`location.href`); got != root+"countries/aq/long-name.html" {
					t.Errorf("%s: Enter leads to %s", from, got)
				}
			})
		}
	}
}

// Among many of the same sound are first who are spelled as it was typed; no namesake is out of reach; and nobody is said not to be
// found where a file did not come.
func TestSearchHidesNobody(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	source, site := trial.Folder(t), filepath.Join(trial.Folder(t), "site")
	people := map[string]string{}
	for i := range 201 {
		name := "Mikalai"
		if i == 200 {
			name = "Mohammad"
		}
		people[fmt.Sprintf("content/profiles/by/p%d.md", i)] = "---\nname: " + name + " Vydumany\nstatus: unknown\nsources: [{title: Invented}]\n---\n"
	}
	trial.Write(t, source, people)
	if err := buildSite(source, site, inventedDay); err != nil {
		t.Fatal(err)
	}
	b := newTab(t)
	b.do(chromedp.Navigate(fileURL(site, "search.html")))
	if got := lookFor(b, "moh"); !strings.HasPrefix(got, "Found: 10 countries/by/p200.html") {
		t.Errorf("moh: %s", got)
	}
	lookFor(b, "mikalai vydumany")
	twice := `{ const more = document.getElementById('find-more'); more.click(); more.click(); ` + results + ` }`
	if got := eval[string](b, twice); !strings.HasPrefix(got, "Found: 30 ") {
		t.Errorf("more, twice: %s", got)
	}
	shards, err := filepath.Glob(filepath.Join(site, "find/n*.js"))
	if err != nil || len(shards) == 0 {
		t.Fatalf("%d shards: %v", len(shards), err)
	}
	away := func(suffix, to string) {
		for _, s := range shards {
			if err := os.Rename(s+suffix, s+to); err != nil {
				t.Fatal(err)
			}
		}
	}
	away("", ".away")
	b.do(chromedp.Navigate(fileURL(site, "search.html")))
	if got := lookFor(b, "mohammad"); got != "A part of the list could not be loaded." {
		t.Errorf("without a shard: %s", got)
	}
	away(".away", "")
	if got := lookFor(b, "mohammad "); !strings.HasPrefix(got, "Found: 1 ") {
		t.Errorf("once it comes: %s", got)
	}
	if err := os.RemoveAll(filepath.Join(source, "content/profiles/by")); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(trial.Folder(t), "empty")
	if err := buildSite(source, empty, inventedDay); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Navigate(fileURL(empty, "search.html")))
	if got := lookFor(b, "anybody"); !strings.HasPrefix(got, "Nothing found.") {
		t.Errorf("where nobody is documented: %s", got)
	}
}

// With the keyboard alone: typed, chosen, opened.
func TestSearchByKeyboard(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	b.do(chromedp.Navigate(fileURL(inventedSite, "search.html")), chromedp.SendKeys(chromedp.CSS("#find"), "longissima"),
		chromedp.WaitVisible(chromedp.CSS("#find-0")))
	if _, err := chromedp.Run(b.ctx, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.SendKeys(chromedp.CSS("#find"), kb.ArrowDown+kb.Enter))); err != nil {
		t.Fatal(err)
	}
	if got := b.location(inventedSite); got != "countries/aq/long-name.html" {
		t.Errorf("the reader is at %s", got)
	}
}

// Without script there is no field, and a name is found by its first letters, in each script.
func TestNamesAreFoundWithoutScript(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(inventedSite, "search.html"))
	if err != nil || !strings.Contains(string(data), `<div role="search" hidden>`) || strings.Contains(string(data), "<form") {
		t.Errorf("without script the field is shown, or there is a form (%v)", err)
	}
	trial.Slow(t)
	b := newTab(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	for _, way := range [][]string{{"people/l.html", "../countries/aq/long-name.html"}, {"people/u0627.html", ""}} {
		b.do(chromedp.Navigate(fileURL(inventedSite, "search.html")))
		b.follow(chromedp.CSS(`main .jump a[href="` + way[0] + `"]`))
		if got := b.location(inventedSite); got != way[0] {
			t.Fatalf("the reader is at %s", got)
		}
		if way[1] != "" {
			b.follow(chromedp.CSS(`main a[href="` + way[1] + `"]`))
		}
	}
}

package webtest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"vigil/internal/lab/synth"
	"vigil/internal/lab/trial"
)

// documented is a person in the open data, from which these tests know who remains when a list is narrowed.
type documented struct {
	URL, Status string
	Detentions  []struct{ From, Place string }
	Charges     []struct{ Article string }
	Groups      []string
}

func (p documented) year() string {
	if len(p.Detentions) == 0 || len(p.Detentions[0].From) < 4 {
		return ""
	}
	return p.Detentions[0].From[:4]
}

func (p documented) charged(code string) bool {
	return slices.ContainsFunc(p.Charges, func(c struct{ Article string }) bool { return c.Article == code })
}

func documentedIn(t *testing.T, site, cc string) (people []documented) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(site, "data/people", cc+".json"))
	if err == nil {
		err = json.Unmarshal(data, &people)
	}
	if err != nil || len(people) == 0 {
		t.Fatalf("%d people of %s: %v", len(people), cc, err)
	}
	return people
}

// choices are ways to narrow the list of Belarus, and who then remains.
var choices = []struct {
	chosen map[string]string
	keep   func(documented) bool
}{
	{map[string]string{"status": "imprisoned"}, func(p documented) bool { return p.Status == "imprisoned" }},
	{map[string]string{"status": "former", "year": "2023"}, func(p documented) bool {
		return slices.Contains([]string{"released", "case-closed", "acquitted", "pardoned", "exchanged", "exiled", "deported"}, p.Status) && p.year() == "2023"
	}},
	{map[string]string{"status": "imprisoned", "article": "BY-900", "group": "artists"}, func(p documented) bool {
		return p.Status == "imprisoned" && p.charged("BY-900") && slices.Contains(p.Groups, "artists")
	}},
	{map[string]string{"prison": "remand-1", "status": "pretrial"}, func(p documented) bool {
		n := len(p.Detentions)
		return p.Status == "pretrial" && n > 0 && p.Detentions[n-1].Place == "by/remand-1"
	}},
}

const (
	// narrowedTo is what a reader of the screen hears, then the addresses of those who are shown.
	narrowedTo = `[(document.querySelector('.narrow [role=status]') || {}).textContent,
		...[...document.querySelectorAll('#people > .people > li a')].map(a => a.href)].join('\n')`
	// heardNumber tells that what is known of everybody has come.
	heardNumber = `/\d|[۰-۹]/.test((document.querySelector('.narrow [role=status]') || {}).textContent)`
	// plainShown is how many parts of the plain list are to be seen.
	plainShown = `[...document.querySelectorAll('#people > *')].filter(e => e.offsetHeight && !e.matches('.narrow, .people, .more')).length`
)

// narrow sets the choices, as a reader does, and waits for what is said; then shows everybody who remains.
func narrow(v viewer, chosen map[string]string) (said string, shown []string) {
	quoted, _ := json.Marshal(chosen)
	v.text(`(d => d.open || d.querySelector('summary').click())(document.querySelector('.narrow'))`)
	wait(v, heardNumber)
	v.text(fmt.Sprintf(`(want => {
		[...document.querySelectorAll('.narrow select, .narrow input')].forEach(f => {
			const own = [...f.options || []].map(o => o.value), key = Object.keys(want).find(k => own.includes(want[k]));
			if (f.type === 'checkbox' && f.checked !== !!want.write) f.click();
			if (!f.options) return;
			const value = key ? want[key] : '';
			if (key) delete want[key];
			if (f.value !== value) { f.value = value; f.dispatchEvent(new Event('change')); }
		}) })(%s)`, quoted))
	wait(v, `document.querySelectorAll('#people > .people > li').length > 0`)
	for range 500 {
		if v.text(`(b => b.offsetHeight ? (b.click(), true) : false)(document.querySelector('.more'))`) != "true" {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	lines := strings.Split(v.text(narrowedTo), "\n")
	slices.Sort(lines[1:])
	return lines[0], lines[1:]
}

// wait waits until something is true in the page, some seconds at most: then the test says what is.
func wait(v viewer, condition string) {
	for range 200 {
		if v.text(condition) == "true" {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// In both browsers, from disk and below a folder of a host, on any page of the list and in another language, those
// remain who meet all that was chosen; the address says it to others, and to no host.
func TestListsAreNarrowed(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	site, pages := inventedSite, []string{"countries/by/page-2.html", "fa/countries/by/index.html"}
	if long { // several files of facts, and many of names
		source := trial.Folder(t)
		site = filepath.Join(trial.Folder(t), "site")
		if err := synth.Write(source, synth.Options{People: 40000, Seed: 2, Languages: []string{"en", "fa"}, AsOf: inventedDay, Words: 5}); err != nil {
			t.Fatal(err)
		}
		if err := buildSite(source, site, inventedDay); err != nil {
			t.Fatal(err)
		}
		if facts, _ := filepath.Glob(site + "/narrow/by/facts*"); len(facts) < 2 {
			t.Errorf("%d files of facts", len(facts))
		}
	}
	people := documentedIn(t, site, "by")
	for _, browser := range viewers {
		t.Run(browser.name, func(t *testing.T) {
			t.Parallel()
			v := browser.start(t)
			for from, root := range map[string]string{"disk": fileURL(site, "") + "/", "host": serve(t, site)} {
				for i, c := range choices {
					page := pages[i%len(pages)]
					v.open(root + page)
					said, shown := narrow(v, c.chosen)
					var want []string
					n := 0
					for _, p := range people {
						if c.keep(p) {
							n++
						}
						if c.keep(p) && p.URL != "" { // else nobody is told the name
							want = append(want, root+strings.TrimSuffix(page, page[strings.Index(page, "countries/"):])+p.URL)
						}
					}
					slices.Sort(want)
					if !slices.Equal(shown, want) || len(want) == 0 {
						t.Errorf("%s, %s: %v leaves %d people, %d are documented", from, page, c.chosen, len(shown), len(want))
					}
					if page == pages[0] && said != fmt.Sprintf("%s of %s", number(n), number(len(people))) {
						t.Errorf("%s: a reader of the screen hears %q of %d", from, said, n)
					}
					if n := v.text(plainShown); n != "0" {
						t.Errorf("%s: %s parts of the plain list are still shown", from, n)
					}
					address := v.text(`location.href`)
					for key, value := range c.chosen {
						if _, state, _ := strings.Cut(address, "#"); !strings.Contains("&"+state+"&", "&"+key+"="+value+"&") {
							t.Errorf("%s: the address after %v is %s", from, c.chosen, address)
						}
					}
					v.open("about:blank")
					v.open(address) // as somebody who was sent it
					wait(v, `document.querySelectorAll('#people > .people > li').length > 0`)
					if again, _, _ := strings.Cut(v.text(narrowedTo), "\n"); again != said {
						t.Errorf("%s: %s shows %q, not %q", from, address, again, said)
					}
					v.text(`document.querySelector('.narrow button').click()`)
					if n := v.text(plainShown); n == "0" || v.text(`document.querySelectorAll('#people > .people > li').length`) != "0" {
						t.Errorf("%s: everybody is not shown again", from)
					}
				}
			}
			if b, ok := v.(*tab); ok {
				asked, wrong := b.heard()
				for _, address := range asked {
					if strings.Contains(address, "?") || strings.Contains(address, "imprisoned") {
						t.Errorf("somebody is told what was chosen: %s", address)
					}
				}
				if len(wrong) > 0 {
					t.Errorf("what went wrong: %q", wrong)
				}
			}
		})
	}
}

// number is a number as English writes it.
func number(n int) string {
	if n >= 1000 {
		return fmt.Sprintf("%d,%03d", n/1000, n%1000)
	}
	return fmt.Sprint(n)
}

// With the keyboard alone: opened, chosen, taken back; each field has a name that is read out, and the number too.
func TestNarrowByKeyboard(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	b.do(chromedp.Navigate(fileURL(inventedSite, "countries/by/index.html")), chromedp.Focus(chromedp.CSS(".narrow summary")), chromedp.KeyEvent(kb.Enter))
	wait(b, heardNumber)
	b.do(chromedp.KeyEvent(kb.Tab))
	if got := b.text(`document.activeElement.labels[0].querySelector('span').textContent`); got != "Status" {
		t.Fatalf("after the heading comes %q", got)
	}
	b.do(chromedp.KeyEvent("In pre")) // as one chooses in a list
	b.text(`document.activeElement.dispatchEvent(new Event('change'))`)
	wait(b, `document.querySelectorAll('#people > .people > li').length > 0`)
	got := b.text(`[location.hash, document.querySelector('.narrow [role=status]').textContent].join(' ')`)
	if !strings.HasPrefix(got, "#status=") || !strings.Contains(got, " of ") {
		t.Errorf("after typing: %s", got)
	}
	for range 20 {
		b.do(chromedp.KeyEvent(kb.Tab))
		if b.text(`document.activeElement.textContent`) == "Show everybody" {
			break
		}
	}
	b.do(chromedp.KeyEvent(kb.Enter))
	got = b.text(`[location.hash, document.activeElement.tagName, document.querySelectorAll('#people > .people > li').length].join(' ')`)
	if got != "#everybody SELECT 0" {
		t.Errorf("after everybody was asked for: %s", got)
	}
	if b.text(`[...document.querySelectorAll('.narrow select, .narrow input')].every(f => f.labels.length && f.labels[0].textContent)`) != "true" {
		t.Error("a field has no name")
	}
}

// Narrowed, and open, the page fits a phone and can be tapped, also from right to left.
func TestNarrowedListFitsTheScreen(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	b := newTab(t)
	for _, page := range []string{"countries/by/index.html", "fa/countries/by/index.html"} {
		b.do(chromedp.Navigate(fileURL(inventedSite, page) + "#status=held&write=yes"))
		wait(b, `document.querySelectorAll('#people > .people > li').length > 0`)
		for _, width := range []int64{320, 360, 1280} {
			b.do(chromedp.EmulateViewport(width, 800))
			if out := eval[[]string](b, sideways); len(out) > 0 {
				t.Errorf("%s, %d px, scrolls sideways: %s", page, width, strings.Join(out, "\n\t"))
			}
			small := `[...document.querySelectorAll('.narrow select, .narrow input, .narrow summary, .narrow button, .more, .people a')]
				.filter(e => e.offsetHeight).map(e => [e, (e.labels && e.labels[0] || e).getBoundingClientRect()])
				.filter(([e, r]) => r.width < 24 || r.height < 24).map(([e]) => e.outerHTML.slice(0, 90))`
			for _, one := range eval[[]string](b, small) {
				t.Errorf("%s, %d px: too small to be tapped: %s", page, width, one)
			}
		}
	}
}

// Without script there is nothing to open, and the plain list stands as it is.
func TestListsAreWholeWithoutScript(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join(inventedSite, "countries/by/index.html"))
	if err != nil || !strings.Contains(string(data), `data-words="narrow.js" hidden>`) || strings.Count(string(data), "<li") < 100 {
		t.Errorf("the list offers what does nothing, or is not there (%v)", err)
	}
	trial.Slow(t)
	b := newTab(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.do(chromedp.Navigate(fileURL(inventedSite, "countries/by/index.html") + "#status=pretrial"))
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: false})
	if got := b.text(`[document.querySelector('.narrow').offsetHeight, document.querySelectorAll('#people section li').length].join(' ')`); got != "0 100" {
		t.Errorf("without script: %s", got)
	}
}

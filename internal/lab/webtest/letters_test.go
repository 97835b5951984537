package webtest

import (
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"vigil/internal/lab/trial"
)

// word is a word in a PDF, and where it stands, in points from the top left corner of its sheet.
type word struct {
	Text string  `xml:",chardata"`
	X    float64 `xml:"xMin,attr"`
	Y    float64 `xml:"yMin,attr"`
	Far  float64 `xml:"xMax,attr"`
	Low  float64 `xml:"yMax,attr"`
}

const millimetre = 72 / 25.4

// printed gives the sheets of A4 that a page makes.
func printed(t *testing.T, site, path string) (sheets [][]word) {
	t.Helper()
	reader := program(t, "pdftotext")
	b := newTab(t)
	b.do(chromedp.Navigate(fileURL(site, path)))
	made, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: 210 / 25.4, PaperHeight: 297 / 25.4, PreferCSSPageSize: new(true)})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(trial.Folder(t), "page.pdf")
	if err := os.WriteFile(file, made.Data, 0o644); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(reader, "-bbox", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Pages []struct {
			Words []word `xml:"word"`
		} `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	for _, p := range doc.Pages {
		sheets = append(sheets, p.Words)
	}
	return sheets
}

// On paper all that there is about a person is one side of A4: who, why, the address, where the page is, and the record
// down to the last source.
func TestTheSheetOfAPersonIsOneSide(t *testing.T) {
	trial.Slow(t)
	site, err := richSite()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"", "ru/", "be/", "fa/"} {
		path := language + "countries/aq/held-in-full.html"
		sheets := printed(t, site, path)
		if len(sheets) != 1 {
			t.Fatalf("%s takes %d sides", path, len(sheets))
		}
		var b strings.Builder
		for _, w := range sheets[0] {
			b.WriteString(w.Text + " ")
		}
		for _, want := range []string{"ВЫДУМАННАЯ", "99999 Нигде", "Floe 7", "full.html", "stood on a floe", "Invented High Court", "999", "Exemplar Aid",
			"An invented newspaper"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s: %q is not on the first side: %s", path, want, b.String())
			}
		}
	}
}

// longAddresses is a site of people in a prison whose name is as long as they are on paper.
func longAddresses(t *testing.T) (site string) {
	t.Helper()
	files := map[string]string{"content/prisons/ru/colony.md": "---\nname: Invented colony\naddress:\n  native: |-\n" +
		"    Федеральное казённое учреждение «Исправительная колония № 4 Главного управления Федеральной службы исполнения наказаний по Выдуманной области»\n" +
		"    ул. Очень Длинная Выдуманная Набережная, д. 1, корп. 2\n    посёлок Выдуманный-на-Придуманной, Выдуманный район\n    999999\n" +
		"checked: 2026-11-01\nsources: [{title: Invented}]\n---\n"}
	for i := range 30 {
		files[fmt.Sprintf("content/profiles/ru/p%d.md", i)] = "---\nname: Konstantin Vydumany\nnames: {ru: Константин Константинович Выдуманный}\n" +
			"status: imprisoned\ndetentions: [{kind: imprisoned, from: 2026-01-01, place: ru/colony}]\nletters: {state: open}\nsources: [{title: Invented}]\n" +
			"verified: 2026-11-01\n---\n"
	}
	site = filepath.Join(trial.Folder(t), "site")
	if err := buildSite(trial.Write(t, trial.Folder(t), files), site, inventedDay); err != nil {
		t.Fatal(err)
	}
	return site
}

// Labels lie where they are cut: each word is on one of 3 × 8 labels of 70 × 37 mm, away from its edges, and each label
// has its words.
func TestLabelsLieWhereTheyAreCut(t *testing.T) {
	trial.Slow(t)
	for _, path := range []string{"letters/all.html", "fa/letters/all.html", "long addresses"} {
		var sheets [][]word
		if path == "long addresses" {
			sheets = printed(t, longAddresses(t), "letters/all.html")
		} else {
			sheets = printed(t, inventedSite, path)
		}
		if len(sheets) < 2 {
			t.Fatalf("%s: %d sheets", path, len(sheets))
		}
		for i, words := range sheets {
			used := map[[2]int]bool{}
			for _, w := range words {
				column, row := math.Floor(w.X/(70*millimetre)), math.Floor(w.Y/(37*millimetre))
				left, top := column*70*millimetre, row*37*millimetre
				const edge = 2 * millimetre
				if w.X < left+edge || w.Far > left+70*millimetre-edge || w.Y < top+edge || w.Low > top+37*millimetre-edge {
					t.Errorf("%s: sheet %d: %q stands at %.0f–%.0f, %.0f–%.0f mm, over the edge of a label", path, i+1, w.Text, w.X/millimetre, w.Far/millimetre,
						w.Y/millimetre, w.Low/millimetre)
				}
				used[[2]int{int(column), int(row)}] = true
			}
			if len(words) == 0 || len(used) > 24 || i == 0 && len(used) < 20 {
				t.Errorf("%s: sheet %d has %d labels", path, i+1, len(used))
			}
		}
	}
}

// The button is not there without script; with it, one tap copies the address with its lines.
func TestAddressCanBeCopied(t *testing.T) {
	trial.Slow(t)
	b := newTab(t)
	b.do(chromedp.Navigate(fileURL(inventedSite, "countries/aq/held-in-full.html")))
	b.do(chromedp.Click(chromedp.CSS(".copy")))
	if chosen := eval[string](b, `String(getSelection())`); !strings.Contains(chosen, "\n") || !strings.Contains(chosen, "Нигде") {
		t.Errorf("%q is chosen", chosen)
	}
	if says := eval[string](b, `document.querySelector('.copy').textContent`); says != "Copied" {
		t.Errorf("the button says %q", says)
	}
}

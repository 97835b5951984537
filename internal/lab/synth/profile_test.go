package synth

import (
	"slices"
	"strings"
	"testing"

	"vigil/internal/lab/trial"

	"go.yaml.in/yaml/v4"
)

// crowd is a number of people of whom a third shows the same, more quickly.
func crowd(people int) int {
	if trial.Landing {
		return people
	}
	return people / 3
}

// reading gives the first and the last full day that a partial date can mean.
func reading(s string) (first, last string) {
	switch len(s) {
	case len("2006"):
		return s + "-01-01", s + "-12-31"
	case len("2006-01"):
		return s + "-01", s + "-31"
	}
	return s, s
}

func TestProfilesHoldTogether(t *testing.T) {
	files := tree(t, Options{People: crowd(2000), Seed: 11, AsOf: asOf, Words: 60})
	laws := map[string]bool{}
	for path, file := range files {
		if strings.HasPrefix(path, "content/laws/") {
			var law map[string]struct{ Title, URL string }
			if err := yaml.Load([]byte(file), &law); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			for code := range law {
				laws[code] = true
			}
		}
	}
	for path, file := range files {
		if !profilePath.MatchString(path) {
			continue
		}
		h, body := decode(t, path, file)
		said := func(format string, args ...any) { t.Errorf(path+": "+format, args...) }
		for _, part := range []string{"An invented person.", "\n## ", "\n- ", "\n> *", "**: «", "](https://example.org/"} {
			if !strings.Contains(body, part) {
				said("the text lacks %q:\n%s", part, body)
			}
		}
		if len(h.Sources) == 0 || h.Sources[0].URL == "" {
			said("no source")
		}
		for _, c := range h.Charges {
			if known := c.Article != unknownArticle(path[len("content/profiles/"):][:2]); laws[c.Article] != known {
				said("article %s: in a law file or not, against what was meant", c.Article)
			}
		}
		for _, r := range h.Recognised {
			if files["content/organisations/"+r.By+".md"] == "" {
				said("organisation %s does not exist", r.By)
			}
		}
		checkStatus(h, said)
		checkDates(h, said)
		for _, d := range h.Detentions {
			if strings.Contains(d.Place, "/") && files["content/prisons/"+d.Place+".md"] == "" {
				said("prison %s does not exist", d.Place)
			}
		}
	}
}

func checkStatus(h header, said func(string, ...any)) {
	if len(h.Detentions) == 0 {
		if !bare[h.Status] {
			said("status %s without a detention", h.Status)
		}
		return
	}
	if len(h.Detentions) > maxDetentions {
		said("%d detentions", len(h.Detentions))
	}
	last := len(h.Detentions) - 1
	for i, d := range h.Detentions {
		open := d.To == "" && d.End == ""
		if open && i < last {
			said("detention %d is open and not the last", i)
		}
		if got := d.End; i == last && !open && got != h.Status {
			said("status %s, but the last detention ended %q", h.Status, got)
		}
		if i == last && open && d.Kind != h.Status {
			said("status %s, but the open detention is %s", h.Status, d.Kind)
		}
	}
}

func checkDates(h header, said func(string, ...any)) {
	end := asOf.Format("2006-01-02")
	past := []string{h.Born, h.Died, h.Verified}
	var order []string // each date must lie after the one before, or have its text
	if h.Born != "" {
		order = append(order, h.Born)
	}
	for i, d := range h.Detentions {
		past = append(past, d.From, d.To)
		for _, s := range []string{d.From, d.To} {
			if s != "" {
				order = append(order, s)
			}
		}
		if i > 0 && d.From != h.Detentions[i-1].To && h.Detentions[i-1].End == "" {
			said("a gap before detention %d that nothing explains", i)
		}
	}
	for i := 1; i < len(order); i++ {
		_, before := reading(order[i-1])
		if after, _ := reading(order[i]); after <= before && order[i] != order[i-1] {
			said("%s does not surely come before %s", order[i-1], order[i])
		}
	}
	for _, s := range h.Sources {
		past = append(past, s.Date)
	}
	for _, r := range h.Recognised {
		past = append(past, r.Since)
	}
	for _, p := range h.Proceedings {
		past = append(past, p.Date)
	}
	for _, e := range h.Events {
		past = append(past, e.Date)
	}
	for _, s := range past {
		if _, last := reading(s); s != "" && last >= end {
			said("%s is not surely before %s", s, end)
		}
	}
}

// The mix is what makes measurements mean something: every status is there,
// dates are partial or missing, names come in up to four scripts.
func TestMix(t *testing.T) {
	n := crowd(3000)
	seen := map[string]int{}
	for path, file := range tree(t, Options{People: n, Seed: 1, AsOf: asOf}) {
		if !profilePath.MatchString(path) {
			continue
		}
		h, _ := decode(t, path, file)
		seen["status "+h.Status]++
		seen["by"] += strings.Count(path, "/by/")
		if slices.ContainsFunc(statuses, func(s status) bool { return s.held && s.name == h.Status }) {
			seen["held"]++
		}
		if len(h.Names) > 0 {
			seen["names"]++
		}
		seen["four scripts"] += len(h.Names) / 3
		if len(h.Recognised) > 0 {
			seen["recognised"]++
		}
		for i, d := range h.Detentions {
			switch {
			case i == 0 && d.From == "":
				seen["from missing"]++
			case len(d.From) == 4:
				seen["year only"]++
			case len(d.From) == 7:
				seen["month only"]++
			}
		}
		seen["detentions"] += len(h.Detentions)
	}
	for what, want := range map[string][2]int{
		"held": {570, 630}, "by": {200, 200}, "names": {370, 430}, "four scripts": {80, 200}, "recognised": {460, 540},
		"from missing": {35, 65}, "year only": {25, 90}, "month only": {100, 220}, "detentions": {1500, 2500},
	} {
		if got := seen[what] * 1000 / n; got < want[0] || got > want[1] {
			t.Errorf("%s: %d of 1000 people, want %d to %d", what, got, want[0], want[1])
		}
	}
	for _, s := range statuses {
		if seen["status "+s.name] == 0 {
			t.Errorf("nobody is %s", s.name)
		}
	}
}

func TestTranslations(t *testing.T) {
	n := crowd(1200)
	files := tree(t, Options{People: n, Seed: 1, Languages: []string{"be", "en", "zh"}, AsOf: asOf, Words: 30})
	count := map[string]int{}
	for path, file := range files {
		if profilePath.MatchString(path) {
			h, body := decode(t, path, file)
			if strings.ContainsAny(h.Name, "abcdefghijklmnopqrstuvwxyz") {
				t.Errorf("%s: name %q is not in the main language's script", path, h.Name)
			}
			if !strings.Contains(body, said["be"]) {
				t.Errorf("%s does not say that the person is invented", path)
			}
		}
		for _, lang := range []string{"en", "zh"} {
			main, ok := strings.CutSuffix(path, "."+lang+".md")
			if !ok || !strings.HasPrefix(path, "content/profiles/") {
				continue
			}
			if count[lang]++; files[main+".md"] == "" || !strings.Contains(file, said[lang]) {
				t.Errorf("%s: no profile beside it, or it does not say that the person is invented", path)
			}
		}
	}
	for lang, of := range count {
		if share := of * 1000 / n; share < 240 || share > 360 {
			t.Errorf("%d of 1000 profiles are translated into %s, want about 300", share, lang)
		}
	}
	if len(count) != 2 {
		t.Errorf("translations into %v, want en and zh", count)
	}
}

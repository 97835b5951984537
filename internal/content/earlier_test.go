package content

import (
	"testing"

	"vigil/internal/profile"
)

// A site of an earlier day has the statements, numbers and sanctions of that day, and knows that it is one.
func TestSmallKindsOfAnEarlierDay(t *testing.T) {
	dir := lay(t, map[string][]byte{
		"content/news/2021-10-22-first.md":  []byte("---\ntitle: First\nsources: [{title: Invented}]\n---\n"),
		"content/news/2026-05-01-second.md": []byte("---\ntitle: Second\nsources: [{title: Invented}]\n---\n"),
		"content/reported.yaml": []byte("- {date: 2021, number: 1, definition: x, by: Somebody, source: {title: Invented}}\n" +
			"- {date: 2026-05, number: 2, definition: x, by: Somebody, source: {title: Invented}}\n"),
		"content/officials/by/judge.md": []byte("---\nname: Judge Example\noffice: judge\n" +
			"sanctions: [{by: Nobody, date: 2021-01-01}, {by: Nobody, date: 2026-01-01}]\nsources: [{title: Invented}]\n---\n"),
	})
	for _, c := range []struct {
		on   profile.When
		each int
		past bool
	}{
		{today, 2, false},
		{profile.When{AsOf: profile.Date{Year: 2022, Month: 1, Day: 1}.Earliest(), Today: today.Today}, 1, true},
	} {
		_, l := open(t, dir, c.on)
		if len(l.News) != c.each || len(l.Reported) != c.each || len(l.Officials["by/judge"].Head.Sanctions) != c.each || l.Past != c.past {
			t.Errorf("on %s: %d statements, %d numbers, %d sanctions, past %v; want %d of each, %v", c.on.AsOf,
				len(l.News), len(l.Reported), len(l.Officials["by/judge"].Head.Sanctions), l.Past, c.each, c.past)
		}
	}
}

package site

import (
	"strings"
	"testing"

	"vigil/internal/content"
	"vigil/internal/profile"
)

// Whatever is wrong with a sum stops the build.
func TestSumsThatDoNotAddUpAreAnError(t *testing.T) {
	good := func() *Site {
		c := Counts{Total: 2, Held: 1, HeldConfirmed: 1, Died: 1}
		c.ByStatus[profile.Pretrial], c.ByStatus[profile.Executed] = 1, 1
		return &Site{Library: libraryOf(2), Counts: c, Countries: []Country{{Code: "by", Counts: c}}}
	}
	if err := good().addsUp(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		spoil func(*Site)
		want  string
	}{
		{"class", func(s *Site) { s.Counts.Held++ }, "the site do not add up"},
		{"status", func(s *Site) { s.Counts.ByStatus[profile.StatusDied]++ }, "the site do not add up"},
		{"total", func(s *Site) { s.Counts.Total++ }, "the site do not add up"},
		{"confirmed", func(s *Site) { s.Counts.HeldConfirmed, s.Counts.HeldUnconfirmed = 0, 2 }, "the site do not add up: 1 held, 0 confirmed, 2 not"},
		{"due for release", func(s *Site) { s.Counts.ReleaseDue = 1 }, "of whom 1 were due"},
		{"country", func(s *Site) { s.Countries[0].Counts.Former-- }, "by do not add up"},
		{"a country twice", func(s *Site) { s.Countries = append(s.Countries, s.Countries[0]) }, "the countries have 4"},
		{"somebody in no country", func(s *Site) { s.Library = libraryOf(3) }, "the index 3"},
	} {
		s := good()
		c.spoil(s)
		if err := s.addsUp(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func libraryOf(people int) *content.Library {
	return &content.Library{People: make([]profile.Record, people)}
}

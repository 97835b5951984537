package importer

import (
	"strings"
	"testing"

	"vigil/internal/profile"
)

func TestSeveral(t *testing.T) {
	for name, want := range map[string]bool{
		"Alena Prykladava": false, "José Ortega y Gasset": false, "Santiago Ramón y Cajal": false, "Maria da Silva Costa": false,
		"ANTONIO FIDELIS DA SILVA FILHO": false, "Artur da Costa e Silva": false,
		"Invented, Anna Maria": false, "Anna Invented, Jr": false, "Anderson Handy": false,
		"Ann and Bob Invented": true, "ANN AND BOB": true, "Anna Vydum; Ivan Vydum": true, "Анна и Иван": true, "Juan Pérez y María López": true,
		"Ann Invented, Bob Invented": true, "Ann\nBob": true, "Ann & Bob": true,
	} {
		if got := several(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestWhoItIs(t *testing.T) {
	person := func(name, born, id string) profile.Header {
		h := profile.Header{Name: name}
		if born != "" {
			h.Born, _ = profile.ParseDate(born)
		}
		if list, number, ok := strings.Cut(id, ":"); ok {
			h.IDs = map[string]string{list: number}
		}
		return h
	}
	for _, c := range []struct {
		name       string
		have, next profile.Header
		looked     bool
		want       string // "same", "new", or why it is set aside
	}{
		{"one number", person("Ann Invented", "", "a:1"), person("Anna Inventova", "1990", "a:1"), false, "same"},
		{"one number of another list", person("Ann Invented", "1990", "a:1"), person("Bob Invented", "1991", "b:1"), false, "new"},
		{"name and birth, in another order", person("Ann Invented", "1990", ""), person("INVENTED Ann", "1990", "a:1"), false, "same"},
		{"neither birth nor number", person("Ann Invented", "", ""), person("Ann Invented", "", ""), false, "same"},
		{"name and birth, but another number", person("Ann Invented", "1990", "list:1"), person("Ann Invented", "1990", "list:2"), false,
			"by/x has the same name and birth"},
		{"another number, and somebody has looked", person("Ann Invented", "1990", "list:1"), person("Ann Invented", "1990", "list:2"), true, "new"},
		{"other births", person("Ann Invented", "1990", ""), person("Ann Invented", "1991", ""), false, "new"},
		{"other numbers", person("Ann Invented", "", "a:1"), person("Ann Invented", "", "a:2"), false, "new"},
		{"a birth that only one tells", person("Ann Invented", "", ""), person("Ann Invented", "1990", ""), false, "by/x has the same name, and neither"},
		{"the year and the day", person("Ann Invented", "1990", ""), person("Ann Invented", "1990-05-01", ""), false, "by/x has the same name, and neither"},
		{"somebody has looked", person("Ann Invented", "", ""), person("Ann Invented", "1990", ""), true, "new"},
		{"looked, but nothing tells them apart", person("Ann Invented", "1990", ""), person("Ann Invented", "", ""), true, "same"},
		{"another spelling", person("Aliaksandr Vydumany", "1990-05-01", ""), person("Vydumanny Alyaksandar", "1990-05-01", ""), false, "nearly the same name"},
		{"another script", person("Aliaksandr Vydumany", "1990-05-01", ""), person("Александр Выдуманый", "1990-05-01", ""), false, "nearly the same name"},
		{"another spelling, other numbers", person("Aliaksandr Vydumany", "1990-05-01", "a:1"), person("Alexander Vydumanny", "1990-05-01", "a:2"), false, "new"},
		{"one birth, other names", person("Aliaksandr Vydumany", "1990-05-01", ""), person("Boris Nibytov", "1990-05-01", ""), false, "new"},
	} {
		p := newPeople(nil, "")
		p.numbers = p.numbered(&profile.Header{IDs: map[string]string{"list": ""}})
		p.add("by/x", &c.have, 0)
		d := &draft{number: 7, country: "by", header: c.next, looked: c.looked}
		at := p.who(d)
		got := "new"
		switch {
		case d.aside != nil:
			got = d.aside.Text
		case at == 0:
			got = "same"
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	// Two rows of one list about one person, and two people of one name on the site.
	p := newPeople(nil, "")
	ann := person("Ann Invented", "", "")
	p.add("by/ann", &ann, 3)
	d := &draft{number: 9, country: "by", header: ann}
	if p.who(d); d.aside == nil || !strings.Contains(d.aside.Text, "row 3 has the same name") {
		t.Errorf("%+v", d.aside)
	}
}

func TestSlugs(t *testing.T) {
	p := newPeople(nil, "")
	born, _ := profile.ParseDate("1990-05-01")
	from, _ := profile.ParseDate("2020")
	for _, c := range []struct {
		d    draft
		want string
	}{
		{draft{header: profile.Header{Name: "Алена Прыкладава"}}, "alena-prykladava"},
		{draft{header: profile.Header{Name: "Alena Prykladava", Born: born}}, "alena-prykladava-1990"},
		{draft{header: profile.Header{Name: "Alena Prykladava", Detentions: []profile.Detention{{From: from}}}}, "alena-prykladava-2020"},
		{draft{header: profile.Header{Name: "Alena Prykladava"}}, "alena-prykladava-2"},
		{draft{header: profile.Header{Name: "Alena Prykladava"}, slug: "A. Prykladava (poet)"}, "a-prykladava-poet"},
		{draft{header: profile.Header{Name: "Index"}}, "index-1"},
		{draft{header: profile.Header{Name: strings.Repeat("Very Long ", 40)}}, ""},
	} {
		c.d.country = "by"
		slug, err := p.slug(&c.d)
		if err != nil || c.want != "" && slug != c.want || len(slug) > 80 {
			t.Errorf("%s: %q %v, want %q", c.d.header.Name, slug, err, c.want)
		}
		p.taken[digest("by/"+slug)] = true
	}
}

package lang

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestInitial(t *testing.T) {
	en := english(t)
	for _, c := range []struct{ tag, name, want string }{
		{"en", "Prykladava", "P"},
		{"en", "ábel", "A"},
		{"en", "a\u0301bel", "A"}, // the same, decomposed
		{"en", "Łucja", "L"},
		{"en", "Ørjan", "O"},
		{"en", "Ægir", "A"},
		{"en", "ßmann", "S"},
		{"en", "’t Hooft", "T"},
		{"en", "“Quoted”", "Q"},
		{"en", "Ёлкин", "Е"},
		{"en", "Йосиф", "Й"},
		{"en", "مثال", "م"},
		{"en", "7 of them", "#"},
		{"en", "—", "#"},
		{"en", "", "#"},
		{"sv", "Åse", "Å"},
		{"tr", "iğne", "İ"},
		{"tr", "ışık", "I"},
		{"ru", "ёлкин", "Е"},
		{"be", "ёлкін", "Ё"},
		{"cs", "Chalupa", "Ch"},
		{"cs", "Cibule", "C"},
	} {
		l := en
		if c.tag != "en" {
			data := formatOf
			if c.tag == "cs" {
				data += "  alphabet: [A, B, C, Ch, D, H]"
			}
			l = load(t, c.tag, data, en)
		}
		if got := l.Initial(c.name); got != c.want {
			t.Errorf("%s: %q: got %q, want %q", c.tag, c.name, got, c.want)
		}
	}
}

func TestOrder(t *testing.T) {
	l := english(t)
	want := []string{"", "12", "abel", "Abel", "Ábel", "‘Abid", "Ægir", "Baker", "de Vries", "Dearborn",
		"Łucja", "Lukas", "Zeta", "Ёлкин", "Ельцов", "Йосиф", "مثال"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, l.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	for i, a := range want {
		for _, b := range want[i+1:] {
			if bytes.Compare(l.SortKey(a), l.SortKey(b)) > 0 {
				t.Errorf("the key of %q is after that of %q", a, b)
			}
		}
	}
	var initials []string
	for _, name := range got {
		initials = append(initials, l.Initial(name))
	}
	if s := strings.Join(slices.Compact(initials), ""); s != "#ABDLZЕЙم" {
		t.Errorf("the letters of the list are %s", s)
	}
	if l.Compare("Abel", "‘Abel") == 0 {
		t.Error("two strings are taken for one")
	}
}

func TestCapital(t *testing.T) {
	en := english(t)
	tr := load(t, "tr", formatOf, en)
	for _, c := range []struct{ got, want string }{
		{en.Capital("in prison"), "In prison"},
		{en.Capital("ў турме"), "Ў турме"},
		{en.Capital("“khimiya”"), "“khimiya”"},
		{en.Capital("PACE"), "PACE"},
		{en.Capital(""), ""},
		{tr.Capital("iyi"), "İyi"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestNative(t *testing.T) {
	for _, c := range []struct {
		tag, country string
		script, home bool
	}{
		{"be", "by", true, true}, {"ru", "by", true, false}, {"fa", "by", false, false}, {"fa", "ir", true, true},
		{"ru", "cn", false, false}, {"en", "za", true, false}, {"ru", "xx", false, false},
	} {
		if script, home := Native(c.tag, c.country); script != c.script || home != c.home {
			t.Errorf("%s in %s: %v %v", c.tag, c.country, script, home)
		}
	}
}

package content

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"vigil/internal/diag"
	"vigil/internal/markdown"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Whatever stands in a profile, reading it never panics, each problem has a place in the file, and what is
// kept of it is what was written and may be published.
func FuzzProfile(f *testing.F) {
	const held = "status: imprisoned\ndetentions: [{kind: imprisoned, from: 2020-01-02}]\n"
	for _, header := range []string{
		held, held + "born: 1984-09-25\nletters: {state: open, address: Street 1}\n", "status: died\ndied: 2020-05\nborn: 1984-09\n", "status: unknown\n",
		held + "unnamed: true\nnames: {be: x}\naliases: [y]\ngroups: [z]\n", held + "publish: false\n", held + "publish_after: 2026-12-31\n",
		held + "withhold: [names, aliases, born, charges, groups, photo]\nnames: {be: x}\naliases: [y]\nborn: 1999\ncharges: [{article: BY-342, text: {en: z}}]\n",
		"status: released\nborn: 1980-12-13\ndetentions:\n  - {kind: pretrial, from: 2020-09, to: 2021-03-03, place: by/c-1}\n" +
			"  - {kind: imprisoned, from: 2021-03-03, to: 2021-05, end: released}\nletters: {address: Street 1}\n",
		"status: pretrial\ndetentions: [{kind: pretrial}]\nrecognised: [{by: x, as: political-prisoner, since: 2021}]\ncriteria: [a, e]\n" +
			"events: [{date: 2022, text: x, source: 1}]\n",
		"\"na\\u2028me\": x\n", "status: 'x\n", "\tstatus: x\n", "status: imprisoned\r\nborn: 1984\r\n", "? [a]\n: b\n", "status: &a died\nsort: *a\n", "a: b: c\n",
		"names:\n be:\t[\n", "status: died\n...\npublish: false\n",
		"withhold: [x, ~, {}]\nstatus: died\n", "status: died\nphoto: {credit: \"a\\tb\"}\nsentence: {years: 99999999999999999999}\n",
	} {
		f.Add("Anna Prykladava", []byte(header), []byte("A text.\n"))
	}
	f.Add("</script>&amp; 'x' \"y\"", []byte(held), []byte("<b>x</b>\n[x](javascript:y)\n"))
	f.Fuzz(func(t *testing.T, name string, header, body []byte) {
		data := slices.Concat([]byte("---\nname: "+strconv.Quote(name)+"\nsources: [{title: x}]\n"), header, []byte("\n---\n"), body)
		file := split("x.md", data)
		problems := file.wrong
		h := profile.NewHeader()
		if !file.unreadable {
			doc := schema.Parse("x.md", file.header, file.headerLine)
			decode(doc, &h, profile.Fields)
			h.Check(doc, today)
			_, text := markdown.Parse("x.md", file.body, file.bodyLine)
			problems = slices.Concat(doc.Problems, text)
		}
		lines := strings.Split(string(data), "\n")
		for _, p := range problems {
			if p.Line < 1 || p.Line > len(lines) || p.Col < 1 || p.Col > utf8.RuneCountInString(lines[p.Line-1])+1 || p.Text == "" || p.Rule.ID == "" {
				t.Errorf("%q: %v", data, p)
			}
		}
		if slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Rule.Severity == diag.Error }) {
			return
		}
		if want := strings.TrimSpace(name); h.Name != want && utf8.ValidString(name) &&
			!strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsGraphic(r) }) {
			t.Errorf("the name %q is read as %q", want, h.Name)
		}
		wantPublic(t, h)
	})
}

// wantPublic makes a record of a header without mistakes, and looks for what must not be in it.
// exported is what of a header anybody else can see.
func exported(h profile.Header) profile.Header {
	var out profile.Header
	from, to := reflect.ValueOf(h), reflect.ValueOf(&out).Elem()
	for i := range from.NumField() {
		if from.Type().Field(i).IsExported() {
			to.Field(i).Set(from.Field(i))
		}
	}
	return out
}

func wantPublic(t *testing.T, written profile.Header) {
	t.Helper()
	withheld, status, h := written.Withhold, written.Status, written
	if !h.Public(today) {
		return
	}
	if !written.Publish || written.PublishAfter.Latest() > today.AsOf && !written.PublishAfter.IsZero() {
		t.Errorf("a draft is published: %+v", written)
	}
	r := profile.NewRecord(&h, "by", "x", []profile.Named{{Name: h.Name, Sort: h.Sort}}, nil)
	if r.Status != h.Status || r.Status == profile.NoStatus || r.Status != status && !h.Found.Later {
		t.Errorf("the status %v became %v", status, r.Status)
	}
	if h.Unnamed {
		want := profile.NewRecord(&profile.Header{Unnamed: true, Status: h.Status}, "by", "", nil, nil)
		if want.Flags = profile.Unnamed | r.Flags&profile.Confirmed; !reflect.DeepEqual(r, want) {
			t.Errorf("of somebody unnamed %+v is kept", r)
		}
		none := profile.Header{Publish: true, Unnamed: true, Status: h.Status, Detentions: written.Detentions}
		if none.Public(today); fmt.Sprint(exported(none)) != fmt.Sprint(exported(h)) {
			t.Errorf("of somebody unnamed %+v is published", h)
		}
		return
	}
	if r.Name(0) != h.Name {
		t.Errorf("the name %q is kept as %q", h.Name, r.Name(0))
	}
	bare := h
	profile.Fields.Clear(&bare, withheld)
	if !reflect.DeepEqual(bare, h) {
		t.Errorf("withheld %v, but %+v is published", withheld, h)
	}
	if h.Status.Class() != profile.Held && (h.Born.Month != 0 || !h.Letters.Address.IsZero()) {
		t.Errorf("nobody holds the person, but %+v is published", h)
	}
	for _, d := range []profile.Tally{r.Days.BehindBars, r.Days.Restricted} {
		if d.Lower < 0 || d.Lower > d.Upper && !d.Unknown {
			t.Errorf("days %+v of %+v", d, h.Detentions)
		}
	}
}

package render

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"vigil/internal/content"
	"vigil/internal/profile"
	"vigil/internal/schema"
	"vigil/internal/site"
)

// Open data: one person as a JSON object and as a CSV row. The JSON shape is a contract with others.

type (
	dataPerson struct {
		Country     string            `json:"country"`
		Slug        string            `json:"slug"`
		Name        string            `json:"name"`
		Names       map[string]string `json:"names"`
		Aliases     []string          `json:"aliases,omitempty"`
		Status      profile.Status    `json:"status"`
		Summary     string            `json:"summary,omitempty"`
		Gender      string            `json:"gender,omitempty"`
		Born        *profile.Date     `json:"born"`
		Died        *profile.Date     `json:"died,omitempty"`
		Citizenship []string          `json:"citizenship,omitempty"`
		Occupation  []string          `json:"occupation,omitempty"`
		Region      string            `json:"region,omitempty"`
		IDs         map[string]string `json:"ids,omitempty"`
		Groups      []string          `json:"groups,omitempty"`
		Detentions  []dataDetention   `json:"detentions"`
		Charges     []dataCharge      `json:"charges"`
		Sentence    *dataSentence     `json:"sentence,omitempty"`
		Expected    *dataExpected     `json:"expected_release,omitempty"`
		Proceedings []dataProceeding  `json:"proceedings,omitempty"`
		Recognised  []dataRecognition `json:"recognised"`
		Verified    *profile.Date     `json:"verified,omitempty"`
		Sources     []dataSource      `json:"sources,omitempty"`
		URL         string            `json:"url"` // relative to the site's root
		Days        dataDays          `json:"days"`
	}
	dataDetention struct {
		Kind  profile.Status `json:"kind"`
		From  *profile.Date  `json:"from"`
		To    *profile.Date  `json:"to"`
		Place string         `json:"place,omitempty"`
		End   string         `json:"end,omitempty"`
	}
	dataCharge struct {
		Article string `json:"article,omitempty"`
		Stage   string `json:"stage,omitempty"`
		Text    string `json:"text,omitempty"`
	}
	dataSentence struct {
		Years  int    `json:"years,omitempty"`
		Months int    `json:"months,omitempty"`
		Days   int    `json:"days,omitempty"`
		Life   bool   `json:"life,omitempty"`
		Death  bool   `json:"death,omitempty"`
		Regime string `json:"regime,omitempty"`
	}
	dataExpected struct {
		Date  profile.Date `json:"date"`
		Basis string       `json:"basis,omitempty"`
	}
	dataProceeding struct {
		Type   string        `json:"type"`
		Date   *profile.Date `json:"date"`
		Court  string        `json:"court,omitempty"`
		Judge  string        `json:"judge,omitempty"`
		Result string        `json:"result,omitempty"`
	}
	dataRecognition struct {
		By    string        `json:"by"`
		As    string        `json:"as"`
		Since *profile.Date `json:"since"`
		Until *profile.Date `json:"until,omitempty"`
		URL   string        `json:"url,omitempty"`
	}
	dataSource struct {
		URL      string        `json:"url,omitempty"`
		Title    string        `json:"title,omitempty"`
		Date     *profile.Date `json:"date,omitempty"`
		Archived string        `json:"archived,omitempty"`
	}
	dataDays struct {
		BehindBars       *int32 `json:"behind_bars"`
		BehindBarsIfHeld *int32 `json:"behind_bars_if_held"`
		Restricted       *int32 `json:"restricted"`
		RestrictedIfHeld *int32 `json:"restricted_if_held"`
		AtLeast          bool   `json:"at_least"`
	}
	dataUnnamed struct {
		Country string         `json:"country"`
		Status  profile.Status `json:"status"`
		Unnamed bool           `json:"unnamed"`
	}
)

// column is a column of the CSV: one row of this table each.
type column struct {
	name, kind string
	value      func(*dataPerson) string
}

var columns = []column{
	{"country", "string", func(p *dataPerson) string { return p.Country }},
	{"slug", "string", func(p *dataPerson) string { return p.Slug }},
	{"name", "string", func(p *dataPerson) string { return p.Name }},
	{"names", "string", func(p *dataPerson) string {
		return joined(sortedKeys(p.Names), func(tag string) string { return tag + "=" + p.Names[tag] })
	}},
	{"status", "string", func(p *dataPerson) string { return p.Status.String() }},
	{"summary", "string", func(p *dataPerson) string { return p.Summary }},
	{"unnamed", "boolean", func(p *dataPerson) string { return strconv.FormatBool(p.Slug == "") }},
	{"gender", "string", func(p *dataPerson) string { return p.Gender }},
	{"born", "string", func(p *dataPerson) string { return dateText(p.Born) }},
	{"died", "string", func(p *dataPerson) string { return dateText(p.Died) }},
	{"citizenship", "string", func(p *dataPerson) string { return strings.Join(p.Citizenship, "|") }},
	{"occupation", "string", func(p *dataPerson) string { return joined(p.Occupation, func(s string) string { return s }) }},
	{"region", "string", func(p *dataPerson) string { return p.Region }},
	{"ids", "string", func(p *dataPerson) string {
		return joined(sortedKeys(p.IDs), func(list string) string { return list + "=" + p.IDs[list] })
	}},
	{"groups", "string", func(p *dataPerson) string { return strings.Join(p.Groups, "|") }},
	{"detentions", "string", func(p *dataPerson) string {
		return joined(p.Detentions, func(d dataDetention) string {
			return strings.TrimRight(fmt.Sprintf("%s %s/%s %s", d.Kind, dateText(d.From), dateText(d.To), d.End), " ")
		})
	}},
	{"charges", "string", func(p *dataPerson) string {
		return joined(p.Charges, func(c dataCharge) string { return cmp.Or(c.Article, c.Text) })
	}},
	{"sentence", "string", func(p *dataPerson) string { return p.Sentence.text() }},
	{"expected_release", "string", func(p *dataPerson) string {
		if p.Expected == nil {
			return ""
		}
		return strings.TrimSpace(p.Expected.Date.String() + " " + p.Expected.Basis)
	}},
	{"proceedings", "string", func(p *dataPerson) string {
		return joined(p.Proceedings, func(x dataProceeding) string {
			return strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s %s", dateText(x.Date), x.Type, x.Court, x.Judge, x.Result)), " ")
		})
	}},
	{"recognised", "string", func(p *dataPerson) string {
		return joined(p.Recognised, func(r dataRecognition) string { return r.By + "=" + r.As })
	}},
	{"days_behind_bars", "integer", func(p *dataPerson) string { return numberText(p.Days.BehindBars) }},
	{"days_behind_bars_if_held", "integer", func(p *dataPerson) string { return numberText(p.Days.BehindBarsIfHeld) }},
	{"days_restricted", "integer", func(p *dataPerson) string { return numberText(p.Days.Restricted) }},
	{"days_restricted_if_held", "integer", func(p *dataPerson) string { return numberText(p.Days.RestrictedIfHeld) }},
	{"days_at_least", "boolean", func(p *dataPerson) string { return strconv.FormatBool(p.Days.AtLeast) }},
	{"verified", "string", func(p *dataPerson) string { return dateText(p.Verified) }},
	{"sources", "string", func(p *dataPerson) string {
		return joined(p.Sources, func(s dataSource) string {
			return strings.Join(strings.Fields(fmt.Sprintf("%s %s %s", dateText(s.Date), s.Title, s.URL)), " ")
		})
	}},
	{"url", "string", func(p *dataPerson) string { return p.URL }},
}

// CSVHead is the first line of every people file.
func CSVHead() []byte {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return []byte(strings.Join(names, ",") + "\r\n")
}

// Data gives one person as a JSON object and as a CSV line (RFC 4180). p is nil for somebody unnamed.
func Data(r *profile.Record, p *content.Person, main string) (object, line []byte, err error) {
	if r.Has(profile.Unnamed) {
		object, err = json.Marshal(dataUnnamed{r.Country.Value(), r.Status, true})
		return object, row(&dataPerson{Country: r.Country.Value(), Status: r.Status, Days: dataDays{AtLeast: true}}), err
	}
	h := &p.Header
	d := &dataPerson{
		Country: p.Country, Slug: p.Slug, Name: h.Name, Names: map[string]string{}, Aliases: h.Aliases, Status: h.Status, Gender: h.Gender,
		Born: optional(h.Born), Died: optional(h.Died), Citizenship: h.Citizenship, Groups: h.Groups, Verified: optional(h.Verified),
		Detentions: []dataDetention{}, Charges: []dataCharge{}, Recognised: []dataRecognition{}, URL: site.PersonPath(r),
		IDs: h.IDs, Days: daysOf(r.Days),
	}
	plain := func(t schema.Text) string { s, _ := t.For(main, main); return s }
	d.Summary, d.Region = plain(h.Summary), plain(h.Region)
	if s := h.Sentence; !s.IsZero() {
		d.Sentence = &dataSentence{s.Years, s.Months, s.Days, s.Life, s.Death, plain(s.Regime)}
	}
	if e := h.Expected; !e.Date.IsZero() {
		d.Expected = &dataExpected{e.Date, e.Basis}
	}
	for _, x := range h.Proceedings {
		d.Proceedings = append(d.Proceedings, dataProceeding{plain(x.Type), optional(x.Date), plain(x.Court), x.Judge, plain(x.Result)})
	}
	for tag, name := range h.Names {
		d.Names[tag] = name
	}
	for tag, t := range p.In {
		if t.Name != "" {
			d.Names[tag] = t.Name
		}
	}
	for _, o := range h.Occupation {
		d.Occupation = append(d.Occupation, plain(o))
	}
	for _, x := range h.Detentions {
		d.Detentions = append(d.Detentions, dataDetention{x.Kind, optional(x.From), optional(x.To), x.Place, x.End.String()})
	}
	for _, x := range h.Charges {
		d.Charges = append(d.Charges, dataCharge{x.Article, x.Stage, plain(x.Text)})
	}
	for _, x := range h.Recognised {
		d.Recognised = append(d.Recognised, dataRecognition{x.By, x.As, optional(x.Since), optional(x.Until), x.URL})
	}
	for _, x := range h.Sources {
		d.Sources = append(d.Sources, dataSource{x.URL, plain(x.Title), optional(x.Date), x.Archived})
	}
	object, err = json.Marshal(d)
	return object, row(d), err
}

var csvBuffers = sync.Pool{New: func() any { return bufio.NewWriter(nil) }}

func row(p *dataPerson) []byte {
	var b bytes.Buffer
	buffer := csvBuffers.Get().(*bufio.Writer) // which the csv package takes as it is
	defer csvBuffers.Put(buffer)
	buffer.Reset(&b)
	w := csv.NewWriter(buffer)
	w.UseCRLF = true
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = guard(c.value(p))
	}
	_ = w.Write(cells) // a bytes.Buffer does not fail
	w.Flush()
	return b.Bytes()
}

// guard keeps a spreadsheet from taking a stranger's text for a formula: it puts an apostrophe before one,
// also after what a spreadsheet set to another country's habits takes for the end of a cell.
func guard(cell string) string {
	var b strings.Builder
	done, begin := 0, 0 // begin of what may be a cell, or -1
	for i, r := range cell {
		switch {
		case strings.ContainsRune(";|\t\r\n", r):
			begin = i + 1
		case r == ' ', r == '"':
		case begin >= 0 && strings.ContainsRune("=+-@＝＋－＠", r):
			b.WriteString(cell[done:begin] + "'")
			done, begin = begin, -1
		default:
			begin = -1
		}
	}
	return b.String() + cell[done:]
}

func joined[E any](es []E, text func(E) string) string {
	parts := make([]string, len(es))
	for i, e := range es {
		parts[i] = strings.ReplaceAll(text(e), "|", "/")
	}
	return strings.Join(parts, "|")
}

func optional(d profile.Date) *profile.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

func dateText(d *profile.Date) string {
	if d == nil {
		return ""
	}
	return d.String()
}

// daysOf is null where nothing is known, and never 0 for it.
func daysOf(d profile.Days) dataDays {
	out := dataDays{AtLeast: d.AtLeast()}
	if t := d.BehindBars; !t.None() {
		out.BehindBars, out.BehindBarsIfHeld = &t.Lower, &t.IfHeld
	}
	if t := d.Restricted; !t.None() {
		out.Restricted, out.RestrictedIfHeld = &t.Lower, &t.IfHeld
	}
	return out
}

// text is a sentence in a cell: "8 years 6 months, general".
func (s *dataSentence) text() string {
	if s == nil {
		return ""
	}
	var parts []string
	for _, x := range []struct {
		n    int
		unit string
	}{{s.Years, "years"}, {s.Months, "months"}, {s.Days, "days"}} {
		if x.n > 0 {
			parts = append(parts, strconv.Itoa(x.n)+" "+x.unit)
		}
	}
	if s.Life {
		parts = append(parts, "life")
	}
	if s.Death {
		parts = append(parts, "death")
	}
	return strings.Join(slices.DeleteFunc([]string{strings.Join(parts, " "), s.Regime}, func(p string) bool { return p == "" }), ", ")
}

func numberText(n *int32) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(int(*n))
}

// Resource is a data file for the data package.
type Resource struct {
	Path   string // in the site
	Bytes  int64
	SHA256 [32]byte
}

// field is a column as a data package describes it.
type field struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// DataPackage is data/datapackage.json (Data Package v2): what data there is, of which day, under which
// licence, with size and hash.
func (r *Renderer) DataPackage(files []Resource) ([]byte, error) {
	type schema struct {
		Fields        []field  `json:"fields"`
		MissingValues []string `json:"missingValues"`
	}
	type resource struct {
		Name      string  `json:"name"`
		Path      string  `json:"path"`
		Format    string  `json:"format"`
		MediaType string  `json:"mediatype"`
		Encoding  string  `json:"encoding"`
		Bytes     int64   `json:"bytes"`
		Hash      string  `json:"hash"`
		Schema    *schema `json:"schema,omitempty"`
	}
	type license struct {
		Title string `json:"title"`
		Path  string `json:"path,omitempty"`
	}
	people := &schema{MissingValues: []string{""}}
	for _, c := range columns {
		people.Fields = append(people.Fields, field{c.name, c.kind})
	}
	reported := &schema{Fields: reportedColumns, MissingValues: []string{""}}
	out := struct {
		Schema    string     `json:"$schema"`
		Name      string     `json:"name"`
		Title     string     `json:"title"`
		AsOf      string     `json:"as_of"`
		Licenses  []license  `json:"licenses,omitempty"`
		Resources []resource `json:"resources"`
	}{Schema: "https://datapackage.org/profiles/2.0/datapackage.json", Name: "vigil", Title: r.title(r.site.Site.Main()), AsOf: r.site.AsOf.String(), Resources: []resource{}}
	if l := licence(r.site.Site.Licence); l != nil && l.Text != "" {
		out.Licenses = []license{{l.Text, l.Href}}
	}
	for _, f := range files {
		path := strings.TrimPrefix(f.Path, "data/")
		base, ending, _ := strings.Cut(path, ".")
		x := resource{strings.ReplaceAll(base, "/", "-") + "-" + ending, path, ending, "application/json", "utf-8", f.Bytes, "sha256:" + hex.EncodeToString(f.SHA256[:]), nil}
		if ending == "csv" {
			x.MediaType, x.Schema = "text/csv", people
		}
		if path == "reported.csv" {
			x.Schema = reported
		}
		out.Resources = append(out.Resources, x)
	}
	return indented(out)
}

// Mirror is mirror.json: which site this is and of which day; also the mark of a folder that Vigil made.
func (r *Renderer) Mirror() ([]byte, error) {
	type mirror struct {
		URL  string `json:"url"`
		Kind string `json:"kind,omitempty"`
	}
	out := struct {
		Generator string   `json:"generator"`
		Format    int      `json:"format"`
		Site      string   `json:"site"`
		BaseURL   string   `json:"base_url"`
		AsOf      string   `json:"as_of"`
		PublicKey string   `json:"public_key"` // empty: the site is not signed
		Mirrors   []mirror `json:"mirrors"`
	}{Generator: "vigil", Format: 1, Site: r.title(r.site.Site.Main()), BaseURL: r.site.BaseURL, AsOf: r.site.AsOf.String(), PublicKey: r.site.Site.PublicKey, Mirrors: []mirror{}}
	for _, m := range r.site.Site.Mirrors {
		out.Mirrors = append(out.Mirrors, mirror{m.URL, m.Kind})
	}
	return indented(out)
}

// Manifest is site.webmanifest: what a phone shows for a site on its first screen.
func (r *Renderer) Manifest() ([]byte, error) {
	type icon struct {
		Src   string `json:"src"`
		Sizes string `json:"sizes"`
		Type  string `json:"type"`
	}
	main := r.site.Languages[0]
	out := struct {
		Name     string `json:"name"`
		Lang     string `json:"lang"`
		Dir      string `json:"dir"`
		StartURL string `json:"start_url"`
		Display  string `json:"display"`
		Icons    []icon `json:"icons"`
	}{r.title(main.Tag()), main.Tag(), main.Dir(), "index.html", "browser", []icon{
		{"static/icon-180.png", "180x180", "image/png"}, {"static/icon-512.png", "512x512", "image/png"}, {"static/favicon.svg", "any", "image/svg+xml"},
	}}
	return indented(out)
}

// indented is JSON that people can read too.
func indented(v any) ([]byte, error) {
	b, err := json.MarshalIndent(v, "", "  ")
	return append(b, '\n'), err
}

package render

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/content"
	"vigil/internal/profile"
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
		Born        *string           `json:"born"`
		Died        string            `json:"died,omitempty"`
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
		Criteria    []string          `json:"criteria,omitempty"`
		Events      []dataEvent       `json:"events,omitempty"`
		Verified    string            `json:"verified,omitempty"`
		Confirmed   *bool             `json:"confirmed,omitempty"` // of who is held
		Sources     []dataSource      `json:"sources,omitempty"`
		URL         string            `json:"url"` // relative to the site's root
		Days        dataDays          `json:"days"`
	}
	dataDetention struct {
		Kind  profile.Status `json:"kind"`
		From  *string        `json:"from"`
		To    *string        `json:"to"`
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
		Date  string `json:"date"`
		Basis string `json:"basis,omitempty"`
	}
	dataProceeding struct {
		Type   string  `json:"type"`
		Date   *string `json:"date"`
		Court  string  `json:"court,omitempty"`
		Judge  string  `json:"judge,omitempty"`
		Result string  `json:"result,omitempty"`
	}
	dataRecognition struct {
		By    string  `json:"by"`
		As    string  `json:"as"`
		Since *string `json:"since"`
		Until string  `json:"until,omitempty"`
		URL   string  `json:"url,omitempty"`
	}
	dataEvent struct {
		Date   *string `json:"date"`
		Type   string  `json:"type"`
		Text   string  `json:"text,omitempty"`
		Source int     `json:"source,omitempty"` // number in sources, from 1
	}
	dataSource struct {
		URL      string `json:"url,omitempty"`
		Title    string `json:"title,omitempty"`
		Date     string `json:"date,omitempty"`
		Archived string `json:"archived,omitempty"`
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

// Data is what the data files have of some people.
type Data struct {
	Objects bytes.Buffer // in JSON, with commas between them
	Lines   bytes.Buffer // in the people file as CSV (RFC 4180)
	Sources bytes.Buffer // lines of data/sources.csv; none for somebody unnamed
}

// Reset forgets all of them.
func (out *Data) Reset() {
	out.Objects.Reset()
	out.Lines.Reset()
	out.Sources.Reset()
}

// Add puts a person at the end. p is nil for somebody unnamed.
func (out *Data) Add(r *profile.Record, p *content.Person, main string) error {
	if r.Has(profile.Unnamed) {
		row(&out.Lines, cells(&dataPerson{Country: r.Country.String(), Status: r.Status, Days: dataDays{AtLeast: true}})...)
		return out.object(dataUnnamed{r.Country.String(), r.Status, true})
	}
	h := &p.Header
	d := &dataPerson{
		Country: p.Country, Slug: p.Slug, Name: h.Name, Names: map[string]string{}, Aliases: h.Aliases, Status: h.Status, Gender: h.Gender,
		Born: optional(h.Born), Died: h.Died.String(), Citizenship: h.Citizenship, Groups: h.Groups, Verified: h.Verified.String(),
		Detentions: []dataDetention{}, Charges: []dataCharge{}, Recognised: []dataRecognition{}, URL: site.PersonPath(r),
		IDs: h.IDs, Criteria: h.Criteria, Days: daysOf(r.Days),
	}
	if h.Status.Class() == profile.Held {
		confirmed := !r.Unconfirmed()
		d.Confirmed = &confirmed
	}
	d.Summary, d.Region = h.Summary.In(main), h.Region.In(main)
	if s := h.Sentence; !s.IsZero() {
		d.Sentence = &dataSentence{s.Years, s.Months, s.Days, s.Life, s.Death, s.Regime.In(main)}
	}
	if e := h.Expected; !e.Date.IsZero() {
		d.Expected = &dataExpected{e.Date.String(), e.Basis}
	}
	for _, x := range h.Proceedings {
		d.Proceedings = append(d.Proceedings, dataProceeding{x.Type.In(main), optional(x.Date), x.Court.In(main), x.Judge, x.Result.In(main)})
	}
	maps.Copy(d.Names, h.Names)
	for tag, t := range p.In {
		if t.Name != "" {
			d.Names[tag] = t.Name
		}
	}
	for _, o := range h.Occupation {
		d.Occupation = append(d.Occupation, o.In(main))
	}
	for _, x := range h.Detentions {
		d.Detentions = append(d.Detentions, dataDetention{x.Kind, optional(x.From), optional(x.To), x.Place, x.End.String()})
	}
	for _, x := range h.Charges {
		d.Charges = append(d.Charges, dataCharge{x.Article, x.Stage, x.Text.In(main)})
	}
	for _, x := range h.Recognised {
		d.Recognised = append(d.Recognised, dataRecognition{x.By, x.As, optional(x.Since), x.Until.String(), x.URL})
	}
	for _, x := range h.Events {
		d.Events = append(d.Events, dataEvent{optional(x.Date), x.Type, x.Text.In(main), x.Source})
	}
	for _, x := range h.Sources {
		d.Sources = append(d.Sources, dataSource{x.URL, x.Title.In(main), x.Date.String(), x.Archived})
	}
	values := cells(d)
	row(&out.Lines, values...)
	personSources(&out.Sources, p, d, values, main)
	return out.object(d)
}

func (out *Data) object(v any) error {
	if out.Objects.Len() > 0 {
		out.Objects.WriteString(",\n")
	}
	if err := json.NewEncoder(&out.Objects).Encode(v); err != nil {
		return err
	}
	out.Objects.Truncate(out.Objects.Len() - 1) // the end of the line
	return nil
}

// optional is null where there is no date.
func optional(d profile.Date) *string {
	if d.IsZero() {
		return nil
	}
	text := d.String()
	return &text
}

func dateText(d *string) string {
	if d == nil {
		return ""
	}
	return *d
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

package profile

import (
	"testing"

	"vigil/internal/schema"
)

// An address leaves the header only while somebody is held, that is confirmed, and nothing speaks against letters.
func TestWhoCanBeReached(t *testing.T) {
	const today = "2024-06-01"
	for name, c := range map[string]struct {
		change func(h *Header)
		want   bool
	}{
		"held and confirmed": {func(*Header) {}, true},
		"nothing said":       {func(h *Header) { h.Letters.State = "" }, true},
		"not known":          {func(h *Header) { h.Letters.State = "unknown" }, true},
		"online":             {func(h *Header) { h.Letters.State = "e-letters" }, true},
		"not let through":    {func(h *Header) { h.Letters.State = "no" }, false},
		"relatives":          {func(h *Header) { h.Letters.State = "relatives-only" }, false},
		"asked":              {func(h *Header) { h.Letters.State = "asked-privacy" }, false},
		"withheld":           {func(h *Header) { h.Withhold = []string{"letters"} }, false},
		"stale":              {func(h *Header) { h.Verified = date("2023-01-01") }, false},
		"free": {func(h *Header) {
			h.Status = Released
			h.Detentions[0].To, h.Detentions[0].End = date("2024-05-01"), Released
		}, false},
		"at home": {func(h *Header) { h.Status, h.Detentions[0].Kind = HomeConfinement, HomeConfinement }, false},
		"unnamed": {func(h *Header) { h.Unnamed = true }, false},
	} {
		h := NewHeader()
		h.Name, h.Status, h.Verified = "Invented", Imprisoned, date("2024-05-01")
		h.Detentions = []Detention{detention(Imprisoned, "2023-03-03", "", NoStatus)}
		h.Letters = Letters{State: "open", Address: schema.Text{Main: "Street 1"}, URL: "https://example.net/", Languages: []string{"be"}}
		c.change(&h)
		h.Public(When{Today: day(today), AsOf: day(today)})
		r := NewRecord(&h, "by", "x", []Named{{Name: "Invented"}}, nil)
		if got := !h.Letters.Address.IsZero(); got != c.want || r.Has(Reachable) != c.want || r.Has(Addressed) != c.want {
			t.Errorf("%s: address %v, record %b, want %v", name, got, r.Flags, c.want)
		}
		if !c.want && (h.Letters.URL != "" || r.Writes() != "") {
			t.Errorf("%s: more stays than the state: %+v", name, h.Letters)
		}
	}
}

// "Lately" is sixty days, for those who have become reachable and those who were moved.
func TestLatelyOpenedAndMoved(t *testing.T) {
	at := func(d Detention, place string) Detention { d.Place = place; return d }
	event := func(kind, on string) []Event { return []Event{{Type: kind, Date: date(on)}} }
	long := []Detention{detention(Pretrial, "2020-01-02", "", NoStatus)}
	for name, c := range map[string]struct {
		detentions    []Detention
		events        []Event
		opened, moved bool
	}{
		"long held":           {long, nil, false, false},
		"taken 60 days ago":   {[]Detention{detention(Pretrial, "2024-04-02", "", NoStatus)}, nil, true, false},
		"taken 61 days ago":   {[]Detention{detention(Pretrial, "2024-04-01", "", NoStatus)}, nil, false, false},
		"letters let through": {long, event("letters-open", "2024-05-01"), true, false},
		"long let through":    {long, event("letters-open", "2023-05-01"), false, false},
		"transferred":         {long, event("transfer", "2024-05-01"), false, true},
		"another event":       {long, event("award", "2024-05-01"), false, false},
		"to another place": {[]Detention{at(detention(Pretrial, "2020-01-02", "2024-05-01", NoStatus), "by/a"),
			at(detention(Imprisoned, "2024-05-01", "", NoStatus), "by/b")}, nil, false, true},
		"verdict, same place": {[]Detention{at(detention(Pretrial, "2020-01-02", "2024-05-01", NoStatus), "by/a"),
			at(detention(Imprisoned, "2024-05-01", "", NoStatus), "by/a")}, nil, false, false},
		"transfer known by now": {[]Detention{at(detention(Pretrial, "2020-01-02", "2022-05-01", NoStatus), "by/a"),
			at(detention(Imprisoned, "2022-05-01", "", NoStatus), "by/b")}, event("transfer", "2022-05-01"), false, false},
	} {
		h := NewHeader()
		h.Name, h.Verified, h.Detentions, h.Events = "Invented", date("2024-05-20"), c.detentions, c.events
		h.Status = c.detentions[len(c.detentions)-1].Kind
		h.Public(When{Today: day("2024-06-01"), AsOf: day("2024-06-01")})
		r := NewRecord(&h, "by", "x", []Named{{Name: "Invented"}}, nil)
		if r.Has(Opened) != c.opened || r.Has(Moved) != c.moved {
			t.Errorf("%s: opened %v, moved %v", name, r.Has(Opened), r.Has(Moved))
		}
	}
}

package profile

import (
	"reflect"
	"slices"
	"testing"

	"vigil/internal/schema"
)

// A field that is held back changes nothing, not even since when somebody is on the site.
func TestWithheldFieldsAreAsIfNeverWritten(t *testing.T) {
	undated := []Detention{detention(Pretrial, "", "", NoStatus)}
	for what, withhold := range map[string]struct {
		field string
		write func(*Header)
	}{
		"an event":                      {"events", func(h *Header) { h.Events = []Event{{Date: date("2024-05-06")}} }},
		"a recognition":                 {"recognised", func(h *Header) { h.Recognised = []Recognition{{Since: date("2024-05-06")}} }},
		"a verdict":                     {"proceedings", func(h *Header) { h.Proceedings = []Proceeding{{Date: date("2024-05-06"), Result: text("guilty")}} }},
		"a hearing that is ahead":       {"proceedings", func(h *Header) { h.Proceedings = []Proceeding{{Date: date("2027-01-01")}} }},
		"the day of death":              {"died", func(h *Header) { h.Died = date("2024-05-06") }},
		"the day of birth":              {"born", func(h *Header) { h.Born = date("1970-05-06") }},
		"an announced day of a release": {"expected_release", func(h *Header) { h.Expected = Expected{Date: date("2027-05-06")} }},
	} {
		for _, on := range []string{"2020-01-01", "2025-01-01", "2026-11-21"} {
			with, without := NewHeader(), NewHeader()
			with.Status, with.Detentions, with.Withhold = Pretrial, append([]Detention(nil), undated...), []string{withhold.field}
			without.Status, without.Detentions = Pretrial, append([]Detention(nil), undated...)
			withhold.write(&with)
			a, b := with.Public(asOf(on)), without.Public(asOf(on))
			if a != b || with.Found.Later != without.Found.Later || NewRecord(&with, "by", "x", nil, nil).Updated != (Date{}) || !reflect.DeepEqual(with, without) {
				t.Errorf("%s, on %s: on the site %v and %v; %+v and %+v", what, on, a, b, with, without)
			}
		}
	}
}

// What a source rests on, or a counter, cannot be held back; all else can.
func TestEveryOtherFieldCanBeWithheld(t *testing.T) {
	never := []string{"name", "status", "detentions", "sources", "publish", "publish_after", "unnamed", "withhold"}
	for _, field := range Fields.Names() {
		if slices.Contains(withholdable, field) == slices.Contains(never, field) {
			t.Errorf("%s: can it be withheld?", field)
		}
	}
}

// That a hearing is ahead does not make somebody unknown until then.
func TestAHearingAheadHidesNobody(t *testing.T) {
	h := NewHeader()
	h.Status, h.Detentions = Pretrial, []Detention{detention(Pretrial, "", "", NoStatus)}
	h.Proceedings = []Proceeding{{Date: date("2027-01-01")}}
	if !h.Public(asOf("2026-11-21")) || len(h.Proceedings) != 1 {
		t.Errorf("somebody held is not on the site, or without the hearing: %+v", h)
	}
	h.Proceedings[0].Result = text("guilty") // control: this can be known only once it has happened
	if h.Public(asOf("2026-11-21")) {
		t.Error("somebody of whom nothing is known yet is on the site")
	}
}

func TestAnEarlierDayDoesNotKnowWhenRecognitionEnds(t *testing.T) {
	h := NewHeader()
	h.Status, h.Detentions = Pretrial, []Detention{detention(Pretrial, "2020-01-01", "", NoStatus)}
	h.Recognised = []Recognition{{As: "political-prisoner", Since: date("2020-02"), Until: date("2024-05-06")}}
	if !h.Public(asOf("2023-01-01")) || !h.recognisedBy(nil) || !h.Recognised[0].Until.IsZero() {
		t.Errorf("%+v", h.Recognised)
	}
}

func text(s string) schema.Text { return schema.Text{Main: s} }

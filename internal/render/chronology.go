package render

import (
	"cmp"
	"slices"

	"vigil/internal/profile"
)

type (
	period struct {
		Kind     string
		Place    *Place
		From, To Time
		Days     *Counter
		End      string
		Now      bool
	}
	proceeding struct {
		Type, Court, Result Words
		Date                Time
		Judge               Link
		Ahead               bool
	}
	event struct {
		Date   Time
		Text   Words
		Source int
	}
	// happening is an entry of the chronology: one of the three.
	happening struct {
		Period *period
		Step   *proceeding
		Event  *event
		day    profile.Day
	}
)

// history is the chronology: detentions, steps of the case and other dates in one list; and who recognises.
func (v *personView) history(c *composer, h *profile.Header) {
	for i, d := range h.Detentions {
		v.Happened = append(v.Happened, happening{Period: c.period(h, d, d.Open() && i+1 == len(h.Detentions)), day: day(d.From, v.Happened)})
	}
	for _, x := range h.Proceedings {
		judge, _ := c.official(x.Judge)
		v.Happened = append(v.Happened, happening{day: day(x.Date, v.Happened),
			Step: &proceeding{c.words(x.Type), c.words(x.Court), c.words(x.Result), c.time(x.Date), judge, x.Ahead(c.day)}})
	}
	for _, x := range h.Events {
		v.Happened = append(v.Happened, happening{day: day(x.Date, v.Happened), Event: &event{c.time(x.Date), c.words(x.Text), x.Source}})
	}
	slices.SortStableFunc(v.Happened, func(a, b happening) int { return cmp.Compare(a.day, b.day) })
	for _, x := range h.Recognised {
		by, _ := c.organisation(x.By)
		v.Recognitions = append(v.Recognitions, recognition{by, c.lang.G("recognition."+x.As, h.Gender), c.time(x.Since), c.time(x.Until), x.URL})
	}
}

// day is where something stands in the chronology; what has no date stands behind what was said before it.
func day(d profile.Date, before []happening) profile.Day {
	switch {
	case !d.IsZero():
		return d.Earliest()
	case len(before) > 0:
		return before[len(before)-1].day
	}
	return 0
}

func (c *composer) period(h *profile.Header, d profile.Detention, now bool) *period {
	t := &period{Kind: c.status(d.Kind, 0), From: c.time(d.From), To: c.time(d.To), Now: now}
	if d.Place != "" {
		place := c.place(d.Place)
		t.Place = &place
	}
	if d.End != profile.NoStatus {
		t.End = c.lang.G("status."+d.End.String(), h.Gender)
	}
	if !d.Open() { // one that goes on is counted above; of one that ended on an unknown day nothing is known
		days := profile.Count([]profile.Detention{d}, c.site.AsOf, c.site.AsOf)
		if n := int(days.BehindBars.Lower + days.Restricted.Lower); n > 0 {
			key := "span.days"
			if days.AtLeast() {
				key = "days.at_least"
			}
			t.Days = c.counter(key, n, 0)
		}
	}
	return t
}

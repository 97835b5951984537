package render

import (
	"slices"
	"strconv"

	"vigil/internal/profile"
)

// Lines to today: one for each person, from the arrest to the as-of day; unbroken as far as it is confirmed, dotted
// since, dotted too where the beginning is not known. Drawings are drawingWide wide and are stretched to the width of
// the page; their colours stand in style.css, and right-to-left pages mirror them there.

const (
	drawingWide = 960
	lineHigh    = 6  // pixels for a line in a drawing of many
	mostLines   = 40 // in one drawing
)

// lines are a drawing with what stands below it.
type lines struct {
	Height              int
	Solid, Dotted, Ends string // path data; Ends: ticks on the line of one person
	Said                string // the drawing in words
	From, To            Time   // at the two ends of the axis
	Today               bool   // the axis ends on the as-of day
}

// drawing puts stretches of time into path data.
type drawing struct {
	from, to            profile.Day
	solid, dotted, ends []byte
}

func (d *drawing) x(day profile.Day) int {
	day = min(max(day, d.from), d.to)
	return int(int64(day-d.from) * drawingWide / int64(max(d.to-d.from, 1)))
}

// line adds a stretch at a height; one that is too short to be seen is drawn a little longer.
func (d *drawing) line(path *[]byte, from, to profile.Day, y int) {
	a, b := d.x(from), d.x(to)
	if b-a < 3 {
		a = max(b-3, 0)
		b = a + 3
	}
	*path = append(*path, 'M')
	*path = strconv.AppendInt(*path, int64(a), 10)
	*path = append(*path, ' ')
	*path = strconv.AppendInt(*path, int64(y), 10)
	*path = append(*path, 'H')
	*path = strconv.AppendInt(*path, int64(b), 10)
}

// tick marks a day on the line of one person.
func (d *drawing) tick(day profile.Day) {
	if day < d.from || day > d.to {
		return
	}
	d.ends = append(d.ends, 'M')
	d.ends = strconv.AppendInt(d.ends, int64(d.x(day)), 10)
	d.ends = append(d.ends, " 0V12"...)
}

func (d *drawing) done(height int) *lines {
	return &lines{Height: height, Solid: string(d.solid), Dotted: string(d.dotted), Ends: string(d.ends)}
}

// unknownStretch is how much of the axis is dotted before somebody's first confirmation, where nobody knows when the
// custody began: a share of it.
const unknownStretch = 12

// held draws when a person was held.
func (d *drawing) held(c *composer, p *profile.Record, y int) {
	confirmed, known := c.confirmedUntil(p)
	for from, to := range p.Held() {
		end := min(to, d.to)
		if to != profile.Forever || !known || confirmed >= end {
			path := &d.solid
			if to == profile.Forever && !known {
				path = &d.dotted
			}
			d.line(path, from, end, y)
			continue
		}
		d.line(&d.solid, from, confirmed, y)
		d.line(&d.dotted, confirmed, end, y)
	}
	if p.Status.Class() == profile.Held && p.Since.IsZero() {
		first := d.to
		if known {
			first = confirmed
			d.line(&d.solid, first, first, y)
		}
		d.line(&d.dotted, first-(d.to-d.from)/unknownStretch, d.to, y)
	}
}

// confirmedUntil is the last day on which somebody who is held is known to have been; the as-of day as long as the
// confirmation holds.
func (c *composer) confirmedUntil(p *profile.Record) (day profile.Day, known bool) {
	switch {
	case p.Has(profile.Confirmed):
		return c.day, true
	case p.Confirmed.IsZero():
		return 0, false
	}
	return p.Confirmed.Earliest(), true
}

// yearOf is the first day of the year of a day.
func yearOf(d profile.Day) profile.Day {
	return profile.Date{Year: d.Date().Year, Month: 1, Day: 1}.Earliest()
}

// personLine is the line of one person, with ticks for what happened; nil where no day is known.
func (c *composer) personLine(h *profile.Header, r *profile.Record) *lines {
	class := r.Status.Class()
	d := drawing{from: c.day, to: c.day}
	first, last, ever := r.HeldWithin()
	switch {
	case ever:
		d.from = yearOf(first)
		if class != profile.Held {
			d.to = min(last, c.day)
		}
	case class != profile.Held || r.Confirmed.IsZero():
		return nil
	default:
		d.from = yearOf(r.Confirmed.Earliest())
	}
	const middle = 6
	d.held(c, r, middle)
	for _, x := range h.Proceedings {
		if !x.Date.IsZero() {
			d.tick(x.Date.Earliest())
		}
	}
	for _, x := range h.Events {
		d.tick(x.Date.Earliest())
	}
	l := d.done(2 * middle)
	l.From, l.To = c.time(profile.Date{Year: d.from.Date().Year}), c.time(d.to.Date())
	l.Today = class == profile.Held
	for _, x := range h.Detentions {
		if !l.Today && !x.To.IsZero() && x.To.Earliest() == d.to {
			l.To = c.time(x.To) // no day where only the month is known
		}
	}
	return l
}

// rowLines are a drawing for each of some people, all with one axis.
func (c *composer) rowLines(people []int32) (out []*lines, axis lines) {
	from := c.day - 365
	for _, at := range people {
		p := &c.site.People[at]
		if first, _, ever := p.HeldWithin(); ever {
			from = min(from, first)
		} else if !p.Confirmed.IsZero() {
			from = min(from, p.Confirmed.Earliest())
		}
	}
	from = yearOf(from)
	for _, at := range people {
		d := drawing{from: from, to: c.day}
		d.held(c, &c.site.People[at], lineHigh/2)
		out = append(out, d.done(lineHigh))
	}
	return out, lines{From: c.time(profile.Date{Year: from.Date().Year}), To: c.time(c.day.Date()), Today: true}
}

// crowd draws many people in the order of arrest: always mostLines lines, each for as many. The caption says how many,
// and how many have no known beginning and are not drawn; nil where nobody has one.
func (c *composer) crowd(byDays []int32) (l *lines, caption string) {
	known := slices.DeleteFunc(slices.Clone(byDays), func(at int32) bool { return c.site.People[at].Since.IsZero() })
	if len(known) == 0 {
		return nil, ""
	}
	since := func(i int) profile.Day { return c.site.People[known[i]].Since.Earliest() }
	n := min(mostLines, len(known))
	d := drawing{from: yearOf(since(0)), to: c.day}
	for i := range n {
		// Whoever stands in the middle of a group stands for it.
		at := (2*i + 1) * len(known) / (2 * n)
		y, from := i*lineHigh+lineHigh/2, since(at)
		confirmed, _ := c.confirmedUntil(&c.site.People[known[at]])
		if confirmed > from {
			d.line(&d.solid, from, confirmed, y)
		}
		if confirmed < c.day {
			d.line(&d.dotted, max(from, confirmed), c.day, y)
		}
	}
	l = d.done(n * lineHigh)
	l.From, l.To, l.Today = c.time(profile.Date{Year: d.from.Date().Year}), c.time(c.day.Date()), true
	l.Said = c.crowdSaid(l, since(0), since(len(known)/2), since(len(known)-1))
	caption = c.lang.N("lines.each", (len(known)+n/2)/n)
	if undrawn := len(byDays) - len(known); undrawn > 0 {
		caption += " " + c.lang.N("lines.undrawn", undrawn)
	}
	return l, caption
}

// crowdSaid says in words when the lines begin: the first, the middle one and the last.
func (c *composer) crowdSaid(l *lines, first, half, last profile.Day) string {
	year := func(d profile.Day) string { return c.lang.Year(int(d.Date().Year)) }
	key := "lines.said"
	switch y := yearOf(first); y {
	case yearOf(last):
		key = "lines.said_each"
	case yearOf(half):
		key = "lines.said_most"
	}
	return c.lang.T(key, "date", l.To.Text, "first", year(first), "half", year(half), "last", year(last))
}

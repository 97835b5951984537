package render

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"vigil/internal/profile"
	"vigil/internal/site"
)

// calendar lists birthdays, hearings and expected releases as iCalendar (RFC 5545). Nothing in it depends on when
// it was made but which days are still ahead.
func calendar(c *composer, b *bytes.Buffer, doc Document) error {
	name := c.r.title(c.lang.Tag())
	if c.page.Key != "" {
		name += " · " + c.countryName(c.page.Key)
	}
	line := func(name, value string) { fold(b, name+":"+value) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Vigil//Vigil//EN")
	line("CALSCALE", "GREGORIAN")
	line("X-WR-CALNAME", escapeText(name))
	entries := c.ahead(doc)
	for _, o := range entries {
		p := &c.site.People[o.At]
		path := c.site.Root(c.page.Lang) + site.PersonPath(p)
		key := [...]string{site.Birthday: "birthday", site.Hearing: "hearing", site.Release: "release"}[o.What]
		line("BEGIN", "VEVENT")
		line("UID", p.Country.String()+"-"+p.Slug+"-"+key+"-"+o.Day.String()+"@"+c.host())
		line("DTSTAMP", icsDay(stampOf(p))+"T000000Z")
		line("DTSTART;VALUE=DATE", icsDay(o.Day))
		line("SUMMARY", escapeText(c.lang.T("calendar."+key, "name", p.Name(c.page.Lang))))
		if text := c.occasion(o); text != "" {
			line("DESCRIPTION", escapeText(text))
		}
		if at := c.absolute(path); at != "" {
			line("URL", at)
		}
		line("TRANSP", "TRANSPARENT")
		line("END", "VEVENT")
	}
	if len(entries) == 0 {
		b.WriteString(timezone)
	}
	line("END", "VCALENDAR")
	return nil
}

// timezone is what a calendar without events holds, since there must be something in it.
const timezone = "BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n" +
	"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"

// ahead is an entry in a calendar.
type ahead struct {
	site.Occasion
	hearing profile.Proceeding
}

// ahead gives the occasions in the order of days: of somebody's hearings all that are announced, where the index knows the next.
func (c *composer) ahead(doc Document) (out []ahead) {
	for _, o := range c.site.Occasions(c.page.Key) {
		q := doc.People[o.At]
		if o.What != site.Hearing || q == nil {
			out = append(out, ahead{Occasion: o})
			continue
		}
		for _, step := range q.Hearings {
			o.Day = step.Date.Earliest()
			out = append(out, ahead{o, step})
		}
	}
	slices.SortStableFunc(out, func(a, b ahead) int { return cmp.Compare(a.Day, b.Day) })
	return out[:min(len(out), site.CalendarEntries)]
}

// occasion says more of an entry in the calendar: how old somebody will be, which court, that an announced release
// is no release.
func (c *composer) occasion(o ahead) string {
	p := &c.site.People[o.At]
	country := c.countryName(p.Country.String())
	switch o.What {
	case site.Birthday:
		_, age := profile.Age(p.Born, o.Day)
		return c.comma(c.lang.Capital(c.lang.N("home.turns", age)), c.placeName(p.Place()).Text, country)
	case site.Release:
		return c.lang.T("calendar.release_note")
	}
	return c.comma(c.words(o.hearing.Type).Text, c.words(o.hearing.Court).Text, country)
}

// stampOf is when an entry was revised, as far as its facts tell: the clock must not stand in.
func stampOf(p *profile.Record) profile.Day {
	newest := profile.Day(0)
	for _, d := range []profile.Date{p.Updated, p.Confirmed} {
		if !d.IsZero() {
			newest = max(newest, d.Earliest())
		}
	}
	return newest
}

func icsDay(d profile.Day) string { return strings.ReplaceAll(d.String(), "-", "") }

var icsEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", "")

func escapeText(s string) string { return icsEscapes.Replace(s) }

// fold writes a content line: at most 75 octets, the rest on lines that begin with a space; no letter is cut.
func fold(b *bytes.Buffer, line string) {
	const most = 75
	for room := most; len(line) > room; room = most - 1 {
		at := room
		for !utf8.RuneStart(line[at]) {
			at--
		}
		b.WriteString(line[:at])
		b.WriteString("\r\n ")
		line = line[at:]
	}
	b.WriteString(line)
	b.WriteString("\r\n")
}

package render

import (
	"bytes"
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
	occasions := c.site.Occasions(c.page.Key)
	for _, o := range occasions {
		p := &c.site.People[o.At]
		path := c.site.Root(c.page.Lang) + site.PersonPath(p)
		key := [...]string{site.Birthday: "birthday", site.Hearing: "hearing", site.Release: "release"}[o.What]
		line("BEGIN", "VEVENT")
		line("UID", p.Country.String()+"-"+p.Slug+"-"+key+"-"+o.Day.String()+"@"+c.host())
		line("DTSTAMP", icsDay(stampOf(p))+"T000000Z")
		line("DTSTART;VALUE=DATE", icsDay(o.Day))
		line("SUMMARY", escapeText(c.lang.T("calendar."+key, "name", p.Name(c.page.Lang))))
		if text := c.occasion(o, doc); text != "" {
			line("DESCRIPTION", escapeText(text))
		}
		if at := c.absolute(path); at != "" {
			line("URL", at)
		}
		line("TRANSP", "TRANSPARENT")
		line("END", "VEVENT")
	}
	if len(occasions) == 0 {
		b.WriteString(timezone)
	}
	line("END", "VCALENDAR")
	return nil
}

// timezone is what a calendar without events holds, since there must be something in it.
const timezone = "BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n" +
	"TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"

// occasion says more of an entry in the calendar: how old somebody will be, which court, that an announced release
// is no release.
func (c *composer) occasion(o site.Occasion, doc Document) string {
	p := &c.site.People[o.At]
	country := c.countryName(p.Country.String())
	switch o.What {
	case site.Birthday:
		_, age := profile.Age(p.Born, o.Day)
		return c.comma(c.lang.Capital(c.lang.N("home.turns", age)), c.placeName(p.Place()).Text, country)
	case site.Release:
		return c.lang.T("calendar.release_note")
	}
	if q := doc.People[o.At]; q != nil {
		return c.comma(c.words(q.Hearing.Type).Text, c.words(q.Hearing.Court).Text, country)
	}
	return country
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

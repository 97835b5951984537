package diff

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"vigil/internal/diag"
)

// Formats are what Write knows.
var Formats = []string{"text", "markdown", "json"}

const (
	mostListed = 100 // people under one heading, but in JSON
	mostShown  = 160 // characters of a value, but in JSON
)

// style is how a form of the report is written.
type style struct {
	heading func(n int, what string) string
	person  func(p *Person) string
	field   func(f Field) string
	text    func(t *Text) string
	counter func(label, was, is, by string) string
	figures func(what string) string // begins a part of the counters
}

// Write writes the report in one of the Formats. Whatever strangers wrote stands in it as text: nothing is a control
// of a terminal, markup, a link or a mention.
func (r *Report) Write(w io.Writer, format string) error {
	if format == "json" {
		return diag.JSON(w, r)
	}
	s := plainStyle
	if format == "markdown" {
		s = markdownStyle
	}
	var b strings.Builder
	for from, to := 0, 0; from < len(r.People); from = to {
		for to < len(r.People) && r.People[to].Change == r.People[from].Change {
			to++
		}
		r.group(&b, s, r.People[from:to])
	}
	if len(r.Texts) > 0 {
		what := "other changes"
		if len(r.Texts) == 1 {
			what = "other change"
		}
		b.WriteString(s.heading(len(r.Texts), what))
		for i := range r.Texts[:min(len(r.Texts), mostListed)] {
			b.WriteString(s.text(&r.Texts[i]))
		}
		more(&b, len(r.Texts))
	}
	switch {
	case len(r.Counters) > 0:
		r.counters(&b, s)
	case b.Len() == 0:
		b.WriteString("Nothing that readers see changes.\n")
	default:
		b.WriteString("\nNo counter changes.\n")
	}
	_, err := io.WriteString(w, strings.TrimPrefix(b.String(), "\n"))
	return err
}

// counters writes first those of the site, then those of each country in which they are others, and the days last: of
// all numbers these say the least to somebody who reviews.
func (r *Report) counters(b *strings.Builder, s style) {
	ofSite := map[string]Counter{}
	parts := map[string]string{}
	for _, n := range r.Counters {
		all := ofSite[n.Name]
		if n.Country == "" {
			ofSite[n.Name] = n
		}
		switch row := s.counter(n.label(), grouped(n.Was), grouped(n.Is), n.by()); {
		case n.Country != "" && all.Was == n.Was && all.Is == n.Is, n.again(r.Counters):
		case strings.HasPrefix(n.Name, "days"):
			parts["~"] += row
		default:
			parts[n.Country] += row
		}
	}
	for _, part := range sortedKeys(parts) {
		what := "Counters"
		switch part {
		case "":
		case "~":
			what = "Days"
		default:
			what += " of " + strings.ToUpper(part)
		}
		b.WriteString(s.figures(what) + parts[part])
	}
}

// again tells whether a status has the name and the numbers of its class, which has been said.
func (n *Counter) again(all []Counter) bool {
	class, ok := strings.CutPrefix(n.Name, "by_status.")
	return ok && slices.ContainsFunc(all, func(x Counter) bool {
		return x.Name == class && x.Country == n.Country && x.Was == n.Was && x.Is == n.Is
	})
}

func (r *Report) group(b *strings.Builder, s style, people []Person) {
	change := people[0].Change
	n := len(people)
	if change == Unnamed { // a line is about a country
		b.WriteString(s.heading(0, "People without a name"))
	} else {
		b.WriteString(s.heading(n, headings[change].words))
	}
	for i := range people[:min(n, mostListed)] {
		p := &people[i]
		b.WriteString(s.person(p))
		for _, f := range p.Fields {
			if f.Name != "status" || !strings.HasPrefix(p.Says, f.Was+" → ") { // said already
				b.WriteString(s.field(f))
			}
		}
	}
	more(b, n)
}

func more(b *strings.Builder, n int) {
	if n > mostListed {
		fmt.Fprintf(b, "\n… and %s more\n", grouped(int64(n-mostListed)))
	}
}

// counted is a heading; 0 stands for no number.
func counted(n int, what string) string {
	if n == 0 {
		return what
	}
	return grouped(int64(n)) + " " + what
}

var plainStyle = style{
	heading: func(n int, what string) string { return "\n" + counted(n, what) + "\n" },
	person: func(p *Person) string {
		line := "  " + p.who(shown) + says(shown(p.Says)) + "\n"
		if len(p.Pages) > 0 {
			line += "    " + p.Pages[0] + "\n"
		}
		return line
	},
	field: func(f Field) string { return "    " + f.say(shown) + "\n" },
	text: func(t *Text) string {
		line := fmt.Sprintf("  %s %s: %s%s", t.Kind, shown(t.label()), headings[t.Change].words, says(shown(t.Says)))
		if t.URL != "" {
			line += "\n    " + t.URL
		}
		return line + "\n"
	},
	figures: func(what string) string { return "\n" + what + "\n" },
	counter: func(label, was, is, by string) string {
		return strings.TrimRight(fmt.Sprintf("  %s %s → %s%s", label, was, is, by), " ") + "\n"
	},
}

var markdownStyle = style{
	heading: func(n int, what string) string { return "\n### " + counted(n, what) + "\n\n" },
	person: func(p *Person) string {
		who := p.who(func(name string) string { return linked(name, p.Pages[0]) })
		return "- " + who + says(escaped(p.Says)) + "\n"
	},
	field: func(f Field) string { return "  - " + f.say(code) + "\n" },
	text: func(t *Text) string {
		return fmt.Sprintf("- %s %s: %s%s\n", t.Kind, linked(t.label(), t.URL), headings[t.Change].words, says(escaped(t.Says)))
	},
	figures: func(what string) string {
		return "\n### " + what + "\n\n| counter | was | is | by |\n|---|--:|--:|---|\n"
	},
	counter: func(label, was, is, by string) string {
		return fmt.Sprintf("| %s | %s | %s | %s |\n", label, was, is, strings.TrimPrefix(by, ": "))
	},
}

// linked is a name that leads to an address. One from the root of a site that is nowhere yet would lead into the forge.
func linked(name, url string) string {
	if !strings.Contains(url, "://") {
		return escaped(name)
	}
	return "[" + escaped(name) + "](" + url + ")"
}

func says(what string) string {
	if what == "" {
		return ""
	}
	return ": " + what
}

// who is a person in words, as write has a name; whoever is not named is of a country only.
func (p *Person) who(write func(string) string) string {
	name := "somebody"
	switch {
	case p.Change == Unnamed:
		return "in " + strings.ToUpper(p.Country)
	case p.Name != "":
		name = write(p.Name)
	}
	from := ""
	if p.From != "" {
		from = strings.ToUpper(p.From) + " → "
	}
	return name + " (" + from + strings.ToUpper(p.Country) + ")"
}

func (t *Text) label() string { return cmp.Or(t.Name, t.Key) }

// say puts a field into words; write is how a value is written.
func (f Field) say(write func(string) string) string {
	switch {
	case f.Is == "":
		return f.Name + ": taken out"
	case strings.HasPrefix(f.Name, "text in ") || f.Name == "picture": // which are not repeated
		return f.Name + ": " + f.Is
	case f.Was == "":
		return f.Name + ": " + write(f.Is)
	}
	return f.Name + ": " + write(f.Was) + " → " + write(f.Is)
}

var labels = strings.NewReplacer("by_status.died", "died, not executed", "by_status.", "", "days_held.", "days of those held, ", "days.", "days of everybody, ",
	"_", " ", "total", "people")

// label is a counter's name in words: held in BY.
func (n *Counter) label() string {
	label := labels.Replace(n.Name)
	if n.Country != "" {
		label += " in " + strings.ToUpper(n.Country)
	}
	return label
}

// by says what the difference is made of: −2 free again, +1 new.
func (n *Counter) by() string {
	var parts []string
	for _, c := range sortedKeys(n.By) {
		sign := "+"
		d := n.By[c]
		if d < 0 {
			sign, d = "−", -d
		}
		parts = append(parts, sign+grouped(d)+" "+headings[c].words)
	}
	return says(strings.Join(parts, ", "))
}

// grouped writes a number as English does: 1,021.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// clip is a stranger's text in one line, not too long.
func clip(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > mostShown {
		s = string(r[:mostShown]) + "…"
	}
	return s
}

func shown(s string) string   { return diag.Printable(clip(s)) }
func code(s string) string    { return diag.Code(clip(s)) }
func escaped(s string) string { return diag.Escaped(clip(s)) }

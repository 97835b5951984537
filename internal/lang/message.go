package lang

import (
	"fmt"
	"slices"
	"strings"
)

// kind says what chooses among the forms of a message.
type kind uint8

const (
	oneForm  kind = iota
	byNumber      // by plural.Form
	byGender      // by genders
)

// entry is one text of the YAML file with its forms, parsed once.
type entry struct {
	kind  kind
	forms [6]pattern // oneForm: the first; else by what the kind says
}

// genders in the order of entry.forms.
var genders = [...]string{"male", "female", "other"}

// pattern is a text cut at its {placeholders}.
type pattern []segment

// segment is either text or, if slot is set, a placeholder.
type segment struct{ text, slot string }

// T returns the text of key. The args are name, value pairs for the {name}
// placeholders; whole numbers are written as numbers of the language, so a year
// must come as a string ([Language.Date]). Of gender forms it takes "other"; a
// key with plural forms needs [Language.N].
func (l *Language) T(key string, args ...any) string { return l.G(key, "", args...) }

// G returns the form of key for a gender: male, female or other; anything else
// counts as other. Languages that make no difference have a plain text, which
// is then the answer.
func (l *Language) G(key, gender string, args ...any) string {
	m, owner := l.find(key)
	switch {
	case owner == nil || m.kind == byNumber:
		return loud(key)
	case m.kind == oneForm:
		return owner.fill(m.forms[0], args)
	}
	for i, g := range genders {
		if g == gender {
			return owner.fill(m.forms[i], args)
		}
	}
	return owner.fill(m.forms[len(genders)-1], args)
}

// N returns the plural form of key for n. {n} is n as a number of the language,
// unless the args fill it.
func (l *Language) N(key string, n int, args ...any) string {
	m, owner := l.find(key)
	if owner == nil || m.kind == byGender {
		return loud(key)
	}
	form := 0
	if m.kind == byNumber {
		form = int(owner.form(n))
	}
	if m.forms[form] == nil { // only if CLDR's rule has a form for some numbers above a million
		return loud(key)
	}
	return owner.fill(m.forms[form], append(args[:len(args):len(args)], "n", n))
}

// Gap is a text around a place where a template puts markup.
type Gap struct{ Before, After string }

// Around cuts a text of T, G or N at the placeholder that was left open:
// Around(T("as_of"), "date") is "as of " and "", and a <time> goes in between.
func (l *Language) Around(text, slot string) Gap {
	before, after, found := strings.Cut(text, loud(slot))
	if !found {
		return Gap{Before: text + loud(slot)}
	}
	return Gap{before, after}
}

// AroundN is the text of [Language.N] around its number.
func (l *Language) AroundN(key string, n int, args ...any) Gap {
	if m, owner := l.find(key); owner != nil && m.kind == byNumber {
		if g, ok := m.forms[owner.form(n)].around("n"); ok {
			return g
		}
	}
	return l.Around(l.N(key, n, append([]any{"n", loud("n")}, args...)...), "n")
}

// AroundDate is the text of [Language.T] around its one date. If of is true, the
// text has {date_of}: the date there is that of [Language.DateOf].
func (l *Language) AroundDate(key string) (g Gap, of bool) {
	if m, owner := l.find(key); owner != nil && m.kind == oneForm {
		for _, slot := range []string{"date", "date_of"} {
			if g, ok := m.forms[0].around(slot); ok {
				return g, slot == "date_of"
			}
		}
	}
	text := l.T(key)
	if strings.Contains(text, loud("date_of")) {
		return l.Around(text, "date_of"), true
	}
	return l.Around(text, "date"), false
}

// Form is one plural form under its CLDR name: zero, one, two, few, many, other.
type Form struct{ Name, Text string }

// Forms returns every plural form of key with {n} left as it is, for a script
// that counts on in the reader's browser (Intl.PluralRules has the same names).
func (l *Language) Forms(key string, args ...any) []Form {
	m, owner := l.find(key)
	if owner == nil || m.kind == byGender {
		return []Form{{"other", loud(key)}}
	}
	args = append([]any{"n", "{n}"}, args...)
	var forms []Form
	for form, p := range m.forms {
		if p != nil {
			forms = append(forms, Form{pluralNames[form], owner.fill(p, args)})
		}
	}
	return forms
}

// find returns the message and the language it is written in, whose plural rule
// and digits belong to it; nil if no language has the key.
func (l *Language) find(key string) (*entry, *Language) {
	for ; l != nil; l = l.fallback {
		if m, ok := l.messages[key]; ok {
			return m, l
		}
	}
	return nil, nil
}

// fill puts the args into the placeholders; the first of two equal names wins.
func (l *Language) fill(p pattern, args []any) string {
	if len(p) == 1 && p[0].slot == "" {
		return p[0].text
	}
	var b strings.Builder
	for _, s := range p {
		b.WriteString(s.text)
		if s.slot != "" {
			b.WriteString(l.value(s.slot, args))
		}
	}
	return b.String()
}

func (l *Language) value(slot string, args []any) string {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] != slot {
			continue
		}
		switch v := args[i+1].(type) {
		case int:
			return l.Number(v)
		case string:
			return v
		default:
			return fmt.Sprint(v)
		}
	}
	return loud(slot)
}

// around is what stands before and after the slot, if there is no other: nothing needs to be put together.
func (p pattern) around(slot string) (g Gap, ok bool) {
	i := slices.IndexFunc(p, func(s segment) bool { return s.slot != "" })
	if i < 0 || i > 1 || p[i].slot != slot || len(p) > i+2 {
		return g, false
	}
	if i == 1 {
		g.Before = p[0].text
	}
	if rest := p[i+1:]; len(rest) > 0 {
		g.After = rest[0].text
		return g, rest[0].slot == ""
	}
	return g, true
}

func (p pattern) has(slot string) bool {
	for _, s := range p {
		if s.slot == slot {
			return true
		}
	}
	return false
}

// slotsOf returns the names of all placeholders, sorted, with a space between.
func slotsOf(patterns ...pattern) string {
	var slots []string
	for _, s := range slices.Concat(patterns...) {
		if s.slot != "" {
			slots = append(slots, s.slot)
		}
	}
	slices.Sort(slots)
	return strings.Join(slices.Compact(slots), " ")
}

// parsePattern cuts a text at its placeholders. A name is [a-z_]+; a brace that
// belongs to none is an error, since it is a placeholder gone wrong.
func parsePattern(text string) (pattern, error) {
	if strings.TrimSpace(text) == "" {
		return nil, fmt.Errorf("the text is empty")
	}
	var p pattern
	for rest := text; rest != ""; {
		before, after, open := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			return nil, fmt.Errorf("a } without its { in %q", text)
		}
		if before != "" {
			p = append(p, segment{text: before})
		}
		if !open {
			break
		}
		slot, tail, closed := strings.Cut(after, "}")
		if !closed || slot == "" || strings.Trim(slot, "abcdefghijklmnopqrstuvwxyz_") != "" {
			return nil, fmt.Errorf("a placeholder is {name} in small letters: %q", text)
		}
		p = append(p, segment{slot: slot})
		rest = tail
	}
	return p, nil
}

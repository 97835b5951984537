package lang

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"golang.org/x/text/language"
)

// required are the keys that this package itself writes with.
var required = [...]string{"span.years", "span.months", "span.days"}

// Load reads the YAML file of one language. Keys it lacks are answered by the
// fallback (nil for the main interface language), so every key and every
// placeholder of the file must exist there; a fallback in the same language
// also says how it formats. The error names every broken entry
// with its line; there is no Language then.
func Load(data []byte, tag string, fallback *Language) (*Language, error) {
	parsed, err := language.Parse(tag)
	if err != nil {
		return nil, fmt.Errorf("language %q: %w", tag, err)
	}
	l := &Language{
		tag: parsed, code: tag, fallback: fallback,
		messages: map[string]*entry{}, numerals: newNumerals(parsed),
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("language %s: %w", tag, err)
	}
	same := fallback != nil && fallback.code == tag
	if same {
		l.format = fallback.format.clone()
	}
	broken, said := l.read(&doc)
	if said || same {
		broken = append(broken, l.format.complete(parsed)...)
	} else {
		broken = append(broken, errors.New("format: is missing; no other language can stand in for how this one writes dates and lists"))
	}
	for _, key := range required {
		if !l.Has(key) {
			broken = append(broken, fmt.Errorf("%s is missing", key))
		}
	}
	if len(broken) > 0 {
		return nil, fmt.Errorf("language %s:\n%w", tag, errors.Join(broken...))
	}
	l.countries = countryNames(parsed)
	maps.Copy(l.countries, l.format.Countries)
	l.sorters.New = func() any { return newSorter(parsed) }
	l.newLabels(l.format.Alphabet)
	for f := fallback; f != nil; f = f.fallback {
		for key := range f.messages {
			if _, owner := l.find(key); owner.code != tag {
				l.missing = append(l.missing, key)
			}
		}
	}
	slices.Sort(l.missing)
	l.missing = slices.Compact(l.missing)
	return l, nil
}

// read walks the file's one mapping and returns what is wrong, and whether it says how the language formats.
func (l *Language) read(doc *yaml.Node) (broken []error, formatted bool) {
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return []error{errors.New("the file is not a list of keys with their texts")}, false
	}
	needed := l.needed()
	seen := map[string]int{} // key -> line
	for i := 0; i < len(doc.Content[0].Content); i += 2 {
		name, value := doc.Content[0].Content[i], doc.Content[0].Content[i+1]
		key := name.Value
		bad := func(why string, args ...any) {
			broken = append(broken, fmt.Errorf("line %d: %s: "+why, append([]any{name.Line, key}, args...)...))
		}
		if line, twice := seen[key]; twice {
			bad("stands already in line %d", line)
			continue
		}
		seen[key] = name.Line
		if key == "format" {
			err := value.Load(&l.format, yaml.WithKnownFields())
			if wrong, ok := errors.AsType[*yaml.LoadErrors](err); ok {
				for _, e := range wrong.Errors {
					broken = append(broken, fmt.Errorf("line %d: format: %s", e.Mark.Line, plain(e)))
				}
			} else if err != nil {
				bad("%w", err)
			}
			continue
		}
		m, err := parseEntry(value, needed)
		if err == nil {
			err = l.agrees(key, m)
		}
		if err != nil {
			bad("%w", err)
			continue
		}
		l.messages[key] = &m
	}
	return broken, seen["format"] > 0
}

var strange = regexp.MustCompile(`field (\S+) not found`)

// plain says what is wrong with a field of format to who does not know Go.
func plain(e *yaml.LoadError) string {
	if m := strange.FindStringSubmatch(e.Error()); m != nil {
		return "there is no field " + m[1]
	}
	return "a text, a list or fields stand where something else belongs"
}

// parseEntry reads a text, or a mapping of plural or gender forms to texts.
func parseEntry(value *yaml.Node, needed [len(pluralNames)]bool) (entry, error) {
	var m entry
	switch value.Kind {
	case yaml.ScalarNode:
		p, err := parsePattern(value.Value)
		m.forms[0] = p
		return m, err
	case yaml.MappingNode:
	default:
		return m, errors.New("neither a text nor a mapping of forms")
	}
	texts := map[string]*yaml.Node{}
	for i := 0; i < len(value.Content); i += 2 {
		texts[value.Content[i].Value] = value.Content[i+1]
	}
	var names []string // those that must be there, by their place in forms
	if texts["male"] != nil || texts["female"] != nil {
		m.kind, names = byGender, genders[:]
	} else {
		m.kind = byNumber
		for form, name := range pluralNames {
			if !needed[form] && texts[name] == nil {
				name = "" // no whole number takes it, and nobody wrote it
			}
			names = append(names, name)
		}
	}
	if 2*len(texts) != len(value.Content) {
		return m, errors.New("a form stands there twice")
	}
	return m, m.fillForms(texts, names, needed)
}

// fillForms parses the named texts, and nothing else may be there.
func (m *entry) fillForms(texts map[string]*yaml.Node, names []string, needed [len(pluralNames)]bool) error {
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if !slices.Contains(names, name) {
			return fmt.Errorf("%q is no form here; the forms are %s, or %s",
				name, strings.Join(pluralNames[:], ", "), strings.Join(genders[:], ", "))
		}
	}
	var broken []string
	for i, name := range names {
		node := texts[name]
		switch {
		case name == "":
		case node == nil:
			broken = append(broken, fmt.Sprintf("the form %q is missing", name))
		case node.Kind != yaml.ScalarNode:
			broken = append(broken, fmt.Sprintf("%q is not a text", name))
		case m.kind == byNumber && !needed[i] && name != "other" && name != "one": // a copy of English has that one
			broken = append(broken, fmt.Sprintf("no whole number takes the form %q in this language", name))
		default:
			p, err := parsePattern(node.Value)
			if err != nil {
				broken = append(broken, name+": "+err.Error())
			}
			m.forms[i] = p
		}
	}
	if broken != nil {
		return errors.New(strings.Join(broken, "; "))
	}
	return nil
}

// agrees compares an entry with that of the main language: a template fills what
// it knows from there.
func (l *Language) agrees(key string, m entry) error {
	if l.fallback == nil {
		return nil
	}
	owner := l.fallback
	for owner.fallback != nil {
		owner = owner.fallback
	}
	theirs := owner.messages[key]
	if theirs == nil {
		return fmt.Errorf("%s has no such key", owner.code)
	}
	if m.kind == byNumber != (theirs.kind == byNumber) && !(m.kind == oneForm && l.single()) {
		return fmt.Errorf("both or neither of it and %s must have plural forms", owner.code)
	}
	want := strings.Fields(slotsOf(theirs.forms[:]...))
	for _, p := range m.forms {
		if p == nil {
			continue
		}
		dateOf := p.has("date_of") && !p.has("date") // stands for {date}, see DateOf
		for _, slot := range strings.Fields(slotsOf(p)) {
			if !slices.Contains(want, slot) && !(dateOf && slot == "date_of" && slices.Contains(want, "date")) {
				return fmt.Errorf("nobody fills {%s}", slot)
			}
		}
		for _, slot := range want {
			if !p.has(slot) && !(slot == "n" && m.kind == byNumber) && !(slot == "date" && dateOf) { // "one day" needs no {n}
				return fmt.Errorf("{%s} is left out", slot)
			}
		}
	}
	return nil
}

package render

import (
	"regexp"
	"strings"

	"vigil/internal/profile"
	"vigil/internal/schema"
)

// writingView is writing.html, made from the table of a profile's fields: what each means, and an example.
type writingView struct {
	Frame
	Whole  string // the header of a file with what most have
	Story  string // and its text
	Fields []writtenField
}

type writtenField struct {
	Name, Help, Example string
	Form                []formPart
	Required            bool
	Words               []writtenWord
	Fields              []writtenField // of its rows
}

// formPart is a part of what is said of a value's form. A date as it stands in a file is one whole, from left to right:
// among Persian words its parts would change places.
type formPart struct {
	Text string
	Date bool
}

var writtenDate = regexp.MustCompile(`\b\d{4}(-\d{2}){0,2}\b`)

func formParts(text string) (parts []formPart) {
	at := 0
	for _, m := range writtenDate.FindAllStringIndex(text, -1) {
		parts = append(parts, formPart{text[at:m[0]], false}, formPart{text[m[0]:m[1]], true})
		at = m[1]
	}
	return append(parts, formPart{text[at:], false})
}

// writtenWord is a word that a field may hold, with what the site says for it and what that means.
type writtenWord struct{ Word, Label, Help string }

// usual are the fields of the file that is shown whole.
var usual = strings.Fields("name names born status detentions sources verified")

// wordLabels are where the interface strings say what a word means, by field; a % stands for the word.
var wordLabels = map[string][2]string{
	"status": {"status.%", "status-help.%"}, "detentions.kind": {"status.%", "status-help.%"}, "detentions.end": {"status.%", "status-help.%"},
	"charges.stage": {"charge.%"}, "expected_release.basis": {"release.basis.%"}, "recognised.as": {"recognition.%"},
	"criteria": {"criterion.%", "criterion-help.%"}, "letters.state": {"letters.%"},
}

// shapeForms are the interface strings of how a value is written.
var shapeForms = map[string]string{"true or false": "choice"}

func howToWrite(c *composer, _ Document) (any, error) {
	t := c.lang.T
	v := writingView{Frame: c.frame(t("writing.title"), false)}
	v.Description = t("writing.lead")
	var whole strings.Builder
	whole.WriteString("---\n")
	for _, d := range profile.Fields.Reference() {
		f := c.written(d)
		of, inside, within := strings.Cut(d.Name, ".")
		if within {
			f.Name = inside
			last := &v.Fields[len(v.Fields)-1]
			if last.Name == of {
				last.Fields = append(last.Fields, f)
			}
			continue
		}
		v.Fields = append(v.Fields, f)
		for _, name := range usual {
			if name == d.Name {
				whole.WriteString(d.Example + "\n")
			}
		}
	}
	v.Whole, v.Story = whole.String()+"---\n", t("writing.story")
	return v, nil
}

func (c *composer) written(d schema.Described) writtenField {
	t := c.lang.T
	form := d.Shape
	if other := shapeForms[form]; other != "" {
		form = other
	}
	if len(d.Values) > 0 && form == "text" {
		form = "word"
	}
	f := writtenField{Name: d.Name, Help: t("field." + d.Name), Form: formParts(t("writing.form." + form)), Example: d.Example, Required: d.Required}
	labels := wordLabels[d.Name]
	for _, word := range d.Values {
		w := writtenWord{Word: word}
		if labels[0] != "" {
			w.Label = t(strings.ReplaceAll(labels[0], "%", word))
		}
		if labels[1] != "" && d.Name != "detentions.kind" && d.Name != "detentions.end" { // said above, at status
			w.Help = t(strings.ReplaceAll(labels[1], "%", word))
		}
		f.Words = append(f.Words, w)
	}
	return f
}

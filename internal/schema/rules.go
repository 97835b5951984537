package schema

import "vigil/internal/diag"

// What can be wrong with a header before anyone asks what it means.
var (
	Syntax = diag.Rule{ID: "yaml-syntax", Help: "The header must be valid YAML.",
		Mend: "Look at the line that is named and the one above: a value with a colon wants quotes, " +
			"lines are indented with spaces, every quote and bracket is closed."}
	Feature = diag.Rule{ID: "yaml-feature", Help: "Anchors, aliases, merge keys, tags and further documents are refused: they can hide what a header says.",
		Mend: "Write the value out where it is needed."}
	Unknown = diag.Rule{ID: "unknown-field", Help: "Only the fields of the kind of file are allowed, so that a typing mistake cannot lose a fact.",
		Mend: "Use the field that the hint names; what has no field belongs in the text."}
	Duplicate = diag.Rule{ID: "duplicate-field", Help: "A field stands once; YAML readers differ in which of two they take.",
		Mend: "Keep one of the two."}
	Missing = diag.Rule{ID: "missing-field", Help: "Required fields must be there and not empty.",
		Mend: "Add the field, with what the sources say."}
	Shape = diag.Rule{ID: "wrong-shape", Help: "A field takes a text, a list or a mapping, as the field reference says.",
		Mend: "Write the value in the form that the hint shows."}
	Mixed = diag.Rule{ID: "mixed-script", Severity: diag.Warning,
		Help: "A word of a name or title is of one script: a Cyrillic “а” among Latin letters looks right, and no search finds it.",
		Mend: "Type the word again with one keyboard."}
	Value = diag.Rule{ID: "bad-value", Help: "Closed lists, dates, codes and addresses have a fixed form.",
		Mend: "Write the value as the hint says; vigil check --fix does it where only one thing can be meant."}
)

// Rules is this package's part of the table of check rules.
var Rules = []diag.Rule{Syntax, Feature, Unknown, Duplicate, Missing, Shape, Value, Mixed, diag.TooLarge}

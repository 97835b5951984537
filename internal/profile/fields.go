package profile

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"vigil/internal/schema"
)

// The field tables of a profile, in the order in which people should write the fields. They feed the
// decoder, the hints and every list of fields.

// worded gives each field its example and what else people call it.
func worded[T any](t schema.Table[T]) schema.Table[T] {
	for i := range t {
		f := &t[i]
		f.Example, f.Also, f.Same = examples[f.Name], fieldWords[f.Name], sameWords[f.Name]
	}
	return t
}

// Fields are those of the header.
var Fields = worded(schema.Table[Header]{
	{Name: "name", Help: "the person's name in the site's main language", Translatable: true, Title: true, In: func(h *Header) any { return &h.Name }},
	{Name: "sort", Help: "what A–Z goes by; default: the last word of the name", Translatable: true, Title: true, In: func(h *Header) any { return &h.Sort }},
	{Name: "names", Help: "the name in other languages, each after its language tag", Title: true, In: func(h *Header) any { return schema.Names(&h.Names) }},
	{Name: "aliases", Help: "other spellings, for search", Translatable: true, Title: true, In: func(h *Header) any { return &h.Aliases }},
	{Name: "former_slugs", Help: "former names of this file; each leaves a small redirect page in every language", Most: MaxFormer, Check: schema.Slug,
		In: func(h *Header) any { return &h.FormerSlugs }},
	{Name: "gender", Help: "so that the grammar is right: he or she, his or her", Values: []string{"female", "male"},
		Means: genderMeanings, In: func(h *Header) any { return &h.Gender }},
	{Name: "born", Help: "a date, full or partial; a year will do", In: func(h *Header) any { return &h.Born }},
	{Name: "died", Help: "a date, full or partial; ages stop there", In: func(h *Header) any { return &h.Died }},
	{Name: "citizenship", Help: "country codes, where it is not the detaining state's", Check: schema.Country, In: func(h *Header) any { return &h.Citizenship }},
	{Name: "status", Help: "the present situation: the kind of detention that is still going on, or how the last one ended", Required: true,
		In: func(h *Header) any { return &h.Status }},
	{Name: "occupation", Help: "a list of words", Translatable: true, In: func(h *Header) any { return &h.Occupation }},
	{Name: "region", Help: "where the person comes from or was taken, in plain words", Translatable: true, In: func(h *Header) any { return &h.Region }},
	{Name: "summary", Help: "one sentence: why the person is held, and what is happening", Translatable: true, Check: summary,
		In: func(h *Header) any { return &h.Summary }},
	{Name: "ids", Help: "the number under which others list the person, after the list's name", In: func(h *Header) any { return &h.IDs }},
	{Name: "groups", Help: "keys of groups: in site.yaml", Check: schema.Slug, In: func(h *Header) any { return &h.Groups }},
	{Name: "detentions", Help: "periods, one row each", In: func(h *Header) any { return schema.Rows(&h.Detentions, detentionFields) }},
	{Name: "charges", Help: "articles, one row each", Most: MaxCharges, In: func(h *Header) any { return schema.Rows(&h.Charges, chargeFields) }},
	{Name: "sentence", Help: "what the court said", In: func(h *Header) any { return schema.Struct(&h.Sentence, sentenceFields) }},
	{Name: "expected_release", Help: "an announced release", In: func(h *Header) any { return schema.Struct(&h.Expected, expectedFields) }},
	{Name: "proceedings", Help: "hearings, verdicts, appeals", In: func(h *Header) any { return schema.Rows(&h.Proceedings, proceedingFields) }},
	{Name: "recognised", Help: "which organisation recognises the person as what",
		In: func(h *Header) any { return schema.Rows(&h.Recognised, recognitionFields) }},
	{Name: "criteria", Help: "letters of the criteria of PACE Resolution 1900 (2012)", Values: Criteria, In: func(h *Header) any { return &h.Criteria }},
	{Name: "letters", Help: "whether and how one can write", In: func(h *Header) any { return schema.Struct(&h.Letters, lettersFields) }},
	{Name: "events", Help: "other dated facts", In: func(h *Header) any { return schema.Rows(&h.Events, eventFields) }},
	{Name: "photo", Help: "credit and description of the photo beside the profile", In: func(h *Header) any { return schema.Struct(&h.Photo, photoFields) }},
	{Name: "sources", Help: "at least one, each with a url or a title", Required: true, In: func(h *Header) any { return schema.Rows(&h.Sources, SourceFields) }},
	{Name: "verified", Help: "the day when someone last checked that this is still so", In: func(h *Header) any { return &h.Verified }},
	{Name: "publish", Help: "false: a draft, shown and counted nowhere", In: func(h *Header) any { return &h.Publish }},
	{Name: "publish_after", Help: "a draft until that day", In: func(h *Header) any { return &h.PublishAfter }},
	{Name: "unnamed", Help: "true: counted by country and status only", In: func(h *Header) any { return &h.Unnamed }},
	{Name: "withhold", Help: "fields that must not be published", Values: withholdable, In: func(h *Header) any { return &h.Withhold }},
})

// Criteria are the letters of the criteria of PACE Resolution 1900 (2012).
var Criteria = []string{"a", "b", "c", "d", "e"}

// MaxFormer is the most former names of a profile: each is a page in every language.
const MaxFormer = 20

// MaxSummary is the most letters of a summary, which stands in lists and on cards that people share.
const MaxSummary = 200

func summary(s string) error {
	if n := utf8.RuneCountInString(s); n > MaxSummary {
		return &schema.Fault{Text: fmt.Sprintf("it has %d letters, and %d fit", n, MaxSummary),
			Hint: "say in one sentence why and what; the rest belongs in the text below"}
	}
	return nil
}

// MaxCharges is the most charges of a profile: each may need the page of an article in every language.
const MaxCharges = 100

// MaxLanguages is the most languages of letters to a person or a prison: each has a list of people.
const MaxLanguages = 20

// withholdable are the fields that may be held back: not those that counters and proof rest on. To hold
// back the name there is `unnamed`.
var withholdable = []string{"sort", "names", "aliases", "former_slugs", "gender", "born", "died", "citizenship", "occupation",
	"region", "summary", "ids", "groups", "charges", "sentence", "expected_release", "proceedings", "recognised", "criteria",
	"letters", "events", "photo", "verified"}

var detentionFields = worded(schema.Table[Detention]{
	{Name: "kind", Help: "what kind it is: pretrial, imprisoned …", Required: true, Values: keys(Status.IsMeasure), Means: statusMeanings,
		In: func(d *Detention) any { return &d.Kind }},
	{Name: "from", Help: "the first day", In: func(d *Detention) any { return &d.From }},
	{Name: "to", Help: "the day it ended or the next one began", In: func(d *Detention) any { return &d.To }},
	{Name: "place", Help: "cc/slug of a prison, or plain text", In: func(d *Detention) any { return &d.Place }},
	{Name: "end", Help: "how it ended", Values: keys(Status.isEnd), Means: statusMeanings, In: func(d *Detention) any { return &d.End }},
})

var chargeFields = worded(schema.Table[Charge]{
	{Name: "article", Help: "the article's code, as in content/laws: BY-342.2", Check: schema.ArticleCode, In: func(c *Charge) any { return &c.Article }},
	{Name: "stage", Help: "how far it went", Values: []string{"charged", "convicted", "dropped", "reclassified"}, In: func(c *Charge) any { return &c.Stage }},
	{Name: "text", Help: "the charge in plain words", In: func(c *Charge) any { return &c.Text }},
})

var sentenceFields = schema.Table[Sentence]{
	{Name: "years", Help: "whole years", In: func(s *Sentence) any { return &s.Years }},
	{Name: "months", Help: "and months", In: func(s *Sentence) any { return &s.Months }},
	{Name: "days", Help: "and days", In: func(s *Sentence) any { return &s.Days }},
	{Name: "life", Help: "true: for life", In: func(s *Sentence) any { return &s.Life }},
	{Name: "death", Help: "true: death", In: func(s *Sentence) any { return &s.Death }},
	{Name: "regime", Help: "general, reinforced …", In: func(s *Sentence) any { return &s.Regime }},
}

var expectedFields = schema.Table[Expected]{
	{Name: "date", Help: "the announced day", Required: true, In: func(e *Expected) any { return &e.Date }},
	{Name: "basis", Help: "who says so", Values: []string{"official", "court", "lawyer", "family", "media"}, In: func(e *Expected) any { return &e.Basis }},
}

var proceedingFields = schema.Table[Proceeding]{
	{Name: "type", Help: "hearing, verdict, appeal …", Required: true, In: func(p *Proceeding) any { return &p.Type }},
	{Name: "date", Help: "the day; may be ahead", In: func(p *Proceeding) any { return &p.Date }},
	{Name: "court", Help: "the court's name", In: func(p *Proceeding) any { return &p.Court }},
	{Name: "judge", Help: "cc/slug of an official, or plain text", In: func(p *Proceeding) any { return &p.Judge }},
	{Name: "result", Help: "what was decided", In: func(p *Proceeding) any { return &p.Result }},
}

// recognitionKinds are what an organisation can recognise somebody as.
var recognitionKinds = []string{"political-prisoner", "prisoner-of-conscience", "arbitrary-detention"}

var recognitionFields = schema.Table[Recognition]{
	{Name: "by", Help: "the organisation's slug, or its name", Required: true, In: func(r *Recognition) any { return &r.By }},
	{Name: "as", Help: "as what", Required: true, Values: recognitionKinds, In: func(r *Recognition) any { return &r.As }},
	{Name: "since", Help: "from when", In: func(r *Recognition) any { return &r.Since }},
	{Name: "until", Help: "until when", In: func(r *Recognition) any { return &r.Until }},
	{Name: "url", Help: "where it says so", Check: schema.URL, In: func(r *Recognition) any { return &r.URL }},
}

var lettersFields = schema.Table[Letters]{
	{Name: "state", Help: "can one write?", Values: []string{"open", "relatives-only", "e-letters", "no", "unknown", "asked-privacy"},
		In: func(l *Letters) any { return &l.State }},
	{Name: "address", Help: "overrides the prison's", In: func(l *Letters) any { return &l.Address }},
	{Name: "url", Help: "a page that takes letters", Check: schema.URL, In: func(l *Letters) any { return &l.URL }},
	{Name: "languages", Help: "language tags that pass the censor", Most: MaxLanguages, Check: schema.Language, In: func(l *Letters) any { return &l.Languages }},
}

var eventFields = schema.Table[Event]{
	{Name: "date", Help: "the day", Required: true, In: func(e *Event) any { return &e.Date }},
	{Name: "type", Help: "award, hunger-strike, transfer …", Check: schema.Slug, In: func(e *Event) any { return &e.Type }},
	{Name: "text", Help: "one sentence", Required: true, In: func(e *Event) any { return &e.Text }},
	{Name: "source", Help: "the number of its source, from 1", In: func(e *Event) any { return &e.Source }},
}

var photoFields = schema.Table[Photo]{
	{Name: "credit", Help: "who took it, and on what terms", In: func(p *Photo) any { return &p.Credit }},
	{Name: "alt", Help: "what it shows, for those who cannot see it", In: func(p *Photo) any { return &p.Alt }},
}

// SourceFields is shared by every kind of file that has sources.
var SourceFields = worded(schema.Table[Source]{
	{Name: "url", Help: "its address", Or: "title", Check: schema.URL, In: func(s *Source) any { return &s.URL }},
	{Name: "title", Help: "its title", In: func(s *Source) any { return &s.Title }},
	{Name: "date", Help: "when it appeared", In: func(s *Source) any { return &s.Date }},
	{Name: "archived", Help: "the address of an archived copy", Check: schema.URL, In: func(s *Source) any { return &s.Archived }},
})

// TranslationFields is what a profile's translation may hold.
var TranslationFields = slices.Clip(Fields.Translatable())

// Words are the only values that a field of a profile takes, by its name; nil: any.
func Words(field string) []string { return words()[field] }

var words = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for _, d := range Fields.Reference() {
		if d.Values != nil {
			out[d.Name[strings.LastIndexByte(d.Name, '.')+1:]] = d.Values
		}
	}
	return out
})

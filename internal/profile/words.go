package profile

import "vigil/internal/diag"

// What volunteers and other lists write, and what it is called here. Words are as diag.Plain gives them.

// fieldWords are other names of the fields of a profile and of its rows.
var fieldWords = map[string][]string{
	"name":        {"fullname", "full name", "title", "person", "first name", "last name", "surname", "firstname", "lastname"},
	"names":       {"native name", "name native", "translations", "other names"},
	"aliases":     {"alias", "aka", "nickname", "nicknames", "also known as", "spellings", "other spellings"},
	"gender":      {"sex"},
	"born":        {"age", "dob", "birth", "birthday", "birthdate", "birth date", "date of birth", "birth year", "year of birth", "year born"},
	"died":        {"death", "dod", "deceased", "died on", "death date", "date of death"},
	"citizenship": {"nationality", "nationalities", "citizen", "citizenships", "passport"},
	"status":      {"state", "situation", "condition", "current status"},
	"occupation":  {"job", "profession", "occupations", "work", "role", "roles"},
	"region":      {"city", "town", "village", "hometown", "place of birth", "birthplace", "province", "residence"},
	"summary":     {"short", "abstract", "lead", "description", "excerpt", "reason"},
	"ids":         {"id", "identifiers", "external id", "external ids"},
	"groups":      {"tags", "tag", "categories", "category", "group", "keywords"},
	"detentions": {"from", "arrest", "arrested", "arrest date", "date of arrest", "detained", "detention", "imprisoned",
		"imprisonment", "jailed", "released", "release date", "date of release", "prison", "place", "location", "custody"},
	"charges":          {"article", "articles", "law", "crime", "offence", "offense", "accusation", "charged with", "criminal code"},
	"sentence":         {"sentenced", "term", "punishment", "prison term", "sentence length"},
	"expected_release": {"end of sentence", "due", "release expected", "expected"},
	"recognised":       {"recognized", "recognition", "recognised by", "recognized by", "political prisoner"},
	"letters":          {"address", "write", "letter", "mail", "contact"},
	"events":           {"event", "timeline", "history", "awards"},
	"photo":            {"image", "picture", "portrait", "photos", "foto"},
	"sources":          {"link", "links", "url", "urls", "website", "reference", "references", "refs"},
	"verified":         {"updated", "checked", "last checked", "last updated", "confirmed", "date", "last modified", "lastmod"},
	"kind":             {"type", "status", "measure"},
	"from":             {"start", "begin", "began", "since", "date", "arrested", "start date"},
	"to":               {"until", "till", "released", "end date", "finish"},
	"place":            {"prison", "location", "facility", "colony", "where"},
	"url":              {"link", "href", "address", "website"},
	"archived":         {"archive", "archive url", "archived url", "wayback"},
	"article":          {"code", "law", "number"},
	"publish":          {"draft", "published", "hidden", "private", "public"},
}

// sameWords are those of them that mean the field and nothing else: who writes a surname has not written a name.
var sameWords = map[string][]string{
	"name":        {"fullname", "full name"},
	"gender":      {"sex"},
	"born":        {"dob", "birthdate", "birth date", "date of birth", "birth year", "year of birth", "year born"},
	"died":        {"dod", "death date", "date of death"},
	"citizenship": {"nationality", "citizenships"},
	"aliases":     {"alias", "aka", "also known as", "other spellings"},
	"recognised":  {"recognized"},
}

var genderMeanings = diag.MeaningsOf(map[string]string{
	"female": "f|fem|w|woman|girl|she|ж|жен",
	"male":   "m|man|boy|masc|he|м|муж",
})

// statusMeanings are other words for what holds. Who was arrested may be before trial or not: both are proposed.
var statusMeanings = diag.MeaningsOf(map[string]string{
	"pretrial": "remand|on remand|pre trial|pretrial detention|pre trial detention",
	"imprisoned": "jailed|in jail|in prison|prison|prisoner|incarcerated|imprisonment|serving|serving sentence|life|" +
		"life sentence|death row|penal colony|colony|labour camp|labor camp",
	"psychiatric":                 "hospital|psychiatric hospital",
	"open-facility":               "khimiya",
	"house-arrest":                "home arrest",
	"administrative-arrest":       "administrative|administrative detention",
	"non-custodial":               "fined|fine",
	"suspended":                   "probation|suspended sentence",
	"awaiting":                    "on bail|bail|bailed|released on bail|at large",
	"released":                    "freed|free|set free|liberated|at liberty|out|release",
	"case-closed":                 "dropped|closed|charges dropped",
	"acquitted":                   "cleared|not guilty",
	"pardoned":                    "amnesty|amnestied|pardon",
	"exchanged":                   "swapped|swap",
	"exiled":                      "exile|emigrated|fled|abroad",
	"deported":                    "expelled",
	"disappeared":                 "missing|vanished|abducted|kidnapped|enforced disappearance",
	"died":                        "dead|deceased|death|died in custody|murdered",
	"executed":                    "hanged|execution",
	"unknown":                     "?|n/a|na|unclear|not known",
	"pretrial|detained":           "arrested|arrest|in custody|custody",
	"pretrial|awaiting":           "charged|on trial|awaiting trial",
	"imprisoned|suspended":        "convicted",
	"imprisoned|sentence-unknown": "sentenced",
	"detained|pretrial":           "held|in detention|detention",
	"suspended|released":          "parole",
	"awaiting|pretrial":           "under investigation",
	"died|executed":               "killed",
})

package profile

import "vigil/internal/diag"

// What volunteers and other lists write, and what it is called here. Words are as diag.Plain gives them.

// fieldWords are other names of the fields of a profile and of its rows.
var fieldWords = map[string][]string{
	"name":             {"fullname", "full name", "title", "person", "first name", "last name", "surname", "firstname", "lastname"},
	"names":            {"native name", "name native", "translations", "other names"},
	"aliases":          {"alias", "aka", "nickname", "nicknames", "also known as", "spellings", "other spellings"},
	"gender":           {"sex"},
	"born":             {"age", "dob", "birth", "birthday", "birthdate", "birth date", "date of birth", "birth year", "year of birth", "year born"},
	"died":             {"death", "dod", "deceased", "died on", "death date", "date of death"},
	"citizenship":      {"nationality", "nationalities", "citizen", "citizenships", "passport"},
	"status":           {"state", "situation", "condition", "current status"},
	"occupation":       {"job", "profession", "occupations", "work", "role", "roles"},
	"region":           {"city", "town", "village", "hometown", "place of birth", "birthplace", "province", "residence"},
	"summary":          {"short", "abstract", "lead", "description", "excerpt", "reason"},
	"ids":              {"id", "identifiers", "external id", "external ids"},
	"groups":           {"tags", "tag", "categories", "category", "group", "keywords"},
	"detentions":       {"from", "arrest", "arrested", "arrest date", "date of arrest", "detained", "detention", "imprisoned", "imprisonment", "jailed", "released", "release date", "date of release", "prison", "place", "location", "custody"},
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

var genderMeanings = diag.Meanings{
	"f": {"female"}, "fem": {"female"}, "w": {"female"}, "woman": {"female"}, "girl": {"female"}, "she": {"female"}, "ж": {"female"}, "жен": {"female"},
	"m": {"male"}, "man": {"male"}, "boy": {"male"}, "masc": {"male"}, "he": {"male"}, "м": {"male"}, "муж": {"male"},
}

// statusMeanings are other words for what holds. Who was arrested may be before trial or not: both are proposed.
var statusMeanings = diag.Meanings{
	"jailed": {"imprisoned"}, "in jail": {"imprisoned"}, "in prison": {"imprisoned"}, "prison": {"imprisoned"}, "prisoner": {"imprisoned"}, "incarcerated": {"imprisoned"}, "imprisonment": {"imprisoned"},
	"convicted": {"imprisoned", "suspended"}, "sentenced": {"imprisoned", "sentence-unknown"}, "serving": {"imprisoned"}, "serving sentence": {"imprisoned"}, "life": {"imprisoned"}, "life sentence": {"imprisoned"}, "death row": {"imprisoned"},
	"arrested": {"pretrial", "detained"}, "arrest": {"pretrial", "detained"}, "in custody": {"pretrial", "detained"}, "custody": {"pretrial", "detained"}, "held": {"detained", "pretrial"}, "in detention": {"detained", "pretrial"},
	"detention": {"detained", "pretrial"}, "remand": {"pretrial"}, "on remand": {"pretrial"}, "pre trial": {"pretrial"}, "pretrial detention": {"pretrial"}, "pre trial detention": {"pretrial"}, "charged": {"pretrial", "awaiting"}, "on trial": {"pretrial", "awaiting"}, "awaiting trial": {"pretrial", "awaiting"},
	"on bail": {"awaiting"}, "bail": {"awaiting"}, "bailed": {"awaiting"}, "released on bail": {"awaiting"}, "at large": {"awaiting"}, "under investigation": {"awaiting", "pretrial"},
	"freed": {"released"}, "free": {"released"}, "set free": {"released"}, "liberated": {"released"}, "at liberty": {"released"}, "out": {"released"}, "release": {"released"},
	"dead": {"died"}, "deceased": {"died"}, "death": {"died"}, "killed": {"died", "executed"}, "died in custody": {"died"}, "murdered": {"died"}, "hanged": {"executed"}, "execution": {"executed"},
	"missing": {"disappeared"}, "vanished": {"disappeared"}, "abducted": {"disappeared"}, "kidnapped": {"disappeared"}, "enforced disappearance": {"disappeared"},
	"exile": {"exiled"}, "emigrated": {"exiled"}, "fled": {"exiled"}, "abroad": {"exiled"}, "expelled": {"deported"}, "amnesty": {"pardoned"}, "amnestied": {"pardoned"}, "pardon": {"pardoned"}, "swapped": {"exchanged"}, "swap": {"exchanged"},
	"dropped": {"case-closed"}, "closed": {"case-closed"}, "charges dropped": {"case-closed"}, "cleared": {"acquitted"}, "not guilty": {"acquitted"}, "probation": {"suspended"}, "parole": {"suspended", "released"}, "suspended sentence": {"suspended"}, "fined": {"non-custodial"}, "fine": {"non-custodial"},
	"hospital": {"psychiatric"}, "psychiatric hospital": {"psychiatric"}, "khimiya": {"open-facility"}, "penal colony": {"imprisoned"}, "colony": {"imprisoned"}, "labour camp": {"imprisoned"}, "labor camp": {"imprisoned"}, "home arrest": {"house-arrest"}, "administrative": {"administrative-arrest"}, "administrative detention": {"administrative-arrest"},
	"?": {"unknown"}, "n/a": {"unknown"}, "na": {"unknown"}, "unclear": {"unknown"}, "not known": {"unknown"},
}

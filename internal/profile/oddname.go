package profile

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"vigil/internal/diag"
)

// nobody are words that lists hold where a name is not known, as diag.Plain gives them.
var nobody = []string{"n/a", "na", "nn", "n n", "none", "null", "nil", "unknown", "not known", "name unknown", "no name", "unnamed", "anonymous",
	"withheld", "tbd", "tba", "test", "name", "surname name", "name surname", "xxx",
	"неизвестно", "неизвестный", "неизвестная", "нет данных", "аноним", "невядома", "невядомы", "няма звестак", "ناشناس", "نامشخص"}

// afterName may follow a comma without being a first name.
var afterName = []string{"jr", "sr", "ii", "iii", "iv", "phd", "md", "obe", "mbe"}

// oddName warns of what is in the place of a name and is none, or more than one.
func oddName(h *Header, _ When, say report) {
	if h.Unnamed {
		return
	}
	warn := func(name string, path ...any) {
		if text, hint := odd(name); text != "" {
			say(fmt.Sprintf("%s: %q %s", path[0], short(name), text), hint, path...)
		}
	}
	warn(h.Name, "name")
	for _, lang := range slices.Sorted(maps.Keys(h.Names)) {
		warn(h.Names[lang], "names", lang)
	}
}

// odd says what is odd about a name, and what to write.
func odd(name string) (text, hint string) {
	surname, first, comma := strings.Cut(name, ",")
	first = strings.TrimSpace(first)
	switch {
	case name == "":
	case slices.Contains(nobody, diag.Plain(name)), !strings.ContainsFunc(name, unicode.IsLetter):
		return "is no name", "write the name; if it is not known or must not be shown, write unnamed: true"
	case strings.IndexAny(name, "“„«\"") == 0:
		return "stands in quotation marks", "take them away: only straight ones around the whole value are not part of it"
	case strings.ContainsAny(name, "()[]{}<>"):
		return "holds brackets", "write one spelling here; others belong in names: or aliases:, what explains belongs in the text"
	case comma && first != "" && !slices.Contains(afterName, diag.Plain(first)):
		return "has the surname first", fmt.Sprintf("write %s %s here, and sort: %s", short(first), short(strings.TrimSpace(surname)),
			short(strings.TrimSpace(surname)))
	}
	return "", ""
}

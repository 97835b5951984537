package schema

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"vigil/internal/diag"
	"vigil/internal/names"
)

var (
	tagForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`)
	ccForm  = regexp.MustCompile(`^[a-z]{2}$`)
)

// notCountry are codes that CLDR takes for countries of today and ISO 3166-1 does not: of states that are gone, of
// islands without a code of their own, of the United Nations.
var notCountry = strings.Fields("ac an cp cq cs dg ea ez fq ic nt pc su ta un xk yu")

func isCountry(cc string) bool {
	region, err := language.ParseRegion(cc)
	return err == nil && region.IsCountry() && region.Canonicalize().String() == strings.ToUpper(cc) && !slices.Contains(notCountry, cc)
}

// Slug is the form of names in addresses, which every file system and every address can hold.
func Slug(s string) error {
	switch {
	case len(s) > names.MaxSlug:
		return &Fault{Text: fmt.Sprintf("%q is longer than %d characters", clip(s), names.MaxSlug), Hint: "shorten it"}
	case !slugged(s):
		return &Fault{Text: fmt.Sprintf("%q holds more than small letters, digits and hyphens", clip(s)),
			Hint: "use small Latin letters and digits, with single hyphens between them: jane-doe"}
	case names.Taken(s):
		return &Fault{Text: fmt.Sprintf("%q is a reserved name", s), Hint: "choose another"}
	}
	return nil
}

// slugged tells whether a text is small letters and digits with single hyphens between them.
func slugged(s string) bool {
	for i, c := range []byte(s) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		case c != '-' || i == 0 || s[i-1] == '-':
			return false
		}
	}
	return s != "" && s[len(s)-1] != '-'
}

// Country is an ISO 3166-1 alpha-2 code in lower case, of those that are in use.
func Country(s string) error {
	if !ccForm.MatchString(s) {
		return &Fault{Text: fmt.Sprintf("%q is not a country code", clip(s)), Hint: "use the two small letters of ISO 3166-1: by, ru, ir"}
	}
	if !isCountry(s) {
		return &Fault{Text: fmt.Sprintf("%q is not the code of a country today", s),
			Hint: "use one that ISO 3166-1 has now; of a state that is gone, that of the place: am, ru, ua instead of su"}
	}
	return nil
}

// LanguageTag is a BCP 47 tag of language, script and region only.
func LanguageTag(s string) error {
	if !tagForm.MatchString(s) {
		return &Fault{Text: fmt.Sprintf("%q is not a language tag", clip(s)), Hint: "use a tag like be, ru, fa or zh-Hans"}
	}
	return nil
}

// Language is the tag of a language that CLDR has a name for, perhaps with a script or region.
func Language(s string) error {
	if err := LanguageTag(s); err != nil {
		return err
	}
	if tag, err := language.Parse(s); err != nil || display.English.Languages().Name(tag) == "" {
		return &Fault{Text: fmt.Sprintf("%q is not the tag of a known language", s),
			Hint: "use the language's tag, such as be, uk or fa; that of a country is another"}
	}
	return nil
}

// IsRef tells whether a text is a reference `cc/slug` to another file rather than plain text.
func IsRef(s string) bool {
	return len(s) > 3 && s[2] == '/' && ccForm.MatchString(s[:2]) && slugged(s[3:])
}

// IsSlug tells whether a text could be a reference to a file by slug.
func IsSlug(s string) bool { return len(s) <= names.MaxSlug && slugged(s) }

// URL takes web addresses only: a link in a page must not run anything or name a local file.
func URL(s string) error {
	u, err := url.Parse(s)
	if err == nil && u.User != nil {
		return &Fault{Text: fmt.Sprintf("%q holds a user name", clip(s)), Hint: "leave out what stands before the @: it would be published"}
	}
	_, hidden := diag.FirstHidden(s)
	if err != nil || hidden || u.Hostname() == "" || strings.ContainsFunc(u.Host, notInHost) || (u.Scheme != "https" && u.Scheme != "http") ||
		strings.ContainsAny(s, " \n\t\\") {
		return &Fault{Text: fmt.Sprintf("%q is not a web address", clip(s)), Hint: "write the whole address, beginning with https://"}
	}
	return nil
}

// notInHost are characters that no name of a host or its port has; url.Parse lets some through.
func notInHost(r rune) bool {
	return !strings.ContainsRune(".-_:[]", r) && !unicode.In(r, unicode.L, unicode.M, unicode.N)
}

var articleForm = regexp.MustCompile(`^[A-Z]{2}-[A-Za-z0-9][A-Za-z0-9.()-]*$`)

// MaxArticle is the most characters in an article's code, which is part of an address.
const MaxArticle = 40

// ArticleCode is the form of a law's article: two capitals for the state, a hyphen, the article.
func ArticleCode(s string) error {
	if !articleForm.MatchString(s) || len(s) > MaxArticle {
		return &Fault{Text: fmt.Sprintf("%q is not an article's code", clip(s)),
			Hint: "write the state's two capital letters, a hyphen and the article: BY-342.2, RU-207.3"}
	}
	return nil
}

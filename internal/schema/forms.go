package schema

import (
	"fmt"
	"net/url"
	"regexp"
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

// isCountry has the codes of ISO 3166-1 alpha-2 as of 2026. Libraries also take codes of states that are gone.
var isCountry = set(`ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by
bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et fi fj fk
fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir
is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk
ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm
pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st sv sx sy sz tc td tf
tg th tj tk tl tm tn to tr tt tv tw tz ua ug um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
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
	if ccForm.MatchString(s) && !isCountry[s] {
		return &Fault{Text: fmt.Sprintf("%q is not the code of a country today", s),
			Hint: "use one that ISO 3166-1 has now; of a state that is gone, that of the place: am, ru, ua instead of su"}
	}
	if !ccForm.MatchString(s) {
		return &Fault{Text: fmt.Sprintf("%q is not a country code", clip(s)), Hint: "use the two small letters of ISO 3166-1: by, ru, ir"}
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

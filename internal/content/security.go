package content

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

// Security is whom to tell of a hole in the site: .well-known/security.txt (RFC 9116). It is written when
// there is a contact.
type Security struct {
	Contact            []string // addresses, the best one first
	Expires            profile.Date
	Policy, Encryption string
	Languages          []string // in which reports are understood
}

var securityFields = schema.Table[Security]{
	{Name: "contact", Help: "where to report holes, the best one first: mailto:…, https://… or tel:…", Required: true, Check: contactURI,
		In: func(s *Security) any { return &s.Contact }},
	{Name: "expires", Help: "the day until which this surely holds, at most a year ahead", Required: true, In: func(s *Security) any { return &s.Expires }},
	{Name: "policy", Help: "a page that says how reports are dealt with", Check: httpsURL, In: func(s *Security) any { return &s.Policy }},
	{Name: "encryption", Help: "where the key is: https://… or openpgp4fpr:…", Check: keyURI, In: func(s *Security) any { return &s.Encryption }},
	{Name: "languages", Help: "language tags in which reports are understood", Check: schema.LanguageTag, In: func(s *Security) any { return &s.Languages }},
}

var (
	mailForm = regexp.MustCompile(`^mailto:[A-Za-z0-9.!#$%&'*+/=^_{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
	telForm  = regexp.MustCompile(`^tel:\+[0-9][0-9-]{5,20}$`)
	keyForm  = regexp.MustCompile(`^openpgp4fpr:[0-9A-Fa-f]{40,64}$`)
)

// httpsURL is a web address as RFC 9116 wants them.
func httpsURL(s string) error {
	if err := schema.URL(s); err != nil {
		return err
	}
	if u, err := url.Parse(s); err != nil || u.Scheme != "https" {
		return &schema.Fault{Text: fmt.Sprintf("%q is not an https address", s), Hint: "readers of this file trust https:// only"}
	}
	return nil
}

func contactURI(s string) error {
	if mailForm.MatchString(s) || telForm.MatchString(s) || strings.HasPrefix(s, "https:") && httpsURL(s) == nil {
		return nil
	}
	return &schema.Fault{Text: "that is no address that a program could open", Hint: "write mailto:name@example.org, https://… or tel:+…"}
}

func keyURI(s string) error {
	if keyForm.MatchString(s) {
		return nil
	}
	return httpsURL(s)
}

// The file says itself until when it holds. That day must not come unseen; but a site that is built every day
// must not break on it either.
var expiry = diag.Rule{ID: "security-expiry", Severity: diag.Warning,
	Help: "The contact for holes in the site says until when it holds: at most a year, and not over yet.",
	Mend: "Ask whoever answers for it, and write a new day."}

const (
	expiresSoon = 30  // days
	expiresLate = 366 // days; RFC 9116, 2.5.5
)

func (s *Security) check(doc *schema.Doc, today profile.Day) {
	if s.Expires.IsZero() {
		return // not given, or reported
	}
	if !s.Expires.Exact() {
		doc.Report(schema.Value, fmt.Sprintf("expires: %s is not a whole day", s.Expires), "write year-month-day: "+(today+180).String(), "security", "expires")
		return
	}
	say := func(text, hint string) { doc.Report(expiry, text, hint, "security", "expires") }
	const renew = "see that the contact still holds, then write a later day"
	switch left := s.Expires.Earliest() - today; {
	case left <= 0:
		say(fmt.Sprintf("the contact for holes in the site expired on %s: who finds one will not trust it", s.Expires), renew)
	case left <= expiresSoon:
		say(fmt.Sprintf("the contact for holes in the site expires on %s, in %d days", s.Expires, left), renew)
	case left > expiresLate:
		say(fmt.Sprintf("%s is more than a year ahead", s.Expires), "promise a year at most")
	}
}

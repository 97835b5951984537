package render

import "strings"

// SecurityFile is where RFC 9116 wants the contact for holes in a site.
const SecurityFile = ".well-known/security.txt"

// Security is that file; nil if site.yaml names no contact.
func (r *Renderer) Security() []byte {
	s := r.site.Site.Security
	if len(s.Contact) == 0 {
		return nil
	}
	var b strings.Builder
	line := func(name, value string) {
		if value != "" {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	for _, c := range s.Contact {
		line("Contact", c)
	}
	line("Expires", s.Expires.String()+"T00:00:00Z")
	line("Encryption", s.Encryption)
	line("Policy", s.Policy)
	line("Preferred-Languages", strings.Join(s.Languages, ", "))
	if strings.HasPrefix(r.site.BaseURL, "https://") { // others are no address there
		line("Canonical", r.site.BaseURL+SecurityFile)
	}
	return []byte(b.String())
}

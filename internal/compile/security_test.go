package compile_test

import (
	"strings"
	"testing"

	"vigil/internal/profile"
)

// The file of RFC 9116 is there when site.yaml names a contact, says no more than it, and does not change
// from day to day.
func TestSecurityContact(t *testing.T) {
	const name = ".well-known/security.txt"
	const settings = "security: {contact: [mailto:safe@example.org, https://example.org/report], expires: 2027-06-01, policy: https://example.org/policy, " +
		"encryption: https://example.org/key.asc, languages: [en, be]}\n"
	const said = "Contact: mailto:safe@example.org\nContact: https://example.org/report\nExpires: 2027-06-01T00:00:00Z\n" +
		"Encryption: https://example.org/key.asc\nPolicy: https://example.org/policy\nPreferred-Languages: en, be\n"
	f := files{"content/profiles/by/anna.md": person("Anna A", "status: died")}
	made := func(settings, base, day string) (text string, there bool) {
		t.Helper()
		o := on(options(f.with("content/site.yaml", settings).write(t, quick(t)), quick(t)+"/public"), day)
		o.BaseURL = &base
		makeSite(t, o)
		text, there = tree(t, o.Out)[name]
		return text, there
	}
	if text, there := made("title: X\n", mainAddress, "2026-11-21"); there {
		t.Errorf("without a contact there is %q", text)
	}
	for _, c := range []struct{ base, day, want string }{
		{"", "2026-11-21", said},
		{"https://example.org/a/", "2026-11-21", said + "Canonical: https://example.org/a/" + name + "\n"},
		{"http://example.onion/", "2026-11-21", said},
		{"", "2027-07-21", said}, // a build must not break on a day
	} {
		if text, _ := made(settings, c.base, c.day); text != c.want {
			t.Errorf("%q on %s: %q, want %q", c.base, c.day, text, c.want)
		}
	}
	if text, _ := made("security: {contact: [tel:+1-201-555-0123], expires: 2027-06-01}\n", "", "2026-11-21"); text != "Contact: tel:+1-201-555-0123\n"+
		"Expires: 2027-06-01T00:00:00Z\n" {
		t.Errorf("the least that is possible: %q", text)
	}
}

// Whoever builds once the contact has expired is told so, and gets a site.
func TestExpiredContactIsNoSecret(t *testing.T) {
	f := files{"content/site.yaml": "contact: the desk\nsecurity: {contact: [mailto:safe@example.org], expires: 2026-11-20}\n",
		"content/profiles/by/anna.md": person("Anna A", "status: died")}
	source := f.write(t, quick(t))
	for day, want := range map[string]string{"2026-11-21": "expired on 2026-11-20", "2026-11-01": "expires on 2026-11-20, in 19 days", "2026-10-01": "",
		"2025-01-01": "more than a year ahead"} {
		o := options(source, "")
		d, err := profile.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		o.When = profile.When{Today: d.Earliest(), AsOf: d.Earliest()}
		var said []string
		for _, p := range problems(t, o) {
			if p.Path == "content/site.yaml" {
				said = append(said, p.Rule.ID+" "+p.Text)
			}
		}
		if got := strings.Join(said, "; "); want == "" && got != "" || want != "" && (len(said) != 1 || !strings.HasPrefix(got, "security-expiry ") ||
			!strings.Contains(got, want)) {
			t.Errorf("on %s: %q, want %q", day, got, want)
		}
	}
}

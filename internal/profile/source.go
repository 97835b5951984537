package profile

import (
	"net/netip"
	"net/url"
	"path"
	"slices"
	"strings"
)

// Addresses that lead somewhere for a while only. Hosts are named without "www.".
var (
	shorteners  = strings.Fields("bit.ly clck.ru cutt.ly goo.gl is.gd ow.ly rb.gy rebrand.ly t.co tiny.cc tinyurl.com v.gd vk.cc")
	redirectors = strings.Fields("l.facebook.com l.instagram.com lm.facebook.com out.reddit.com t.umblr.com vk.com/away.php google.com/url news.google.com")
	caches      = strings.Fields("webcache.googleusercontent.com cc.bingj.com cdn.ampproject.org google.com/amp")
	fleeting    = strings.Fields("phpsessid jsessionid sessionid sid x-amz-expires x-goog-expires")
)

// Dead says in plain English why an address is of a kind that soon leads nowhere, without asking the network; "" where
// nothing speaks against it, where there is no address, and where an archived copy is named.
func (s Source) Dead() string {
	u, err := url.Parse(s.URL)
	if err != nil || s.URL == "" || s.Archived != "" {
		return ""
	}
	host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	in := func(list []string) bool {
		return slices.ContainsFunc(list, func(place string) bool {
			at, on := strings.CutPrefix(place, host)
			return on && (at == "" || at[0] == '/' && strings.HasPrefix("/"+strings.TrimPrefix(u.Path, "/"), at))
		})
	}
	_, number := netip.ParseAddr(host)
	switch {
	case number == nil || !strings.Contains(host, "."):
		return "the host has no public name"
	case in(shorteners):
		return "a short link, which hides where it leads and may be given up"
	case in(redirectors):
		return "a link through another site: write the address to which it leads"
	case in(caches):
		return "a copy that is kept for days only: write the address of the page itself"
	case strings.Contains(strings.ToLower(u.Path), ";jsessionid="), u.RawQuery != "" && ofVisit(u.Query()):
		return "the address of one visit, which expires"
	case path.Clean("/"+u.Path) == "/" && u.RawQuery == "" && u.Fragment == "":
		return "a front page, where something else will stand tomorrow"
	}
	return ""
}

// ofVisit tells whether a query says whose visit it is, or until when it is answered.
func ofVisit(query url.Values) bool {
	for key := range query {
		if slices.ContainsFunc(fleeting, func(name string) bool { return strings.EqualFold(name, key) }) {
			return true
		}
	}
	return false
}

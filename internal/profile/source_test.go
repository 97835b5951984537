package profile

import "testing"

func TestAddressesThatSoonLeadNowhere(t *testing.T) {
	for url, dead := range map[string]bool{
		"":                                       false,
		"https://example.org/report":             false,
		"https://example.org/report?id=12":       false,
		"https://example.org/?p=12":              false,
		"https://example.org/#story":             false,
		"https://t.me/invented/12":               false,
		"https://google.com/search":              false,
		"https://example.org/":                   true,
		"https://www.example.org":                true,
		"https://example.org//":                  true,
		"https://BIT.ly/x":                       true,
		"https://t.co/x":                         true,
		"https://www.google.com/url?q=x":         true,
		"https://l.facebook.com/l.php?u=x":       true,
		"https://vk.com/away.php?to=x":           true,
		"https://vk.com/wall-1":                  false,
		"https://cc.bingj.com/cache.aspx?q=x":    true,
		"https://www.google.com/amp/s/x.example": true,
		"https://example.org/a;jsessionid=12":    true,
		"https://example.org/a?PHPSESSID=12":     true,
		"https://example.org/a?x-amz-expires=9":  true,
		"http://192.0.2.1/report":                true,
		"http://[2001:db8::1]/report":            true,
		"http://server/report":                   true,
	} {
		if why := (Source{URL: url}).Dead(); (why != "") != dead {
			t.Errorf("%s: %q", url, why)
		}
		if why := (Source{URL: url, Archived: "https://example.org/copy"}).Dead(); why != "" {
			t.Errorf("%s with a copy: %q", url, why)
		}
	}
}

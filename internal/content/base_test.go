package content

import "testing"

// Paths are put behind the main address, so it must be one of a folder.
func TestBaseURL(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "https://vigil.example": "https://vigil.example/", "http://vigil.example:8080/a//": "http://vigil.example:8080/a/",
		"https://вигил.бел:8443/имя": "https://xn--b1acobp.xn--90ais:8443/%D0%B8%D0%BC%D1%8F/", "HTTPS://Vigil.example/a%20b,(c)": "https://Vigil.example/a%20b,(c)/",
		"http://[::1]:80/": "http://[::1]:80/",
	} {
		if got, err := BaseURL(s); got != want || err != nil {
			t.Errorf("%s: got %s (%v), want %s", s, got, err, want)
		}
	}
	for _, s := range []string{"vigil.example", "https://vigil.example/?q=", "https://vigil.example/#x", "https://vigil.example/\"x",
		"https://vigil.example/<b>", "ftp://vigil.example", "https://jane@vigil.example", "https://vigil.example//a", "https://ви_гил.бел/", "https://"} {
		if got, err := BaseURL(s); err == nil {
			t.Errorf("%s: got %s", s, got)
		}
	}
}

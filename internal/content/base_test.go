package content

import "testing"

// Paths are put behind the main address, so it must be one of a folder.
func TestBaseURL(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "https://vigil.example": "https://vigil.example/", "http://vigil.example:8080/a//": "http://vigil.example:8080/a/",
	} {
		if got, err := BaseURL(s); got != want || err != nil {
			t.Errorf("%s: got %s (%v), want %s", s, got, err, want)
		}
	}
	for _, s := range []string{"vigil.example", "https://vigil.example/?q=", "https://vigil.example/#x", "https://vigil.example/\"x",
		"https://vigil.example/<b>", "ftp://vigil.example", "https://jane@vigil.example"} {
		if got, err := BaseURL(s); err == nil {
			t.Errorf("%s: got %s", s, got)
		}
	}
}

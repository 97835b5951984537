package webtest

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
)

// message is what the Nu HTML checker says about a page.
type message struct {
	Type, SubType, URL, Message, Extract string
	LastLine, LastColumn                 int
}

// The checker reads pages from disk and takes every address for a stranger's, and it takes JSON-LD for a
// script. That the policy lets through what it must, and only that, is tested in a browser.
func (m message) mistaken() bool {
	return strings.HasPrefix(m.Message, "Resource violates Content Security Policy (meta tag): external") ||
		strings.HasPrefix(m.Message, "Resource violates Content Security Policy (meta tag): image") && !strings.Contains(m.Message, "://") ||
		strings.HasPrefix(m.Message, "Inline script violates Content Security Policy") && strings.Contains(m.Extract, "application/ld+json")
}

func TestEveryPageIsValidHTML(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	java, jar := program(t, "java"), namedFile(t, "VIGIL_VNU")
	for _, site := range []string{ownSite, inventedSite} {
		check(t, site, exec.Command(java, "-Xss4m", "-jar", jar, "--format", "json", "--skip-non-html", site))
		sheets, err := filepath.Glob(filepath.Join(site, "static", "*.css"))
		if err != nil || len(sheets) == 0 {
			t.Fatalf("no style sheets: %v", err)
		}
		check(t, site, exec.Command(java, append([]string{"-jar", jar, "--format", "json", "--css"}, sheets...)...))
	}
}

func check(t *testing.T, site string, checker *exec.Cmd) {
	t.Helper()
	var out bytes.Buffer
	checker.Stderr = &out
	_, exited := checker.Output() // 1 when there are messages
	var report struct{ Messages []message }
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatalf("%v (%v): %.2000s", checker, exited, out.Bytes())
	}
	said := 0
	for _, m := range report.Messages {
		if m.mistaken() {
			continue
		}
		if said++; said > 20 {
			t.Fatal("and more")
		}
		t.Errorf("%s:%d:%d: %s %s: %s\n\t%s", strings.TrimPrefix(m.URL, "file:"+site), m.LastLine, m.LastColumn, m.Type, m.SubType, m.Message, m.Extract)
	}
}

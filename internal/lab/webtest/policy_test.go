package webtest

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vigil/internal/lab/trial"
	"vigil/internal/output"
)

// A mirror that sets no headers has the page's own policy; the host's must not allow more, nor forbid what
// pages need. The page for unknown addresses has a style in it, which both name by its hash.

// hostPolicy is the policy in netlify.toml.
func hostPolicy(t *testing.T) string {
	t.Helper()
	for _, h := range readNetlify(t).Headers {
		if h.For == "/*" {
			return h.Values["Content-Security-Policy"]
		}
	}
	t.Fatal("netlify.toml has no headers for all files")
	return ""
}

// inPages is what a page has of the host's policy: not what a <meta> cannot say, and not the hash.
func inPages(host string) string {
	return regexp.MustCompile(`; frame-ancestors 'none'$| 'sha256-[^']*'`).ReplaceAllString(host, "")
}

func attribute(n *html.Node, key string) (string, bool) {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// unsafe says what in a page a policy does not cover or would have to forbid, as a browser parses it. policy is
// the one that the page must have, own the main address of the site, to which the page for unknown addresses leads.
func unsafe(page, policy, own string) (found []string) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	say := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	protected, silent := false, false
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		rel, _ := attribute(n, "rel")
		switch equiv, _ := attribute(n, "http-equiv"); n.Data {
		case "meta":
			name, _ := attribute(n, "name")
			content, _ := attribute(n, "content")
			if strings.EqualFold(equiv, "Content-Security-Policy") {
				protected = n.Parent.Data == "head"
				if content != policy {
					say("the policy is %q", content)
				}
			}
			silent = silent || name == "referrer" && content == "no-referrer"
		case "script":
			kind, _ := attribute(n, "type")
			if _, outside := attribute(n, "src"); outside == (n.FirstChild != nil) || !outside && kind != "application/ld+json" {
				say("an inline script")
			}
		case "style":
			sum := sha256.Sum256([]byte(n.FirstChild.Data))
			if hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, hash) {
				say("an inline style that the policy does not name: %s", hash)
			}
		case "base", "iframe", "frame", "object", "embed", "form", "applet", "portal":
			say("<%s>", n.Data)
		}
		for _, a := range n.Attr {
			key := strings.ToLower(a.Key)
			if key == "style" || strings.HasPrefix(key, "on") || key == "ping" || key == "srcdoc" {
				say("%s=%q", key, a.Val)
			}
			if key != "href" && key != "src" && key != "srcset" && key != "action" && key != "poster" && key != "formaction" {
				continue
			}
			scheme, _, absolute := strings.Cut(a.Val, ":")
			outside := absolute && !strings.ContainsAny(scheme, "/?#") || strings.HasPrefix(a.Val, "//")
			loads := n.Data != "a" && !(n.Data == "link" && (rel == "canonical" || rel == "alternate"))
			if loads && !protected {
				say("%s %q comes before the policy", n.Data, a.Val)
			}
			words := strings.Fields(rel)
			switch {
			case !outside || a.Val == own:
			case loads:
				say("<%s> loads %q", n.Data, a.Val)
			case scheme != "https" && scheme != "http" && scheme != "mailto" && scheme != "tel":
				say("a link to %q", a.Val)
			case strings.HasPrefix(scheme, "http") && n.Data == "a" && !(slices.Contains(words, "noreferrer") && slices.Contains(words, "noopener")):
				say("a link to %q with rel=%q", a.Val, rel)
			}
		}
	}
	if !protected {
		say("no policy in its head")
	}
	if !silent {
		say("a referrer may be sent")
	}
	return found
}

func TestEveryPageIsProtected(t *testing.T) {
	t.Parallel()
	host := hostPolicy(t)
	for _, site := range []string{ownSite, inventedSite} {
		marker, err := os.ReadFile(filepath.Join(site, output.Marker))
		if err != nil {
			t.Fatal(err)
		}
		var mirror struct {
			BaseURL string `json:"base_url"`
		}
		if err := json.Unmarshal(marker, &mirror); err != nil {
			t.Fatal(err)
		}
		var pages []string
		err = fs.WalkDir(os.DirFS(site), ".", func(name string, _ fs.DirEntry, err error) error {
			if strings.HasSuffix(name, ".html") {
				pages = append(pages, name)
			}
			return err
		})
		if err != nil || len(pages) < 500 {
			t.Errorf("%d pages: %v", len(pages), err)
		}
		pages = trial.Few(pages)
		if !slices.Contains(pages, "404.html") {
			pages = append(pages, "404.html")
		}
		external := 0
		for _, name := range pages {
			page, err := os.ReadFile(filepath.Join(site, name))
			if err != nil {
				t.Fatal(err)
			}
			policy := inPages(host)
			if name == "404.html" {
				policy = strings.TrimSuffix(host, "; frame-ancestors 'none'")
			}
			for _, f := range unsafe(string(page), policy, mirror.BaseURL) {
				t.Errorf("%s has %s", name, f)
			}
			external += strings.Count(string(page), `href="https://`)
		}
		if external < len(pages)/4 {
			t.Errorf("%d pages with %d links to other sites were looked at", len(pages), external)
		}
	}
}

// The same look finds each of these, so it can find.
func TestUnsafePagesAreFound(t *testing.T) {
	const policy = "default-src 'none'; style-src 'self'"
	page := func(head, body string) string { return "<!doctype html><title>x</title>" + head + "<body>" + body }
	const meta, referrer = `<meta http-equiv="Content-Security-Policy" content="` + policy + `">`, `<meta name="referrer" content="no-referrer">`
	for _, good := range []string{"", `<a href="https://example.org" rel="license noopener noreferrer">x</a>`, `<a href="mailto:x@example.org">x</a>`,
		`<a href="x.html">x</a><img src="../x.png">`, `<script type="application/ld+json">{}</script>`, `<script src="x.js"></script>`} {
		if found := unsafe(page(meta+referrer, good), policy, ""); found != nil {
			t.Errorf("%s is refused: %q", good, found)
		}
	}
	for _, bad := range []string{`<p onclick=x>`, `<p style="color:red">`, `<script>x</script>`, `<script type=module>x</script>`, `<style>p{}</style>`,
		`<img src="https://example.org/x">`, `<script src="//example.org/x"></script>`,
		`<a href="https://example.org">x</a>`, `<a href="http://example.org" rel=noopener>x</a>`, `<a href="javascript:x">x</a>`, `<a href="data:x">x</a>`,
		`<link rel=stylesheet href="https://example.org">`, `<form action=x></form>`, `<iframe src=x></iframe>`, `<base href=x>`, `<a ping=x href=y>x</a>`,
		`<svg onload=x></svg>`, `<link rel=preconnect href="https://example.org">`} {
		if unsafe(page(meta+referrer, bad), policy, "") == nil {
			t.Errorf("nothing is found in %s", bad)
		}
	}
	for _, head := range []string{referrer, meta, strings.Replace(meta, "'none'", "*", 1) + referrer, `<script src=x.js></script>` + meta + referrer,
		`<link rel=stylesheet href=x.css>` + meta + referrer} {
		if unsafe(page(head, ""), policy, "") == nil {
			t.Errorf("nothing is found in %s", head)
		}
	}
}

// The host's policy allows the site's own files, one style by its hash, and nothing else; the other headers
// are those that keep a visit between the reader and the site.
func TestHostSendsTheHeaders(t *testing.T) {
	want := map[string]string{
		"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
	}
	for _, h := range readNetlify(t).Headers {
		if h.For != "/*" {
			if h.Values["Content-Security-Policy"] != "" {
				t.Errorf("%s has a policy of its own", h.For)
			}
			continue
		}
		for name, value := range want {
			if h.Values[name] != value {
				t.Errorf("%s is %q, want %q", name, h.Values[name], value)
			}
		}
		for _, power := range []string{"camera", "microphone", "geolocation", "payment", "usb", "browsing-topics"} {
			if !strings.Contains(h.Values["Permissions-Policy"], power+"=()") {
				t.Errorf("pages may use %s", power)
			}
		}
		if !regexp.MustCompile(`^max-age=[0-9]{8}`).MatchString(h.Values["Strict-Transport-Security"]) {
			t.Error("browsers may come back without TLS")
		}
	}
	host := hostPolicy(t)
	for _, part := range strings.Split(host, "; ") {
		if !regexp.MustCompile(`^(default-src|base-uri|form-action|frame-ancestors) 'none'$|^(script|img|manifest)-src 'self'$|^style-src 'self' ` +
			`'sha256-[A-Za-z0-9+/]{43}='$`).MatchString(part) {
			t.Errorf("the host allows %q", part)
		}
	}
	for _, directive := range []string{"default-src", "base-uri", "form-action", "frame-ancestors"} { // the last three have no default
		if !strings.Contains(host, directive+" 'none'") {
			t.Errorf("the host does not forbid %s", directive)
		}
	}
}

// Whoever changes the style of the page for unknown addresses is told its new hash.
func TestTheOneInlineStyleIsNamed(t *testing.T) {
	for _, site := range []string{ownSite, inventedSite} {
		page, err := os.ReadFile(filepath.Join(site, "404.html"))
		if err != nil {
			t.Fatal(err)
		}
		style := regexp.MustCompile(`(?s)<style>(.*)</style>`).FindSubmatch(page)
		if style == nil {
			t.Fatal("404.html has no style")
		}
		sum := sha256.Sum256(style[1])
		hash := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
		if !strings.Contains(string(page), hash) || !strings.Contains(hostPolicy(t), hash) {
			t.Errorf("templates/404.html, templates/hosts and netlify.toml must name the style in it: %s", hash)
		}
	}
}

package hostile

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"vigil/internal/compile"
	"vigil/internal/lab/trial"
)

// makeSite builds the site of all accepted cases.
func makeSite(t testing.TB) (out string, cases []Case) {
	t.Helper()
	files, cases := Accepted()
	dir := trial.Folder(t)
	lay(t, dir, files)
	out = filepath.Join(dir, "public")
	report, err := compile.Site(context.Background(), compile.Options{Source: dir, Out: out, When: when(t)})
	if err != nil {
		t.Fatal(err)
	}
	if found := errorsIn(report.Problems); len(found) > 0 {
		t.Fatalf("%d errors, the first: %v", len(found), found[:min(len(found), 20)])
	}
	return out, cases
}

// mark stands behind every payload, so that its place is found again.
var mark = regexp.MustCompile(`m[0-9]+m\b`)

// Every accepted payload is shown as the text that it is, and no file of the site holds it as anything else.
func TestAccepted(t *testing.T) {
	out, cases := makeSite(t)
	t.Logf("%d cases", len(cases))
	shown, pages := map[string][]string{}, 0 // by mark: what stands before it
	err := filepath.WalkDir(out, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(out, file)
		name = filepath.ToSlash(name)
		for _, f := range findings(name, data) {
			t.Errorf("%s: %s", name, f)
		}
		if strings.HasSuffix(name, ".html") {
			pages++
			text := visible(data)
			from := 0
			for _, at := range mark.FindAllStringIndex(text, -1) {
				m := text[at[0]:at[1]]
				shown[m] = append(shown[m], text[from:at[1]])
				from = max(0, at[1]-400)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d pages", pages)
	hidden := 0
	for _, c := range cases {
		if c.Shown == "" {
			hidden++
			continue
		}
		m := mark.FindString(c.Shown)
		if !containsAny(shown[m], c.Shown) {
			t.Errorf("%s: no page shows %q; before its mark stands %.200q", c.Name, c.Shown, shown[m])
		}
	}
	if pages < 400 || len(cases) < 3000 || hidden > len(cases)/5 {
		t.Errorf("%d cases, %d of them for fields that no page shows, on %d pages", len(cases), hidden, pages)
	}
}

func containsAny(texts []string, part string) bool {
	for _, s := range texts {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// inline are elements that part no words.
var inline = set("a bdi b strong em i code del span small")

// visible is the text of a page, its blanks joined.
func visible(page []byte) string {
	root, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		return ""
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && !inline[n.Data] {
			b.WriteByte(' ')
		}
		if n.Type == html.TextNode && n.Parent.Data != "script" {
			b.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// findings are what is wrong with a file of a site.
func findings(name string, data []byte) []string {
	switch path.Ext(name) {
	case ".html":
		return inPage(name, data)
	case ".xml":
		return inXML(data)
	case ".json", ".webmanifest":
		return inJSON(data)
	case ".csv":
		return inCSV(data)
	case ".ics":
		return inCalendar(data)
	case ".js":
		if !strings.HasPrefix(name, "static/") {
			return inShard(data)
		}
	case ".css", ".svg", ".png", ".txt", ".nojekyll", ".sh", ".ps1", ".conf", "":
	default:
		return []string{"nobody knows this kind of file"}
	}
	return nil
}

// shard is how what scripts load looks: a call with two values, in which nothing can end a script.
var shard = regexp.MustCompile(`^vigil(?:Find|Narrow)\(("[^<>]*?"),([^<>]*)\)\n$`)

func inShard(data []byte) []string {
	m := shard.FindSubmatch(data)
	if m == nil || !json.Valid(m[1]) || !json.Valid(m[2]) || strings.ContainsAny(string(data), "\u2028\u2029") {
		return []string{"is no call with data"}
	}
	return nil
}

// ours matches the lines of our calendars: another property could attach, alarm or run something.
var ours = regexp.MustCompile(`^((BEGIN|END):(VCALENDAR|VEVENT|VTIMEZONE|STANDARD)|TZID:UTC|DTSTART:19700101T000000|TZOFFSET(FROM|TO):\+0000|` +
	`(VERSION|PRODID|CALSCALE|X-WR-CALNAME|UID|DTSTAMP|DTSTART;VALUE=DATE|SUMMARY|DESCRIPTION|URL|TRANSP):[^\r\n]*)$`)

func inCalendar(data []byte) (out []string) {
	for line := range strings.SplitSeq(strings.ReplaceAll(string(data), "\r\n ", ""), "\r\n") {
		if line != "" && !ours.MatchString(line) {
			out = append(out, "a line of a calendar: "+line)
		}
	}
	return out
}

// elements and attributes are all that our pages hold; anything else was smuggled in.
var (
	elements = set("html head meta title link script body header footer nav main aside section article div span p a ul ol li dl dt dd h1 h2 h3 h4 h5 h6 " +
		"table caption thead tbody tfoot tr th td time data bdi b strong em i small del blockquote pre code hr br address details summary svg rect text g line " +
		"path figure figcaption abbr sup sub button")
	attributes = set("id class lang dir href hreflang rel title name content property charset http-equiv datetime value scope colspan rowspan translate " +
		"hidden type sizes src defer role width height x y transform text-anchor start open summary tabindex data-asof data-days data-date data-months " +
		"data-number data-fresh data-at data-run data-forms data-count data-head vector-effect data-n data-find data-lang data-found data-none data-born " +
		"data-kinds data-words for autocomplete autocapitalize spellcheck viewbox xmlns fill stroke stroke-dasharray shape-rendering d media " +
		"data-copied data-loading data-failed preserveaspectratio")
	addressed = set("href src srcset action formaction data poster cite background ping manifest xlink:href longdesc icon content-url")
)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// inPage parses a page as a browser does and names what could run, load or lead away.
func inPage(name string, data []byte) (out []string) {
	root, err := html.Parse(strings.NewReader(string(data)))
	if err != nil {
		return []string{err.Error()}
	}
	policy := false
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			out = append(out, "a comment: "+n.Data)
		}
		if n.Type != html.ElementNode {
			continue
		}
		field := path.Base(name) == "search.html" && (n.Data == "label" || n.Data == "input") // it sends nothing: there is no form
		if !elements[n.Data] && !field && (name != "404.html" || n.Data != "style") {         // the style's hash is held elsewhere
			out = append(out, "an element "+n.Data)
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			key := strings.ToLower(a.Key)
			attr[key] = a.Val
			if !attributes[key] && !strings.HasPrefix(key, "aria-") {
				out = append(out, "an attribute "+a.Key+" of "+n.Data)
			}
			to := a.Val
			if name == "404.html" { // shown at any depth: it leads to the site's own address
				to = strings.TrimPrefix(to, "/x/")
			}
			if addressed[key] && !mayLead(to) {
				out = append(out, "an address "+a.Val)
			}
		}
		switch {
		case n.Data == "script":
			out = append(out, inScript(n, attr)...)
		case n.Data == "link" && !strings.HasPrefix(attr["rel"], "canonical") && !strings.HasPrefix(attr["rel"], "alternate") && strings.Contains(attr["href"], ":"):
			out = append(out, "a link to load "+attr["href"])
		case n.Data == "meta" && strings.EqualFold(attr["http-equiv"], "refresh"):
			if to, ok := strings.CutPrefix(attr["content"], "0; url="); !ok || strings.ContainsAny(to, ":/\\?#&\"'<>") || !strings.HasSuffix(to, ".html") {
				out = append(out, "a refresh "+attr["content"])
			}
		case n.Data == "meta" && strings.EqualFold(attr["http-equiv"], "content-security-policy"):
			policy = n.Parent.Data == "head" && strings.HasPrefix(attr["content"], "default-src 'none';") && !strings.Contains(attr["content"], "unsafe")
		}
	}
	if !policy && name != "404.html" {
		out = append(out, "no policy")
	}
	return out
}

// mayLead tells whether a browser that follows an address runs nothing.
func mayLead(to string) bool {
	to = strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' || r >= 0x7f && r < 0xa0 {
			return -1 // browsers skip them
		}
		return r
	}, to))
	to = strings.ReplaceAll(to, "\\", "/") // as browsers do
	scheme, _, ok := strings.Cut(to, ":")
	if strings.HasPrefix(to, "/") { // to another host, or off the place where a copy stands
		return false
	}
	return !ok || strings.ContainsAny(scheme, "/?#") || scheme == "https" || scheme == "http" || scheme == "mailto" || scheme == "tel"
}

// ownScript are the addresses of our scripts.
var ownScript = regexp.MustCompile(`^(\.\./)*static/(days|search|mirrors|narrow)\.js$`)

// inScript allows our own files and JSON-LD.
func inScript(n *html.Node, attr map[string]string) []string {
	text := ""
	if n.FirstChild != nil {
		text = n.FirstChild.Data
	}
	switch {
	case attr["type"] == "application/ld+json":
		var v map[string]any
		if err := json.Unmarshal([]byte(text), &v); err != nil || v["@context"] != "https://schema.org" {
			return []string{"JSON-LD that is none: " + text}
		}
		return nil
	case text == "" && ownScript.MatchString(attr["src"]):
		return nil
	}
	return []string{"a script " + attr["src"] + " " + text}
}

// inXML reads a feed or a sitemap: known elements only, each in its namespace.
func inXML(data []byte) (out []string) {
	known := set("feed title id updated author name rights link entry summary urlset url loc sitemapindex sitemap")
	d := xml.NewDecoder(strings.NewReader(string(data)))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			return append(out, err.Error())
		}
		switch x := token.(type) {
		case xml.StartElement:
			if !known[x.Name.Local] || x.Name.Space != "http://www.w3.org/2005/Atom" && x.Name.Space != "http://www.sitemaps.org/schemas/sitemap/0.9" {
				out = append(out, "an element "+x.Name.Local)
			}
			for _, a := range x.Attr {
				if a.Name.Local == "href" && !mayLead(a.Value) {
					out = append(out, "an address "+a.Value)
				}
			}
		case xml.Comment, xml.Directive:
			out = append(out, "a comment or a directive")
		}
	}
}

// inJSON looks for addresses, under the names that our data has for them, that lead elsewhere than to the web or
// a file of the site.
func inJSON(data []byte) (out []string) {
	var look func(name string, v any)
	look = func(name string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, part := range v {
				look(name, part)
			}
		case []any:
			for _, part := range v {
				look(name, part)
			}
		case string:
			if (addressed[name] || name == "url" || name == "archived" || name == "path" || name == "start_url" || name == "base_url") && !mayLead(v) {
				out = append(out, "an address "+v)
			}
		}
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		return []string{"is not JSON"}
	}
	look("", v)
	return out
}

// inCSV looks for cells that a spreadsheet would calculate.
func inCSV(data []byte) (out []string) {
	rows, err := csv.NewReader(strings.NewReader(string(data))).ReadAll()
	if err != nil {
		return []string{err.Error()}
	}
	for _, row := range rows {
		for _, cell := range strings.FieldsFunc(strings.Join(row, "|"), func(r rune) bool { return r == '|' || r == ';' }) { // | parts what a list holds
			if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
				out = append(out, "a formula "+cell)
			}
		}
	}
	return out
}

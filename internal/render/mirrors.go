package render

import (
	"fmt"
	"strings"

	"vigil/internal/content"
	"vigil/internal/lang"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// mirrorsView is mirrors.html: where else the site is, how old this copy is, how to check one, how to put one up.
type mirrorsView struct {
	Frame
	Addresses []address
	Looked    Time   // when somebody last looked at them; none: nobody has
	Key       string // public; "" where the site is not signed
	Of        string // whose signatures they are, as it stands between quotes in a shell
	From      string // where a copy can be fetched from
	Scripts   []Link // that check a copy
	Hosts     []hosting
	Listed    bool // a reader can tell us of another address
	Guide     string
}

// pagesCommands make a history of one copy only, beside the folder: what a later copy leaves out is nowhere, and the folder holds
// nothing but the site. Git is to change no line end, to leave no file out, and not to say who runs it.
const pagesCommands = `export GIT_DIR=../pages.git GIT_WORK_TREE=. && rm -rf "$GIT_DIR" && git init -q -b main
git -c core.autocrlf=false add -Af && git -c user.name=copy -c user.email=none commit -qm copy
git push --force https://github.com/NAME/NAME main`

// address is a place where the site stands.
type address struct {
	URL  string
	At   string // of the page's language there
	Kind string
	Good bool   // nothing was found against it
	Said *dated // what was found; nil: nobody has looked
}

// hosting is a way to put a copy up.
type hosting struct {
	Name, How string
	File      Link // of the site, with the settings; "" where none is needed
	Commands  string
}

func mirrors(c *composer, _ Document) (any, error) {
	s, t := c.site, c.lang.T
	v := mirrorsView{Frame: c.frame(t("mirrors.title"), false), Key: s.Site.PublicKey, Of: strings.ReplaceAll(s.Name(), "'", `'\''`), From: s.BaseURL}
	v.Description, v.Script = t("mirrors.lead"), "mirrors.js"
	v.AsOf = c.time(s.AsOf.Date())
	v.Looked = c.time(s.Site.Copies.Looked)
	add := func(url, kind string) {
		good, said := c.found(url)
		v.Addresses = append(v.Addresses, address{url, url + s.Root(c.page.Lang), kind, good, said})
	}
	if s.BaseURL != "" {
		add(s.BaseURL, t("mirrors.main"))
	}
	for _, m := range s.Site.Mirrors {
		add(m.URL, c.kindOf(m))
		if v.From == "" && !m.Onion() {
			v.From = m.URL
		}
	}
	if v.From == "" {
		v.From = "https://ADDRESS/"
	}
	for _, h := range []struct{ key, name, file, commands string }{
		{"mirrors.nginx", "nginx", "nginx.conf",
			"cp hosts/nginx.conf /etc/nginx/conf.d/vigil.conf\nrm -f /etc/nginx/sites-enabled/default\nnginx -t && nginx -s reload"},
		{"mirrors.caddy", "Caddy", "Caddyfile", "cp hosts/Caddyfile /etc/caddy/Caddyfile\nsystemctl reload caddy"},
		{"mirrors.bucket", "rclone", "", "rclone sync --checksum . BUCKET:NAME"},
		{"mirrors.pages", "GitHub Pages", "", pagesCommands},
		{"mirrors.onion_service", "Tor", "torrc", "cat hosts/torrc >>/etc/tor/torrc && systemctl reload tor\ncat /var/lib/tor/vigil/hostname"},
	} {
		x := hosting{Name: h.name, How: t(h.key), Commands: h.commands}
		if h.file != "" {
			x.File = Link{Text: h.file, Href: relative(c.file, "hosts/"+h.file)}
		}
		v.Hosts = append(v.Hosts, x)
	}
	for _, name := range []string{"verify.sh", "verify.ps1"} {
		v.Scripts = append(v.Scripts, Link{Text: name, Href: relative(c.file, name)})
	}
	v.Listed, v.Guide = s.Site.Reachable(), s.Site.Repository
	return v, nil
}

// found says of an address what was found there when somebody last looked.
func (c *composer) found(url string) (good bool, said *dated) {
	copies := c.site.Site.Copies
	if copies.Looked.IsZero() {
		return false, nil
	}
	key, day := "mirrors.good", profile.Date{}
	switch x := copies.At(url); {
	case x.Seen.IsZero():
		key = "mirrors.silent"
	case x.Seen != copies.Looked:
		key, day = "mirrors.silent_since", x.Seen
	case x.Genuine == "no":
		key = "mirrors.forged"
	case x.Whole != "yes" || x.AsOf.IsZero():
		key = "mirrors.altered"
	case x.Fresh == "no":
		key, day = "mirrors.stale", x.AsOf
	case x.Genuine != "yes":
		key, day, good = "mirrors.complete", x.AsOf, true
	default:
		day, good = x.AsOf, true
	}
	if day.IsZero() {
		return good, &dated{Gap: lang.Gap{Before: c.lang.T(key)}}
	}
	return good, c.dated(key, day)
}

// kindOf says what an address is, for somebody who has to choose one.
func (c *composer) kindOf(m content.Mirror) string {
	if m.Onion() {
		return c.lang.T("mirrors.onion")
	}
	return m.Kind
}

// digitsOf are the names that CSS has for digits, by their zero.
var digitsOf = map[string]string{"٠": "arabic-indic", "۰": "persian", "०": "devanagari", "০": "bengali", "၀": "myanmar", "༠": "tibetan"}

// Made is the end of the style sheet: of which day the copy is. It stands there, and in no page, so that pages which count
// nothing keep their bytes from day to day, and every page says it all the same. --as-of is the same day for days.js. Before
// it stands which digits number the lists of a language.
func Made(s *site.Site) (css []byte) {
	for _, l := range s.Languages {
		if name := digitsOf[l.Number(0)]; name != "" {
			css = fmt.Appendf(css, ".sources:lang(%[1]s),.prose ol:lang(%[1]s){list-style-type:%[2]s}", l.Tag(), name)
		}
	}
	return fmt.Appendf(css, `:root{--as-of:%d}.made::after{content:" %s"}`, s.AsOf, s.AsOf)
}

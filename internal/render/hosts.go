package render

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"
	"text/template"
)

// hostFiles are settings for those who put a copy up, with this site's other addresses in them.
var hostFiles = []string{"nginx.conf", "Caddyfile", "torrc", "_headers"}

// notInSettings are characters that an address may have and that mean something in the settings of a server.
var notInSettings = strings.NewReplacer("$", "%24", "{", "%7B", "}", "%7D", ";", "%3B", "`", "%60", "|", "%7C", "^", "%5E")

func parseHosts(templates fs.FS) (*template.Template, error) {
	t := template.New("hosts").Option("missingkey=error").Funcs(template.FuncMap{"trim": func(s string) string { return strings.TrimSuffix(s, "/") }})
	for _, name := range hostFiles {
		src, err := fs.ReadFile(templates, "hosts/"+name)
		if err == nil {
			_, err = t.New(name).Parse(string(src))
		}
		if err != nil {
			return nil, fmt.Errorf("templates: hosts/%s: %w", name, err)
		}
	}
	return t, nil
}

// Hosts makes the settings for web servers, in the folder hosts/.
func (r *Renderer) Hosts(write func(name string, data []byte) error) error {
	view := struct {
		Site, Onion string
		Mirrors     []string // with the main address, but for onion ones
	}{Site: r.title(r.site.Site.Main()), Onion: notInSettings.Replace(r.site.Site.Onion())}
	if r.site.BaseURL != "" {
		view.Mirrors = append(view.Mirrors, notInSettings.Replace(r.site.BaseURL))
	}
	for _, m := range r.site.Site.Mirrors {
		if !m.Onion() {
			view.Mirrors = append(view.Mirrors, notInSettings.Replace(m.URL))
		}
	}
	for _, name := range hostFiles {
		var b bytes.Buffer
		if err := r.hosts.ExecuteTemplate(&b, name, view); err != nil {
			return fmt.Errorf("hosts/%s: %w", name, err)
		}
		if err := write("hosts/"+name, b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

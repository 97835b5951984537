// Package start begins a new group's own site: a folder that builds and checks with nothing but the program.
//
// In: a title, languages, a country. Out: the files of a site in a folder that was not there, or was empty; either all
// of them or none. It asks nothing and reads nothing but what comes with the program.
package start

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"text/template"

	root "vigil"
	"vigil/internal/diag"
	"vigil/internal/schema"
)

// Site is what is asked of a new site.
type Site struct {
	Title     string
	Languages []string // the first is the main one
	Country   string   // two small letters
	Contact   string   // an address, a key or a link; "": readers cannot reach it yet
	Revision  string   // of the program that the site is begun with
	Day       string   // today
}

// Name is the title as Markdown.
func (s Site) Name() string { return diag.Escaped(s.Title) }

//go:embed files
var files embed.FS

// Write makes the folder, or fills it if it is empty. A failure leaves nothing of it.
func Write(dir string, s Site) (err error) {
	there, err := os.ReadDir(dir)
	switch {
	case err == nil && len(there) > 0:
		return fmt.Errorf("%s is not empty: choose a folder that is not there yet", dir)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	made, err := s.files()
	if err != nil {
		return err
	}
	// Beside its place first, so that nobody finds half of it.
	whole, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	beside, err := os.MkdirTemp(filepath.Dir(whole), ".vigil-init-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)
	for name, data := range made {
		if err := put(beside, name, data); err != nil {
			return err
		}
	}
	if there == nil {
		return errors.Join(os.Chmod(beside, 0o755), os.Rename(beside, whole))
	}
	return move(beside, whole)
}

func put(dir, name string, data []byte) error {
	file, mode := filepath.Join(dir, filepath.FromSlash(name)), fs.FileMode(0o644)
	if bytes.HasPrefix(data, []byte("#!")) {
		mode = 0o755
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, mode)
}

// move brings everything from one folder into an empty one, or nothing.
func move(from, to string) error {
	entries, err := os.ReadDir(from)
	for i, e := range entries {
		if err = os.Rename(filepath.Join(from, e.Name()), filepath.Join(to, e.Name())); err != nil {
			for _, done := range entries[:i] {
				err = errors.Join(err, os.RemoveAll(filepath.Join(to, done.Name())))
			}
			return err
		}
	}
	return err
}

// files are the whole site, by slash path.
func (s Site) files() (map[string][]byte, error) {
	out := map[string][]byte{
		"content/site.yaml": s.settings(),
		"content/countries/" + s.Country + ".md": fmt.Appendf(nil,
			"---\n# native: [be, ru] says in which languages its people write their names\nverified: %s\n---\n", s.Day),
		"content/profiles/" + s.Country + "/.gitkeep": {},
	}
	for name, at := range map[string]string{"README.md": "README.md", "vigil.sh": ".ci/vigil"} {
		if err := s.fill(out, name, at); err != nil {
			return nil, err
		}
	}
	for i, lang := range s.Languages {
		at := "content/pages/about." + lang + ".md"
		if i == 0 {
			at = "content/pages/about.md"
		}
		if err := s.fill(out, "about."+lang+".md", at); err != nil {
			return nil, err
		}
	}
	return out, s.take(out)
}

// fill makes a file of one in files/, where there is one: a language may have none.
func (s Site) fill(into map[string][]byte, name, at string) error {
	t, err := template.ParseFS(files, "files/"+name)
	if errors.Is(err, fs.ErrNotExist) || err != nil && strings.HasPrefix(name, "about.") {
		return nil
	}
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, s); err != nil {
		return err
	}
	into[at] = b.Bytes()
	return nil
}

func (s Site) settings() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "title: %s\nbase_url: \"\"              # where the site stands, https://…, once it does\nlanguages: [%s]\n"+
		"recognition: required      # or: presumed; who counts as a political prisoner, see content/pages/methodology.md\n",
		schema.Quoted(s.Title), strings.Join(s.Languages, ", "))
	if s.Contact == "" {
		b.WriteString("# contact: an address, a key or a link under which readers can reach you\n")
	} else {
		fmt.Fprintf(&b, "contact: %s\n", schema.Quoted(s.Contact))
	}
	return b.Bytes()
}

// take adds what stands in the program's own repository: pages, in the languages of the site, and what hosts read.
func (s Site) take(into map[string][]byte) error {
	return fs.WalkDir(root.FS, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := root.FS.ReadFile(name)
		switch {
		case err != nil:
			return err
		case path.Dir(name) == "content/pages":
			page, lang, translated := strings.Cut(strings.TrimSuffix(path.Base(name), ".md"), ".")
			if !translated {
				lang = mainHere
			}
			if !slices.Contains(s.Languages, lang) {
				return nil
			}
			name = "content/pages/" + page + "." + lang + ".md"
			if lang == s.Languages[0] {
				name = "content/pages/" + page + ".md"
			} else if lang == mainHere {
				data = titleAndText(data) // the rest of its header belongs to the main file
			}
		default:
			data = elsewhere(name, data)
		}
		into[name] = data
		return nil
	})
}

// mainHere is the main language of the program's own site.
const mainHere = "en"

var titled = regexp.MustCompile(`(?ms)^(title: [^\n]*\n).*?^(---\n.*)`)

func titleAndText(page []byte) []byte {
	m := titled.FindSubmatch(page)
	if m == nil {
		return page
	}
	return slices.Concat([]byte("---\n"), m[1], m[2])
}

// elsewhere has hosts run a program that does not stand in the same repository.
func elsewhere(name string, data []byte) []byte {
	text := strings.ReplaceAll(string(data), "go run ./cmd/vigil", ".ci/vigil")
	if path.Base(name) == "check.yml" {
		text, _, _ = strings.Cut(text, "\n  code:\n") // and what tests the program itself
		text = strings.ReplaceAll(text, "{go-version-file: go.mod}", "{go-version: stable}") + "\n"
		text = strings.Replace(text, "\njobs:\n", "\nenv:\n  VIGIL_PROGRAM: ${{ vars.VIGIL_PROGRAM }} # the address of the program's repository\n\njobs:\n", 1)
	}
	return []byte(text)
}

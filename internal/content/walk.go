package content

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"vigil/internal/diag"
	"vigil/internal/schema"
)

// group is a Markdown file with its translations and its photo: everything of one name in one folder.
type group struct {
	dir, name string // "profiles/by", "alena-prykladava"
	main      bool   // <name>.md is there
	langs     []string
	photo     string // ending, or ""
}

// path is the file's name below content/; lang "" is the main file.
func (g group) path(lang string) string {
	if lang == "" {
		return g.dir + "/" + g.name + ".md"
	}
	return g.dir + "/" + g.name + "." + lang + ".md"
}

// walker collects what is wrong with the entries of folders, whom the files speak of, and where they lead.
type walker struct {
	s        *Source
	problems diag.List
	mentions []mention
	links    []Links
	outdated map[string][]string // see Library
}

func (w *walker) say(rule diag.Rule, at, text, hint string) {
	w.problems.Add(diag.Problem{Path: path.Join("content", at), Rule: rule, Text: text, Hint: hint})
}

// entries lists a folder, sorted by name, without what editors leave behind. A missing folder is empty, and so
// is what is none: top and folders report it, and opening a pipe would wait for ever.
func (w *walker) entries(dir string) ([]fs.DirEntry, error) {
	if info, err := w.s.root.Lstat(dir); err == nil && !info.IsDir() {
		return nil, nil
	}
	es, err := fs.ReadDir(w.s.root.FS(), dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list content: %w", err)
	}
	return slices.DeleteFunc(es, func(e fs.DirEntry) bool {
		return strings.HasPrefix(e.Name(), ".") || strings.HasSuffix(e.Name(), "~")
	}), nil
}

// folders lists the folders in dir, each of which is named for a country; a file there is a problem.
func (w *walker) folders(dir string) (names []string, err error) {
	es, err := w.entries(dir)
	for _, e := range es {
		at := dir + "/" + e.Name()
		switch {
		case !e.IsDir():
			w.say(fileType, at, "a file stands where only folders of countries belong", "move it into the folder of its country: "+dir+"/by/…")
		case schema.Country(e.Name()) != nil:
			wrong := schema.Country(e.Name())
			w.say(fileName, at, wrong.Error(), hintOf(wrong))
		default:
			names = append(names, e.Name())
		}
	}
	return names, err
}

var photoEndings = []string{"jpg", "png", "webp"}

// groups lists the Markdown files of a folder with what belongs to each.
func (w *walker) groups(dir string, form func(string) error, photos bool) ([]group, error) {
	es, err := w.entries(dir)
	if err != nil {
		return nil, err
	}
	belong := "here belong <name>.md and translations <name>.<language>.md"
	if photos {
		belong = "here belong <name>.md, translations <name>.<language>.md, and a photo <name>.jpg, .png or .webp"
	}
	var out []group
	for _, e := range es {
		at := dir + "/" + e.Name()
		name, ending, _ := strings.Cut(e.Name(), ".")
		lang := strings.TrimSuffix(ending, ".md")
		if !w.regular(e, at) {
			continue
		}
		photo := photos && slices.Contains(photoEndings, ending)
		switch {
		case ending != "md" && !strings.HasSuffix(ending, ".md") && !photo:
			w.say(fileType, at, "this kind of file does not belong here", belong)
			continue
		case form(name) != nil:
			w.say(fileName, at, form(name).Error(), hintOf(form(name)))
			continue
		case ending != "md" && !photo && schema.LanguageTag(lang) != nil:
			w.say(fileName, at, fmt.Sprintf("%q is not a language tag", lang), "a translation is named <name>.<language>.md, like "+name+".be.md")
			continue
		}
		if len(out) == 0 || out[len(out)-1].name != name { // files of one group follow each other
			out = append(out, group{dir: dir, name: name})
		}
		switch g := &out[len(out)-1]; {
		case photo && g.photo != "":
			w.say(fileType, at, "there are two photos for one profile", "keep one")
		case photo:
			g.photo = ending
		case ending == "md":
			g.main = true
		default:
			g.langs = append(g.langs, lang)
		}
	}
	return slices.DeleteFunc(out, w.orphan), nil
}

// orphan reports files without the main file that they belong to.
func (w *walker) orphan(g group) bool {
	if g.main {
		return false
	}
	hint := "add " + g.name + ".md beside it, or mend this file's name"
	for _, lang := range g.langs {
		w.say(fileType, g.path(lang), "this is a translation of a file that is not there", hint)
	}
	if g.photo != "" {
		w.say(fileType, g.dir+"/"+g.name+"."+g.photo, "this photo has no profile", hint)
	}
	return true
}

// regular refuses links, devices, pipes and folders: a link could publish a file from anywhere.
func (w *walker) regular(e fs.DirEntry, at string) bool {
	switch {
	case e.IsDir():
		w.say(fileType, at, "a folder stands where only files belong", "move its files up")
	case !e.Type().IsRegular():
		w.say(fileType, at, "this is a link or a device, not a file", "put the file itself here")
	default:
		return true
	}
	return false
}

// top reports whatever stands directly in content/ and is not known.
func (w *walker) top() error {
	es, err := w.entries(".")
	for _, e := range es {
		name := e.Name()
		switch {
		case name == "site.yaml" || name == "mirrors.yaml" || name == "reported.yaml":
			w.regular(e, name)
		case !e.IsDir():
			w.say(fileType, name, "this file does not belong here",
				"here belong site.yaml, mirrors.yaml, reported.yaml and the folders "+strings.Join(folderNames, ", "))
		case !slices.Contains(folderNames, name):
			w.say(fileType, name, fmt.Sprintf("there is no kind of content called %q", name), diag.Suggest(name, folderNames))
		}
	}
	return err
}

var folderNames = []string{"countries", "laws", "news", "officials", "organisations", "pages", "prisons", "profiles"}

//go:build unix

package hostile

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vigil/internal/compile"
	"vigil/internal/lab/trial"
)

// beside is what a commit, or somebody at the host, puts beside content/ or into the output. Below the working
// folder lie source/, the folder of a site, and outside/, which is nobody's business.
type beside struct {
	name    string
	make    func(source string) error // the output is source/public, where a site of the folder already stands if built
	built   bool
	out     string // below source; "": public
	refused string // part of what is said; "": a site is built, and nothing of this is in it
}

// steps runs one after the other.
func steps(all ...func(string) error) func(string) error {
	return func(source string) error {
		for _, step := range all {
			if err := step(source); err != nil {
				return err
			}
		}
		return nil
	}
}

// at runs what makes an entry, at a place below the source folder.
func at(name string, make func(string) error) func(string) error {
	return func(source string) error {
		to := filepath.Join(source, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return make(to)
	}
}

// instead puts something in the place of a folder, which lies outside then.
func instead(name string, make func(string) error) func(string) error {
	return func(source string) error {
		to := filepath.Join(source, filepath.FromSlash(name))
		if err := os.Rename(to, filepath.Join(source, "../outside", filepath.Base(name))); err != nil {
			return err
		}
		return make(to)
	}
}

const secret = "SECRET-OUTSIDE"

// besides are relatives of holes that were found: folders that are links, leftovers that no build left, files in the
// output that no build made, and outputs within the source.
func besides() (out []beside) {
	add := func(a beside) { out = append(out, a) }
	kinds := map[string]func(string) error{
		"link out": link("/etc"), "link up": link("../outside"), "link to itself": link("static"), "broken link": link("nowhere"),
		"link to a device": link("/dev/zero"), "pipe": pipe, "device": device, "socket": socket, "file": file("x"),
	}
	for kind, make := range kinds {
		for _, name := range []string{"static", "templates"} {
			add(beside{name: kind + " for " + name, make: at(name, make), refused: name})
		}
		if kind == "file" {
			continue
		}
		for _, name := range []string{"static/own.css", "static/style.css", "static/root", "static/root/CNAME", "static/root/a/b", "static/.hidden",
			"static/more/deep/x.css",
			"templates/404.html", "templates/person.html", "templates/i18n", "templates/i18n/be.yaml", "templates/more"} {
			add(beside{name: kind + " in " + name, make: at(name, make), refused: name + `": a link or a device`})
		}
	}
	for kind, make := range map[string]func(string) error{"link": link("../outside/content"), "link out": link("/etc"), "broken link": link("nowhere"),
		"file": file("x"), "pipe": pipe} {
		add(beside{name: kind + " for content", make: instead("content", make), refused: "content"})
	}
	for kind, make := range map[string]func(string) error{"link": link("../../outside/profiles"), "file": file("x"), "pipe": pipe} {
		add(beside{name: kind + " for profiles", make: instead("content/profiles", make), refused: "unexpected-file"})
	}
	add(beside{name: "link for a country", make: instead("content/profiles/aq", link("../../../outside/aq")), refused: "unexpected-file"})

	// Leftovers, also under the names that a build uses within.
	page := file("<p>" + secret)
	for _, ending := range []string{"vigil-staging", "vigil-lock", "vigil-aside", "vigil-trash"} {
		lies := ".public." + ending
		stands := ""
		if ending == "vigil-staging" {
			stands = "no build of this output left it"
		}
		for kind, make := range map[string]func(string) error{"link to a folder": link("../outside"), "link to a file": link("../outside/secret.txt"),
			"broken link":      link("../outside/made"),
			"link to a device": link("/dev/null")} {
			refused := stands
			if ending == "vigil-lock" {
				refused = "locking"
			}
			add(beside{name: kind + " for " + lies, make: at(lies, make), refused: refused})
			add(beside{name: kind + " for " + lies + ", with a site", make: at(lies, make), refused: refused, built: true})
		}
		if ending == "vigil-lock" {
			add(beside{name: "a record for " + lies, make: at(lies, file("1:1 1:1 0\n"))})
			add(beside{name: "a long record for " + lies, make: at(lies, file(strings.Repeat("1", 1<<20)))})
			add(beside{name: "a folder for " + lies, make: at(lies+"/x", page), refused: "locking"})
			continue
		}
		for _, in := range []string{"new", "old", "before", "."} {
			for _, built := range []bool{false, true} {
				add(beside{name: fmt.Sprint(lies, "/", in, " built ", built), built: built, refused: stands, make: steps(at(lies+"/"+in+"/index.html", page),
					at(lies+"/"+in+"/mirror.json", file(`{"generator":"vigil"}`)))})
			}
		}
		if stands == "" {
			add(beside{name: lies + " and a mistake in the content", refused: "front-matter", make: steps(at(lies+"/index.html", page),
				at(lies+"/mirror.json", file(`{"generator":"vigil"}`)), at("content/profiles/aq/bad.md", file("no header")))})
		}
		add(beside{name: lies + " with a lock", refused: stands, make: steps(at(lies+"/old/index.html", page), at(".public.vigil-lock", file("1:1 1:1 0\n")))})
	}

	// What others put into the output.
	for _, name := range []string{".git/HEAD", "CNAME", "uploads/a.pdf", "countries/aq/notes.txt", "countries/zz/x.html",
		".well-known/acme-challenge/x", "index.html.bak", ".htaccess",
		"SHA256SUMS.bak", "mirror.json.old", "static/own.css", "a\nb", "\u202etxt.exe", "de/index.html"} {
		add(beside{name: "foreign " + name, built: true, make: at("public/"+name, file("mine")), refused: "holds what vigil did not put there"})
	}
	for kind, make := range map[string]func(string) error{"link to a folder": link("../../outside"), "link to a file": link("../../outside/secret.txt"),
		"broken link": link("nowhere"), "pipe": pipe, "socket": socket} {
		add(beside{name: "foreign " + kind, built: true, make: at("public/mine", make), refused: "holds what vigil did not put there"})
	}
	add(beside{name: "a list that names foreign files", built: true, refused: "holds what vigil did not put there", make: steps(at("public/mine.txt",
		file("mine")),
		at("public/SHA256SUMS", file(strings.Repeat("0", 64)+"  ../mine.txt\n"+strings.Repeat("0", 64)+"  ./mine.txt\n")))})
	for _, name := range []string{".DS_Store", "countries/Thumbs.db", "countries/aq/desktop.ini"} {
		add(beside{name: "dropped " + name, built: true, make: at("public/"+name, file(secret))})
	}

	// Outputs in, around and instead of the source.
	for _, to := range []string{"content", "content/public", "content/profiles/aq/public", "templates/x", "static", "static/x", "static/../static/x",
		".", "..", "content/../content/x", "static/root"} {
		add(beside{name: "output " + to, out: to, make: steps(at("static/own.css", file("a{}")), at("templates/x.txt", file("x"))), refused: "output"})
	}
	for to, leads := range map[string]string{"public": "static", "pub": "content", "away": "../outside"} {
		add(beside{name: "output through a link to " + leads, out: to + "/x", make: steps(at("static/own.css", file("a{}")), at(to, link(leads))),
			refused: map[bool]string{true: "output"}[to != "away"]})
		add(beside{name: "output that is a link to " + leads, out: to, make: steps(at("static/own.css", file("a{}")), at(to, link(leads))), refused: "output"})
	}
	slices.SortFunc(out, func(a, b beside) int { return strings.Compare(a.name, b.name) })
	return out
}

// Whatever stands beside content/ or in the output and is not ours to publish, to follow or to remove stays where it
// is, and as it is; a build that is refused leaves no trace.
func TestBeside(t *testing.T) {
	all := trial.Some(besides(), 1)
	var skipped atomic.Int32
	for _, a := range all {
		t.Run(strings.ReplaceAll(a.name, "/", "∕"), func(t *testing.T) {
			t.Parallel()
			top := trial.Folder(t)
			source := filepath.Join(top, "source")
			files := maps.Clone(Base())
			lay(t, source, files)
			lay(t, top, map[string]string{"outside/secret.txt": secret, "outside/index.html": secret})
			build := func(to string) (string, error) {
				report, err := compile.Site(context.Background(), compile.Options{Source: source, Out: to, When: when(t), Workers: 1})
				said := ""
				for _, p := range errorsIn(report.Problems) {
					said += p.Rule.ID + " " + p.String() + "\n"
				}
				return said, err
			}
			if a.built {
				if said, err := build(filepath.Join(source, "public")); err != nil || said != "" {
					t.Fatal(said, err)
				}
			}
			if err := a.make(source); err != nil {
				skipped.Add(1)
				t.Skip("this system cannot make it: ", err)
			}
			before := tree(t, top)
			to := filepath.Join(source, "public")
			if a.out != "" {
				to = source + "/" + a.out
			}
			var said string
			var err error
			ended := make(chan bool)
			go func() { defer close(ended); said, err = build(to) }()
			select {
			case <-ended:
			case <-time.After(20 * time.Second):
				t.Fatal("it does not end")
			}
			if err != nil {
				said += err.Error()
			}
			after := tree(t, top)
			if a.refused != "" {
				if !strings.Contains(said, a.refused) {
					t.Errorf("said is %q, want %q", said, a.refused)
				}
				delete(before, "source/.public.vigil-lock") // a build locks whatever file is there, and removes it
				delete(after, "source/.public.vigil-lock")
				if !maps.Equal(before, after) {
					t.Errorf("refused, and yet it changed %v", changes(before, after))
				}
				return
			}
			if said != "" {
				t.Fatal(said)
			}
			for name, what := range after {
				if strings.HasPrefix(name, "source/public/") && strings.Contains(what, secret) {
					t.Errorf("%s is published", name)
				}
			}
			for name := range changes(before, after) {
				if !strings.HasPrefix(name, "source/public") && !strings.HasPrefix(name, "outside/x") && name != "source/.public.vigil-lock" {
					t.Errorf("%s changed", name)
				}
			}
		})
	}
	t.Cleanup(func() {
		if t.Logf("%d cases, %d skipped", len(all), skipped.Load()); int(skipped.Load()) > len(all)/10 {
			t.Errorf("%d of %d could not be made", skipped.Load(), len(all))
		}
	})
}

// tree is everything below a folder: of a file its text, of a link where it leads, of anything else its type.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, file)
		switch e.Type() {
		case 0:
			data, err := os.ReadFile(file)
			out[name] = string(data)
			return err
		case fs.ModeSymlink:
			out[name], err = os.Readlink(file)
		default:
			out[name] = e.Type().String()
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func changes(before, after map[string]string) map[string]bool {
	out := map[string]bool{}
	for name, what := range before {
		if now, there := after[name]; !there || now != what {
			out[name] = true
		}
	}
	for name := range after {
		if _, there := before[name]; !there {
			out[name] = true
		}
	}
	return out
}

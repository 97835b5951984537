//go:build unix

package hostile

import (
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// entry is something in content/ that is not a file with text, or not where and how one may be.
type entry struct {
	name, rule string
	at         string // its path below the source folder
	make       func(at string) error
}

func link(to string) func(string) error {
	return func(at string) error { return os.Symlink(to, at) }
}

func file(text string) func(string) error {
	return func(at string) error { return os.WriteFile(at, []byte(text), 0o644) }
}

func folder(at string) error { return os.Mkdir(at, 0o755) }

func pipe(at string) error { return syscall.Mkfifo(at, 0o644) }

func device(at string) error {
	if runtime.GOOS != "linux" {
		return syscall.EPERM
	}
	return syscall.Mknod(at, syscall.S_IFCHR|0o644, 1<<8|5) // /dev/zero: reading it never ends
}

func socket(at string) error {
	fd, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	return syscall.Bind(fd, &syscall.SockaddrUnix{Name: at})
}

func entries() (out []entry) {
	const in = "content/profiles/aq/"
	kinds := []struct {
		name string
		make func(string) error
	}{
		{"link out of the tree", link("/etc/passwd")}, {"link up", link("../../../../secret.md")}, {"link inside", link("jane-example.md")},
		{"link to a draft", link("../aq/jane-example.md")}, {"link to itself", link("john.md")},
		{"broken link", link("nowhere")}, {"link to a device", link("/dev/zero")}, {"link to a process", link("/proc/self/environ")},
		{"link to a folder", link("/etc")}, {"pipe", pipe}, {"device", device}, {"socket", socket}, {"folder", folder},
	}
	for _, k := range kinds {
		for _, at := range []string{in + "john.md", in + "john.be.md", in + "jane-example.jpg", "content/pages/john.md", "content/news/2026-01-01-john.md",
			"content/organisations/john.md", "content/laws/by.yaml", "content/reported.yaml", "content/mirrors.yaml", "content/site.yaml",
			"content/countries/aq.md", "content/stray",
			"content/pages", "content/laws", "content/news", "content/prisons", "content/prisons/aq", "content/profiles/by"} {
			if k.name == "folder" && !strings.Contains(path.Base(at), ".") {
				continue // which is as it should be, or stands in the next table
			}
			out = append(out, entry{k.name + " " + at, "unexpected-file", at, k.make})
		}
	}
	for _, at := range []string{"content/x.md", "content/stray/", "content/profiles/x.md", "content/profiles/x.html", in + "index.html", in + "x.txt",
		in + "x.svg", in + "x.gif", in + "x.php", in + "x.md.html", in + "x", in + "x.MD", in + "x.yaml", in + "Thumbs.db", in + "x.js",
		"content/laws/aq.yml", "content/laws/xyz.yaml", "content/pages/x.html", "content/pages/x.png", "content/_redirects", "content/_headers", "content/CNAME",
		"content/netlify.toml", "content/site.yml", "content/Site.yaml", "content/news/x.jpg", in + "nobody.jpg", in + "nobody.be.md", in + "jane-example.en.md"} {
		make := file("---\nname: x\n---\n")
		if strings.HasSuffix(at, "/") {
			make = folder
		}
		out = append(out, entry{"stray " + at, "unexpected-file", strings.TrimSuffix(at, "/"), make})
	}
	names := []string{"con.md", "nul.md", "aux.md", "com1.md", "lpt9.md", "index.md", "page-2.md", "status.md", "articles.md", "prisons.md", "JANE-EXAMPLE.md",
		"Jane-Example.md", "jané-example.md", "jane\u0301-example.md", "jаne-example.md", "jane example.md", " jane.md", "jane_example.md", "jane--x.md", "-x.md",
		"x-.md",
		"a\u202egnp.md", "\u200bjane.md", "jane\nx.md", "jane\tx.md", "jane\x7fx.md", "<script>.md", "\"onload=x.md", "'.md", "&amp;.md", "a:b.md", "a\\b.md",
		"a?b.md", "a#b.md", "a%2fb.md", "$(x).md", "`x`.md", "=1+1.md", "ж.md", "ß.md", "İ.md", "ｘ.md", "\xff.md", "\xc0\xae.md",
		strings.Repeat("x", 81) + ".md", strings.Repeat("x", 250) + ".md", strings.Repeat("ж", 125) + ".md", "x.BE.md", "x.be-by.md", "x.<b>.md", "x.english.md",
		"x.b.md"}
	for _, n := range names {
		out = append(out, entry{fmt.Sprintf("name %.60q", n), "file-name", in + n, file(Profile("name: John Example", ""))})
	}
	for _, n := range []string{"AQ", "a", "aqq", "a q", "аq", "con", "<b>", "a\u202eq"} {
		out = append(out, entry{fmt.Sprintf("country %q", n), "file-name", "content/profiles/" + n, folder})
	}
	for _, n := range []string{"404.md", "search.md", "letters.md", "numbers.md", "data.md", "index.md"} {
		out = append(out, entry{"page " + n, "file-name", "content/pages/" + n, file("---\ntitle: x\n---\n")})
	}
	for _, n := range []string{"countries.md", "static.md", "be.md"} {
		out = append(out, entry{"page over a folder " + n, "same-address", "content/pages/" + n, file("---\ntitle: x\n---\n")})
	}
	for _, n := range []string{"x.md", "2026-13-01-x.md", "2026-01-01.md", "2026-01-01-.md", "2026-01-01-X.md", "9999-99-99-x.md"} {
		out = append(out, entry{"news " + n, "file-name", "content/news/" + n, file("---\ntitle: x\nsources: [{title: x}]\n---\n")})
	}
	return out
}

// Whatever stands in content/ and is no plain file at its place is refused by name, and never opened: a pipe
// would wait for ever, a device never end, a link publish somebody's secret.
func TestTreeRefused(t *testing.T) {
	all, skipped := entries(), 0
	for _, e := range trial.Some(all, 1) {
		t.Run(strings.ToValidUTF8(strings.ReplaceAll(e.name, "/", "∕"), "?"), func(t *testing.T) {
			dir := trial.Folder(t)
			files := maps.Clone(Base())
			files["secret.md"] = Profile("name: A Secret", "")
			lay(t, dir, files)
			at := filepath.Join(dir, filepath.FromSlash(e.at))
			if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
				t.Fatal(err)
			}
			if e.at == "content/site.yaml" {
				os.Remove(at)
			}
			if err := e.make(at); err != nil {
				skipped++
				t.Skip("this system cannot make one: ", err)
			}
			found := make(chan []string, 1)
			go func() {
				var out []string
				for _, p := range errorsIn(checked(t, dir)) {
					out = append(out, p.Rule.ID+" "+p.Path)
				}
				found <- out
			}()
			select {
			case got := <-found:
				if len(got) != 1 || got[0] != e.rule+" "+e.at {
					t.Errorf("got %q, want %s at %q", got, e.rule, e.at)
				}
			case <-time.After(5 * time.Second):
				t.Fatal("it was opened")
			}
		})
	}
	if t.Logf("%d entries, %d skipped", len(all), skipped); skipped > 30 {
		t.Errorf("%d of %d entries could not be made", skipped, len(all))
	}
}

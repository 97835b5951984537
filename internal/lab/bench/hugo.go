package main

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"vigil/templates"
)

// installHugo takes Hugo through the Go proxy: plain, without cgo.
func (b *bench) installHugo() error {
	env := []string{"GOBIN=" + b.bin, "CGO_ENABLED=0", "GOFLAGS="}
	if err := b.goTool(env, "install", "github.com/gohugoio/hugo@"+b.hugo); err != nil {
		return err
	}
	words, err := exec.CommandContext(b.ctx, b.hugoProgram(), "version").Output()
	if err != nil {
		return fmt.Errorf("ask Hugo for its version: %w", err)
	}
	b.peers = append(b.peers, strings.Join(strings.Fields(string(words))[:2], " "))
	return nil
}

func (b *bench) hugoProgram() string { return filepath.Join(b.bin, program("hugo")) }

// hugoSite is what Hugo is given beside the profiles. In layouts are the pages as lean as can be; in same those
// that say what Vigil's say.
//
//go:embed all:hugo
var hugoSite embed.FS

// mount tells Hugo that a folder or file of ours stands at a place of its own.
type mount struct{ source, target string }

// hugoBuilder makes one of the two sites for Hugo. Everything of the set is mounted as it is.
func (b *bench) hugoBuilder(name string, s set, mounts ...mount) (*builder, error) {
	settings := ""
	for _, m := range append(mounts, mount{s.people(), "content"}, mount{"layouts", "layouts"}) {
		settings += fmt.Sprintf("\n[[module.mounts]]\nsource = %q\ntarget = %q\n", filepath.ToSlash(m.source), m.target)
	}
	dir := filepath.Join(b.work, "hugo "+name)
	if err := copySite(hugoSite, "hugo", dir, "hugo.toml", settings); err != nil {
		return nil, err
	}
	return &builder{name: "Hugo, " + name, check: s.check, command: func(out string) *exec.Cmd { return b.hugoBuild(dir, out) }}, nil
}

// copySite copies an embedded folder to where another generator takes it from, with more settings at the end of a file.
func copySite(site fs.FS, folder, to, file, settings string) error {
	inner, err := fs.Sub(site, folder)
	if err == nil {
		err = os.CopyFS(to, inner)
	}
	if err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(to, file), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteString(settings)
	return errors.Join(err, f.Close())
}

func (b *bench) hugoBuild(site, out string) *exec.Cmd {
	return exec.CommandContext(b.ctx, b.hugoProgram(), "build", "--source", site, "--destination", out, "--minify",
		"--noTimes", "--noChmod", "--noBuildLock", "--clock", b.date.Format(time.RFC3339), "--cacheDir", filepath.Join(b.work, "hugo-cache"))
}

// hugoBuilders gives both, so that nobody need believe that one was written to lose.
func (b *bench) hugoBuilders(s set) ([]*builder, error) {
	if err := b.installHugo(); err != nil {
		return nil, err
	}
	words := filepath.Join(b.work, "words.yaml")
	text, err := templates.FS.ReadFile("i18n/en.yaml")
	if err = cmp.Or(err, os.WriteFile(words, text, 0o644)); err != nil {
		return nil, err
	}
	lean, err := b.hugoBuilder("lean", s)
	if err != nil {
		return nil, err
	}
	content := func(name string) string { return filepath.Join(s.dir, "content", name) }
	same, err := b.hugoBuilder("same pages", s, mount{content("prisons"), "content/prisons"}, mount{content("countries"), "content/countries"},
		mount{content("laws"), "data/laws"},
		mount{words, "data/words.yaml"}, mount{"same/data", "data"}, mount{"same/layouts", "layouts"})
	return []*builder{same, lean}, err
}

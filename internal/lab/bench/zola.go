package main

import (
	"embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// zolaSite is what Zola is given beside the profiles: the bare facts, as in Hugo's layouts.
//
//go:embed zola
var zolaSite embed.FS

// zolaBuilder makes the site for Zola. It allows no fields of one's own but under extra:, so the profiles are
// written anew, with all their fields there.
func (b *bench) zolaBuilder(s set) (*builder, error) {
	words, err := exec.CommandContext(b.ctx, b.zola, "--version").Output()
	if err != nil {
		return nil, fmt.Errorf("ask Zola for its version: %w", err)
	}
	b.peers = append(b.peers, strings.TrimSpace(string(words)))
	dir := filepath.Join(b.work, "zola")
	content := filepath.Join(dir, "content")
	if err := copySite(zolaSite, "zola", dir, "config.toml", fmt.Sprintf("\n[extra]\ntoday = %q\n", day(b.date))); err != nil {
		return nil, err
	}
	if err := errors.Join(os.MkdirAll(content, 0o755), zolaSection(content, "Home")); err != nil {
		return nil, err
	}
	err = eachProfile(s.people(), func(file string, header []byte) error {
		place, err := filepath.Rel(s.people(), file)
		if err != nil {
			return err
		}
		country := filepath.Join(content, filepath.Dir(place))
		if _, err := os.Stat(country); err != nil {
			if err := errors.Join(os.Mkdir(country, 0o755), zolaSection(country, filepath.Dir(place))); err != nil {
				return err
			}
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		fields := strings.ReplaceAll(string(header), "\n", "\n  ")
		text := data[len("---\n")+len(header)+len("\n---\n"):]
		return os.WriteFile(filepath.Join(content, place), fmt.Appendf(nil, "---\ntitle: %s\nextra:\n  %s\n---\n%s", nameIn(header), fields, text), 0o644)
	})
	return &builder{name: "Zola, bare facts", check: s.check, command: func(out string) *exec.Cmd {
		return exec.CommandContext(b.ctx, b.zola, "--root", dir, "build", "--output-dir", out)
	}}, err
}

// zolaSection makes a folder a list of a hundred people a page.
func zolaSection(dir, title string) error {
	return os.WriteFile(filepath.Join(dir, "_index.md"), fmt.Appendf(nil, "---\ntitle: %s\nsort_by: none\npaginate_by: 100\n---\n", title), 0o644)
}

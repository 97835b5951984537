package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"vigil/internal/lab/synth"
)

// bench is one run: where it works, and the programs it measures.
type bench struct {
	options
	ctx       context.Context
	work, bin string // new folders of its own, for files and for programs
	out       io.Writer
	peers     []string // what the others say of their versions
}

func (b *bench) buildVigil() error {
	b.vigil = filepath.Join(b.bin, program("vigil"))
	return b.goTool(nil, "build", "-o", b.vigil, "vigil/cmd/vigil")
}

// goTool runs Go, anywhere inside the module.
func (b *bench) goTool(env []string, args ...string) error {
	cmd := exec.CommandContext(b.ctx, "go", args...)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

func program(name string) string {
	if filepath.Separator == '\\' {
		return name + ".exe"
	}
	return name
}

// set is a synthetic source folder.
type set struct {
	dir      string
	profiles int // after the unpublished were taken out
}

func (s set) people() string { return filepath.Join(s.dir, "content", "profiles") }

// writeSet writes n people, and takes those out who must not be published.
func (b *bench) writeSet(n int) (set, error) {
	s := set{dir: filepath.Join(b.work, "source")}
	asOf := b.date.AddDate(0, 0, -20) // some days before, as in a site that volunteers keep
	if err := synth.Write(s.dir, synth.Options{People: n, Seed: 1, AsOf: asOf, Words: 200}); err != nil {
		return s, err
	}
	err := eachProfile(s.people(), func(file string, header []byte) error {
		if hidden.Match(header) {
			return os.Remove(file)
		}
		s.profiles++
		return nil
	})
	return s, err
}

// The fields that keep a person, or the name, from being published.
var hidden = regexp.MustCompile(`(?m)^(publish|publish_after|unnamed):`)

// eachProfile gives every profile with its header.
func eachProfile(dir string, each func(file string, header []byte) error) error {
	return filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		header, _, ok := bytes.Cut(data[4:], []byte("\n---\n"))
		if !ok {
			return errors.New(file + " has no header")
		}
		return each(file, header)
	})
}

func day(t time.Time) string { return t.Format(time.DateOnly) }

func (b *bench) vigilBuild(source, out string, when time.Time) *exec.Cmd {
	return exec.CommandContext(b.ctx, b.vigil, "build", "--source", source, "--out", out, "--date", day(when))
}

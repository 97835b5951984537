package diff

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"strconv"
	"strings"
)

// ErrRevision tells that there is no such revision, or no way to get at it; the error says what to do.
var ErrRevision = errors.New("no such revision")

// folders are what a site is made from.
var folders = []string{"content", "templates", "static"}

// Extract writes the folders of a site, as they were in a revision, into an empty folder. The working tree, the index
// and the repository stay as they are; Git is asked for its objects only, without a shell and without any filter that a
// repository could name.
func Extract(ctx context.Context, source, rev, into string) error {
	if _, err := exec.LookPath("git"); err != nil {
		return fmt.Errorf("%w: Git is not installed; give a folder with the site as it was", ErrRevision)
	}
	prefix, err := git(ctx, source, "rev-parse", "--show-prefix")
	if err != nil {
		return fmt.Errorf("%w: Git does not know %s as a repository (%v); give a folder with the site as it was", ErrRevision, source, err)
	}
	commit, err := git(ctx, source, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err != nil {
		return fmt.Errorf("%w: this repository has no %s; after a shallow clone, git fetch brings it", ErrRevision, rev)
	}
	files, err := list(ctx, source, strings.TrimSpace(string(commit)), strings.TrimSuffix(string(prefix), "\n"))
	if err != nil {
		return err
	}
	root, err := os.OpenRoot(into)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.MkdirAll("content", 0o755); err != nil { // there may have been none
		return err
	}
	return read(ctx, source, files, root)
}

// blob is a file of a revision.
type blob struct{ id, path string }

// list gives the regular files of a revision; links and submodules are no content.
func list(ctx context.Context, source, commit, prefix string) (files []blob, err error) {
	args := []string{"ls-tree", "-r", "-z", "--full-tree", commit, "--"}
	for _, folder := range folders {
		args = append(args, prefix+folder)
	}
	out, err := git(ctx, source, args...)
	if err != nil {
		return nil, fmt.Errorf("git ls-tree: %w", err)
	}
	for entry := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		about, name, _ := strings.Cut(entry, "\t")
		if f := strings.Fields(about); len(f) == 3 && strings.HasPrefix(f[0], "100") {
			files = append(files, blob{f[2], strings.TrimPrefix(name, prefix)})
		}
	}
	return files, nil
}

// read has one process of Git write the files, one after the other.
func read(ctx context.Context, source string, files []blob, root *os.Root) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	cmd := command(ctx, source, "cat-file", "--batch")
	var ask strings.Builder
	for _, f := range files {
		ask.WriteString(f.id + "\n")
	}
	cmd.Stdin = strings.NewReader(ask.String())
	answers, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	in := bufio.NewReaderSize(answers, 1<<16)
	made := map[string]bool{}
	for _, f := range files {
		if err := place(in, f, root, made); err != nil {
			stop()
			_ = cmd.Wait()
			return fmt.Errorf("git cat-file %s: %w", f.path, err)
		}
	}
	return cmd.Wait()
}

// place writes the next answer, "<id> blob <size>", the bytes and a line end, to its place.
func place(in *bufio.Reader, f blob, root *os.Root, made map[string]bool) error {
	line, err := in.ReadString('\n')
	if err != nil {
		return err
	}
	about := strings.Fields(line)
	if len(about) != 3 || about[1] != "blob" {
		return errors.New(strings.TrimSpace(line))
	}
	size, err := strconv.ParseInt(about[2], 10, 64)
	if err != nil {
		return err
	}
	if dir := path.Dir(f.path); !made[dir] {
		if err := root.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		made[dir] = true
	}
	file, err := root.Create(f.path)
	if err != nil {
		return err
	}
	_, err = io.CopyN(file, in, size)
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	_, err = in.Discard(1)
	return err
}

// git runs Git and gives what it prints; its own words are in the error.
func git(ctx context.Context, source string, args ...string) ([]byte, error) {
	cmd := command(ctx, source, args...)
	var wrong bytes.Buffer
	cmd.Stderr = &wrong
	out, err := cmd.Output()
	if said, _, _ := strings.Cut(strings.TrimSpace(wrong.String()), "\n"); err != nil && said != "" {
		return nil, errors.New(said)
	}
	return out, err
}

func command(ctx context.Context, source string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "git", args...)
	cmd.Dir = source
	cmd.Env = append(os.Environ(), "GIT_LITERAL_PATHSPECS=1", "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
	return cmd
}

package webtest

import (
	"html"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"vigil/internal/lab/trial"
	"vigil/internal/output"
)

// guide is the guide for hosts.
func guide(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../../.github/MIRRORS.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// steps are the commands that mirrors.html and the guide give for a host, both the same.
func steps(t *testing.T, site, with string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(site, "mirrors.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(page), "<pre>")[1:] {
		commands, _, _ := strings.Cut(part, "</pre>")
		if commands = html.UnescapeString(commands); strings.Contains(commands, with) {
			if !strings.Contains(guide(t), commands) {
				t.Errorf("the guide does not have the commands of mirrors.html:\n%s", commands)
			}
			return commands
		}
	}
	t.Fatalf("mirrors.html does not tell to run %s", with)
	return ""
}

// inside runs commands in a folder.
func inside(t *testing.T, dir, commands string, env ...string) {
	t.Helper()
	sh := exec.Command("sh", "-euc", commands)
	sh.Dir, sh.Env = dir, append(os.Environ(), env...)
	if out, err := sh.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s\n%s", err, commands, out)
	}
}

// changed is a site on another day: a page is withdrawn, one has changed.
func changed(t *testing.T, site string) {
	t.Helper()
	if err := os.Remove(filepath.Join(site, "countries/aq/ann.html")); err != nil {
		t.Fatal(err)
	}
	trial.Write(t, site, map[string]string{"about.html": "Of another day."})
}

// The commands for hosts stand in the guide too.
func TestGuideHasTheCommands(t *testing.T) {
	site := mirrored(t)
	for _, with := range []string{"rclone sync", "git push"} {
		steps(t, site, with)
	}
}

// What wget fetches by the list is the site.
func TestACopyByWget(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	program(t, "wget")
	_, commands, _ := strings.Cut(guide(t), "```console\nmkdir vigil ")
	commands, _, _ = strings.Cut("mkdir vigil "+commands, "```")
	site, dir := mirrored(t), t.TempDir()
	trial.Write(t, site, map[string]string{output.Signature: "as if it were signed\n"})
	want := trial.Read(t, site)
	if err := os.Remove(filepath.Join(site, ".nojekyll")); err != nil { // as some hosts do
		t.Fatal(err)
	}
	commands = strings.Replace(commands, "-nH", "-nH --cut-dirs=2", 1) // as it says: the site stands two folders deep here
	inside(t, dir, strings.ReplaceAll(commands, "https://vigil.example/", serve(t, site)))
	if got := trial.Read(t, filepath.Join(dir, "vigil")); !maps.Equal(got, want) {
		t.Errorf("the copy has %d files and is not the site with %d", len(got), len(want))
	}
}

// What rclone puts into a bucket is the site, then the next one.
func TestABucket(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	program(t, "rclone")
	site, bucket := mirrored(t), t.TempDir()
	env := []string{"RCLONE_CONFIG=" + filepath.Join(bucket, "none"), "RCLONE_CONFIG_BUCKET_TYPE=alias", "RCLONE_CONFIG_BUCKET_REMOTE=" + bucket}
	commands := steps(t, site, "rclone sync")
	for range 2 {
		inside(t, site, commands, env...)
		if got, want := trial.Read(t, filepath.Join(bucket, "NAME")), trial.Read(t, site); !maps.Equal(got, want) {
			t.Errorf("the bucket has %d files and is not the site with %d", len(got), len(want))
		}
		if _, err := os.Stat(filepath.Join(site, "countries/aq/ann.html")); err == nil {
			changed(t, site)
		}
	}
}

// What Git pushes is the site, whatever its settings on this machine are; no page that was withdrawn, and not who did it.
func TestGitHubPages(t *testing.T) {
	trial.Slow(t)
	t.Parallel()
	program(t, "git")
	site, home := mirrored(t), t.TempDir()
	trial.Write(t, home, map[string]string{".gitconfig": "[core]\n  autocrlf = true\n  excludesFile = " + home + "/ignored\n" +
		"[user]\n  name = Ann Who Hosts\n  email = ann@example.net\n", "ignored": "*.json\n.*\n"})
	env := []string{"HOME=" + home, "XDG_CONFIG_HOME=" + home, "GIT_CONFIG_NOSYSTEM=1"}
	inside(t, home, "git init -q --bare -b main there.git", env...)
	commands := strings.Replace(steps(t, site, "git push"), "https://github.com/NAME/NAME", filepath.Join(home, "there.git"), 1)
	for range 2 {
		inside(t, site, commands, env...)
		inside(t, home, `rm -rf seen all && mkdir seen && git -C there.git -c core.autocrlf=false archive main | tar -x -C seen
			git -C there.git log --all --format='%an %ae %cn %ce' >all`, env...)
		if got, want := trial.Read(t, filepath.Join(home, "seen")), trial.Read(t, site); !maps.Equal(got, want) {
			t.Errorf("the repository has %d files and is not the site with %d", len(got), len(want))
		}
		if log := trial.Read(t, home)["all"]; log != "copy none copy none\n" {
			t.Errorf("the history says %q", log)
		}
		if _, err := os.Stat(filepath.Join(site, "countries/aq/ann.html")); err == nil {
			changed(t, site)
		}
	}
}

//go:build unix

package crashtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSecondBuildNeverWaits stops a build in the midst of it: while it stands still, others must end at once.
func TestSecondBuildNeverWaits(t *testing.T) {
	a, b, _ := versions(t, 5)
	out := filepath.Join(top, "held", "public")
	place(t, a.site, out)
	holder := paused(t, b, out, a)
	defer holder.Process.Kill()
	for _, v := range []version{a, b} {
		ended := make(chan error, 1)
		said := &strings.Builder{}
		second := v.command(out)
		second.Stderr = said
		if err := second.Start(); err != nil {
			t.Fatal(err)
		}
		go func() { ended <- second.Wait() }()
		select {
		case <-ended:
		case <-time.After(time.Minute):
			second.Process.Kill()
			t.Fatal("a second build waits for the first")
		}
		if second.ProcessState.ExitCode() != 1 || !strings.Contains(said.String(), busy) || !strings.Contains(said.String(), out) {
			t.Errorf("exit %d: %s", second.ProcessState.ExitCode(), said)
		}
		if _, err := visible(out, a); err != nil {
			t.Error(err)
		}
	}
	if err := holder.Process.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
	if err := holder.Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := visible(out, b); err != nil {
		t.Error(err)
	}
	if left := beside(t, out); len(left) > 0 {
		t.Errorf("left %s", left)
	}
}

// paused is a build of v that stands still before it has published anything; old is what is published.
func paused(t *testing.T, v version, out string, old version) *exec.Cmd {
	t.Helper()
	for range 100 {
		build := v.command(out)
		if err := build.Start(); err != nil {
			t.Fatal(err)
		}
		waitForWork(out)
		build.Process.Signal(syscall.SIGSTOP)
		time.Sleep(20 * time.Millisecond)
		_, err := os.Stat(staging(out))
		if now, torn := visible(out, old); err == nil && torn == nil && now.name == old.name {
			return build
		}
		build.Process.Signal(syscall.SIGCONT) // too late: once more
		build.Wait()
		old.mustBuild(t, out)
	}
	t.Fatal("a build could not be stopped in time")
	return nil
}

//go:build unix

package crashtest

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSecondBuildNeverWaits stops a build in the midst of it: while it stands still, others must end at once.
func TestSecondBuildNeverWaits(t *testing.T) {
	a, b, _ := versions(t, 120)
	out := filepath.Join(top, "held", "public")
	a.mustBuild(t, out)
	holder := b.command(out)
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	defer holder.Process.Kill()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		if _, err := os.Stat(filepath.Join(filepath.Dir(out), ".public.vigil-staging")); err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("the build never began")
		}
	}
	if err := holder.Process.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	for _, v := range []version{a, b, a} {
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

package crashtest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"vigil/internal/lab/trial"
)

const busy = "another build is writing"

// TestBuildsAtOnce starts two to eight builds over one output in the same moment, one of them with broken
// content. In every other round the folders above it are missing: a build that fails takes away those that
// it made, and must not take them from another.
func TestBuildsAtOnce(t *testing.T) {
	a, b, _ := versions(t, 5)
	broken := version{name: "broken", date: a.date, source: trial.Write(t, t.TempDir(), map[string]string{"content/site.yaml": "tilte: x\n"})}
	rounds := 2
	if long {
		rounds = 50
	}
	winners, losers := 0, 0
	for round := range rounds {
		above := filepath.Join(top, "many")
		out := filepath.Join(above, "public")
		if round%2 == 1 {
			above = filepath.Join(top, "many-new")
			out = filepath.Join(above, "a", "b", "public")
		}
		n := 2 + round%7
		builds := make([]version, n)
		said := make([]bytes.Buffer, n)
		cmds := make([]*exec.Cmd, n)
		var wg sync.WaitGroup
		for i := range n {
			builds[i] = []version{a, b, broken}[(i+round)%3]
			cmds[i] = builds[i].command(out)
			cmds[i].Stderr = &said[i]
			wg.Go(func() { cmds[i].Run() })
		}
		wg.Wait()
		var won []version
		for i, cmd := range cmds {
			switch code := cmd.ProcessState.ExitCode(); {
			case code == 0 && builds[i].name != broken.name:
				won = append(won, builds[i])
			case code == 1 && strings.Contains(said[i].String(), busy):
				losers++
			case code == 3 && builds[i].name == broken.name:
			default:
				t.Errorf("round %d: %s: exit %d: %s", round, builds[i].name, code, said[i].String())
			}
		}
		winners += len(won)
		switch now, err := visible(out, a, b); {
		case err == nil:
			if len(won) > 0 && !slices.ContainsFunc(won, func(v version) bool { return v.name == now.name }) {
				t.Errorf("round %d: site %s, which none of the %d that succeeded made", round, now.name, len(won))
			}
		case !os.IsNotExist(err) || len(won) > 0:
			t.Fatalf("round %d: %v", round, err)
		}
		if _, err := os.Stat(filepath.Dir(out)); err == nil {
			if left := beside(t, out); len(left) > 0 {
				t.Fatalf("round %d: left %s", round, left)
			}
		} else if len(won) > 0 {
			t.Fatal(err)
		}
		a.settle(t, out, fmt.Sprint("round ", round))
		os.RemoveAll(filepath.Join(top, "many-new"))
	}
	t.Logf("%d rounds: %d builds published, %d were told that another was writing", rounds, winners, losers)
	if winners == 0 || losers == 0 {
		t.Error("the builds never met")
	}
}

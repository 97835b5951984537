package internal_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// workflow is what GitHub runs for us, as far as it can do harm.
type workflow struct {
	On          map[string]any
	Permissions map[string]string
	Jobs        map[string]struct {
		If          string
		Environment string
		Permissions map[string]string
		Steps       []struct {
			Uses string
			With map[string]any
			Run  string
		}
	}
}

var pinned = regexp.MustCompile(`^[a-z0-9-]+/[a-z0-9-]+@[0-9a-f]{40}$`)

// Strangers' code meets no secret: what a pull request starts has none, and the key is in a protected environment alone.
func TestWorkflowsKeepSecrets(t *testing.T) {
	files, err := filepath.Glob("../.github/workflows/*.yml")
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	signs := false
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var w workflow
		if err := yaml.Unmarshal(text, &w); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		name := filepath.Base(file)
		if w.Permissions == nil {
			t.Errorf("%s has the permissions that a repository gives by default", name)
		}
		secret := strings.Contains(string(text), "secrets.")
		for event := range w.On {
			if strings.HasPrefix(event, "pull_request") && secret || event == "pull_request_target" || event == "workflow_run" || event == "issue_comment" {
				t.Errorf("%s has secrets, or may write, and is started by %s", name, event)
			}
		}
		for job, j := range w.Jobs {
			for _, permission := range j.Permissions {
				if permission == "write" {
					t.Errorf("%s: %s may write", name, job)
				}
			}
			if strings.Contains(string(text), "secrets.VIGIL_KEY") {
				signs = true
				if j.Environment != "signing" || !strings.Contains(j.If, "github.ref == 'refs/heads/main'") {
					t.Errorf("%s: %s has the key, in the environment %q, if %s", name, job, j.Environment, j.If)
				}
			}
			for _, s := range j.Steps {
				if s.Uses != "" && !pinned.MatchString(s.Uses) {
					t.Errorf("%s: %s uses %s, which can change", name, job, s.Uses)
				}
				if strings.HasPrefix(s.Uses, "actions/checkout@") && s.With["persist-credentials"] != false {
					t.Errorf("%s: %s leaves a token behind", name, job)
				}
				if strings.HasPrefix(s.Uses, "actions/setup-go@") && signs && s.With["cache"] != false && strings.Contains(string(text), "secrets.VIGIL_KEY") {
					t.Errorf("%s: %s builds what signs from a cache", name, job)
				}
				if strings.Contains(s.Run, "${{") {
					t.Errorf("%s: %s runs a text that GitHub puts together: %s", name, job, s.Run)
				}
			}
		}
	}
	if !signs {
		t.Error("no workflow signs")
	}
}

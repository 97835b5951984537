package compile_test

import (
	"cmp"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"vigil/internal/compile"
	"vigil/internal/lab/synth"
	"vigil/internal/lab/trial"
)

// TestBuildAlone builds what BenchmarkSearch asks for, in a process of its own.
func TestBuildAlone(t *testing.T) {
	source, out := os.Getenv("VIGIL_TEST_SOURCE"), os.Getenv("VIGIL_TEST_OUT")
	if source == "" {
		t.Skip("BenchmarkSearch runs it")
	}
	if os.Getenv("VIGIL_TEST_WITHOUT") != "" {
		compile.WithoutSearch()
	}
	makeSite(t, options(source, out))
}

// What search takes of a build: processor time (user and system) and peak memory, with its files and without, in turns.
//
//	VIGIL_PEOPLE=100000 go test ./internal/compile -run - -bench Search -benchtime 3x
func BenchmarkSearch(b *testing.B) {
	n, _ := strconv.Atoi(cmp.Or(os.Getenv("VIGIL_PEOPLE"), strconv.Itoa(crowd)))
	source := filepath.Join(trial.Folder(b), "source")
	if err := synth.Write(source, synth.Options{People: n, Seed: 1, AsOf: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Words: 120}); err != nil {
		b.Fatal(err)
	}
	var cpu, peak [2][]float64 // with, without
	for b.Loop() {
		for i, without := range []string{"", "1"} {
			out := filepath.Join(trial.Folder(b), "public")
			cmd := exec.Command(os.Args[0], "-test.run", "^TestBuildAlone$")
			cmd.Env = append(os.Environ(), "VIGIL_TEST_SOURCE="+source, "VIGIL_TEST_OUT="+out, "VIGIL_TEST_WITHOUT="+without)
			if msg, err := cmd.CombinedOutput(); err != nil {
				b.Fatalf("%v: %s", err, msg)
			}
			took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
			cpu[i] = append(cpu[i], took.Seconds())
			if use, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
				peak[i] = append(peak[i], float64(use.Maxrss)/1024)
			}
			os.RemoveAll(filepath.Dir(out))
		}
	}
	middle := func(all []float64) float64 { slices.Sort(all); return all[len(all)/2] }
	with, without := middle(cpu[0]), middle(cpu[1])
	b.ReportMetric(with, "s-with")
	b.ReportMetric(without, "s-without")
	b.ReportMetric(100*(with/without-1), "%more")
	if len(peak[0]) > 0 {
		b.ReportMetric(middle(peak[0]), "MB-with")
		b.ReportMetric(middle(peak[1]), "MB-without")
	}
}

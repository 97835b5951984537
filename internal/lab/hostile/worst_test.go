//go:build linux

package hostile

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// worst are the files that cost most: all that are refused for their size, and those that come as near to the
// limits as they can and are read whole.
func worst() (out []Case) {
	for _, c := range refusedSyntax() {
		if c.Rule == "too-large" || strings.HasPrefix(c.Name, "YAML/") && strings.Contains(c.Name, "open") {
			out = append(out, c)
		}
	}
	add := func(name, path, text string) {
		out = append(out, Case{Name: name, Path: path, Files: map[string]string{path: text}})
	}
	blocks := func(part string, n, size int) string { // a text of n parts, in blocks below the limit
		var b strings.Builder
		for i, since := 0, 0; i < n && b.Len() < size; i++ {
			b.WriteString(part)
			if since += len(part); since > 32_000 {
				b.WriteString("\n\n")
				since = 0
			}
		}
		return b.String()
	}
	const size = 1<<20 - 100
	for name, text := range map[string]string{
		"emphasis": "[x](about.html)\n\n" + blocks("*a* ", 24_990, size), "links": blocks("[a](b) ", 9_990, size),
		"brackets": blocks(strings.Repeat("[", 49)+strings.Repeat("]", 49), 200, size), "tags": blocks("<b>", 9_990, size),
		"definitions": blocks("[a]: b '\n", 9_000, size), "cells": "|" + strings.Repeat("a|", 99) + "\n|" + strings.Repeat("-|", 99) + "\n" + strings.Repeat("|\n",
			195) + "\n[a](b)", "quotes": blocks(strings.Repeat("> ", 20)+"[a](b)\n", 9_000, size),
		"lists": blocks(strings.Repeat("- ", 20)+"a\n", 9_000, size) + "\n\n[a](b)", "words": blocks("[a](b) "+strings.Repeat("word ", 30), 9_000, size),
		"open tags": blocks("<a x='", 9_990, size), "blanks": "[a](b)\n" + strings.Repeat(" \n", 19_000),
	} {
		add("text at the limit/"+name, john, Profile("name: John Example", text))
	}
	var withheld strings.Builder
	for i := range 900 {
		fmt.Fprintf(&withheld, "annab leeab annab leeab %d, ", i)
	}
	add("text at the limit/values that are withheld", john, Profile("name: John Example\naliases: ["+withheld.String()+"x]\nwithhold: [aliases]",
		blocks("annab leeab ", 90_000, size)))
	add("header at the limit/items", john, Profile("name: John Example\naliases: ["+strings.Repeat("~,", 19_000)+"]", ""))
	add("header at the limit/fields", john, Profile("name: John Example\n"+keys(6_000), ""))
	add("law at the limit", "content/laws/aq.yaml", "# "+strings.Repeat("x", 200_000)+"\n"+laws(6_500))
	add("reported at the limit", "content/reported.yaml", "["+strings.Repeat("~,", 39_900)+"]")
	return out
}

func laws(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "AQ-%d: {title: x}\n", i)
	}
	return b.String()
}

// TestReadOne is the other process of TestWorstFiles: it reads one folder and says what that took.
func TestReadOne(t *testing.T) {
	dir := os.Getenv("VIGIL_HOSTILE_FOLDER")
	if dir == "" {
		t.Skip("asked for by TestWorstFiles only")
	}
	debug.SetGCPercent(100)
	checked(t, dir)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("%s\n", regexp.MustCompile(`VmHWM:.*`).Find(status))
}

// The worst files are read in less than a second of one processor and in 100 MB, the program itself included.
func TestWorstFiles(t *testing.T) {
	all := worst()
	var slowest time.Duration
	largest := 0
	for _, c := range trial.Some(all, 0) {
		dir := trial.Folder(t)
		files := Base()
		maps.Copy(files, c.Files)
		lay(t, dir, files)
		cmd := exec.Command(os.Args[0], "-test.run=^TestReadOne$", "-test.timeout=30s")
		cmd.Env = append(os.Environ(), "VIGIL_HOSTILE_FOLDER="+dir)
		said, err := cmd.CombinedOutput()
		m := regexp.MustCompile(`VmHWM:\s+([0-9]+) kB`).FindSubmatch(said)
		if err != nil || m == nil {
			t.Errorf("%s: %v: %.500s", c.Name, err, said)
			continue
		}
		kb, _ := strconv.Atoi(string(m[1]))
		took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		slowest, largest = max(slowest, took), max(largest, kb)
		if took > time.Second || kb > 100_000 {
			t.Errorf("%s took %v and %d MB", c.Name, took, kb/1000)
		}
	}
	t.Logf("%d files, at most %v and %d MB", len(all), slowest, largest/1000)
	if len(all) < 60 {
		t.Errorf("only %d files", len(all))
	}
}

package main

import (
	"bufio"
	"fmt"
	"slices"
	"strings"

	"vigil/internal/content"
	"vigil/internal/diag"
	"vigil/internal/edit"
	"vigil/internal/profile"
	"vigil/internal/schema"
)

func runConfirm(c *call) int {
	date := c.String("date", "", "the day on which this was so (default: today, UTC)")
	var when profile.When
	c.asOfToday(&when)
	if status, ok := c.parsePaths(); !ok {
		return status
	}
	day, err := checkedOn(*date, when)
	if err != nil {
		return c.misuse("%v", err)
	}
	if c.cited != "" && schema.URL(c.cited) != nil {
		return c.misuse("--source: %v", schema.URL(c.cited))
	}
	paths := c.rest
	if len(paths) == 0 || len(paths) == 1 && paths[0] == "-" {
		if paths, err = c.listed(); err != nil {
			return c.fail(err)
		}
	}
	if len(paths) == 0 {
		return c.misuse("takes profiles or folders of them, or a list of these on standard input")
	}
	profiles, other, err := c.profilesIn(paths)
	switch {
	case err != nil:
		return c.fail(err)
	case other != "":
		return c.misuse("%s is no profile", diag.Printable(other))
	}
	return c.confirm(profiles, day)
}

// confirm writes the day into profiles, or says what is wrong with them and writes nothing.
func (c *call) confirm(profiles []string, day profile.Date) int {
	folder, err := edit.OpenFolder(*c.source)
	if err != nil {
		return c.fail(err)
	}
	defer folder.Close()
	var changes []change
	var problems []diag.Problem
	later := 0
	for _, file := range profiles {
		data, err := folder.Read(file)
		if err != nil {
			return c.fail(err)
		}
		now, newer, ps := confirmed(file, data, day, c.cited)
		problems = append(problems, ps...)
		switch {
		case newer:
			later++
		case string(now) != string(data):
			changes = append(changes, change{file, data, now})
		}
	}
	if diag.Errors(problems) > 0 {
		return c.refuse(problems, "; nothing was written")
	}
	if err := write(folder, changes); err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stdout, "%s confirmed on %s\n", plural(len(changes), "profile", "profiles"), day)
	if later > 0 {
		fmt.Fprintf(c.stdout, "%s had been confirmed later, and stayed\n", plural(later, "profile", "profiles"))
	}
	return exitOK
}

// checkedOn is the day on which people were checked: --date, else today; it has come.
func checkedOn(date string, when profile.When) (profile.Date, error) {
	if date == "" {
		return when.Today.Date(), nil
	}
	day, err := profile.ParseDate(date)
	switch {
	case err != nil || !day.Exact():
		return day, fmt.Errorf("--date takes a whole day, like 2026-11-21, not %q", date)
	case day.Earliest() > when.Today:
		return day, fmt.Errorf("--date: %s is in the future (today is %s)", day, when.Today)
	}
	return day, nil
}

// profilesIn lists the profiles that paths name or that lie in them; other is a path that names something else.
func (c *call) profilesIn(paths []string) (profiles []string, other string, err error) {
	files, err := c.contentFiles(paths)
	for _, file := range files {
		kind, translation, _, ok := content.FormOf(file)
		switch {
		case ok && !translation && kind.Name == "profile":
			profiles = append(profiles, file)
		case slices.ContainsFunc(paths, func(p string) bool { return c.inSource(p) == file }):
			return nil, file, err
		}
	}
	return profiles, "", err
}

// listed reads paths from standard input, one on a line.
func (c *call) listed() (paths []string, err error) {
	if c.canAsk() {
		return nil, nil // somebody forgot the paths
	}
	s := bufio.NewScanner(c.stdin)
	for s.Scan() {
		if p := strings.TrimSpace(s.Text()); p != "" {
			paths = append(paths, p)
		}
	}
	return paths, s.Err()
}

// confirmed sets the day of a profile's last check, and adds the page that shows it to the sources. newer tells
// that somebody checked after that day.
func confirmed(path string, data []byte, day profile.Date, url string) (now []byte, newer bool, ps []diag.Problem) {
	h, err := edit.Split(data)
	if err != nil {
		return data, false, problemsIn(path, data, profile.Fields)
	}
	head := profile.NewHeader()
	doc := schema.Parse(path, data[h.Start:h.End], h.Line)
	doc.Decode(schema.Struct(&head, profile.Fields))
	if diag.Errors(doc.Problems) > 0 {
		return data, false, doc.Problems
	}
	if !head.Verified.IsZero() && head.Verified.Earliest() > day.Earliest() {
		return data, true, nil
	}
	now = data
	if head.Verified != day {
		lines := fmt.Sprintf("verified: %s%s\n", day, comment(data, h, "verified"))
		if now, err = edit.Put(now, "verified", lines, profile.Fields.Names()); err != nil {
			return data, false, doc.Problems
		}
	}
	if url != "" && !slices.ContainsFunc(head.Sources, func(s profile.Source) bool { return s.URL == url }) {
		if now, err = edit.Append(now, "sources", fmt.Sprintf("{url: %s, date: %s}", schema.Quoted(url), day)); err != nil {
			return data, false, []diag.Problem{{Path: path, Line: 1, Col: 1, Rule: schema.Shape, Text: "the source cannot be added by machine: " + err.Error(),
				Hint: "add it by hand"}}
		}
	}
	return now, false, problemsIn(path, now, profile.Fields)
}

// comment is what stands behind the value of a field of one line, with the blanks before it.
func comment(data []byte, h edit.Header, name string) string {
	for _, f := range h.Fields {
		line, _, _ := strings.Cut(string(data[f.At:f.To]), "\n")
		if i := strings.Index(line, " #"); f.Name == name && i >= 0 {
			return strings.TrimRight(line[len(strings.TrimRight(line[:i], " ")):], "\r")
		}
	}
	return ""
}

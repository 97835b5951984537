package tmpl

import (
	"errors"
	"html/template"
	"runtime"
	"strconv"
	"strings"
	"text/template/parse"
)

// html/template lets templates call each other 100,000 levels deep, which takes more stack than a Go program
// may have: endless recursion would end the process, with a lock and half a site left behind. So every
// template looks first how deep it is.

// mostFrames is how many Go functions may be inside each other when a template begins: over a thousand levels
// of templates, a few megabytes.
const mostFrames = 10_000

const nesting = "nesting" // the name of tooDeep in templates

func tooDeep() (bool, error) {
	var pc [1]uintptr
	if runtime.Callers(mostFrames, pc[:]) > 0 {
		return false, errors.New("templates call each other without end")
	}
	return false, nil
}

// guard puts the look at the beginning of each template of a set, on the line where that begins. It writes
// nothing, so it can stand anywhere in HTML.
func guard(html *template.Template) error {
	html.Funcs(template.FuncMap{nesting: tooDeep})
	for _, t := range html.Templates() {
		if t.Tree == nil || len(t.Tree.Root.Nodes) == 0 {
			continue
		}
		at, _ := t.Tree.ErrorContext(t.Tree.Root.Nodes[0])
		parts := strings.Split(at, ":") // name, line, column
		line, _ := strconv.Atoi(parts[len(parts)-2])
		look := strings.Repeat("\n", max(line-1, 0)) + "{{if " + nesting + "}}{{end}}"
		trees, err := parse.Parse(t.Tree.ParseName, look, "", "", template.FuncMap{nesting: tooDeep})
		if err != nil {
			return err
		}
		nodes := trees[t.Tree.ParseName].Root.Nodes
		t.Tree.Root.Nodes = append(nodes[len(nodes)-1:], t.Tree.Root.Nodes...)
	}
	return nil
}

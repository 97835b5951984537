package edit

import (
	"fmt"
	"slices"
	"strings"

	"vigil/internal/schema"
)

// Mark stands behind the colon of what somebody has to fill in.
const Mark = "# <--"

// Draft writes a file for somebody to fill in: what is given as YAML, by the names of the fields
// (detentions.kind), in its place; what is required and not given with a Mark; everything else as a note that becomes a field when its # goes.
// A list of rows whose fields are given, even as "", begins with a row. Once what is marked is filled in, and fits, the
// file has no errors.
func Draft(fields []schema.Described, given map[string]string) []byte {
	d := draft{given: given}
	d.WriteString("---\n" +
		"# Fill in what is marked with <--. To use a field that begins with #, take the # away and write behind the colon.\n" +
		"# What no source says stays out. Behind the second line of --- stands the text, in a few plain sentences.\n" +
		"# Lines that begin with # are notes for you: delete them when you are done.\n")
	for i := 0; i < len(fields); {
		n := 1
		for i+n < len(fields) && strings.HasPrefix(fields[i+n].Name, fields[i].Name+".") {
			n++
		}
		d.field(fields[i], fields[i+1:i+n])
		i += n
	}
	d.WriteString("---\n")
	return []byte(d.String())
}

// Marks lists the lines of a file that somebody has to fill in, from 1.
func Marks(file []byte) (lines []int) {
	n := 0
	for line := range strings.Lines(string(file)) {
		if n++; strings.HasSuffix(line, " "+Mark+"\n") {
			lines = append(lines, n)
		}
	}
	return lines
}

type draft struct {
	strings.Builder
	given map[string]string
}

func (d *draft) field(f schema.Described, parts []schema.Described) {
	opened := slices.ContainsFunc(parts, func(part schema.Described) bool { _, given := d.given[part.Name]; return given })
	switch value, given := d.given[f.Name]; {
	case !f.Required && !given && !opened:
		d.note(f, parts)
	case len(parts) == 0:
		d.line("", f, f.Name, value, f.Required)
	default:
		d.put(f.Name+":", f.Help)
		d.row(f, parts)
	}
}

// note is a field that may be left out, in the form that its value has.
func (d *draft) note(f schema.Described, parts []schema.Described) {
	form := ""
	if f.Shape == "list" {
		form = " []"
	}
	if len(parts) > 0 {
		var names []string
		for _, part := range parts {
			if own := strings.TrimPrefix(part.Name, f.Name+"."); !strings.Contains(own, ".") {
				names = append(names, own+": ")
			}
		}
		form = " {" + strings.Join(names, ", ") + "}"
		if f.Shape == "rows" {
			form = " [" + strings.TrimSpace(form) + "]"
		}
	}
	help := f.Help
	if n := len(f.Values); n > 0 && n <= fewValues {
		help += ": " + strings.Join(f.Values, ", ")
	}
	d.put("#"+f.Name+":"+form, help)
}

// fewValues is how many fit behind a note.
const fewValues = 8

// row is the first row of a list, or the only one of a mapping.
func (d *draft) row(f schema.Described, parts []schema.Described) {
	required := slices.ContainsFunc(parts, func(part schema.Described) bool { return part.Required })
	begin := "  - "
	if f.Shape != "rows" {
		begin = "    "
	}
	for i, part := range parts {
		must := part.Required || f.Required && !required && i == 0 // of several that will do, the first
		d.line(begin, part, strings.TrimPrefix(part.Name, f.Name+"."), d.given[part.Name], must)
		begin = "    "
	}
}

// line is a field with its value, below the words that it takes.
func (d *draft) line(begin string, f schema.Described, name, value string, must bool) {
	switch {
	case value != "":
		d.put(begin+name+": "+value, f.Help)
		return
	case !must:
		d.put(begin+name+":", f.Help)
		return
	}
	d.WriteString("# " + f.Help + "\n")
	if len(f.Values) > 0 {
		d.WriteString("#   " + strings.ReplaceAll(wrapped(strings.Join(f.Values, ", ")), "\n", "\n#   ") + "\n")
	}
	d.WriteString(begin + name + ": " + Mark + "\n")
}

func (d *draft) put(line, help string) { fmt.Fprintf(d, "%-24s # %s\n", line, help) }

// wrapped breaks a list of words into lines of about a hundred letters.
func wrapped(words string) string {
	var b strings.Builder
	at := 0
	for i, w := range strings.Fields(words) {
		switch {
		case i > 0 && at+len(w) > 100:
			b.WriteByte('\n')
			at = 0
		case i > 0:
			b.WriteByte(' ')
		}
		n, _ := b.WriteString(w)
		at += n + 1
	}
	return b.String()
}

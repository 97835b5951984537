package diag

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

// Formats are the printed forms of problems: for people, programs and the pages of a forge.
var Formats = []string{"text", "json", "github"}

// Print writes problems in one of the Formats.
func Print(w io.Writer, format string, ps []Problem) error {
	switch format {
	case "json":
		return printJSON(w, ps)
	case "github":
		return printGitHub(w, ps)
	}
	for _, p := range ps {
		if _, err := fmt.Fprintln(w, p); err != nil {
			return err
		}
	}
	return nil
}

func printJSON(w io.Writer, ps []Problem) error {
	type problem struct {
		Path     string `json:"path"`
		Line     int    `json:"line"`
		Col      int    `json:"col"`
		Rule     string `json:"rule"`
		Severity string `json:"severity"`
		Text     string `json:"text"`
		Hint     string `json:"hint,omitempty"`
	}
	out := make([]problem, len(ps))
	for i, p := range ps {
		out[i] = problem{p.Path, p.Line, p.Col, p.Rule.ID, p.Rule.Severity.String(), p.Text, p.Hint}
	}
	return JSON(w, out)
}

// JSON writes a value for programs, with escapes for what cannot be seen.
func JSON(w io.Writer, v any) error {
	b := bufio.NewWriter(w)
	e := json.NewEncoder(seen{b})
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	return b.Flush()
}

// seen writes JSON, with escapes for what cannot be seen: it may meet a terminal too, and reads the same.
type seen struct{ w *bufio.Writer }

func (s seen) Write(text []byte) (int, error) {
	for i, r := range string(text) {
		switch {
		case !Hidden(text[:i], r):
			_, _ = s.w.WriteRune(r) // Flush says what failed
		default:
			for _, unit := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(s.w, "\\u%04x", unit)
			}
		}
	}
	return len(text), nil
}

// GitHub's workflow commands: % and line ends are escaped everywhere, : and , in properties too.
var (
	message  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func printGitHub(w io.Writer, ps []Problem) error {
	for _, p := range ps {
		text := Printable(p.Text)
		if p.Hint != "" {
			text += "\nhint: " + Printable(p.Hint)
		}
		if _, err := fmt.Fprintf(w, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", p.Rule.Severity, property.Replace(Printable(p.Path)),
			max(p.Line, 1), max(p.Col, 1), property.Replace(p.Rule.ID), message.Replace(text)); err != nil {
			return err
		}
	}
	return nil
}

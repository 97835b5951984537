package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"vigil/internal/diag"
	"vigil/internal/schema"
)

// Questions are put on a terminal only, where somebody can answer; elsewhere flags say everything. A question
// stands on standard error, with what may be left out in brackets, and is asked again after an answer that will not do.

// errNoAnswer ends a command whose questions were left unanswered.
var errNoAnswer = errors.New("no answer; nothing was written")

// canAsk tells whether somebody sits at standard input.
func (c *call) canAsk() bool {
	f, ok := c.stdin.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// ask asks until check, if given, takes the answer; "" is one where the question is optional.
func (c *call) ask(question string, optional bool, check func(string) error) (string, error) {
	if c.answers == nil {
		c.answers = bufio.NewReader(c.stdin)
	}
	if optional {
		question += " [leave empty if not known]"
	}
	for {
		fmt.Fprintf(c.stderr, "%s: ", question)
		line, err := c.answers.ReadString('\n')
		if err != nil && (err != io.EOF || line == "") {
			fmt.Fprintln(c.stderr)
			return "", errNoAnswer
		}
		answer := strings.TrimSpace(line)
		if answer == "" && optional {
			return "", nil
		}
		wrong := visible(answer)
		if wrong == nil && check != nil {
			wrong = check(answer)
		}
		if wrong == nil {
			return answer, nil
		}
		fmt.Fprintf(c.stderr, "  %s\n", diag.Printable(wrong.Error()))
		if f, ok := errors.AsType[*schema.Fault](wrong); ok && f.Hint != "" {
			fmt.Fprintf(c.stderr, "  hint: %s\n", diag.Printable(f.Hint))
		}
	}
}

// yes asks for a decision.
func (c *call) yes(question string) (bool, error) {
	answer, err := c.ask(question+" (y/n)", false, func(s string) error {
		if !slices.Contains([]string{"y", "n", "yes", "no"}, strings.ToLower(s)) {
			return errors.New("answer y or n")
		}
		return nil
	})
	return strings.EqualFold(answer, "y") || strings.EqualFold(answer, "yes"), err
}

// visible refuses an answer or an argument in which something cannot be seen, and one of nothing.
func visible(s string) error {
	if r, found := diag.FirstHidden(s); found {
		return fmt.Errorf("it holds the invisible character U+%04X", r)
	}
	if strings.TrimSpace(s) == "" {
		return errors.New("it is empty")
	}
	return nil
}

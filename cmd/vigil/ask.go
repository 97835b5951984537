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

// fact is something that is asked for, unless a flag says it.
type fact struct {
	flag, question string
	value          *string
	wanted         bool // by the kind of file
	optional       bool
	check          func(string) error
	known          func() bool // from other facts, so that nobody need say it; nil: it never is
}

// settle asks for facts that were not given, and holds each against the rules of its field. what is what they are
// about; with all, somebody is also asked for what may be left out.
func (c *call) settle(what string, all bool, facts []fact) int {
	for _, f := range facts {
		switch given := *f.value != ""; {
		case given && !f.wanted:
			return c.misuse("%s: a %s has no such thing", f.flag, what)
		case given:
			if err := f.check(*f.value); err != nil {
				status := c.misuse("%s: %v", f.flag, err)
				c.hint(err)
				return status
			}
		case !f.wanted, f.question == "", f.optional && !all, f.known != nil && f.known():
		case c.canAsk():
			var err error
			if *f.value, err = c.ask(f.question, f.optional, f.check); err != nil {
				return c.fail(err)
			}
		case !f.optional:
			return c.misuse("%s is missing: %s", f.flag, f.question)
		}
	}
	return exitOK
}

// hint says what to do about an error, where it knows.
func (c *call) hint(err error) {
	if f, ok := errors.AsType[*schema.Fault](err); ok && f.Hint != "" {
		fmt.Fprintln(c.stderr, "  hint:", diag.Printable(f.Hint))
	}
}

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
		c.hint(wrong)
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

// Command vigil compiles Markdown profiles of political prisoners into a static site.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/term"

	"vigil/internal/diag"
	"vigil/internal/output"
)

// Exit status, the same for every command.
const (
	exitOK      = 0 // also with warnings
	exitFailed  = 1 // I/O, a second build, a copy that does not verify
	exitUsage   = 2 // wrong usage
	exitContent = 3 // errors in the content
)

// command is a row of the table of commands, which is also the order in help.
type command struct {
	name, args, help string
	run              func(*call) int
}

var commands = []command{
	{"build", "[--out public] [--date D] [--base-url URL] [--key FILE] [--delete-foreign] [--workers N] [--quiet]", "make the site", writing(runBuild)},
	{"serve", "[--addr 127.0.0.1:8080] [--date D]", "show the site while you edit", runServe},
	{"check", "[--format text|json|github] [--strict] [--all] [--fix] [--rules] [PATH …]", "say what is wrong in the content", runCheck},
	{"count", "[--date D] [--format text|json]", "print the counters", runCount},
	{"fmt", "[--check] [--translated] [PATH …]", "put the fields of files into their usual order", writing(runFmt)},
	{"new", "profile|prison|news|… NAME [--country by] [--slug NAME] [--born D] [--status S] [--from D] [--date D] [--source URL] [--another]",
		"begin a file: asks on a terminal for what is not given", writing(runNew)},
	{"confirm", "[--date D] [--source URL] PATH…", "say that people were checked, many at once", writing(runConfirm)},
	{"stale", "[--format text|markdown|csv]", "say what needs a look: by country, oldest first", runStale},
	{"diff", "[--base REV|FOLDER] [--date D] [--base-url URL] [--format text|markdown|json]",
		"say what a change does to people, field by field, to texts, laws and reported numbers, and to each counter", runDiff},
	{"schema", "[KIND] [--cms]", "print the JSON Schema of a kind of file", runSchema},
	{"import", "--map map.yaml [--country by] [--dry-run] [--publish] [--update FIELD,…] FILE | --guess FILE", "turn a list of people into profiles",
		writing(runImport)},
	{"init", "DIR [--title T] [--languages be,ru,en] [--country by] [--contact ADDRESS]",
		"begin a site of one's own: asks on a terminal for what is not given", runInit},
	{"mirror", "keygen|sign|verify|pull …", "sign a site, prove that a copy is whole, genuine and fresh, and keep one so", runMirror},
	{"version", "", "print the version", runVersion},
}

// call is one run of a command: its flags, and everything it may touch.
type call struct {
	*flag.FlagSet
	source         *string
	cited          string // --source of confirm and new, when it is an address
	stdin          io.Reader
	answers        *bufio.Reader // of stdin, once something was asked
	stdout, stderr io.Writer
	getenv         func(string) string
	now            func() time.Time
	terminal       bool // stderr is one
	rest           []string
	args           []string
	writes         bool           // it is a command that writes files
	checks         []func() error // of flags, when all are read
}

// writing marks a command that writes files: before it begins, what killed builds left beside the output in the
// source folder goes, such as pages that were withdrawn.
func writing(run func(*call) int) func(*call) int {
	return func(c *call) int {
		c.writes = true
		return run(c)
	}
}

func (c *call) clearUp() {
	if !c.writes {
		return
	}
	if err := output.Recover(*c.source); err != nil {
		c.fail(err) // and goes on: it may be none of its business
	}
}

func main() {
	// Most of what a build makes is garbage at once: collecting it less often saves a fifth of the time,
	// and the limit keeps a million profiles below 1 GiB. GOGC and GOMEMLIMIT go before.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(900 << 20)
	}
	os.Exit(run(&call{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, now: time.Now,
		terminal: term.IsTerminal(int(os.Stderr.Fd()))}, os.Args[1:]))
}

// untilStopped is done when somebody stops the program.
func untilStopped() (ctx context.Context, stop context.CancelFunc) {
	return signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
}

func run(c *call, args []string) int {
	c.FlagSet, c.args = flag.NewFlagSet("vigil", flag.ContinueOnError), args
	return c.choose(commands, usage)
}

// choose runs the command of a table that the first argument names, or says which there are.
func (c *call) choose(table []command, usage func(io.Writer)) int {
	if len(c.args) == 0 || slices.Contains([]string{"help", "-h", "--help"}, c.args[0]) {
		usage(c.stdout)
		return exitOK
	}
	names := make([]string, len(table))
	for i, cmd := range table {
		if names[i] = cmd.name; cmd.name == c.args[0] {
			c.args = c.args[1:]
			c.describe(cmd)
			return cmd.run(c)
		}
	}
	return c.unknown("there is no command %q", c.args[0], names)
}

// describe makes ready for the flags of a command.
func (c *call) describe(cmd command) {
	name := c.Name() + " " + cmd.name
	c.FlagSet = flag.NewFlagSet(name, flag.ContinueOnError)
	c.SetOutput(io.Discard) // parse says what is wrong
	c.Usage = func() {
		fmt.Fprintf(c.stdout, "usage: %s [--source .] %s\n%s.\n", name, cmd.args, cmd.help)
		c.SetOutput(c.stdout)
		c.PrintDefaults()
	}
	c.source = new(".")
	c.Func("source", "`folder` that holds content/ (default .)", c.setSource)
}

// setSource takes the folder of the site; confirm and new take the address of a source by the same name.
func (c *call) setSource(s string) error {
	switch {
	case isAddress(s) && (c.Name() == "vigil confirm" || c.Name() == "vigil new"):
		c.cited = s
	case isAddress(s):
		return errors.New("takes a folder")
	default:
		c.source = &s
	}
	return nil
}

// format is the flag --format, which takes one of a few words: the first where it is not given.
func (c *call) format(usage string, words ...string) *string {
	value, last := c.String("format", words[0], usage), len(words)-1
	c.check(func() error {
		if !slices.Contains(words, *value) {
			return fmt.Errorf("--format takes %s or %s, not %q", strings.Join(words[:last], ", "), words[last], *value)
		}
		return nil
	})
	return value
}

// check has parse refuse the flags where an error comes of them.
func (c *call) check(flags func() error) { c.checks = append(c.checks, flags) }

// parse reads the flags of a command that takes nothing else. ok is false when the command is to end with
// the given status.
func (c *call) parse() (status int, ok bool) {
	if status, ok = c.parsePaths(); ok && len(c.rest) > 0 {
		return c.misuse("takes no arguments, but there is %q", c.rest[0]), false
	}
	return status, ok
}

// parsePaths reads the flags, which may also stand after paths.
func (c *call) parsePaths() (status int, ok bool) {
	usage := c.Usage
	c.Usage = func() {} // the flag package would print it for every slip
	args := c.args
	for {
		switch err := c.Parse(args); {
		case errors.Is(err, flag.ErrHelp):
			usage()
			return exitOK, false
		case err != nil:
			return c.wrongFlag(err), false
		case c.NArg() == 0:
			for _, check := range c.checks {
				if err := check(); err != nil {
					return c.misuse("%v", err), false
				}
			}
			c.clearUp()
			return exitOK, true
		}
		c.rest = append(c.rest, c.Arg(0))
		args = c.Args()[1:]
	}
}

// wrongFlag says which flag was meant.
func (c *call) wrongFlag(err error) int {
	name, undefined := strings.CutPrefix(err.Error(), "flag provided but not defined: ")
	if !undefined {
		return c.misuse("%v", err)
	}
	var flags []string
	c.VisitAll(func(f *flag.Flag) { flags = append(flags, "--"+f.Name) })
	return c.unknown("there is no flag %s", "--"+strings.TrimLeft(name, "-"), flags)
}

// unknown says that there is no such word, and which one may be meant.
func (c *call) unknown(format, word string, valid []string) int {
	status := c.misuse(format, word)
	if hint := diag.Suggest(word, valid); hint != "" {
		fmt.Fprintln(c.stderr, "  hint:", hint)
	}
	return status
}

// misuse says what is wrong with the call.
func (c *call) misuse(format string, args ...any) int {
	fmt.Fprintf(c.stderr, "%s: %s\n", c.Name(), diag.Printable(fmt.Sprintf(format, args...)))
	return exitUsage
}

// fail says why a command failed.
func (c *call) fail(err error) int {
	text := strings.ReplaceAll(err.Error(), context.Canceled.Error(), "stopped") // by Ctrl-C
	fmt.Fprintf(c.stderr, "%s: %s\n", c.Name(), diag.Printable(text))            // files have strangers' names
	return exitFailed
}

// refuse prints the errors of content with which a command cannot go on; then says what that means.
func (c *call) refuse(problems []diag.Problem, then string) int {
	if err := diag.Print(c.stderr, "text", worthReading(diag.Sort(problems))); err != nil {
		return c.fail(err)
	}
	fmt.Fprintf(c.stderr, "%s: %s%s\n", c.Name(), plural(diag.Errors(problems), "error", "errors"), then)
	return exitContent
}

// printCommands says what each command of a table does, and how it is called.
func printCommands(w io.Writer, name string, table []command) {
	for _, cmd := range table {
		fmt.Fprintf(w, "  %-8s %s\n           %s\n", cmd.name, cmd.help, strings.TrimSpace(name+" "+cmd.name+" "+cmd.args))
	}
}

func usage(w io.Writer) {
	fmt.Fprint(w, "Vigil compiles profiles of political prisoners into a static site.\n\nusage: vigil <command> [--source .] …\n\n")
	printCommands(w, "vigil", commands)
	fmt.Fprint(w, "\nexit status: 0 fine (also with warnings), 1 it failed, 2 wrong usage, 3 errors in the content\n"+
		"dates: --date, else SOURCE_DATE_EPOCH, else today, in UTC\nexample: vigil build --source . --out public\n")
}

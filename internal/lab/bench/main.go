// Command bench measures Vigil beside Hugo, in alternation on one synthetic set of people:
//
//	go run ./internal/lab/bench [-n 10000] [-rounds 5] [-hugo v0.165.0] [-dir DIR]
//	go run ./internal/lab/bench -scale 1000,10000,100000   Vigil alone: cost per profile at each size
//	go run ./internal/lab/bench -day [-n 100000]           Vigil alone: what a day, and one edited profile, change
//
// Out: tables in Markdown on standard output, with the versions, the date and the machine in words. It
// keeps nothing: the folder it works in goes at the end. It never measures a build whose pages it has not
// looked at: each profile must have its page, and each page the person's name.
//
// What is compared. All read the same Markdown files with the same headers, in one language, and count to
// the same day. Hugo (`go install`, plain, not extended) makes one of the two sites in the folder hugo: a page for
// each profile with its text, facts, sources and days in custody; lists of 100 for each country, with days; a
// home page with totals; a feed; a sitemap; minified. "Same pages" says on a profile's page and in the lists what
// Vigil says there: labels and dates in words, names of prisons and articles, the line to today, what is confirmed,
// the envelope, what happened, metadata, menu and foot; only the code to scan is left out. "Lean" shows the facts as
// they stand in the files, which is less than Vigil's work.
//
// Both sites are written for speed, and neither does anything for nothing: no taxonomies, redirects or Git, no
// partial that could be spared or cached, addresses that need no folder of their own, no sorting that the order of files
// gives, only the Markdown extensions that Vigil has.
//
// What Vigil does more, in the same time: every header is checked strictly, with references and dates; there are
// lists for statuses, articles of law, prisons, groups, criteria, years and everybody from A to Z; a feed for each
// country; search in any script, letters, what a list can be narrowed by; open data as JSON and CSV; SHA-256 of
// every file; words for genders and plurals, ages, bounds of partial dates; and the site is swapped in at the end,
// all or nothing.
//
// The floor is a program that only reads the same sources once and writes as many files of the same sizes at
// the same places as Vigil, on as many processors: what the disk costs, whoever makes the pages.
//
// Wall time means little on a machine that does other work: look at CPU, and at ratios, which are taken round by round.
//
// Profiles that must not be published are taken out of the set, since Hugo knows nothing of that.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// options are what a run depends on.
type options struct {
	people, rounds int
	hugo           string // version to install; empty: without Hugo
	zola           string // program; empty: without Zola
	vigil          string // program; empty: made of this tree
	scale          []int
	day            bool
	date           time.Time // the day that counters refer to
	dir            string    // to work in; empty: where there is room
}

func main() {
	if len(os.Args) == 5 && os.Args[1] == floorMode {
		exit(floor(os.Args[2], os.Args[3], os.Args[4]))
	}
	o := options{date: time.Now().UTC()}
	flag.IntVar(&o.people, "n", 10_000, "number of people")
	flag.IntVar(&o.rounds, "rounds", 5, "how often to measure each")
	flag.StringVar(&o.hugo, "hugo", "v0.165.0", "`version` of Hugo; latest may need a newer Go; none: without Hugo")
	flag.StringVar(&o.zola, "zola", "", "`program` that is Zola 0.22 (default: without Zola)")
	flag.StringVar(&o.dir, "dir", "", "folder to work in (default: in memory where there is room, else the temporary folder)")
	flag.BoolVar(&o.day, "day", false, "measure what the next day, and one edited profile, change")
	flag.Func("scale", "measure Vigil alone at these `sizes`, with commas between", func(s string) (err error) {
		o.scale, err = sizes(s)
		return err
	})
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: go run ./internal/lab/bench "+
			"[-n N] [-rounds N] [-hugo VERSION] [-zola PROGRAM] [-scale SIZES | -day] [-dir FOLDER]\n"+
			"measure Vigil beside Hugo, and Zola if it is there; with -scale or -day Vigil alone.")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() > 0 || o.people < 1 || o.rounds < 1 || o.day && o.scale != nil {
		fmt.Fprintln(os.Stderr, "bench: -n and -rounds are at least 1, -scale and -day exclude each other, and nothing stands after the flags")
		os.Exit(2)
	}
	if o.hugo == "none" {
		o.hugo = ""
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	exit(run(ctx, o, os.Stdout))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func sizes(s string) (out []int, err error) {
	for _, word := range strings.Split(s, ",") {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is not a number of people", word)
		}
		out = append(out, n)
	}
	return out, nil
}

// run does one of the three measurements and prints its tables.
func run(ctx context.Context, o options, out io.Writer) (err error) {
	most := o.people
	for _, n := range o.scale {
		most = max(most, n)
	}
	parent := o.dir
	if parent == "" {
		parent = roomy(most)
	}
	work, err := os.MkdirTemp(parent, "vigil-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	bin, err := os.MkdirTemp("", "vigil-bench-bin-") // not in work: a file system in memory may let nothing run
	if err != nil {
		return err
	}
	defer os.RemoveAll(bin)
	b := &bench{ctx: ctx, options: o, work: work, bin: bin, out: out}
	if b.vigil == "" {
		if err := b.buildVigil(); err != nil {
			return err
		}
	}
	switch {
	case len(o.scale) > 0:
		return b.scales()
	case o.day:
		return b.nextDay()
	}
	return b.compare()
}

// Command synth writes a synthetic source folder for tests and measurements:
//
//	synth -out DIR [-n 1000] [-seed 1] [-langs en] [-asof 2026-11-01] [-words 200]
//
// All people in it are invented. It never writes into a folder that holds
// anything. Exit status: 0 done, 1 it failed, 2 wrong usage.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	"vigil/internal/lab/synth"
)

func main() {
	n := flag.Int("n", 1000, "number of people")
	out := flag.String("out", "", "folder to write, missing or empty (required)")
	seed := flag.Uint64("seed", 1, "another seed gives other people")
	langs := flag.String("langs", "en", "languages, the main one first, with commas between")
	asOf := flag.String("asof", "2026-11-01", "the day before which all dates lie")
	words := flag.Int("words", 200, "about the number of words in a profile's text")
	flag.Parse()

	day, err := time.Parse(time.DateOnly, *asOf)
	if err != nil || *out == "" || flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "synth: give -out, a date such as 2026-11-01, and nothing after the flags")
		flag.Usage()
		os.Exit(2)
	}
	err = synth.Write(*out, synth.Options{People: *n, Seed: *seed, Languages: strings.Split(*langs, ","), AsOf: day, Words: *words})
	if err != nil {
		fmt.Fprintln(os.Stderr, "synth:", err)
		os.Exit(1)
	}
}

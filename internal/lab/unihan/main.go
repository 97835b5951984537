// Command unihan writes the table of simplified characters of package names:
//
//	go run ./internal/lab/unihan < Unihan_Variants.txt > internal/names/simplified.txt
//
// In: that file of the Unicode Character Database (Debian has it in the package unicode-data). Out: each character of the
// Basic Multilingual Plane that has a simplified form there, before that form; of several the first.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	if err := table(os.Stdin, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// perLine is how many pairs stand in one line.
const perLine = 25

func table(in io.Reader, out io.Writer) error {
	var pairs []string
	version := ""
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if v, ok := strings.CutPrefix(lines.Text(), "# Unicode version: "); ok {
			version = v
		}
		var from, to rune
		if n, _ := fmt.Sscanf(lines.Text(), "U+%X\tkSimplifiedVariant\tU+%X", &from, &to); n < 2 {
			continue
		}
		if from == to { // also simplified as it is
			fields := strings.Fields(lines.Text())
			if n, _ := fmt.Sscanf(fields[len(fields)-1], "U+%X", &to); n < 1 || from == to {
				continue
			}
		}
		if from <= 0xffff && to <= 0xffff {
			pairs = append(pairs, string(from)+string(to))
		}
	}
	if err := lines.Err(); err != nil || version == "" {
		return fmt.Errorf("this is not Unihan_Variants.txt: version %q, %w", version, err)
	}
	var rows []string
	for row := range slices.Chunk(pairs, perLine) {
		rows = append(rows, strings.Join(row, ""))
	}
	_, err := fmt.Fprintf(out, `Each character that has a simplified form, and that form.
Made by internal/lab/unihan from the Unicode Character Database, Unihan_Variants.txt %s. Do not edit.
Copyright Unicode, Inc., Unicode License v3 (https://www.unicode.org/license.txt).

%s
`, version, strings.Join(rows, "\n"))
	return err
}

package schema

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
)

// ofField is the field of a translation that says which version of the original it was made from.
const ofField = "of"

// ofTarget takes a mark; the document keeps it, since it is of the file and not of what the file is about.
type ofTarget struct{ Ignored }

func (ofTarget) decode(d *Doc, w where) {
	if s, ok := d.word(w); ok {
		d.Of = s
	}
}

var markForm = regexp.MustCompile(`^[0-9a-f]{16}$`)

func mark(s string) error {
	if !markForm.MatchString(s) {
		return &Fault{Text: fmt.Sprintf("%q is no mark of an original", clip(s)), Hint: "leave it out, or let vigil fmt --translated FILE write it"}
	}
	return nil
}

// Mark is of the texts of a file, as they are in the header of its translations and below: as long as it stays the same,
// a translation is as new as its original. Facts that need no translation do not count.
func Mark(translation Form, header, body []byte) string {
	texts, _ := translation.Canonical("", header, 1) // that the rest belongs in no translation is known
	sum := sha256.New()
	fmt.Fprintf(sum, "%d\n%s%s", len(texts), texts, bytes.TrimSpace(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n"))))
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

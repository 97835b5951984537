package mirror

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"strings"

	"vigil/internal/output"
)

// parseList reads a list in the form of sha256sum. A name that could lead out of the folder, or that means something
// else on another system, is refused, and so is a list that is not in the order that Vigil writes: two lists of one
// site must not differ.
func parseList(list []byte) (map[string][sha256.Size]byte, error) {
	sums, last := map[string][sha256.Size]byte{}, ""
	places := places{map[string]bool{}, map[string]string{}}
	for line := range bytes.Lines(list) {
		text, ended := strings.CutSuffix(string(line), "\n")
		sum, name, ok := strings.Cut(text, "  ")
		raw, err := hex.DecodeString(sum)
		if !ended || !ok || err != nil || len(raw) != sha256.Size {
			return nil, fmt.Errorf("%s: line %d is not one of sha256sum", output.Manifest, len(sums)+1)
		}
		if output.CheckName(name) != nil || strings.EqualFold(name, output.Signature) {
			return nil, fmt.Errorf("%s: %q is no name of a file of a site", output.Manifest, name)
		}
		if name <= last {
			return nil, fmt.Errorf("%s: %q is not in order", output.Manifest, name)
		}
		if err := places.take(name); err != nil {
			return nil, fmt.Errorf("%s: %w", output.Manifest, err)
		}
		sums[name], last = [sha256.Size]byte(raw), name
	}
	if len(sums) == 0 {
		return nil, fmt.Errorf("%s is empty", output.Manifest)
	}
	return sums, nil
}

// places finds two names that would be one where case does not count, and a file where another needs a folder.
type places struct {
	files   map[string]bool
	folders map[string]string // as it was written first
}

var errPlace = errors.New("one would replace the other on some systems")

func (p places) take(name string) error {
	low := strings.ToLower(name)
	if p.files[low] || p.folders[low] != "" {
		return fmt.Errorf("%q is there twice, but for its case: %w", name, errPlace)
	}
	p.files[low] = true
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		low := strings.ToLower(dir)
		if p.files[low] || p.folders[low] != "" && p.folders[low] != dir {
			return fmt.Errorf("%q is there twice, but for its case, or as a file too: %w", dir, errPlace)
		}
		if p.folders[low] != "" {
			break
		}
		p.folders[low] = dir
	}
	return nil
}

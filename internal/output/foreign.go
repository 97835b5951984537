package output

import (
	"bufio"
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// dropped are files that systems put into folders by themselves. They go, and stop nothing.
var dropped = []string{".DS_Store", "Thumbs.db", "desktop.ini"}

// mostForeign is how many foreign files are named.
const mostForeign = 10

// survey looks through the old site: how many of its files are not in the new one, and whether there are
// files that are foreign, since neither its manifest nor this build knows them. Those are an error unless
// they may be deleted; then they count as removed.
func (t *Tree) survey() (removed int, err error) {
	named, err := t.named()
	if err != nil {
		return 0, fmt.Errorf("reading %s of the old site: %w", Manifest, err)
	}
	found, _, err := t.foreignIn(".", named, &removed)
	if err != nil {
		return 0, fmt.Errorf("looking through the old site: %w", err)
	}
	if len(found) == 0 || t.options.DeleteForeign {
		return removed + len(found), nil
	}
	slices.Sort(found)
	more := ""
	if n := len(found) - mostForeign; n > 0 {
		found, more = found[:mostForeign], fmt.Sprintf(" and %d more", n)
	}
	for i, name := range found {
		found[i] = quoteOdd(name)
	}
	return 0, fmt.Errorf("output %s holds what vigil did not put there: %s%s: "+
		"move it away (what a host wants at the root belongs in static/root/), or let --delete-foreign delete it",
		t.dir, strings.Join(found, ", "), more)
}

// foreignIn goes through a folder of the old site. It gives what is foreign in it, and tells whether anything is
// not: of a folder that is foreign as a whole only its own name is given.
func (t *Tree) foreignIn(folder string, named names, removed *int) (foreign []string, mixed bool, err error) {
	err = t.disk.eachEntry(filepath.Join(t.dir, filepath.FromSlash(folder)), func(e fs.DirEntry) error {
		name := path.Join(folder, e.Name())
		if e.IsDir() {
			inside, mixedInside, err := t.foreignIn(name, named, removed)
			if !mixedInside && len(inside) > 0 {
				inside = []string{name + "/"}
			}
			foreign, mixed = append(foreign, inside...), mixed || mixedInside
			return err
		}
		ours := named.has(name) || name == Manifest || name == Signature
		if id, _, ok := t.ledger.find(name); ok && string(t.ledger.name(id)) == name {
			ours = ours || t.ledger.at(id).state == kept
		} else if ours && name != Manifest && name != Signature || slices.Contains(dropped, e.Name()) {
			ours = true
			*removed++
		}
		if mixed = mixed || ours; !ours {
			foreign = append(foreign, name)
		}
		return nil
	})
	return foreign, mixed, err
}

// names is a set of names, eight bytes each: a site has a million.
type names struct {
	seed   maphash.Seed
	hashes map[uint64]struct{}
}

func (n names) has(name string) bool {
	_, ok := n.hashes[maphash.String(n.seed, name)]
	return ok
}

// named reads the names in the manifest of the old site. Without a manifest nothing is named.
func (t *Tree) named() (names, error) {
	n := names{maphash.MakeSeed(), map[uint64]struct{}{}}
	f, _, err := t.disk.openRegular(filepath.Join(t.dir, Manifest))
	if errors.Is(err, fs.ErrNotExist) {
		return n, nil
	}
	if err != nil {
		return n, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if _, name, ok := strings.Cut(lines.Text(), "  "); ok {
			n.hashes[maphash.String(n.seed, name)] = struct{}{}
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) { // no line of ours
		return n, nil
	}
	return n, lines.Err()
}

// quoteOdd quotes a name that a terminal would not show as it is.
func quoteOdd(name string) string {
	if q := fmt.Sprintf("%q", name); q != `"`+name+`"` {
		return q
	}
	return name
}

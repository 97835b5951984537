package mirror

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"aead.dev/minisign"
	"golang.org/x/sync/errgroup"

	"vigil/internal/output"
)

const windows = runtime.GOOS == "windows"

// Answer is one of the three questions about a copy.
type Answer int

const (
	Yes Answer = iota
	No
	NotChecked
)

func (a Answer) String() string { return [...]string{"yes", "no", "not checked"}[a] }

// Verdict is what Verify found.
type Verdict struct {
	Whole, Genuine, Fresh Answer
	Files                 int      // in the list
	Sample                int      // of them that were looked at, over HTTP; 0: all
	Wrong                 []string // what is not whole, the first ones
	WrongAll              int
	Why                   string // why it is not genuine, or not checked
	AsOf                  string // the day that it is of, by its signature where that is genuine, else by its own word; "": it does not say
	Age                   string // the same in words, and how long it may be believed
	Claim                 Claim  // of the signature, where there is one
}

// OK tells whether nothing was found against the copy.
func (v Verdict) OK() bool { return v.Whole == Yes && v.Genuine != No && v.Fresh != No }

// mostWrong is how many files a verdict names.
const mostWrong = 20

// maxList is the most bytes of a list of files: a million of them have about 110 MB.
const maxList = 512 << 20

// Options of Verify.
type Options struct {
	Key   string    // public key, or a file with it; "": whether the copy is genuine is not asked
	Today time.Time // its UTC day
	Fresh int       // days for which a copy without a signature is believed
}

// Verify asks of a folder: is every file there, as it was published, and no other; was the list signed with the
// key; and is it still valid. The error is for I/O and for a key that is none.
func Verify(dir string, o Options) (v Verdict, err error) {
	if dir, err = filepath.EvalSymlinks(dir); err != nil { // hosts exchange sites by such a link
		return v, err
	}
	list, err := within(dir)(output.Manifest, maxList)
	if errors.Is(err, fs.ErrNotExist) {
		return v, fmt.Errorf("%s has no %s: it is no copy of a site", dir, output.Manifest)
	}
	if err != nil {
		return v, err
	}
	sums, err := parseList(list)
	if err != nil {
		v.Whole, v.Wrong, v.WrongAll = No, []string{err.Error()}, 1
	} else if err := v.compare(dir, sums); err != nil {
		return v, err
	}
	return v, v.judge(within(dir), list, o)
}

func (v *Verdict) wrong(format string, args ...any) {
	v.Whole = No
	if v.WrongAll++; len(v.Wrong) < mostWrong {
		v.Wrong = append(v.Wrong, fmt.Sprintf(format, args...))
	}
}

// walk finds the files of a folder that are in a list, and says what else there is.
func (v *Verdict) walk(dir string, sums map[string][sha256.Size]byte) (found map[string]bool, err error) {
	found = map[string]bool{}
	holds := map[string]bool{} // by folder: whether anything is in it
	err = filepath.WalkDir(dir, func(file string, e fs.DirEntry, err error) error {
		if err != nil || file == dir {
			return err
		}
		rel, err := filepath.Rel(dir, file)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(rel)
		holds[path.Dir(name)] = true
		_, listed := sums[name]
		switch {
		case e.IsDir():
			holds[name] = false // until something in it is met
		case !e.Type().IsRegular():
			v.wrong("%s is not a regular file", name)
		case listed:
			found[name] = true
		case name != output.Manifest && name != output.Signature:
			v.wrong("%s is not in the list", name)
		}
		return nil
	})
	for _, dir := range slices.Sorted(maps.Keys(holds)) {
		if !holds[dir] {
			v.wrong("%s is an empty folder", dir)
		}
	}
	return found, err
}

// compare holds the files of a folder against a list.
func (v *Verdict) compare(dir string, sums map[string][sha256.Size]byte) error {
	v.Files = len(sums)
	found, err := v.walk(dir, sums)
	if err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(sums))
	bad := make([]string, len(names))
	g := errgroup.Group{}
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		g.Go(func() error {
			if !found[name] {
				bad[i] = "is missing"
				return nil
			}
			sum, err := sumOf(filepath.Join(dir, filepath.FromSlash(name)))
			if err == nil && sum != sums[name] {
				bad[i] = "was changed"
			}
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i, what := range bad {
		if what != "" {
			v.wrong("%s %s", names[i], what)
		}
	}
	return nil
}

func sumOf(file string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(file)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, bufio.NewReaderSize(f, 1<<16))
	return [sha256.Size]byte(h.Sum(nil)), err
}

// attest answers whether a list was signed with a key or with one that follows from it.
func (v *Verdict) attest(pub minisign.PublicKey, list, signature []byte, read reads) {
	by, err := signer(pub, signature, read)
	if err == nil {
		v.Claim, err = Genuine(list, signature, by)
	}
	switch {
	case err != nil:
		v.Genuine, v.Why = No, err.Error()
	case !by.Equal(pub):
		v.Why = "signed with " + by.String() + ", which the given key announces as the next one"
	}
}

// judge answers whether a copy is genuine and fresh.
func (v *Verdict) judge(read reads, list []byte, o Options) error {
	signature, err := read(output.Signature, maxSignature)
	missing := errors.Is(err, fs.ErrNotExist)
	if err != nil && !missing {
		return err
	}
	switch {
	case o.Key == "":
		v.Genuine, v.Why = NotChecked, "no key was given (--key)"
	case missing:
		v.Genuine, v.Why = No, "there is no "+output.Signature
	default:
		pub, err := PublicKey(o.Key)
		if err != nil {
			return err
		}
		v.attest(pub, list, signature, read)
	}
	today := o.Today.UTC().Truncate(24 * time.Hour)
	if v.Genuine == Yes {
		v.AsOf = v.Claim.AsOf
		v.Age = fmt.Sprintf("of %s, valid until %s", v.Claim.AsOf, v.Claim.ValidUntil.Format(day))
		if expired(v.Claim, o.Today) {
			v.Fresh = No
		}
		if ahead(v.Claim, o.Today) {
			v.Fresh, v.Age = No, v.Age+"; its serial lies in the future"
		}
		return nil
	}
	asOf, err := asOfDay(read)
	if err != nil {
		v.Fresh, v.Age = NotChecked, err.Error()
		return nil
	}
	v.AsOf = asOf.Format(day)
	days := int(today.Sub(asOf).Hours() / 24)
	v.Age = fmt.Sprintf("of %s, %d days ago; without a signature that anybody checked, this says little", v.AsOf, days)
	if days > o.Fresh || days < -1 { // -1: a clock that goes wrong
		v.Fresh = No
	}
	return nil
}

// maxMarker is the most bytes of mirror.json.
const maxMarker = 1 << 20

// About is mirror.json, as far as signing and looking need it.
type About struct {
	Site      string `json:"site"`
	BaseURL   string `json:"base_url"`
	AsOf      string `json:"as_of"`
	PublicKey string `json:"public_key"`
}

// Name is what a signature calls the site.
func (a About) Name() string { return cmp.Or(a.BaseURL, a.Site) }

// AboutSite reads what a folder says of itself.
func AboutSite(dir string) (About, error) {
	a, err := readAbout(within(dir))
	if err != nil {
		return a, fmt.Errorf("%s is no site that vigil made: %w", dir, err)
	}
	return a, nil
}

func readAbout(read reads) (a About, err error) {
	data, err := read(output.Marker, maxMarker)
	if err == nil {
		err = json.Unmarshal(data, &a)
	}
	return a, err
}

// asOfDay is the day that a copy itself says it is of.
func asOfDay(read reads) (time.Time, error) {
	a, err := readAbout(read)
	at, parseErr := time.Parse(day, a.AsOf)
	if err != nil || parseErr != nil {
		return at, fmt.Errorf("%s does not say of which day it is", output.Marker)
	}
	return at, nil
}

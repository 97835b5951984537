// Package mirror lets anybody prove that a copy of a site is whole, genuine and fresh.
//
// In: a published folder with its list of files, SHA256SUMS, and a key. Out: a signature of the list in the form of
// minisign, whose trusted comment says of which site the list is, in which order lists follow each other, and until
// when to believe it; and three answers about a copy. A host needs nothing of ours to check: sha256sum, find and
// minisign do. Nothing here reads content or makes a page.
//
// Over HTTP a Web looks at a copy at an address (Look), and makes a folder the same as the newest of several
// (Pull), of which none is trusted: what is not signed, or not in the list that is, is not placed.
package mirror

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"aead.dev/minisign"
)

// Generate makes a pair of keys: the secret one encrypted with a password and readable by its owner alone, the
// public one in a file beside it, which is returned in one line. Files that exist are never replaced.
func Generate(secret, public, password string) (string, error) {
	if password == "" {
		return "", errors.New("a secret key without a password could be used by whoever finds it")
	}
	pub, key, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		return "", err
	}
	encrypted, err := minisign.EncryptKey(password, key)
	if err != nil {
		return "", err
	}
	text, err := pub.MarshalText()
	if err != nil {
		return "", err
	}
	if err := create(secret, encrypted, 0o600); err != nil {
		return "", err
	}
	if err := create(public, text, 0o644); err != nil {
		os.Remove(secret)
		return "", err
	}
	return pub.String(), nil
}

func create(file string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(append(bytes.TrimRight(data, "\n"), '\n'))
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(file)
	}
	return err
}

// Key signs lists.
type Key struct{ secret minisign.PrivateKey }

// Public is the public key in one line.
func (k Key) Public() string {
	pub, _ := k.secret.Public().(minisign.PublicKey)
	return pub.String()
}

// OpenKey reads a secret key, which must be encrypted and closed to others.
func OpenKey(file, password string) (Key, error) {
	info, err := os.Stat(file)
	if err != nil {
		return Key{}, err
	}
	if info.Mode().Perm()&0o077 != 0 && info.Mode().IsRegular() && !windows {
		return Key{}, fmt.Errorf("others can read the secret key %s: chmod 600 it", file)
	}
	data, err := readKey(file)
	if err != nil {
		return Key{}, err
	}
	if !minisign.IsEncrypted(data) {
		return Key{}, fmt.Errorf("%s is no encrypted secret key of minisign", file)
	}
	secret, err := minisign.DecryptKey(password, data)
	if err != nil {
		return Key{}, fmt.Errorf("the password does not open the secret key %s", file)
	}
	return Key{secret}, nil
}

// maxKey is the most bytes of the file of a key that are read.
const maxKey = 4 << 10

func readKey(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxKey))
}

// PublicKey reads a public key: from a file, or the key itself in one line.
func PublicKey(fileOrKey string) (minisign.PublicKey, error) {
	var pub minisign.PublicKey
	if err := pub.UnmarshalText([]byte(strings.TrimSpace(fileOrKey))); err == nil {
		return pub, nil
	}
	data, err := readKey(fileOrKey)
	if errors.Is(err, fs.ErrNotExist) {
		return pub, fmt.Errorf("%q is neither a public key nor a file with one", fileOrKey)
	}
	if err != nil {
		return pub, err
	}
	if err := pub.UnmarshalText([]byte(strings.TrimSpace(string(data)))); err != nil {
		return pub, fmt.Errorf("%s holds no public key of minisign", fileOrKey)
	}
	return pub, nil
}

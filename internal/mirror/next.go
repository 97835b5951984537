package mirror

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"aead.dev/minisign"
)

// A key is changed by two files of the site, which lie in static/root and are published like any other:
//
//	keys/<ID>.pub           the next public key, in the form of minisign; <ID> names the key before it,
//	                        as minisign prints it: 16 hexadecimal digits, upper case
//	keys/<ID>.pub.minisig   its signature by the key before it; the trusted comment is "vigil next-key"
//
// Whoever knows a key finds out by these who signs now, however often the key has changed since, and needs no more
// than minisign for it: minisign -V -P OLD -m keys/<ID>.pub. What a key has once announced stays announced: a copy
// that knows of a next key takes no list that names another one, so whoever steals a key cannot announce his own.
const (
	keysFolder   = "keys"
	nextComment  = "vigil next-key"
	mostKeys     = 32      // that follow each other
	maxSignature = 4 << 10 // bytes of a signature, or of a public key
)

// NextName is the file that announces the key after a key; its signature has .minisig behind.
func NextName(pub minisign.PublicKey) string {
	return fmt.Sprintf("%s/%016X.pub", keysFolder, pub.ID())
}

// Announce gives the two files that announce the key after this one, by their names in a site.
func (k Key) Announce(next minisign.PublicKey) (map[string][]byte, error) {
	mine, _ := k.secret.Public().(minisign.PublicKey)
	if mine.Equal(next) {
		return nil, errors.New("the next key is the same as the key")
	}
	text, err := next.MarshalText()
	if err != nil {
		return nil, err
	}
	text = append(text, '\n')
	r := minisign.NewReader(bytes.NewReader(text))
	if _, err := io.Copy(io.Discard, r); err != nil {
		return nil, err
	}
	name := NextName(mine)
	signature := r.SignWithComments(k.secret, nextComment, "signature of the next key")
	return map[string][]byte{name: text, name + ".minisig": signature}, nil
}

// reads gives a small file of a copy, or fs.ErrNotExist; one with more bytes than the limit is an error.
type reads func(name string, limit int64) ([]byte, error)

// next is the key that a key announces; ok is false if it announces none.
func next(pub minisign.PublicKey, read reads) (after minisign.PublicKey, ok bool, err error) {
	name := NextName(pub)
	text, err := read(name, maxSignature)
	if errors.Is(err, fs.ErrNotExist) {
		return after, false, nil
	}
	if err != nil {
		return after, false, err
	}
	signature, err := read(name+".minisig", maxSignature)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return after, false, err
	}
	var s minisign.Signature
	if s.UnmarshalText(signature) != nil || s.TrustedComment != nextComment || !signs(pub, text, signature) {
		return after, false, fmt.Errorf("%s is not signed by the key before it", name)
	}
	if err := after.UnmarshalText(bytes.TrimSpace(text)); err != nil {
		return after, false, fmt.Errorf("%s holds no public key", name)
	}
	return after, true, nil
}

// signs tells whether a signature, in the older form of minisign too, is of this text by this key.
func signs(pub minisign.PublicKey, text, signature []byte) bool {
	r := minisign.NewReader(bytes.NewReader(text))
	if _, err := io.Copy(io.Discard, r); err != nil {
		return false
	}
	return r.Verify(pub, signature) || minisign.Verify(pub, text, signature)
}

// signer is the key that made a signature: the given one, or one that follows from it by announcements. Those in
// the first copy go before those in the next.
func signer(pub minisign.PublicKey, signature []byte, copies ...reads) (minisign.PublicKey, error) {
	var s minisign.Signature
	if err := s.UnmarshalText(signature); err != nil {
		return pub, errForm
	}
	for range mostKeys {
		if s.KeyID == pub.ID() {
			return pub, nil
		}
		var after minisign.PublicKey
		var ok bool
		var err error
		for _, read := range copies {
			if after, ok, err = next(pub, read); ok {
				break
			}
		}
		switch {
		case err != nil:
			return pub, err
		case !ok:
			return pub, fmt.Errorf("the list is signed with another key (%016X), and the key %016X announces no next one", s.KeyID, pub.ID())
		}
		pub = after
	}
	return pub, fmt.Errorf("the list is signed with another key, and more than %d keys follow each other", mostKeys)
}

// within reads small files of a folder, none through a link.
func within(dir string) reads {
	return func(name string, limit int64) ([]byte, error) {
		file := dir
		for _, part := range []string{filepath.Dir(filepath.FromSlash(name)), filepath.Base(name)} {
			if part == "." {
				continue
			}
			file = filepath.Join(file, part)
			info, err := os.Lstat(file)
			if err != nil {
				return nil, err
			}
			if !info.IsDir() && !info.Mode().IsRegular() || info.Mode().IsRegular() && info.Size() > limit {
				return nil, fmt.Errorf("%s is no file of at most %d bytes", name, limit)
			}
		}
		return os.ReadFile(file)
	}
}

package mirror

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"aead.dev/minisign"
)

// Claim is what a signature says of the list that it signs: the trusted comment.
type Claim struct {
	Site       string    // its main address, or its title where it has none
	Serial     int64     // a later list has a larger one: seconds since 1970
	AsOf       string    // the day that the counters refer to
	ValidUntil time.Time // the last day on which the list may be believed
}

const day = "2006-01-02"

// String is the trusted comment: words with a value each, so that people can read it too.
func (c Claim) String() string {
	return fmt.Sprintf("vigil site=%s serial=%d as-of=%s valid-until=%s", url.QueryEscape(c.Site), c.Serial, c.AsOf, c.ValidUntil.Format(day))
}

// errComment says that a trusted comment is none of ours.
var errComment = errors.New("the signature's trusted comment is not one of Vigil's")

// parseClaim reads a trusted comment. Words that it does not know are for later versions.
func parseClaim(comment string) (Claim, error) {
	ours, words, _ := strings.Cut(comment, " ")
	said, err := url.ParseQuery(strings.Join(strings.Fields(words), "&"))
	for _, values := range said {
		if len(values) > 1 {
			return Claim{}, errComment
		}
	}
	serial, serialErr := strconv.ParseInt(said.Get("serial"), 10, 64)
	asOf, asOfErr := time.Parse(day, said.Get("as-of"))
	until, untilErr := time.Parse(day, said.Get("valid-until"))
	if errors.Join(err, serialErr, asOfErr, untilErr) != nil || ours != "vigil" || !said.Has("site") || serial <= 0 {
		return Claim{}, errComment
	}
	return Claim{said.Get("site"), serial, asOf.Format(day), until}, nil
}

// Sign reads a list and signs it with a claim. The signature is what minisign makes.
func (k Key) Sign(list io.Reader, c Claim) ([]byte, error) {
	r := minisign.NewReader(list)
	if _, err := io.Copy(io.Discard, r); err != nil {
		return nil, err
	}
	return append(r.SignWithComments(k.secret, c.String(), untrusted), '\n'), nil
}

const untrusted = "signature of SHA256SUMS"

// tidy puts a signature into the form that Sign gives it. Nobody vouches for its first line and its line ends: who
// changes these makes no other signature, and what is written there goes into no copy.
func tidy(signature []byte) ([]byte, error) {
	var s minisign.Signature
	if err := s.UnmarshalText(signature); err != nil {
		return nil, errForm
	}
	s.UntrustedComment = untrusted
	text, err := s.MarshalText()
	return append(text, '\n'), err
}

// errForm says that a signature is none.
var errForm = errors.New("the signature is not in the form of minisign")

// claimed reads what a signature says of a list, without the list: the trusted comment is signed with the signature.
func claimed(signature []byte, pub minisign.PublicKey) (Claim, error) {
	var s minisign.Signature
	if err := s.UnmarshalText(signature); err != nil {
		return Claim{}, errForm
	}
	if s.KeyID != pub.ID() {
		return Claim{}, errors.New("the list is signed with another key")
	}
	raw, err := base64.StdEncoding.DecodeString(pub.String())
	if err != nil {
		return Claim{}, err
	}
	key := ed25519.PublicKey(raw[len(raw)-ed25519.PublicKeySize:])
	if !ed25519.Verify(key, append(s.Signature[:], s.TrustedComment...), s.CommentSignature[:]) {
		return Claim{}, errors.New("the comment of the signature was altered")
	}
	return parseClaim(s.TrustedComment)
}

// Genuine checks that a list was signed with a key, and gives what the signature says of it.
func Genuine(list []byte, signature []byte, pub minisign.PublicKey) (Claim, error) {
	c, err := claimed(signature, pub)
	if err != nil && !errors.Is(err, errComment) {
		return c, err
	}
	if !signs(pub, list, signature) {
		return Claim{}, errors.New("the signature does not fit the list: one of the two was altered")
	}
	return c, err
}

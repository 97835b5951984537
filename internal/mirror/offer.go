package mirror

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"time"

	"aead.dev/minisign"

	"vigil/internal/output"
)

// held is what a folder holds already: what follows must be newer, of the same site, and by the same key or one
// that follows from it.
type held struct {
	dir       string
	read      reads
	site      string // "": not known
	signature []byte
	believed  bool // the signature is by the given key or one that follows from it: by
	by        minisign.PublicKey
	claim     Claim
}

// look reads what a folder holds. A folder that is not there holds nothing.
func look(dir string, pub minisign.PublicKey) (held, error) {
	h := held{dir: dir, read: within(dir), by: pub}
	about, err := readAbout(h.read)
	if err == nil {
		h.site = about.Name()
	}
	signature, err := h.read(output.Signature, maxSignature)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		return h, err
	}
	if h.signature, err = tidy(signature); err != nil {
		return h, nil // it is none
	}
	by, err := signer(pub, signature, h.read)
	if err != nil {
		return h, nil // of a key that the user no longer gives
	}
	if h.claim, err = claimed(signature, by); err == nil {
		h.by, h.believed, h.site = by, true, h.claim.Site
	}
	return h, nil
}

// offer is a list that an address says it has.
type offer struct {
	signature []byte
	claim     Claim
	by        minisign.PublicKey
	from      []*source // that have it
}

// errStale says that a list is older than what the folder holds, or too old to believe: an address that has it
// may still have files that we need.
type errStale struct{ error }

// judge says whether an offer may follow on what the folder holds.
func (h held) judge(o offer, now time.Time) error {
	day := o.claim.ValidUntil.Format(day)
	switch c := o.claim; {
	case h.site != "" && c.Site != h.site:
		return fmt.Errorf("has a list of another site, %q, and %s is a copy of %q; if the site has moved, pull it into an empty folder", c.Site, h.dir, h.site)
	case h.believed && c.Serial < h.claim.Serial:
		return errStale{fmt.Errorf("has an older list, of %s (serial %d), than the copy, of %s (serial %d): going back is refused",
			c.AsOf, c.Serial, h.claim.AsOf, h.claim.Serial)}
	case h.believed && c.Serial == h.claim.Serial && !bytes.Equal(o.signature, h.signature):
		return fmt.Errorf("has another list with the serial %d of the copy: the site was signed twice, or somebody has its key", c.Serial)
	case ahead(c, now):
		return fmt.Errorf("has a list whose serial, %d, lies in the future, unless this computer's clock is wrong", c.Serial)
	case expired(c, now):
		return errStale{fmt.Errorf("has a list that was valid until %s: nothing newer came there since, unless this computer's clock is wrong", day)}
	}
	return nil
}

// ahead tells whether a serial, which is a time, lies in the future: nobody could ever follow on it.
func ahead(c Claim, now time.Time) bool { return time.Unix(c.Serial, 0).After(now.Add(48 * time.Hour)) }

// expired tells whether the last day has passed on which a list may be believed.
func expired(c Claim, now time.Time) bool {
	return now.UTC().Truncate(24 * time.Hour).After(c.ValidUntil)
}

// ask asks every address what it has. Offers come with the newest first; why an address has none stands in
// said, also where the address is asked on for files.
func (p *pull) ask(ctx context.Context) (offers []offer, err error) {
	p.said = nil
	got := make([]offer, len(p.from.all))
	bad := make([]error, len(p.from.all))
	var all sync.WaitGroup
	for i, s := range p.from.all {
		all.Go(func() { got[i], bad[i] = p.askOne(ctx, s) })
	}
	all.Wait()
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	for i, s := range p.from.all {
		if bad[i] != nil {
			p.said = append(p.said, s.name()+" "+bad[i].Error())
			if _, stale := errors.AsType[errStale](bad[i]); stale {
				s.demerits = atOnce
			} else {
				s.barred = bad[i].Error()
			}
			continue
		}
		same := slices.IndexFunc(offers, func(o offer) bool { return bytes.Equal(o.signature, got[i].signature) })
		if same < 0 {
			offers = append(offers, got[i])
			same = len(offers) - 1
		}
		offers[same].from = append(offers[same].from, s)
	}
	slices.SortStableFunc(offers, func(a, b offer) int { return cmp.Compare(b.claim.Serial, a.claim.Serial) })
	return offers, nil
}

func (p *pull) askOne(ctx context.Context, s *source) (o offer, err error) {
	o.signature, err = p.web.small(ctx, s.base, output.Signature, maxSignature)
	if errors.Is(err, fs.ErrNotExist) {
		return o, fmt.Errorf("has no %s: it is no signed site", output.Signature)
	}
	if err != nil {
		return o, err
	}
	if o.signature, err = tidy(o.signature); err != nil {
		return o, fmt.Errorf("cannot be believed: %w", err)
	}
	if o.by, err = signer(p.held.by, o.signature, p.held.read, p.web.remote(ctx, s.base)); err != nil {
		return o, fmt.Errorf("cannot be believed: %w", err)
	}
	if o.claim, err = claimed(o.signature, o.by); err != nil {
		return o, fmt.Errorf("cannot be believed: %w", err)
	}
	return o, p.held.judge(o, p.order.Now)
}

// list gives the list that an offer signs: ours, if it is the same, or from those who offer it.
func (p *pull) list(ctx context.Context, o offer) ([]byte, error) {
	if ours, err := p.held.read(output.Manifest, maxList); err == nil && signs(o.by, ours, o.signature) {
		return ours, nil
	}
	var bad []error
	for _, s := range o.from {
		list, err := p.web.small(ctx, s.base, output.Manifest, p.web.limits.list)
		p.from.bytes.Add(int64(len(list)))
		if err == nil && signs(o.by, list, o.signature) {
			return list, nil
		}
		if err == nil {
			err = errors.New("has a list that does not fit its signature: the two are of different days, or one was altered")
		}
		if ctx.Err() != nil {
			return nil, err
		}
		bad = append(bad, fmt.Errorf("%s %w", s.name(), err))
	}
	return nil, errors.Join(bad...)
}

// keepsKeys holds a list to what the copy knows of the keys: a next key that was announced stays announced.
func (p *pull) keepsKeys(sums map[string][sha256.Size]byte) error {
	pub := p.pub
	for range mostKeys {
		after, ok, err := next(pub, p.held.read)
		if !ok || err != nil {
			return nil
		}
		for _, name := range []string{NextName(pub), NextName(pub) + ".minisig"} {
			data, err := p.held.read(name, maxSignature)
			if err != nil {
				return err
			}
			if sums[name] != sha256.Sum256(data) {
				return fmt.Errorf("the list announces another next key than the copy knows, in %s: the key may have been stolen; ask those who make the site", name)
			}
		}
		pub = after
	}
	return nil
}

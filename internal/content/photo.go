package content

import (
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"

	"vigil/internal/diag"
	"vigil/internal/photo"
	"vigil/internal/profile"
)

// Photo is what the first pass keeps of a photo that is published; the pictures are made again, or found
// in the cache, when they are asked for.
type Photo struct {
	Sizes []photo.Size // of the pictures that are published, the smaller one first

	digest uint64 // of the file
}

// Same tells whether two photos, or none, are of the same file.
func (p *Photo) Same(other *Photo) bool {
	return (p == nil) == (other == nil) && (p == nil || p.digest == other.digest)
}

// UseCache keeps in a folder what is made of photos; "" is none. To be called before anything is read.
func (s *Source) UseCache(dir string) { s.photos = photo.NewMaker(dir) }

// Decoded tells how many photos had to be decoded, since they were not in the cache.
func (s *Source) Decoded() int { return s.photos.Decoded() }

// photo looks at a profile's photo for the first pass. One that is published is made; any other is only
// looked at from outside, since it is in the repository all the same.
func (s *Source) photo(g group, published bool) (kept *Photo, problems []diag.Problem, err error) {
	at := g.dir + "/" + g.name + "." + g.photo
	err = s.openFile(at, func(r io.ReadSeeker) error {
		if !published {
			problems, err = s.photos.Inspect(sourcePath(at), r)
			return err
		}
		made, sum, ps, err := s.photos.Make(sourcePath(at), r)
		if problems = ps; len(made) > 0 {
			kept = &Photo{digest: binary.BigEndian.Uint64(sum[:])}
			for _, m := range made {
				kept.Sizes = append(kept.Sizes, m.Size)
			}
		}
		return err
	})
	return kept, problems, err
}

// Photo gives the pictures of a person's photo, as many and as large as its Sizes say. A file that is no
// longer what the first pass saw gives ErrChanged.
func (s *Source) Photo(r *profile.Record, kept *Photo) (made []photo.Image, err error) {
	at := fmt.Sprintf("profiles/%s/%s.%s", r.Country.String(), r.Slug, photoEndings[r.Photo-1])
	err = s.openFile(at, func(f io.ReadSeeker) error {
		var sum photo.Sum
		if made, sum, _, err = s.photos.Make(sourcePath(at), f); err != nil {
			return err
		}
		if binary.BigEndian.Uint64(sum[:]) != kept.digest || len(made) != len(kept.Sizes) {
			return ErrChanged
		}
		return nil
	})
	return made, err
}

// openFile opens a file whose entry has been seen to be a regular one.
func (s *Source) openFile(at string, use func(io.ReadSeeker) error) error {
	f, err := s.root.Open(at)
	if err != nil {
		return fmt.Errorf("read content: %w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return fmt.Errorf("read content: %s is not a regular file: %w", at, fs.ErrInvalid)
	}
	if err := use(f); err != nil {
		return fmt.Errorf("%s: %w", sourcePath(at), err)
	}
	return nil
}

package compile

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"vigil/internal/photo"
	"vigil/internal/profile"
	"vigil/internal/render"
	"vigil/internal/site"
)

// photos writes the pictures of everybody who has a photo, one at a time: that is how they are made, if
// they are not in the cache.
func (w *writer) photos(ctx context.Context) error {
	total := len(w.in.Library.Photos)
	for i, ref := range slices.Sorted(maps.Keys(w.in.Library.Photos)) {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err := w.in.photo(ref, w.tree.Write); err != nil {
			return err
		}
		w.options.Progress("photos", i+1, total)
	}
	return nil
}

// sharePicture writes the picture that is shown where a person's page is shared, if there is one.
func (w *writer) sharePicture(p site.Page, r *profile.Record, doc render.Document) error {
	picture, err := w.render.SharePicture(p, doc)
	if err != nil || picture == nil {
		return err
	}
	return w.tree.Write(w.in.Site.SharePath(r, p.Lang), picture)
}

// photo gives the files of a person's photo, by cc/slug.
func (in *Input) photo(ref string, write func(name string, data []byte) error) error {
	at := in.Library.Find(ref)
	if at < 0 {
		return fmt.Errorf("photo of %s: there is no such person", ref)
	}
	r := &in.Library.People[at]
	made, err := in.Source.Photo(r, in.Library.Photos[ref])
	for i, m := range made {
		if err == nil {
			err = write(site.PhotoPath(r, photo.Widths[i]), m.JPEG)
		}
	}
	return err
}

// Photo gives a picture by its address in the site; nil if there is none of the name.
func (in *Input) Photo(name string) (data []byte, err error) {
	ref, ok := site.PhotoRef(name)
	if !ok || in.Library.Photos[ref] == nil {
		return nil, nil
	}
	err = in.photo(ref, func(made string, picture []byte) error {
		if made == name {
			data = picture
		}
		return nil
	})
	return data, err
}

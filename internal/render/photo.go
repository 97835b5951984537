package render

import (
	"cmp"
	"fmt"

	"vigil/internal/photo"
	"vigil/internal/profile"
	"vigil/internal/site"
)

// portrait is the photo on a person's page.
type portrait struct {
	Src, Srcset, Sizes string
	Width, Height      int
	Alt                string
	Credit             Words
	Absolute           string // of the larger picture; "" without a base URL
}

// portrait gives the person's photo; nil if none is published.
func (c *composer) portrait(h *profile.Header, r *profile.Record) *portrait {
	kept := c.site.PhotoOf(r)
	if kept == nil {
		return nil
	}
	v := &portrait{Credit: c.words(h.Photo.Credit)}
	for i, size := range kept.Sizes {
		file := site.PhotoPath(r, photo.Widths[i])
		if src := relative(c.file, file); i == 0 {
			v.Src, v.Width, v.Height = src, size.Width, size.Height
			v.Srcset = fmt.Sprintf("%s %dw", src, size.Width)
		} else {
			v.Srcset += fmt.Sprintf(", %s %dw", src, size.Width)
		}
		v.Absolute = c.absolute(file)
	}
	// A description in another language is of no use to who hears the page in this one.
	alt, in := h.Photo.Alt.For(c.lang.Tag(), c.site.Site.Main())
	if in != c.lang.Tag() {
		alt = ""
	}
	v.Alt = cmp.Or(alt, c.lang.T("photo.alt", "name", r.Name(c.page.Lang)))
	v.Sizes = v.sizes(h.Status.Class())
	return v
}

// sizes says how wide the picture is drawn; the widths are those of .portrait in style.css. The frame
// there is 4:5 and shows a part of what is wider, so that such a picture is drawn wider than the frame.
func (v *portrait) sizes(class profile.Class) string {
	rem := func(tenths int) string {
		tenths = max(tenths, (tenths*v.Width*5+v.Height*4-1)/(v.Height*4))
		return fmt.Sprintf("%grem", float64(tenths)/10)
	}
	if class == profile.Died {
		return rem(90)
	}
	return "(min-width: 64rem) " + rem(130) + ", (min-width: 30rem) " + rem(90) + ", " + rem(65)
}

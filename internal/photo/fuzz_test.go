package photo

import (
	"bytes"
	"image"
	"testing"

	"vigil/internal/diag"
)

// FuzzMake makes pictures of whatever a stranger sends. What is refused says why; what is made is a picture of our
// own sizes that holds nothing of the file but what can be seen.
func FuzzMake(f *testing.F) {
	f.Add(asJPEG(drawn(96, 120)))
	f.Add(asPNG(drawn(64, 64)))
	f.Add(header(64, 64, 16, 6, 1))
	f.Add(scanned(0xc2, 64, 64, 10))
	f.Add(riffs("VP8L\x05\x00\x00\x00/" + lossless(64, 64)))
	f.Fuzz(func(t *testing.T, data []byte) {
		if config, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && config.Width*config.Height > 1<<20 {
			t.Skip() // large ones cost time, and TestRefused has them
		}
		at := "content/profiles/aq/ann.jpg"
		switch {
		case bytes.HasPrefix(data, []byte("\x89PNG")):
			at = "content/profiles/aq/ann.png"
		case bytes.HasPrefix(data, []byte("RIFF")):
			at = "content/profiles/aq/ann.webp"
		}
		made, _, problems, err := NewMaker("").Make(at, bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if diag.Errors(problems) == 0 && len(made) == 0 {
			t.Fatal("it is neither refused nor made")
		}
		for _, picture := range made {
			config, format, err := image.DecodeConfig(bytes.NewReader(picture.JPEG))
			if err != nil || format != "jpeg" {
				t.Fatalf("%s, %v", format, err)
			}
			if config.Width > 640 || bytes.Contains(picture.JPEG, []byte("Exif")) || bytes.Contains(picture.JPEG, []byte("xmp")) {
				t.Fatalf("%d wide, with what the file said beside the picture", config.Width)
			}
		}
	})
}

package serve

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// grey is a photo of one shade.
func grey(shade uint8) string {
	img := image.NewGray(image.Rect(0, 0, 400, 500))
	draw.Draw(img, img.Rect, image.NewUniform(color.Gray{shade}), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.String()
}

// shade is that of a picture that was answered; -1 if it was none.
func shade(t *testing.T, s *served, name string) int {
	t.Helper()
	status, body, header := s.get(name)
	if status != 200 || header.Get("Content-Type") != "image/jpeg" {
		return -1
	}
	img, err := jpeg.Decode(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r, _, _, _ := img.At(100, 100).RGBA()
	return int(r >> 8)
}

// Photos are answered as they are now: as they were, edited, withheld, with a mistake in them.
func TestPhotos(t *testing.T) {
	t.Parallel()
	f := write(t, written)
	const ann = "content/profiles/by/invented-ann"
	f.write(ann+".png", grey(100))
	s := start(t, f)
	page := s.open()
	if got := shade(t, s, "countries/by/invented-ann-320.jpg"); got != 100 {
		t.Errorf("the shade is %d", got)
	}
	for _, name := range []string{"countries/by/invented-ann-640.jpg", "countries/by/invented-ann-320.jpg"} {
		if shade(t, s, name) < 0 {
			t.Errorf("%s is not answered", name)
		}
	}
	for _, name := range []string{"countries/by/invented-ann-100.jpg", "countries/by/invented-bob-320.jpg", "countries/by/invented-ann.jpg",
		"de/countries/by/invented-ann-320.jpg", "countries/by/-320.jpg", "x.jpg"} {
		if status, _, _ := s.get(name); status != 404 {
			t.Errorf("%s: %d", name, status)
		}
	}
	if _, body, _ := s.get("de/countries/by/invented-ann.html"); !strings.Contains(body, `src="../../../countries/by/invented-ann-320.jpg"`) {
		t.Error("the German page has no photo")
	}

	// In one step, and asked for at once.
	f.write("new.png", grey(200))
	f.rename("new.png", ann+".png")
	if got := shade(t, s, "countries/by/invented-ann-320.jpg"); got != 200 {
		t.Errorf("after an edit the shade is %d", got)
	}
	page.reload()

	f.write("new.png", grey(200)[:300])
	f.rename("new.png", ann+".png")
	page.overlay(ann + ".png")
	if _, body, _ := s.get("countries/by/invented-ann.html"); !strings.Contains(body, "invented-ann-320.jpg") {
		t.Error("the last good page is gone")
	}
	f.write("new.png", grey(50))
	f.rename("new.png", ann+".png")
	page.reload()
	if got := shade(t, s, "countries/by/invented-ann-640.jpg"); got != 50 {
		t.Errorf("mended, the shade is %d", got)
	}

	f.replace(ann+".md", "status:", "withhold: [photo]\nstatus:")
	page.reload()
	if status, _, _ := s.get("countries/by/invented-ann-320.jpg"); status != 404 {
		t.Errorf("a photo that is withheld: %d", status)
	}
}

// Pictures for those who come upon a link are drawn when they are asked for.
func TestSharePictures(t *testing.T) {
	f := write(t, written)
	f.write("content/site.yaml", "base_url: https://vigil.example\nshare_pictures: true\n")
	s := start(t, f)
	for name, want := range map[string]int{"countries/by/invented-ann.png": 200, "countries/by/invented-nobody.png": 404, "countries/by/index.png": 404} {
		if status, body, _ := s.get(name); status != want || want == 200 && !strings.HasPrefix(body, "\x89PNG") {
			t.Errorf("%s: %d", name, status)
		}
	}
}

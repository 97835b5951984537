package content

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"vigil/internal/lab/trial"
	"vigil/internal/profile"
)

// photos are people with a photo, each held back in another way but for the first.
func photos() map[string][]byte {
	files := map[string][]byte{"content/profiles/by/shown.md": []byte("---\nname: Shown\n" + held + "---\n")}
	for slug, fields := range map[string]string{
		"draft": "publish: false\n", "later": "publish_after: 2030-01-01\n", "nobody": "unnamed: true\n", "held-back": "withhold: [photo]\n",
		"not-yet": "publish: false\nunnamed: true\n",
	} {
		files["content/profiles/by/"+slug+".md"] = []byte("---\nname: Somebody\n" + fields + held + "---\n")
	}
	for name := range files {
		photo := name[:len(name)-2] + "png"
		files[photo] = picture("png", "")
	}
	return files
}

// What is held back is not even decoded.
func TestPhotosHeldBack(t *testing.T) {
	s, _, err := Open(lay(t, photos()), today)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	l, _, err := s.Load(context.Background(), 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Photos) != 1 || l.Photos["by/shown"] == nil || s.Decoded() != 1 {
		t.Errorf("%d photos were decoded, and these are published: %v", s.Decoded(), l.Photos)
	}
	for _, r := range l.People {
		if (r.Photo != 0) != (r.Slug == "shown") {
			t.Errorf("%q: photo %d", r.Slug, r.Photo)
		}
	}
}

// A photo that is edited, replaced or taken away between the passes is noticed.
func TestPhotoChanged(t *testing.T) {
	for _, cached := range []bool{false, true} {
		dir := lay(t, photos())
		s, _, err := Open(dir, today)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if cached {
			s.UseCache(trial.Folder(t))
		}
		l, _, err := s.Load(context.Background(), 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		var r *profile.Record
		if at := l.Find("by/shown"); at >= 0 {
			r = &l.People[at]
		}
		kept := l.Photos["by/shown"]
		made, err := s.Photo(r, kept)
		if err != nil || len(made) != 1 || made[0].Size != kept.Sizes[0] || (s.Decoded() == 1) != cached {
			t.Fatalf("%v %v, decoded %d times", made, err, s.Decoded())
		}
		file := filepath.Join(dir, "content", "profiles", "by", "shown.png")
		for what, data := range map[string][]byte{"a byte more": picture("png", "x"), "half": picture("png", "")[:50], "nothing": nil,
			"another": picture("jpg", "")} {
			if err := os.WriteFile(file, data, 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := s.Photo(r, kept); !errors.Is(err, ErrChanged) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Photo(r, kept); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("gone: %v", err)
		}
	}
}

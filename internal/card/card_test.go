package card

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image/png"
	"strings"
	"testing"
)

var prykladava = Card{Name: "Alena Prykladava", Native: "Алена Прыкладава",
	Lines: []string{"In prison, political prisoner", "Belarus, since 14 July 2021"}, Site: "Vigil"}

// points is a digest of what is drawn; the file also depends on the compressor, which may change with Go.
func points(t *testing.T, c Card) string {
	t.Helper()
	data, err := Draw(c)
	if err != nil || data == nil {
		t.Fatalf("%q is not drawn: %v", c.Name, err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil || picture.Bounds().Dx() != Width || picture.Bounds().Dy() != Height {
		t.Fatalf("%q: %v", c.Name, err)
	}
	if !Fits(c) {
		t.Errorf("%q is drawn, but does not fit", c.Name)
	}
	sum := sha256.New()
	for y := range Height {
		for x := range Width {
			r, g, b, _ := picture.At(x, y).RGBA()
			sum.Write([]byte{byte(r), byte(g), byte(b)})
		}
	}
	return fmt.Sprintf("%.8x", sum.Sum(nil))
}

// The same points on every processor: go test -exec qemu-s390x-static with GOARCH=s390x says so of another.
func TestThePointsOfPictures(t *testing.T) {
	for _, test := range []struct {
		want string
		card Card
	}{
		{"5e9a17ebcf140511", prykladava},
		{"9caeff4c36502bb8", Card{Name: "نرگس ساختگی", Native: "Narges Invented",
			Lines: []string{"در زندان، زندانی سیاسی", "ایران، از ۱۴ ژوئیهٔ ۲۰۲۱"}, Site: "Vigil", Mirror: true}},
		{"f6fe2bc63c32cec5", Card{Name: "Invented Person With An Exceedingly Long Name Of Many Words",
			Native: "Выдуманная Персона с очень длинным именем и отчеством",
			Lines:  []string{"In pre-trial detention, political prisoner, and so forth", "Belarus, since 14 July 2021", "last confirmed April 2024"}, Flame: "#C02020"}},
	} {
		if got := points(t, test.card); got != test.want {
			t.Errorf("%q: %s, want %s", test.card.Name, got, test.want)
		}
	}
}

// Arabic letters are joined: a word is not the row of its letters as they stand alone.
func TestArabicLettersAreJoined(t *testing.T) {
	const nonJoiner = "\u200c"
	if points(t, Card{Name: "نرگس"}) == points(t, Card{Name: strings.Join(strings.Split("نرگس", ""), nonJoiner)}) {
		t.Error("joined and not joined look the same")
	}
}

// Where a letter is missing or the words are too many there is no picture, rather than one with boxes or half a name.
func TestWhatDoesNotFitIsNotDrawn(t *testing.T) {
	for name, c := range map[string]Card{
		"Chinese":        {Name: "虚构的人"},
		"Burmese below":  {Name: "Invented", Native: "မြန်မာ"},
		"too many words": {Name: strings.Repeat("Invented ", 30)},
		"too wide":       {Name: strings.Repeat("Invented", 20)},
	} {
		if data, err := Draw(c); data != nil || err != nil || Fits(c) {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
}

// Whatever a name holds, drawing ends and gives a picture or none.
func FuzzDraw(f *testing.F) {
	for _, s := range []string{"Invented", "نرگس", "a\u0301\u0301", " ", "\u200f\u202e", "ไทย", "👩‍👩‍👧", "a\nb\tc", "\xff", "1٢א"} {
		f.Add(s, s, true)
	}
	f.Fuzz(func(t *testing.T, name, line string, mirror bool) {
		if len(name)+len(line) > 500 {
			return
		}
		c := Card{Name: name, Lines: []string{line}, Site: line, Mirror: mirror}
		data, err := Draw(c)
		if err != nil || (data != nil) != Fits(c) {
			t.Errorf("%d bytes, %v", len(data), err)
		}
	})
}

func BenchmarkDraw(b *testing.B) {
	for b.Loop() {
		if _, err := Draw(prykladava); err != nil {
			b.Fatal(err)
		}
	}
}

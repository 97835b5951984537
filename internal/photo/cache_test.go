package photo

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"vigil/internal/lab/trial"
)

// through makes a photo with a cache in a folder, by a maker of its own, and tells whether it was decoded.
func through(t *testing.T, dir, at string, data []byte) (made []Image, decoded bool) {
	t.Helper()
	m := NewMaker(dir)
	made, sum, problems, err := m.Make(at, bytes.NewReader(data))
	if err != nil || len(problems) > 0 || sum != sha256.Sum256(data) {
		t.Fatal(err, problems)
	}
	return made, m.Decoded() > 0
}

func same(a, b []Image) bool {
	return slices.EqualFunc(a, b, func(x, y Image) bool { return x.Size == y.Size && bytes.Equal(x.JPEG, y.JPEG) })
}

// entryOf is the only entry of a cache.
func entryOf(t *testing.T, dir string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "*.photo"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	return found[0]
}

func TestCache(t *testing.T) {
	dir := filepath.Join(trial.Folder(t), "cache")
	data := asPNG(drawn(330, 400))
	plain, _ := through(t, "", "a.png", data)
	first, decoded := through(t, dir, "a.png", data)
	if !decoded || !same(first, plain) {
		t.Error("the first time, with a cache, is not as without one")
	}
	again, decoded := through(t, dir, "somewhere/else.png", data)
	if decoded || !same(again, plain) {
		t.Errorf("the second time: decoded %v", decoded)
	}
	if _, problems := make1(t, "a.jpg", data); len(problems) == 0 {
		t.Fatal("a wrong ending is no problem")
	}
	if _, _, problems, _ := NewMaker(dir).Make("a.jpg", bytes.NewReader(data)); len(problems) == 0 {
		t.Error("a wrong ending is no problem once the photo is in the cache")
	}
	if _, decoded = through(t, dir, "a.png", append(data, 0)); !decoded {
		t.Error("another file was found in the cache")
	}
}

// long makes the loops complete.
var long = trial.Long

// What is made with other widths is another thing.
func TestCacheKnowsTheWidths(t *testing.T) {
	dir, data := trial.Folder(t), asPNG(drawn(330, 400))
	through(t, dir, "a.png", data)
	defer func(was [2]int) { Widths = was }(Widths)
	Widths = [2]int{100, 200}
	if made, decoded := through(t, dir, "a.png", data); !decoded || made[1].Width != 200 {
		t.Errorf("decoded %v, %v", decoded, made[1].Size)
	}
}

// An entry that is not what was put there is made again: cut anywhere, changed anywhere, another photo's.
func TestPoisonedCache(t *testing.T) {
	dir, other := trial.Folder(t), trial.Folder(t)
	data := asPNG(drawn(100, 120))
	plain, _ := through(t, dir, "a.png", data)
	through(t, other, "a.png", asPNG(drawn(120, 100)))
	entry := entryOf(t, dir)
	good, err := os.ReadFile(entry)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := os.ReadFile(entryOf(t, other))
	if err != nil {
		t.Fatal(err)
	}
	bad := map[string][]byte{"another photo": foreign, "nothing": nil, "longer": append(slices.Clone(good), 0)}
	step := 101
	if long {
		step = 13
	}
	for i := 0; i < len(good); i += step {
		flipped := slices.Clone(good)
		flipped[i] ^= 1
		bad[fmt.Sprint("a bit at ", i)] = flipped
		bad[fmt.Sprint("cut at ", i)] = good[:i]
	}
	for what, poison := range bad {
		if err := os.WriteFile(entry, poison, 0o600); err != nil {
			t.Fatal(err)
		}
		if made, decoded := through(t, dir, "a.png", data); !decoded || !same(made, plain) {
			t.Errorf("%s: was believed", what)
		}
		if now, err := os.ReadFile(entry); err != nil || !bytes.Equal(now, good) {
			t.Errorf("%s: was not made good: %v", what, err)
		}
	}
	if _, decoded := through(t, dir, "a.png", data); decoded {
		t.Error("a good entry is not believed, so none of this shows anything")
	}
}

// A cache that cannot be used is as good as none.
func TestNoCache(t *testing.T) {
	file := filepath.Join(trial.Folder(t), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	data := asPNG(drawn(100, 120))
	for _, dir := range []string{file, filepath.Join(file, "below"), "/dev/null/x", string([]byte{0})} {
		for range 2 {
			if _, decoded := through(t, dir, "a.png", data); !decoded {
				t.Errorf("%q was used", dir)
			}
		}
	}
	dir := filepath.Join(trial.Folder(t), "none")
	NewMaker(dir).Inspect("a.png", bytes.NewReader(data))
	if _, err := os.Stat(dir); err == nil {
		t.Error("a cache was made for nothing")
	}
}

// What nobody asked for in 90 days goes, what is in use stays.
func TestCacheForgets(t *testing.T) {
	dir := trial.Folder(t)
	old, used, recent := asPNG(drawn(100, 120)), asPNG(drawn(101, 120)), asPNG(drawn(102, 120))
	days := func(n int) time.Time { return time.Now().AddDate(0, 0, -n) }
	age := func(name string, n int) {
		t.Helper()
		if err := os.Chtimes(name, days(n), days(n)); err != nil {
			t.Fatal(err)
		}
	}
	aged := func(data []byte, n int) {
		through(t, dir, "a.png", data)
		file, _ := newCache(dir).entry("a.png", sha256.Sum256(data))
		age(file, n)
	}
	aged(old, 91)
	aged(used, 89)
	aged(recent, 10)
	left := filepath.Join(dir, "new-1")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	age(left, 2)
	age(filepath.Join(dir, "README"), 1)
	if _, decoded := through(t, dir, "a.png", used); decoded { // the first of the day: it clears up
		t.Error("what was used 89 days ago is gone")
	}
	age(filepath.Join(dir, "README"), 1)
	if _, decoded := through(t, dir, "a.png", recent); decoded {
		t.Error("what was used 10 days ago is gone")
	}
	file, _ := newCache(dir).entry("a.png", sha256.Sum256(used))
	if info, err := os.Stat(file); err != nil || info.ModTime().Before(days(1)) {
		t.Error("use is not noted", err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed build left is still there")
	}
	if _, decoded := through(t, dir, "a.png", old); !decoded {
		t.Error("what was not used for 91 days is still there")
	}
}

// Many builds may share a cache, and an entry that one of them is writing is never read in part.
func TestSharedCache(t *testing.T) {
	dir := trial.Folder(t)
	photos := [][]byte{asPNG(drawn(100, 120)), asPNG(drawn(120, 100)), asPNG(drawn(90, 90))}
	var want [3][]Image
	for i, data := range photos {
		want[i], _ = through(t, "", "a.png", data)
	}
	var wg sync.WaitGroup
	for range 8 {
		m := NewMaker(dir)
		wg.Go(func() {
			for round := range 12 {
				i := round % len(photos)
				made, _, problems, err := m.Make("a.png", bytes.NewReader(photos[i]))
				if err != nil || len(problems) > 0 || !same(made, want[i]) {
					t.Errorf("photo %d: %v %v", i, err, problems)
				}
				if round%4 == 3 {
					file, _ := m.cache.entry("a.png", sha256.Sum256(photos[i]))
					os.Remove(file)
				}
			}
		})
	}
	wg.Wait()
	if left, _ := filepath.Glob(filepath.Join(dir, "new-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

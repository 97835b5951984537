package content

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"vigil/internal/profile"
)

// fill gives every exported field below v a value that is not its zero.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0))
		fill(v.Index(1))
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key)
		fill(value)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.String:
		v.SetString("Jane “Example” \x00\u202e\xf0\x9f\x92\x8c " + v.Type().Name())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(-7)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(7)
	case reflect.Float64:
		v.SetFloat(0.1)
	default:
		panic("the test does not know " + v.Type().String())
	}
}

func keepIn(t *testing.T, s *Source) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "scratch"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	s.KeepIn(f)
	return f
}

// A field that is added to a header goes this way too.
func TestEveryFieldComesThroughTheSpool(t *testing.T) {
	var s Source
	keepIn(t, &s)
	full := &Person{Country: "aq", Slug: "jane-example"}
	fill(reflect.ValueOf(&full.Header).Elem())
	full.In = map[string]profile.Header{"be": full.Header}
	long := strings.Repeat("A long text. ", 3*usualEntry)
	full.Bodies = []Body{{Lang: "en", Text: []byte("short")}, {Lang: "be", Text: []byte(long)}}
	empty := &Person{Country: "aq", Slug: "john-example", Header: profile.NewHeader()}
	people := []*Person{empty, full, empty}
	places := make([]uint64, len(people))
	for i, p := range people {
		var err error
		if places[i], err = s.spool.put(p); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.spool.flush(); err != nil {
		t.Fatal(err)
	}
	for i, want := range people {
		got := &Person{Country: want.Country, Slug: want.Slug}
		if err := s.spool.get(places[i], got); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("person %d:\n got %+v\nwant %+v", i, got, want)
		}
	}
}

// The second pass gets the same from the scratch file as from the files, and nothing that is held back.
func TestSpoolSaysWhatTheFilesSay(t *testing.T) {
	dir := lay(t, fixture)
	again, l := open(t, dir, today)
	s, _, err := Open(dir, today)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	scratch := keepIn(t, s)
	kept, _, err := s.Load(context.Background(), 2, nil)
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for i := range l.People {
		if l.People[i].Has(profile.Unnamed) {
			continue
		}
		shown++
		want, err := again.Person(&l.People[i])
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Person(&kept.People[i])
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range s.site.Languages {
			if a, b := got.Body(lang), want.Body(lang); a.Lang != b.Lang || string(a.Text) != string(b.Text) || got.Named(lang) != want.Named(lang) {
				t.Errorf("%s in %s: %s, want %s", want.Slug, lang, a.Text, b.Text)
			}
		}
		if got.Country != want.Country || got.Slug != want.Slug || got.Photo != want.Photo || got.Header.Name != want.Header.Name ||
			!reflect.DeepEqual(got.Header.Detentions, want.Header.Detentions) || len(got.In) != len(want.In) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
	data, err := os.ReadFile(scratch.Name())
	if err != nil || shown < 3 || len(data) == 0 {
		t.Fatalf("%d people, %d bytes: %v", shown, len(data), err)
	}
	if strings.Contains(string(data), "SECRET") {
		t.Error("what is held back is in the scratch file")
	}
}

// fullDisk takes nothing.
type fullDisk struct{ Scratch }

func (fullDisk) WriteAt([]byte, int64) (int, error) { return 0, syscall.ENOSPC }

func TestSpoolOnAFullDisk(t *testing.T) {
	s, _, err := Open(lay(t, fixture), today)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	s.KeepIn(fullDisk{})
	if _, _, err := s.Load(context.Background(), 2, nil); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("error %v", err)
	}
}
